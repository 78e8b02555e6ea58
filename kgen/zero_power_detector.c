#include "kgen/zero_power_detector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"

void phw_zero_power_codes_free(phw_zero_power_codes *codes)
{
    if (codes->code != NULL)
        sodium_memzero(codes->code,
                       codes->n_rows * codes->n_values * sizeof *codes->code);
    free(codes->code);
    free(codes->sequence);
    *codes = (phw_zero_power_codes){0};
}

static size_t values_of(const phw_zero_power_config *c)
{
    return c->link == PHW_ZERO_POWER_TRIANGLE ? 2 * (size_t)c->n_tones : c->n_tones;
}

/* The coefficient of value v: tones in the middle of equal stretches; a pair's two are
 * neighbours. */
static size_t coefficient_of(const phw_trace *t, size_t v,
                             const phw_zero_power_config *c)
{
    if (c->link == PHW_ZERO_POWER_TRIANGLE)
        return 2 * ((2 * (v / 2) + 1) * (t->n_coefficients / 2) /
                    (2 * (size_t)c->n_tones)) +
               v % 2;
    return (2 * v + 1) * t->n_coefficients / (2 * (size_t)c->n_tones);
}

static phw_status check(const phw_trace *t, const phw_zero_power_config *c)
{
    if (t->n_coefficients < values_of(c))
        return phw_fail(PHW_EINPUT,
                        "zero power: %zu values of each probe are wanted, the trace "
                        "has %zu",
                        values_of(c), t->n_coefficients);
    if (c->link == PHW_ZERO_POWER_TRIANGLE && t->kind == PHW_TRACE_POWER_DB)
        return phw_fail(PHW_EINPUT,
                        "zero power: the triangle multiplies amplitudes, and "
                        "the trace has powers in dB");
    if (t->n_probes > PHW_ZERO_POWER_ROWS_MAX)
        return phw_fail(PHW_EARG, "zero power: %zu probes, at most %u", t->n_probes,
                        PHW_ZERO_POWER_ROWS_MAX);
    return PHW_OK;
}

static double value_at(const phw_trace *t, size_t p, size_t coefficient)
{
    const size_t i = p * t->n_coefficients + coefficient;
    if (t->cplx != NULL)
        return phw_cf_power(t->cplx[i]);
    const double x = (double)t->real[i];
    return t->kind == PHW_TRACE_POWER_DB ? x : x * x;
}

/* All values, value by value, to be freed. */
static phw_status read_values(double **out, const phw_trace *t,
                              const phw_zero_power_config *c)
{
    const size_t n = t->n_probes;
    double *x = NULL;
    PHW_TRY(check(t, c));
    PHW_TRY(phw_array_alloc(&x, n * values_of(c), sizeof *x));
    for (size_t v = 0; v < values_of(c); ++v) {
        const size_t k = coefficient_of(t, v, c);
        for (size_t p = 0; p < n; ++p)
            x[v * n + p] = value_at(t, p, k);
    }
    for (size_t i = 0; i < n * values_of(c); ++i) {
        if (!isfinite(x[i])) {
            free(x);
            return phw_fail(PHW_EINPUT, "zero power: probe %zu has no number", i % n);
        }
    }
    *out = x;
    return PHW_OK;
}

/* Gain and offset are one for all values of the device: code = (x - offset) gain. */
static phw_status set_scale(double *offset, double *gain, const double *x, size_t n,
                            bool in_db, unsigned adc_bits)
{
    const double full = (double)((1U << adc_bits) - 1);
    double mean = 0;
    for (size_t i = 0; i < n; ++i)
        mean += x[i] / (double)n;
    *offset = in_db ? mean - 40 : 0;
    *gain = in_db ? full / 60 : full / (8 * mean);
    return isfinite(*gain)
               ? PHW_OK
               : phw_fail(PHW_EINPUT, "zero power: the trace has no power at all");
}

phw_status phw_zero_power_detect(phw_zero_power_codes *out, const phw_trace *trace,
                                 const phw_zero_power_config *config)
{
    double *x = NULL;
    phw_zero_power_codes codes = {.n_rows = trace->n_probes,
                                  .n_values = values_of(config)};
    const size_t n = codes.n_rows * codes.n_values;
    double offset = 0;
    double gain = 0;
    PHW_TRY(read_values(&x, trace, config));
    phw_status s = set_scale(&offset, &gain, x, n, trace->kind == PHW_TRACE_POWER_DB,
                             config->adc_bits);
    if (!s)
        s = phw_array_alloc(&codes.code, n, sizeof *codes.code);
    if (!s)
        s = phw_array_alloc(&codes.sequence, codes.n_rows, sizeof *codes.sequence);
    if (!s) {
        const double full = (double)((1U << config->adc_bits) - 1);
        for (size_t i = 0; i < n; ++i)
            codes.code[i] =
                (uint16_t)fmin(full, fmax(0, floor((x[i] - offset) * gain)));
        memcpy(codes.sequence, trace->sequence, codes.n_rows * sizeof *codes.sequence);
        *out = codes;
    } else {
        phw_zero_power_codes_free(&codes);
    }
    free(x);
    return s;
}

phw_status phw_zero_power_estimate(phw_features *out, const phw_trace *trace,
                                   const phw_zero_power_config *config)
{
    double *x = NULL;
    phw_features values = {0};
    PHW_TRY(read_values(&x, trace, config));
    phw_status s = phw_features_from_trace(&values, trace, config->n_tones);
    const size_t n = trace->n_probes;
    const bool triangle = config->link == PHW_ZERO_POWER_TRIANGLE;
    for (size_t c = 0; c < config->n_tones && !s; ++c) {
        double *series = phw_features_series(&values, c);
        const double *first = x + (triangle ? 2 * c : c) * n;
        for (size_t p = 0; p < n; ++p)
            series[p] = triangle ? first[p] * first[p + n] : first[p];
    }
    if (!s)
        *out = values;
    free(x);
    return s;
}
