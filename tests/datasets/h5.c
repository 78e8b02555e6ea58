#include "datasets/h5.h"

#include <math.h>

#include <hdf5.h>

#include "tests/datasets/scratch.h"

TestSuite(h5, .init = scratch_start, .fini = scratch_end);

static hid_t create(void)
{
    const hid_t file =
        H5Fcreate(scratch_path("a.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_geq(file, 0);
    return file;
}

Test(h5, attributes_come_back)
{
    const hid_t file = create();
    char text[8] = "old";
    double x = 7.0;
    cr_assert_eq(phw_h5_put_text(file, "t", "d\u00e9j"), PHW_OK);
    cr_assert_eq(phw_h5_put_text(file, "e", ""), PHW_OK);
    cr_assert_eq(phw_h5_put_number(file, "x", -1.5), PHW_OK);
    cr_assert_eq(phw_h5_put_number(file, "nan", (double)NAN), PHW_OK);
    cr_assert_eq(phw_h5_put_integer(file, "i", -3), PHW_OK);
    cr_expect_eq(phw_h5_get_text(file, "t", text, sizeof text), PHW_OK);
    cr_expect_str_eq(text, "d\u00e9j");
    cr_expect_eq(phw_h5_get_text(file, "e", text, sizeof text), PHW_OK);
    cr_expect_str_eq(text, "");
    cr_expect_eq(phw_h5_get_number(file, "none", &x), PHW_OK);
    cr_expect_eq(x, 7.0);
    cr_expect_eq(phw_h5_get_number(file, "x", &x), PHW_OK);
    cr_expect_eq(x, -1.5);
    cr_expect_eq(phw_h5_get_number(file, "i", &x), PHW_OK);
    cr_expect_eq(x, -3.0);
    EXPECT_FAILURE(phw_h5_get_number(file, "nan", &x), PHW_EINPUT, "nan", "finite");
    EXPECT_FAILURE(phw_h5_get_number(file, "t", &x), PHW_EINPUT, "t", "number");
    EXPECT_FAILURE(phw_h5_get_text(file, "t", text, 4), PHW_EINPUT, "t",
                   "fewer than 4");
    EXPECT_FAILURE(phw_h5_get_text(file, "none", text, 4), PHW_EINPUT, "none",
                   "missing");
    H5Fclose(file);
}

Test(h5, arrays_come_back_with_their_shape)
{
    const hid_t file = create();
    const float data[6] = {1, 2, 3, 4, 5, 6};
    const phw_h5_array array = {.name = "a", .unit = "dB", .rows = 3, .columns = 2};
    double back[6];
    int64_t set = -1;
    size_t rows = 0;
    size_t columns = 0;
    cr_assert_eq(phw_h5_put_array(file, &array, data), PHW_OK);
    cr_assert_eq(phw_h5_open_array(&set, &rows, &columns, file, "a", PHW_H5_F64),
                 PHW_OK);
    cr_expect(rows == 3 && columns == 2);
    cr_assert_eq(phw_h5_read_array(set, "a", PHW_H5_F64, back), PHW_OK);
    for (size_t i = 0; i < 6; ++i)
        cr_expect_eq(back[i], (double)data[i]);
    H5Dclose(set);
    H5Fclose(file);
}

Test(h5, links_and_other_objects_are_no_arrays)
{
    const hid_t file = create();
    int64_t node = -1;
    size_t n = 0;
    cr_assert_eq(phw_h5_put_group(&node, file, "g"), PHW_OK);
    H5Gclose(node);
    H5Lcreate_soft("g", file, "soft", H5P_DEFAULT, H5P_DEFAULT);
    H5E_BEGIN_TRY
    {
        EXPECT_FAILURE(phw_h5_open_array(&node, &n, &n, file, "g", PHW_H5_F32),
                       PHW_EINPUT, "g", "array");
        EXPECT_FAILURE(phw_h5_open_array(&node, &n, &n, file, "x", PHW_H5_F32),
                       PHW_EINPUT, "x", "missing");
        EXPECT_FAILURE(phw_h5_open_group(&node, file, "soft"), PHW_EINPUT, "soft",
                       "link");
        EXPECT_FAILURE(phw_h5_put_group(&node, file, "g"), PHW_EIO, "g");
    }
    H5E_END_TRY
    cr_expect_eq(phw_h5_open_group(&node, file, "g"), PHW_OK);
    H5Gclose(node);
    H5Fclose(file);
}
