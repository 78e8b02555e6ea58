#include "kgen/code_bch.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/bch.h"
#include "kgen/bch_plan.h"

Test(code_bch, is_the_code_of_its_parameter)
{
    phw_params params;
    phw_codec *codec = NULL;
    phw_params_preset(&params, phw_code_bch.params, phw_code_bch.n_params);
    cr_assert_eq(phw_code_bch.create(&codec, &params), PHW_OK);
    cr_expect_eq(codec->n, 255);
    cr_expect_eq(codec->k, 131);
    cr_expect_eq(codec->t, 18);
    phw_code_bch.destroy(codec);
    params.value[0] = 26;
    cr_assert_eq(phw_code_bch.create(&codec, &params), PHW_OK);
    cr_expect_eq(codec->k, 87);
    phw_code_bch.destroy(codec);
}

Test(code_bch, leaves_the_word_that_came_as_it_was)
{
    phw_params params;
    phw_codec *codec = NULL;
    uint8_t message[131];
    uint8_t back[131];
    uint8_t word[PHW_BCH_N];
    uint8_t copy[PHW_BCH_N];
    phw_params_preset(&params, phw_code_bch.params, phw_code_bch.n_params);
    cr_assert_eq(phw_code_bch.create(&codec, &params), PHW_OK);
    for (size_t i = 0; i < sizeof message; ++i)
        message[i] = i % 3 == 0;
    codec->code->encode(codec, word, message);
    for (size_t i = 0; i < 18; ++i)
        word[7 * i] ^= 1;
    memcpy(copy, word, sizeof word);
    cr_expect_eq(codec->code->decode(codec, back, word), 1);
    cr_expect_arr_eq(back, message, sizeof message);
    cr_expect_arr_eq(word, copy, sizeof word);
    codec->code->destroy(codec);
}

/* Words of a fuzzy extractor fail as the same binomial tail says that the blocks of a
 * reconciliation do: P(X > 18) of Bin(255, 7 %) = 0.43; 5 sigma of 2000 words are
 * 0.055. With t = 18 no pattern beyond t is taken for another. */
Test(code_bch, words_fail_as_the_binomial_tail_says)
{
    const unsigned n_words = 2000;
    phw_params params;
    phw_codec *codec = NULL;
    unsigned n_failed = 0;
    phw_params_preset(&params, phw_code_bch.params, phw_code_bch.n_params);
    cr_assert_eq(phw_code_bch.create(&codec, &params), PHW_OK);
    for (uint32_t trial = 0; trial < n_words; ++trial) {
        const phw_rng rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6362), trial};
        uint32_t draw[PHW_BCH_N];
        uint8_t word[PHW_BCH_N];
        uint8_t message[PHW_BCH_N] = {0};
        unsigned n_errors = 0;
        phw_rng_words(draw, &rng, 0, PHW_BCH_N);
        for (size_t i = 0; i < PHW_BCH_N; ++i) {
            word[i] = (double)draw[i] < 0.07 * 0x1p32;
            n_errors += word[i];
        }
        const uint8_t found = codec->code->decode(codec, message, word);
        cr_assert_eq(found, n_errors <= 18);
        n_failed += found == 0;
    }
    const double tail = phw_bch_failure(PHW_BCH_N, 18, 0.07);
    cr_expect_float_eq((double)n_failed / n_words, tail,
                       5 * sqrt(tail * (1 - tail) / n_words));
    phw_code_bch.destroy(codec);
}
