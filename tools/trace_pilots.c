#include "tools/trace_pilots.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/channel_estimator_lmmse.h"
#include "phy/delay_prior.h"
#include "tools/cancel.h"

/* Offsets that the noise can be told from. */
#define PILOTS_LEAST 8

/* The ratio of power to noise at which a filter has no more than the model to say. */
#define FREE_OF_PRIOR 1e12

/* Most values that the noise is measured on: an error of 0.3 %. */
#define VALUES_ENOUGH 100000

static phw_status check(const phw_trace *t, const char *name)
{
    const size_t n = t->n_coefficients / t->n_antennas;
    if (t->kind != PHW_TRACE_CFR)
        return phw_fail(PHW_EINPUT, "%s: is a trace of %s; expected one of cfr", name,
                        phw_trace_kind_name(t->kind));
    for (size_t i = 0; i < t->n_coefficients; ++i) {
        if (i % n > 0 && t->coefficient[i] <= t->coefficient[i - 1])
            return phw_fail(PHW_EINPUT,
                            "%s: the offset of coefficient %zu is not above the one "
                            "before; expected them to rise within an antenna",
                            name, i);
        if (t->coefficient[i] != t->coefficient[i % n])
            return phw_fail(
                PHW_EINPUT,
                "%s: the offset of coefficient %zu is not that of the first "
                "antenna",
                name, i);
    }
    return PHW_OK;
}

static double rate_of(const phw_trace *t, size_t n)
{
    if (t->bandwidth_hz > 0)
        return t->bandwidth_hz;
    const double span = t->coefficient[n - 1] - t->coefficient[0];
    return n > 1 ? span * (double)n / (double)(n - 1) : 1;
}

phw_status phw_trace_pilots_make(phw_trace_pilots *out, const phw_trace *trace,
                                 const char *name, double rate_hz)
{
    phw_trace_pilots p = {.trace = trace,
                          .n = trace->n_coefficients / trace->n_antennas};
    PHW_TRY(check(trace, name));
    if (p.n > PHW_PILOTS_MAX)
        return phw_fail(PHW_EINPUT, "%s: %zu offsets; expected at most %d", name, p.n,
                        PHW_PILOTS_MAX);
    p.rate_hz = rate_hz > 0 ? rate_hz : rate_of(trace, p.n);
    PHW_TRY(phw_array_alloc(&p.frequency, p.n, sizeof *p.frequency));
    const phw_status s = phw_array_alloc(&p.variance, p.n, sizeof *p.variance);
    if (s) {
        free(p.frequency);
        return s;
    }
    for (size_t k = 0; k < p.n; ++k)
        p.frequency[k] = trace->coefficient[k] / p.rate_hz;
    *out = p;
    return PHW_OK;
}

void phw_trace_pilots_free(phw_trace_pilots *p)
{
    free(p->frequency);
    free(p->variance);
    *p = (phw_trace_pilots){0};
}

void phw_trace_pilots_noise(phw_trace_pilots *p, double noise)
{
    p->noise = (double)(float)noise;
    for (size_t k = 0; k < p->n; ++k)
        p->variance[k] = (float)noise;
}

phw_pilot_estimate phw_trace_pilots_at(const phw_trace_pilots *p, size_t probe,
                                       size_t antenna)
{
    const size_t at = probe * p->trace->n_coefficients + antenna * p->n;
    return (phw_pilot_estimate){p->n, p->frequency, p->trace->cplx + at, p->variance};
}

double phw_trace_pilots_power(const phw_trace_pilots *p)
{
    const size_t n = p->trace->n_probes * p->trace->n_coefficients;
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += phw_cf_power(p->trace->cplx[i]);
    return fmax(0, sum / (double)n - p->noise);
}

static double least_distance(const phw_trace_pilots *p)
{
    double least = HUGE_VAL;
    for (size_t k = 1; k < p->n; ++k)
        least = fmin(least, p->frequency[k] - p->frequency[k - 1]);
    return least;
}

/* The mean delay by the turn between pilots that are next to each other. */
static double mean_delay(const phw_trace_pilots *p, double distance)
{
    double complex sum = 0;
    const phw_trace *t = p->trace;
    for (size_t i = 0; i + 1 < t->n_probes * t->n_coefficients; ++i) {
        const size_t k = i % p->n;
        if (k + 1 < p->n && p->frequency[k + 1] - p->frequency[k] < 1.000001 * distance)
            sum += (double complex)(t->cplx[i + 1] * conjf(t->cplx[i]));
    }
    return sum == 0 ? 0 : -carg(sum) / (2 * M_PI * distance);
}

static phw_status make_projection(phw_channel_estimation **out,
                                  const phw_trace_pilots *p)
{
    const double distance = least_distance(p);
    const double length = 0.25 / distance;
    const double earliest = mean_delay(p, distance) - length / 4;
    phw_delay_prior prior;
    PHW_TRY(phw_delay_prior_uniform(&prior, earliest, length / sqrt(12),
                                    fmax(0.5, length / (PHW_DELAY_TAPS_MAX - 1))));
    const phw_channel_estimator_config config = {.prior = &prior,
                                                 .power = FREE_OF_PRIOR};
    const phw_pilot_estimate pilots = phw_trace_pilots_at(p, 0, 0);
    return phw_channel_estimator_lmmse.create(out, &pilots, &config);
}

static phw_status sum_rest(double *noise, const phw_trace_pilots *p,
                           phw_channel_estimation *e, phw_cf *value)
{
    const size_t n_antennas = p->trace->n_antennas;
    const size_t n_all = p->trace->n_probes * n_antennas;
    const size_t stride = 1 + n_all * p->n / VALUES_ENOUGH;
    double rest = 0;
    double freedom = 0;
    for (size_t i = 0; i < n_all; i += stride) {
        const phw_pilot_estimate pilots =
            phw_trace_pilots_at(p, i / n_antennas, i % n_antennas);
        phw_channel_response out = {.value = value};
        PHW_TRY(phw_cancel_check());
        PHW_TRY(phw_channel_estimator_lmmse.estimate(&out, e, &pilots));
        for (size_t k = 0; k < p->n; ++k)
            rest += phw_cf_power(pilots.value[k] - value[k]);
        /* The variance is 1, so the error is the share of directions taken up. */
        freedom += (double)p->n * (1 - out.error);
    }
    if (!(freedom >= 1) || !(rest > 0))
        return phw_fail(PHW_EINPUT, "the noise can't be told from the channel; say it "
                                    "with --noise");
    *noise = rest / freedom;
    return PHW_OK;
}

phw_status phw_trace_pilots_measure(double *noise, const phw_trace_pilots *p)
{
    phw_trace_pilots unit = *p;
    phw_channel_estimation *e = NULL;
    phw_cf *value = NULL;
    if (p->n < PILOTS_LEAST)
        return phw_fail(PHW_EINPUT,
                        "the noise can't be told from the channel by %zu offsets; say "
                        "it with --noise",
                        p->n);
    phw_trace_pilots_noise(&unit, 1);
    PHW_TRY(phw_array_alloc(&value, p->n, sizeof *value));
    phw_status s = make_projection(&e, &unit);
    if (!s)
        s = sum_rest(noise, &unit, e, value);
    phw_channel_estimator_lmmse.destroy(e);
    free(value);
    return s;
}
