#include "channel/ensemble.h"

#include <math.h>
#include <stdio.h>

#include "core/sample.h"

/* Neither a divisor of our epochs of 384/fd nor of any round number. */
#define STRIDE 61.8

#define STARTS 64

double phw_ensemble_start(size_t trial)
{
    return STRIDE * (double)(trial % STARTS);
}

double phw_ensemble_time_s(const phw_validation_subject *subject, double x)
{
    return subject->doppler_hz > 0 ? x / subject->doppler_hz : 0;
}

phw_status phw_ensemble_read(phw_cf *out, const phw_validation_subject *subject,
                             size_t trial, double start, double spacing, size_t count)
{
    const phw_fading_source *source = subject->source;
    float scale[PHW_TAPS_MAX];
    for (size_t i = 0; i < source->n; ++i)
        scale[i] = (float)(1 / sqrt(subject->model[i].power));
    for (size_t t = 0; t < count; ++t) {
        phw_cf *row = out + t * source->n;
        const double time_s = phw_ensemble_time_s(subject, start + spacing * (double)t);
        PHW_TRY(source->read(source->context, row, (uint32_t)trial, time_s));
        for (size_t i = 0; i < source->n; ++i)
            row[i] *= scale[i];
    }
    return PHW_OK;
}

double phw_ensemble_off(const phw_trial_mean *value, double expected)
{
    const double error = fmax(phw_trial_mean_error(value), 1e-6);
    return fabs(value->mean - expected) / error;
}

static phw_status add_worst(phw_statistics *out, const char *name, const char *at,
                            const phw_trial_mean *value, const double *expected,
                            size_t n)
{
    phw_statistic f = {.name = ""};
    size_t worst = 0;
    for (size_t i = 1; i < n; ++i) {
        if (!(phw_ensemble_off(&value[i], expected[i]) <=
              phw_ensemble_off(&value[worst], expected[worst])))
            worst = i;
    }
    (void)snprintf(f.name, sizeof f.name, "%s, worst tap", name);
    (void)snprintf(f.at, sizeof f.at, "%s%stap %zu", at, *at != '\0' ? ", " : "",
                   worst);
    f.measured = value[worst].mean;
    f.expected = expected[worst];
    f.standard_error = phw_trial_mean_error(&value[worst]);
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, n);
}

void phw_ensemble_pool(phw_statistic *inout, const phw_trial_mean *value,
                       const double *expected, size_t n)
{
    double variance = 0;
    inout->measured = 0;
    inout->expected = 0;
    for (size_t i = 0; i < n; ++i) {
        const double error = phw_trial_mean_error(&value[i]) / (double)n;
        inout->measured += value[i].mean / (double)n;
        inout->expected += expected[i] / (double)n;
        variance += error * error;
    }
    inout->standard_error = sqrt(variance);
}

phw_status phw_ensemble_add(phw_statistics *out, const char *name, const char *at,
                            const phw_trial_mean *value, const double *expected,
                            size_t n)
{
    phw_statistic f = {.name = ""};
    (void)snprintf(f.name, sizeof f.name, "%s", name);
    (void)snprintf(f.at, sizeof f.at, "%s", at);
    phw_ensemble_pool(&f, value, expected, n);
    PHW_TRY(phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1));
    return n > 1 ? add_worst(out, name, at, value, expected, n) : PHW_OK;
}
