#include "channel/radio_checks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    TRIALS = 1000,
    TIMES = 4,  /* 1, 16, 256 and 4096 samples */
    BLOCK = 64, /* samples of each of the two blocks */
    SETTLE = PHW_POWER_AMPLIFIER_DELAYS_MAX
};

/* Noise per sample of the offset's estimate, over a signal of power 1. */
#define NOISE 0.01

/* Steps between two points of the amplifier's table: channel/power_stage.h. */
#define TABLE_ERROR 1e-5

/* Variances above this wrap around the circle. */
#define WRAPPING 0.3

typedef struct radio {
    const phw_front_end_config *config;
    const phw_front_end_config *expected; /* what the closed forms are of */
    double rate_hz;
    uint64_t seed;
} radio;

static phw_rng stream(const radio *r, uint32_t trial)
{
    return (phw_rng){.seed = r->seed,
                     .purpose = PHW_RNG_PURPOSE(PHW_RNG_IMPAIRMENT, 0xffff00),
                     .trial = trial};
}

static phw_status add(phw_statistics *out, const char *name, const char *at,
                      const double value[3])
{
    phw_statistic f = {
        .measured = value[0], .expected = value[1], .standard_error = value[2]};
    (void)snprintf(f.name, sizeof f.name, "%s", name);
    (void)snprintf(f.at, sizeof f.at, "%s", at);
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
}

static double nearest_turn(double x)
{
    return x - 2 * M_PI * nearbyint(x / (2 * M_PI));
}

/* Of the expected amplifier; without one amplitudes stay as they are. */
static void curve(double *amplitude_out, double *phase_rad, const radio *r,
                  double amplitude)
{
    *amplitude_out = amplitude;
    *phase_rad = 0;
    if (r->expected->amplifier.entry != NULL)
        phw_power_amplifier_curve(amplitude_out, phase_rad, &r->expected->amplifier,
                                  amplitude);
}

/* A tone of `level_db` over power 1 through the amplifier alone, against the formula at
 * the model's amplitude, both over what a tone of power 1 leaves with. */
static phw_status check_tone(phw_statistics *out, const radio *r, phw_front_end *f,
                             double level_db)
{
    const double drive = pow(10, -r->expected->backoff_db / 20);
    const double amplitude = pow(10, level_db / 20);
    double unit = 0;
    double am = 0;
    double pm = 0;
    char at[32];
    phw_cf x[SETTLE];
    for (int i = 0; i < SETTLE; ++i)
        x[i] = (phw_cf)amplitude;
    phw_front_end_start(f, 0);
    (void)phw_front_end_transmit(f, x, x, SETTLE);
    const double complex y = (double complex)x[SETTLE - 1];
    curve(&unit, &pm, r, drive);
    curve(&am, &pm, r, drive * amplitude);
    (void)snprintf(at, sizeof at, "%g dB", level_db);
    const double size[3] = {cabs(y), am / unit, TABLE_ERROR * fmax(1, am / unit)};
    PHW_TRY(add(out, "AM/AM, amplitude of a tone", at, size));
    const double turned = pm + nearest_turn(carg(y) - pm);
    const double phase[3] = {turned, pm, TABLE_ERROR * fmax(1, unit / am)};
    return add(out, "AM/PM, rad", at, phase);
}

static phw_status check_amplifier(phw_statistics *out, const radio *r)
{
    static const double level_db[] = {-20, -10, -3, 0, 6};
    if (r->config->amplifier.entry == NULL && r->expected->amplifier.entry == NULL)
        return PHW_OK;
    const phw_front_end_config alone = {.amplifier = r->config->amplifier,
                                        .backoff_db = r->config->backoff_db};
    const phw_rng rng = stream(r, 0);
    phw_front_end *f = NULL;
    PHW_TRY(phw_front_end_create(&f, &alone, r->rate_hz, &rng, &rng));
    phw_status s = PHW_OK;
    for (size_t i = 0; !s && i < sizeof level_db / sizeof level_db[0]; ++i)
        s = check_tone(out, r, f, level_db[i]);
    phw_front_end_destroy(f);
    return s;
}

/* What an oscillator has without its course. */
static phw_oscillator_config noise_alone(const phw_oscillator_config *o)
{
    return (phw_oscillator_config){.linewidth_hz = o->linewidth_hz, .mask = o->mask};
}

static bool is_noisy(const phw_oscillator_config *o)
{
    return o->linewidth_hz != 0 || o->mask.n != 0;
}

static bool is_flawed(const phw_oscillator_config *o)
{
    return o->cfo_hz != 0 || o->drift_hz_s != 0 || is_noisy(o);
}

/* Adds to `square` how far the phase of one oscillator moves within each time. */
static phw_status add_moved(double square[TIMES], const radio *r,
                            const phw_oscillator_config *noise, uint32_t trial)
{
    const phw_rng rng = stream(r, trial);
    phw_oscillator *o = NULL;
    PHW_TRY(phw_oscillator_create(&o, noise, r->rate_hz, &rng));
    const double first = phw_oscillator_phase(o, 0);
    for (int i = 0; i < TIMES; ++i) {
        const double moved =
            nearest_turn(phw_oscillator_phase(o, ldexp(1, 4 * i) / r->rate_hz) - first);
        square[i] += moved * moved / TRIALS;
    }
    phw_oscillator_destroy(o);
    return PHW_OK;
}

/* E (moved^2 - v)^2 is 2 v^2: the trials' own scatter is not needed. */
static phw_status add_growth(phw_statistics *out, const radio *r,
                             const double square[TIMES], const phw_oscillator *o)
{
    for (int i = 0; i < TIMES; ++i) {
        const double tau_s = ldexp(1, 4 * i) / r->rate_hz;
        const double variance = phw_oscillator_variance(o, tau_s);
        /* In mrad^2: a fast clock's first samples would drown in the figures' rounding.
         */
        const double value[3] = {1e6 * square[i], 1e6 * variance,
                                 1e6 * variance * sqrt(2.0 / TRIALS)};
        char at[32];
        (void)snprintf(at, sizeof at, "after %.3g s", tau_s);
        if (variance < WRAPPING)
            PHW_TRY(add(out, "phase noise, mrad^2", at, value));
    }
    return PHW_OK;
}

static phw_status check_growth(phw_statistics *out, const radio *r)
{
    const phw_oscillator_config noise = noise_alone(&r->config->oscillator);
    const phw_oscillator_config model = noise_alone(&r->expected->oscillator);
    const phw_rng rng = stream(r, 0);
    double square[TIMES] = {0};
    phw_oscillator *o = NULL;
    if (!is_noisy(&noise) && !is_noisy(&model))
        return PHW_OK;
    for (uint32_t trial = 0; trial < TRIALS; ++trial)
        PHW_TRY(add_moved(square, r, &noise, trial));
    PHW_TRY(phw_oscillator_create(&o, &model, r->rate_hz, &rng));
    const phw_status s = add_growth(out, r, square, o);
    phw_oscillator_destroy(o);
    return s;
}

/* Variance of the mean over a block of theta(i + BLOCK) - theta(i), by the variogram D:
 * E (..i)(..j) = (D(i-j+BLOCK) + D(i-j-BLOCK) - 2 D(i-j)) / 2. */
static double phase_variance(const radio *r, const phw_oscillator *o)
{
    double sum = 0;
    for (int d = 1 - BLOCK; d < BLOCK; ++d)
        sum += (BLOCK - fabs((double)d)) / 2 *
               (phw_oscillator_variance(o, (d + BLOCK) / r->rate_hz) +
                phw_oscillator_variance(o, (d - BLOCK) / r->rate_hz) -
                2 * phw_oscillator_variance(o, d / r->rate_hz));
    return sum / ((double)BLOCK * BLOCK);
}

/* One frame's estimate less the truth, rad between the blocks. */
static double left_over(phw_oscillator *o, const radio *r, uint32_t trial)
{
    const phw_oscillator_config *c = &r->expected->oscillator;
    const int64_t from = (int64_t)trial * 4096;
    phw_rng rng = stream(r, trial);
    phw_cf x[2 * BLOCK];
    phw_cf noise[2 * BLOCK];
    double complex sum = 0;
    rng.purpose += PHW_FRONT_END_STREAMS;
    phw_rng_normal_complex(noise, &rng, NOISE, 0, (size_t)2 * BLOCK);
    for (int i = 0; i < 2 * BLOCK; ++i)
        x[i] = 1;
    phw_oscillator_turn(o, x, (size_t)2 * BLOCK, from, 1);
    for (int i = 0; i < BLOCK; ++i)
        sum += (double complex)(x[BLOCK + i] + noise[BLOCK + i]) *
               conj((double complex)(x[i] + noise[i]));
    /* The offset in the middle, between the blocks. */
    const double middle_s = ((double)from + BLOCK - 0.5) / r->rate_hz;
    const double true_hz = c->cfo_hz + c->drift_hz_s * middle_s;
    return nearest_turn(carg(sum) - 2 * M_PI * fmod(true_hz * BLOCK / r->rate_hz, 1));
}

/* Frames are 4096 samples apart: stationary noise has forgotten, Wiener noise has
 * independent increments. The square's variance is 2 v^2, its root's error a half. */
static phw_status check_offset(phw_statistics *out, const radio *r)
{
    const phw_oscillator_config *c = &r->config->oscillator;
    const phw_oscillator_config *model = &r->expected->oscillator;
    double variance = 0;
    if (!is_flawed(c) && !is_flawed(model))
        return PHW_OK;
    const phw_rng rng = stream(r, 0);
    phw_oscillator *o = NULL;
    PHW_TRY(phw_oscillator_create(&o, model, r->rate_hz, &rng));
    variance = phase_variance(r, o) + NOISE / BLOCK * (1 + NOISE / 2);
    phw_oscillator_destroy(o);
    PHW_TRY(phw_oscillator_create(&o, c, r->rate_hz, &rng));
    double square = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        const double error = left_over(o, r, trial);
        square += error * error / TRIALS;
    }
    phw_oscillator_destroy(o);
    if (variance > WRAPPING)
        return PHW_OK;
    const double to_hz = r->rate_hz / (2 * M_PI * BLOCK);
    const double expected = to_hz * sqrt(variance);
    const double value[3] = {to_hz * sqrt(square), expected,
                             expected * sqrt(0.5 / TRIALS)};
    return add(out, "offset after correction, Hz", "20 dB", value);
}

phw_status phw_radio_check(phw_statistics *out, const phw_front_end_config *config,
                           const phw_front_end_config *expected, double rate_hz,
                           uint64_t seed)
{
    const radio r = {config, expected, rate_hz, seed};
    const phw_rng rng = stream(&r, 0);
    phw_front_end *f = NULL;
    PHW_TRY(phw_front_end_create(&f, config, rate_hz, &rng, &rng));
    phw_front_end_destroy(f);
    PHW_TRY(check_amplifier(out, &r));
    PHW_TRY(check_growth(out, &r));
    return check_offset(out, &r);
}
