#include "kgen/segments.h"

#include <criterion/criterion.h>

#include "core/rng.h"

/* Where the leaf of a place begins and ends by looking at one place after the other. */
static size_t begin_of(const bool *start, size_t place)
{
    while (!start[place])
        --place;
    return place;
}

static size_t end_of(const bool *start, size_t place)
{
    do
        ++place;
    while (!start[place]);
    return place;
}

/* Cuts at random places, few and many, short lines and long. */
Test(segments, leaves_are_found_from_any_place)
{
    static const size_t sizes[] = {1, 2, 63, 64, 65, 4095, 4096, 4097, 20000};
    static bool start[20001];

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        const size_t n = sizes[k];
        const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7365), (uint32_t)k};
        phw_segments s = {0};
        cr_assert_eq(phw_segments_alloc(&s, n), PHW_OK);
        phw_segments_clear(&s);
        for (size_t i = 0; i <= n; ++i)
            start[i] = i == 0 || i == n;
        for (uint64_t i = 0; i < 40; ++i) {
            const size_t cut = phw_rng_below(&rng, i, (uint32_t)n);
            phw_segments_cut(&s, cut);
            start[cut] = true;
            for (uint64_t j = 0; j < 40; ++j) {
                const size_t place =
                    phw_rng_below(&rng, 1000 + 40 * i + j, (uint32_t)n);
                const size_t begin = begin_of(start, place);
                cr_assert_eq(phw_segments_begin(&s, place), begin);
                cr_assert_eq(phw_segments_end(&s, begin), end_of(start, begin));
            }
        }
        phw_segments_free(&s);
    }
}

Test(segments, blocks_are_cut_at_every_step)
{
    phw_segments s = {0};
    cr_assert_eq(phw_segments_alloc(&s, 1000), PHW_OK);
    phw_segments_clear(&s);
    cr_expect_eq(phw_segments_cut_every(&s, 0, 500, 7), 72);
    cr_expect_eq(phw_segments_cut_every(&s, 500, 1000, 100), 5);
    cr_expect_eq(phw_segments_begin(&s, 499), 497);
    cr_expect_eq(phw_segments_end(&s, 497), 500);
    cr_expect_eq(phw_segments_end(&s, 900), 1000);
    phw_segments_clear(&s);
    cr_expect_eq(phw_segments_end(&s, 0), 1000, "one leaf after all is forgotten");
    phw_segments_free(&s);
}

/* Both ends of a word, and the last place of all. */
Test(segments, odd_leaves_of_one_place_are_seen)
{
    phw_segments s = {0};
    cr_assert_eq(phw_segments_alloc(&s, 130), PHW_OK);
    phw_segments_clear(&s);
    static const size_t cuts[] = {1, 63, 64, 66, 129};
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; ++i)
        phw_segments_cut(&s, cuts[i]);
    /* Leaves: 0, 1..62, 63, 64..65, 66..128, 129. */
    s.odd[0] = s.start[0];
    s.odd[1] = s.start[1];
    s.odd[2] = phw_segments_bit(129);
    cr_expect_eq(phw_segments_single(&s, 0),
                 phw_segments_bit(0) | phw_segments_bit(63));
    cr_expect_eq(phw_segments_single(&s, 1), 0);
    cr_expect_eq(phw_segments_single(&s, 2), phw_segments_bit(129));
    phw_segments_free(&s);
}

Test(segments, the_next_odd_leaf_is_found_from_where_it_begins)
{
    phw_segments s = {0};
    cr_assert_eq(phw_segments_alloc(&s, 5000), PHW_OK);
    phw_segments_clear(&s);
    static const size_t odd[] = {0, 1, 63, 64, 4097};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; ++i)
        s.odd[odd[i] / 64] |= phw_segments_bit(odd[i]);
    for (size_t i = 0, from = 0; i < sizeof odd / sizeof *odd; from = odd[i++] + 1)
        cr_expect_eq(phw_segments_odd_from(&s, from), odd[i]);
    cr_expect_eq(phw_segments_odd_from(&s, 4098), 5000);
    phw_segments_free(&s);
}
