#include "phy/clock_fit.h"

#include <math.h>

/* Sums are of deviations from the means: instants are large, their differences small.
 */
void phw_clock_fit(phw_clock *out, const phw_trace *ta, const phw_trace *tb,
                   const size_t *a, const size_t *b, size_t n)
{
    double mean_t = 0;
    double mean_d = 0;
    double tt = 0;
    double td = 0;
    double dd = 0;
    const double start_s = ta->time_s[0];
    for (size_t i = 0; i < n; ++i) {
        mean_t += (ta->time_s[a[i]] - start_s) / (double)n;
        mean_d += (tb->time_s[b[i]] - ta->time_s[a[i]]) / (double)n;
    }
    for (size_t i = 0; i < n; ++i) {
        const double t = ta->time_s[a[i]] - start_s - mean_t;
        const double d = tb->time_s[b[i]] - ta->time_s[a[i]] - mean_d;
        tt += t * t;
        td += t * d;
        dd += d * d;
    }
    const double slope = n < 3 || tt <= 0 ? (double)NAN : td / tt;
    *out = (phw_clock){
        .start_s = start_s,
        .offset_s = mean_d - slope * mean_t,
        .drift = slope,
        .rms_s = isnan(slope) ? slope : sqrt(fmax(dd - slope * td, 0) / (double)n)};
}

double phw_clock_on_a(const phw_clock *clock, double time_b_s)
{
    return clock->start_s +
           (time_b_s - clock->start_s - clock->offset_s) / (1 + clock->drift);
}
