#include "datasets/trace_export.h"

#include <stdint.h>

#include "datasets/npy.h"

#include "tests/datasets/scratch.h"
#include "tests/datasets/trace_example.h"

TestSuite(trace_export, .init = scratch_start, .fini = scratch_end);

static phw_matrix exported(const phw_trace *t, const char *array)
{
    phw_writer *w = NULL;
    uint8_t *bytes = NULL;
    size_t size = 0;
    phw_matrix m = {0};
    cr_assert_eq(phw_writer_create(&w, scratch_path("a.npy"), false), PHW_OK);
    cr_assert_eq(phw_trace_export_npy(w, t, array), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    cr_assert_eq(phw_file_read(&bytes, &size, scratch_path("a.npy"), 1 << 20), PHW_OK);
    cr_assert_eq(phw_npy_parse(&m, bytes, size), PHW_OK, "%s", phw_error_message());
    free(bytes);
    return m;
}

Test(trace_export, every_array_of_a_trace_can_be_had_as_npy)
{
    phw_trace t = trace_example(PHW_TRACE_CIR);
    phw_matrix m = exported(&t, "H");
    cr_assert(m.is_complex && m.n_dims == 2 && m.dim[0] == 3 && m.dim[1] == 4);
    for (size_t i = 0; i < 12; ++i)
        cr_expect(m.value[2 * i] == (double)crealf(t.cplx[i]) &&
                  m.value[2 * i + 1] == (double)cimagf(t.cplx[i]));
    phw_matrix_free(&m);
    m = exported(&t, "time_s");
    cr_assert(m.n_dims == 1 && m.dim[0] == 3);
    cr_expect_arr_eq(m.value, t.time_s, 3 * sizeof *m.value);
    phw_matrix_free(&m);
    m = exported(&t, "sequence");
    cr_expect(m.value[0] == -4 && m.value[2] == 2);
    phw_matrix_free(&m);
    m = exported(&t, "coefficient");
    cr_expect_arr_eq(m.value, t.coefficient, 4 * sizeof *m.value);
    phw_matrix_free(&m);
    m = exported(&t, "agc");
    cr_expect_eq(m.value[2], 1.0 / 3);
    phw_matrix_free(&m);
    EXPECT_FAILURE(phw_trace_export_npy(NULL, &t, "gain"), PHW_EARG, "gain", "agc");
    phw_trace_free(&t);
}
