#include "channel/spectrum_directional.h"

#include <complex.h>
#include <math.h>

#include "core/sample.h"

#define KAPPA_MAX 200

/* I_n(kappa) / I_0(kappa) is about e^{-n^2 / (2 kappa)}: 1e-17 at n = 125 for the
 * largest kappa. */
#define TERMS 160

/* Where the downward recurrence of the ratios begins, high enough for any start. */
#define START 256

/* Most steps of a search, and the angle at which it may end. */
#define STEPS     64
#define TURN_GRID 1e-13

/* The series is good to some 1e-14; on this grid what should be level is level. */
#define GRID 0x1p-42

/* Smaller ones change no digit. */
#define SMALLEST 1e-18

/* coefficient[n] = E cos(n angle) = cos(n mean) I_n(kappa) / I_0(kappa); how many. */
static int moments(double coefficient[TERMS], const phw_params *params)
{
    const double mean = params->value[0] * M_PI / 180;
    const double kappa = params->value[1];
    double ratio[START + 1];
    /* I_n / I_{n-1} = kappa / (2 n + kappa I_{n+1} / I_n). */
    ratio[START] = 0;
    for (int n = START; n > 0; --n)
        ratio[n - 1] = kappa / (2.0 * n + kappa * ratio[n]);
    const double complex turn = CMPLX(cos(mean), sin(mean));
    double complex phase = 1;
    double size = 1;
    coefficient[0] = 1;
    int n = 1;
    for (; n < TERMS && size > SMALLEST; ++n) {
        phase *= turn;
        size *= ratio[n - 1];
        coefficient[n] = creal(phase) * size;
    }
    return n;
}

/* The shift is the cosine of the angle, so it is at most cos a for angles from a to
 * 2 pi - a: the integral of (1 + 2 sum_n c_n cos(n angle)) / (2 pi) over them. `slope`
 * is what that loses by a. */
static double share_beyond(double *slope, double a, const double *coefficient,
                           int n_terms)
{
    const double complex turn = CMPLX(cos(a), sin(a));
    double complex phase = 1;
    double sum = 0.5 * a;
    double density = 0.5;
    for (int n = 1; n < n_terms; ++n) {
        phase *= turn;
        sum += coefficient[n] * cimag(phase) / n;
        density += coefficient[n] * creal(phase);
    }
    *slope = 2 * density / M_PI;
    return 1 - 2 * sum / M_PI;
}

static double cdf(double x, const phw_params *params)
{
    if (x < -1 || x >= 1)
        return x < 0 ? 0 : 1;
    double coefficient[TERMS];
    const int n_terms = moments(coefficient, params);
    double slope = 0;
    const double share = share_beyond(&slope, acos(x), coefficient, n_terms);
    return fmin(fmax(floor(share / GRID + 0.5) * GRID, 0), 1);
}

/* Newton's steps in the angle, where the share has no edge, kept within what is known
 * by halving. */
static double quantile(double u, const phw_params *params)
{
    double coefficient[TERMS];
    const int n_terms = moments(coefficient, params);
    double low = 0;
    double high = M_PI;
    double a = 0.5 * M_PI;
    for (int i = 0; i < STEPS && high - low > TURN_GRID; ++i) {
        double slope = 0;
        const double over = share_beyond(&slope, a, coefficient, n_terms) - u;
        if (over >= 0)
            low = a;
        else
            high = a;
        const double next = slope > 0 ? a + over / slope : low;
        if (slope > 0 && next == a)
            break;
        a = next > low && next < high ? next : 0.5 * (low + high);
    }
    return cos(a);
}

/* Jacobi and Anger: e^{j D cos a} = J_0(D) + 2 sum_n j^n J_n(D) cos(n a). */
static void correlation(double *re, double *im, double x, const phw_params *params)
{
    double coefficient[TERMS];
    const int n_terms = moments(coefficient, params);
    const double angle = 2 * M_PI * x;
    double sum[2] = {j0(angle), 0};
    for (int n = 1; n < n_terms; ++n) {
        const double term = 2 * coefficient[n] * jn(n, angle);
        sum[n % 2] += (n & 2) != 0 ? -term : term;
    }
    *re = sum[0];
    *im = sum[1];
}

static const phw_param directional_params[] = {
    {.name = "mean_deg",
     .unit = "deg",
     .summary = "mean angle of arrival from the direction of motion",
     .min = -180,
     .max = 180,
     .preset = 0},
    {.name = "kappa",
     .unit = "",
     .summary = "concentration about it; 0: from all sides",
     .min = 0,
     .max = KAPPA_MAX,
     .preset = 3},
};

const phw_spectrum phw_spectrum_directional = {
    .name = "directional",
    .summary = "waves mostly from one side of the plane, von Mises' law",
    .reference = "Abdi, Barger and Kaveh, IEEE Trans. Veh. Technol. 51(3), 2002",
    .params = directional_params,
    .n_params = sizeof directional_params / sizeof directional_params[0],
    .edge = 1,
    .cdf = cdf,
    .correlation = correlation,
    .quantile = quantile,
};
