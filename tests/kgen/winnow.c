#include "kgen/winnow.h"

#include <math.h>

#include <criterion/criterion.h>

#include "wire.h"

/* What a frame came to at the two ends. */
typedef struct frame {
    size_t n_errors;
    size_t n_left;
    phw_reconcile_figures figures;
} frame;

static frame run(const phw_winnow_plan *plan, const phw_bits *a, const phw_bits *b,
                 uint64_t seed)
{
    phw_winnow *end[2] = {NULL, NULL};
    phw_message out[2] = {{0}};
    bool done[2] = {false, false};
    const phw_message *in = NULL;
    frame f = {.n_errors = phw_bits_distance(a, b)};
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(
            phw_winnow_create(&end[i], (phw_role)i, plan, seed, i == PHW_ALICE ? a : b),
            PHW_OK);
    for (int i = PHW_ALICE; !(done[0] && done[1]); i = 1 - i) {
        cr_assert_eq(phw_winnow_step(end[i], &out[i], &done[i], in), PHW_OK);
        in = out[i].size > 0 ? &out[i] : NULL;
    }
    cr_expect(phw_bits_equal(phw_winnow_key(end[PHW_ALICE]), a));
    cr_expect(
        phw_bits_equal(phw_winnow_corrected(end[0]), phw_winnow_corrected(end[1])),
        "both ends know what was inverted");
    f.n_left = phw_bits_distance(a, phw_winnow_key(end[PHW_BOB]));
    f.figures = phw_winnow_figures(end[PHW_BOB]);
    const phw_reconcile_figures alice = phw_winnow_figures(end[PHW_ALICE]);
    cr_expect_eq(alice.leak_bits, f.figures.leak_bits);
    cr_expect_eq(alice.n_corrected, f.figures.n_corrected);
    for (int i = 0; i < 2; ++i) {
        phw_winnow_destroy(end[i]);
        phw_message_free(&out[i]);
    }
    return f;
}

/* One pass over one section. */
static phw_winnow_plan one_pass(size_t n, unsigned order)
{
    return (phw_winnow_plan){.n = n,
                             .n_sections = 1,
                             .section = n,
                             .n_passes = 1,
                             .order = {(unsigned char)order}};
}

/* All 256 error patterns of a block of 8: one error goes, two stay, three become four,
 * five become four or six, seven become six or eight. */
Test(winnow, a_pass_ends_at_the_next_word_of_the_hamming_code)
{
    const phw_winnow_plan plan = one_pass(8, 3);
    phw_bits a = random_bits(8, 1);
    for (unsigned e = 0; e < 256; ++e) {
        phw_bits b = {0};
        cr_assert_eq(phw_bits_copy(&b, &a), PHW_OK);
        b.word[0] ^= e;
        const frame f = run(&plan, &a, &b, e);
        const bool odd = f.n_errors % 2 != 0;
        cr_expect_eq(f.figures.leak_bits, odd ? 1 + 3 : 1);
        cr_expect_eq(f.figures.n_rounds, odd ? 2 : 1);
        if (!odd)
            cr_expect_eq(f.n_left, f.n_errors);
        else if (f.n_errors == 1)
            cr_expect_eq(f.n_left, 0);
        else if (f.n_errors == 3)
            cr_expect_eq(f.n_left, 4, "the flaw: an error is added");
        else
            cr_expect(f.n_left == f.n_errors - 1 || f.n_left == f.n_errors + 1);
        phw_bits_free(&b);
    }
    phw_bits_free(&a);
}

/* The variance of the errors that a block of 8 is left with. */
static double left_variance(double p)
{
    double first = 0;
    double second = 0;
    for (unsigned e = 0; e < 256; ++e) {
        const int weight = __builtin_popcount(e);
        unsigned index = 0;
        for (unsigned i = 0; i < 8; ++i)
            index ^= (e >> i & 1U) ? i : 0;
        const int left = __builtin_popcount(weight % 2 != 0 ? e ^ 1U << index : e);
        const double probability = pow(p, weight) * pow(1 - p, 8 - weight);
        first += probability * left;
        second += probability * left * left;
    }
    return second - first * first;
}

/* 20000 independent blocks: mean errors left, and the leak of 1 + 3 an odd block, at 5
 * sigma of the mean. */
Test(winnow, one_pass_leaves_and_leaks_what_the_closed_forms_say)
{
    static const double rates[] = {0.02, 0.05, 0.1};
    const phw_winnow_plan plan = one_pass(8000, 3);
    for (unsigned r = 0; r < 3; ++r) {
        double left = 0;
        double leak = 0;
        const double n_blocks = 20 * 1000;
        for (uint32_t trial = 0; trial < 20; ++trial) {
            phw_bits a = random_bits(8000, trial);
            phw_bits b = noisy_bits(&a, rates[r], trial);
            const frame f = run(&plan, &a, &b, trial);
            left += (double)f.n_left / n_blocks;
            leak += (double)f.figures.leak_bits / n_blocks;
            phw_bits_free(&a);
            phw_bits_free(&b);
        }
        const phw_winnow_effect e = phw_winnow_effect_of(3, rates[r]);
        cr_expect_float_eq(left, 8 * e.left,
                           5 * sqrt(left_variance(rates[r]) / n_blocks), "%g: %g left",
                           rates[r], left);
        cr_expect_float_eq(leak, 1 + 3 * e.odd,
                           5 * 3 * sqrt(e.odd * (1 - e.odd) / n_blocks));
    }
}

/* Two sections, the second a bit shorter, and a last block that is cut: what points
 * past the end inverts nothing. */
Test(winnow, sections_and_cut_blocks_are_served)
{
    for (size_t n = 1; n < 60; n += 2) {
        const phw_winnow_plan plan = {.n = n,
                                      .n_sections = 2,
                                      .section = (n + 1) / 2,
                                      .n_passes = 2,
                                      .order = {3, 2}};
        for (size_t i = 0; i < n; ++i) {
            phw_bits a = random_bits(n, 1);
            phw_bits b = {0};
            cr_assert_eq(phw_bits_copy(&b, &a), PHW_OK);
            phw_bits_flip(&b, i);
            const frame f = run(&plan, &a, &b, n);
            cr_expect_eq(f.n_left, 0, "n %zu, error %zu", n, i);
            cr_expect_eq(f.figures.n_corrected, 1);
            phw_bits_free(&a);
            phw_bits_free(&b);
        }
    }
}

Test(winnow, other_lengths_are_refused)
{
    const phw_winnow_plan plan = one_pass(100, 3);
    phw_winnow *w = NULL;
    phw_bits key = random_bits(99, 1);
    cr_expect_eq(phw_winnow_create(&w, PHW_BOB, &plan, 1, &key), PHW_EARG);
    cr_expect_null(w);
    phw_bits_free(&key);
}

Test(winnow, what_is_no_answer_is_refused)
{
    const phw_winnow_plan plan = one_pass(96, 3);
    static const uint8_t bytes[] = {1, 0x10, 3};
    phw_bits key = random_bits(96, 1);
    for (size_t size = 0; size <= 3; ++size) {
        phw_winnow *w = NULL;
        phw_message in = {0};
        phw_message out = {0};
        bool done = false;
        cr_assert_eq(phw_winnow_create(&w, PHW_BOB, &plan, 1, &key), PHW_OK);
        phw_message_begin(&in, 0, 0);
        phw_message_put_bytes(&in, bytes, size);
        cr_assert_eq(phw_message_end(&in), PHW_OK);
        /* Twelve blocks: two bytes, of which the last four bits are 0. */
        cr_expect_eq(phw_winnow_step(w, &out, &done, &in), PHW_EPEER);
        phw_winnow_destroy(w);
        phw_message_free(&in);
        phw_message_free(&out);
    }
    phw_bits_free(&key);
}
