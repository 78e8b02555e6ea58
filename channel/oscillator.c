#include "channel/oscillator.h"

#include <math.h>
#include <stdlib.h>

#include "channel/markov.h"
#include "channel/phase_mask.h"
#include "core/signal.h"
#include "core/vectorised.h"

/* Samples turned at once. */
#define STEP 256

#define TURN (2 * M_PI)

struct phw_oscillator {
    double rate_hz;
    double cycles; /* of the offset, a sample */
    double bend;   /* half the drift, cycles a sample squared */
    double turns;  /* at time 0 */
    double linewidth_hz;
    phw_markov *wiener; /* NULL: none */
    double wiener_scale;
    phw_phase_poles poles;
    phw_markov *pole[PHW_PHASE_MASK_POLES];
};

static phw_status refuse(const char *field, double value, const char *expected,
                         double most)
{
    return phw_fail(PHW_EARG, "oscillator: %s %g; expected %s %g", field, value,
                    expected, most);
}

static phw_status check(const phw_oscillator_config *c, double rate_hz)
{
    if (!(rate_hz > 0) || !isfinite(rate_hz))
        return refuse("rate_hz", rate_hz, "a finite rate above", 0);
    if (!(fabs(c->cfo_hz) <= rate_hz / 2))
        return refuse("cfo_hz", c->cfo_hz, "at most half the sample rate,",
                      rate_hz / 2);
    if (!(fabs(c->drift_hz_s) <= 1e9))
        return refuse("drift_hz_s", c->drift_hz_s, "at most, either way,", 1e9);
    if (!(fabs(c->phase_rad) <= TURN))
        return refuse("phase_rad", c->phase_rad, "at most, either way,", TURN);
    if (!(c->linewidth_hz >= 0 && c->linewidth_hz <= rate_hz))
        return refuse("linewidth_hz", c->linewidth_hz, "0 to", rate_hz);
    return phw_phase_mask_check(&c->mask, rate_hz);
}

static phw_status create_noise(phw_oscillator *o, const phw_oscillator_config *config,
                               const phw_rng *rng)
{
    phw_rng stream = *rng;
    if (config->linewidth_hz > 0) {
        o->wiener_scale = sqrt(TURN * config->linewidth_hz / o->rate_hz);
        PHW_TRY(phw_markov_create(&o->wiener, 0, &stream));
    }
    phw_phase_poles_fit(&o->poles, &config->mask);
    for (size_t i = 0; i < o->poles.n; ++i) {
        ++stream.purpose;
        PHW_TRY(phw_markov_create(&o->pole[i],
                                  TURN * o->poles.corner_hz[i] / o->rate_hz, &stream));
    }
    return PHW_OK;
}

phw_status phw_oscillator_create(phw_oscillator **out,
                                 const phw_oscillator_config *config, double rate_hz,
                                 const phw_rng *rng)
{
    PHW_TRY(check(config, rate_hz));
    phw_oscillator *o = NULL;
    PHW_TRY(phw_array_alloc(&o, 1, sizeof *o));
    o->rate_hz = rate_hz;
    o->cycles = config->cfo_hz / rate_hz;
    o->bend = config->drift_hz_s / rate_hz / rate_hz / 2;
    o->turns = config->phase_rad / TURN;
    o->linewidth_hz = config->linewidth_hz;
    const phw_status s = create_noise(o, config, rng);
    if (s) {
        phw_oscillator_destroy(o);
        return s;
    }
    *out = o;
    return PHW_OK;
}

void phw_oscillator_destroy(phw_oscillator *oscillator)
{
    if (oscillator == NULL)
        return;
    phw_markov_destroy(oscillator->wiener);
    for (size_t i = 0; i < PHW_PHASE_MASK_POLES; ++i)
        phw_markov_destroy(oscillator->pole[i]);
    free(oscillator);
}

/* The phase noise of n samples, in turns. */
static void add_noise(phw_oscillator *o, double *inout, int64_t from, size_t n)
{
    if (o->wiener != NULL)
        phw_markov_add(o->wiener, inout, o->wiener_scale / TURN, from, n);
    for (size_t i = 0; i < o->poles.n; ++i)
        phw_markov_add(o->pole[i], inout, o->poles.spread_rad[i] / TURN, from, n);
}

double phw_oscillator_phase(phw_oscillator *oscillator, double time_s)
{
    const double x = time_s * oscillator->rate_hz;
    const double whole = floor(x);
    double noise[2] = {0, 0};
    add_noise(oscillator, noise, (int64_t)whole, 2);
    const double turns = oscillator->turns + noise[0] +
                         (x - whole) * (noise[1] - noise[0]) + oscillator->cycles * x +
                         oscillator->bend * x * x;
    return TURN * (turns - nearbyint(turns));
}

/* Offset and drift of samples from `first` on, added to their noise and reduced to half
 * a turn either way. */
PHW_VECTORISED
static void add_course(double *inout, size_t n, double turns, double cycles,
                       double bend, double first)
{
    for (size_t i = 0; i < n; ++i) {
        const double x = first + (double)(int)i;
        const double t = turns + inout[i] + cycles * x + bend * x * x;
        /* Adding and taking off 1.5 2^52 rounds to a whole number. */
        inout[i] = t - ((t + 0x1.8p52) - 0x1.8p52);
    }
}

/* Samples (pairs of floats) times e^{j 2 pi turn}: the turn reduced to an eighth, where
 * Cephes' polynomials for single precision hold. */
PHW_VECTORISED
static void rotate(float *inout, const double *turn, size_t n, float sign)
{
    for (size_t i = 0; i < n; ++i) {
        const float u = (float)turn[i];
        const float q = (4.0F * u + 0x1.8p23F) - 0x1.8p23F;
        const float x = 6.28318530718F * (u - 0.25F * q);
        const float z = x * x;
        const float sine = x + x * z *
                                   (-1.6666654611e-1F +
                                    z * (8.3321608736e-3F + z * -1.9515295891e-4F));
        const float cosine =
            1.0F - 0.5F * z +
            z * z *
                (4.166664568298827e-2F +
                 z * (-1.388731625493765e-3F + z * 2.443315711809948e-5F));
        const int quadrant = (int)q;
        const float a = (quadrant & 1) != 0 ? sine : cosine;
        const float b = (quadrant & 1) != 0 ? cosine : sine;
        const float c = ((quadrant + 1) & 2) != 0 ? -a : a;
        const float s = sign * ((quadrant & 2) != 0 ? -b : b);
        const float re = inout[2 * i];
        const float im = inout[2 * i + 1];
        inout[2 * i] = re * c - im * s;
        inout[2 * i + 1] = re * s + im * c;
    }
}

void phw_oscillator_turn(phw_oscillator *oscillator, phw_cf *inout, size_t n,
                         int64_t from, int sign)
{
    double turn[STEP];
    while (n > 0) {
        const size_t take = n < STEP ? n : STEP;
        for (size_t i = 0; i < take; ++i)
            turn[i] = 0;
        add_noise(oscillator, turn, from, take);
        add_course(turn, take, oscillator->turns, oscillator->cycles, oscillator->bend,
                   (double)from);
        rotate((float *)inout, turn, take, sign < 0 ? -1.0F : 1.0F);
        inout += take;
        from += (int64_t)take;
        n -= take;
    }
}

double phw_oscillator_level_dbc_hz(const phw_oscillator *oscillator, double offset_hz)
{
    const double wiener = oscillator->linewidth_hz / (TURN * offset_hz * offset_hz);
    return 10 * log10(wiener + phw_phase_poles_level(&oscillator->poles, offset_hz));
}

double phw_oscillator_variance(const phw_oscillator *oscillator, double tau_s)
{
    return TURN * oscillator->linewidth_hz * fabs(tau_s) +
           phw_phase_poles_variance(&oscillator->poles, tau_s);
}
