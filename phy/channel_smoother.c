#include "phy/channel_smoother.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "core/vectorised.h"

#define N       PHW_HT_N_USED
#define FROM    PHW_CHANNEL_DELAY_FROM
#define TO      PHW_CHANNEL_DELAY_TO
#define MIDDLE  (0.5 * (FROM + TO))
#define ELSE    1e-3
#define LEAST   (ELSE / 4)
#define N_LANES 8
#define N_DELAY (TO - FROM + 1)

/* With the middle of the delays turned to 0 their correlation is real. */
struct phw_channel_smoother {
    size_t n;
    float correlation[N][N]; /* R */
    float lower[N][N];       /* column j of the Cholesky factor in row j */
    float re[N];
    float im[N];
    phw_cf turn[N]; /* to the middle */
};

/* Of two carriers `apart`: the mean of cos over the delays, and 1 - ELSE of it. */
static double correlate(int apart)
{
    double sum = 0;
    for (int d = FROM; d <= TO; ++d)
        sum += cos(2 * M_PI * apart * (d - MIDDLE) / PHW_OFDM_N_FFT);
    return (1 - ELSE) * sum / N_DELAY + (apart == 0 ? ELSE : 0);
}

phw_status phw_channel_smoother_create(phw_channel_smoother **out,
                                       const phw_wifi_carriers *c)
{
    phw_channel_smoother *s = NULL;
    PHW_TRY(phw_array_alloc(&s, 1, sizeof *s));
    s->n = c->n_used;
    float table[2 * PHW_OFDM_N_FFT];
    for (int apart = 0; apart < 2 * PHW_OFDM_N_FFT; ++apart)
        table[apart] = (float)correlate(apart);
    for (size_t i = 0; i < s->n; ++i) {
        for (size_t k = 0; k < s->n; ++k)
            s->correlation[i][k] = table[abs(c->carrier[i] - c->carrier[k])];
        s->turn[i] =
            (phw_cf)cexp(CMPLX(0, 2 * M_PI * c->carrier[i] * MIDDLE / PHW_OFDM_N_FFT));
    }
    *out = s;
    return PHW_OK;
}

void phw_channel_smoother_destroy(phw_channel_smoother *s)
{
    free(s);
}

/* R + share = L L'. Column by column, each taken off those after it. Its least
 * eigenvalue is ELSE or more: single precision will do. */
PHW_VECTORISED
static void factor(float lower[N][N], float correlation[N][N], size_t n, float share)
{
    memcpy(lower, correlation, N * sizeof *lower);
    for (size_t j = 0; j < n; ++j)
        lower[j][j] += share;
    for (size_t j = 0; j < n; ++j) {
        const float scale = 1 / sqrtf(lower[j][j]);
        for (size_t i = j; i < n; ++i)
            lower[j][i] *= scale;
        for (size_t k = j + 1; k < n; ++k) {
            const float x = lower[j][k];
            for (size_t i = k; i < n; ++i)
                lower[k][i] -= x * lower[j][i];
        }
    }
}

/* Sum of a[i] x[i] over [from, n). */
static inline float multiply(const float *a, const float *x, size_t from, size_t n)
{
    float lane[N_LANES] = {0};
    float sum = 0;
    size_t i = from;
    for (; i + N_LANES <= n; i += N_LANES)
        for (size_t k = 0; k < N_LANES; ++k)
            lane[k] += a[i + k] * x[i + k];
    for (; i < n; ++i)
        sum += a[i] * x[i];
    for (size_t k = 0; k < N_LANES; ++k)
        sum += lane[k];
    return sum;
}

/* x <- (L L')^-1 x. */
PHW_VECTORISED
static void solve(float lower[N][N], float x[N], size_t n)
{
    for (size_t j = 0; j < n; ++j) {
        x[j] /= lower[j][j];
        for (size_t i = j + 1; i < n; ++i)
            x[i] -= lower[j][i] * x[j];
    }
    for (size_t j = n; j-- > 0;)
        x[j] = (x[j] - multiply(lower[j], x, j + 1, n)) / lower[j][j];
}

void phw_channel_smoother_run(phw_channel_smoother *s, phw_cf *h, double noise,
                              double power)
{
    const double share = noise / power;
    if (!(noise > 0 && power > 0 && share >= LEAST && share < 1e9))
        return;
    factor(s->lower, s->correlation, s->n, (float)share);
    for (size_t i = 0; i < s->n; ++i) {
        const phw_cf x = h[i] * s->turn[i];
        s->re[i] = crealf(x);
        s->im[i] = cimagf(x);
    }
    solve(s->lower, s->re, s->n);
    solve(s->lower, s->im, s->n);
    /* R (R + share)^-1 = 1 - share (R + share)^-1 */
    for (size_t i = 0; i < s->n; ++i)
        h[i] -= (float)share * CMPLXF(s->re[i], s->im[i]) * conjf(s->turn[i]);
}

double phw_channel_smoother_error(phw_channel_smoother *s, double noise, double power)
{
    const double share = noise / power;
    double trace = 0;
    factor(s->lower, s->correlation, s->n, (float)share);
    for (size_t i = 0; i < s->n; ++i) {
        memset(s->re, 0, sizeof s->re);
        s->re[i] = 1;
        solve(s->lower, s->re, s->n);
        trace += (double)s->re[i];
    }
    return noise * (1 - share * trace / (double)s->n);
}
