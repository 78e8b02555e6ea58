#include "datasets/npy.h"

#include <math.h>
#include <stdint.h>

#include "tests/datasets/scratch.h"

TestSuite(npy, .init = scratch_start, .fini = scratch_end);

/* A file with that line and values. */
static size_t make(uint8_t *out, const char *line, const void *values, size_t bytes)
{
    const size_t n = strlen(line);
    memcpy(out, "\x93NUMPY\1\0", 8);
    out[8] = (uint8_t)n;
    out[9] = (uint8_t)(n >> 8);
    memcpy(out + 10, line, n);
    memcpy(out + 10 + n, values, bytes);
    return 10 + n + bytes;
}

/* What is written, read as bytes. */
static uint8_t *written(size_t *size, phw_npy_element element, const void *value,
                        size_t rows, size_t columns)
{
    phw_writer *w = NULL;
    uint8_t *bytes = NULL;
    cr_assert_eq(phw_writer_create(&w, scratch_path("a.npy"), false), PHW_OK);
    phw_npy_write(w, element, value, rows, columns);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    cr_assert_eq(phw_file_read(&bytes, size, scratch_path("a.npy"), 1 << 20), PHW_OK);
    return bytes;
}

Test(npy, complex_rows_come_back)
{
    size_t size = 0;
    const float value[12] = {1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6.5F, 1e-30F};
    uint8_t *bytes = written(&size, PHW_NPY_CF32, value, 3, 2);
    phw_matrix m = {0};
    cr_expect_eq((size - sizeof value) % 64, 0, "values are not aligned");
    cr_assert(phw_npy_is(bytes, size));
    cr_assert_eq(phw_npy_parse(&m, bytes, size), PHW_OK, "%s", phw_error_message());
    cr_expect(m.is_complex && m.n_dims == 2 && m.dim[0] == 3 && m.dim[1] == 2);
    for (size_t i = 0; i < 12; ++i)
        cr_expect_eq(m.value[i], (double)value[i]);
    phw_matrix_free(&m);
    free(bytes);
}

Test(npy, vectors_of_whole_and_real_numbers_come_back)
{
    size_t size = 0;
    const int64_t whole[3] = {-5, 0, 1LL << 52};
    const double real[3] = {0.1, -1e300, 3};
    phw_matrix m = {0};
    uint8_t *bytes = written(&size, PHW_NPY_I64, whole, 3, 0);
    cr_assert_eq(phw_npy_parse(&m, bytes, size), PHW_OK);
    cr_expect(m.n_dims == 1 && m.dim[0] == 3 && m.value[0] == -5 &&
              m.value[2] == 0x1p52);
    phw_matrix_free(&m);
    free(bytes);
    bytes = written(&size, PHW_NPY_F64, real, 3, 0);
    cr_assert_eq(phw_npy_parse(&m, bytes, size), PHW_OK);
    cr_expect_arr_eq(m.value, real, sizeof real);
    phw_matrix_free(&m);
    free(bytes);
}

Test(npy, other_types_orders_and_layouts_are_read)
{
    uint8_t bytes[512];
    phw_matrix m = {0};
    const uint8_t big[8] = {0, 1, 0, 2, 0, 3, 0xff, 0xff};
    size_t size =
        make(bytes, "{'shape': (2,2), 'descr':'>i2', 'fortran_order': True}\n", big, 8);
    cr_assert_eq(phw_npy_parse(&m, bytes, size), PHW_OK, "%s", phw_error_message());
    cr_expect(m.value[0] == 1 && m.value[1] == 3 && m.value[2] == 2 &&
              m.value[3] == -1);
    phw_matrix_free(&m);
    const double one[2] = {1.5, -2.5};
    size = make(bytes, "{'descr': '<c16', 'fortran_order': False, 'shape': (), }\n",
                one, 16);
    cr_assert_eq(phw_npy_parse(&m, bytes, size), PHW_OK, "%s", phw_error_message());
    cr_expect(m.is_complex && m.n == 1 && m.value[0] == 1.5 && m.value[1] == -2.5);
    phw_matrix_free(&m);
    size = make(bytes, "{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }\n",
                "\0\1\1", 3);
    cr_assert_eq(phw_npy_parse(&m, bytes, size), PHW_OK);
    cr_expect(m.value[0] == 0 && m.value[2] == 1);
    phw_matrix_free(&m);
}

Test(npy, malformed_headers_are_refused_by_name)
{
    static const struct {
        const char *line;
        size_t bytes;
        const char *word;
    } cases[] = {
        {"{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), }", 40, "48"},
        {"{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), }", 56, "48"},
        {"{'descr': [('a', '<c8')], 'fortran_order': False, 'shape': (1,), }", 8,
         "descr"},
        {"{'descr': '<f2', 'fortran_order': False, 'shape': (4,), }", 8, "descr"},
        {"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8, "descr"},
        {"{'descr': '<f8', 'shape': (1,), }", 8, "fortran_order"},
        {"{'descr': '<f8', 'fortran_order': False}", 8, "shape"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", 8, "shape"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (1", 8, "shape"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }", 0, "no values"},
        {"{'descr': '<f8', 'fortran_order': False, "
         "'shape': (4294967296, 4294967296, 4294967296), }",
         8, "asks for"},
    };

    const uint8_t zero[64] = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
        uint8_t bytes[512];
        phw_matrix m = {0};
        const size_t size = make(bytes, cases[i].line, zero, cases[i].bytes);
        EXPECT_FAILURE(phw_npy_parse(&m, bytes, size), PHW_EINPUT, cases[i].word);
        cr_expect_null(m.value);
    }
}

Test(npy, a_file_cut_anywhere_is_refused)
{
    size_t size = 0;
    const float value[12] = {1};
    uint8_t *bytes = written(&size, PHW_NPY_CF32, value, 3, 2);
    for (size_t n = 0; n < size; ++n) {
        phw_matrix m = {0};
        uint8_t *cut = malloc(n + 1);
        memcpy(cut, bytes, n);
        cr_expect_eq(phw_npy_parse(&m, cut, n), PHW_EINPUT, "%zu bytes", n);
        free(cut);
    }
    free(bytes);
}
