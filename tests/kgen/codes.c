#include "kgen/codes.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    WORD_MAX = 255
};

/* Each entry with its default parameters. */
static phw_codec *create(const phw_code *code)
{
    phw_params params;
    phw_codec *codec = NULL;
    phw_params_preset(&params, code->params, code->n_params);
    cr_assert_eq(code->create(&codec, &params), PHW_OK, "%s", code->name);
    cr_assert_leq(codec->n, WORD_MAX);
    cr_assert_eq(codec->code, code);
    return codec;
}

static void draw_bits(uint8_t *bit, size_t n, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), trial};
    for (size_t i = 0; i < n; ++i)
        bit[i] = (uint8_t)phw_rng_below(&rng, i, 2);
}

Test(codes, are_found_by_name)
{
    size_t n = 0;
    const phw_code *const *all = phw_code_list(&n);
    cr_assert_eq(n, 3);
    for (size_t i = 0; i < n; ++i) {
        const phw_code *found = NULL;
        cr_expect_eq(phw_code_find(&found, all[i]->name), PHW_OK);
        cr_expect_eq(found, all[i]);
        cr_expect(all[i]->summary != NULL && all[i]->reference != NULL);
    }
    const phw_code *found = NULL;
    cr_expect_eq(phw_code_find(&found, "turbo"), PHW_EARG);
    cr_expect_null(found);
    cr_expect(strstr(phw_error_message(), "golay") != NULL);
}

Test(codes, correct_t_errors_and_are_linear)
{
    size_t n = 0;
    const phw_code *const *all = phw_code_list(&n);
    for (size_t e = 0; e < n; ++e) {
        phw_codec *c = create(all[e]);
        uint8_t a[WORD_MAX];
        uint8_t b[WORD_MAX];
        uint8_t word[WORD_MAX];
        uint8_t other[WORD_MAX];
        uint8_t sum[WORD_MAX];
        for (uint32_t trial = 0; trial < 50; ++trial) {
            draw_bits(a, c->k, 2 * trial);
            draw_bits(b, c->k, 2 * trial + 1);
            c->code->encode(c, word, a);
            c->code->encode(c, other, b);
            for (size_t i = 0; i < c->k; ++i)
                b[i] ^= a[i];
            c->code->encode(c, sum, b);
            for (size_t i = 0; i < c->n; ++i)
                cr_assert_eq(sum[i], word[i] ^ other[i], "%s", c->code->name);
            for (size_t i = 0; i < c->t; ++i)
                word[(trial + i) % c->n] ^= 1;
            cr_assert_eq(c->code->decode(c, b, word), 1, "%s", c->code->name);
            cr_assert_arr_eq(b, a, c->k, "%s", c->code->name);
        }
        c->code->destroy(c);
    }
}
