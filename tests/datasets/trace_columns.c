#include "datasets/trace_columns.h"

#include <math.h>

#include <hdf5.h>

#include "core/file.h"
#include "datasets/trace_file.h"

#include "tests/datasets/scratch.h"

TestSuite(trace_columns, .init = scratch_start, .fini = scratch_end);

#define N 5

static const char *const names[] = {"snr_db", "cfo", "iq_gain"};
static const char *const units[] = {"dB", "Hz", "dB"};

static phw_trace make(size_t n_columns)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, N, 2), PHW_OK);
    (void)snprintf(t.party, sizeof t.party, "tx0");
    for (size_t c = 0; c < n_columns; ++c) {
        double *value = NULL;
        cr_assert_eq(phw_trace_add_column(&value, &t, names[c], units[c]), PHW_OK);
        for (size_t p = 0; p < N; ++p)
            value[p] = -1.5 * (double)(p + 10 * c);
        value[c] = (double)NAN;
    }
    return t;
}

static const char *written(size_t n_columns)
{
    phw_trace t = make(n_columns);
    const phw_trace *const list[] = {&t};
    const char *path = scratch_path("t.h5");
    cr_assert_eq(phw_trace_write(path, list, 1), PHW_OK, "%s", phw_error_message());
    phw_trace_free(&t);
    return path;
}

Test(trace_columns, they_come_back_as_they_were_in_the_order_of_their_names)
{
    static const size_t order[] = {1, 2, 0};
    phw_trace want = make(3);
    phw_trace back = {0};
    cr_assert_eq(phw_trace_read(&back, written(3), NULL), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(back.n_columns, 3);
    for (size_t c = 0; c < 3; ++c) {
        const phw_trace_column *column = &want.column[order[c]];
        cr_expect_str_eq(back.column[c].name, column->name);
        cr_expect_str_eq(back.column[c].unit, column->unit);
        for (size_t p = 0; p < N; ++p)
            cr_expect(back.column[c].value[p] == column->value[p] ||
                      (p == order[c] && isnan(back.column[c].value[p])));
    }
    phw_trace_free(&back);
    phw_trace_free(&want);
}

Test(trace_columns, as_many_as_a_trace_may_have_come_back)
{
    phw_trace t = make(0);
    phw_trace back = {0};
    const phw_trace *const list[] = {&t};
    for (int c = 0; c < PHW_TRACE_MOST_COLUMNS; ++c) {
        char name[16];
        double *value = NULL;
        (void)snprintf(name, sizeof name, "c%d", c);
        cr_assert_eq(phw_trace_add_column(&value, &t, name, "1"), PHW_OK);
        value[0] = c;
    }
    cr_assert_eq(phw_trace_write(scratch_path("t.h5"), list, 1), PHW_OK);
    cr_assert_eq(phw_trace_read(&back, scratch_path("t.h5"), NULL), PHW_OK, "%s",
                 phw_error_message());
    cr_expect_eq(back.n_columns, PHW_TRACE_MOST_COLUMNS);
    const double *last = phw_trace_find_column(&back, "c63");
    cr_assert_not_null(last);
    cr_expect_eq(last[0], 63);
    phw_trace_free(&back);
    phw_trace_free(&t);
}

Test(trace_columns, a_file_without_them_is_a_trace_without_them)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    phw_trace back = {0};
    const char *path = written(0);
    cr_assert_eq(phw_trace_read(&back, path, NULL), PHW_OK);
    cr_expect(back.n_columns == 0 && back.column == NULL);
    phw_trace_free(&back);
    cr_assert_eq(phw_file_read(&bytes, &size, path, 1 << 20), PHW_OK);
    cr_expect_null(memmem(bytes, size, "columns", 7));
    free(bytes);
}

Test(trace_columns, one_that_is_infinite_is_refused_before_it_is_written)
{
    phw_trace t = make(2);
    const phw_trace *const list[] = {&t};
    t.column[1].value[2] = HUGE_VAL;
    EXPECT_FAILURE(phw_trace_write(scratch_path("bad.h5"), list, 1), PHW_EINPUT,
                   "bad.h5", "tx0", "probe 2: column cfo");
    cr_expect_neq(access(scratch_path("bad.h5"), F_OK), 0);
    phw_trace_free(&t);
}

static void put(hid_t file, const char *name, hid_t type, hsize_t n, const void *data)
{
    const hid_t space = H5Screate_simple(1, &n, NULL);
    const hid_t set =
        H5Dcreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_geq(set, 0);
    cr_assert_geq(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), 0);
    H5Dclose(set);
    H5Sclose(space);
}

Test(trace_columns, what_others_add_is_a_column_when_it_fits_and_refused_otherwise)
{
    static const double values[N + 1] = {1, 2, 3, 4, 5, 6};
    static const double infinite[N] = {1, HUGE_VAL};
    static const int whole[N] = {1, -2, 3};
    const hid_t real = H5T_NATIVE_DOUBLE;

    const struct {
        const char *name;
        hid_t type;
        hsize_t n;
        const void *data;
        const char *word; /* NULL: taken */
    } row[] = {
        {"tx0/columns/more", real, N, values, NULL},
        {"tx0/columns/count", H5T_NATIVE_INT, N, whole, NULL},
        {"tx0/columns/long", real, N + 1, values, "long is 6 x 1"},
        {"tx0/columns/no name", real, N, values, "'no name'"},
        {"tx0/columns/a_name_of_more_than_thirty_one_characters", real, N, values,
         "a_name_of_more"},
        {"tx0/columns/inf", real, N, infinite, "column inf is infinite"},
        {"tx0/columns/text", H5T_C_S1, N, "abcde", "text does not hold numbers"},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const char *path = written(1);
        phw_trace back = {0};
        const hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
        put(file, row[i].name, row[i].type, row[i].n, row[i].data);
        H5Fclose(file);
        if (row[i].word != NULL) {
            EXPECT_FAILURE(phw_trace_read(&back, path, NULL), PHW_EINPUT, "t.h5", "tx0",
                           row[i].word);
            continue;
        }
        cr_assert_eq(phw_trace_read(&back, path, NULL), PHW_OK, "%s",
                     phw_error_message());
        cr_expect_eq(back.n_columns, 2);
        cr_expect_str_eq(back.column[0].unit, "1");
        cr_expect_eq(back.column[0].value[0], 1);
        phw_trace_free(&back);
    }
}

Test(trace_columns, an_array_in_their_place_is_refused)
{
    static const double values[N] = {0};
    phw_trace back = {0};
    const char *path = written(0);
    const hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    put(file, "tx0/columns", H5T_NATIVE_DOUBLE, N, values);
    H5Fclose(file);
    EXPECT_FAILURE(phw_trace_read(&back, path, NULL), PHW_EINPUT, "t.h5", "columns",
                   "no HDF5 group");
}

Test(trace_columns, every_flipped_bit_gives_a_trace_or_a_clean_error)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    size_t n_refused = 0;
    size_t n_wrong = 0;
    cr_assert_eq(phw_file_read(&bytes, &size, written(2), 1 << 20), PHW_OK);
    for (size_t bit = 0; bit < 8 * size; ++bit) {
        phw_trace back = {0};
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        const phw_status s = phw_trace_parse(&back, bytes, size, NULL);
        n_wrong += s != PHW_EINPUT && (s != PHW_OK || phw_trace_check(&back) != PHW_OK);
        n_refused += s != PHW_OK;
        phw_trace_free(&back);
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    cr_expect_eq(n_wrong, 0);
    cr_expect_gt(n_refused, 1000);
    free(bytes);
}

Test(trace_columns, h5py_reads_and_adds_them)
{
    static const char *const pythons[] = {"python3", "/usr/bin/python3"};
    const char *script = scratch_text(
        "check.py", "import sys, h5py, numpy\n"
                    "f = h5py.File(sys.argv[1], 'r+')\n"
                    "c = f['tx0/columns']\n"
                    "assert c['cfo'].dtype == numpy.float64, c['cfo']\n"
                    "assert c['cfo'][0] == -15 and numpy.isnan(c['cfo'][1])\n"
                    "assert c['cfo'].attrs['unit'] == b'Hz'\n"
                    "c['mine'] = numpy.arange(5, dtype='f4')\n"
                    "c['mine'].attrs['unit'] = 'V'\n");
    for (size_t i = 0; i < 2; ++i) {
        char command[1200];
        phw_trace back = {0};
        snprintf(command, sizeof command, "%s -c 'import h5py' 2>/dev/null",
                 pythons[i]);
        if (system(command) != 0)
            continue;
        const char *path = written(2);
        snprintf(command, sizeof command, "%s %s %s", pythons[i], script, path);
        cr_assert_eq(system(command), 0);
        cr_assert_eq(phw_trace_read(&back, path, NULL), PHW_OK, "%s",
                     phw_error_message());
        cr_expect_eq(phw_trace_find_column(&back, "mine")[4], 4);
        cr_expect_str_eq(back.column[1].unit, "V");
        phw_trace_free(&back);
        return;
    }
    cr_skip_test("no python3 with h5py is installed");
}
