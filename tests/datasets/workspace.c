#include "datasets/workspace.h"

#include <matio.h>

#include "core/file.h"

#include "tests/datasets/scratch.h"

TestSuite(workspace, .init = scratch_start, .fini = scratch_end);

static uint8_t *make(size_t *size, enum mat_ft version)
{
    double value[6] = {1, 2, 3, 4, 5, 6};
    char text[] = "cir";
    size_t dims[2] = {2, 3};
    size_t letters[2] = {1, 3};
    uint8_t *bytes = NULL;
    mat_t *file = Mat_CreateVer(scratch_path("w.mat"), NULL, version);
    cr_assert_not_null(file);
    matvar_t *v = Mat_VarCreate("a", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, dims, value, 0);
    cr_assert_eq(Mat_VarWrite(file, v, MAT_COMPRESSION_NONE), 0);
    Mat_VarFree(v);
    v = Mat_VarCreate("kind", MAT_C_CHAR, MAT_T_UINT8, 2, letters, text, 0);
    cr_assert_eq(Mat_VarWrite(file, v, MAT_COMPRESSION_NONE), 0);
    Mat_VarFree(v);
    Mat_Close(file);
    cr_assert_eq(phw_file_read(&bytes, size, scratch_path("w.mat"), 1 << 20), PHW_OK);
    return bytes;
}

Test(workspace, both_kinds_of_file_look_alike)
{
    static const enum mat_ft versions[] = {MAT_FT_MAT5, MAT_FT_MAT73};

    static const double rows[6] = {1, 3, 5, 2, 4, 6};
    for (size_t k = 0; k < 2; ++k) {
        size_t size = 0;
        size_t n = 0;
        phw_workspace *w = NULL;
        phw_matrix m = {0};
        uint8_t *bytes = make(&size, versions[k]);
        cr_assert(phw_workspace_is(bytes, size));
        cr_assert_eq(phw_workspace_open(&w, bytes, size), PHW_OK, "%s",
                     phw_error_message());
        const phw_variable *v = phw_workspace_list(w, &n);
        cr_assert_eq(n, 2);
        cr_expect_str_eq(v[0].name, "a");
        cr_expect(v[0].is_readable && !v[0].is_text && v[0].dim[0] == 2 &&
                  v[0].dim[1] == 3);
        cr_expect(v[1].is_text, "version %zu", k);
        cr_assert_eq(phw_workspace_read(&m, w, 0), PHW_OK, "%s", phw_error_message());
        cr_expect_arr_eq(m.value, rows, sizeof rows);
        cr_expect(m.dim[0] == 2 && m.dim[1] == 3);
        phw_matrix_free(&m);
        phw_workspace_close(w);
        free(bytes);
    }
}

Test(workspace, no_flipped_byte_does_harm)
{
    size_t size = 0;
    uint8_t *bytes = make(&size, MAT_FT_MAT73);
    for (size_t i = 0; i < size; ++i) {
        phw_workspace *w = NULL;
        bytes[i] ^= (uint8_t)(1U << i % 8);
        size_t n = 0;
        if (phw_workspace_open(&w, bytes, size) == PHW_OK) {
            const phw_variable *v = phw_workspace_list(w, &n);
            for (size_t k = 0; k < n; ++k) {
                phw_matrix m = {0};
                const phw_status s =
                    v[k].is_readable ? phw_workspace_read(&m, w, k) : PHW_OK;
                cr_expect(s == PHW_OK || s == PHW_EINPUT || s == PHW_ENOMEM);
                phw_matrix_free(&m);
            }
        }
        phw_workspace_close(w);
        bytes[i] ^= (uint8_t)(1U << i % 8);
    }
    free(bytes);
}
