#include "kgen/code_repetition.h"

#include <criterion/criterion.h>

Test(code_repetition, the_majority_of_every_word_decides)
{
    phw_params params = {0};
    for (unsigned times = 1; times <= 15; times += 2) {
        phw_codec *codec = NULL;
        params.value[0] = times;
        cr_assert_eq(phw_code_repetition.create(&codec, &params), PHW_OK);
        cr_assert_eq(codec->n, times);
        for (uint32_t x = 0; x < 1U << times; ++x) {
            uint8_t word[15];
            uint8_t bit = 2;
            for (unsigned i = 0; i < times; ++i)
                word[i] = x >> i & 1;
            cr_assert_eq(codec->code->decode(codec, &bit, word), 1);
            cr_assert_eq(bit, 2 * __builtin_popcount(x) > (int)times, "%u of %u", x,
                         times);
        }
        codec->code->destroy(codec);
    }
}

Test(code_repetition, an_even_number_of_times_is_refused)
{
    phw_params params = {.value = {4}};
    phw_codec *codec = NULL;
    cr_expect_eq(phw_code_repetition.create(&codec, &params), PHW_EARG);
    cr_expect_null(codec);
}
