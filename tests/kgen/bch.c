#include "kgen/bch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = PHW_BCH_N
};

static phw_bch *code(unsigned t)
{
    phw_bch *bch = NULL;
    cr_assert_eq(phw_bch_create(&bch, t), PHW_OK);
    return bch;
}

static void draw_bits(uint8_t *bit, size_t n, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), trial};
    for (size_t i = 0; i < n; ++i)
        bit[i] = (uint8_t)phw_rng_below(&rng, i, 2);
}

/* Flips the first n positions of a permutation. */
static void flip(uint8_t *word, size_t n, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 2), trial};
    uint32_t place[N];
    phw_rng_permutation(place, &rng, N);
    for (size_t i = 0; i < n; ++i)
        word[place[i]] ^= 1;
}

static size_t distance(const uint8_t *a, const uint8_t *b)
{
    size_t n = 0;
    for (size_t i = 0; i < N; ++i)
        n += a[i] != b[i];
    return n;
}

/* Bit 0 is the highest of the number; `n` bits of it. */
static void expect_hex(const uint8_t *bit, size_t n, const char *hex, const char *what)
{
    const size_t n_digits = (n + 3) / 4;
    char text[N / 4 + 3] = "";
    for (size_t d = 0; d < n_digits; ++d) {
        unsigned digit = 0;
        for (size_t i = 0; i < 4; ++i) {
            const size_t at = 4 * d + i + n; /* past 4 n_digits leading zeros */
            digit = 2 * digit + (at >= 4 * n_digits ? bit[at - 4 * n_digits] : 0);
        }
        text[d] = "0123456789abcdef"[digit];
    }
    const char *start = text;
    while (*start == '0' && start[1] != '\0')
        ++start;
    cr_expect_str_eq(start, hex, "%s", what);
}

static void read_hex(uint8_t *bit, size_t n, const char *hex)
{
    const size_t n_digits = strlen(hex);
    memset(bit, 0, n);
    for (size_t i = 0; i < n && i < 4 * n_digits; ++i) {
        const char letter = hex[n_digits - 1 - i / 4];
        const unsigned digit =
            (unsigned)(letter <= '9' ? letter - '0' : letter - 'a' + 10);
        bit[n - 1 - i] = (uint8_t)(digit >> (i % 4) & 1);
    }
}

/* tests/kat/bch.txt: made by tests/kat/bch.py from the minimal polynomials. */
Test(bch, known_generators_and_words_come_out)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/tests/kat/bch.txt", getenv("PHW_SOURCE"));
    FILE *f = fopen(path, "r");
    cr_assert_not_null(f);
    unsigned t = 0;
    size_t k = 0;
    char generator[80];
    char message[80];
    char word[80];
    int n = 0;
    while (fscanf(f, "%u %zu %79s %79s %79s", &t, &k, generator, message, word) == 5) {
        phw_bch *bch = code(t);
        uint8_t bit[N + 1];
        cr_assert_eq(phw_bch_k(bch), k);
        for (size_t i = 0; i <= N - k; ++i)
            bit[i] = phw_bch_generator(bch)[N - k - i];
        expect_hex(bit, N - k + 1, generator, "generator");
        read_hex(bit, k, message);
        uint8_t whole[N];
        phw_bch_encode(bch, whole, bit);
        expect_hex(whole, N, word, "word");
        phw_bch_destroy(bch);
        ++n;
    }
    fclose(f);
    cr_expect_eq(n, 9);
}

/* Lin and Costello, Error Control Coding, appendix of BCH codes. */
Test(bch, messages_are_as_long_as_in_the_tables)
{
    static const struct {
        unsigned t;
        size_t k;
    } row[] = {{1, 247}, {2, 239}, {18, 131}, {26, 87}, {30, 63}, {43, 45}, {55, 21}};

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        phw_bch *bch = code(row[i].t);
        cr_expect_eq(phw_bch_k(bch), row[i].k, "t %u", row[i].t);
        phw_bch_destroy(bch);
    }
}

Test(bch, every_number_of_errors_up_to_t_is_corrected)
{
    static const unsigned ts[] = {1, 2, 3, 10, 18, 30, 59};
    for (size_t c = 0; c < sizeof ts / sizeof *ts; ++c) {
        phw_bch *bch = code(ts[c]);
        uint8_t message[N];
        uint8_t word[N];
        uint8_t got[N];
        for (uint32_t trial = 0; trial < 20 * (ts[c] + 1); ++trial) {
            draw_bits(message, phw_bch_k(bch), trial);
            phw_bch_encode(bch, word, message);
            memcpy(got, word, N);
            flip(got, trial % (ts[c] + 1), trial);
            cr_assert_eq(phw_bch_correct(bch, got), 1, "t %u, trial %u", ts[c], trial);
            cr_assert_arr_eq(got, word, N, "t %u, trial %u", ts[c], trial);
        }
        phw_bch_destroy(bch);
    }
}

Test(bch, single_and_double_errors_are_corrected_at_every_place)
{
    phw_bch *bch = code(2);
    uint8_t message[N];
    uint8_t word[N];
    uint8_t got[N];
    draw_bits(message, phw_bch_k(bch), 7);
    phw_bch_encode(bch, word, message);
    for (size_t i = 0; i < N; ++i) {
        for (size_t j = i; j < N; ++j) {
            memcpy(got, word, N);
            got[i] ^= 1;
            got[j] ^= i == j ? 0 : 1;
            cr_assert_eq(phw_bch_correct(bch, got), 1);
            cr_assert_arr_eq(got, word, N);
        }
    }
    phw_bch_destroy(bch);
}

/* What is accepted is a code word within t of what came; what is not was further from
 * every word. A random word lies within 18 of one with probability
 * 2^-124 sum_{i <= 18} C(255, i) = 4.9e-11; t = 2: 0.498. */
Test(bch, beyond_t_nothing_is_accepted_that_is_not_within_t_of_a_word)
{
    static const unsigned ts[] = {2, 3, 18};
    size_t accepted[3] = {0};
    for (size_t c = 0; c < 3; ++c) {
        phw_bch *bch = code(ts[c]);
        uint8_t word[N];
        uint8_t came[N];
        uint8_t again[N];
        for (uint32_t trial = 0; trial < 1000; ++trial) {
            draw_bits(came, N, trial);
            memcpy(word, came, N);
            if (!phw_bch_correct(bch, word))
                continue;
            ++accepted[c];
            cr_expect_leq(distance(word, came), ts[c]);
            phw_bch_encode(bch, again, word);
            cr_expect_arr_eq(again, word, N);
        }
        phw_bch_destroy(bch);
    }
    /* 5 sigma of Bin(1000, 0.498): 79. Of three, 0.166: 59. */
    cr_expect_lt(labs((long)accepted[0] - 498), 79, "%zu", accepted[0]);
    cr_expect_lt(labs((long)accepted[1] - 166), 59, "%zu", accepted[1]);
    cr_expect_eq(accepted[2], 0);
}

Test(bch, one_error_more_than_t_never_gives_the_word_back)
{
    phw_bch *bch = code(18);
    uint8_t message[N];
    uint8_t word[N];
    uint8_t got[N];
    for (uint32_t trial = 0; trial < 200; ++trial) {
        draw_bits(message, phw_bch_k(bch), trial);
        phw_bch_encode(bch, word, message);
        memcpy(got, word, N);
        flip(got, 19 + trial % 60, trial);
        (void)phw_bch_correct(bch, got);
        cr_expect_neq(memcmp(got, word, N), 0);
    }
    phw_bch_destroy(bch);
}

Test(bch, other_numbers_of_errors_are_refused)
{
    phw_bch *bch = NULL;
    cr_expect_eq(phw_bch_create(&bch, 0), PHW_EARG);
    cr_expect_eq(phw_bch_create(&bch, PHW_BCH_T_MAX + 1), PHW_EARG);
    cr_expect_null(bch);
    phw_bch_destroy(NULL);
}
