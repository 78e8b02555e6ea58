#include "channel/spectrum_bell.h"

#include <complex.h>
#include <math.h>

#include "core/sample.h"

#define EDGE 5.0

/* 1 + (SLOPE x)^2, A = 9. */
#define SLOPE 3.0

/* The half power over what an uncut bell has, times pi / 2. */
static double half(void)
{
    return atan(SLOPE * EDGE);
}

static double cdf(double x, const phw_params *params)
{
    (void)params;
    if (x < -EDGE || x >= EDGE)
        return x < 0 ? 0 : 1;
    return 0.5 + 0.5 * atan(SLOPE * x) / half();
}

/* Re of the integral of e^{j w f} / (1 + (SLOPE f)^2) from EDGE to infinity, w > 0. On
 * the path f = EDGE + j t it falls as e^{-w t}, and with t = e^y the trapezoid rule
 * over y is good to 1e-14: the nearest pole is pi / 2 away, which leaves e^{-pi^2 /
 * STEP}, and the ends are below e^-REACH. */
static double tail(double w)
{
    static const double step = 0.3;
    static const int reach = 110;
    double complex sum = 0;
    for (int i = -reach; i <= reach; ++i) {
        const double t = exp(i * step);
        const double complex f = SLOPE * CMPLX(EDGE, t);
        sum += t * exp(-w * t) / (1 + f * f);
    }
    const double angle = fmod(w * EDGE, 2 * M_PI);
    return creal(CMPLX(0, step) * CMPLX(cos(angle), sin(angle)) * sum);
}

/* The whole bell's transform, pi / SLOPE e^{-w / SLOPE}, less both cut ends. */
static void correlation(double *re, double *im, double x, const phw_params *params)
{
    (void)params;
    const double w = 2 * M_PI * fabs(x);
    const double whole = M_PI / SLOPE * exp(-w / SLOPE);
    *re = (whole - 2 * tail(w)) * SLOPE / (2 * half());
    *im = 0;
}

static double quantile(double u, const phw_params *params)
{
    (void)params;
    return tan((2 * u - 1) * half()) / SLOPE;
}

const phw_spectrum phw_spectrum_bell = {
    .name = "bell",
    .summary = "people walk about a still link: 1 / (1 + 9 x^2), cut at 5",
    .reference = "IEEE 802.11-03/940r4, TGn channel models, section 5",
    .edge = EDGE,
    .cdf = cdf,
    .correlation = correlation,
    .quantile = quantile,
};
