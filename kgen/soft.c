#include "kgen/soft.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <sodium.h>

#include "core/signal.h"
#include "kgen/series.h"

void phw_soft_equal_shares(phw_soft_map *map)
{
    for (unsigned k = 1; k < map->n_levels; ++k)
        map->threshold[k - 1] =
            gsl_cdf_ugaussian_Pinv((double)k / (double)map->n_levels);
}

/* P(a < Z < b) of a standard normal, from the nearer tail so that a small one keeps its
 * digits. */
static double mass(double a, double b)
{
    if (a > 0)
        return 0.5 * (erfc(a * M_SQRT1_2) - erfc(b * M_SQRT1_2));
    return 0.5 * (erfc(-b * M_SQRT1_2) - erfc(-a * M_SQRT1_2));
}

/* Probabilities of the levels; 0 where they are not of what was said. */
static void weigh(double *weight, double mean, double deviation,
                  const phw_soft_map *map, const uint8_t *said)
{
    double from = -HUGE_VAL;
    for (unsigned k = 0; k < map->n_levels; ++k) {
        const double to =
            k + 1 < map->n_levels ? (map->threshold[k] - mean) / deviation : HUGE_VAL;
        const unsigned symbol = map->symbol[k];
        const bool matches = symbol != PHW_SOFT_DROPPED &&
                             (said == NULL || symbol >> map->n_bits == *said);
        weight[k] = matches ? mass(from, to) : 0;
        from = to;
    }
}

static float ratio(double zero, double one)
{
    const double most = (double)PHW_SOFT_MAX;
    if (!(zero > 0 || one > 0))
        return 0;
    return (float)fmin(most, fmax(-most, log(zero) - log(one)));
}

void phw_soft_cells(float *llr, const double *z, size_t n, const phw_soft_map *map,
                    double rho, const uint8_t *said)
{
    assert(map->n_levels <= PHW_SOFT_LEVELS_MAX && fabs(rho) < 1);
    const double deviation = sqrt(1 - rho * rho);
    double weight[PHW_SOFT_LEVELS_MAX];
    for (size_t i = 0; i < n; ++i) {
        weigh(weight, rho * z[i], deviation, map, said != NULL ? said + i : NULL);
        for (unsigned plane = 0; plane < map->n_bits; ++plane) {
            double sum[2] = {0, 0};
            for (unsigned k = 0; k < map->n_levels; ++k)
                sum[(map->symbol[k] >> (map->n_bits - 1 - plane)) & 1U] += weight[k];
            llr[plane * n + i] = ratio(sum[0], sum[1]);
        }
    }
}

phw_status phw_soft_by_rank(float *llr, const double *x, size_t n,
                            const phw_soft_map *map, double rho, const uint8_t *said)
{
    double *z = NULL;
    PHW_TRY(phw_array_alloc(&z, n, sizeof *z));
    const phw_status s = phw_series_normal_scores(z, x, n);
    if (!s)
        phw_soft_cells(llr, z, n, map, rho, said);
    sodium_memzero(z, n * sizeof *z);
    free(z);
    return s;
}

phw_status phw_soft_by_moments(float *llr, const double *x, size_t n,
                               const phw_soft_map *map, double rho, const uint8_t *said)
{
    double mean = 0;
    double variance = 0;
    double *z = NULL;
    PHW_TRY(phw_array_alloc(&z, n, sizeof *z));
    phw_series_moments(&mean, &variance, x, n);
    for (size_t i = 0; i < n; ++i)
        z[i] = (x[i] - mean) / sqrt(variance);
    phw_soft_cells(llr, z, n, map, rho, said);
    sodium_memzero(z, n * sizeof *z);
    free(z);
    return PHW_OK;
}
