#include "kgen/zero_power_correction.h"

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"
#include "kgen/bch.h"

/* n bits, all sure. */
static phw_zero_power_reading draw_reading(size_t n)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 6), 0};
    phw_zero_power_reading r = {.n = n};
    cr_assert_eq(phw_bits_alloc(&r.plane[0], n), PHW_OK);
    cr_assert_eq(phw_array_alloc(&r.margin[0], n, sizeof *r.margin[0]), PHW_OK);
    for (size_t i = 0; i < n; ++i) {
        phw_bits_set(&r.plane[0], i, phw_rng_below(&rng, i, 2) == 1);
        r.margin[0][i] = 1;
    }
    return r;
}

Test(zero_power_correction, parts_compared_bits_from_the_others)
{
    phw_zero_power_config config = phw_zero_power_preset();
    config.sample_every = 10;
    phw_zero_power_reading r = draw_reading(1000);
    phw_zero_power_correction c = {0};
    phw_bits theirs = {0};
    cr_assert_eq(phw_zero_power_compared(1000, 10, 3), 100);
    for (size_t i = 3; i < 1000; i += 10) /* every fifth of them differs */
        cr_assert_eq(
            phw_bits_push(&theirs, phw_bits_get(&r.plane[0], i) ^ (i % 50 == 3), 1),
            PHW_OK);
    cr_assert_eq(phw_zero_power_correction_split(&c, &r, &config, 3, &theirs), PHW_OK);
    cr_expect_eq(c.left[0].n, 900);
    cr_expect_eq(c.plane[0].n_sampled, 100);
    cr_expect_eq(c.plane[0].n_sample_errors, 20);
    cr_expect_eq(phw_bits_distance(&c.known[0], &r.plane[0]), 20);
    cr_assert_eq(phw_zero_power_correction_plan(&c, 0), PHW_OK);
    cr_expect_eq(c.n_blocks, 3);
    cr_expect_eq(phw_zero_power_correction_told(&c),
                 3 * (PHW_BCH_N - c.plane[0].plan.k));
    phw_zero_power_correction_free(&c);
    phw_zero_power_reading_free(&r);
    phw_bits_free(&theirs);
}

Test(zero_power_correction, counts_what_is_compared)
{
    cr_expect_eq(phw_zero_power_compared(100, 20, 0), 5);
    cr_expect_eq(phw_zero_power_compared(100, 20, 19), 5);
    cr_expect_eq(phw_zero_power_compared(99, 20, 19), 4);
    cr_expect_eq(phw_zero_power_compared(5, 20, 7), 0);
    cr_expect_eq(phw_zero_power_compared(100, 0, 0), 0);
}

/* The remainders of other bits: the blocks with too many errors are left out. */
Test(zero_power_correction, drops_the_blocks_that_do_not_decode)
{
    phw_zero_power_config config = phw_zero_power_preset();
    config.sample_every = 0;
    const size_t n_blocks = 4;
    phw_zero_power_reading r = draw_reading(n_blocks * PHW_BCH_N + 7);
    phw_zero_power_correction c = {0};
    phw_bits theirs = {0};
    phw_bits told = {0};
    phw_bits x = {0};
    const phw_bits none = {0};
    cr_assert_eq(phw_zero_power_correction_split(&c, &r, &config, 0, &none), PHW_OK);
    cr_assert_eq(phw_zero_power_correction_plan(&c, 0.02), PHW_OK);
    cr_assert_eq(c.n_blocks, n_blocks);
    cr_assert_eq(phw_bits_copy(&theirs, &c.left[0]), PHW_OK);
    for (size_t q = 0; q < 60; ++q) /* block 2 is hopeless, block 1 has two errors */
        phw_bits_flip(&theirs, 2 + n_blocks * q);
    phw_bits_flip(&theirs, 1);
    phw_bits_flip(&theirs, 1 + n_blocks * 200);
    phw_bch *bch = NULL;
    phw_zero_power_generator g;
    phw_zero_power_work work = {0};
    cr_assert_eq(phw_bch_create(&bch, c.plane[0].plan.t), PHW_OK);
    phw_zero_power_generator_read(&g, bch);
    for (size_t b = 0; b < n_blocks; ++b) {
        uint64_t rest[PHW_ZERO_POWER_REGISTER_WORDS];
        phw_zero_power_syndrome(rest, &work, &theirs, b, n_blocks, &g);
        for (unsigned j = 0; j < g.degree; ++j)
            cr_assert_eq(phw_bits_push(&told, (rest[j / 64] >> (j % 64)) & 1U, 1),
                         PHW_OK);
    }
    cr_assert_eq(told.n, phw_zero_power_correction_told(&c));
    cr_assert_eq(phw_zero_power_correction_decode(&c, &x, &told), PHW_OK);
    cr_expect_eq(x.n, 3 * PHW_BCH_N);
    cr_expect_eq(phw_bits_count(&c.drop), 1);
    cr_expect(phw_bits_get(&c.drop, 2));
    cr_expect_eq(c.plane[0].n_dropped, 1);
    cr_expect_eq(c.plane[0].n_corrected, 2);
    for (size_t q = 0; q < PHW_BCH_N; ++q)
        cr_assert_eq(phw_bits_get(&x, PHW_BCH_N + q),
                     phw_bits_get(&theirs, 1 + n_blocks * q));
    phw_bch_destroy(bch);
    phw_bits_free(&theirs);
    phw_bits_free(&told);
    phw_bits_free(&x);
    phw_zero_power_correction_free(&c);
    phw_zero_power_reading_free(&r);
}

Test(zero_power_correction, needs_a_block_and_a_plane)
{
    phw_zero_power_config config = phw_zero_power_preset();
    config.sample_every = 0;
    phw_zero_power_reading r = draw_reading(PHW_BCH_N - 1);
    phw_zero_power_correction c = {0};
    const phw_bits none = {0};
    cr_assert_eq(phw_zero_power_correction_split(&c, &r, &config, 0, &none), PHW_OK);
    cr_expect_eq(phw_zero_power_correction_plan(&c, 0.01), PHW_ESHORT);
    phw_zero_power_correction_free(&c);
    phw_zero_power_reading_free(&r);
    r = draw_reading(2 * PHW_BCH_N);
    cr_assert_eq(phw_zero_power_correction_split(&c, &r, &config, 0, &none), PHW_OK);
    cr_expect_eq(phw_zero_power_correction_plan(&c, 0.3), PHW_ENOKEY);
    phw_zero_power_correction_free(&c);
    phw_zero_power_reading_free(&r);
}
