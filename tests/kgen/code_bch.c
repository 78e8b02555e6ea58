#include "kgen/code_bch.h"

#include <string.h>

#include <criterion/criterion.h>

#include "kgen/bch.h"

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
