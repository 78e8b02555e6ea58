#include "datasets/h5_value.h"

#include <complex.h>
#include <math.h>

#include "tests/datasets/h5_scratch.h"

TestSuite(h5_value, .init = scratch_start, .fini = scratch_end);

/* An array of three doubles written as another type. */
static void put(hid_t file, const char *name, hid_t type, const double value[3])
{
    const hsize_t shape[1] = {3};
    const hid_t space = H5Screate_simple(1, shape, NULL);
    const hid_t set =
        H5Dcreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_geq(set, 0);
    cr_assert_geq(
        H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, value), 0);
    H5Dclose(set);
    H5Sclose(space);
}

Test(h5_value, numbers_of_every_width_and_order_are_read)
{
    const hid_t types[] = {H5T_STD_I8LE,   H5T_STD_I16LE,  H5T_STD_I16BE,
                           H5T_STD_I32LE,  H5T_STD_I32BE,  H5T_STD_I64LE,
                           H5T_STD_I64BE,  H5T_IEEE_F32LE, H5T_IEEE_F32BE,
                           H5T_IEEE_F64LE, H5T_IEEE_F64BE};
    const double value[3] = {-100, 0, 127};
    const size_t n_types = sizeof types / sizeof types[0];
    const hid_t out = h5_scratch_create();
    for (size_t i = 0; i < n_types; ++i) {
        char name[8];
        snprintf(name, sizeof name, "a%zu", i);
        put(out, name, types[i], value);
    }
    phw_h5_file file;
    uint8_t *bytes = h5_scratch_take(&file, out);
    for (size_t i = 0; i < n_types; ++i) {
        char name[8];
        double back[3];
        float half[3];
        int64_t whole[3];
        phw_h5_found found;
        snprintf(name, sizeof name, "a%zu", i);
        cr_assert_eq(
            phw_h5_find_array(&found, &file, h5_scratch_find(&file, name), name),
            PHW_OK, "%s", phw_error_message());
        cr_expect(found.rows == 3 && found.columns == 1);
        phw_h5_read_doubles(&found, back);
        phw_h5_read_floats(&found, half);
        for (size_t k = 0; k < 3; ++k) {
            cr_expect_eq(back[k], value[k], "type %zu: %g", i, back[k]);
            cr_expect_eq((double)half[k], value[k]);
        }
        if (found.type.class_ == PHW_H5_INTEGER) {
            phw_h5_read_integers(&found, whole);
            cr_expect(whole[0] == -100 && whole[2] == 127);
        }
    }
    free(bytes);
}

Test(h5_value, unsigned_numbers_stay_so)
{
    const double value[3] = {0, 128, 255};
    const hid_t out = h5_scratch_create();
    put(out, "u8", H5T_STD_U8LE, value);
    put(out, "u64", H5T_STD_U64BE, (const double[3]){1, 2, 18446744073709549568.0});
    phw_h5_file file;
    uint8_t *bytes = h5_scratch_take(&file, out);
    phw_h5_found found;
    int64_t back[3];
    cr_assert_eq(phw_h5_find_array(&found, &file, h5_scratch_find(&file, "u8"), "u8"),
                 PHW_OK);
    phw_h5_read_integers(&found, back);
    cr_expect(back[1] == 128 && back[2] == 255);
    cr_assert_eq(phw_h5_find_array(&found, &file, h5_scratch_find(&file, "u64"), "u64"),
                 PHW_OK);
    phw_h5_read_integers(&found, back);
    cr_expect(back[1] == 2 && back[2] == INT64_MAX);
    free(bytes);
}

Test(h5_value, odd_types_and_layouts_are_refused_by_name)
{
    const double value[3] = {1, 2, 3};
    const hsize_t shape[3] = {3, 1, 1};
    const hid_t odd = H5Tcopy(H5T_STD_I32LE);
    H5Tset_precision(odd, 12);
    const hid_t out = h5_scratch_create();
    put(out, "odd", odd, value);
    const hid_t chunked = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(chunked, 1, shape);
    H5Pset_deflate(chunked, 1);
    hid_t space = H5Screate_simple(1, shape, NULL);
    H5Dclose(H5Dcreate2(out, "chunked", H5T_NATIVE_INT, space, H5P_DEFAULT, chunked,
                        H5P_DEFAULT));
    H5Dclose(H5Dcreate2(out, "unwritten", H5T_NATIVE_INT, space, H5P_DEFAULT,
                        H5P_DEFAULT, H5P_DEFAULT));
    space = H5Screate_simple(3, shape, NULL);
    H5Dclose(H5Dcreate2(out, "cube", H5T_NATIVE_INT, space, H5P_DEFAULT, H5P_DEFAULT,
                        H5P_DEFAULT));
    H5Gclose(H5Gcreate2(out, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    phw_h5_file file;
    uint8_t *bytes = h5_scratch_take(&file, out);
    static const char *const words[][2] = {{"odd", "type"},
                                           {"chunked", "h5repack"},
                                           {"unwritten", "outside"},
                                           {"cube", "3 dimensions"},
                                           {"group", "no array"}};
    for (size_t i = 0; i < 5; ++i) {
        phw_h5_found found;
        EXPECT_FAILURE(phw_h5_find_array(&found, &file,
                                         h5_scratch_find(&file, words[i][0]),
                                         words[i][0]),
                       PHW_EINPUT, words[i][0], words[i][1]);
    }
    free(bytes);
}

Test(h5_value, both_kinds_of_text_are_read)
{
    const char *text = "some text";
    const hid_t out = h5_scratch_create();
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t longer = H5Tcopy(H5T_C_S1);
    H5Tset_size(longer, H5T_VARIABLE);
    const hid_t a = H5Acreate2(out, "longer", longer, space, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_geq(H5Awrite(a, longer, &text), 0);
    H5Aclose(a);
    const hid_t fixed = H5Tcopy(H5T_C_S1);
    H5Tset_size(fixed, 9);
    const hid_t b = H5Acreate2(out, "fixed", fixed, space, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_geq(H5Awrite(b, fixed, text), 0);
    H5Aclose(b);
    phw_h5_file file;
    uint8_t *bytes = h5_scratch_take(&file, out);
    static const char *const names[] = {"longer", "fixed"};
    for (size_t i = 0; i < 2; ++i) {
        char back[16] = "";
        double x = 0.0;
        cr_expect_eq(phw_h5_get_text(&file, file.root, names[i], back, 10, true),
                     PHW_OK, "%s", phw_error_message());
        cr_expect_str_eq(back, text);
        EXPECT_FAILURE(phw_h5_get_text(&file, file.root, names[i], back, 9, true),
                       PHW_EINPUT, names[i], "fewer than 9");
        EXPECT_FAILURE(phw_h5_get_number(&file, file.root, names[i], &x), PHW_EINPUT,
                       names[i], "number");
    }
    char back[4] = "old";
    EXPECT_FAILURE(phw_h5_get_text(&file, file.root, "none", back, 4, true), PHW_EINPUT,
                   "none", "missing");
    cr_expect_eq(phw_h5_get_text(&file, file.root, "none", back, 4, false), PHW_OK);
    cr_expect_str_eq(back, "old");
    free(bytes);
}

Test(h5_value, a_number_must_be_single_and_finite)
{
    const double values[2] = {(double)NAN, 1.0};
    const hsize_t two[1] = {2};
    const hid_t out = h5_scratch_create();
    const hid_t a = H5Acreate2(out, "nan", H5T_NATIVE_DOUBLE, H5Screate(H5S_SCALAR),
                               H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(a, H5T_NATIVE_DOUBLE, values);
    H5Aclose(a);
    const hid_t b =
        H5Acreate2(out, "two", H5T_NATIVE_DOUBLE, H5Screate_simple(1, two, NULL),
                   H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(b, H5T_NATIVE_DOUBLE, values);
    H5Aclose(b);
    phw_h5_file file;
    uint8_t *bytes = h5_scratch_take(&file, out);
    double x = 5.0;
    EXPECT_FAILURE(phw_h5_get_number(&file, file.root, "nan", &x), PHW_EINPUT, "nan");
    EXPECT_FAILURE(phw_h5_get_number(&file, file.root, "two", &x), PHW_EINPUT, "two");
    cr_expect_eq(phw_h5_get_number(&file, file.root, "none", &x), PHW_OK);
    cr_expect_eq(x, 5.0);
    free(bytes);
}

Test(h5_value, complex_numbers_are_a_pair_of_reals)
{
    const double data[4] = {1.0, -2.0, 0.5, 3.0};
    const hsize_t shape[1] = {2};
    const hid_t pair = H5Tcreate(H5T_COMPOUND, 16);
    H5Tinsert(pair, "r", 0, H5T_IEEE_F64BE);
    H5Tinsert(pair, "i", 8, H5T_IEEE_F64BE);
    const hid_t native = H5Tcreate(H5T_COMPOUND, 16);
    H5Tinsert(native, "r", 0, H5T_NATIVE_DOUBLE);
    H5Tinsert(native, "i", 8, H5T_NATIVE_DOUBLE);
    const hid_t swapped = H5Tcreate(H5T_COMPOUND, 16);
    H5Tinsert(swapped, "i", 0, H5T_NATIVE_DOUBLE);
    H5Tinsert(swapped, "r", 8, H5T_NATIVE_DOUBLE);
    const hid_t space = H5Screate_simple(1, shape, NULL);
    const hid_t out = h5_scratch_create();
    const hid_t types[] = {pair, native, swapped};
    static const char *const names[] = {"pair", "native", "swapped"};
    for (size_t i = 0; i < 3; ++i) {
        const hid_t set = H5Dcreate2(out, names[i], types[i], space, H5P_DEFAULT,
                                     H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(set, native, H5S_ALL, H5S_ALL, H5P_DEFAULT, data);
        H5Dclose(set);
    }
    phw_h5_file file;
    uint8_t *bytes = h5_scratch_take(&file, out);
    phw_h5_found found;
    for (size_t i = 0; i < 2; ++i) {
        phw_cf back[2];
        cr_assert_eq(phw_h5_find_array(&found, &file, h5_scratch_find(&file, names[i]),
                                       names[i]),
                     PHW_OK, "%s", phw_error_message());
        cr_assert_eq(found.type.class_, PHW_H5_COMPLEX);
        phw_h5_read_complex(&found, back);
        cr_expect(back[0] == 1.0F - 2.0F * I && back[1] == 0.5F + 3.0F * I);
    }
    EXPECT_FAILURE(
        phw_h5_find_array(&found, &file, h5_scratch_find(&file, "swapped"), "swapped"),
        PHW_EINPUT, "swapped", "type");
    free(bytes);
}
