#include "datasets/mat_writer.h"

#include <matio.h>

#include "tests/datasets/scratch.h"

TestSuite(mat_writer, .init = scratch_start, .fini = scratch_end);

/* What matio reads of a variable that was put. */
static matvar_t *read_by_matio(const char *name)
{
    mat_t *file = Mat_Open(scratch_path("a.mat"), MAT_ACC_RDONLY);
    cr_assert_not_null(file);
    matvar_t *v = Mat_VarRead(file, name);
    cr_assert_not_null(v);
    Mat_Close(file);
    return v;
}

Test(mat_writer, matio_reads_what_was_written)
{
    double value[12];
    for (size_t i = 0; i < 12; ++i)
        value[i] = (double)i - 0.25;
    const phw_matrix h = {.name = "H",
                          .n_dims = 2,
                          .dim = {3, 2},
                          .n = 6,
                          .is_complex = true,
                          .value = value};
    const phw_matrix t = {
        .name = "time_s", .n_dims = 1, .dim = {12}, .n = 12, .value = value};
    phw_writer *w = NULL;
    cr_assert_eq(phw_writer_create(&w, scratch_path("a.mat"), false), PHW_OK);
    phw_mat_start(w);
    cr_assert_eq(phw_mat_put(w, &h), PHW_OK);
    phw_mat_put_text(w, "party", "alice and bob");
    phw_mat_put_text(w, "nothing", "");
    cr_assert_eq(phw_mat_put(w, &t), PHW_OK);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);

    matvar_t *v = read_by_matio("H");
    cr_assert(v->rank == 2 && v->dims[0] == 3 && v->dims[1] == 2 && v->isComplex);
    const mat_complex_split_t *split = v->data;
    for (size_t r = 0; r < 3; ++r) {
        for (size_t c = 0; c < 2; ++c) {
            cr_expect_eq(((double *)split->Re)[r + 3 * c], value[2 * (2 * r + c)]);
            cr_expect_eq(((double *)split->Im)[r + 3 * c], value[2 * (2 * r + c) + 1]);
        }
    }
    Mat_VarFree(v);
    v = read_by_matio("time_s");
    cr_assert(v->dims[0] == 12 && v->dims[1] == 1 && !v->isComplex);
    cr_expect_arr_eq(v->data, value, sizeof value);
    Mat_VarFree(v);
    v = read_by_matio("party");
    cr_expect(v->class_type == MAT_C_CHAR && v->dims[1] == 13);
    cr_expect_eq(memcmp(v->data, "alice and bob", 13), 0);
    Mat_VarFree(v);
}

Test(mat_writer, more_than_the_format_holds_is_refused)
{
    const phw_matrix m = {.name = "huge", .n_dims = 1, .n = (size_t)1 << 28};
    EXPECT_FAILURE(phw_mat_put(NULL, &m), PHW_EINPUT, "huge", "2 GiB", ".npy");
}
