#include "encrypt/cipher_rotate.h"

#include <math.h>

#include "core/rng.h"

#include "tests/encrypt/secret.h"

enum {
    N = 70000
};

static const double pi = 3.14159265358979323846;

static void expect_phase(phw_cf got, double turns, const char *what)
{
    const double complex want = CMPLX(cos(2 * pi * turns), sin(2 * pi * turns));
    cr_expect_lt(cabs((double complex)got - want), 3e-7, "%s: %g", what,
                 cabs((double complex)got - want));
}

/* Stream 1, frame 7 of the key 00 .. 1f: reference phases. */
Test(cipher_rotate, turns_by_the_known_8_bit_phases)
{
    static const unsigned want[8] = {69, 223, 210, 19, 27, 190, 93, 237};
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 7};
    phw_cf symbol[8] = {1, 1, 1, 1, 1, 1, 1, 1};
    cr_assert_eq(phw_cipher_rotate8.symbols(symbol, 8, NULL, &k, false), PHW_OK);
    for (unsigned i = 0; i < 8; ++i)
        expect_phase(symbol[i], want[i] / 256.0, "8 bits");
    phw_key_free(&key);
}

Test(cipher_rotate, turns_by_the_known_16_bit_phases)
{
    static const unsigned want[4] = {57157, 5074, 48667, 60765};
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 7};
    phw_cf symbol[4] = {1, 1, 1, 1};
    cr_assert_eq(phw_cipher_rotate16.symbols(symbol, 4, NULL, &k, false), PHW_OK);
    for (unsigned i = 0; i < 4; ++i)
        expect_phase(symbol[i], want[i] / 65536.0, "16 bits");
    phw_key_free(&key);
}

/* 70000 words of keystream meet two of three phases, each quarter and its ends too. */
Test(cipher_rotate, agrees_with_libm_at_every_phase)
{
    static phw_cf symbol[N];
    static uint8_t byte[2 * N];
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 8};
    for (size_t i = 0; i < N; ++i)
        symbol[i] = 1;
    cr_assert_eq(phw_cipher_rotate16.symbols(symbol, N, NULL, &k, false), PHW_OK);
    cr_assert_eq(phw_keystream_read(byte, &k, 0, sizeof byte), PHW_OK);
    double worst = 0;
    for (size_t i = 0; i < N; ++i) {
        const double turns = (byte[2 * i] + 256 * byte[2 * i + 1]) / 65536.0;
        const double complex want = CMPLX(cos(2 * pi * turns), sin(2 * pi * turns));
        worst = fmax(worst, cabs((double complex)symbol[i] - want));
    }
    cr_expect_lt(worst, 2e-7, "%g", worst);
    phw_key_free(&key);
}

static void expect_undone(const phw_cipher *cipher)
{
    static phw_cf symbol[N];
    static phw_cf want[N];
    const phw_rng rng = {.seed = 1};
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 8};
    static const size_t length[] = {0, 1, 63, 64, 65, 8191, 8192, 8193, 16385, N};
    for (size_t t = 0; t < sizeof length / sizeof length[0]; ++t) {
        const size_t n = length[t];
        phw_rng_normal_complex(want, &rng, 1, 0, N);
        phw_rng_normal_complex(symbol, &rng, 1, 0, N);
        cr_assert_eq(cipher->symbols(symbol, n, NULL, &k, false), PHW_OK);
        cr_assert_eq(cipher->symbols(symbol, n, NULL, &k, true), PHW_OK);
        for (size_t i = 0; i < N; ++i)
            cr_assert_lt(sqrt(phw_cf_power(symbol[i] - want[i])), 2e-6,
                         "%s: %zu of %zu", cipher->name, i, n);
    }
    phw_key_free(&key);
}

Test(cipher_rotate, is_undone_at_every_length)
{
    expect_undone(&phw_cipher_rotate8);
    expect_undone(&phw_cipher_rotate16);
}

Test(cipher_rotate, passes_on_what_the_keystream_refuses)
{
    phw_cf symbol[1] = {1};
    phw_key key = secret(16, 0);
    const phw_keystream k = {&key, 0, 0};
    cr_expect_eq(phw_cipher_rotate8.symbols(symbol, 1, NULL, &k, false), PHW_EARG);
    cr_expect_eq(phw_cipher_rotate16.symbols(symbol, 1, NULL, &k, false), PHW_EARG);
    phw_key_free(&key);
}
