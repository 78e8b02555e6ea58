#include "datasets/import_matrix.h"

#include <math.h>

#include "tests/datasets/scratch.h"

static phw_matrix counted(size_t n_dims, const size_t *dim)
{
    phw_matrix m = {.name = "m", .n_dims = n_dims};
    memcpy(m.dim, dim, n_dims * sizeof *dim);
    cr_assert_eq(phw_matrix_alloc(&m), PHW_OK);
    for (size_t i = 0; i < m.n; ++i)
        m.value[i] = (double)i;
    return m;
}

Test(import_matrix, the_first_dimension_or_the_last_counts_probes)
{
    phw_trace t = {0};
    phw_import_options options = {.kind = "amplitude"};
    phw_matrix m = counted(3, (const size_t[]){2, 3, 4});
    cr_assert_eq(phw_import_matrix(&t, &m, "x/y.z", &options), PHW_OK);
    cr_expect(t.n_probes == 2 && t.n_coefficients == 12 && t.real[12] == 12);
    cr_expect_str_eq(t.party, "y");
    cr_expect_str_eq(t.origin, "x/y.z");
    phw_trace_free(&t);
    options.probes_last = true;
    cr_assert_eq(phw_import_matrix(&t, &m, "y", &options), PHW_OK);
    cr_expect(t.n_probes == 4 && t.n_coefficients == 6 && t.real[6] == 1);
    phw_trace_free(&t);
    phw_matrix_free(&m);
}

Test(import_matrix, vectors_and_single_values_have_one_coefficient)
{
    phw_trace t = {0};
    const phw_import_options options = {.kind = "amplitude"};
    phw_matrix m = counted(1, (const size_t[]){5});
    cr_assert_eq(phw_import_matrix(&t, &m, "y", &options), PHW_OK);
    cr_expect(t.n_probes == 5 && t.n_coefficients == 1);
    phw_trace_free(&t);
    phw_matrix_free(&m);
    m = counted(0, (const size_t[]){0});
    cr_assert_eq(phw_import_matrix(&t, &m, "y", &options), PHW_OK);
    cr_expect(t.n_probes == 1 && t.n_coefficients == 1);
    phw_trace_free(&t);
    phw_matrix_free(&m);
}

Test(import_matrix, values_beyond_single_precision_are_refused_by_place)
{
    phw_trace t = {0};
    const phw_import_options options = {.kind = "amplitude"};
    phw_matrix m = counted(2, (const size_t[]){2, 3});
    m.value[4] = 1e300;
    EXPECT_FAILURE(phw_import_matrix(&t, &m, "y", &options), PHW_EINPUT,
                   "probe 1, coefficient 1");
    phw_matrix_free(&m);
}
