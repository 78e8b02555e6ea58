#include "kgen/filter_kalman.h"

#include <math.h>

#include <gsl/gsl_sf_bessel.h>

#include "kgen/autocovariance.h"
#include "kgen/series.h"

enum {
    DOPPLER,
    SNR,
    SMOOTH
};

#define SNR_UNKNOWN (-100)
#define A_MAX       0.999999

static const phw_param params_table[] = {
    [DOPPLER] = {.name = "doppler",
                 .unit = "",
                 .summary =
                     "Doppler frequency times the interval between rows (Jakes), "
                     "0: from the series",
                 .max = 0.35,
                 .preset = 0},
    [SNR] = {.name = "snr_db",
             .unit = "dB",
             .summary = "signal over noise of a value, -100: from the series",
             .min = SNR_UNKNOWN,
             .max = 100,
             .preset = SNR_UNKNOWN},
    [SMOOTH] = {.name = "smooth",
                .unit = "",
                .summary = "1 uses later rows too, 0 earlier ones alone",
                .max = 1,
                .preset = 1,
                .whole = true},
};

/* x_k = a x_(k-1) + w, w of variance (1 - a^2) power; seen with noise. */
typedef struct model {
    double mean;
    double a;
    double power;
    double noise;
} model;

/* From the series, where the parameters don't say; false when it has no memory. */
static bool fit(model *m, const double *x, size_t n, const phw_params *params)
{
    double r[3];
    double variance = 0;
    phw_autocovariance(r, 2, x, n);
    phw_series_moments(&m->mean, &variance, x, n);
    const double doppler = params->value[DOPPLER];
    m->a = doppler > 0 ? gsl_sf_bessel_J0(2 * M_PI * doppler) : r[2] / r[1];
    if (!(r[1] > 0) || !(m->a > 0))
        return false;
    m->a = fmin(m->a, A_MAX);
    m->power = fmin(r[0], r[1] / m->a);
    if (params->value[SNR] > SNR_UNKNOWN)
        m->power = r[0] / (1 + pow(10, -params->value[SNR] / 10));
    m->noise = r[0] - m->power;
    return m->noise > 0;
}

/* The steady variance P of the prediction: P = a^2 P R / (P + R) + Q, the positive root
 * of P^2 + (R (1 - a^2) - Q) P - Q R = 0. */
static double predicted_variance(const model *m)
{
    const double q = (1 - m->a * m->a) * m->power;
    const double b = m->noise * (1 - m->a * m->a) - q;
    return (sqrt(b * b + 4 * q * m->noise) - b) / 2;
}

static void follow(double *x, size_t n, const model *m, bool smooth)
{
    const double ahead = predicted_variance(m);
    const double gain = ahead / (ahead + m->noise);
    double state = 0;
    for (size_t k = 0; k < n; ++k) {
        state *= m->a;
        state += gain * (x[k] - m->mean - state);
        x[k] = state;
    }
    /* x_k += C (x_(k+1) - a x_k), C = (1 - gain) P a / P = (1 - gain) a. */
    for (size_t k = n - 1; smooth && k-- > 0;)
        x[k] += (1 - gain) * m->a * (x[k + 1] - m->a * x[k]);
    for (size_t k = 0; k < n; ++k)
        x[k] += m->mean;
}

static phw_status apply(phw_features *inout, const phw_params *params)
{
    if (inout->n_rows < 3)
        return phw_fail(PHW_ESHORT, "kalman: %zu rows, at least 3 are needed",
                        inout->n_rows);
    for (size_t c = 0; c < inout->n_components; ++c) {
        double *x = phw_features_series(inout, c);
        model m;
        if (fit(&m, x, inout->n_rows, params))
            follow(x, inout->n_rows, &m, params->value[SMOOTH] > 0);
    }
    return PHW_OK;
}

const phw_filter phw_filter_kalman = {
    .name = "kalman",
    .summary = "follows each series by a first-order model of given or estimated "
               "Doppler: less noise, less entropy an instant",
    .reference = "Kalman, J. Basic Eng. 82(1), 1960; Rauch, Tung and Striebel, AIAA J. "
                 "3(8), 1965",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .apply = apply,
};
