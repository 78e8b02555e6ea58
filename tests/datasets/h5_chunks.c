#include "datasets/h5_chunks.h"

#include "tests/datasets/h5_scratch.h"

TestSuite(h5_chunks, .init = scratch_start, .fini = scratch_end);

/* A chunked array that is only half written, in a file. */
static uint8_t *make(phw_h5_file *file, phw_h5_parts *parts)
{
    const hsize_t shape[1] = {300};
    const hsize_t chunk[1] = {8};
    const hsize_t half[1] = {150};
    const hsize_t zero[1] = {0};
    int32_t value[150];
    for (int i = 0; i < 150; ++i)
        value[i] = i + 1;
    const hid_t out = h5_scratch_create();
    const hid_t space = H5Screate_simple(1, shape, NULL);
    const hid_t memory = H5Screate_simple(1, half, NULL);
    const hid_t create = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(create, 1, chunk);
    H5Pset_deflate(create, 1);
    const hid_t set =
        H5Dcreate2(out, "a", H5T_STD_I32LE, space, H5P_DEFAULT, create, H5P_DEFAULT);
    H5Sselect_hyperslab(space, H5S_SELECT_SET, zero, NULL, half, NULL);
    cr_assert_geq(H5Dwrite(set, H5T_NATIVE_INT32, memory, space, H5P_DEFAULT, value),
                  0);
    H5Dclose(set);
    uint8_t *bytes = h5_scratch_take(file, out);
    cr_assert(phw_h5_parts_find(parts, file, h5_scratch_find(file, "a")));
    return bytes;
}

Test(h5_chunks, what_was_never_written_is_zero)
{
    phw_h5_file file;
    phw_h5_parts parts;
    int32_t back[300] = {0};
    const phw_h5_shape shape = {.n_dims = 1, .dim = {300}, .element = 4};
    uint8_t *bytes = make(&file, &parts);
    cr_assert_eq(phw_h5_unchunk((uint8_t *)back, &file, &parts, &shape), PHW_OK, "%s",
                 phw_error_message());
    for (int i = 0; i < 300; ++i)
        cr_expect_eq(back[i], i < 150 ? i + 1 : 0);
    free(bytes);
}

Test(h5_chunks, a_shape_that_is_not_the_layouts_is_refused)
{
    phw_h5_file file;
    phw_h5_parts parts;
    uint8_t *bytes = make(&file, &parts);
    uint8_t back[2400] = {0};
    const phw_h5_shape wrong[] = {{.n_dims = 1, .dim = {300}, .element = 8},
                                  {.n_dims = 2, .dim = {300, 1}, .element = 4},
                                  {.n_dims = 1, .dim = {100}, .element = 4},
                                  {.n_dims = 0, .element = 4}};
    for (size_t i = 0; i < 4; ++i)
        EXPECT_FAILURE(phw_h5_unchunk(back, &file, &parts, &wrong[i]), PHW_EINPUT,
                       "damaged");
    free(bytes);
}
