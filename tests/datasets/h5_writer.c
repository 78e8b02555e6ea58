#include "datasets/h5_writer.h"

#include <math.h>

#include "datasets/h5_value.h"

#include "tests/datasets/h5_scratch.h"

TestSuite(h5_writer, .init = scratch_start, .fini = scratch_end);

Test(h5_writer, attributes_come_back)
{
    const hid_t out = h5_scratch_create();
    cr_assert_eq(phw_h5_put_text(out, "t", "d\u00e9j"), PHW_OK);
    cr_assert_eq(phw_h5_put_text(out, "e", ""), PHW_OK);
    cr_assert_eq(phw_h5_put_number(out, "x", -1.5), PHW_OK);
    cr_assert_eq(phw_h5_put_integer(out, "i", -3), PHW_OK);
    phw_h5_file file;
    uint8_t *bytes = h5_scratch_take(&file, out);
    char text[8] = "old";
    double x = 7.0;
    cr_expect_eq(phw_h5_get_text(&file, file.root, "t", text, 8, true), PHW_OK);
    cr_expect_str_eq(text, "d\u00e9j");
    cr_expect_eq(phw_h5_get_text(&file, file.root, "e", text, 8, true), PHW_OK);
    cr_expect_str_eq(text, "");
    cr_expect_eq(phw_h5_get_number(&file, file.root, "x", &x), PHW_OK);
    cr_expect_eq(x, -1.5);
    cr_expect_eq(phw_h5_get_number(&file, file.root, "i", &x), PHW_OK);
    cr_expect_eq(x, -3.0);
    free(bytes);
}

Test(h5_writer, arrays_come_back_with_their_shape)
{
    const hid_t out = h5_scratch_create();
    const float data[6] = {1, 2, 3, 4, 5, 6};
    const phw_h5_array array = {.name = "a", .unit = "dB", .rows = 3, .columns = 2};
    cr_assert_eq(phw_h5_put_array(out, &array, data), PHW_OK);
    phw_h5_file file;
    uint8_t *bytes = h5_scratch_take(&file, out);
    const uint64_t node = h5_scratch_find(&file, "a");
    phw_h5_found found;
    float back[6];
    char unit[4];
    cr_assert_eq(phw_h5_find_array(&found, &file, node, "a"), PHW_OK);
    cr_expect(found.rows == 3 && found.columns == 2);
    phw_h5_read_floats(&found, back);
    cr_expect_eq(memcmp(back, data, sizeof data), 0);
    cr_expect_eq(phw_h5_get_text(&file, node, "unit", unit, 4, true), PHW_OK);
    cr_expect_str_eq(unit, "dB");
    free(bytes);
}

Test(h5_writer, what_hdf5_refuses_is_an_error)
{
    const hid_t out = h5_scratch_create();
    int64_t node = -1;
    H5E_BEGIN_TRY
    {
        cr_assert_eq(phw_h5_put_group(&node, out, "g"), PHW_OK);
        H5Gclose(node);
        EXPECT_FAILURE(phw_h5_put_group(&node, out, "g"), PHW_EIO, "g");
        cr_assert_eq(phw_h5_put_number(out, "x", 1.0), PHW_OK);
        EXPECT_FAILURE(phw_h5_put_number(out, "x", 1.0), PHW_EIO, "x");
        const phw_h5_array array = {.name = "g", .rows = 1};
        EXPECT_FAILURE(phw_h5_put_array(out, &array, ""), PHW_EIO, "g");
    }
    H5E_END_TRY
    H5Fclose(out);
}
