#include "auth/helper_data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

static phw_helper_data example(void)
{
    phw_helper_data h = {.reproducible = true,
                         .key_bits = 128,
                         .security_bits = 64,
                         .n_blocks = 20,
                         .n_cells = 1000,
                         .from = 17};
    (void)snprintf(h.code, sizeof h.code, "golay");
    cr_assert_eq(phw_bits_alloc(&h.offset, 480), PHW_OK);
    cr_assert_eq(phw_bits_alloc(&h.seed, 240 + 127), PHW_OK);
    for (size_t i = 0; i < 480; i += 7)
        phw_bits_flip(&h.offset, i);
    phw_bits_flip(&h.seed, 366);
    memset(h.tag, 0xab, sizeof h.tag);
    return h;
}

Test(helper_data, comes_back_from_its_bytes)
{
    phw_helper_data h = example();
    phw_helper_data back = {0};
    uint8_t *bytes = NULL;
    size_t size = 0;
    cr_assert_eq(phw_helper_data_pack(&bytes, &size, &h), PHW_OK);
    cr_expect_eq(size, 12 + 2 + 64 + 12 + 16 + 60 + 46 + 32);
    cr_assert_eq(phw_helper_data_unpack(&back, bytes, size), PHW_OK);
    cr_expect_str_eq(back.code, h.code);
    cr_expect_eq(back.reproducible, true);
    cr_expect_eq(back.key_bits, 128);
    cr_expect_eq(back.security_bits, 64);
    cr_expect_eq(back.n_blocks, 20);
    cr_expect_eq(back.n_cells, 1000);
    cr_expect_eq(back.from, 17);
    cr_expect(phw_bits_equal(&back.offset, &h.offset));
    cr_expect(phw_bits_equal(&back.seed, &h.seed));
    cr_expect_arr_eq(back.tag, h.tag, sizeof h.tag);
    free(bytes);
    phw_helper_data_free(&back);
    phw_helper_data_free(&h);
}

/* What unpacks again has the bytes it came from: no two files say the same. */
static void try(const uint8_t *bytes, size_t size, const char *what, size_t at)
{
    phw_helper_data h = {0};
    uint8_t *again = NULL;
    size_t size_again = 0;
    const phw_status s = phw_helper_data_unpack(&h, bytes, size);
    if (s) {
        cr_assert_eq(s, PHW_EAUTH, "%s %zu", what, at);
        cr_assert_null(h.offset.word);
        return;
    }
    cr_assert_eq(phw_helper_data_pack(&again, &size_again, &h), PHW_OK);
    cr_assert_eq(size_again, size);
    cr_assert_arr_eq(again, bytes, size, "%s %zu", what, at);
    free(again);
    phw_helper_data_free(&h);
}

Test(helper_data, every_cut_and_every_flipped_bit_is_refused_or_told_apart)
{
    phw_helper_data h = example();
    phw_helper_data none = {0};
    uint8_t *bytes = NULL;
    size_t size = 0;
    cr_assert_eq(phw_helper_data_pack(&bytes, &size, &h), PHW_OK);
    for (size_t n = 0; n < size; ++n)
        cr_assert_eq(phw_helper_data_unpack(&none, bytes, n), PHW_EAUTH, "cut at %zu",
                     n);
    for (size_t i = 0; i < 8 * size; ++i) {
        bytes[i / 8] ^= (uint8_t)(1U << i % 8);
        try(bytes, size, "bit", i);
        bytes[i / 8] ^= (uint8_t)(1U << i % 8);
    }
    free(bytes);
    phw_helper_data_free(&h);
}

Test(helper_data, counts_that_do_not_fit_are_refused)
{
    const struct {
        uint32_t key_bits, n_blocks;
        uint64_t n_cells, from;
        const char *code;
    } row[] = {{128, 0, 1000, 0, "golay"},
               {0, 20, 1000, 0, "golay"},
               {241, 20, 1000, 0, "golay"},
               {128, UINT32_MAX, UINT64_MAX, 0, "golay"},
               {128, 20, 479, 0, "golay"},
               {128, 20, 1000, 521, "golay"},
               {128, 20, 1000, UINT64_MAX, "golay"},
               {128, 20, 1000, 0, "silver"},
               {128, 20, 1000, 0, ""}};

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        phw_helper_data h = example();
        phw_helper_data back = {0};
        uint8_t *bytes = NULL;
        size_t size = 0;
        h.key_bits = row[i].key_bits;
        h.n_blocks = row[i].n_blocks;
        h.n_cells = row[i].n_cells;
        h.from = row[i].from;
        memset(h.code, 0, sizeof h.code);
        (void)snprintf(h.code, sizeof h.code, "%s", row[i].code);
        cr_assert_eq(phw_helper_data_pack(&bytes, &size, &h), PHW_OK);
        cr_expect_eq(phw_helper_data_unpack(&back, bytes, size), PHW_EAUTH, "row %zu",
                     i);
        free(bytes);
        phw_helper_data_free(&h);
    }
}

Test(helper_data, the_tag_depends_on_every_field_and_the_key)
{
    phw_helper_data h = example();
    phw_key key = {0};
    uint8_t first[PHW_HELPER_TAG_SIZE];
    uint8_t tag[PHW_HELPER_TAG_SIZE];
    cr_assert_eq(phw_key_alloc(&key, 32), PHW_OK);
    cr_assert_eq(phw_helper_data_tag(first, &h, &key), PHW_OK);
    memset(h.tag, 0, sizeof h.tag);
    cr_assert_eq(phw_helper_data_tag(tag, &h, &key), PHW_OK);
    cr_expect_arr_eq(tag, first, sizeof tag, "the tag itself is not in it");
    for (int change = 0; change < 9; ++change) {
        phw_helper_data other = example();
        other.reproducible ^= change == 0;
        other.key_bits ^= change == 1;
        other.security_bits ^= change == 2;
        other.n_blocks ^= change == 3;
        other.n_cells ^= change == 4;
        other.from ^= change == 5;
        other.code[10] = change == 6; /* past the text's end */
        if (change == 7)
            phw_bits_flip(&other.offset, 479);
        if (change == 8)
            phw_bits_flip(&other.seed, 0);
        cr_assert_eq(phw_helper_data_tag(tag, &other, &key), PHW_OK);
        cr_expect_neq(memcmp(tag, first, sizeof tag), 0, "change %d", change);
        phw_helper_data_free(&other);
    }
    key.byte[0] = 1;
    cr_assert_eq(phw_helper_data_tag(tag, &h, &key), PHW_OK);
    cr_expect_neq(memcmp(tag, first, sizeof tag), 0);
    phw_key_free(&key);
    cr_assert_eq(phw_key_alloc(&key, 8), PHW_OK);
    cr_expect_eq(phw_helper_data_tag(tag, &h, &key), PHW_EARG);
    phw_key_free(&key);
    phw_helper_data_free(&h);
}
