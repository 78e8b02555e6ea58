#include "kgen/blob.h"

#include <criterion/criterion.h>

Test(blob, begins_as_zeros_and_ends_empty)
{
    phw_blob b = {0};
    cr_assert_eq(phw_blob_alloc(&b, 100), PHW_OK);
    cr_expect_eq(b.size, 100);
    for (size_t i = 0; i < b.size; ++i)
        cr_expect_eq(b.byte[i], 0);
    phw_blob_free(&b);
    cr_expect_null(b.byte);
    cr_expect_eq(b.size, 0);
    phw_blob_free(&b);
}

Test(blob, of_a_size_that_cannot_be_is_refused_and_leaves_the_result_alone)
{
    phw_blob b = {.size = 3};
    cr_expect_eq(phw_blob_alloc(&b, SIZE_MAX), PHW_ENOMEM);
    cr_expect_eq(b.size, 3);
}
