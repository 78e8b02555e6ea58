#include "datasets/import_format_npy.h"

#include "datasets/import_formats.h"
#include "datasets/npy.h"
#include "datasets/trace_export.h"

#include "tests/datasets/scratch.h"
#include "tests/datasets/trace_example.h"

TestSuite(import_format_npy, .init = scratch_start, .fini = scratch_end);

static const char *write_npy(const phw_trace *t, const char *array)
{
    phw_writer *w = NULL;
    cr_assert_eq(phw_writer_create(&w, scratch_path("walk.npy"), false), PHW_OK);
    cr_assert_eq(phw_trace_export_npy(w, t, array), PHW_OK);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    return scratch_path("walk.npy");
}

Test(import_format_npy, exported_channels_come_back)
{
    phw_trace t = trace_example(PHW_TRACE_CFR);
    phw_import in = {0};
    cr_assert_eq(phw_import_read(&in, write_npy(&t, "H"), NULL), PHW_OK, "%s",
                 phw_error_message());
    cr_expect_str_eq(in.format, "npy");
    cr_expect_str_eq(in.trace->party, "walk");
    cr_expect(in.trace->kind == PHW_TRACE_CFR && in.n_probes == 3 &&
              !in.trace->has_time);
    cr_expect_arr_eq(in.trace->cplx, t.cplx, 12 * sizeof *t.cplx);
    phw_import_free(&in);
    phw_trace_free(&t);
}

Test(import_format_npy, real_values_need_a_kind)
{
    phw_trace t = trace_example(PHW_TRACE_AMPLITUDE);
    phw_import in = {0};
    const phw_import_options kind = {.kind = "amplitude"};
    const phw_import_options other = {.kind = "cir"};
    const char *path = write_npy(&t, "H");
    EXPECT_FAILURE(phw_import_read(&in, path, NULL), PHW_EINPUT, "power_db", path);
    EXPECT_FAILURE(phw_import_read(&in, path, &other), PHW_EINPUT, "cir", "complex");
    cr_assert_eq(phw_import_read(&in, path, &kind), PHW_OK);
    cr_expect_arr_eq(in.trace->real, t.real, 12 * sizeof *t.real);
    phw_import_free(&in);
    path = write_npy(&t, "time_s");
    cr_assert_eq(phw_import_read(&in, path, &kind), PHW_OK);
    cr_expect(in.n_probes == 3 && in.trace->n_coefficients == 1);
    phw_import_free(&in);
    path = write_npy(&t, "agc"); /* has a NaN */
    EXPECT_FAILURE(phw_import_read(&in, path, &kind), PHW_EINPUT, "probe 1", "NaN");
    phw_trace_free(&t);
}

Test(import_format_npy, numbers_that_single_precision_rounds_are_noted)
{
    static const double value[][4] = {{0.5, 1, 2, 3}, {0.5, 0.1, 2, 0.3}};
    for (size_t i = 0; i < 2; ++i) {
        phw_writer *w = NULL;
        phw_import in = {0};
        const phw_import_options kind = {.kind = "amplitude"};
        cr_assert_eq(phw_writer_create(&w, scratch_path("d.npy"), false), PHW_OK);
        phw_npy_write(w, PHW_NPY_F64, value[i], 2, 2);
        cr_assert_eq(phw_writer_commit(w), PHW_OK);
        cr_assert_eq(phw_import_read(&in, scratch_path("d.npy"), &kind), PHW_OK);
        cr_expect_eq(in.n_notes, i, "%s", in.note[0]);
        cr_expect(i == 0 || strstr(in.note[0], "2 of the array's 4 numbers") != NULL,
                  "%s", in.note[0]);
        phw_import_free(&in);
    }
}
