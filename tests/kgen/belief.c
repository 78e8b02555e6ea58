#include "kgen/belief.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = 700,
    PASSES = 4
};

/* A bit's place in a block of a pass, each pass in another order. */
static uint32_t bit_at(size_t pass, size_t place)
{
    static const uint32_t step[PASSES] = {1, 3, 11, 337};
    return (uint32_t)(place * step[pass] % N);
}

static size_t size_of(size_t pass, size_t from)
{
    const size_t wanted = pass + 1 < PASSES ? 1 + (from * 5 + pass) % 37 : N / 2;
    return wanted < N - from ? wanted : N - from;
}

static bool odd_at(size_t pass, size_t from)
{
    return pass < 2 && from % 3 == 1;
}

static void priors(double *prior, uint8_t *clear)
{
    const phw_rng rng = {13, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6265), 0};
    for (size_t i = 0; i < N; ++i) {
        prior[i] = 0.3 * pow(0.8, phw_rng_below(&rng, i, 40));
        clear[i] = i % 7 == 2;
    }
}

static void add_pass(phw_belief *b, size_t pass, const uint8_t *clear)
{
    uint32_t bit[N];
    cr_assert_eq(phw_belief_reserve(b, (pass + 1) * N, (pass + 1) * N), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        bit[i] = bit_at(pass, i);
    for (size_t from = 0; from < N;) {
        const size_t n = size_of(pass, from);
        phw_belief_add(b, (unsigned)pass, odd_at(pass, from), bit + from, n, clear);
        from += n;
    }
}

static double bounded(double x, double most)
{
    return fmin(fmax(x, 1 / most), most);
}

/* One block, bit by bit, in the order of the definition. */
static void weigh_block(double *odds, double *message, const uint32_t *bit, size_t n,
                        bool odd)
{
    double tilt[N];
    double ahead[N + 1] = {1};
    for (size_t i = 0; i < n; ++i) {
        odds[bit[i]] /= message[bit[i]];
        tilt[i] = (1 - odds[bit[i]]) / (1 + odds[bit[i]]);
        ahead[i + 1] = ahead[i] * tilt[i];
    }
    double behind = 1;
    for (size_t i = n; i-- > 0;) {
        const double product = ahead[i] * behind;
        behind *= tilt[i];
        const double even = (1 - product) / (1 + product);
        message[bit[i]] = bounded(odd ? 1 / even : even, 1e9);
        odds[bit[i]] = bounded(odds[bit[i]] * message[bit[i]], 1e12);
    }
}

static void weigh_pass(double *odds, double *message, size_t pass, const uint8_t *clear)
{
    for (size_t from = 0; from < N; from += size_of(pass, from)) {
        uint32_t bit[N];
        size_t n = 0;
        for (size_t i = from; i < from + size_of(pass, from); ++i) {
            bit[n] = bit_at(pass, i);
            n += !clear[bit[n]];
        }
        weigh_block(odds, message, bit, n, odd_at(pass, from));
    }
}

static void weigh_plainly(double *odds, size_t passes, const double *prior,
                          const uint8_t *clear)
{
    static double message[PASSES][N];
    memcpy(odds, prior, N * sizeof *odds);
    for (size_t i = 0; i < PASSES * N; ++i)
        message[i / N][i % N] = 1;
    for (size_t i = 0; i < 2 * passes; ++i)
        weigh_pass(odds, message[i % passes], i % passes, clear);
}

/* Not a digit differs, or two hosts would cut at different places. */
Test(belief, batches_weigh_as_block_after_block_does_to_the_last_digit)
{
    double prior[N];
    double expected[N];
    double odds[N];
    uint8_t clear[N];
    priors(prior, clear);
    phw_belief b = {0};
    cr_assert_eq(phw_belief_alloc(&b, N), PHW_OK);
    for (size_t pass = 0; pass < PASSES; ++pass) {
        add_pass(&b, pass, clear);
        phw_belief_weigh(odds, &b, prior);
        weigh_plainly(expected, pass + 1, prior, clear);
        cr_expect_arr_eq(odds, expected, sizeof odds, "%zu passes", pass + 1);
    }
    phw_belief_free(&b);
}

Test(belief, a_reset_list_begins_from_the_prior)
{
    double prior[N];
    double first[N];
    double again[N];
    uint8_t clear[N];
    priors(prior, clear);
    phw_belief b = {0};
    cr_assert_eq(phw_belief_alloc(&b, N), PHW_OK);
    add_pass(&b, 0, clear);
    phw_belief_weigh(first, &b, prior);
    add_pass(&b, 1, clear);
    phw_belief_weigh(again, &b, prior);
    cr_expect_arr_neq(again, first, sizeof first);
    phw_belief_reset(&b);
    phw_belief_weigh(again, &b, prior);
    cr_expect_arr_eq(again, prior, sizeof prior);
    add_pass(&b, 0, clear);
    phw_belief_weigh(again, &b, prior);
    cr_expect_arr_eq(again, first, sizeof first);
    phw_belief_free(&b);
}
