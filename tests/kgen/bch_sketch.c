#include "kgen/bch_sketch.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/bch.h"

enum {
    WORDS = PHW_BCH_WORDS_MAX
};

static phw_bch_sketch *code(unsigned order, unsigned t)
{
    phw_bch_sketch *s = NULL;
    cr_assert_eq(phw_bch_sketch_create(&s, order, t), PHW_OK);
    return s;
}

static void flip(uint64_t *word, size_t i)
{
    word[i / 64] ^= UINT64_C(1) << (i % 64);
}

static void draw_block(uint64_t block[WORDS], size_t n, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6273), trial};
    memset(block, 0, WORDS * sizeof *block);
    for (size_t i = 0; i < n; ++i)
        if (phw_rng_below(&rng, i, 2) != 0)
            flip(block, i);
}

/* `weight` ones of n places. */
static void draw_error(uint64_t error[WORDS], size_t n, size_t weight, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6274), trial};
    uint32_t place[1024];
    phw_rng_permutation(place, &rng, n);
    memset(error, 0, WORDS * sizeof *error);
    for (size_t i = 0; i < weight; ++i)
        flip(error, place[i]);
}

static size_t weight(const uint64_t *word, size_t n_words)
{
    size_t sum = 0;
    for (size_t i = 0; i < n_words; ++i)
        sum += (size_t)__builtin_popcountll(word[i]);
    return sum;
}

/* Lin and Costello, Error Control Coding, appendix of BCH codes. The last row has 121
 * there; but a .. a^254 are roots, and the distance 255. */
Test(bch_sketch, sketches_are_as_long_as_in_the_tables)
{
    static const struct {
        unsigned order, asked, t;
        size_t k;
    } row[] = {
        {7, 1, 1, 120},     {7, 9, 9, 71},     {7, 12, 13, 50},   {7, 31, 31, 8},
        {8, 18, 18, 131},   {8, 44, 45, 37},   {8, 59, 59, 13},   {8, 60, 63, 9},
        {9, 18, 18, 358},   {9, 38, 38, 229},  {9, 85, 85, 76},   {9, 110, 111, 28},
        {10, 18, 18, 848},  {10, 34, 34, 708}, {10, 73, 73, 443}, {10, 125, 125, 153},
        {10, 181, 181, 91}, {7, 63, 63, 1},    {10, 511, 511, 1}, {9, 120, 127, 10},
    };

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        unsigned t = row[i].asked;
        const size_t n = ((size_t)1 << row[i].order) - 1;
        cr_expect_eq(n - phw_bch_sketch_size(&t, row[i].order), row[i].k,
                     "row %zu: %zu", i, n - phw_bch_sketch_size(&t, row[i].order));
        cr_expect_eq(t, row[i].t, "row %zu: %u", i, t);
        phw_bch_sketch *s = code(row[i].order, row[i].asked);
        cr_expect_eq(phw_bch_sketch_bits(s), n - row[i].k);
        phw_bch_sketch_destroy(s);
    }
}

/* The same code as kgen/bch.h, where bit i is the coefficient of x^(254 - i): words
 * have a sketch of 0. */
Test(bch_sketch, words_of_the_code_have_none)
{
    for (unsigned t = 1; t <= PHW_BCH_T_MAX; t += 29) {
        phw_bch *bch = NULL;
        phw_bch_sketch *s = code(8, t);
        cr_assert_eq(phw_bch_create(&bch, t), PHW_OK);
        cr_assert_eq(phw_bch_k(bch), 255 - phw_bch_sketch_bits(s));
        uint8_t message[255];
        uint8_t word[255];
        for (size_t i = 0; i < 255; ++i)
            message[i] = i * i % 7 < 3;
        phw_bch_encode(bch, word, message);
        uint64_t block[WORDS] = {0};
        uint64_t sketch[WORDS] = {0};
        for (size_t i = 0; i < 255; ++i)
            block[i / 64] |= (uint64_t)word[254 - i] << (i % 64);
        phw_bch_sketch_make(s, sketch, block, 255);
        cr_expect_eq(weight(sketch, (phw_bch_sketch_bits(s) + 63) / 64), 0);
        flip(block, 17);
        phw_bch_sketch_make(s, sketch, block, 255);
        cr_expect_gt(weight(sketch, (phw_bch_sketch_bits(s) + 63) / 64), 0);
        phw_bch_destroy(bch);
        phw_bch_sketch_destroy(s);
    }
}

Test(bch_sketch, is_linear)
{
    for (unsigned order = 7; order <= 10; ++order) {
        const size_t n = ((size_t)1 << order) - 1;
        phw_bch_sketch *s = code(order, 5);
        uint64_t a[WORDS];
        uint64_t b[WORDS];
        uint64_t sketch[3][WORDS] = {{0}};
        draw_block(a, n, order);
        draw_block(b, n, order + 10);
        phw_bch_sketch_make(s, sketch[0], a, n);
        phw_bch_sketch_make(s, sketch[1], b, n);
        for (size_t w = 0; w < WORDS; ++w)
            a[w] ^= b[w];
        phw_bch_sketch_make(s, sketch[2], a, n);
        for (size_t w = 0; w < WORDS; ++w)
            cr_expect_eq(sketch[2][w], sketch[0][w] ^ sketch[1][w]);
        phw_bch_sketch_destroy(s);
    }
}

/* Solves the sketch of an error of n places; whether it was found, and rightly. */
static bool solves(phw_bch_sketch *s, const uint64_t *error, size_t n, bool *right)
{
    uint64_t sketch[WORDS] = {0};
    uint64_t found[WORDS] = {0};
    phw_bch_sketch_make(s, sketch, error, n);
    if (!phw_bch_sketch_solve(s, found, sketch, n))
        return false;
    *right = memcmp(found, error, (n + 63) / 64 * sizeof *error) == 0;
    return true;
}

Test(bch_sketch, single_and_double_errors_are_found_at_every_place)
{
    static const unsigned orders[] = {7, 9};
    for (unsigned c = 0; c < 2; ++c) {
        phw_bch_sketch *s = code(orders[c], 2);
        const size_t n = ((size_t)1 << orders[c]) - 1;
        for (size_t i = 0; i < n; ++i) {
            for (size_t j = i; j < n; ++j) {
                uint64_t error[WORDS] = {0};
                bool right = false;
                flip(error, i);
                if (j > i)
                    flip(error, j);
                cr_assert(solves(s, error, n, &right) && right);
            }
        }
        phw_bch_sketch_destroy(s);
    }
}

/* Whole blocks and shortened ones. */
Test(bch_sketch, every_number_of_errors_up_to_t_is_found)
{
    static const struct {
        unsigned order, t;
        size_t n;
    } row[] = {{7, 1, 127},    {7, 13, 127},    {7, 31, 127},  {7, 63, 127},
               {7, 5, 40},     {8, 21, 255},    {8, 55, 255},  {8, 42, 100},
               {9, 38, 511},   {9, 109, 511},   {9, 11, 65},   {10, 18, 1023},
               {10, 73, 1023}, {10, 181, 1023}, {10, 73, 800}, {10, 511, 1023}};

    for (size_t c = 0; c < sizeof row / sizeof *row; ++c) {
        phw_bch_sketch *s = code(row[c].order, row[c].t);
        for (unsigned w = 0; w <= row[c].t && w <= row[c].n; w += 1 + w / 20) {
            uint64_t error[WORDS];
            bool right = false;
            draw_error(error, row[c].n, w, w);
            cr_assert(solves(s, error, row[c].n, &right) && right, "row %zu, %u errors",
                      c, w);
        }
        phw_bch_sketch_destroy(s);
    }
}

/* Random sketches are those of an error of weight 2 or less in a share of
 * (1 + 127 + 8001) / 2^14 = 0.496, of weight 3 or less in (8129 + 333375) / 2^21 =
 * 0.163; 5 sigma of Bin(1000, 0.5): 79, of Bin(1000, 0.163): 59. */
Test(bch_sketch, beyond_t_nothing_is_found_that_is_not_within_t)
{
    static const unsigned share[] = {496, 163};
    static const size_t sigma5[] = {79, 59};
    for (unsigned t = 2; t <= 3; ++t) {
        phw_bch_sketch *s = code(7, t);
        size_t n_found = 0;
        for (uint32_t trial = 0; trial < 1000; ++trial) {
            uint64_t sketch[WORDS];
            uint64_t error[WORDS] = {0};
            uint64_t again[WORDS] = {0};
            draw_block(sketch, phw_bch_sketch_bits(s), trial);
            if (!phw_bch_sketch_solve(s, error, sketch, 127))
                continue;
            ++n_found;
            cr_expect_leq(weight(error, 2), t);
            phw_bch_sketch_make(s, again, error, 127);
            cr_expect_eq(again[0], sketch[0]);
        }
        cr_expect_leq(n_found, share[t - 2] + sigma5[t - 2], "%zu", n_found);
        cr_expect_geq(n_found, share[t - 2] - sigma5[t - 2], "%zu", n_found);
        phw_bch_sketch_destroy(s);
    }
}

/* Where errors lie past the end of a shortened block there is none to find. */
Test(bch_sketch, more_than_t_errors_are_never_rightly_found)
{
    phw_bch_sketch *s = code(9, 20);
    for (uint32_t trial = 0; trial < 100; ++trial) {
        uint64_t error[WORDS];
        bool right = false;
        draw_error(error, 300, 21 + trial, trial);
        cr_expect(!solves(s, error, 300, &right) || !right);
    }
    phw_bch_sketch_destroy(s);
}

Test(bch_sketch, other_codes_are_refused)
{
    phw_bch_sketch *s = NULL;
    cr_expect_eq(phw_bch_sketch_create(&s, 6, 1), PHW_EARG);
    cr_expect_eq(phw_bch_sketch_create(&s, 11, 1), PHW_EARG);
    cr_expect_eq(phw_bch_sketch_create(&s, 7, 0), PHW_EARG);
    cr_expect_eq(phw_bch_sketch_create(&s, 7, 64), PHW_EARG);
    cr_expect_null(s);
    phw_bch_sketch_destroy(NULL);
}
