#include "kgen/alphabet.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

Test(alphabet, names_the_estimator_that_refuses)
{
    const uint8_t symbol[] = {0, 1, 2};
    cr_expect_eq(phw_alphabet_check(symbol, 3, 3, 4, "x"), PHW_OK);
    cr_expect_eq(phw_alphabet_check(symbol, 3, 2, 4, "some"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "estimator some: symbol 2"));
    cr_expect_eq(phw_alphabet_check(symbol, 3, 5, 4, "x"), PHW_EARG);
    cr_expect_eq(phw_alphabet_check(symbol, 3, 1, 4, "x"), PHW_EARG);
}

Test(alphabet, raises_a_share_to_its_bound)
{
    cr_expect_float_eq(phw_alphabet_min_entropy(0.5, 101),
                       -log2(0.5 + 2.5758293035489008 * 0.05), 1e-12);
    cr_expect_eq(phw_alphabet_min_entropy(1, 10), 0);
    cr_expect_eq(phw_alphabet_min_entropy(0.9, 3), 0);
}
