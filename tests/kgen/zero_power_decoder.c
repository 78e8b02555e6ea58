#include "kgen/zero_power_decoder.h"

#include <math.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

#include "core/rng.h"
#include "kgen/bch.h"

enum {
    N = PHW_BCH_N
};

Test(zero_power_decoder, knows_the_lengths_of_all_codes)
{
    for (unsigned t = 1; t <= PHW_BCH_T_MAX; ++t) {
        phw_bch *bch = NULL;
        cr_assert_eq(phw_bch_create(&bch, t), PHW_OK);
        cr_expect_eq(phw_zero_power_code_bits(t), phw_bch_k(bch), "t %u", t);
        phw_bch_destroy(bch);
    }
}

/* A rate that is given: the binomial tail. */
Test(zero_power_decoder, plans_the_code_of_most_expected_bits)
{
    static const double rate[] = {0.005, 0.02, 0.05, 0.1, 0.2};
    for (size_t i = 0; i < sizeof rate / sizeof rate[0]; ++i) {
        const phw_zero_power_plan plan = phw_zero_power_plan_make(0, 0, rate[i], 0);
        double most = 0;
        for (unsigned t = 1; t <= PHW_BCH_T_MAX; ++t)
            most = fmax(most, gsl_cdf_binomial_P(t, rate[i], N) *
                                  (double)phw_zero_power_code_bits(t));
        cr_expect_eq(plan.k, phw_zero_power_code_bits(plan.t));
        cr_expect_float_eq(plan.failure, gsl_cdf_binomial_Q(plan.t, rate[i], N), 2e-4);
        cr_expect_float_eq((1 - plan.failure) * (double)plan.k, most, 0.05);
    }
}

Test(zero_power_decoder, few_compared_bits_promise_less)
{
    const phw_zero_power_plan few = phw_zero_power_plan_make(1, 20, 0, 0);
    const phw_zero_power_plan many = phw_zero_power_plan_make(500, 10000, 0, 0);
    cr_expect_lt((1 - few.failure) * (double)few.k,
                 (1 - many.failure) * (double)many.k);
    cr_expect_gt(few.failure, many.failure);
    cr_expect_float_eq(many.rate, 0.05, 1e-4);
}

Test(zero_power_decoder, plans_nothing_where_nothing_is_left)
{
    cr_expect_eq(phw_zero_power_plan_make(300, 1000, 0, 0).t, 0);
    cr_expect_eq(phw_zero_power_plan_make(150, 1000, 0, 0.3).t, 0);
    cr_expect_gt(phw_zero_power_plan_make(150, 1000, 0, 0).t, 0);
}

/* Blocks of two strings; own bits differ from the other's in `n_errors` places of each.
 */
typedef struct ends {
    phw_bits own, other;
    float margin[2 * N];
} ends;

/* `sure`: the wrong bits have margins as large as the right ones', else the least. */
static ends differ(size_t n_errors, bool sure, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 5), trial};
    ends e = {0};
    cr_assert_eq(phw_bits_alloc(&e.own, (size_t)2 * N), PHW_OK);
    for (size_t i = 0; i < (size_t)2 * N; ++i) {
        phw_bits_set(&e.own, i, phw_rng_below(&rng, i, 2) == 1);
        e.margin[i] = 1;
    }
    cr_assert_eq(phw_bits_copy(&e.other, &e.own), PHW_OK);
    for (size_t b = 0; b < 2; ++b) {
        for (size_t i = 0; i < n_errors; ++i) {
            const size_t at = b + 2 * ((i * 11 + trial) % N);
            phw_bits_flip(&e.own, at);
            e.margin[at] = sure ? 1 : 0.01F * (float)(1 + i);
        }
    }
    return e;
}

static int correct(ends *e, unsigned t, size_t block)
{
    phw_bch *bch = NULL;
    phw_zero_power_decoder *d = NULL;
    phw_zero_power_generator g;
    phw_zero_power_work work = {0};
    uint64_t theirs[PHW_ZERO_POWER_REGISTER_WORDS];
    cr_assert_eq(phw_bch_create(&bch, t), PHW_OK);
    cr_assert_eq(phw_zero_power_decoder_create(&d, t), PHW_OK);
    phw_zero_power_generator_read(&g, bch);
    cr_assert_eq(phw_zero_power_decoder_degree(d), g.degree);
    phw_zero_power_syndrome(theirs, &work, &e->other, block, 2, &g);
    const int n = phw_zero_power_correct(d, &e->own, e->margin, theirs, block, 2);
    phw_zero_power_decoder_destroy(d);
    phw_bch_destroy(bch);
    return n;
}

static void free_ends(ends *e)
{
    phw_bits_free(&e->own);
    phw_bits_free(&e->other);
}

Test(zero_power_decoder, corrects_up_to_t_errors)
{
    static const unsigned t_of[] = {1, 5, 18, 43};
    for (size_t c = 0; c < sizeof t_of / sizeof t_of[0]; ++c) {
        ends e = differ(t_of[c], true, (uint32_t)c);
        cr_expect_eq(correct(&e, t_of[c], 0), (int)t_of[c]);
        cr_expect_eq(phw_bits_distance(&e.own, &e.other), t_of[c]);
        cr_expect_eq(correct(&e, t_of[c], 1), (int)t_of[c]);
        cr_expect(phw_bits_equal(&e.own, &e.other));
        free_ends(&e);
    }
}

Test(zero_power_decoder, guesses_what_is_least_sure)
{
    ends e = differ(16, false, 3); /* t = 10, and up to 6 guessed */
    cr_expect_eq(correct(&e, 10, 0), 16);
    cr_expect_eq(phw_bits_distance(&e.own, &e.other), 16);
    free_ends(&e);
}

Test(zero_power_decoder, changes_nothing_where_it_finds_nothing)
{
    ends e = differ(40, true, 4);
    phw_bits before = {0};
    cr_assert_eq(phw_bits_copy(&before, &e.own), PHW_OK);
    cr_expect_eq(correct(&e, 18, 0), -1);
    cr_expect(phw_bits_equal(&before, &e.own));
    phw_bits_free(&before);
    free_ends(&e);
}
