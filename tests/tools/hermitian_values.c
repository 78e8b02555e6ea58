#include "tools/hermitian_values.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/sample.h"

/* [[2, 1 - 2j], [1 + 2j, -3]]: (-1 +- sqrt(25 + 20)) / 2. */
Test(hermitian_values, are_the_roots_of_the_characteristic_polynomial)
{
    double complex m[4] = {2, CMPLX(1, -2), CMPLX(1, 2), -3};
    double value[2] = {0};
    cr_assert_eq(phw_hermitian_values(value, m, 2), PHW_OK);
    cr_expect_float_eq(fmax(value[0], value[1]), (-1 + sqrt(45)) / 2, 1e-12);
    cr_expect_float_eq(fmin(value[0], value[1]), (-1 - sqrt(45)) / 2, 1e-12);
}
