#include "encrypt/symbol_attack.h"

#include <math.h>

#include "core/rng.h"
#include "encrypt/cipher_rotate.h"
#include "encrypt/cipher_xor.h"
#include "phy/modem.h"

#include "tests/encrypt/secret.h"

enum {
    N = 4096
};

/* QPSK symbols of a trial under one address of keystream, with noise of 15 dB. */
static void send(phw_cf out[N], uint8_t label[N], const phw_keystream *k,
                 uint32_t trial)
{
    const phw_rng bits = {.seed = 1, .trial = trial};
    const phw_rng air = {.seed = 2, .trial = trial};
    static phw_cf noise[N];
    for (size_t i = 0; i < N; ++i) {
        label[i] = (uint8_t)phw_rng_below(&bits, i, 4);
        const double turn = 1.57079632679489662 * label[i];
        out[i] = CMPLXF(cos(turn), sin(turn));
    }
    cr_assert_eq(phw_cipher_rotate8.symbols(out, N, NULL, k, false), PHW_OK);
    phw_rng_normal_complex(noise, &air, pow(10, -1.5), 0, N);
    for (size_t i = 0; i < N; ++i)
        out[i] += noise[i];
}

static size_t n_right(const phw_keystream *k, const phw_keystream *l)
{
    static phw_cf a[N];
    static phw_cf b[N];
    static uint8_t x[N];
    static uint8_t y[N];
    static uint8_t difference[N];
    size_t right = 0;
    send(a, x, k, 1);
    send(b, y, l, 2);
    phw_attack_two_time(difference, a, b, N, 4);
    for (size_t i = 0; i < N; ++i)
        right += difference[i] == (uint8_t)((x[i] - y[i]) & 3);
    return right;
}

/* The reference: 0 of 4096 wrong at 15 dB. */
Test(symbol_attack, keystream_used_twice_gives_the_differences_away)
{
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 7};
    const size_t right = n_right(&k, &k);
    cr_expect_geq(right, N * 99 / 100, "%zu of %d", right, N);
    phw_key_free(&key);
}

/* One in four by chance, five standard deviations of 4096. */
Test(symbol_attack, keystream_used_once_gives_nothing_away)
{
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 7};
    const phw_keystream l = {&key, 1, 8};
    const size_t right = n_right(&k, &l);
    cr_expect_lt(fabs((double)right - N / 4.0), 5 * sqrt(N * 3 / 16.0), "%zu", right);
    phw_key_free(&key);
}

Test(symbol_attack, labels_xored_twice_give_their_difference_away)
{
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 7};
    uint8_t a[16];
    uint8_t b[16];
    for (unsigned i = 0; i < 16; ++i) {
        a[i] = (uint8_t)i;
        b[i] = (uint8_t)(15 - i);
    }
    cr_assert_eq(phw_cipher_xor.labels(a, 16, 4, &k, false), PHW_OK);
    cr_assert_eq(phw_cipher_xor.labels(b, 16, 4, &k, false), PHW_OK);
    for (unsigned i = 0; i < 16; ++i)
        cr_expect_eq(a[i] ^ b[i], 15);
    phw_key_free(&key);
}

/* No more than log2(m) bits of phase leave the m-th power as it was: the order is seen.
 * 8 bits hide it: below 4 / sqrt(n). */
Test(symbol_attack, the_power_of_m_sees_a_coarse_phase_and_not_a_fine_one)
{
    const phw_rng rng = {.seed = 3};
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 7};
    static phw_cf fine[N];
    static phw_cf coarse[N];
    for (size_t i = 0; i < N; ++i) {
        const double turn = 1.57079632679489662 * phw_rng_below(&rng, i, 4);
        coarse[i] = CMPLXF(cos(turn), sin(turn)); /* of 2 bits, whatever was sent */
        fine[i] = coarse[i];
    }
    cr_assert_eq(phw_cipher_rotate8.symbols(fine, N, NULL, &k, false), PHW_OK);
    cr_expect_gt(phw_attack_power(coarse, N, 4), 0.999);
    for (unsigned m = 2; m <= 128; m *= 2)
        cr_expect_lt(phw_attack_power(fine, N, m), 4 / sqrt(N), "%u: %g", m,
                     phw_attack_power(fine, N, m));
    cr_expect_gt(phw_attack_power(fine, N, 256), 0.999);
    phw_key_free(&key);
}

/* Without noise every phase; from it no other one follows. */
Test(symbol_attack, a_known_symbol_gives_its_own_phase_alone)
{
    phw_key key = secret(32, 0);
    const phw_keystream k = {&key, 1, 7};
    static phw_cf y[N];
    static uint8_t byte[N];
    for (size_t i = 0; i < N; ++i)
        y[i] = 1;
    cr_assert_eq(phw_cipher_rotate8.symbols(y, N, NULL, &k, false), PHW_OK);
    cr_assert_eq(phw_keystream_read(byte, &k, 0, N), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        cr_assert_eq(phw_attack_known(y[i], 1, 256), byte[i]);
    cr_expect_eq(phw_attack_known(-1, 1, 65536), 32768);
    cr_expect_eq(phw_attack_known(CMPLXF(1, -1e-9F), 1, 4), 0);
    phw_key_free(&key);
}

Test(symbol_attack, the_fourth_cumulant_tells_the_modulation_through_a_rotation)
{
    static const struct {
        const char *modulation;
        double want;
    } row[] = {{"psk8", -1}, {"qam16", -.68}, {"qam64", -.6190}, {"qam256", -.6047}};

    for (unsigned i = 0; i < 4; ++i) {
        phw_modem *modem = NULL;
        cr_assert_eq(phw_modem_create(&modem, row[i].modulation), PHW_OK);
        const phw_modem_info *info = phw_modem_about(modem);
        cr_expect_float_eq(phw_attack_cumulant(info->points, info->n_points),
                           row[i].want, 5e-5);
        phw_modem_destroy(modem);
    }
}
