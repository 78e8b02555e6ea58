#include "encrypt/uplink_attack_likelihood.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

/* ln p(d | s = +1) - ln p(d | s = -1), d = g s + h J + z, J of the law, its power on
 * the pair known. */
static phw_status run(float *pair, const phw_uplink_view *view,
                      const phw_params *params)
{
    (void)params;
    const size_t n = phw_uplink_view_pairs(view);
    const phw_noise_law *law = view->noise.law;
    const phw_cf g = view->tag[0];
    double noise = 0;
    double receiver = 0;
    phw_cf *d = NULL;
    PHW_TRY(phw_uplink_view_powers(&noise, &receiver, view));
    PHW_TRY(phw_array_alloc(&d, n, sizeof *d));
    const phw_status s = phw_uplink_view_differences(d, view, 0);
    const phw_cf a = view->noise_channel[0] * (float)sqrt(noise);
    for (size_t i = 0; i < n && !s; ++i)
        pair[i] = (float)(law->log_density(d[i] - g, a, receiver) -
                          law->log_density(d[i] + g, a, receiver));
    free(d);
    return s;
}

const phw_uplink_attack phw_uplink_attack_likelihood = {
    .name = "likelihood",
    .summary = "maximum likelihood of the half bits' difference under the noise's law",
    .reference = "Shamai and Verdu, IEEE Trans. Inf. Theory 38 (1992) 1494",
    .n_antennas_min = 1,
    .run = run,
};
