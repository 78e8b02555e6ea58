#include "kgen/zero_power_syndrome.h"

enum {
    WORDS = PHW_ZERO_POWER_REGISTER_WORDS
};

void phw_zero_power_generator_read(phw_zero_power_generator *out, const phw_bch *bch)
{
    const uint8_t *coefficient = phw_bch_generator(bch);
    phw_zero_power_generator g = {.degree = (unsigned)(PHW_BCH_N - phw_bch_k(bch))};
    for (unsigned j = 0; j < g.degree; ++j)
        g.word[j / 64] |= (uint64_t)coefficient[j] << (j % 64);
    *out = g;
}

void phw_zero_power_syndrome(uint64_t out[PHW_ZERO_POWER_REGISTER_WORDS],
                             phw_zero_power_work *work, const phw_bits *bits,
                             size_t block, size_t n_blocks,
                             const phw_zero_power_generator *generator)
{
    const unsigned top = generator->degree - 1;
    const uint64_t inside =
        (top + 1) % 64 == 0 ? UINT64_MAX : (UINT64_C(1) << ((top + 1) % 64)) - 1;
    uint64_t rest[WORDS] = {0};
    size_t at = block;
    for (unsigned q = 0; q < PHW_BCH_N; ++q) {
        const uint64_t out_bit = (rest[top / 64] >> (top % 64)) & 1U;
        const uint64_t divide = 0 - out_bit;
        uint64_t carry = phw_bits_get(bits, at);
        for (unsigned w = 0; w <= top / 64; ++w) {
            const uint64_t next = rest[w] >> 63;
            rest[w] = ((rest[w] << 1) | carry) ^ (generator->word[w] & divide);
            carry = next;
        }
        rest[top / 64] &= inside;
        at += n_blocks;
    }
    work->additions += UINT64_C(3) * PHW_BCH_N;
    work->logic += PHW_BCH_N * (UINT64_C(6) + 5 * (UINT64_C(1) + top / 64));
    for (unsigned w = 0; w < WORDS; ++w)
        out[w] = rest[w];
}
