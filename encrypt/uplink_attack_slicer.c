#include "encrypt/uplink_attack_slicer.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

/* Re(g* d), twice of which over half the variance is the ratio of +-g in Gaussian
 * noise.
 */
static double along(phw_cf g, phw_cf d)
{
    return (double)crealf(g) * (double)crealf(d) +
           (double)cimagf(g) * (double)cimagf(d);
}

/* The ratio's scale is the variance that is seen; a slicer needs none, joining pairs
 * does. */
static phw_status run(float *pair, const phw_uplink_view *view,
                      const phw_params *params)
{
    (void)params;
    const size_t n = phw_uplink_view_pairs(view);
    double noise = 0;
    double receiver = 0;
    phw_cf *d = NULL;
    PHW_TRY(phw_uplink_view_powers(&noise, &receiver, view));
    PHW_TRY(phw_array_alloc(&d, n, sizeof *d));
    const phw_status s = phw_uplink_view_differences(d, view, 0);
    double power = 0;
    for (size_t i = 0; i < n && !s; ++i)
        power += phw_cf_power(d[i]) / (double)n;
    const double variance = fmax(receiver, power - phw_cf_power(view->tag[0]));
    for (size_t i = 0; i < n && !s; ++i)
        pair[i] = (float)(4 * along(view->tag[0], d[i]) / variance);
    free(d);
    return s;
}

const phw_uplink_attack phw_uplink_attack_slicer = {
    .name = "slicer",
    .summary = "sign of the half bits' difference along the tag's phase",
    .reference = "the receiver that knows nothing of the noise",
    .n_antennas_min = 1,
    .run = run,
};
