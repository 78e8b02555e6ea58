#include "kgen/fast_cascade_pass.h"

#include <stdlib.h>

#include <criterion/criterion.h>

#include "wire.h"

/* A pass with tables and scratch of its own. */
typedef struct lone_pass {
    phw_fast_cascade_tables tables;
    uint64_t *scratch;
    phw_fast_cascade_pass p;
} lone_pass;

static lone_pass *make_pass(size_t n, unsigned pass, size_t first, size_t block,
                            bool masked)
{
    const phw_cascade_plan plan = {
        .n = n, .stripe = {{.from = 0, .to = n, .k = first}}, .n_stripes = 1};
    const phw_fast_cascade_layout layout = {
        .plan = &plan,
        .block = &block,
        .first_block = &first,
        .pass = pass,
        .masked = masked,
        .sparing = true,
        .seed = 5,
    };
    lone_pass *made = calloc(1, sizeof *made);
    cr_assert_not_null(made);
    made->scratch = calloc(phw_fast_cascade_pass_scratch(n), sizeof *made->scratch);
    cr_assert_not_null(made->scratch);
    cr_assert_eq(phw_fast_cascade_tables_make(&made->tables, &layout), PHW_OK);
    cr_assert_eq(phw_fast_cascade_pass_make(&made->p, &made->tables, made->scratch),
                 PHW_OK);
    return made;
}

static void drop(lone_pass *made)
{
    phw_fast_cascade_pass_free(&made->p);
    phw_fast_cascade_tables_free(&made->tables);
    free(made->scratch);
    free(made);
}

Test(fast_cascade_pass, own_bits_stand_where_the_tables_say)
{
    static const size_t sizes[] = {1, 63, 64, 65, 1000, 2047, 2048, 3001};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        for (unsigned pass = 1; pass < 3; ++pass) {
            const size_t n = sizes[k];
            lone_pass *p = make_pass(n, pass, 8, 32, false);
            phw_bits key = random_bits(n, (uint32_t)k);
            phw_fast_cascade_pass_open(&p->p, &key, true);
            for (size_t i = 0; i < n; ++i)
                cr_assert_eq(phw_bits_get(&p->p.own.bit, p->tables.place_of_bit[i]),
                             phw_bits_get(&key, i));
            cr_expect_eq(p->p.n_odd, (p->tables.n_places + 31) / 32 - 1);
            cr_expect_eq(p->p.last_root, (p->tables.n_places - 1) / 32 * 32);
            phw_bits_free(&key);
            drop(p);
        }
    }
}

/* The leaf of all 50 places: cut at its middle member; then a leaf with one, and one
 * with none. */
Test(fast_cascade_pass, masks_are_cut_between_members)
{
    lone_pass *p = make_pass(50, 2, 1, 1, true);
    phw_bits key = random_bits(50, 1);
    p->tables.mask.word[0] = 1ULL << 3 | 1ULL << 7 | 1ULL << 40;
    cr_expect_eq(phw_fast_cascade_pass_mask_parity(&p->p, &key),
                 (unsigned)phw_bits_masked_parity(&key, &p->tables.mask));
    lone_pass *first = make_pass(50, 0, 16, 16, false);
    phw_fast_cascade_pass_open(&first->p, &key, false);
    cr_assert_eq(phw_fast_cascade_pass_divide(&p->p, &key, &first->p), PHW_OK);
    size_t cut = 0;
    bool single = true;
    cr_assert_eq(phw_fast_cascade_pass_mask_cut(&cut, &single, &p->p, 0), PHW_OK);
    cr_expect(!single);
    cr_expect_eq(cut, 7);
    phw_segments_cut(&p->p.leaf, 8);
    phw_segments_cut(&p->p.leaf, 41);
    cr_assert_eq(phw_fast_cascade_pass_mask_cut(&cut, &single, &p->p, 8), PHW_OK);
    cr_expect(single);
    cr_expect_eq(cut, 40);
    cr_expect_eq(phw_fast_cascade_pass_mask_cut(&cut, &single, &p->p, 41), PHW_EPEER);
    drop(first);
    phw_bits_free(&key);
    drop(p);
}

/* Leaves of pass 1: blocks of 16, of which 16..31 is cut into 16..23, 24, 25, 26..31:
 * bits 24 and 25 are known. By tables and by a network. */
Test(fast_cascade_pass, what_stands_alone_in_pass_one_is_known)
{
    static const size_t sizes[] = {40, 64, 100, 3000};

    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        const size_t n = sizes[k];
        phw_bits key = random_bits(n, 1);
        lone_pass *first = make_pass(n, 0, 16, 16, false);
        lone_pass *second = make_pass(n, 1, 16, 32, false);
        phw_fast_cascade_pass_open(&first->p, &key, false);
        phw_segments_cut(&first->p.leaf, 24);
        phw_segments_cut(&first->p.leaf, 25);
        phw_segments_cut(&first->p.leaf, 26);
        phw_fast_cascade_pass_spare(&second->p, &first->p);
        for (size_t i = 0; i < second->tables.n_places; ++i) {
            const uint32_t bit = second->tables.bit_of_place[i];
            const bool alive = bit != UINT32_MAX && bit != 24 && bit != 25;
            cr_assert_eq(phw_bits_get(&second->p.alive, i), alive, "n %zu bit %u", n,
                         bit);
        }
        phw_bits_free(&key);
        drop(first);
        drop(second);
    }
}
