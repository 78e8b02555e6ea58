#include "datasets/h5_file.h"

#include "tests/datasets/h5_scratch.h"

TestSuite(h5_file, .init = scratch_start, .fini = scratch_end);

Test(h5_file, reading_past_the_end_gives_zeros_and_sticks)
{
    const uint8_t bytes[] = {1, 2, 3, 4, 5};
    const phw_h5_file file = {.byte = bytes, .size = 5};
    phw_h5_cursor c = phw_h5_at(&file, 1, 4);
    cr_expect_eq(phw_h5_take(&c, 2), 0x0302);
    phw_h5_cursor part = phw_h5_cut(&c, 2);
    cr_expect_eq(phw_h5_take(&part, 2), 0x0504);
    cr_expect_not(part.bad || c.bad);
    cr_expect_eq(phw_h5_take(&c, 1), 0);
    cr_expect(c.bad);
    cr_expect(phw_h5_at(&file, 6, 0).bad);
    cr_expect_not(phw_h5_at(&file, 5, 0).bad);
    cr_expect(phw_h5_at(&file, 1, UINT64_MAX).bad);
    cr_expect(phw_h5_at(&file, UINT64_MAX, 1).bad);
}

Test(h5_file, groups_of_any_size_are_listed_in_order)
{
    static const size_t sizes[] = {0, 1, 8, 9, 300};
    for (size_t s = 0; s < 5; ++s) {
        static phw_h5_link links[400];
        const hid_t out = h5_scratch_create();
        for (size_t i = 0; i < sizes[s]; ++i) {
            char name[32];
            snprintf(name, sizeof name, "g%03zu", (7 * i) % sizes[s]);
            H5Gclose(H5Gcreate2(out, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
        }
        H5Lcreate_soft("g000", out, "soft", H5P_DEFAULT, H5P_DEFAULT);
        phw_h5_file file;
        uint8_t *bytes = h5_scratch_take(&file, out);
        size_t n = 0;
        cr_assert_eq(phw_h5_list(&file, file.root, links, &n, 400), PHW_OK, "%s",
                     phw_error_message());
        cr_assert_eq(n, sizes[s]);
        for (size_t i = 0; i < n; ++i) {
            char name[32];
            snprintf(name, sizeof name, "g%03zu", i);
            cr_expect_str_eq(links[i].name, name);
        }
        if (n > 0)
            EXPECT_FAILURE(phw_h5_list(&file, file.root, links, &n, n - 1), PHW_EINPUT,
                           "more than");
        free(bytes);
    }
}

Test(h5_file, newer_forms_are_refused_with_the_way_out)
{
    const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_libver_bounds(access, H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
    H5Fclose(H5Fcreate(scratch_path("new.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, access));
    uint8_t *bytes = NULL;
    size_t size = 0;
    phw_h5_file file;
    cr_assert_eq(phw_file_read(&bytes, &size, scratch_path("new.h5"), 1 << 20), PHW_OK);
    EXPECT_FAILURE(phw_h5_open(&file, bytes, size), PHW_EINPUT, "superblock",
                   "h5repack");
    free(bytes);
}

Test(h5_file, attributes_in_several_blocks_are_all_met)
{
    const hid_t out = h5_scratch_create();
    for (int i = 0; i < 40; ++i) {
        char name[16];
        const hid_t space = H5Screate(H5S_SCALAR);
        snprintf(name, sizeof name, "a%d", i);
        H5Aclose(
            H5Acreate2(out, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, H5P_DEFAULT));
        H5Sclose(space);
    }
    phw_h5_file file;
    uint8_t *bytes = h5_scratch_take(&file, out);
    unsigned type = 0;
    size_t n = 0;
    phw_h5_cursor body;
    phw_h5_messages m = phw_h5_messages_of(&file, file.root);
    while (phw_h5_next(&m, &type, &body))
        n += type == PHW_H5_MESSAGE_ATTRIBUTE;
    cr_expect_eq(n, 40);
    cr_expect_not(m.bad);
    free(bytes);
}

Test(h5_file, a_header_that_leads_back_to_itself_ends)
{
    /* 65535 messages said, and a block of one, which continues at that block. */
    uint8_t bytes[40] = {1, 0, 0xff, 0xff, 1, 0, 0, 0, 24, 0, 0, 0};
    bytes[16] = 0x10;
    bytes[18] = 16;
    bytes[24] = 16;
    bytes[32] = 24;
    const phw_h5_file file = {.byte = bytes, .size = sizeof bytes};
    unsigned type = 0;
    phw_h5_cursor body;
    phw_h5_messages m = phw_h5_messages_of(&file, 0);
    cr_expect_not(phw_h5_next(&m, &type, &body));
    cr_expect_eq(m.left, 0);
    m = phw_h5_messages_of(&file, UINT64_MAX - 4);
    cr_expect_not(phw_h5_next(&m, &type, &body));
    cr_expect(m.bad);
}
