#include "datasets/matrix.h"

#include <stdint.h>

#include "tests/datasets/scratch.h"

/* A matrix of that shape whose values count from 0 in the order they are stored. */
static phw_matrix counted(size_t n_dims, const size_t *dim, bool is_complex)
{
    phw_matrix m = {.name = "m", .n_dims = n_dims, .is_complex = is_complex};
    memcpy(m.dim, dim, n_dims * sizeof *dim);
    cr_assert_eq(phw_matrix_alloc(&m), PHW_OK);
    for (size_t i = 0; i < m.n * (is_complex ? 2 : 1); ++i)
        m.value[i] = (double)i;
    return m;
}

Test(matrix, stored_by_columns_becomes_row_major)
{
    phw_matrix m = counted(3, (const size_t[]){2, 3, 4}, false);
    cr_assert_eq(phw_matrix_from_columns(&m), PHW_OK);
    for (size_t a = 0; a < 2; ++a) {
        for (size_t b = 0; b < 3; ++b) {
            for (size_t c = 0; c < 4; ++c)
                cr_expect_eq(m.value[(a * 3 + b) * 4 + c],
                             (double)(a + 2 * (b + 3 * c)));
        }
    }
    cr_expect(m.dim[0] == 2 && m.dim[1] == 3 && m.dim[2] == 4);
    phw_matrix_free(&m);
}

Test(matrix, the_last_dimension_can_come_first)
{
    phw_matrix m = counted(3, (const size_t[]){2, 3, 4}, true);
    cr_assert_eq(phw_matrix_last_first(&m), PHW_OK);
    cr_expect(m.dim[0] == 4 && m.dim[1] == 2 && m.dim[2] == 3);
    for (size_t c = 0; c < 4; ++c) {
        for (size_t a = 0; a < 2; ++a) {
            for (size_t b = 0; b < 3; ++b) {
                const size_t to = (c * 2 + a) * 3 + b;
                const size_t from = (a * 3 + b) * 4 + c;
                cr_expect_eq(m.value[2 * to], (double)(2 * from));
                cr_expect_eq(m.value[2 * to + 1], (double)(2 * from + 1));
            }
        }
    }
    phw_matrix_free(&m);
}

Test(matrix, a_single_value_has_no_dimensions)
{
    phw_matrix m = counted(0, (const size_t[]){0}, false);
    cr_expect_eq(m.n, 1);
    cr_expect_eq(phw_matrix_from_columns(&m), PHW_OK);
    cr_expect_eq(phw_matrix_last_first(&m), PHW_OK);
    phw_matrix_free(&m);
}

Test(matrix, shapes_are_told_in_words)
{
    char text[64];
    phw_matrix m = {.n_dims = 2, .dim = {12, 3}, .is_complex = true};
    phw_matrix_shape(text, sizeof text, &m);
    cr_expect_str_eq(text, "12 x 3 complex");
    phw_matrix_shape(text, 4, &m);
    cr_expect_str_eq(text, "12 ");
}

Test(matrix, sizes_that_overflow_are_refused)
{
    phw_matrix m = {.name = "wide", .n_dims = 3, .dim = {SIZE_MAX / 2, 4, 2}};
    EXPECT_FAILURE(phw_matrix_alloc(&m), PHW_EINPUT, "wide");
    m = (phw_matrix){.name = "none", .n_dims = 2, .dim = {3, 0}};
    EXPECT_FAILURE(phw_matrix_alloc(&m), PHW_EINPUT, "none", "no values");
    cr_expect_null(m.value);
}
