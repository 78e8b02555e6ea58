#include "auth/cell_lag.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

static phw_bits draw(size_t n, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), trial};
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, n), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        phw_bits_set(&b, i, phw_rng_below(&rng, i, 3) == 0);
    return b;
}

Test(cell_lag, counts_are_those_of_a_plain_loop)
{
    static const size_t sizes[] = {2, 63, 64, 65, 127, 128, 1000};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; ++s) {
        phw_bits b = draw(sizes[s], (uint32_t)s);
        for (size_t lag = 1; lag < b.n; ++lag) {
            phw_cell_lag plain = {.n = b.n - lag};
            for (size_t i = lag; i < b.n; ++i) {
                plain.before += phw_bits_get(&b, i - lag);
                plain.after += phw_bits_get(&b, i);
                plain.both += phw_bits_get(&b, i - lag) && phw_bits_get(&b, i);
            }
            const phw_cell_lag fast = phw_cell_lag_count(&b, lag);
            cr_assert_eq(fast.n, plain.n, "n %zu, lag %zu", b.n, lag);
            cr_assert_eq(fast.before, plain.before, "n %zu, lag %zu", b.n, lag);
            cr_assert_eq(fast.after, plain.after, "n %zu, lag %zu", b.n, lag);
            cr_assert_eq(fast.both, plain.both, "n %zu, lag %zu", b.n, lag);
        }
        phw_bits_free(&b);
    }
}

Test(cell_lag, correlation_is_pearsons)
{
    const phw_cell_lag same = {.n = 10, .before = 4, .after = 4, .both = 4};
    const phw_cell_lag opposite = {.n = 10, .before = 4, .after = 6, .both = 0};
    const phw_cell_lag none = {.n = 16, .before = 8, .after = 4, .both = 2};
    const phw_cell_lag constant = {.n = 16, .before = 16, .after = 4, .both = 4};
    cr_expect_float_eq(phw_cell_lag_correlation(&same), 1, 1e-12);
    cr_expect_float_eq(phw_cell_lag_correlation(&opposite), -1, 1e-12);
    cr_expect_float_eq(phw_cell_lag_correlation(&none), 0, 1e-12);
    cr_expect_eq(phw_cell_lag_correlation(&constant), 0);
}
