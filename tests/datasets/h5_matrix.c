#include "datasets/h5_matrix.h"

#include "tests/datasets/h5_scratch.h"

TestSuite(h5_matrix, .init = scratch_start, .fini = scratch_end);

/* How an array is stored. */
typedef struct storage {
    hsize_t chunk[3]; /* 0: in one piece */
    bool shuffle;
    bool deflate;
    bool checksum;
} storage;

static void put(hid_t file, const char *name, hid_t type, hid_t memory,
                const void *value, const storage *how)
{
    const hsize_t shape[3] = {5, 7, 4};
    const hid_t space = H5Screate_simple(3, shape, NULL);
    const hid_t create = H5Pcreate(H5P_DATASET_CREATE);
    if (how->chunk[0] > 0)
        H5Pset_chunk(create, 3, how->chunk);
    if (how->shuffle)
        H5Pset_shuffle(create);
    if (how->deflate)
        H5Pset_deflate(create, 6);
    if (how->checksum)
        H5Pset_fletcher32(create);
    const hid_t set =
        H5Dcreate2(file, name, type, space, H5P_DEFAULT, create, H5P_DEFAULT);
    cr_assert_geq(set, 0);
    cr_assert_geq(H5Dwrite(set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, value), 0);
    H5Dclose(set);
    H5Pclose(create);
    H5Sclose(space);
}

Test(h5_matrix, pieces_and_chunks_of_any_shape_and_filter_are_read)
{
    static const storage how[] = {
        {{0}, false, false, false},       {{5, 7, 4}, false, false, false},
        {{2, 3, 3}, false, false, false}, {{2, 3, 3}, false, true, false},
        {{3, 1, 4}, true, true, false},   {{1, 1, 1}, true, false, false}};
    double value[140];
    for (size_t i = 0; i < 140; ++i)
        value[i] = (double)(i * i) - 1000;
    const hid_t out = h5_scratch_create();
    for (size_t i = 0; i < sizeof how / sizeof how[0]; ++i) {
        char name[8];
        snprintf(name, sizeof name, "a%zu", i);
        put(out, name, i % 2 ? H5T_IEEE_F64BE : H5T_STD_I32LE, H5T_NATIVE_DOUBLE, value,
            &how[i]);
    }
    phw_h5_file file;
    uint8_t *bytes = h5_scratch_take(&file, out);
    for (size_t i = 0; i < sizeof how / sizeof how[0]; ++i) {
        char name[8];
        phw_matrix m = {0};
        snprintf(name, sizeof name, "a%zu", i);
        cr_assert_eq(phw_h5_matrix_read(&m, &file, h5_scratch_find(&file, name), name),
                     PHW_OK, "%s", phw_error_message());
        cr_assert(m.n_dims == 3 && m.dim[0] == 5 && m.dim[1] == 7 && m.dim[2] == 4);
        for (size_t k = 0; k < 140; ++k)
            cr_expect_eq(m.value[k], value[k], "case %zu, value %zu: %g", i, k,
                         m.value[k]);
        phw_matrix_free(&m);
    }
    free(bytes);
}

Test(h5_matrix, matlabs_complex_numbers_are_read)
{
    double value[280];
    for (size_t i = 0; i < 280; ++i)
        value[i] = (double)i / 7;
    const hid_t pair = H5Tcreate(H5T_COMPOUND, 16);
    H5Tinsert(pair, "real", 0, H5T_IEEE_F64LE);
    H5Tinsert(pair, "imag", 8, H5T_IEEE_F64LE);
    const hid_t out = h5_scratch_create();
    const storage how = {{4, 4, 4}, false, true, false};
    put(out, "csi", pair, pair, value, &how);
    phw_h5_file file;
    phw_matrix m = {0};
    uint8_t *bytes = h5_scratch_take(&file, out);
    cr_assert_eq(phw_h5_matrix_read(&m, &file, h5_scratch_find(&file, "csi"), "csi"),
                 PHW_OK, "%s", phw_error_message());
    cr_expect(m.is_complex && m.n == 140);
    cr_expect_arr_eq(m.value, value, sizeof value);
    phw_matrix_free(&m);
    free(bytes);
}

Test(h5_matrix, other_filters_and_groups_are_refused_by_name)
{
    const double value[140] = {0};
    const storage how = {{2, 3, 3}, false, false, true};
    const hid_t out = h5_scratch_create();
    put(out, "summed", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, value, &how);
    H5Gclose(H5Gcreate2(out, "group", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
    phw_h5_file file;
    phw_matrix m = {0};
    uint8_t *bytes = h5_scratch_take(&file, out);
    EXPECT_FAILURE(
        phw_h5_matrix_read(&m, &file, h5_scratch_find(&file, "summed"), "summed"),
        PHW_EINPUT, "summed", "filter 3", "h5repack");
    EXPECT_FAILURE(
        phw_h5_matrix_read(&m, &file, h5_scratch_find(&file, "group"), "group"),
        PHW_EINPUT, "group");
    free(bytes);
}

/* Every byte is damaged in turn: a value may change, nothing else may happen. */
Test(h5_matrix, no_flipped_byte_does_harm)
{
    double value[140];
    for (size_t i = 0; i < 140; ++i)
        value[i] = (double)i;
    const storage how = {{2, 3, 3}, true, true, false};
    const hid_t out = h5_scratch_create();
    put(out, "a", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, value, &how);
    phw_h5_file file;
    size_t n_refused = 0;
    uint8_t *bytes = h5_scratch_take(&file, out);
    const uint64_t node = h5_scratch_find(&file, "a");
    for (size_t i = 0; i < file.size; ++i) {
        phw_matrix m = {0};
        bytes[i] ^= (uint8_t)(1U << i % 8);
        const phw_status s = phw_h5_matrix_read(&m, &file, node, "a");
        cr_expect(s == PHW_OK || s == PHW_EINPUT || s == PHW_ENOMEM);
        n_refused += s != PHW_OK;
        phw_matrix_free(&m);
        bytes[i] ^= (uint8_t)(1U << i % 8);
    }
    cr_expect_gt(n_refused, 100);
    free(bytes);
}
