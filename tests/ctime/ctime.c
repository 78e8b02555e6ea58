/* Constant time, by memcheck: secret bits are marked undefined, so every branch and
 * every index that depends on one is an error in valgrind's report. A plain program:
 * Criterion would lose the report with its children.
 *
 * Usage: ctime CASE, under valgrind; exits 77 outside it. `control` must be reported.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#if __has_include(<valgrind/memcheck.h>)
#    include <valgrind/memcheck.h>
#else
#    define RUNNING_ON_VALGRIND                   0
#    define VALGRIND_COUNT_ERRORS                 0
#    define VALGRIND_MAKE_MEM_UNDEFINED(at, size) ((void)(at), 0)
#    define VALGRIND_MAKE_MEM_DEFINED(at, size)   ((void)(at), 0)
#endif

#include "auth/concatenation.h"
#include "auth/fuzzy_extractor.h"
#include "auth/helper_data.h"
#include "core/bits.h"
#include "core/key.h"
#include "kgen/amplifiers.h"
#include "kgen/field_kernels.h"
#include "kgen/toeplitz.h"
#include "kgen/toeplitz_fft.h"
#include "kgen/verify.h"

#define N_BITS 1000

/* A string whose bits nobody may look at. */
static phw_bits secret(uint8_t start)
{
    uint8_t byte[(N_BITS + 7) / 8];
    phw_bits b = {0};
    for (size_t i = 0; i < sizeof byte; ++i)
        byte[i] = (uint8_t)(start + 31 * i);
    if (phw_bits_from_bytes(&b, byte, N_BITS) != PHW_OK)
        exit(2);
    (void)VALGRIND_MAKE_MEM_UNDEFINED(b.word, b.n_words * sizeof *b.word);
    return b;
}

/* What becomes public by protocol: parities, verdicts. */
static int disclose(int value)
{
    (void)VALGRIND_MAKE_MEM_DEFINED(&value, sizeof value);
    return value;
}

static void equal(void)
{
    phw_bits a = secret(1);
    phw_bits b = secret(1);
    phw_bits c = secret(2);
    if (!disclose(phw_bits_equal(&a, &b)) || disclose(phw_bits_equal(&a, &c)))
        exit(3);
    phw_bits_free(&a);
    phw_bits_free(&b);
    phw_bits_free(&c);
}

static void bits(void)
{
    phw_bits a = secret(1);
    phw_bits b = secret(2);
    phw_bits part = {0};
    phw_bits_xor(&a, &b);
    if (phw_bits_slice(&part, &a, 13, 700) != PHW_OK ||
        phw_bits_append(&part, &b) != PHW_OK || phw_bits_push(&part, a.word[0], 9))
        exit(2);
    (void)disclose(phw_bits_parity(&part, 5, 900));
    (void)disclose(phw_bits_masked_parity(&a, &b));
    phw_bits_free(&a);
    phw_bits_free(&b);
    phw_bits_free(&part);
}

static void key(void)
{
    phw_bits b = secret(1);
    phw_key k = {0};
    phw_key subkey = {0};
    char fingerprint[PHW_FINGERPRINT_SIZE];
    if (phw_key_from_bits(&k, &b, 32) != PHW_OK ||
        phw_key_derive(&subkey, 32, &k, "test") != PHW_OK)
        exit(2);
    phw_key_fingerprint(fingerprint, &k);
    phw_key_free(&k);
    phw_key_free(&subkey);
    phw_bits_free(&b);
}

/* m bits by transforms, in each arithmetic that this processor has. */
static void transform(const phw_bits *x, const phw_bits *seed, size_t m)
{
    size_t n = 0;
    const phw_field_kernel *const *kernel = phw_field_kernel_list(&n);
    phw_bits y = {0};
    if (phw_bits_alloc(&y, m) != PHW_OK)
        exit(2);
    for (size_t i = 0; i < n; ++i)
        if (kernel[i]->has() && phw_toeplitz_fft(&y, x, seed, kernel[i]) != PHW_OK)
            exit(2);
    phw_bits_free(&y);
}

/* Every family by every method that this processor has: not even the seed, which is
 * public, decides anything. */
static void amplify(void)
{
    size_t n = 0;
    const phw_amplifier *const *family = phw_amplifier_list(&n);
    for (size_t i = 0; i < n; ++i) {
        phw_bits x = secret(1);
        phw_bits seed = secret(3);
        phw_bits more = secret(5);
        if (phw_bits_append(&seed, &more) != PHW_OK)
            exit(2);
        seed.n = family[i]->seed_bits(N_BITS, 300);
        seed.word[seed.n / 64] &= (UINT64_C(1) << (seed.n % 64)) - 1;
        for (int k = PHW_TOEPLITZ_BEST; k < PHW_N_TOEPLITZ_METHODS; ++k) {
            const phw_toeplitz_method method = (phw_toeplitz_method)k;
            phw_bits y = {0};
            if (phw_toeplitz_has(method) &&
                family[i]->amplify_by(&y, &x, &seed, 300, NULL, method) != PHW_OK)
                exit(2);
            phw_bits_free(&y);
        }
        if (seed.n == phw_toeplitz_seed_bits(N_BITS, 300))
            transform(&x, &seed, 300);
        phw_bits_free(&more);
        phw_bits_free(&seed);
        phw_bits_free(&x);
    }
}

static void verify(void)
{
    const phw_verify_key key = {.point = UINT64_C(0x123456789abcdef),
                                .factor = UINT64_C(0xfedcba987654321)};
    phw_bits a = secret(1);
    phw_bits b = secret(2);
    if (disclose(phw_verify_tag(&a, &key, 64) == phw_verify_tag(&b, &key, 64)))
        exit(3);
    if (!disclose(phw_verify_tag(&a, &key, 64) == phw_verify_tag_plain(&a, &key, 64)))
        exit(3);
    phw_bits_free(&a);
    phw_bits_free(&b);
}

/* Every code of the registry: the message, and a word with as many errors as it likes.
 * The bytes are a secret bit each. */
static void codes(void)
{
    static const char *const text[] = {"repetition:times=5,golay",
                                       "repetition:times=3,bch", "bch:t=43"};
    for (size_t i = 0; i < sizeof text / sizeof text[0]; ++i) {
        phw_concatenation *code = NULL;
        uint8_t message[255];
        uint8_t block[765];
        if (phw_concatenation_create(&code, text[i]) != PHW_OK)
            exit(2);
        for (size_t j = 0; j < sizeof message; ++j)
            message[j] = j % 3 == 0;
        (void)VALGRIND_MAKE_MEM_UNDEFINED(message, sizeof message);
        phw_concatenation_encode(code, block, message);
        block[1] ^= 1;
        block[7] ^= message[0];
        (void)disclose(phw_concatenation_decode(code, message, block));
        phw_concatenation_destroy(code);
    }
}

/* Helper data's tag under a secret key; only the verdict is public. */
static void tag(void)
{
    phw_helper_data h = {.code = "golay", .n_blocks = 2};
    phw_key k = {0};
    uint8_t byte[PHW_HELPER_TAG_SIZE];
    if (phw_key_alloc(&k, 32) != PHW_OK || phw_bits_alloc(&h.offset, 48) != PHW_OK)
        exit(2);
    (void)VALGRIND_MAKE_MEM_UNDEFINED(k.byte, k.size);
    if (phw_helper_data_tag(byte, &h, &k) != PHW_OK)
        exit(2);
    if (disclose(sodium_memcmp(byte, h.tag, sizeof byte)) == 0)
        exit(3);
    phw_key_free(&k);
    phw_helper_data_free(&h);
}

/* A whole reproduction, of cells that nobody may look at: the verdict on the tag is the
 * only branch. Its status is what comes of it, so that it can't be told before. */
static void reproduce(void)
{
    const phw_fuzzy_config config = {.code = "repetition:times=3,bch",
                                     .key_bits = 128,
                                     .security_bits = 64,
                                     .cell_entropy = 1};
    phw_key enrolled = {0};
    phw_key again = {0};
    phw_helper_data h = {.n_blocks = 0};
    phw_entropy entropy;
    phw_bits cells = {0};
    if (phw_bits_alloc(&cells, 2000) != PHW_OK ||
        phw_entropy_seeded(&entropy, 1, "ctime") != PHW_OK ||
        phw_fuzzy_enroll(&enrolled, &h, &cells, &config, &entropy) != PHW_OK)
        exit(2);
    phw_bits_flip(&cells, 7);
    (void)VALGRIND_MAKE_MEM_UNDEFINED(cells.word, cells.n_words * sizeof *cells.word);
    const phw_status s = phw_fuzzy_reproduce(&again, &h, &cells);
    if (VALGRIND_COUNT_ERRORS != 1 || disclose(s) != PHW_OK)
        exit(3);
    phw_key_free(&enrolled);
    phw_key_free(&again);
    phw_helper_data_free(&h);
    phw_bits_free(&cells);
}

/* Leaves at the first difference: what the other cases must not do. */
static void control(void)
{
    phw_bits a = secret(1);
    phw_bits b = secret(2);
    size_t i = 0;
    while (i < a.n && phw_bits_get(&a, i) == phw_bits_get(&b, i))
        ++i;
    (void)printf("%zu bits agree\n", i);
    phw_bits_free(&a);
    phw_bits_free(&b);
}

int main(int n, char **argument)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } cases[] = {{"equal", equal},     {"bits", bits},           {"key", key},
                 {"amplify", amplify}, {"verify", verify},       {"codes", codes},
                 {"tag", tag},         {"reproduce", reproduce}, {"control", control}};

    if (!RUNNING_ON_VALGRIND) {
        (void)fputs("ctime: not under valgrind\n", stderr);
        return 77;
    }
    for (size_t i = 0; n == 2 && i < sizeof cases / sizeof cases[0]; ++i) {
        if (strcmp(argument[1], cases[i].name) == 0) {
            cases[i].run();
            return 0;
        }
    }
    (void)fputs(
        "usage: ctime equal|bits|key|amplify|verify|codes|tag|reproduce|control\n",
        stderr);
    return 2;
}
