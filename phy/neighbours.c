#include "phy/neighbours.h"

#include <complex.h>
#include <math.h>

double phw_trace_size(const phw_trace *t, size_t i)
{
    if (t->cplx == NULL)
        return (double)t->real[i];
    return hypot((double)crealf(t->cplx[i]), (double)cimagf(t->cplx[i]));
}

double phw_neighbour_correlation(const phw_trace *t)
{
    double sum = 0;
    size_t n = 0;
    for (size_t p = 1; t->cplx != NULL && p < t->n_probes; ++p) {
        const phw_cf *now = t->cplx + p * t->n_coefficients;
        const phw_cf *before = now - t->n_coefficients;
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (size_t k = 0; k < t->n_coefficients; ++k) {
            xy += creal((double complex)now[k] * conj((double complex)before[k]));
            xx += phw_cf_power(now[k]);
            yy += phw_cf_power(before[k]);
        }
        if (xx > 0 && yy > 0) {
            sum += xy / sqrt(xx * yy);
            ++n;
        }
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

double phw_neighbour_likeness(const phw_trace *t)
{
    double sum = 0;
    size_t n = 0;
    const size_t width = t->n_coefficients;
    for (size_t p = 1; t->kind != PHW_TRACE_POWER_DB && p < t->n_probes; ++p) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (size_t k = 0; k < width; ++k) {
            const double x = phw_trace_size(t, p * width + k);
            const double y = phw_trace_size(t, (p - 1) * width + k);
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }
        if (xx > 0 && yy > 0) {
            sum += xy / sqrt(xx * yy);
            ++n;
        }
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

double phw_probe_level_db(const phw_trace *t, size_t probe)
{
    double sum = 0;
    for (size_t k = 0; k < t->n_coefficients; ++k) {
        const double x = phw_trace_size(t, probe * t->n_coefficients + k);
        sum += t->kind == PHW_TRACE_POWER_DB ? x : x * x;
    }
    sum /= (double)t->n_coefficients;
    if (t->kind == PHW_TRACE_POWER_DB)
        return sum;
    return sum > 0 ? 10 * log10(sum) : -HUGE_VAL;
}

double phw_level_steps_db(const phw_trace *t)
{
    double sum = 0;
    size_t n = 0;
    double before = phw_probe_level_db(t, 0);
    for (size_t p = 1; p < t->n_probes; ++p) {
        const double now = phw_probe_level_db(t, p);
        if (isfinite(now) && isfinite(before)) {
            sum += (now - before) * (now - before);
            ++n;
        }
        before = now;
    }
    return n > 0 ? sqrt(sum / (double)n) : (double)NAN;
}
