#include "phy/pulse_runs.h"

#include <complex.h>
#include <math.h>

#define PASSES     12
#define SETTLED    1e-3 /* of the levels' distance */
#define HYSTERESIS 0.25 /* of the levels' distance, beyond the middle */

bool phw_pulse_run_is_high(const phw_pulse_runs *r, size_t i)
{
    return r->first_high == (i % 2 == 0);
}

double phw_pulse_run_length(const phw_pulse_runs *r, size_t i)
{
    return r->edge[i + 1] - r->edge[i];
}

/* Means of magnitudes over [i - span / 2, i - span / 2 + span). */
static void smooth(float *wave, const phw_cf *x, size_t n, size_t span)
{
    const size_t before = span / 2;
    double sum = 0;
    size_t from = 0;
    size_t to = 0;
    for (size_t i = 0; i < n; ++i) {
        const size_t end = i + span - before < n ? i + span - before : n;
        for (; to < end; ++to)
            sum += sqrt(phw_cf_power(x[to]));
        for (; from + before < i; ++from)
            sum -= sqrt(phw_cf_power(x[from]));
        wave[i] = (float)(sum / (double)(to - from));
    }
}

/* Turn from the sum of the `span` samples before i to that of those from i on. */
static void discriminate(float *wave, phw_cf *scratch, const phw_cf *x, size_t n,
                         size_t span)
{
    double complex sum = 0;
    for (size_t i = 0; i < n; ++i) {
        sum += (double complex)x[i];
        if (i >= span)
            sum -= (double complex)x[i - span];
        scratch[i] = (phw_cf)sum; /* of the span that ends with sample i */
    }
    for (size_t i = 0; i < n; ++i) {
        size_t ahead = i + span - 1;
        ahead = ahead < n ? ahead : n - 1;
        size_t behind = i > 0 ? i - 1 : 0;
        if (ahead < behind + span)
            behind = ahead >= span ? ahead - span : 0;
        const double complex turn =
            (double complex)scratch[ahead] * conj((double complex)scratch[behind]);
        wave[i] = (float)(carg(turn) / (2 * M_PI * (double)span));
    }
}

void phw_pulse_wave(float *wave, phw_cf *scratch, const phw_cf *x, size_t n,
                    size_t span, bool keyed)
{
    if (keyed)
        smooth(wave, x, n, span);
    else
        discriminate(wave, scratch, x, n, span);
}

/* The two means; false when all is alike. */
static bool levels(phw_pulse_runs *out, const float *wave, size_t n)
{
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    for (size_t i = 0; i < n; ++i) {
        low = fmin(low, (double)wave[i]);
        high = fmax(high, (double)wave[i]);
    }
    for (int pass = 0; pass < PASSES; ++pass) {
        const double middle = (low + high) / 2;
        double sum[2] = {0};
        double count[2] = {0};
        for (size_t i = 0; i < n; ++i) {
            const int above = (double)wave[i] > middle;
            sum[above] += (double)wave[i];
            ++count[above];
        }
        if (count[0] == 0 || count[1] == 0)
            return false;
        const double before = low + high;
        low = sum[0] / count[0];
        high = sum[1] / count[1];
        if (fabs(low + high - before) < SETTLED * (high - low))
            break;
    }
    out->low = low;
    out->high = high;
    return high > low;
}

/* Where the straight line from wave[i - 1] to wave[i] passes the middle. */
static double passage(const float *wave, size_t i, double middle)
{
    const double before = (double)wave[i - 1] - middle;
    const double after = (double)wave[i] - middle;
    return (double)i - after / (after - before);
}

bool phw_pulse_runs_find(phw_pulse_runs *out, const float *wave, size_t n)
{
    if (n < 2 || !levels(out, wave, n))
        return false;
    const double middle = (out->low + out->high) / 2;
    const double beyond = HYSTERESIS * (out->high - out->low);
    bool high = (double)wave[0] > middle;
    double passed = 0;
    out->first_high = high;
    out->n = 0;
    out->edge[0] = 0;
    for (size_t i = 1; i < n; ++i) {
        const double y = (double)wave[i] - middle;
        const double before = (double)wave[i - 1] - middle;
        if ((y > 0) != (before > 0) && (y > 0) != high)
            passed = passage(wave, i, middle);
        if (high ? y < -beyond : y > beyond) {
            if (out->n + 1 == PHW_PULSE_RUNS_MAX)
                return false;
            out->edge[++out->n] = passed;
            high = !high;
        }
    }
    out->edge[++out->n] = (double)n;
    return true;
}

double phw_pulse_runs_explain(const phw_pulse_runs *r, const float *wave, size_t n)
{
    double sum = 0;
    double square = 0;
    double apart = 0;
    size_t run = 0;
    for (size_t i = 0; i < n; ++i) {
        while (run + 1 < r->n && (double)i >= r->edge[run + 1])
            ++run;
        const double y = (double)wave[i];
        const double e = y - (phw_pulse_run_is_high(r, run) ? r->high : r->low);
        sum += y;
        square += y * y;
        apart += e * e;
    }
    const double spread = square - sum * sum / (double)n;
    return spread > 0 ? 1 - apart / spread : 0;
}
