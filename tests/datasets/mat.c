#include "datasets/mat.h"

#include <matio.h>

#include "core/file.h"

#include "tests/datasets/scratch.h"

TestSuite(mat, .init = scratch_start, .fini = scratch_end);

static double re[24];
static double im[24];

static void put(mat_t *file, const char *name, enum matio_classes class_,
                enum matio_types type, int rank, size_t *dims, void *data, int flags,
                enum matio_compression how)
{
    matvar_t *v = Mat_VarCreate(name, class_, type, rank, dims, data, flags);
    cr_assert_not_null(v);
    cr_assert_eq(Mat_VarWrite(file, v, how), 0);
    Mat_VarFree(v);
}

/* A file that matio writes: complex doubles in three dimensions, small integers, text
 * and a cell array. */
static uint8_t *make(size_t *size, enum matio_compression how)
{
    mat_complex_split_t both = {re, im};
    int16_t whole[6] = {1, -2, 3, -4, 5, -6};
    char text[] = "cfr";
    size_t cube[3] = {2, 3, 4};
    size_t row[2] = {1, 6};
    size_t letters[2] = {1, 3};
    size_t none[2] = {1, 1};
    uint8_t *bytes = NULL;
    for (size_t i = 0; i < 24; ++i) {
        re[i] = (double)i + 0.5;
        im[i] = -3.0 * (double)i;
    }
    mat_t *file = Mat_CreateVer(scratch_path("a.mat"), "MATLAB 5.0", MAT_FT_MAT5);
    cr_assert_not_null(file);
    put(file, "csi", MAT_C_DOUBLE, MAT_T_DOUBLE, 3, cube, &both, MAT_F_COMPLEX, how);
    put(file, "whole", MAT_C_INT16, MAT_T_INT16, 2, row, whole, 0, how);
    put(file, "kind", MAT_C_CHAR, MAT_T_UINT8, 2, letters, text, 0, how);
    matvar_t *cell[2] = {NULL, NULL};
    put(file, "frames", MAT_C_CELL, MAT_T_CELL, 2, none, cell, 0, MAT_COMPRESSION_NONE);
    Mat_Close(file);
    cr_assert_eq(phw_file_read(&bytes, size, scratch_path("a.mat"), 1 << 20), PHW_OK);
    return bytes;
}

static void check(const uint8_t *bytes, size_t size)
{
    phw_mat_variable *v = NULL;
    size_t n = 0;
    phw_matrix m = {0};
    cr_assert(phw_mat_is(bytes, size));
    cr_assert_eq(phw_mat_list(&v, &n, bytes, size), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(n, 4);
    cr_expect_str_eq(v[0].name, "csi");
    cr_expect_str_eq(v[3].what, "cell array");
    cr_expect(v[0].is_readable && v[1].is_readable && v[2].is_text &&
              !v[3].is_readable);
    cr_assert_eq(phw_mat_read(&m, &v[0]), PHW_OK, "%s", phw_error_message());
    cr_assert(m.n_dims == 3 && m.dim[0] == 2 && m.dim[1] == 3 && m.dim[2] == 4);
    for (size_t a = 0; a < 24; ++a) { /* the place by columns, and by rows */
        const size_t row = (a % 2 * 3 + a / 2 % 3) * 4 + a / 6;
        cr_expect(m.value[2 * row] == re[a] && m.value[2 * row + 1] == im[a]);
    }
    phw_matrix_free(&m);
    cr_assert_eq(phw_mat_read(&m, &v[1]), PHW_OK);
    cr_expect(!m.is_complex && m.value[1] == -2 && m.value[5] == -6);
    phw_matrix_free(&m);
    cr_assert_eq(phw_mat_read(&m, &v[2]), PHW_OK);
    cr_expect(m.n == 3 && m.value[0] == 'c' && m.value[2] == 'r');
    phw_matrix_free(&m);
    EXPECT_FAILURE(phw_mat_read(&m, &v[3]), PHW_EINPUT, "frames", "cell array");
    free(v);
}

Test(mat, what_matio_writes_is_read)
{
    size_t size = 0;
    uint8_t *bytes = make(&size, MAT_COMPRESSION_NONE);
    check(bytes, size);
    free(bytes);
}

Test(mat, compressed_variables_are_read)
{
    size_t size = 0;
    uint8_t *bytes = make(&size, MAT_COMPRESSION_ZLIB);
    cr_assert_eq(bytes[128], 15); /* they are */
    check(bytes, size);
    free(bytes);
}

/* Lists and reads all that there is; a status, or PHW_OK. */
static phw_status read_all(const uint8_t *bytes, size_t size)
{
    phw_mat_variable *v = NULL;
    size_t n = 0;
    PHW_TRY(phw_mat_list(&v, &n, bytes, size));
    phw_status s = PHW_OK;
    for (size_t i = 0; i < n && !s; ++i) {
        phw_matrix m = {0};
        if (v[i].is_readable)
            s = phw_mat_read(&m, &v[i]);
        phw_matrix_free(&m);
    }
    free(v);
    return s;
}

Test(mat, a_file_cut_anywhere_is_refused_or_has_fewer_variables)
{
    size_t size = 0;
    uint8_t *bytes = make(&size, MAT_COMPRESSION_ZLIB);
    for (size_t n = 0; n < size; ++n) {
        uint8_t *cut = malloc(n + 1);
        memcpy(cut, bytes, n);
        const phw_status s = read_all(cut, n);
        cr_expect(s == PHW_EINPUT || s == PHW_OK, "%zu bytes: %s", n,
                  phw_status_name(s));
        free(cut);
    }
    free(bytes);
}

Test(mat, no_flipped_byte_does_harm)
{
    static const enum matio_compression how[] = {MAT_COMPRESSION_NONE,
                                                 MAT_COMPRESSION_ZLIB};

    for (size_t k = 0; k < 2; ++k) {
        size_t size = 0;
        uint8_t *bytes = make(&size, how[k]);
        for (size_t i = 0; i < size; ++i) {
            for (unsigned mask = 1; mask < 256; mask = 3 * mask + 1) {
                bytes[i] ^= (uint8_t)mask;
                const phw_status s = read_all(bytes, size);
                cr_expect(s == PHW_EINPUT || s == PHW_OK);
                bytes[i] ^= (uint8_t)mask;
            }
        }
        free(bytes);
    }
}
