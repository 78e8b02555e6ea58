#include "channel/chain_filter.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/vectorised.h"

enum {
    STEP = 256,
    TAPS_PRESET = 4,
    MOST = PHW_CHAIN_FILTER_TAPS_MAX
};

static phw_status check(const phw_chain_filter_config *c)
{
    if (!(c->gain_db >= -60 && c->gain_db <= 60))
        return phw_fail(PHW_EARG, "chain filter: gain_db %g; expected -60 to 60",
                        c->gain_db);
    if (!(fabs(c->phase_rad) <= 2 * M_PI))
        return phw_fail(PHW_EARG, "chain filter: phase_rad %g; expected at most 2 pi",
                        c->phase_rad);
    if (c->ripple_db == 0)
        return PHW_OK;
    if (!(c->ripple_db >= -100 && c->ripple_db <= -3))
        return phw_fail(
            PHW_EARG, "chain filter: ripple_db %g; expected -100 to -3, or 0 for none",
            c->ripple_db);
    if (c->n_taps == 1 || c->n_taps > MOST)
        return phw_fail(PHW_EARG, "chain filter: n_taps %zu; expected 2 to %d",
                        c->n_taps, MOST);
    return PHW_OK;
}

phw_status phw_chain_filter_draw(phw_chain_filter *out,
                                 const phw_chain_filter_config *config,
                                 const phw_rng *rng)
{
    PHW_TRY(check(config));
    phw_chain_filter f = {.n = 1};
    const double gain = pow(10, config->gain_db / 20);
    const double complex first =
        gain * CMPLX(cos(config->phase_rad), sin(config->phase_rad));
    if (config->ripple_db != 0) {
        f.n = config->n_taps > 0 ? config->n_taps : TAPS_PRESET;
        const double share = pow(10, config->ripple_db / 10) / (double)(f.n - 1);
        phw_rng_normal_complex(f.tap + 1, rng, share, 0, f.n - 1);
    }
    f.tap[0] = (phw_cf)first;
    for (size_t i = 1; i < f.n; ++i)
        f.tap[i] = (phw_cf)(first * (double complex)f.tap[i]);
    *out = f;
    return PHW_OK;
}

phw_cf phw_chain_filter_gain(const phw_chain_filter *filter, double offset_hz,
                             double rate_hz)
{
    double complex sum = 0;
    for (size_t i = 0; i < filter->n; ++i) {
        const double angle = -2 * M_PI * fmod(offset_hz / rate_hz * (double)i, 1);
        sum += (double complex)filter->tap[i] * CMPLX(cos(angle), sin(angle));
    }
    return (phw_cf)sum;
}

void phw_chain_filter_reset(phw_chain_filter *filter)
{
    memset(filter->past, 0, sizeof filter->past);
}

/* out += tap times samples, pairs of floats as in a phw_cf. */
PHW_VECTORISED
static void add_tap(float *out, const float *sample, size_t n, float c, float s)
{
    for (size_t i = 0; i < n; ++i) {
        const float re = sample[2 * i];
        const float im = sample[2 * i + 1];
        out[2 * i] += re * c - im * s;
        out[2 * i + 1] += re * s + im * c;
    }
}

static void run_step(phw_chain_filter *f, phw_cf *inout, size_t n)
{
    phw_cf in[MOST + STEP];
    const size_t before = f->n - 1;
    memcpy(in, f->past, before * sizeof *in);
    memcpy(in + before, inout, n * sizeof *in);
    memset(inout, 0, n * sizeof *inout);
    for (size_t i = 0; i < f->n; ++i)
        add_tap((float *)inout, (const float *)(in + before - i), n, crealf(f->tap[i]),
                cimagf(f->tap[i]));
    memcpy(f->past, in + n, before * sizeof *in);
}

void phw_chain_filter_run(phw_chain_filter *filter, phw_cf *inout, size_t n)
{
    const bool passes = filter->n == 1 && filter->tap[0] == 1.0F;
    while (n > 0 && !passes) {
        const size_t take = n < STEP ? n : STEP;
        run_step(filter, inout, take);
        inout += take;
        n -= take;
    }
}
