#include "tools/uplink_air.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/fading.h"
#include "channel/noise.h"
#include "core/rng.h"
#include "core/signal.h"
#include "phy/crc.h"

/* Where the purposes of an uplink's streams begin: above those of the probing lab. */
#define PURPOSE 0x700000

/* Paths: carrier to tag, tag to reader, tag and noise to each antenna of Eve, noise to
 * the reader. */
enum {
    FORWARD = 0,
    BACK,
    TAG_EVE,
    NOISE_EVE = TAG_EVE + PHW_UPLINK_ANTENNAS_MAX,
    NOISE_READER = NOISE_EVE + PHW_UPLINK_ANTENNAS_MAX,
    LEAKAGE_READER = NOISE_READER + PHW_UPLINK_TAPS_MAX,
    LEAKAGE_EVE,
    N_PATHS = LEAKAGE_EVE + PHW_UPLINK_ANTENNAS_MAX
};

/* Each tap of the noise's channel is 6 dB below the one before. */
#define TAP_RATIO 0.25

/* Streams of keystream: what is known, and what oscillators and converters make
 * differ. */
#define KNOWN   0
#define UNKNOWN 1

struct phw_uplink_air_scratch {
    phw_fading *fading; /* NULL for static paths */
    phw_noise_source *known;
    phw_noise_source *unknown;
    uint8_t *all;  /* bits with pilots and tail */
    uint8_t *chip; /* of them */
    float *level;  /* of the tag, each sample */
    phw_cf *sent;  /* the noise as sent */
};

static phw_status make_scratch(struct phw_uplink_air_scratch *s,
                               const phw_uplink_plan *p)
{
    PHW_TRY(phw_array_alloc(&s->all, p->n_all_bits, 1));
    PHW_TRY(phw_array_alloc(&s->chip, p->n_all_bits, 2));
    PHW_TRY(phw_array_alloc(&s->level, p->n_samples, sizeof(float)));
    return phw_array_alloc(&s->sent, p->n_samples, sizeof(phw_cf));
}

static phw_status make_arrays(phw_uplink_air *air)
{
    const phw_uplink_plan *p = air->plan;
    const size_t n = p->n_samples;
    PHW_TRY(phw_array_alloc(&air->bit, p->n_bits, 1));
    PHW_TRY(phw_array_alloc(&air->known, n, sizeof(phw_cf)));
    PHW_TRY(phw_array_alloc(&air->arriving, n, sizeof(phw_cf)));
    PHW_TRY(phw_array_alloc(&air->reader, n, sizeof(phw_cf)));
    for (size_t i = 0; i < p->n_antennas; ++i)
        PHW_TRY(phw_array_alloc(&air->eve[i], n, sizeof(phw_cf)));
    return make_scratch(air->scratch, p);
}

static phw_status make_machines(phw_uplink_air *air)
{
    const phw_uplink_plan *p = air->plan;
    struct phw_uplink_air_scratch *s = air->scratch;
    const phw_fading_config fading = {
        .n = N_PATHS,
        .doppler_hz = p->doppler_hz,
        .rng = {p->seed, PHW_RNG_PURPOSE(PHW_RNG_FADING, PURPOSE), 0}};
    if (p->rayleigh)
        PHW_TRY(phw_fading_create(&s->fading, &fading));
    phw_key key = {0};
    PHW_TRY(phw_uplink_plan_key(&key, p));
    phw_status status = phw_noise_source_create(&s->known, &p->noise, &key, KNOWN, 0);
    if (!status)
        status = phw_noise_source_create(&s->unknown, &p->noise, &key, UNKNOWN, 0);
    phw_key_free(&key);
    return status;
}

phw_status phw_uplink_air_create(phw_uplink_air **out, const phw_uplink_plan *plan)
{
    phw_uplink_air *air = calloc(1, sizeof *air);
    if (air == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the uplink's air");
    air->plan = plan;
    air->scratch = calloc(1, sizeof *air->scratch);
    phw_status s = air->scratch != NULL
                       ? PHW_OK
                       : phw_fail(PHW_ENOMEM, "no memory for the uplink's air");
    if (!s)
        s = make_arrays(air);
    if (!s)
        s = make_machines(air);
    if (s) {
        phw_uplink_air_destroy(air);
        return s;
    }
    *out = air;
    return PHW_OK;
}

void phw_uplink_air_destroy(phw_uplink_air *air)
{
    if (air == NULL)
        return;
    if (air->scratch != NULL) {
        phw_fading_destroy(air->scratch->fading);
        phw_noise_source_destroy(air->scratch->known);
        phw_noise_source_destroy(air->scratch->unknown);
        free(air->scratch->all);
        free(air->scratch->chip);
        free(air->scratch->level);
        free(air->scratch->sent);
    }
    free(air->scratch);
    for (size_t i = 0; i < PHW_UPLINK_ANTENNAS_MAX; ++i)
        free(air->eve[i]);
    free(air->reader);
    free(air->arriving);
    free(air->known);
    free(air->bit);
    free(air);
}

/* Paths of unit power: turned at random, or read from the fading processes. */
static phw_status read_paths(phw_uplink_air *air, phw_cf path[N_PATHS], size_t number)
{
    const phw_uplink_plan *p = air->plan;
    if (p->rayleigh)
        return phw_fading_read(air->scratch->fading, path,
                               (double)number * p->interval_s);
    float turn[N_PATHS];
    const phw_rng rng = {p->seed, PHW_RNG_PURPOSE(PHW_RNG_PHASE, PURPOSE),
                         (uint32_t)number};
    phw_rng_uniform(turn, &rng, 0, N_PATHS);
    for (size_t i = 0; i < N_PATHS; ++i)
        path[i] = (phw_cf)cexp(CMPLX(0, 2 * M_PI * (double)turn[i]));
    return PHW_OK;
}

static phw_status set_gains(phw_uplink_air *air, size_t number)
{
    const phw_uplink_plan *p = air->plan;
    phw_uplink_gains *g = &air->gains;
    phw_cf path[N_PATHS];
    PHW_TRY(read_paths(air, path, number));
    g->tag_reader = path[FORWARD] * path[BACK];
    g->leakage_reader = (float)p->leakage * path[LEAKAGE_READER];
    double sum = 0;
    for (size_t l = 0; l < p->n_taps; ++l)
        sum += pow(TAP_RATIO, (double)l);
    for (size_t l = 0; l < p->n_taps; ++l)
        g->noise_reader[l] =
            (float)sqrt(p->reader.jsr * pow(TAP_RATIO, (double)l) / sum) *
            path[NOISE_READER + l];
    for (size_t a = 0; a < p->n_antennas; ++a) {
        g->tag_eve[a] = path[FORWARD] * path[TAG_EVE + a];
        g->noise_eve[a] = (float)sqrt(p->eve.jsr) * path[NOISE_EVE + a];
        g->leakage_eve[a] = (float)p->leakage * path[LEAKAGE_EVE + a];
    }
    return PHW_OK;
}

static void draw_bits(phw_uplink_air *air, size_t reply)
{
    const phw_uplink_plan *p = air->plan;
    const phw_rng rng = {p->seed, PHW_RNG_PURPOSE(PHW_RNG_PAYLOAD, PURPOSE),
                         (uint32_t)reply};
    for (size_t i = 0; i < p->n_bits; i += 32) {
        uint32_t word = 0;
        phw_rng_words(&word, &rng, i / 32, 1);
        for (size_t k = i; k < i + 32 && k < p->n_bits; ++k)
            air->bit[k] = word >> (k - i) & 1U;
    }
    const size_t n_payload = p->n_bits - p->n_crc_bits;
    const uint32_t crc = phw_crc_value(&phw_crc_16_gen2, air->bit, n_payload);
    for (size_t i = 0; i < p->n_crc_bits; ++i)
        air->bit[n_payload + i] = crc >> (p->n_crc_bits - 1 - i) & 1U;
}

/* The tag's levels and the noise, what is known of it and what is sent. */
static phw_status draw_signals(phw_uplink_air *air, size_t reply, size_t number)
{
    const phw_uplink_plan *p = air->plan;
    struct phw_uplink_air_scratch *s = air->scratch;
    const phw_half_bit_clock whole = {0, p->clock.length};
    draw_bits(air, reply);
    phw_uplink_plan_frame(s->all, p, air->bit);
    p->code->encode(s->chip, s->all, p->n_all_bits, PHW_LINE_LOW);
    PHW_TRY(phw_half_bit_waveform(s->level, p->n_samples, s->chip, 2 * p->n_all_bits,
                                  &whole));
    phw_noise_source_frame(s->known, number);
    phw_noise_source_frame(s->unknown, number);
    PHW_TRY(phw_noise_source_read(s->known, air->known, 0, p->n_samples));
    PHW_TRY(phw_noise_source_read(s->unknown, s->sent, 0, p->n_samples));
    const float same = (float)sqrt(fmax(0, 1 - p->imperfection));
    const float other = (float)sqrt(p->imperfection);
    for (size_t i = 0; i < p->n_samples; ++i)
        s->sent[i] = same * air->known[i] + other * s->sent[i];
    return PHW_OK;
}

static void receive(phw_cf *out, const phw_uplink_air *air, unsigned receiver,
                    phw_cf leakage, phw_cf tag, size_t number)
{
    const phw_uplink_plan *p = air->plan;
    for (size_t i = 0; i < p->n_samples; ++i)
        out[i] += leakage + tag * air->scratch->level[i];
    const phw_rng rng = {p->seed, PHW_RNG_PURPOSE(PHW_RNG_NOISE, PURPOSE + receiver),
                         (uint32_t)number};
    phw_noise_add(out, p->n_samples,
                  receiver == 0 ? p->reader.variance : p->eve.variance, &rng, 0);
}

phw_status phw_uplink_air_make(phw_uplink_air *air, size_t reply, size_t read)
{
    const phw_uplink_plan *p = air->plan;
    const size_t number = reply * p->n_reads + read;
    const phw_cf *sent = air->scratch->sent;
    PHW_TRY(set_gains(air, number));
    PHW_TRY(draw_signals(air, reply, number));
    for (size_t i = 0; i < p->n_samples; ++i) {
        phw_cf sum = 0;
        for (size_t l = 0; l < p->n_taps && l <= i; ++l)
            sum += air->gains.noise_reader[l] * sent[i - l];
        air->arriving[i] = sum;
    }
    memcpy(air->reader, air->arriving, p->n_samples * sizeof *air->reader);
    receive(air->reader, air, 0, air->gains.leakage_reader, air->gains.tag_reader,
            number);
    for (size_t a = 0; a < p->n_antennas; ++a) {
        for (size_t i = 0; i < p->n_samples; ++i)
            air->eve[a][i] = air->gains.noise_eve[a] * sent[i];
        receive(air->eve[a], air, 1 + (unsigned)a, air->gains.leakage_eve[a],
                air->gains.tag_eve[a], number);
    }
    return PHW_OK;
}
