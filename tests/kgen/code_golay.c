#include "kgen/code_golay.h"

#include <string.h>

#include <criterion/criterion.h>
#include <liquid/liquid.h>

enum {
    N = 24,
    K = 12
};

static phw_codec *golay(void)
{
    phw_codec *codec = NULL;
    phw_params params = {0};
    cr_assert_eq(phw_code_golay.create(&codec, &params), PHW_OK);
    return codec;
}

static void spread(uint8_t *bit, size_t n, uint32_t x)
{
    for (size_t i = 0; i < n; ++i)
        bit[i] = (uint8_t)(x >> (n - 1 - i) & 1);
}

static uint32_t gather(const uint8_t *bit, size_t n)
{
    uint32_t x = 0;
    for (size_t i = 0; i < n; ++i)
        x = 2 * x + bit[i];
    return x;
}

/* The peer: every word of liquid-dsp's encoder (message in the first of its two). */
Test(code_golay, words_are_those_of_liquid)
{
    phw_codec *codec = golay();
    fec peer = fec_create(LIQUID_FEC_GOLAY2412, NULL);
    cr_assert_not_null(peer);
    for (uint32_t m = 0; m < 1U << K; ++m) {
        unsigned char in[3] = {(unsigned char)(m >> 4), (unsigned char)(m << 4), 0};
        unsigned char out[6] = {0};
        uint8_t message[K];
        uint8_t word[N];
        fec_encode(peer, 3, in, out);
        spread(message, K, m);
        codec->code->encode(codec, word, message);
        cr_assert_eq(gather(word, N),
                     (uint32_t)out[0] << 16 | (uint32_t)out[1] << 8 | out[2],
                     "message %03x", m);
    }
    fec_destroy(peer);
    codec->code->destroy(codec);
}

Test(code_golay, words_are_eight_apart)
{
    phw_codec *codec = golay();
    uint32_t least = N;
    for (uint32_t m = 1; m < 1U << K; ++m) {
        uint8_t message[K];
        uint8_t word[N];
        spread(message, K, m);
        codec->code->encode(codec, word, message);
        const uint32_t weight = (uint32_t)__builtin_popcount(gather(word, N));
        least = weight < least ? weight : least;
    }
    cr_expect_eq(least, 8);
    codec->code->destroy(codec);
}

/* All 2^24 words are 4096 copies of 4096 cosets; 2325 of them have a leader of three or
 * fewer errors. Linear, so one message would do; a second is as good as the rest. */
Test(code_golay, corrects_just_the_errors_of_three_bits_or_fewer)
{
    phw_codec *codec = golay();
    uint8_t message[K];
    uint8_t word[N];
    uint8_t got[N];
    uint8_t back[K];
    spread(message, K, 0xa35);
    codec->code->encode(codec, word, message);
    size_t corrected = 0;
    for (uint32_t error = 0; error < 1U << N; ++error) {
        const int weight = __builtin_popcount(error);
        if (weight > 4 && error % 4099 != 0)
            continue;
        spread(got, N, error);
        for (size_t i = 0; i < N; ++i)
            got[i] ^= word[i];
        const uint8_t good = codec->code->decode(codec, back, got);
        const int same = memcmp(back, message, K) == 0;
        if (weight <= 3) {
            cr_assert(good == 1 && same, "error %06x", error);
            ++corrected;
        } else if (weight == 4) {
            cr_assert_eq(good, 0, "error %06x", error);
        } else {
            cr_assert(!good || !same, "error %06x", error);
        }
    }
    cr_expect_eq(corrected, 2325);
    codec->code->destroy(codec);
}

/* With the zero message sent, each syndrome is a coset. */
Test(code_golay, accepts_2325_of_4096_cosets)
{
    phw_codec *codec = golay();
    uint8_t got[N] = {0};
    uint8_t back[K];
    size_t accepted = 0;
    for (uint32_t s = 0; s < 1U << K; ++s) {
        spread(got, K, s);
        accepted += codec->code->decode(codec, back, got);
    }
    cr_expect_eq(accepted, 2325);
    codec->code->destroy(codec);
}
