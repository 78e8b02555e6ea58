#include "channel/spectrum_gauss.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

/* Widest of what `sigma` may be, and 8 of them beyond the outermost mean: 6e-16 of the
 * power is left out there, and 6e-16 of the named ones beyond 1.5 fd. */
#define SIGMA_MAX  0.25
#define EDGE       (1 + 8 * SIGMA_MAX)
#define EDGE_NAMED 1.5

typedef struct peak {
    double height;
    double mean;
    double sigma;
} peak;

/* COST 207, 1989, section 2.4: 10 and 15 dB are between the heights of the densities.
 */
static const peak first[2] = {{1, -0.8, 0.05}, {0.1, 0.4, 0.1}};
static const peak second[2] = {{1, 0.7, 0.1}, {0.0316227766016837933, -0.4, 0.15}};

static double peak_cdf(const peak *p, double x)
{
    return 0.5 * erfc(-(x - p->mean) / (M_SQRT2 * p->sigma));
}

static double pair_cdf(const peak p[2], double x)
{
    if (x < -EDGE_NAMED || x >= EDGE_NAMED)
        return x < 0 ? 0 : 1;
    const double a = p[0].height * p[0].sigma;
    const double b = p[1].height * p[1].sigma;
    return (a * peak_cdf(&p[0], x) + b * peak_cdf(&p[1], x)) / (a + b);
}

static void add_peak(double *re, double *im, const peak *p, double x, double power)
{
    const double spread = 2 * M_PI * p->sigma * x;
    const double size = power * exp(-0.5 * spread * spread);
    const double angle = 2 * M_PI * fmod(p->mean * x, 1);
    *re += size * cos(angle);
    *im += size * sin(angle);
}

static void pair_correlation(double *re, double *im, const peak p[2], double x)
{
    const double a = p[0].height * p[0].sigma;
    const double b = p[1].height * p[1].sigma;
    *re = 0;
    *im = 0;
    add_peak(re, im, &p[0], x, a / (a + b));
    add_peak(re, im, &p[1], x, b / (a + b));
}

static double first_cdf(double x, const phw_params *params)
{
    (void)params;
    return pair_cdf(first, x);
}

static void first_correlation(double *re, double *im, double x,
                              const phw_params *params)
{
    (void)params;
    pair_correlation(re, im, first, x);
}

static double second_cdf(double x, const phw_params *params)
{
    (void)params;
    return pair_cdf(second, x);
}

static void second_correlation(double *re, double *im, double x,
                               const phw_params *params)
{
    (void)params;
    pair_correlation(re, im, second, x);
}

static peak single(const phw_params *params)
{
    return (peak){1, params->value[0], params->value[1]};
}

static double cdf(double x, const phw_params *params)
{
    const peak p = single(params);
    if (x < -EDGE || x >= EDGE)
        return x < 0 ? 0 : 1;
    return peak_cdf(&p, x);
}

static void correlation(double *re, double *im, double x, const phw_params *params)
{
    const peak p = single(params);
    *re = 0;
    *im = 0;
    add_peak(re, im, &p, x, 1);
}

static double quantile(double u, const phw_params *params)
{
    const peak p = single(params);
    const double x = p.mean + p.sigma * gsl_cdf_ugaussian_Pinv(u);
    return fmin(fmax(x, -EDGE), EDGE);
}

static const phw_param gauss_params[] = {
    {.name = "mean",
     .unit = "",
     .summary = "centre in units of the largest shift",
     .min = -1,
     .max = 1,
     .preset = 0},
    {.name = "sigma",
     .unit = "",
     .summary = "standard deviation in units of the largest shift",
     .min = 1e-4,
     .max = SIGMA_MAX,
     .preset = 0.1},
};

const phw_spectrum phw_spectrum_gauss = {
    .name = "gauss",
    .summary = "one Gaussian peak, anywhere",
    .reference = "Bello, IEEE Trans. Commun. Syst. 11(4), 1963",
    .params = gauss_params,
    .n_params = sizeof gauss_params / sizeof gauss_params[0],
    .edge = EDGE,
    .cdf = cdf,
    .correlation = correlation,
    .quantile = quantile,
};

const phw_spectrum phw_spectrum_gauss1 = {
    .name = "gauss1",
    .summary = "GAUS1: a strong peak at -0.8, a weak one at 0.4 of the largest shift",
    .reference = "COST 207 final report, 1989, section 2.4",
    .edge = EDGE_NAMED,
    .cdf = first_cdf,
    .correlation = first_correlation,
};

const phw_spectrum phw_spectrum_gauss2 = {
    .name = "gauss2",
    .summary = "GAUS2: a strong peak at 0.7, a weak one at -0.4 of the largest shift",
    .reference = "COST 207 final report, 1989, section 2.4",
    .edge = EDGE_NAMED,
    .cdf = second_cdf,
    .correlation = second_correlation,
};
