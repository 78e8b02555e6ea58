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
