#include "encrypt/noise_source.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"
#include "encrypt/keystream.h"
#include "encrypt/noise_filter.h"

/* Draws made at a time. */
#define DRAWS 256

/* Samples of one frame: their draws are 2^36 bytes of keystream. */
#define SAMPLES_MAX (UINT64_C(1) << 33)

/* Taps of a law's filter. */
#define TAPS_MAX (1UL << 16)

#define NONE UINT64_MAX

/* Room for a law's name and 16 digits of each of its parameters. */
#define USE_SIZE (64 + 17 * PHW_PARAMS_MAX)

struct phw_noise_source {
    phw_noise_config config;
    phw_key key;
    uint32_t stream;
    uint64_t frame;
    int64_t offset; /* even; added to a half bit's number it is never negative */
    float scale;    /* sqrt(P) */
    uint64_t drawn; /* number of draw[0], a multiple of DRAWS, or NONE */
    phw_cf draw[DRAWS];
    uint8_t byte[4 * PHW_NOISE_WORDS * DRAWS];
    uint32_t word[PHW_NOISE_WORDS * DRAWS];
    phw_noise_filter *filter; /* NULL: none */
    uint64_t filtered;        /* number of the block in `output`, or NONE */
    const phw_cf *output;
};

static phw_status check(const phw_noise_config *config)
{
    const phw_noise_law *law = config->law;
    if (!(config->clock.length >= 1 && config->clock.length <= 0x1p20 &&
          fabs(config->clock.first) <= 0x1p40))
        return phw_fail(PHW_EARG,
                        "noise %s: half bits of %g samples from sample %g; expected 1 "
                        "to 2^20 samples",
                        law->name, config->clock.length, config->clock.first);
    if (!(config->power >= 0 && isfinite(config->power)))
        return phw_fail(PHW_EARG, "noise %s: power %g; expected 0 or more", law->name,
                        config->power);
    if (config->along && !isfinite(config->phase_rad))
        return phw_fail(PHW_EARG, "noise %s: the carrier's phase is not finite",
                        law->name);
    return PHW_OK;
}

/* The law's filter, to be freed; n_taps 0 and no array when it has none. */
static phw_status taps_of(float **tap, size_t *n_taps, const phw_noise_config *config)
{
    const phw_noise_law *law = config->law;
    float *made = NULL;
    *n_taps = 0;
    if (law->n_taps == NULL)
        return PHW_OK;
    const size_t n = law->n_taps(config->clock.length, &config->params);
    if (n > TAPS_MAX)
        return phw_fail(PHW_EARG,
                        "noise %s: half bits of %g samples need %zu taps; expected %lu "
                        "at most: a shorter filter, or a lower rate",
                        law->name, config->clock.length, n, TAPS_MAX);
    PHW_TRY(phw_array_alloc(&made, n, sizeof *made));
    const phw_status s = law->taps(made, n, config->clock.length, &config->params);
    if (s) {
        free(made);
        return s;
    }
    *tap = made;
    *n_taps = n;
    return PHW_OK;
}

static phw_status create_filter(phw_noise_source *source)
{
    float *tap = NULL;
    size_t n_taps = 0;
    PHW_TRY(taps_of(&tap, &n_taps, &source->config));
    phw_status s = PHW_OK;
    if (n_taps > 0)
        s = phw_noise_filter_create(&source->filter, tap, n_taps);
    free(tap);
    return s;
}

/* "phyward noise LAW VALUE... circular" or "... along": the parameters' values by their
 * bits, so that no two configurations of one address share a draw. */
static phw_status derive(phw_key *out, const phw_key *key,
                         const phw_noise_config *config)
{
    char use[USE_SIZE];
    size_t n = (size_t)snprintf(use, sizeof use, "phyward noise %s", config->law->name);
    for (size_t i = 0; i < config->law->n_params && n < sizeof use; ++i) {
        const double value = config->params.value[i] + 0.0; /* no zero has a sign */
        uint64_t bits = 0;
        memcpy(&bits, &value, sizeof bits);
        n += (size_t)snprintf(use + n, sizeof use - n, " %016" PRIx64, bits);
    }
    if (n < sizeof use)
        n += (size_t)snprintf(use + n, sizeof use - n, " %s",
                              config->along ? "along" : "circular");
    if (n >= sizeof use)
        return phw_fail(PHW_EARG, "noise %s: too long a name", config->law->name);
    return phw_keystream_derive(out, key, use);
}

phw_status phw_noise_source_create(phw_noise_source **out,
                                   const phw_noise_config *config, const phw_key *key,
                                   uint32_t stream, uint64_t frame)
{
    PHW_TRY(check(config));
    phw_noise_source *source = NULL;
    PHW_TRY(phw_array_alloc(&source, 1, sizeof *source));
    source->config = *config;
    source->stream = stream;
    source->scale = (float)sqrt(config->power);
    const int64_t first = phw_half_bit_of(&config->clock, 0);
    source->offset = first < 0 ? (-first + 1) / 2 * 2 : 0;
    phw_noise_source_frame(source, frame);
    phw_status s = derive(&source->key, key, config);
    if (!s)
        s = create_filter(source);
    if (s)
        phw_noise_source_destroy(source);
    else
        *out = source;
    return s;
}

void phw_noise_source_destroy(phw_noise_source *source)
{
    if (source == NULL)
        return;
    phw_key_free(&source->key);
    phw_noise_filter_destroy(source->filter);
    sodium_memzero(source, sizeof *source);
    free(source);
}

void phw_noise_source_frame(phw_noise_source *source, uint64_t frame)
{
    source->frame = frame;
    source->drawn = NONE;
    source->filtered = NONE;
}

/* Draws from .. from + DRAWS - 1 into the cache; from is a multiple of DRAWS. */
static phw_status draw(phw_noise_source *source, uint64_t from)
{
    const phw_keystream address = {&source->key, source->stream, source->frame};
    const uint8_t *byte = source->byte;
    if (source->drawn == from)
        return PHW_OK;
    source->drawn = NONE;
    PHW_TRY(phw_keystream_read(source->byte, &address, 4 * PHW_NOISE_WORDS * from,
                               sizeof source->byte));
    for (size_t i = 0; i < (size_t)PHW_NOISE_WORDS * DRAWS; ++i)
        source->word[i] = (uint32_t)byte[4 * i] | (uint32_t)byte[4 * i + 1] << 8 |
                          (uint32_t)byte[4 * i + 2] << 16 |
                          (uint32_t)byte[4 * i + 3] << 24;
    source->config.law->draw(source->draw, source->word, DRAWS);
    source->drawn = from;
    return PHW_OK;
}

/* out[n]: draws from .. from + n - 1. */
static phw_status read_draws(phw_noise_source *source, phw_cf *out, uint64_t from,
                             size_t n)
{
    while (n > 0) {
        const size_t skip = from % DRAWS;
        const size_t take = n < DRAWS - skip ? n : DRAWS - skip;
        PHW_TRY(draw(source, from - skip));
        memcpy(out, source->draw + skip, take * sizeof *out);
        out += take;
        from += take;
        n -= take;
    }
    return PHW_OK;
}

/* Output block `block` into the cache. */
static phw_status filter(phw_noise_source *source, uint64_t block)
{
    const size_t size = phw_noise_filter_block(source->filter);
    if (source->filtered == block)
        return PHW_OK;
    source->filtered = NONE;
    PHW_TRY(read_draws(source, phw_noise_filter_input(source->filter), block * size,
                       phw_noise_filter_points(source->filter)));
    source->output = phw_noise_filter_run(source->filter);
    source->filtered = block;
    return PHW_OK;
}

static phw_status read_filtered(phw_noise_source *source, phw_cf *out, uint64_t from,
                                size_t n)
{
    const size_t size = phw_noise_filter_block(source->filter);
    while (n > 0) {
        const size_t skip = (size_t)(from % size);
        const size_t take = n < size - skip ? n : size - skip;
        PHW_TRY(filter(source, from / size));
        memcpy(out, source->output + skip, take * sizeof *out);
        out += take;
        from += take;
        n -= take;
    }
    return PHW_OK;
}

/* A draw held for a half bit, or for two with the sign turned in the second. */
static phw_status read_held(phw_noise_source *source, phw_cf *out, uint64_t from,
                            size_t n)
{
    const phw_half_bit_clock *clock = &source->config.clock;
    const bool pairs = source->config.law->unit == PHW_NOISE_PAIR;
    int64_t half = phw_half_bit_of(clock, (int64_t)from);
    for (size_t done = 0; done < n; ++half) {
        const uint64_t number = (uint64_t)(half + source->offset);
        const uint64_t unit = pairs ? number / 2 : number;
        PHW_TRY(draw(source, unit - unit % DRAWS));
        const phw_cf x = source->draw[unit % DRAWS];
        const phw_cf value = pairs && number % 2 ? -x : x;
        const uint64_t end = (uint64_t)phw_half_bit_from(clock, half + 1) - from;
        for (; done < end && done < n; ++done)
            out[done] = value;
    }
    return PHW_OK;
}

/* Re(w e^{-j phase}) e^{j phase}. */
static void project(phw_cf *inout, size_t n, double phase_rad)
{
    const float c = (float)cos(phase_rad);
    const float s = (float)sin(phase_rad);
    for (size_t i = 0; i < n; ++i) {
        const float along = crealf(inout[i]) * c + cimagf(inout[i]) * s;
        inout[i] = CMPLXF(along * c, along * s);
    }
}

phw_status phw_noise_source_read(phw_noise_source *source, phw_cf *out, uint64_t from,
                                 size_t n)
{
    if (from > SAMPLES_MAX || n > SAMPLES_MAX - from)
        return phw_fail(PHW_EARG, "noise: samples past 2^33 of a frame");
    phw_status s;
    if (source->config.law->unit != PHW_NOISE_SAMPLE)
        s = read_held(source, out, from, n);
    else if (source->filter != NULL)
        s = read_filtered(source, out, from, n);
    else
        s = read_draws(source, out, from, n);
    if (s)
        return s;
    float *rail = (float *)out;
    for (size_t i = 0; i < 2 * n; ++i)
        rail[i] *= source->scale;
    if (source->config.along)
        project(out, n, source->config.phase_rad);
    return PHW_OK;
}

/* How samples of half bits a and b of a unit law go together: 1, 0 or -1. */
static double alike(phw_noise_unit unit, int64_t a, int64_t b)
{
    if (unit == PHW_NOISE_HALF)
        return a == b;
    const int64_t pair_a = (a - (a & 1)) / 2;
    const int64_t pair_b = (b - (b & 1)) / 2;
    if (pair_a != pair_b)
        return 0;
    return a == b ? 1 : -1;
}

static phw_status held_covariance(double *r, const phw_noise_config *config,
                                  int64_t from, size_t n)
{
    int64_t half[PHW_NOISE_WINDOW_MAX];
    for (size_t i = 0; i < n; ++i)
        half[i] = phw_half_bit_of(&config->clock, from + (int64_t)i);
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < n; ++k)
            r[i * n + k] = config->power * alike(config->law->unit, half[i], half[k]);
    }
    return PHW_OK;
}

/* The taps' autocorrelation; of no taps, of the one that is 1. */
static phw_status stationary_covariance(double *r, const phw_noise_config *config,
                                        size_t n)
{
    double lag[PHW_NOISE_WINDOW_MAX] = {1};
    float *tap = NULL;
    size_t n_taps = 0;
    PHW_TRY(taps_of(&tap, &n_taps, config));
    for (size_t k = 0; k < n && n_taps > 0; ++k) {
        lag[k] = 0;
        for (size_t i = 0; i + k < n_taps; ++i)
            lag[k] += (double)tap[i] * (double)tap[i + k];
    }
    free(tap);
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < n; ++k)
            r[i * n + k] = config->power * lag[i > k ? i - k : k - i];
    }
    return PHW_OK;
}

phw_status phw_noise_covariance(double *r, const phw_noise_config *config, int64_t from,
                                size_t n)
{
    PHW_TRY(check(config));
    if (n > PHW_NOISE_WINDOW_MAX)
        return phw_fail(PHW_EARG, "noise: a covariance of %zu samples; expected %d", n,
                        PHW_NOISE_WINDOW_MAX);
    return config->law->unit == PHW_NOISE_SAMPLE ? stationary_covariance(r, config, n)
                                                 : held_covariance(r, config, from, n);
}

/* E|J|^2 of J = sum c_i w_i, c_i = 1 / (2 n_0) in the first half, -1 / (2 n_1) in the
 * second. */
phw_status phw_noise_pair_share(double *kappa, const phw_noise_config *config,
                                const phw_half_bit_clock *tag, int64_t half)
{
    PHW_TRY(check(config));
    const int64_t from = phw_half_bit_from(tag, half);
    const int64_t middle = phw_half_bit_from(tag, half + 1);
    const int64_t end = phw_half_bit_from(tag, half + 2);
    if (middle <= from || end <= middle || end - from > PHW_NOISE_WINDOW_MAX)
        return phw_fail(PHW_EARG, "noise: pairs of %g samples; expected 2 to %d",
                        2 * tag->length, PHW_NOISE_WINDOW_MAX);
    const size_t n = (size_t)(end - from);
    const size_t n_first = (size_t)(middle - from);
    double *r = NULL;
    phw_noise_config unit = *config;
    unit.power = 1;
    PHW_TRY(phw_array_alloc(&r, n * n, sizeof *r));
    const phw_status s = phw_noise_covariance(r, &unit, from, n);
    double sum = 0;
    for (size_t i = 0; i < n && !s; ++i) {
        for (size_t k = 0; k < n; ++k) {
            const double c =
                i < n_first ? 0.5 / (double)n_first : -0.5 / (double)(n - n_first);
            const double d =
                k < n_first ? 0.5 / (double)n_first : -0.5 / (double)(n - n_first);
            sum += c * d * r[i * n + k];
        }
    }
    free(r);
    if (!s)
        *kappa = sum;
    return s;
}
