#include "tools/uplink_closed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "encrypt/uplink_theory.h"
#include "phy/line_error.h"

static phw_status make_window(phw_uplink_closed *c, const phw_uplink_view *view,
                              int64_t from, int64_t middle, int64_t to)
{
    const size_t n = (size_t)(to - from);
    PHW_TRY(phw_array_alloc(&c->covariance, n * n, sizeof(double)));
    PHW_TRY(phw_array_alloc(&c->sum, n * n, sizeof(double)));
    PHW_TRY(phw_array_alloc(&c->sign, n, sizeof(double)));
    for (size_t i = 0; i < n; ++i)
        c->sign[i] = from + (int64_t)i < middle ? 1 : -1;
    c->n = n;
    return phw_noise_covariance(c->covariance, &view->noise, from, n);
}

phw_status phw_uplink_closed_make(phw_uplink_closed *out, const phw_uplink_view *view)
{
    phw_uplink_closed c = {.last = {(double)NAN, (double)NAN, (double)NAN}};
    /* A pair well inside the reply. */
    const int64_t half = 4 + view->code->first_half;
    const int64_t from = phw_half_bit_from(&view->clock, half);
    const int64_t to = phw_half_bit_from(&view->clock, half + 2);
    if (to - from > PHW_NOISE_WINDOW_MAX)
        return phw_fail(PHW_EARG,
                        "a pair of half bits has %lld samples; expected at "
                        "most %d",
                        (long long)(to - from), PHW_NOISE_WINDOW_MAX);
    phw_status s = phw_noise_pair_share(&c.kappa, &view->noise, &view->clock, half);
    if (!s)
        s = make_window(&c, view, from, phw_half_bit_from(&view->clock, half + 1), to);
    if (s) {
        phw_uplink_closed_free(&c);
        return s;
    }
    *out = c;
    return PHW_OK;
}

void phw_uplink_closed_free(phw_uplink_closed *c)
{
    free(c->covariance);
    free(c->sum);
    free(c->sign);
    *c = (phw_uplink_closed){0};
}

static double power(phw_cf x)
{
    return phw_cf_power(x);
}

/* d^2 over the samples of one pair: circular noise, of which half the power lies along
 * the tag. */
static phw_status whitened(double *snr, phw_uplink_closed *c,
                           const phw_uplink_view *view)
{
    const double tag = power(view->tag[0]);
    const double noise = power(view->noise_channel[0]);
    if (c->last[0] == tag && c->last[1] == noise) {
        *snr = c->last[2];
        return PHW_OK;
    }
    for (size_t i = 0; i < c->n * c->n; ++i)
        c->sum[i] = noise / 2 * c->covariance[i];
    double squared = 0;
    PHW_TRY(phw_uplink_deflection(&squared, c->sign, c->sum, c->n,
                                  view->noise_variance / 2));
    *snr = tag * squared;
    c->last[0] = tag;
    c->last[1] = noise;
    c->last[2] = *snr;
    return PHW_OK;
}

phw_status phw_uplink_closed_snr(double *snr, phw_uplink_closed *c, const char *attack,
                                 const phw_uplink_view *view)
{
    const double sigma = view->noise_variance / view->clock.length;
    const double power_sent = c->kappa * view->noise.power;
    *snr = (double)NAN;
    if (!view->noise.law->gaussian)
        return PHW_OK;
    if (strcmp(attack, "whitened") == 0)
        return whitened(snr, c, view);
    /* Circular Gaussian noise leaves nothing better than the sign along the tag. */
    if (strcmp(attack, "slicer") == 0 || strcmp(attack, "likelihood") == 0)
        *snr = 2 * power(view->tag[0]) /
               (power_sent * power(view->noise_channel[0]) + sigma / 2);
    if (strcmp(attack, "nulling") == 0)
        *snr = 2 * phw_uplink_combined_sinr(view->tag, view->noise_channel,
                                            view->n_antennas, power_sent, sigma / 2);
    return PHW_OK;
}

/* A bit's error rate of a pair's. */
static double bit_of(const phw_line_code *code, double q)
{
    return code->first_half == 0 ? q : 2 * q * (1 - q);
}

double phw_uplink_closed_ber(const phw_line_code *code, double snr)
{
    return bit_of(code, phw_uplink_error_gaussian(snr, 1));
}

/* The noise's amplitude along the tag and across it, in units of the tag's, and the
 * real deviation of a decision in them. */
typedef struct four_points {
    double along;
    double across;
    double deviation;
} four_points;

static four_points points_of(const phw_uplink_view *view)
{
    const double complex g = (double complex)view->tag[0];
    const double complex h = (double complex)view->noise_channel[0];
    const double tag = power(view->tag[0]);
    const double complex ratio = conj(g) * h * sqrt(view->noise.power) / tag;
    const double variance = view->noise_variance / (4 * view->clock.length * tag);
    return (four_points){fabs(creal(ratio)), fabs(cimag(ratio)), sqrt(variance)};
}

void phw_uplink_closed_binary(double *ber, double *information,
                              const phw_uplink_closed *c, const char *attack,
                              const phw_uplink_view *view)
{
    const four_points p = points_of(view);
    const double s = p.deviation;
    *ber = *information = (double)NAN;
    if (strcmp(view->noise.law->name, "binary") != 0 || c->kappa < 1 - 1e-9)
        return;
    if (strcmp(attack, "slicer") == 0)
        *ber = bit_of(view->code, (phw_gaussian_tail((1 + p.along) / s) +
                                   phw_gaussian_tail((1 - p.along) / s)) /
                                      2);
    if (strcmp(attack, "likelihood") != 0 || p.across > 1e-6 * p.along || p.along < 0.5)
        return;
    *ber = bit_of(view->code, phw_uplink_error_binary(p.along, s));
    if (view->code->first_half == 0 &&
        phw_uplink_information_lattice(information, 2, p.along * p.along,
                                       1 / (s * s)) != PHW_OK)
        *information = (double)NAN;
}

double phw_uplink_closed_information(const phw_line_code *code, double snr)
{
    if (!isfinite(snr) || code->first_half != 0)
        return (double)NAN;
    return phw_uplink_information_bpsk(snr);
}
