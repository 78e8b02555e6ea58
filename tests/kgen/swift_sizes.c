#include "kgen/swift_sizes.h"

#include <criterion/criterion.h>

Test(swift_sizes, powers_stay_at_or_below_the_quotient)
{
    cr_expect_eq(phw_swift_power(1, 0.25), 4);
    cr_expect_eq(phw_swift_power(1, 0.26), 2);
    cr_expect_eq(phw_swift_power(1, 0.01), 64);
    cr_expect_eq(phw_swift_power(5, 1e-5), 262144);
    cr_expect_eq(phw_swift_power(0.1, 0.25), 1, "at least one");
}

Test(swift_sizes, many_bits_have_more_passes)
{
    cr_expect_eq(phw_swift_passes(1), 2);
    cr_expect_eq(phw_swift_passes(10000), 2);
    cr_expect_eq(phw_swift_passes(100000), 3);
    cr_expect_eq(phw_swift_passes(32767), 2);
    cr_expect_eq(phw_swift_passes(32768), 3);
    cr_expect_eq(phw_swift_passes(2097151), 3);
    cr_expect_eq(phw_swift_passes(2097152), 4);
    cr_expect_eq(phw_swift_late(2, 0.05), 4096);
    cr_expect_eq(phw_swift_late(3, 0.05), 65536);
}
