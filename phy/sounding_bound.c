#include "phy/sounding_bound.h"

#include <math.h>

/* Of a bin: the power sent on it by all blocks, and how that is spread over time, v_k,
 * from the blocks' mean place so that nothing is lost to rounding. */
static void spread(double *power, double *variance, const phw_sounding_waveform *w,
                   size_t k)
{
    double sum = 0;
    double first = 0;
    double second = 0;
    const double middle = phw_sounding_waveform_middle(w);
    for (size_t b = 0; b < w->n_blocks; ++b) {
        const double t = (double)w->block[b].at - middle;
        const double p = phw_cf_power(w->known[w->block[b].core * w->n_used + k]);
        sum += p;
        first += p * t;
        second += p * t * t;
    }
    *power = sum;
    *variance = second - first * first / sum;
}

/* What is known of the delay of a lone path: the power-weighted variance of frequency.
 */
static double bound_timing(const double energy[3], double scale)
{
    const double information =
        energy[0] > 0 ? energy[2] - energy[1] * energy[1] / energy[0] : 0;
    /* One bin alone leaves the rounding of its frequency. */
    return information > 1e-12 * energy[2] ? 1 / (scale * information) : HUGE_VAL;
}

void phw_sounding_bound_of(phw_sounding_bound *out, const phw_sounding_waveform *w,
                           const phw_cf *h, double noise)
{
    const double scale = 8 * M_PI * M_PI / ((double)w->n_core * noise);
    double j[3] = {0};      /* the information's entries: 1, f and f^2 weighted */
    double energy[3] = {0}; /* of the response, as weighted by the timing's */
    for (size_t k = 0; k < w->n_used; ++k) {
        const double f = w->frequency[k];
        const double gain = phw_cf_power(h[k]);
        double power = 0;
        double variance = 0;
        spread(&power, &variance, w, k);
        j[0] += gain * variance;
        j[1] += gain * variance * f;
        j[2] += gain * variance * f * f;
        energy[0] += gain * power;
        energy[1] += gain * power * f;
        energy[2] += gain * power * f * f;
    }
    const double clock = j[0] > 0 ? j[2] - j[1] * j[1] / j[0] : 0;
    out->cfo = j[0] > 0 ? 1 / (scale * j[0]) : HUGE_VAL;
    out->clock = clock > 1e-12 * j[2] ? 1 / (scale * clock) : HUGE_VAL;
    out->timing = bound_timing(energy, scale);
}
