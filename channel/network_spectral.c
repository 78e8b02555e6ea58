#include "channel/network_spectral.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "channel/antenna_pair.h"
#include "channel/fading_config.h"
#include "channel/site_correlation.h"
#include "core/rng.h"
#include "core/signal.h"

typedef struct site {
    size_t n; /* antennas */
    phw_antenna *antenna;
    phw_cf *mixing; /* L */
} site;

/* The processes of two sites' antennas, row by row; NULL until they are read. */
typedef struct pair {
    size_t n;       /* pairs of antennas */
    uint32_t first; /* process number */
    double doppler_hz;
    phw_antenna_pair **bank;
} pair;

struct phw_network_spectral {
    const phw_network_config *config;
    site *site;
    pair *pair;
    size_t n_pairs;
    size_t *first;    /* a node's first antenna in its site */
    phw_cf *partial;  /* L_s W of one of W's columns: tap, antenna of a node */
    bool *ready;      /* of nodes a and b: all processes are there */
    size_t n_at_work; /* processes */
};

static phw_status place_antennas(phw_network_spectral *f)
{
    const phw_network_config *c = f->config;
    for (size_t i = 0; i < c->n_nodes; ++i)
        f->site[c->node[i].site].n += phw_array_size(&c->node[i].array);
    for (size_t s = 0; s < c->n_sites; ++s) {
        if (f->site[s].n > PHW_NETWORK_SITE_ANTENNAS_MAX)
            return phw_fail(PHW_EARG,
                            "network: %zu antennas at site %zu; expected at most %d: "
                            "plane waves have no such limit",
                            f->site[s].n, s, PHW_NETWORK_SITE_ANTENNAS_MAX);
        if (f->site[s].n > 0)
            PHW_TRY(phw_array_alloc(&f->site[s].antenna, f->site[s].n,
                                    sizeof(phw_antenna)));
        f->site[s].n = 0;
    }
    for (size_t i = 0; i < c->n_nodes; ++i) {
        site *at = &f->site[c->node[i].site];
        f->first[i] = at->n;
        for (size_t k = 0; k < phw_array_size(&c->node[i].array); ++k)
            at->antenna[at->n++] = (phw_antenna){i, k};
    }
    return PHW_OK;
}

static phw_status mix(phw_network_spectral *f)
{
    for (size_t s = 0; s < f->config->n_sites; ++s) {
        site *at = &f->site[s];
        if (at->n == 0)
            continue;
        PHW_TRY(phw_array_alloc(&at->mixing, at->n * at->n, sizeof(phw_cf)));
        PHW_TRY(phw_site_mixing(at->mixing, f->config, at->antenna, at->n));
    }
    return PHW_OK;
}

static phw_status number_pairs(phw_network_spectral *f)
{
    const size_t n = f->config->n_sites;
    size_t total = 0;
    for (size_t s = 0; s < n; ++s) {
        for (size_t r = s; r < n; ++r)
            f->pair[phw_network_site_pair(n, s, r)] = (pair){
                .n = f->site[s].n * f->site[r].n,
                .doppler_hz = phw_network_config_pair_doppler_hz(f->config, s, r)};
    }
    for (size_t i = 0; i < f->n_pairs; ++i) {
        f->pair[i].first = (uint32_t)total;
        total += f->pair[i].n;
    }
    if (total > PHW_NETWORK_PAIRS_MAX)
        return phw_fail(PHW_EARG,
                        "network: %zu pairs of antennas; expected at most %d: plane "
                        "waves have no such limit",
                        total, PHW_NETWORK_PAIRS_MAX);
    return PHW_OK;
}

static size_t widest_array(const phw_network_config *config)
{
    size_t widest = 1;
    for (size_t i = 0; i < config->n_nodes; ++i) {
        const size_t n = phw_array_size(&config->node[i].array);
        widest = n > widest ? n : widest;
    }
    return widest;
}

static phw_status allocate(phw_network_spectral *f)
{
    const phw_network_config *c = f->config;
    PHW_TRY(phw_array_alloc(&f->site, c->n_sites, sizeof *f->site));
    PHW_TRY(phw_array_alloc(&f->pair, f->n_pairs, sizeof *f->pair));
    PHW_TRY(phw_array_alloc(&f->first, c->n_nodes, sizeof *f->first));
    PHW_TRY(phw_array_alloc(&f->ready, c->n_nodes * c->n_nodes, sizeof *f->ready));
    return phw_array_alloc(&f->partial, widest_array(c) * PHW_TAPS_MAX, sizeof(phw_cf));
}

static phw_status prepare(phw_network_spectral *f)
{
    const phw_network_config *c = f->config;
    f->n_pairs = c->n_sites * (c->n_sites + 1) / 2;
    PHW_TRY(allocate(f));
    PHW_TRY(place_antennas(f));
    PHW_TRY(number_pairs(f));
    return mix(f);
}

phw_status phw_network_spectral_create(phw_network_spectral **out,
                                       const phw_network_config *config)
{
    phw_network_spectral *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    f->config = config;
    const phw_status s = prepare(f);
    if (s) {
        phw_network_spectral_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

/* Calls `what` for the banks there are. */
static void for_banks(phw_network_spectral *f,
                      void (*what)(phw_network_spectral *f, phw_antenna_pair *b,
                                   uint32_t process))
{
    for (size_t i = 0; i < f->n_pairs; ++i) {
        const pair *p = &f->pair[i];
        for (size_t k = 0; p->bank != NULL && k < p->n; ++k) {
            if (p->bank[k] != NULL)
                what(f, p->bank[k], p->first + (uint32_t)k);
        }
    }
}

static void release(phw_network_spectral *f, phw_antenna_pair *b, uint32_t process)
{
    (void)f;
    (void)process;
    phw_antenna_pair_destroy(b);
}

void phw_network_spectral_destroy(phw_network_spectral *spectral)
{
    if (spectral == NULL)
        return;
    if (spectral->pair != NULL)
        for_banks(spectral, release);
    for (size_t i = 0; spectral->pair != NULL && i < spectral->n_pairs; ++i)
        free(spectral->pair[i].bank);
    for (size_t s = 0; spectral->site != NULL && s < spectral->config->n_sites; ++s) {
        free(spectral->site[s].antenna);
        free(spectral->site[s].mixing);
    }
    free(spectral->site);
    free(spectral->pair);
    free(spectral->first);
    free(spectral->partial);
    free(spectral->ready);
    free(spectral);
}

static phw_rng address(const phw_network_spectral *f, uint32_t kind, uint32_t process)
{
    return (phw_rng){.seed = f->config->seed,
                     .purpose = PHW_RNG_PURPOSE(kind, process * PHW_TAPS_MAX),
                     .trial = f->config->trial};
}

static void renew(phw_network_spectral *f, phw_antenna_pair *b, uint32_t process)
{
    const phw_rng rng = address(f, PHW_RNG_FADING, process);
    phw_antenna_pair_reset(b, &rng);
}

void phw_network_spectral_reset(phw_network_spectral *spectral)
{
    for_banks(spectral, renew);
}

static phw_status make_bank(phw_antenna_pair **out, phw_network_spectral *f,
                            double doppler_hz, size_t n_taps, uint32_t process)
{
    if (n_taps > PHW_NETWORK_PROCESSES_MAX - f->n_at_work)
        return phw_fail(
            PHW_EARG,
            "network: more than %d Gaussian processes at work; take plane "
            "waves, fewer antennas or taps, or sites of their own for nodes "
            "that are far apart",
            PHW_NETWORK_PROCESSES_MAX);
    phw_spectrum_choice spectrum[PHW_TAPS_MAX];
    for (size_t l = 0; l < n_taps; ++l)
        spectrum[l] = phw_network_config_spectrum(f->config, l);
    const phw_fading_config config = {.n = n_taps,
                                      .doppler_hz = doppler_hz,
                                      .spectrum = spectrum,
                                      .rng = address(f, PHW_RNG_FADING, process)};
    PHW_TRY(phw_antenna_pair_create(out, &config));
    f->n_at_work += n_taps;
    return PHW_OK;
}

/* What is read: nodes' antennas as rows of the sites' mixing. */
typedef struct reading {
    pair *pair;
    const site *s;
    const site *r;
    size_t first; /* rows of L_s */
    size_t n_first;
    size_t second; /* rows of L_r */
    size_t n_second;
    size_t n_taps;
    double time_s;
} reading;

static phw_status begin(reading *out, phw_network_spectral *f, size_t a, size_t b)
{
    const phw_node *node = f->config->node;
    const size_t s = node[a].site;
    const size_t r = node[b].site;
    *out = (reading){.pair = &f->pair[phw_network_site_pair(f->config->n_sites, s, r)],
                     .s = &f->site[s],
                     .r = &f->site[r],
                     .first = f->first[a],
                     .n_first = phw_array_size(&node[a].array),
                     .second = f->first[b],
                     .n_second = phw_array_size(&node[b].array)};
    if (out->pair->bank == NULL)
        return phw_array_alloc(&out->pair->bank, out->pair->n,
                               sizeof(phw_antenna_pair *));
    return PHW_OK;
}

/* Whether any of the rows [first, first + n) of L has something in the column. */
static bool is_used(const site *at, size_t first, size_t n, size_t column)
{
    for (size_t i = first; i < first + n; ++i) {
        if (at->mixing[i * at->n + column] != 0)
            return true;
    }
    return false;
}

/* to (+)= weight x, n values, those of `to` a stride apart. */
static void add_scaled(phw_cf *to, size_t stride, phw_cf weight, const phw_cf *x,
                       size_t n)
{
    for (size_t l = 0; l < n; ++l)
        to[l * stride] += weight * x[l];
}

/* The same side by side, most often with a real weight. */
static void add_row_scaled(phw_cf *to, phw_cf weight, const phw_cf *x, size_t n,
                           bool add)
{
    const float *restrict in = (const float *)x;
    float *restrict out = (float *)to;
    const float re = crealf(weight);
    const float im = cimagf(weight);
    const float keep = add ? 1 : 0;
    for (size_t l = 0; im == 0 && l < 2 * n; ++l)
        out[l] = keep * out[l] + re * in[l];
    for (size_t l = 0; im != 0 && l < n; ++l) {
        const float from_re = in[2 * l];
        const float from_im = in[2 * l + 1];
        out[2 * l] = keep * out[2 * l] + (re * from_re - im * from_im);
        out[2 * l + 1] = keep * out[2 * l + 1] + (re * from_im + im * from_re);
    }
}

/* Where W[i, k] is: within a site W is symmetric. */
static size_t entry_of(const reading *at, size_t i, size_t k)
{
    const bool turned = at->s == at->r && i > k;
    return (turned ? k : i) * at->r->n + (turned ? i : k);
}

static phw_status make_missing(phw_network_spectral *f, const reading *at, size_t i,
                               size_t k)
{
    const size_t entry = entry_of(at, i, k);
    if (at->pair->bank[entry] != NULL || !is_used(at->s, at->first, at->n_first, i))
        return PHW_OK;
    return make_bank(&at->pair->bank[entry], f, at->pair->doppler_hz, at->n_taps,
                     at->pair->first + (uint32_t)entry);
}

/* Makes the processes that are not there yet, so that a reading can't fail halfway. */
static phw_status make_banks(phw_network_spectral *f, const reading *at)
{
    for (size_t k = 0; k < at->second + at->n_second; ++k) {
        const bool used = is_used(at->r, at->second, at->n_second, k);
        for (size_t i = 0; used && i < at->first + at->n_first; ++i)
            PHW_TRY(make_missing(f, at, i, k));
    }
    return PHW_OK;
}

/* W[i, k] at the reading's instant. */
static phw_status find_entry(const phw_cf **out, const reading *at, size_t i, size_t k)
{
    return phw_antenna_pair_read(out, at->pair->bank[entry_of(at, i, k)], at->time_s);
}

/* L_s[a, i], within a site with the diagonal's greater power. */
static phw_cf weight_of(const reading *at, size_t a, size_t i, size_t k)
{
    const float power = at->s == at->r && i == k ? (float)M_SQRT2 : 1.0F;
    return power * at->s->mixing[(at->first + a) * at->s->n + i];
}

/* partial += L_s[rows of a, i] W[i, k]. */
static phw_status add_row(phw_network_spectral *f, const reading *at, size_t i,
                          size_t k)
{
    const phw_cf *W = NULL;
    PHW_TRY(find_entry(&W, at, i, k));
    for (size_t a = 0; a < at->n_first; ++a) {
        const phw_cf weight = weight_of(at, a, i, k);
        add_row_scaled(f->partial + a * at->n_taps, weight, W, at->n_taps, true);
    }
    return PHW_OK;
}

/* block += partial L_r[rows of b, k]. */
static void add_column(const phw_network_block *block, const phw_network_spectral *f,
                       const reading *at, size_t k)
{
    for (size_t a = 0; a < at->n_first; ++a) {
        const phw_cf *sum = f->partial + a * at->n_taps;
        for (size_t b = 0; b < at->n_second; ++b) {
            const phw_cf weight = at->r->mixing[(at->second + b) * at->r->n + k];
            phw_cf *to = block->out + a * block->first + b * block->second;
            add_scaled(to, block->tap, weight, sum, at->n_taps);
        }
    }
}

/* Two antennas of one site that hear alike would have twice the power. */
static void even_powers(const phw_network_block *block, const reading *at)
{
    const size_t n = at->s->n;
    for (size_t a = 0; a < at->n_first; ++a) {
        const phw_cf *row = at->s->mixing + (at->first + a) * n;
        for (size_t b = 0; b < at->n_second; ++b) {
            const phw_cf *other = at->s->mixing + (at->second + b) * n;
            const double r = phw_cf_power(phw_array_combine(other, row, n));
            const float scale = (float)(1 / sqrt(1 + r));
            phw_cf *to = block->out + a * block->first + b * block->second;
            for (size_t l = 0; l < at->n_taps; ++l)
                to[l * block->tap] *= scale;
        }
    }
}

static void clear(const phw_network_block *block, const reading *at)
{
    for (size_t a = 0; a < at->n_first; ++a)
        for (size_t b = 0; b < at->n_second; ++b)
            for (size_t l = 0; l < at->n_taps; ++l)
                block->out[l * block->tap + a * block->first + b * block->second] = 0;
}

/* block += L_s[rows of a] W[, k] L_r[rows of b, k]. */
static phw_status add_product(const phw_network_block *block, phw_network_spectral *f,
                              const reading *at, size_t k)
{
    memset(f->partial, 0, at->n_first * at->n_taps * sizeof(phw_cf));
    for (size_t i = 0; i < at->first + at->n_first; ++i) {
        if (is_used(at->s, at->first, at->n_first, i))
            PHW_TRY(add_row(f, at, i, k));
    }
    add_column(block, f, at, k);
    return PHW_OK;
}

/* A block of arrays: two products, the first one's columns at a time. */
static phw_status read_arrays(const phw_network_block *block, phw_network_spectral *f,
                              const reading *at)
{
    clear(block, at);
    for (size_t k = 0; k < at->second + at->n_second; ++k) {
        if (is_used(at->r, at->second, at->n_second, k))
            PHW_TRY(add_product(block, f, at, k));
    }
    return PHW_OK;
}

/* out (+)= weight W[i, k]. */
static phw_status add_entry(phw_cf *out, const reading *at, const size_t entry[2],
                            phw_cf weight, bool add)
{
    const phw_cf *W = NULL;
    PHW_TRY(find_entry(&W, at, entry[0], entry[1]));
    if (!add)
        memset(out, 0, at->n_taps * sizeof *out);
    add_row_scaled(out, weight, W, at->n_taps, add);
    return PHW_OK;
}

/* One antenna at either end: sum L_s[a, i] L_r[b, k] W[i, k]. */
static phw_status read_single(phw_cf *out, const reading *at)
{
    const phw_cf *row = at->r->mixing + at->second * at->r->n;
    const size_t n = (at->first + 1) * (at->second + 1);
    bool add = false;
    for (size_t j = 0; j < n; ++j) {
        const size_t entry[2] = {j % (at->first + 1), j / (at->first + 1)};
        const phw_cf weight = row[entry[1]] * weight_of(at, 0, entry[0], entry[1]);
        if (weight == 0)
            continue;
        PHW_TRY(add_entry(out, at, entry, weight, add));
        add = true;
    }
    return PHW_OK;
}

phw_status phw_network_spectral_read(phw_network_spectral *spectral,
                                     const phw_network_block *block, size_t n_taps,
                                     size_t a, size_t b, double time_s)
{
    reading at = {0};
    PHW_TRY(begin(&at, spectral, a, b));
    at.n_taps = n_taps;
    at.time_s = time_s;
    bool *ready = &spectral->ready[a * spectral->config->n_nodes + b];
    if (!*ready)
        PHW_TRY(make_banks(spectral, &at));
    *ready = true;
    PHW_TRY(block->tap == 1 ? read_single(block->out, &at)
                            : read_arrays(block, spectral, &at));
    if (at.s == at.r)
        even_powers(block, &at);
    return PHW_OK;
}

double phw_network_spectral_turn(const phw_network_spectral *spectral, size_t a,
                                 size_t b, size_t l, uint64_t index)
{
    const phw_node *node = spectral->config->node;
    const size_t s = node[a].site;
    const size_t r = node[b].site;
    const pair *p =
        &spectral->pair[phw_network_site_pair(spectral->config->n_sites, s, r)];
    const site *to = &spectral->site[r];
    const site *from = &spectral->site[s];
    double complex sum = 0;
    for (size_t i = 0; i <= spectral->first[a]; ++i) {
        const phw_cf x = from->mixing[spectral->first[a] * from->n + i];
        for (size_t k = 0; k <= spectral->first[b]; ++k) {
            const phw_cf y = to->mixing[spectral->first[b] * to->n + k];
            if (x == 0 || y == 0)
                continue;
            const size_t low = s == r && i > k ? k : i;
            const size_t high = s == r && i > k ? i : k;
            phw_rng rng = address(spectral, PHW_RNG_PHASE,
                                  p->first + (uint32_t)(low * to->n + high));
            rng.purpose += (uint32_t)l;
            float turn;
            phw_rng_uniform(&turn, &rng, index, 1);
            const double angle = 2 * M_PI * (double)turn;
            sum += (double complex)(x * y) * CMPLX(cos(angle), sin(angle));
        }
    }
    return carg(sum) / (2 * M_PI);
}
