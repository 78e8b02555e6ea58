#include "phy/mode_s.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"
#include "phy/crc.h"

#define RECORDING "datasets/recordings/adsb/modes1_1090M_2M.cu8"
#define AIRCRAFT  0x4d2023

/* The magnitudes of the shipped recording: cu8, I before Q. */
static float *recorded(size_t *n)
{
    char path[1024];
    const char *root = getenv("PHW_SOURCE");
    snprintf(path, sizeof path, "%s/" RECORDING, root != NULL ? root : ".");
    FILE *stream = fopen(path, "rb");
    cr_assert_not_null(stream, "%s", path);
    static unsigned char byte[1 << 20];
    *n = fread(byte, 1, sizeof byte, stream) / 2;
    fclose(stream);
    float *x = malloc(*n * sizeof *x);
    for (size_t i = 0; i < *n; ++i)
        x[i] = hypotf((float)byte[2 * i] - 127.5F, (float)byte[2 * i + 1] - 127.5F) /
               127.5F;
    return x;
}

static size_t count(const phw_mode_s_messages *m, unsigned format, int with_zero_rest)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n; ++i) {
        const phw_mode_s_message *x = &m->message[i];
        const int zero = phw_crc_remainder(&phw_crc_24_mode_s, x->bit, x->n_bits) == 0;
        n += x->format == format && zero == with_zero_rest;
    }
    return n;
}

/* The plain test for a preamble and a plain slicer find 141 of format 17; what decision
 * feedback finds more has a parity of 24 bits, so that one in 2^24 is false. */
Test(mode_s, every_message_of_the_recording_is_found)
{
    size_t n = 0;
    float *x = recorded(&n);
    phw_mode_s_messages m = {0};
    cr_assert_eq(phw_mode_s_find(&m, x, n), PHW_OK);
    cr_expect_geq(count(&m, 17, 1), 185, "%zu", count(&m, 17, 1));
    cr_expect_geq(count(&m, 11, 1), 70, "%zu", count(&m, 11, 1));
    cr_expect_geq(m.n, 335, "%zu", m.n);
    for (size_t i = 0; i < m.n; ++i) {
        cr_assert_eq(m.message[i].address, AIRCRAFT, "%zu", i);
        cr_assert(i == 0 || m.message[i].start > m.message[i - 1].start);
        cr_assert(isfinite(m.message[i].snr_db));
    }
    phw_mode_s_free(&m);
    free(x);
}

static unsigned bits_of(uint8_t *bit, const char *hex)
{
    unsigned n = 0;
    for (; *hex != '\0'; ++hex) {
        unsigned digit = 0;
        cr_assert_eq(sscanf(hex, "%1x", &digit), 1);
        for (int i = 3; i >= 0; --i)
            bit[n++] = digit >> i & 1U;
    }
    return n;
}

/* The message with pulses of amplitude 1, `late` of a sample late, in Gaussian noise
 * of standard deviation `sigma`, from sample 100 on. */
static void make(float *x, size_t n, const uint8_t *bit, unsigned n_bits, double late,
                 double sigma, uint32_t trial)
{
    uint8_t chip[PHW_MODE_S_SAMPLES_MAX];
    const size_t n_chips = PHW_MODE_S_PREAMBLE + (size_t)2 * n_bits;
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x35), trial};
    phw_rng_normal(x, &rng, 0, n);
    phw_mode_s_chips(chip, bit, n_bits);
    for (size_t i = 0; i < n; ++i)
        x[i] *= (float)sigma;
    for (size_t i = 0; i < n_chips; ++i) {
        if (!chip[i])
            continue;
        x[100 + i] += (float)(1 - fabs(late));
        x[late >= 0 ? 101 + i : 99 + i] += (float)fabs(late);
    }
    for (size_t i = 0; i < n; ++i)
        x[i] = fabsf(x[i]);
}

Test(mode_s, pulses_up_to_half_a_sample_off_are_read)
{
    uint8_t bit[PHW_MODE_S_BITS_MAX];
    float x[500];
    const unsigned n_bits = bits_of(bit, "8f4d2023587f345e35837e2218b2");
    for (int k = -9; k <= 9; ++k) {
        const double late = 0.05 * k;
        phw_mode_s_messages m = {0};
        make(x, 500, bit, n_bits, late, 0.02, (uint32_t)(k + 9));
        cr_assert_eq(phw_mode_s_find(&m, x, 500), PHW_OK);
        cr_assert_eq(m.n, 1, "late by %g: %zu", late, m.n);
        /* The first lateness that reads it serves, and half a sample early is half a
         * sample late of the one before. */
        cr_expect_float_eq((double)m.message->start + m.message->late, 100 + late, 0.5);
        cr_expect_eq(m.message->n_bits, 112);
        cr_expect_eq(m.message->format, 17);
        cr_expect_eq(m.message->address, AIRCRAFT);
        cr_expect_arr_eq(m.message->bit, bit, n_bits);
        cr_expect_float_eq(m.message->level, 1 - fabs(late), 0.15);
        phw_mode_s_free(&m);
    }
}

/* The variance about the levels is estimated from 224 magnitudes: a standard deviation
 * of sqrt(2 / 224) of it is 0.41 dB, five are 2 dB. |noise| has 1 - 2/pi of the noise's
 * power where there is no pulse: the mean of both levels is -0.88 dB lower. */
Test(mode_s, snr_is_the_pulses_over_the_noise)
{
    uint8_t bit[PHW_MODE_S_BITS_MAX];
    float x[500];
    const unsigned n_bits = bits_of(bit, "8f4d2023587f345e35837e2218b2");
    phw_mode_s_messages m = {0};
    make(x, 500, bit, n_bits, 0, 0.05, 77);
    cr_assert_eq(phw_mode_s_find(&m, x, 500), PHW_OK);
    cr_assert_eq(m.n, 1);
    const double off = 0.05 * sqrt(2 / M_PI); /* mean of |noise| */
    const double variance = 0.05 * 0.05 * (1 + 1 - 2 / M_PI) / 2;
    cr_expect_float_eq(m.message->snr_db, 10 * log10((1 - off) * (1 - off) / variance),
                       2);
    phw_mode_s_free(&m);
}

Test(mode_s, one_wrong_bit_is_no_message)
{
    uint8_t bit[PHW_MODE_S_BITS_MAX];
    float x[500];
    const unsigned n_bits = bits_of(bit, "8f4d2023587f345e35837e2218b2");
    for (unsigned i = 0; i < n_bits; i += 5) {
        phw_mode_s_messages m = {0};
        bit[i] ^= 1;
        make(x, 500, bit, n_bits, 0, 0.02, i);
        bit[i] ^= 1;
        cr_assert_eq(phw_mode_s_find(&m, x, 500), PHW_OK);
        cr_expect_eq(m.n, 0, "bit %u", i);
        cr_expect_geq(m.n_preambles, 1);
        phw_mode_s_free(&m);
    }
}

/* A message that is only addressed counts once its aircraft has named itself. */
Test(mode_s, parity_with_an_address_needs_the_aircraft_heard)
{
    uint8_t squitter[PHW_MODE_S_BITS_MAX], reply[PHW_MODE_S_BITS_MAX];
    float x[1000];
    const unsigned n_long = bits_of(squitter, "8f4d2023587f345e35837e2218b2");
    const unsigned n_short = bits_of(reply, "02e19710000000");
    const uint32_t parity =
        phw_crc_value(&phw_crc_24_mode_s, reply, n_short - 24) ^ AIRCRAFT;
    for (unsigned i = 0; i < 24; ++i)
        reply[n_short - 24 + i] = parity >> (23 - i) & 1U;
    phw_mode_s_messages m = {0};
    make(x, 500, reply, n_short, 0, 0.02, 1);
    make(x + 500, 500, squitter, n_long, 0, 0.02, 2);
    cr_assert_eq(phw_mode_s_find(&m, x, 500), PHW_OK);
    cr_expect_eq(m.n, 0);
    phw_mode_s_free(&m);
    cr_assert_eq(phw_mode_s_find(&m, x, 1000), PHW_OK);
    cr_assert_eq(m.n, 2);
    cr_expect_eq(m.message[0].format, 0);
    cr_expect_eq(m.message[0].n_bits, 56);
    cr_expect_eq(m.message[0].address, AIRCRAFT);
    phw_mode_s_free(&m);
}

Test(mode_s, noise_and_short_runs_hold_no_message)
{
    static float x[200000];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x35), 99};
    phw_mode_s_messages m = {0};
    phw_rng_normal(x, &rng, 0, 200000);
    for (size_t i = 0; i < 200000; ++i)
        x[i] = fabsf(x[i]);
    cr_assert_eq(phw_mode_s_find(&m, x, 200000), PHW_OK);
    cr_expect_eq(m.n, 0);
    phw_mode_s_free(&m);
    for (size_t n = 0; n < 130; ++n) {
        cr_assert_eq(phw_mode_s_find(&m, x, n), PHW_OK);
        cr_expect_eq(m.n, 0);
        phw_mode_s_free(&m);
    }
}

/* The message from `at` seconds on at any rate, as means over samples of a waveform of
 * amplitude 1, in noise. */
static size_t make_at(float *x, double rate_hz, double at, const uint8_t *bit,
                      unsigned n_bits, double sigma, uint32_t trial)
{
    uint8_t chip[PHW_MODE_S_SAMPLES_MAX];
    const size_t n = (size_t)(300e-6 * rate_hz);
    const size_t n_chips = PHW_MODE_S_PREAMBLE + (size_t)2 * n_bits;
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x36), trial};
    phw_rng_normal(x, &rng, 0, n);
    phw_mode_s_chips(chip, bit, n_bits);
    for (size_t i = 0; i < n; ++i) {
        double sum = sigma * (double)x[i];
        for (size_t k = 0; k < n_chips; ++k) {
            const double from = (at + 0.5e-6 * (double)k) * rate_hz;
            const double to = from + 0.5e-6 * rate_hz;
            if (chip[k])
                sum += fmax(0, fmin(to, (double)(i + 1)) - fmax(from, (double)i));
        }
        x[i] = (float)fabs(sum);
    }
    return n;
}

Test(mode_s, every_rate_reads_the_same_message_at_its_place)
{
    static const double rates[] = {2e6, 2.4e6, 3.2e6, 4e6, 5.5e6, 10e6, 20e6};
    static float x[6000];
    uint8_t bit[PHW_MODE_S_BITS_MAX];
    const unsigned n_bits = bits_of(bit, "8f4d2023587f345e35837e2218b2");
    for (size_t r = 0; r < sizeof rates / sizeof rates[0]; ++r) {
        for (uint32_t k = 0; k < 8; ++k) {
            const double at = 30.1e-6 + 0.07e-6 * k;
            const phw_mode_s_config config = {.rate_hz = rates[r]};
            phw_mode_s_messages m = {0};
            const size_t n = make_at(x, rates[r], at, bit, n_bits, 0.02, k);
            cr_assert_eq(phw_mode_s_search(&m, NULL, x, n, &config), PHW_OK);
            cr_assert_eq(m.n, 1, "%g, %u: %zu", rates[r], k, m.n);
            cr_expect_arr_eq(m.message->bit, bit, n_bits);
            cr_expect_not(m.message->repaired);
            /* Lateness is known to half of half a bit: a quarter of a microsecond. */
            cr_expect_float_eq((double)m.message->start / rates[r], at,
                               0.26e-6 + 0.5 / rates[r], "%g, %u", rates[r], k);
            phw_mode_s_free(&m);
        }
    }
}

Test(mode_s, a_repair_turns_one_bit_of_a_known_aircraft_and_no_more)
{
    uint8_t bit[PHW_MODE_S_BITS_MAX], wrong[PHW_MODE_S_BITS_MAX];
    float x[500];
    const unsigned n_bits = bits_of(bit, "8f4d2023587f345e35837e2218b2");
    const phw_mode_s_config config = {.rate_hz = 2e6, .repair = true};
    phw_mode_s_addresses known = {.address = {AIRCRAFT}, .n = 1};
    phw_mode_s_addresses nobody = {0};
    for (unsigned i = 5; i < n_bits; ++i) {
        phw_mode_s_messages m = {0};
        memcpy(wrong, bit, n_bits);
        wrong[i] ^= 1;
        make(x, 500, wrong, n_bits, 0, 0.02, i);
        cr_assert_eq(phw_mode_s_search(&m, &nobody, x, 500, &config), PHW_OK);
        cr_expect_eq(m.n, 0, "bit %u", i);
        phw_mode_s_free(&m);
        cr_assert_eq(phw_mode_s_search(&m, &known, x, 500, &config), PHW_OK);
        cr_assert_eq(m.n, 1, "bit %u", i);
        cr_expect(m.message->repaired);
        cr_expect_arr_eq(m.message->bit, bit, n_bits);
        phw_mode_s_free(&m);
        wrong[(i + 40) % 100 + 5] ^= 1;
        make(x, 500, wrong, n_bits, 0, 0.02, i);
        cr_assert_eq(phw_mode_s_search(&m, &known, x, 500, &config), PHW_OK);
        cr_expect_eq(m.n, 0, "bit %u", i);
        phw_mode_s_free(&m);
    }
}

Test(mode_s, addresses_are_remembered_from_part_to_part)
{
    uint8_t bit[PHW_MODE_S_BITS_MAX];
    float x[500];
    const unsigned n_bits = bits_of(bit, "8f4d2023587f345e35837e2218b2");
    const phw_mode_s_config config = {.rate_hz = 2e6};
    phw_mode_s_addresses known = {0};
    phw_mode_s_messages m = {0};
    make(x, 500, bit, n_bits, 0, 0.02, 3);
    cr_assert_eq(phw_mode_s_search(&m, &known, x, 500, &config), PHW_OK);
    cr_expect_eq(known.n, 1);
    cr_expect_eq(known.address[0], AIRCRAFT);
    phw_mode_s_free(&m);
}

Test(mode_s, rates_out_of_range_are_refused)
{
    static const double bad[] = {0, 1.99e6, 2e9, (double)NAN, -4e6};
    const float x[10] = {0};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        const phw_mode_s_config config = {.rate_hz = bad[i]};
        phw_mode_s_messages m = {0};
        cr_expect_eq(phw_mode_s_search(&m, NULL, x, 10, &config), PHW_EARG);
    }
}
