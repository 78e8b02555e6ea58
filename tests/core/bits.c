#include "core/bits.h"

#include <criterion/criterion.h>

Test(bits, an_empty_string_has_no_bits_set)
{
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, 0), PHW_OK);
    cr_expect_eq(phw_bits_count(&b), 0);
    phw_bits_free(&b);
}
