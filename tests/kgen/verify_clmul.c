#include "kgen/verify_clmul.h"

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/binary_field.h"

Test(verify_clmul, evaluates_as_horner_does_in_plain_words)
{
    const phw_rng rng = {.seed = 9, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 26)};
    uint64_t word[200];
    if (!phw_verify_clmul_has())
        cr_skip_test("no PCLMULQDQ here");
    for (size_t i = 0; i < 200; ++i) {
        uint32_t half[2];
        phw_rng_words(half, &rng, 2 * i, 2);
        word[i] = i % 5 == 0 ? ~UINT64_C(0) : half[0] | (uint64_t)half[1] << 32;
    }
    for (size_t n = 0; n <= 199; ++n) {
        const uint64_t r = n % 7 == 3 ? ~UINT64_C(0) << n % 64 : word[199 - n];
        uint64_t want = 0;
        for (size_t i = n; i-- > 0;)
            want = phw_binary_field_multiply(want, r) ^ word[i];
        cr_assert_eq(phw_verify_clmul(word, n, r), want, "%zu words", n);
    }
}
