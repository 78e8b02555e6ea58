#include "kgen/fast_cascade_sizes.h"

#include <criterion/criterion.h>

Test(fast_cascade_sizes, powers_stay_at_or_below_the_quotient)
{
    cr_expect_eq(phw_fast_cascade_power(1, 0.25), 4);
    cr_expect_eq(phw_fast_cascade_power(1, 0.26), 2);
    cr_expect_eq(phw_fast_cascade_power(1, 0.01), 64);
    cr_expect_eq(phw_fast_cascade_power(5, 1e-5), 262144);
    cr_expect_eq(phw_fast_cascade_power(0.1, 0.25), 1, "at least one");
}

Test(fast_cascade_sizes, many_bits_have_more_passes)
{
    cr_expect_eq(phw_fast_cascade_passes(1), 2);
    cr_expect_eq(phw_fast_cascade_passes(10000), 2);
    cr_expect_eq(phw_fast_cascade_passes(100000), 3);
    cr_expect_eq(phw_fast_cascade_passes(10000000), 4);
    cr_expect_eq(phw_fast_cascade_passes(32767), 2);
    cr_expect_eq(phw_fast_cascade_passes(32768), 3);
    cr_expect_eq(phw_fast_cascade_passes(2097151), 3);
    cr_expect_eq(phw_fast_cascade_passes(2097152), 4);
    cr_expect_eq(phw_fast_cascade_late(2, 0.05), 4096);
    cr_expect_eq(phw_fast_cascade_late(3, 0.05), 65536);
}
