#include "core/bits.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

static const size_t sizes[] = {0, 1, 63, 64, 65, 127, 128, 1000};

#define N_SIZES (sizeof sizes / sizeof sizes[0])

/* Freed blocks pass here (linked with --wrap=free): a watched one must be wiped. */
void __real_free(void *block);
void __wrap_free(void *block);

static const unsigned char *watched;
static size_t watched_size;
static int n_wiped;

void __wrap_free(void *block)
{
    if (block != NULL && block == watched) {
        size_t n_zero = 0;
        for (size_t i = 0; i < watched_size; ++i)
            n_zero += watched[i] == 0;
        n_wiped += n_zero == watched_size;
        watched = NULL;
    }
    __real_free(block);
}

static void watch(const phw_bits *b)
{
    watched = (const unsigned char *)b->word;
    watched_size = b->n_words * sizeof *b->word;
}

/* Bit i of the test string: even `kind`s are random, odd ones runs of 37 equal bits. */
static bool expected(size_t i, uint32_t kind)
{
    const phw_rng rng = {.seed = 11, .trial = kind};
    return kind % 2 != 0 ? i / 37 % 2 == 0 : phw_rng_below(&rng, i, 2) != 0;
}

static phw_bits make(size_t n, uint32_t kind)
{
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, n), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        phw_bits_set(&b, i, expected(i, kind));
    return b;
}

static int plain_parity(const phw_bits *b, size_t from, size_t to)
{
    int parity = 0;
    for (size_t i = from; i < to; ++i)
        parity ^= phw_bits_get(b, i);
    return parity;
}

static void expect_rest_is_zero(const phw_bits *b)
{
    for (size_t i = b->n; i < 64 * b->n_words; ++i)
        cr_assert(!phw_bits_get(b, i), "bit %zu past %zu is set", i, b->n);
}

Test(bits, a_fresh_string_is_zero)
{
    for (size_t k = 0; k < N_SIZES; ++k) {
        phw_bits b = {0};
        cr_assert_eq(phw_bits_alloc(&b, sizes[k]), PHW_OK);
        cr_expect_eq(b.n, sizes[k]);
        cr_expect_eq(phw_bits_count(&b), 0);
        cr_expect_eq(phw_bits_parity(&b, 0, b.n), 0);
        phw_bits_free(&b);
        cr_expect(b.word == NULL && b.n == 0 && b.n_words == 0);
        phw_bits_free(&b);
    }
}

Test(bits, words_round_up)
{
    const size_t want[] = {0, 1, 1, 1, 2, 2, 2, 16};
    for (size_t k = 0; k < N_SIZES; ++k)
        cr_expect_eq(phw_bits_words(sizes[k]), want[k]);
    cr_expect_eq(phw_bits_words(SIZE_MAX), SIZE_MAX / 64 + 1);
}

Test(bits, set_get_and_flip_touch_one_bit)
{
    phw_bits b = make(200, 0);
    for (size_t i = 0; i < 200; ++i) {
        const size_t before = phw_bits_count(&b);
        const bool old = phw_bits_get(&b, i);
        phw_bits_flip(&b, i);
        cr_expect_eq(phw_bits_get(&b, i), !old);
        phw_bits_set(&b, i, old);
        cr_expect_eq(phw_bits_get(&b, i), expected(i, 0));
        cr_expect_eq(phw_bits_count(&b), before);
    }
    phw_bits_free(&b);
}

Test(bits, count_and_distance_are_those_of_the_plain_loop)
{
    for (size_t k = 0; k < N_SIZES; ++k) {
        for (uint32_t kind = 0; kind < 4; ++kind) {
            phw_bits a = make(sizes[k], kind);
            phw_bits b = make(sizes[k], kind + 1);
            size_t count = 0;
            size_t distance = 0;
            for (size_t i = 0; i < a.n; ++i) {
                count += expected(i, kind);
                distance += expected(i, kind) != expected(i, kind + 1);
            }
            cr_expect_eq(phw_bits_count(&a), count);
            cr_expect_eq(phw_bits_distance(&a, &b), distance);
            phw_bits_xor(&a, &b);
            cr_expect_eq(phw_bits_count(&a), distance);
            expect_rest_is_zero(&a);
            phw_bits_xor(&a, &b);
            cr_expect_eq(phw_bits_count(&a), count);
            phw_bits_free(&a);
            phw_bits_free(&b);
        }
    }
}

Test(bits, parity_of_every_range_is_that_of_the_plain_loop)
{
    for (uint32_t kind = 0; kind < 2; ++kind) {
        phw_bits b = make(200, kind);
        for (size_t from = 0; from <= b.n; ++from) {
            for (size_t to = from; to <= b.n; ++to)
                cr_assert_eq(phw_bits_parity(&b, from, to), plain_parity(&b, from, to),
                             "[%zu, %zu)", from, to);
        }
        phw_bits_free(&b);
    }
}

Test(bits, parity_splits)
{
    const phw_rng rng = {.seed = 5};
    phw_bits b = make(1000000, 0);
    const int whole = phw_bits_parity(&b, 0, b.n);
    cr_expect_eq(whole, (int)(phw_bits_count(&b) % 2));
    for (uint64_t i = 0; i < 100; ++i) {
        const size_t cut = phw_rng_below(&rng, i, 1000001);
        cr_expect_eq(whole, phw_bits_parity(&b, 0, cut) ^ phw_bits_parity(&b, cut, b.n),
                     "cut %zu", cut);
    }
    phw_bits_free(&b);
}

Test(bits, masked_parity_is_the_parity_of_the_masked_string)
{
    for (size_t k = 0; k < N_SIZES; ++k) {
        phw_bits a = make(sizes[k], 0);
        phw_bits mask = make(sizes[k], 2);
        int want = 0;
        for (size_t i = 0; i < a.n; ++i)
            want ^= phw_bits_get(&a, i) && phw_bits_get(&mask, i);
        cr_expect_eq(phw_bits_masked_parity(&a, &mask), want, "n %zu", sizes[k]);
        phw_bits_free(&a);
        phw_bits_free(&mask);
    }
}

Test(bits, slices_are_the_bits_of_the_range)
{
    phw_bits b = make(200, 0);
    for (size_t from = 0; from <= b.n; ++from) {
        for (size_t to = from; to <= b.n; to += 1 + to % 13) {
            phw_bits s = {0};
            cr_assert_eq(phw_bits_slice(&s, &b, from, to), PHW_OK);
            cr_assert_eq(s.n, to - from);
            for (size_t i = 0; i < s.n; ++i)
                cr_assert_eq(phw_bits_get(&s, i), expected(from + i, 0));
            expect_rest_is_zero(&s);
            phw_bits_free(&s);
        }
    }
    phw_bits_free(&b);
}

Test(bits, slices_appended_give_the_string_again)
{
    for (size_t k = 0; k < N_SIZES; ++k) {
        phw_bits b = make(sizes[k], 1);
        for (size_t cut = 0; cut <= b.n; ++cut) {
            phw_bits head = {0};
            phw_bits tail = {0};
            cr_assert_eq(phw_bits_slice(&head, &b, 0, cut), PHW_OK);
            cr_assert_eq(phw_bits_slice(&tail, &b, cut, b.n), PHW_OK);
            cr_assert_eq(phw_bits_append(&head, &tail), PHW_OK);
            cr_assert(phw_bits_equal(&head, &b), "n %zu cut %zu", b.n, cut);
            expect_rest_is_zero(&head);
            phw_bits_free(&head);
            phw_bits_free(&tail);
        }
        phw_bits_free(&b);
    }
}

Test(bits, a_string_can_be_appended_to_itself)
{
    for (size_t k = 0; k < N_SIZES; ++k) {
        phw_bits b = make(sizes[k], 0);
        cr_assert_eq(phw_bits_append(&b, &b), PHW_OK);
        cr_assert_eq(b.n, 2 * sizes[k]);
        for (size_t i = 0; i < b.n; ++i)
            cr_assert_eq(phw_bits_get(&b, i), expected(i % sizes[k], 0));
        phw_bits_free(&b);
    }
}

Test(bits, pushing_takes_the_low_bits_lowest_first)
{
    const phw_rng rng = {.seed = 3};
    phw_bits b = {0};
    bool want[4000];
    size_t n = 0;
    for (uint64_t i = 0; i < 100; ++i) {
        const unsigned n_bits = i == 0 ? 64 : phw_rng_below(&rng, i, 65);
        const uint64_t value = UINT64_C(0x9e3779b97f4a7c15) * (i + 1);
        cr_assert_eq(phw_bits_push(&b, value, n_bits), PHW_OK);
        for (unsigned k = 0; k < n_bits && n < 4000; ++k)
            want[n++] = value >> k & 1;
    }
    cr_assert_eq(b.n, n);
    for (size_t i = 0; i < n; ++i)
        cr_assert_eq(phw_bits_get(&b, i), want[i], "bit %zu", i);
    expect_rest_is_zero(&b);
    phw_bits_free(&b);
}

Test(bits, bytes_go_out_as_they_came_in)
{
    for (size_t k = 0; k < N_SIZES; ++k) {
        uint8_t in[125];
        uint8_t out[126];
        const size_t n_bytes = (sizes[k] + 7) / 8;
        for (size_t i = 0; i < sizeof in; ++i)
            in[i] = (uint8_t)(37 * i + 11);
        memset(out, 0xa5, sizeof out);
        phw_bits b = {0};
        cr_assert_eq(phw_bits_from_bytes(&b, in, sizes[k]), PHW_OK);
        for (size_t i = 0; i < b.n; ++i)
            cr_assert_eq(phw_bits_get(&b, i), in[i / 8] >> (i % 8) & 1);
        expect_rest_is_zero(&b);
        phw_bits_to_bytes(out, &b);
        if (sizes[k] % 8 != 0)
            in[n_bytes - 1] &= (uint8_t)((1U << sizes[k] % 8) - 1);
        cr_expect(memcmp(in, out, n_bytes) == 0, "n %zu", sizes[k]);
        cr_expect_eq(out[n_bytes], 0xa5, "n %zu: written past the end", sizes[k]);
        phw_bits_free(&b);
    }
}

Test(bits, equal_sees_every_bit_and_the_length)
{
    phw_bits a = make(130, 0);
    phw_bits b = {0};
    cr_assert_eq(phw_bits_copy(&b, &a), PHW_OK);
    cr_expect(phw_bits_equal(&a, &b));
    for (size_t i = 0; i < a.n; ++i) {
        phw_bits_flip(&b, i);
        cr_expect_not(phw_bits_equal(&a, &b), "bit %zu", i);
        phw_bits_flip(&b, i);
    }
    cr_assert_eq(phw_bits_push(&b, 0, 1), PHW_OK);
    cr_expect_not(phw_bits_equal(&a, &b));
    phw_bits none = {0};
    cr_expect(phw_bits_equal(&none, &none));
    phw_bits_free(&a);
    phw_bits_free(&b);
}

Test(bits, freeing_wipes)
{
    phw_bits b = make(1000, 0);
    watch(&b);
    phw_bits_free(&b);
    cr_expect_eq(n_wiped, 1);
}

Test(bits, growing_wipes_what_it_leaves)
{
    phw_bits b = make(1000, 0);
    phw_bits tail = make(1000, 0);
    watch(&b);
    cr_assert_eq(phw_bits_append(&b, &tail), PHW_OK);
    cr_expect_eq(n_wiped, 1);
    phw_bits_free(&b);
    phw_bits_free(&tail);
}

Test(bits, a_million_bits_keep_all_invariants)
{
    phw_bits b = make(1000000, 0);
    phw_bits copy = {0};
    cr_assert_eq(phw_bits_copy(&copy, &b), PHW_OK);
    cr_expect(phw_bits_equal(&b, &copy));
    /* 5 sigma of a fair count: 5 * sqrt(n) / 2. */
    cr_expect_leq(llabs((long long)phw_bits_count(&b) - 500000), 2500);
    phw_bits_flip(&copy, 999999);
    cr_expect_eq(phw_bits_distance(&b, &copy), 1);
    phw_bits_free(&b);
    phw_bits_free(&copy);
}

Test(bits, too_many_bits_are_an_answer_and_not_a_crash)
{
    phw_bits b = {0};
    cr_expect_eq(phw_bits_alloc(&b, SIZE_MAX), PHW_ENOMEM);
    cr_expect_null(b.word);
}
