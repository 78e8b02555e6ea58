#include "encrypt/reference_sequence.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"
#include "phy/range_doppler.h"

enum {
    CARRIERS = 128,
    SYMBOLS = 16,
    ALL = CARRIERS * SYMBOLS
};

static const phw_range_doppler_grid grid = {CARRIERS, SYMBOLS, 30e3, 1 / 30e3};

static phw_key counting(uint8_t first)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, PHW_KEYSTREAM_KEY_SIZE), PHW_OK);
    for (size_t i = 0; i < key.size; ++i)
        key.byte[i] = (uint8_t)(first + i);
    return key;
}

/* The raw key 00 .. 1f, stream 1, frame 7. */
Test(reference_sequence, has_the_known_indices)
{
    static const uint8_t want[] = {1, 1, 0, 1, 3, 3, 1, 3, 2, 0, 1, 3, 3, 0, 1, 0};
    phw_key key = counting(0);
    const phw_keystream k = {&key, 1, 7};
    uint8_t index[sizeof want];
    cr_assert_eq(phw_reference_indices(index, &k, 0, sizeof want), PHW_OK);
    cr_expect_arr_eq(index, want, sizeof want);
    phw_key_free(&key);
}

Test(reference_sequence, symbols_stand_at_the_odd_eighths)
{
    const double pi = 3.14159265358979323846;
    phw_key key = counting(0);
    const phw_keystream k = {&key, 1, 7};
    static uint8_t index[20000];
    static phw_cf symbol[20000];
    cr_assert_eq(phw_reference_indices(index, &k, 3, 20000), PHW_OK);
    cr_assert_eq(phw_reference_symbols(symbol, &k, 3, 20000), PHW_OK);
    for (size_t i = 0; i < 20000; ++i) {
        const double angle = pi / 2 * (index[i] + 0.5);
        cr_assert_float_eq((double)crealf(symbol[i]), cos(angle), 1e-7);
        cr_assert_float_eq((double)cimagf(symbol[i]), sin(angle), 1e-7);
    }
    phw_key_free(&key);
}

Test(reference_sequence, is_the_same_in_any_pieces)
{
    phw_key key = counting(9);
    const phw_keystream k = {&key, 2, 1};
    static uint8_t whole[40000];
    static uint8_t piece[40000];
    cr_assert_eq(phw_reference_indices(whole, &k, 5, 40000), PHW_OK);
    for (size_t n = 1; n < 40000; n = 3 * n + 1) {
        for (size_t from = 0; from < 40000; from += n)
            cr_assert_eq(phw_reference_indices(piece + from, &k, 5 + from,
                                               40000 - from < n ? 40000 - from : n),
                         PHW_OK);
        cr_assert_arr_eq(whole, piece, 40000, "pieces of %zu", n);
    }
    phw_key_free(&key);
}

Test(reference_sequence, ends_with_its_keystream)
{
    phw_key key = counting(0);
    const phw_keystream k = {&key, 0, 0};
    uint8_t index[2];
    phw_cf symbol[2];
    cr_expect_eq(phw_reference_indices(index, &k, 4 * PHW_KEYSTREAM_SIZE_MAX - 2, 2),
                 PHW_OK);
    cr_expect_eq(phw_reference_indices(index, &k, 4 * PHW_KEYSTREAM_SIZE_MAX, 1),
                 PHW_EARG);
    cr_expect_eq(phw_reference_symbols(symbol, &k, 4 * PHW_KEYSTREAM_SIZE_MAX, 1),
                 PHW_EARG);
    phw_key_free(&key);
}

/* y = p h + noise of variance 0.1, h Rayleigh in each element: what is received. */
static void receive(phw_cf *y, phw_cf *h, const phw_cf *p, uint32_t trial)
{
    const phw_rng channel = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), trial};
    const phw_rng noise = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 2), trial};
    phw_rng_normal_complex(h, &channel, 1, 0, ALL);
    phw_rng_normal_complex(y, &noise, 0.1, 0, ALL);
    for (size_t i = 0; i < ALL; ++i)
        y[i] += p[i] * h[i];
}

static double error_power(const phw_cf *estimate, const phw_cf *h)
{
    double sum = 0;
    for (size_t i = 0; i < ALL; ++i)
        sum += phw_cf_power(estimate[i] - h[i]) / ALL;
    return sum;
}

/* NMSE sigma^2 = 0.1 with the key and 2 + sigma^2 = 2.1 without, over 100 frames of
 * 2048 elements. With the key the error is the noise: deviation 0.1 / sqrt(204800).
 * Without, |h|^2 |p'* p - 1|^2 + noise has second moment 2 x 6 + ... = below 13:
 * deviation below sqrt(13) / sqrt(204800) = 0.008. */
Test(reference_sequence, gives_the_channel_to_the_key_holder_alone)
{
    phw_key key[2] = {counting(0), counting(1)};
    double error[2] = {0};
    static phw_cf y[ALL], h[ALL], p[2][ALL], estimate[ALL];
    for (uint32_t frame = 0; frame < 100; ++frame) {
        for (size_t i = 0; i < 2; ++i) {
            const phw_keystream k = {&key[i], 1, frame};
            cr_assert_eq(phw_reference_symbols(p[i], &k, 0, ALL), PHW_OK);
        }
        receive(y, h, p[0], frame);
        for (size_t i = 0; i < 2; ++i) {
            phw_reference_divide(estimate, y, p[i], ALL);
            error[i] += error_power(estimate, h) / 100;
        }
    }
    cr_expect_float_eq(error[0], 0.1, 5 * 0.1 / sqrt(204800), "%.6f", error[0]);
    cr_expect_float_eq(error[1], 2.1, 5 * 0.008, "%.6f", error[1]);
    phw_key_free(&key[0]);
    phw_key_free(&key[1]);
}

/* A strong target in a wrong key's image is noise of the same law as no target: the
 * highest point's mean is ln(2048) + 0.577 = 8.20, and it crosses the threshold as
 * often as asked. 2000 images: deviations 0.0287 and sqrt(p (1 - p) / 2000). */
Test(reference_sequence, a_wrong_key_detects_as_often_as_it_errs)
{
    const double asked = 0.05;
    phw_key key[2] = {counting(0), counting(1)};
    phw_range_doppler *rd = NULL;
    const double threshold = phw_range_doppler_threshold(asked, ALL);
    double ratio = 0;
    int detected = 0;
    static phw_cf y[ALL], p[2][ALL];
    cr_assert_eq(phw_range_doppler_create(&rd, &grid, 1), PHW_OK);
    for (uint32_t frame = 0; frame < 2000; ++frame) {
        phw_range_doppler_peak peak;
        double power = 0;
        for (size_t i = 0; i < 2; ++i) {
            const phw_keystream k = {&key[i], 1, frame};
            cr_assert_eq(phw_reference_symbols(p[i], &k, 0, ALL), PHW_OK);
        }
        const phw_rng noise = {4, PHW_RNG_PURPOSE(PHW_RNG_TEST, 2), frame};
        phw_rng_normal_complex(y, &noise, 0.1, 0, ALL);
        for (size_t i = 0; i < ALL; ++i) {
            y[i] += p[0][i];
            power += phw_cf_power(y[i]) / ALL;
        }
        phw_reference_divide(y, y, p[1], ALL);
        phw_range_doppler_estimate(&peak, rd, y);
        ratio += peak.power / power / 2000;
        detected += peak.power / power > threshold;
    }
    cr_expect_float_eq(ratio, 8.20, 5 * 0.0287 + 0.005, "%.4f", ratio);
    cr_expect_float_eq(detected / 2000.0, asked, 5 * sqrt(asked * (1 - asked) / 2000),
                       "%d", detected);
    phw_range_doppler_destroy(rd);
    phw_key_free(&key[0]);
    phw_key_free(&key[1]);
}
