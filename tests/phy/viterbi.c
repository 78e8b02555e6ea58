#include "phy/viterbi.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#define N_TAIL 6

static phw_rng stream(uint32_t trial)
{
    return (phw_rng){1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x701), trial};
}

/* n bits, the last six zero. */
static void random_bits(uint8_t *bit, size_t n, uint32_t trial)
{
    const phw_rng rng = stream(trial);
    for (size_t i = 0; i < n; ++i)
        bit[i] = i + N_TAIL < n ? (uint8_t)phw_rng_below(&rng, i, 2) : 0;
}

/* A single 1 reads both generators out, first the highest of 1011011 and 1111001. */
Test(viterbi, encoder_answers_an_impulse_with_the_generators)
{
    const uint8_t bit[7] = {1};
    const uint8_t expected[14] = {1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 1, 1};
    uint8_t coded[14];
    phw_convolution_encode(coded, bit, 7);
    cr_expect_arr_eq(coded, expected, 14);
}

/* The free distance is 10: any four errors are repaired, here in 1000 random messages
 * at random places. */
Test(viterbi, corrects_four_hard_errors_anywhere)
{
    enum {
        N = 30
    };

    uint64_t decision[N];
    for (uint32_t trial = 0; trial < 1000; ++trial) {
        uint8_t bit[N];
        uint8_t coded[2 * N];
        uint8_t out[N];
        float soft[2 * N];
        uint32_t order[2 * N];
        random_bits(bit, N, trial);
        phw_convolution_encode(coded, bit, N);
        const phw_rng rng = stream(trial + 100000);
        phw_rng_permutation(order, &rng, 2 * N);
        for (size_t i = 0; i < 2 * N; ++i)
            soft[order[i]] = (coded[order[i]] ? 1.0F : -1.0F) * (i < 4 ? -1.0F : 1.0F);
        (void)phw_viterbi_decode(out, decision, soft, N);
        cr_assert_arr_eq(out, bit, N, "trial %u", trial);
    }
}

Test(viterbi, erasures_of_a_third_are_filled)
{
    enum {
        N = 120
    };

    uint64_t decision[N];
    uint8_t bit[N];
    uint8_t coded[2 * N];
    uint8_t out[N];
    float soft[2 * N];
    random_bits(bit, N, 5);
    phw_convolution_encode(coded, bit, N);
    /* The puncturing of rate 3/4, 17.3.5.6: of six coded bits the fourth and fifth. */
    for (size_t i = 0; i < 2 * N; ++i)
        soft[i] = i % 6 == 3 || i % 6 == 4 ? 0 : coded[i] ? 1 : -1;
    cr_expect(phw_viterbi_decode(out, decision, soft, N));
    cr_expect_arr_eq(out, bit, N);
}

/* Against trying all messages: the decoder must find the likeliest one in noise. */
Test(viterbi, finds_what_exhaustive_search_finds)
{
    enum {
        N_FREE = 8,
        N = N_FREE + N_TAIL
    };

    for (uint32_t trial = 0; trial < 100; ++trial) {
        float soft[2 * N];
        uint64_t decision[N];
        uint8_t best[N] = {0};
        uint8_t out[N];
        double most = -HUGE_VAL;
        const phw_rng rng = stream(trial);
        phw_rng_normal(soft, &rng, 0, 2 * N);
        for (unsigned message = 0; message < 1U << N_FREE; ++message) {
            uint8_t bit[N] = {0};
            uint8_t coded[2 * N];
            double sum = 0;
            for (unsigned i = 0; i < N_FREE; ++i)
                bit[i] = (message >> i) & 1;
            phw_convolution_encode(coded, bit, N);
            for (size_t i = 0; i < 2 * N; ++i)
                sum += coded[i] ? (double)soft[i] : -(double)soft[i];
            if (sum > most) {
                most = sum;
                memcpy(best, bit, N);
            }
        }
        (void)phw_viterbi_decode(out, decision, soft, N);
        cr_expect_arr_eq(out, best, N, "trial %u", trial);
    }
}

/* The end is one of 64 states, each as likely as another; 5 sigma of a binomial. */
Test(viterbi, random_values_end_in_the_tail_one_time_in_64)
{
    enum {
        N = 24,
        TRIALS = 20000
    };

    int tails = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        float soft[2 * N];
        uint64_t decision[N];
        uint8_t out[N];
        const phw_rng rng = stream(trial);
        phw_rng_normal(soft, &rng, 0, 2 * N);
        tails += phw_viterbi_decode(out, decision, soft, N);
    }
    const double p = 1.0 / 64;
    cr_expect_float_eq(tails, TRIALS * p, 5 * sqrt(TRIALS * p * (1 - p)));
}

/* In pieces of any size, over messages far longer than what is held, at a noise where
 * the bits differ from those sent now and then: the same bits as at once. At rate 1/2
 * all ways have met long before PHW_VITERBI_N_AFTER steps. */
Test(viterbi, pieces_of_any_size_give_the_same_bits)
{
    enum {
        N = 20000
    };

    static uint8_t bit[N];
    static uint8_t coded[2 * N];
    static float soft[2 * N];
    static uint64_t decision[N];
    static uint8_t whole[N];
    static uint8_t parts[N];
    static const size_t piece[] = {1, 24, 216, 1023, 1024, 1025, 5000, N};
    const phw_rng rng = stream(77);
    random_bits(bit, N, 6);
    phw_convolution_encode(coded, bit, N);
    phw_rng_normal(soft, &rng, 0, 2 * N);
    for (size_t i = 0; i < 2 * N; ++i)
        soft[i] = 0.9F * soft[i] + (coded[i] ? 1 : -1);
    (void)phw_viterbi_decode(whole, decision, soft, N);
    cr_assert(memcmp(whole, bit, N) != 0, "too little noise for the test");
    for (size_t i = 0; i < sizeof piece / sizeof *piece; ++i) {
        phw_viterbi v;
        size_t n = 0;
        phw_viterbi_start(&v);
        for (size_t at = 0; at < N; at += piece[i]) {
            const size_t steps = N - at < piece[i] ? N - at : piece[i];
            n += phw_viterbi_step(&v, parts + n, soft + 2 * at, steps);
            cr_assert_leq(at + steps - n, PHW_VITERBI_N_HELD);
        }
        n += phw_viterbi_finish(&v, parts + n);
        cr_assert_eq(n, N);
        cr_expect_arr_eq(parts, whole, N, "pieces of %zu", piece[i]);
    }
}
