#include "encrypt/wiretap_model_jamming.h"

#include <complex.h>
#include <math.h>

#include "encrypt/wiretap.h"

enum {
    ANTENNAS = 0,
    EVE_ANTENNAS,
    SHARE,
    N_PARAMS
};

#define ANTENNAS_MAX 16

/* Of Simpson's rule; the integrand is smooth. */
#define PIECES 2000

static const phw_param params[N_PARAMS] = {
    {.name = "antennas",
     .unit = "",
     .summary = "of the transmitter",
     .min = 2,
     .max = ANTENNAS_MAX,
     .preset = 4,
     .whole = true},
    {.name = "eve",
     .unit = "",
     .summary = "antennas of Eve; from two on she has no noise of her own",
     .min = 1,
     .max = ANTENNAS_MAX,
     .preset = 1,
     .whole = true},
    {.name = "share",
     .unit = "",
     .summary = "of the power, for data",
     .min = 0.001,
     .max = 1,
     .preset = 0.5},
};

static phw_wiretap_jamming jamming(const phw_wiretap_setting *s)
{
    const double *v = s->params.value;
    return (phw_wiretap_jamming){(size_t)v[ANTENNAS], (size_t)v[EVE_ANTENNAS], v[SHARE],
                                 s->snr_eve};
}

static double bob(const phw_wiretap_setting *s)
{
    return s->params.value[SHARE] * s->snr_bob;
}

/* Mean of [log2((1 + b) / (1 + X))]+ = integral of P(X <= 2^v - 1) over v in bits from
 * 0 to log2(1 + b). */
static double mean_bits(const phw_wiretap_jamming *j, double b)
{
    const double step = log2(1 + b) / PIECES;
    double sum = 0;
    for (int i = 0; i <= PIECES; ++i) {
        const double weight = i == 0 || i == PIECES ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * (1 - phw_wiretap_jamming_tail(j, exp2(step * i) - 1));
    }
    return step * sum / 3;
}

static void figures(phw_wiretap_figures *out, const phw_wiretap_setting *s)
{
    const phw_wiretap_jamming j = jamming(s);
    const double b = bob(s);
    const double enough = (1 + b) * exp2(-s->rate) - 1;
    *out = (phw_wiretap_figures){
        .positive_probability = 1 - phw_wiretap_jamming_tail(&j, b),
        .outage = enough >= 0 ? phw_wiretap_jamming_tail(&j, enough) : 1,
        .ergodic_bits = mean_bits(&j, b),
        .best_share = (double)NAN,
    };
}

/* h^H A^-1 h for a positive definite A[n][n], which becomes its Cholesky factor: the
 * squared length of L^-1 h. */
static double inverse_form(double complex *a, const phw_cf *h, size_t n)
{
    double complex y[ANTENNAS_MAX];
    double form = 0;
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k <= i; ++k) {
            double complex sum = a[i * n + k];
            for (size_t m = 0; m < k; ++m)
                sum -= a[i * n + m] * conj(a[k * n + m]);
            a[i * n + k] = i == k ? sqrt(creal(sum)) : sum / a[k * n + k];
        }
        y[i] = (double complex)h[i];
        for (size_t m = 0; m < i; ++m)
            y[i] -= a[i * n + m] * y[m];
        y[i] /= a[i * n + i];
        form += creal(y[i]) * creal(y[i]) + cimag(y[i]) * cimag(y[i]);
    }
    return form;
}

/* Eve's SINR: h is the data's way to her antennas, g[N - 1][n] the noise's. */
static double eve_ratio(const phw_wiretap_jamming *j, const phw_cf *h, const phw_cf *g)
{
    double complex a[ANTENNAS_MAX * ANTENNAS_MAX];
    const size_t n = j->n_eve;
    /* Nothing disturbs her, or she hears nothing. */
    if (n >= j->n_antennas || (n > 1 && j->share >= 1))
        return HUGE_VAL;
    if (n == 1 && j->snr_eve <= 0)
        return 0;
    const double each = (1 - j->share) / (double)(j->n_antennas - 1);
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k <= i; ++k) {
            double complex sum = 0;
            for (size_t m = 0; m + 1 < j->n_antennas; ++m)
                sum += (double complex)(g[m * n + i] * conjf(g[m * n + k]));
            a[i * n + k] = each * sum;
        }
    }
    if (n == 1)
        a[0] += 1 / j->snr_eve;
    return j->share * inverse_form(a, h, n);
}

static void draw(double *out, const phw_wiretap_setting *s, const phw_rng *rng,
                 uint64_t from, size_t n)
{
    const phw_wiretap_jamming j = jamming(s);
    const double b = bob(s);
    const size_t n_draws = j.n_antennas * j.n_eve;
    phw_cf x[ANTENNAS_MAX * ANTENNAS_MAX];
    for (size_t i = 0; i < n; ++i) {
        phw_rng_normal_complex(x, rng, 1, (from + i) * n_draws, n_draws);
        const double eve = eve_ratio(&j, x, x + j.n_eve);
        out[i] = fmax(0, (log1p(b) - log1p(eve)) / log(2));
    }
}

const phw_wiretap_model phw_wiretap_model_jamming = {
    .name = "jamming",
    .summary = "several antennas: data to Bob, noise to where he does not hear it",
    .reference = "Goel and Negi, IEEE TWC 7(6), 2008; Zhou and McKay, IEEE TVT 59(8), "
                 "2010",
    .params = params,
    .n_params = N_PARAMS,
    .figures = figures,
    .draw = draw,
};
