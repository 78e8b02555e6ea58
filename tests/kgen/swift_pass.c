#include "kgen/swift_pass.h"

#include <criterion/criterion.h>

#include "wire.h"

static phw_swift_pass make_pass(size_t n, unsigned pass, size_t first, size_t block,
                                bool masked)
{
    const phw_cascade_plan plan = {
        .n = n, .stripe = {{.from = 0, .to = n, .k = first}}, .n_stripes = 1};
    const phw_swift_layout layout = {
        .plan = &plan,
        .block = &block,
        .first_block = &first,
        .pass = pass,
        .masked = masked,
        .sparing = true,
        .seed = 5,
    };
    phw_swift_pass p = {0};
    cr_assert_eq(phw_swift_pass_make(&p, &layout), PHW_OK);
    return p;
}

/* By tables and by the network; blocks of 16 in pass 1, dealt to 16 columns. */
Test(swift_pass, blocks_of_two_passes_share_one_bit)
{
    static const size_t sizes[] = {160, 250, 2000, 4096, 10000};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        const size_t n = sizes[k];
        phw_swift_pass p = make_pass(n, 1, 16, 8, false);
        size_t shared = 0;
        for (size_t i = 0; i < n; ++i) {
            cr_assert_eq(p.bit_of_place[p.place_of_bit[i]], i);
            for (size_t j = i + 1; j < n && j / 16 == i / 16; ++j)
                shared += p.place_of_bit[i] / 8 == p.place_of_bit[j] / 8;
        }
        /* A block that lies in two columns may, and n / 16 is no multiple of 8. */
        const double uniform = (double)n * 7.5 * 7 / (double)(n - 1);
        cr_expect_lt((double)shared, uniform / 2, "n %zu: %zu", n, shared);
        phw_swift_pass_free(&p);
    }
}

Test(swift_pass, own_bits_stand_where_the_tables_say)
{
    static const size_t sizes[] = {1, 63, 64, 65, 1000, 2047, 2048, 3001};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        for (unsigned pass = 1; pass < 3; ++pass) {
            const size_t n = sizes[k];
            phw_swift_pass p = make_pass(n, pass, 8, 32, false);
            phw_bits key = random_bits(n, (uint32_t)k);
            phw_swift_pass_open(&p, &key, true);
            for (size_t i = 0; i < n; ++i)
                cr_assert_eq(phw_bits_get(&p.own.bit, p.place_of_bit[i]),
                             phw_bits_get(&key, i));
            cr_expect_eq(p.n_odd, (p.n_places + 31) / 32 - 1);
            cr_expect_eq(p.last_root, (p.n_places - 1) / 32 * 32);
            phw_bits_free(&key);
            phw_swift_pass_free(&p);
        }
    }
}

/* The leaf of all 50 places: cut at its middle member; then a leaf with one, and one
 * with none. */
Test(swift_pass, masks_are_cut_between_members)
{
    phw_swift_pass p = make_pass(50, 2, 1, 1, true);
    phw_bits key = random_bits(50, 1);
    p.mask.word[0] = 1ULL << 3 | 1ULL << 7 | 1ULL << 40;
    cr_expect_eq(phw_swift_pass_mask_parity(&p, &key),
                 (unsigned)phw_bits_masked_parity(&key, &p.mask));
    phw_swift_pass first = make_pass(50, 0, 16, 16, false);
    phw_swift_pass_open(&first, &key, false);
    phw_swift_pass_divide(&p, &key, &first);
    size_t cut = 0;
    bool single = true;
    cr_assert_eq(phw_swift_pass_mask_cut(&cut, &single, &p, 0), PHW_OK);
    cr_expect(!single);
    cr_expect_eq(cut, 7);
    phw_segments_cut(&p.leaf, 8);
    phw_segments_cut(&p.leaf, 41);
    cr_assert_eq(phw_swift_pass_mask_cut(&cut, &single, &p, 8), PHW_OK);
    cr_expect(single);
    cr_expect_eq(cut, 40);
    cr_expect_eq(phw_swift_pass_mask_cut(&cut, &single, &p, 41), PHW_EPEER);
    phw_swift_pass_free(&first);
    phw_bits_free(&key);
    phw_swift_pass_free(&p);
}

/* Leaves of pass 1: blocks of 16, of which 16..31 is cut into 16..23, 24, 25, 26..31:
 * bits 24 and 25 are known. By tables and by a network. */
Test(swift_pass, what_stands_alone_in_pass_one_is_known)
{
    static const size_t sizes[] = {40, 64, 100, 3000};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        const size_t n = sizes[k];
        phw_bits key = random_bits(n, 1);
        phw_swift_pass first = make_pass(n, 0, 16, 16, false);
        phw_swift_pass second = make_pass(n, 1, 16, 32, false);
        phw_swift_pass_open(&first, &key, false);
        phw_segments_cut(&first.leaf, 24);
        phw_segments_cut(&first.leaf, 25);
        phw_segments_cut(&first.leaf, 26);
        phw_swift_pass_spare(&second, &first);
        for (size_t i = 0; i < second.n_places; ++i) {
            const uint32_t bit = second.bit_of_place[i];
            const bool alive = bit != UINT32_MAX && bit != 24 && bit != 25;
            cr_assert_eq(phw_bits_get(&second.alive, i), alive, "n %zu bit %u", n, bit);
        }
        phw_bits_free(&key);
        phw_swift_pass_free(&first);
        phw_swift_pass_free(&second);
    }
}
