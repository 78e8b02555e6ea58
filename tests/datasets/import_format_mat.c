#include "datasets/import_format_mat.h"

#include <matio.h>

#include "core/file.h"
#include "datasets/import_formats.h"
#include "datasets/trace_export.h"

#include "tests/datasets/h5_scratch.h"
#include "tests/datasets/trace_example.h"

TestSuite(import_format_mat, .init = scratch_start, .fini = scratch_end);

Test(import_format_mat, what_is_exported_comes_back_bit_by_bit)
{
    for (int k = 0; k < PHW_N_TRACE_KINDS; ++k) {
        phw_trace t = trace_example((phw_trace_kind)k);
        phw_import back = {0};
        phw_writer *w = NULL;
        cr_assert_eq(phw_writer_create(&w, scratch_path("a.mat"), false), PHW_OK);
        cr_assert_eq(phw_trace_export_mat(w, &t), PHW_OK);
        cr_assert_eq(phw_writer_commit(w), PHW_OK);
        cr_assert_eq(phw_import_read(&back, scratch_path("a.mat"), NULL), PHW_OK, "%s",
                     phw_error_message());
        cr_expect_str_eq(back.format, "mat");
        cr_assert(back.n_traces == 1 && back.n_probes == 3);
        trace_expect_same(&t, &back.trace[0]);
        phw_import_free(&back);
        phw_trace_free(&t);
    }
}

/* Two matrices and a structure that matio writes. */
static void write_two(enum mat_ft version)
{
    double re[6] = {1, 2, 3, 4, 5, 6};
    double im[6] = {-1, -2, -3, -4, -5, -6};
    mat_complex_split_t both = {re, im};
    size_t dims[2] = {2, 3};
    mat_t *file = Mat_CreateVer(scratch_path("two.mat"), NULL, version);
    cr_assert_not_null(file);
    matvar_t *v = Mat_VarCreate("csi_buff", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, dims, &both,
                                MAT_F_COMPLEX);
    cr_assert_eq(Mat_VarWrite(file, v, MAT_COMPRESSION_ZLIB), 0);
    Mat_VarFree(v);
    v = Mat_VarCreate("rssi", MAT_C_DOUBLE, MAT_T_DOUBLE, 2, dims, re, 0);
    cr_assert_eq(Mat_VarWrite(file, v, MAT_COMPRESSION_ZLIB), 0);
    Mat_VarFree(v);
    Mat_Close(file);
}

static void check_two(void)
{
    phw_import in = {0};
    EXPECT_FAILURE(phw_import_read(&in, scratch_path("two.mat"), NULL), PHW_EINPUT,
                   "csi_buff (2 x 3 complex)", "rssi (2 x 3)", "--variable");
    phw_import_options options = {.variable = "csi_buff"};
    cr_assert_eq(phw_import_read(&in, scratch_path("two.mat"), &options), PHW_OK, "%s",
                 phw_error_message());
    cr_expect(in.trace->kind == PHW_TRACE_CFR && in.trace->n_probes == 2 &&
              in.trace->n_coefficients == 3);
    cr_expect(in.trace->cplx[1] == 3 - 3 * I && in.trace->cplx[5] == 6 - 6 * I);
    cr_expect_str_eq(in.trace->party, "two");
    phw_import_free(&in);
    options.probes_last = true;
    cr_assert_eq(phw_import_read(&in, scratch_path("two.mat"), &options), PHW_OK);
    cr_expect(in.trace->n_probes == 3 && in.trace->cplx[1] == 2 - 2 * I &&
              in.trace->cplx[2] == 3 - 3 * I);
    phw_import_free(&in);
    options = (phw_import_options){.variable = "rssi"};
    EXPECT_FAILURE(phw_import_read(&in, scratch_path("two.mat"), &options), PHW_EINPUT,
                   "rssi", "power_db");
    options.kind = "power";
    EXPECT_FAILURE(phw_import_read(&in, scratch_path("two.mat"), &options), PHW_EARG,
                   "power", "power_db");
    options.kind = "power_db";
    cr_assert_eq(phw_import_read(&in, scratch_path("two.mat"), &options), PHW_OK);
    cr_expect(in.trace->real[1] == 3);
    phw_import_free(&in);
    options = (phw_import_options){.variable = "nobody"};
    EXPECT_FAILURE(phw_import_read(&in, scratch_path("two.mat"), &options), PHW_EINPUT,
                   "nobody", "csi_buff");
}

Test(import_format_mat, one_of_several_matrices_is_named)
{
    write_two(MAT_FT_MAT5);
    check_two();
}

Test(import_format_mat, version_7_3_reads_as_level_5_does)
{
    write_two(MAT_FT_MAT73);
    check_two();
}
