#include "auth/cell_position.h"

#include <criterion/criterion.h>

#include "core/rng.h"

static phw_bits draw(size_t n)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 4), 0};
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, n), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        phw_bits_set(&b, i, phw_rng_below(&rng, i, 3) == 0);
    return b;
}

/* The formula, place by place. */
static double plain(const phw_bits *b, size_t period)
{
    double sum = 0;
    for (size_t c = 0; c < period; ++c) {
        double ones = 0;
        double cells = 0;
        for (size_t i = c; i < b->n; i += period) {
            ones += phw_bits_get(b, i);
            cells += 1;
        }
        sum += (2 * ones - cells) * (2 * ones - cells) / cells;
    }
    return sum;
}

Test(cell_position, every_period_is_that_of_a_plain_loop)
{
    static const size_t sizes[] = {1, 2, 63, 64, 65, 1000, 5001};
    static double bias[PHW_CELL_PERIODS_MAX];
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; ++s) {
        phw_bits b = draw(sizes[s]);
        for (size_t n = 1; n <= b.n && n <= PHW_CELL_PERIODS_MAX; n += n / 3 + 1) {
            cr_assert_eq(phw_cell_position_scan(bias, n, &b), PHW_OK);
            for (size_t period = 1; period <= n; ++period)
                cr_assert_float_eq(bias[period - 1], plain(&b, period), 1e-9,
                                   "%zu cells, %zu of %zu", b.n, period, n);
        }
        phw_bits_free(&b);
    }
}

/* All of a pattern that repeats: each place's cells agree, so the sum is that of all.
 */
Test(cell_position, a_pattern_shows_at_its_period_and_multiples_alone)
{
    enum {
        N = 12000,
        PERIODS = 40
    };

    double bias[PERIODS];
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, N), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        phw_bits_set(&b, i, (0x0bU >> i % 10 & 1) != 0);
    cr_assert_eq(phw_cell_position_scan(bias, PERIODS, &b), PHW_OK);
    for (size_t period = 1; period <= PERIODS; ++period) {
        if (period % 10 == 0)
            cr_expect_float_eq(bias[period - 1], N, 1e-6);
        else
            cr_expect_lt(bias[period - 1], 0.7 * N, "%zu", period);
    }
    phw_bits_free(&b);
}
