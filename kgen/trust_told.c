#include "kgen/trust_told.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/estimator_gaussian.h"
#include "kgen/portmanteau.h"
#include "kgen/trust.h"

/* Per row, 0 where it was dropped: the noise, what is public of its square, its square.
 */
typedef struct noise {
    double *value;
    double *seen;
    double *power;
} noise;

/* Of a standard normal above x: its probability, mean and mean square. */
typedef struct part {
    double probability;
    double mean;
    double square;
} part;

static part above(double x)
{
    const double tail = 0.5 * erfc(x * M_SQRT1_2);
    const double density = exp(-0.5 * x * x) * 0.5 * M_2_SQRTPI * M_SQRT1_2;
    /* Far out the mean is x + 1 / x. */
    const double mean = x > 30 ? x + 1 / x : density / tail;
    return (part){tail, mean, 1 + x * mean};
}

static void enter(const noise *to, size_t i, uint8_t level, double z, bool positive,
                  double rho)
{
    const double open = sqrt(1 - rho * rho);
    const double drift = rho * phw_trust_magnitude(level) / open;
    const double least = phw_trust_threshold(level, rho) / open;
    const part equal = above(least - drift);
    const part differ = above(least + drift);
    const double kept = equal.probability + differ.probability;
    to->value[i] = z / open - (positive ? drift : -drift);
    to->seen[i] = (equal.probability * equal.mean * equal.mean +
                   differ.probability * differ.mean * differ.mean) /
                  kept;
    to->power[i] =
        (equal.probability * equal.square + differ.probability * differ.square) / kept;
}

/* The statistic, and how much of what it sees Eve sees. */
static void compare(double *statistic, double *share, const noise *x, size_t n,
                    size_t n_lags)
{
    double seen = 0;
    double power = 0;
    *statistic = 0;
    for (size_t j = 1; j <= n_lags; ++j) {
        double product = 0;
        double squares = 0;
        for (size_t i = j; i < n; ++i) {
            const double p = x->value[i] * x->value[i - j];
            product += p;
            squares += p * p;
            seen += x->seen[i] * x->seen[i - j];
            power += x->power[i] * x->power[i - j];
        }
        *statistic += squares > 0 ? product * product / squares : 0;
    }
    *share = power > 0 ? seen / power : 1;
}

static double told(const noise *x, size_t n)
{
    size_t n_kept = 0;
    for (size_t i = 0; i < n; ++i)
        n_kept += x->power[i] > 0;
    const size_t lags =
        n / 8 < PHW_PORTMANTEAU_LAGS ? n / 8 : (size_t)PHW_PORTMANTEAU_LAGS;
    double statistic = 0;
    double share = 0;
    if (n_kept == 0)
        return 0;
    compare(&statistic, &share, x, n, lags);
    const double rows = (double)n_kept;
    const double together =
        share * phw_portmanteau_noncentrality(statistic, (double)lags);
    return rows * phw_gaussian_divergence(1 / (1 + together / rows));
}

phw_status phw_trust_told(double *bits, const uint8_t *level, const double *z,
                          const uint8_t *sign, size_t n)
{
    double *room = NULL;
    if (n > SIZE_MAX / 4)
        return phw_fail(PHW_ENOMEM, "trust: %zu values are too many", n);
    PHW_TRY(phw_array_alloc(&room, 4 * n, sizeof *room));
    double *rho = room + 3 * n;
    const noise x = {room, room + n, room + 2 * n};
    const phw_status s = phw_trust_fit(rho, level, z, n);
    for (size_t i = 0; i < n && !s; ++i) {
        if (sign[i] != PHW_TRUST_DROPPED)
            enter(&x, i, level[i], z[i], sign[i] == 1, rho[i]);
    }
    if (!s)
        *bits = told(&x, n);
    sodium_memzero(room, 4 * n * sizeof *room);
    free(room);
    return s;
}
