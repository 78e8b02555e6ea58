#include "kgen/raw.h"

#include <criterion/criterion.h>

/* Components of 5 samples: 2 bits, unused, 1 bit. */
static phw_symbols component[3];
static phw_labels labels;

static void lay(void)
{
    static const uint8_t first[] = {0, 1, 2, 3, 2};
    static const uint8_t third[] = {1, 0, 0, 1, 1};
    cr_assert_eq(phw_symbols_alloc(&component[0], 5, 2), PHW_OK);
    cr_assert_eq(phw_symbols_alloc(&component[2], 5, 1), PHW_OK);
    memcpy(component[0].symbol, first, 5);
    memcpy(component[2].symbol, third, 5);
    component[0].keep[4] = 0;
    labels = (phw_labels){.component = component, .n_components = 3, .n_rows = 5};
}

static void clear(void)
{
    phw_symbols_free(&component[0]);
    phw_symbols_free(&component[2]);
}

TestSuite(raw, .init = lay, .fini = clear);

Test(raw, bits_go_component_by_component_and_plane_by_plane)
{
    phw_bits keep = {0};
    phw_raw raw = {0};
    cr_assert_eq(phw_labels_keep(&keep, &labels), PHW_OK);
    phw_bits_set(&keep, 1, false);     /* sample 1 of component 0 */
    phw_bits_set(&keep, 5 + 0, false); /* sample 0 of component 2 */
    cr_assert_eq(phw_raw_build(&raw, &labels, &keep), PHW_OK);

    /* Kept of component 0: 0 2 3 (high bits 0 1 1, low 0 0 1); of 2: 0 0 1 1. */
    static const int want[] = {0, 1, 1, 0, 0, 1, 0, 0, 1, 1};
    cr_assert_eq(raw.bits.n, 10);
    for (size_t i = 0; i < 10; ++i)
        cr_expect_eq(phw_bits_get(&raw.bits, i), want[i], "bit %zu", i);

    static const phw_segment segment[] = {{0, 3, 0, 0}, {3, 6, 0, 1}, {6, 10, 2, 0}};
    cr_assert_eq(raw.n_segments, 3);
    for (size_t i = 0; i < 3; ++i) {
        cr_expect_eq(raw.segment[i].from, segment[i].from);
        cr_expect_eq(raw.segment[i].to, segment[i].to);
        cr_expect_eq(raw.segment[i].component, segment[i].component);
        cr_expect_eq(raw.segment[i].plane, segment[i].plane);
    }

    static const size_t row[] = {0, 2, 3};
    cr_assert_eq(raw.n_components, 2);
    cr_expect_eq(raw.component[0].n, 3);
    cr_expect_arr_eq(raw.component[0].row, row, sizeof row);
    cr_expect_eq(raw.component[1].component, 2);
    cr_expect_eq(raw.component[1].row[0], 1);
    phw_raw_free(&raw);
    phw_raw_free(&raw);
    phw_bits_free(&keep);
}

Test(raw, a_component_of_which_nothing_is_kept_has_no_segment)
{
    phw_bits keep = {0};
    phw_raw raw = {0};
    cr_assert_eq(phw_bits_alloc(&keep, 10), PHW_OK);
    cr_expect_eq(phw_raw_build(&raw, &labels, &keep), PHW_ESHORT);
    phw_bits_set(&keep, 7, true);
    cr_assert_eq(phw_raw_build(&raw, &labels, &keep), PHW_OK);
    cr_expect_eq(raw.bits.n, 1);
    cr_expect_eq(raw.n_segments, 1);
    cr_expect_eq(raw.segment[0].component, 2);
    cr_expect_eq(raw.component[0].n, 0);
    phw_raw_free(&raw);
    phw_bits_free(&keep);
}

Test(raw, a_forged_mask_is_refused)
{
    phw_bits keep = {0};
    phw_raw raw = {0};
    cr_assert_eq(phw_bits_alloc(&keep, 9), PHW_OK);
    cr_expect_eq(phw_raw_build(&raw, &labels, &keep), PHW_EPEER);
    phw_bits_free(&keep);
    cr_assert_eq(phw_bits_alloc(&keep, 10), PHW_OK);
    phw_bits_set(&keep, 4, true);
    cr_expect_eq(phw_raw_build(&raw, &labels, &keep), PHW_EPEER);
    cr_expect_not_null(strstr(phw_error_message(), "sample 4"));
    cr_expect_null(raw.component);
    phw_bits_free(&keep);
}
