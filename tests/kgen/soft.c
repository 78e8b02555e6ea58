#include "kgen/soft.h"

#include <gsl/gsl_cdf.h>

#include "kgen/quantizers.h"

#include "tests/kgen/pair.h"

/* ln P(bit 0) / P(bit 1) by a sum over steps of 1/400 deviation: the remainder of the
 * rectangle rule at the cells' ends is below 1e-3 of a cell's share here. */
static double by_sum(const phw_soft_map *map, unsigned plane, double mean,
                     double deviation, int said)
{
    double sum[2] = {0, 0};
    for (int i = -4000; i <= 4000; ++i) {
        const double v = mean + deviation * i / 400.0;
        unsigned level = 0;
        while (level + 1 < map->n_levels && v >= map->threshold[level])
            ++level;
        const unsigned symbol = map->symbol[level];
        if (symbol == PHW_SOFT_DROPPED || (int)(symbol >> map->n_bits) != said)
            continue;
        const double u = i / 400.0;
        sum[(symbol >> (map->n_bits - 1 - plane)) & 1U] += exp(-0.5 * u * u);
    }
    return log(sum[0] / sum[1]);
}

Test(soft, ratios_are_those_of_the_cells)
{
    phw_soft_map map = {.n_levels = 16, .n_bits = 2};
    for (unsigned k = 0; k < 16; ++k)
        map.symbol[k] = (uint8_t)(4 * (k % 4 / 2) + phw_gray(k / 4));
    phw_soft_equal_shares(&map);
    const double z[] = {-1.3, -0.4, 0, 0.7, 2};
    const uint8_t said[] = {0, 1, 1, 0, 1};
    float llr[10];
    phw_soft_cells(llr, z, 5, &map, 0.8, said);
    for (unsigned plane = 0; plane < 2; ++plane) {
        for (unsigned i = 0; i < 5; ++i)
            cr_expect_float_eq((double)llr[plane * 5 + i],
                               by_sum(&map, plane, 0.8 * z[i], 0.6, said[i]), 0.02,
                               "plane %u of %g", plane, z[i]);
    }
}

/* The note's closed form of the sign: ln(Phi(rho x / s) / (1 - Phi(rho x / s))). */
Test(soft, of_a_sign_is_the_closed_form)
{
    phw_soft_map map = {.n_levels = 2, .n_bits = 1, .symbol = {0, 1}};
    phw_soft_equal_shares(&map);
    cr_expect_float_eq(map.threshold[0], 0, 1e-15);
    const double z[] = {-2, -0.5, 0, 1.5};
    float llr[4];
    phw_soft_cells(llr, z, 4, &map, 0.9, NULL);
    for (unsigned i = 0; i < 4; ++i) {
        const double u = 0.9 * z[i] / sqrt(1 - 0.81);
        const double p = gsl_cdf_ugaussian_P(u);
        cr_expect_float_eq((double)llr[i], log((1 - p) / p), 1e-5);
    }
}

/* Draws both ends' values and counts how often the leader's bits are 1 where the ratio
 * says so: in each of ten classes of the probability the ones are the sum of
 * 1 / (1 + e^llr) within 5 sqrt(n p (1 - p)), and 3 for classes of a few. The ends' own
 * thresholds are off by 1 / sqrt(N), which is a fifth of that or less. */
static void check_calibration(const phw_quantizer *q, double rho)
{
    enum {
        N = 200000,
        CLASSES = 10
    };

    phw_params params;
    phw_params_preset(&params, q->params, q->n_params);
    const unsigned n_bits = q->n_bits(&params);
    const pair p = pair_normal(N, rho, 3);
    const unsigned n_said = phw_quantizer_said_bits(q, &params, n_bits);
    uint8_t *said = n_said > 0 ? calloc(N, 1) : NULL;
    if (n_said > 0)
        cr_assert_eq(q->announce(said, p.x, N, n_bits, &params), PHW_OK);
    phw_symbols s = {0};
    float *llr = calloc((size_t)N * n_bits, sizeof *llr);
    cr_assert_eq(q->label(&s, p.x, N, n_bits, &params, true, said), PHW_OK);
    cr_assert_eq(q->soft(llr, p.y, N, n_bits, &params, rho, said), PHW_OK);
    double ones[CLASSES] = {0};
    double expected[CLASSES] = {0};
    double count[CLASSES] = {0};
    for (size_t i = 0; i < (size_t)N * n_bits; ++i) {
        if (!s.keep[i % N])
            continue;
        const double chance = 1 / (1 + exp((double)llr[i]));
        const unsigned k = (unsigned)fmin(CLASSES - 1, chance * CLASSES);
        const unsigned shift = n_bits - 1 - (unsigned)(i / N);
        ones[k] += (s.symbol[i % N] >> shift) & 1U;
        expected[k] += chance;
        count[k] += 1;
    }
    for (unsigned k = 0; k < CLASSES; ++k) {
        const double mean = expected[k] / fmax(1, count[k]);
        cr_expect_float_eq(ones[k], expected[k],
                           5 * sqrt(count[k] * mean * (1 - mean)) + 3,
                           "%s: class %u: %g ones, %g expected of %g", q->name, k,
                           ones[k], expected[k], count[k]);
    }
    free(said);
    free(llr);
    free(p.x);
    free(p.y);
    phw_symbols_free(&s);
}

Test(soft, every_entry_that_tells_is_calibrated)
{
    size_t n = 0;
    const phw_quantizer *const *list = phw_quantizer_list(&n);
    size_t n_soft = 0;
    for (size_t i = 0; i < n; ++i) {
        if (list[i]->soft == NULL)
            continue;
        ++n_soft;
        check_calibration(list[i], 0.9);
    }
    cr_expect_geq(n_soft, 3);
}
