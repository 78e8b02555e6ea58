#include "kgen/spans.h"

#include <string.h>

#include <criterion/criterion.h>

#include "wire.h"

/* Every start within two words, and every length to 200. */
Test(spans, are_read_and_written_at_every_place)
{
    phw_bits b = random_bits(400, 1);
    phw_bits copy = {0};
    phw_bits other = random_bits(400, 2);
    cr_assert_eq(phw_bits_copy(&copy, &b), PHW_OK);
    for (size_t from = 0; from < 130; ++from) {
        for (size_t n = 0; n <= 200; ++n) {
            uint64_t old[5] = {0};
            uint64_t new[5] = {0};
            phw_span_read(old, &b, from, n);
            phw_span_read(new, &other, from, n);
            for (size_t i = 0; i < 64 * phw_bits_words(n); ++i)
                cr_assert_eq(old[i / 64] >> (i % 64) & 1,
                             i < n && phw_bits_get(&b, from + i));
            phw_span_write(&b, new, from, n);
            for (size_t i = 0; i < b.n; ++i)
                cr_assert_eq(
                    phw_bits_get(&b, i),
                    phw_bits_get(i >= from && i < from + n ? &other : &copy, i));
            phw_span_write(&b, old, from, n);
            cr_assert(phw_bits_equal(&b, &copy));
        }
    }
    phw_bits_free(&b);
    phw_bits_free(&copy);
    phw_bits_free(&other);
}

Test(spans, end_at_the_last_bit)
{
    phw_bits b = random_bits(129, 3);
    uint64_t word[3] = {0};
    phw_span_read(word, &b, 0, 129);
    cr_expect_eq(memcmp(word, b.word, sizeof word), 0);
    phw_span_read(word, &b, 128, 1);
    cr_expect_eq(word[0], b.word[2]);
    phw_bits_free(&b);
}

Test(spans, come_from_bytes_whose_last_bits_are_zero)
{
    static const uint8_t byte[] = {1, 2, 3, 4, 5, 6, 7, 8, 0x19};
    uint64_t word[2] = {7, 7};
    cr_expect(!phw_span_from_bytes(word, byte, 68));
    cr_expect_eq(word[0], 7);
    cr_expect(phw_span_from_bytes(word, byte, 69));
    cr_expect_eq(word[0], UINT64_C(0x0807060504030201));
    cr_expect_eq(word[1], 0x19);
    cr_expect(phw_span_from_bytes(word, byte, 0));
}
