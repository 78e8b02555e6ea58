/* An HDF5 file made by libhdf5 itself, taken into memory. */
#ifndef PHW_TESTS_DATASETS_H5_SCRATCH_H
#define PHW_TESTS_DATASETS_H5_SCRATCH_H

#include <hdf5.h>

#include "core/file.h"
#include "datasets/h5_file.h"

#include "tests/datasets/scratch.h"

static inline hid_t h5_scratch_create(void)
{
    const hid_t file =
        H5Fcreate(scratch_path("a.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_geq(file, 0);
    return file;
}

/* Closes and reads it; free() the bytes. */
static inline uint8_t *h5_scratch_take(phw_h5_file *out, hid_t file)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    cr_assert_geq(H5Fclose(file), 0);
    cr_assert_eq(phw_file_read(&bytes, &size, scratch_path("a.h5"), 1 << 24), PHW_OK);
    cr_assert_eq(phw_h5_open(out, bytes, size), PHW_OK, "%s", phw_error_message());
    return bytes;
}

/* The node of an object in the root. */
static inline uint64_t h5_scratch_find(const phw_h5_file *file, const char *name)
{
    static phw_h5_link links[512];
    size_t n = 0;
    cr_assert_eq(phw_h5_list(file, file->root, links, &n, 512), PHW_OK, "%s",
                 phw_error_message());
    for (size_t i = 0; i < n; ++i) {
        if (strcmp(links[i].name, name) == 0)
            return links[i].node;
    }
    cr_assert_fail("no %s", name);
    return 0;
}

#endif
