#include "encrypt/uplink_attack_joint.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "encrypt/noise_law_binary.h"

/* Steps of expectation maximisation: of four points each step gains a digit. */
#define STEPS 20

/* ln cosh's argument: Re(x a*) 2 / v, whose tanh is the expected sign of a's place. */
static double lean(phw_cf x, phw_cf a, double variance)
{
    return 2 *
           ((double)crealf(x) * (double)crealf(a) +
            (double)cimagf(x) * (double)cimagf(a)) /
           variance;
}

static double log_ratio(phw_cf d, phw_cf g, phw_cf h, double variance)
{
    return phw_noise_law_binary.log_density(d - g, h, variance) -
           phw_noise_law_binary.log_density(d + g, h, variance);
}

/* E D^2 = g^2 + h^2, as circular noise has no square: a first h, either root. */
static phw_cf first_guess(const phw_cf *d, size_t n, phw_cf g)
{
    double complex square = 0;
    for (size_t i = 0; i < n; ++i)
        square += (double complex)d[i] * (double complex)d[i] / (double)n;
    const double complex h = csqrt(square - (double complex)g * (double complex)g);
    return CMPLXF((float)creal(h), (float)cimag(h));
}

/* One step: h = E sum j (d - g s) / n over the four points' weights. */
static phw_cf improve(const phw_cf *d, size_t n, phw_cf g, phw_cf h, double variance)
{
    double complex sum = 0;
    for (size_t i = 0; i < n; ++i) {
        const double high = 1 / (1 + exp(-log_ratio(d[i], g, h, variance)));
        const phw_cf above = d[i] - g;
        const phw_cf below = d[i] + g;
        sum += high * tanh(lean(above, h, variance)) * (double complex)above;
        sum += (1 - high) * tanh(lean(below, h, variance)) * (double complex)below;
    }
    sum /= (double)n;
    return CMPLXF((float)creal(sum), (float)cimag(sum));
}

static phw_status run(float *pair, const phw_uplink_view *view,
                      const phw_params *params)
{
    (void)params;
    const size_t n = phw_uplink_view_pairs(view);
    const phw_cf g = view->tag[0];
    double noise = 0;
    double variance = 0;
    phw_cf *d = NULL;
    PHW_TRY(phw_uplink_view_powers(&noise, &variance, view));
    PHW_TRY(phw_array_alloc(&d, n, sizeof *d));
    const phw_status s = phw_uplink_view_differences(d, view, 0);
    if (!s) {
        phw_cf h = first_guess(d, n, g);
        for (int step = 0; step < STEPS; ++step)
            h = improve(d, n, g, h, variance);
        for (size_t i = 0; i < n; ++i)
            pair[i] = (float)log_ratio(d[i], g, h, variance);
    }
    free(d);
    return s;
}

const phw_uplink_attack phw_uplink_attack_joint = {
    .name = "joint",
    .summary = "blind joint likelihood of the four points +-g +-h, h not known",
    .reference =
        "expectation maximisation: Dempster, Laird and Rubin, J. R. Stat. Soc. "
        "B 39 (1977) 1",
    .n_antennas_min = 1,
    .run = run,
};
