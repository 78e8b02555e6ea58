#include "phy/modem.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <liquid/liquid.h>

struct phw_modem {
    phw_modem_info info;
    modemcf modem;
    phw_cf point[PHW_MODEM_POINTS_MAX];
};

/* Entry 0 is "unknown"; "arb" has no points of its own. */
static bool is_listed(const struct modulation_type_s *type)
{
    return type->scheme != LIQUID_MODEM_UNKNOWN && type->scheme != LIQUID_MODEM_ARB &&
           type->bps >= 1 && type->bps <= PHW_MODEM_BITS_MAX;
}

bool phw_modem_at(const char **name, const char **summary, size_t i)
{
    for (size_t k = 0; k < LIQUID_MODEM_NUM_SCHEMES; ++k) {
        if (!is_listed(&modulation_types[k]) || i-- > 0)
            continue;
        *name = modulation_types[k].name;
        *summary = modulation_types[k].fullname;
        return true;
    }
    return false;
}

static const struct modulation_type_s *find(const char *name)
{
    for (size_t k = 0; k < LIQUID_MODEM_NUM_SCHEMES; ++k) {
        if (is_listed(&modulation_types[k]) &&
            strcmp(modulation_types[k].name, name) == 0)
            return &modulation_types[k];
    }
    return NULL;
}

static bool has_memory(modulation_scheme scheme)
{
    return liquid_modem_is_dpsk(scheme) || scheme == LIQUID_MODEM_PI4DQPSK;
}

static void make_points(phw_modem *m)
{
    for (unsigned label = 0; label < m->info.n_points; ++label) {
        (void)modemcf_reset(m->modem);
        (void)modemcf_modulate(m->modem, label, &m->point[label]);
    }
}

phw_status phw_modem_create(phw_modem **out, const char *name)
{
    const struct modulation_type_s *type = find(name);
    if (type == NULL)
        return phw_fail(PHW_EARG,
                        "modulation \"%s\" is not known; phyward list modulation has "
                        "all",
                        name);
    phw_modem *m = calloc(1, sizeof *m);
    if (m == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a modem");
    m->info = (phw_modem_info){.name = type->name,
                               .summary = type->fullname,
                               .n_bits = type->bps,
                               .n_points = 1U << type->bps,
                               .has_memory = has_memory(type->scheme),
                               .points = m->point};
    m->modem = modemcf_create(type->scheme);
    if (m->modem == NULL) {
        free(m);
        return phw_fail(PHW_ENOMEM, "modulation %s: liquid-dsp made no modem", name);
    }
    make_points(m);
    *out = m;
    return PHW_OK;
}

void phw_modem_destroy(phw_modem *m)
{
    if (m == NULL)
        return;
    (void)modemcf_destroy(m->modem);
    free(m);
}

const phw_modem_info *phw_modem_about(const phw_modem *m)
{
    return &m->info;
}

phw_status phw_modem_modulate(phw_modem *m, phw_cf *out, const uint8_t *label, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        if (label[i] >= m->info.n_points)
            return phw_fail(PHW_EARG, "modulation %s: label %u at %zu, of %u points",
                            m->info.name, label[i], i, m->info.n_points);
    }
    if (!m->info.has_memory) {
        for (size_t i = 0; i < n; ++i)
            out[i] = m->point[label[i]];
        return PHW_OK;
    }
    (void)modemcf_reset(m->modem);
    for (size_t i = 0; i < n; ++i)
        (void)modemcf_modulate(m->modem, label[i], &out[i]);
    return PHW_OK;
}

phw_status phw_modem_demodulate(phw_modem *m, uint8_t *label, const phw_cf *in,
                                size_t n)
{
    (void)modemcf_reset(m->modem);
    for (size_t i = 0; i < n; ++i) {
        unsigned found = 0;
        if (!isfinite(crealf(in[i])) || !isfinite(cimagf(in[i])))
            return phw_fail(PHW_EINPUT, "sample %zu is not finite", i);
        (void)modemcf_demodulate(m->modem, in[i], &found);
        label[i] = (uint8_t)(found & (m->info.n_points - 1));
    }
    return PHW_OK;
}

size_t phw_modem_n_symbols(size_t n_bytes, unsigned n_bits)
{
    /* 8 * n_bytes would overflow where n_bytes does not. */
    const size_t rest = n_bytes % n_bits;
    return n_bytes / n_bits * 8 + (8 * rest + n_bits - 1) / n_bits;
}

void phw_modem_pack(uint8_t *label, const uint8_t *byte, size_t n_bytes,
                    unsigned n_bits)
{
    const unsigned mask = (1U << n_bits) - 1;
    unsigned held = 0;
    unsigned n_held = 0;
    for (size_t i = 0; i < n_bytes; ++i) {
        held = (held << 8) | byte[i];
        for (n_held += 8; n_held >= n_bits; n_held -= n_bits)
            *label++ = (uint8_t)((held >> (n_held - n_bits)) & mask);
    }
    if (n_held > 0)
        *label = (uint8_t)((held << (n_bits - n_held)) & mask);
}

bool phw_modem_unpack(uint8_t *byte, const uint8_t *label, size_t n_bytes,
                      unsigned n_bits)
{
    unsigned held = 0;
    unsigned n_held = 0;
    for (size_t i = 0; i < n_bytes; ++i) {
        for (; n_held < 8; n_held += n_bits)
            held = (held << n_bits) | *label++;
        n_held -= 8;
        byte[i] = (uint8_t)(held >> n_held);
    }
    return (held & ((1U << n_held) - 1)) == 0;
}
