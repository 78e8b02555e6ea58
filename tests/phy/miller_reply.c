#include "phy/miller_reply.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/crc.h"
#include "phy/line_code_fm0.h"
#include "phy/line_code_miller.h"

#define N_MAX     400000
#define CHIPS_ALL ((16 + 6 + PHW_EPC_BITS_MAX + 2) * PHW_LINE_CHIPS_MAX)

static const phw_line_code *const codes[] = {
    &phw_line_code_miller2, &phw_line_code_miller4, &phw_line_code_miller8};

static const uint8_t preamble[] = {0, 1, 0, 1, 1, 1};

typedef struct air {
    const phw_line_code *code;
    size_t n_pilot; /* bits of plain subcarrier: 4 or 16 */
    double first;   /* edge before it */
    double length;  /* of a chip in the beginning */
    double drift;   /* of the length, a chip */
    double step;    /* half, with sign */
    double sigma;
} air;

static uint8_t chip[CHIPS_ALL];
static float x[N_MAX];

/* A reply of n bits and its dummy on a carrier of 1, in white noise; samples hold the
 * mean of what lies in them. */
static size_t make(const uint8_t *bit, size_t n, const air *a, uint32_t trial)
{
    uint8_t all[6 + PHW_EPC_BITS_MAX + 2];
    const size_t per_bit = a->code->chips_per_bit;
    size_t n_chips = 0;
    for (; n_chips < a->n_pilot * per_bit; ++n_chips)
        chip[n_chips] = n_chips % 2 == 0;
    memcpy(all, preamble, sizeof preamble);
    memcpy(all + 6, bit, n);
    all[6 + n] = 1;
    a->code->encode(chip + n_chips, all, n + 7, PHW_LINE_HIGH);
    n_chips += (n + 7) * per_bit;
    const size_t size = (size_t)(a->first + (double)n_chips * a->length * 1.05) + 300;
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0xe90), trial};
    cr_assert_leq(size, N_MAX);
    phw_rng_normal(x, &rng, 0, size);
    double edge = a->first;
    double length = a->length;
    size_t k = 0;
    for (size_t i = 0; i < size; ++i) {
        while (k < n_chips && (double)i >= edge + length) {
            edge += length;
            length *= 1 + a->drift;
            ++k;
        }
        const bool on = (double)i >= a->first && k < n_chips;
        const double level = on ? 2.0 * chip[k] - 1 : -1;
        x[i] = (float)(1 + a->step * level + a->sigma * (double)x[i]);
    }
    return size;
}

static void random_bits(uint8_t *bit, size_t n, uint32_t trial)
{
    uint32_t word[PHW_EPC_BITS_MAX];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0xe91), trial};
    phw_rng_words(word, &rng, 0, n);
    for (size_t i = 0; i < n; ++i)
        bit[i] = word[i] & 1;
    const uint32_t crc = phw_crc_value(&phw_crc_16_gen2, bit, n - 16);
    for (size_t i = 0; i < 16; ++i)
        bit[n - 16 + i] = crc >> (15 - i) & 1U;
}

static phw_epc_config about(const air *a)
{
    const double blf_hz = 10e6 / (2 * a->length);
    return (phw_epc_config){10e6, fmax(40e3, blf_hz / 1.25),
                            fmin(640e3, blf_hz * 1.25)};
}

/* At 14 dB a sample no chip of 8 samples is wrong (Q(sqrt(200))). Link frequencies are
 * off by up to 10 %, and drift 2.5 % in a reply. */
Test(miller_reply, any_code_length_drift_and_polarity_is_read)
{
    uint8_t bit[PHW_EPC_BITS_MAX];
    static const size_t sizes[] = {32, 128, 48};
    for (uint32_t trial = 0; trial < 36; ++trial) {
        const size_t n = sizes[trial % 3];
        const phw_line_code *code = codes[trial / 3 % 3];
        const double n_chips = (double)(n * code->chips_per_bit);
        const air a = {.code = code,
                       .n_pilot = trial % 2 ? 16 : 4,
                       .first = 3000 + 0.13 * trial,
                       .length = 8.1 * pow(1.02, trial % 7),
                       .drift = 0.025 / n_chips * ((int)(trial % 5) - 2) / 2,
                       .step = trial % 4 < 2 ? 0.02 : -0.02,
                       .sigma = 0.004};
        phw_epc_config config = about(&a);
        config.blf_low_hz = fmax(40e3, config.blf_low_hz * 0.9);
        random_bits(bit, n, trial);
        phw_epc_replies r = {0};
        const size_t size = make(bit, n, &a, trial);
        cr_assert_eq(phw_miller_find(&r, x, size, &config, code), PHW_OK);
        cr_assert_eq(r.n, 1, "trial %u: %zu", trial, r.n);
        cr_assert_eq(r.reply->fault, PHW_EPC_GOOD, "trial %u, %s: %s, %u bits of %zu",
                     trial, code->name, phw_epc_fault_text(r.reply->fault),
                     r.reply->n_bits, n);
        cr_assert_eq(r.reply->n_bits, n, "trial %u", trial);
        cr_expect_arr_eq(r.reply->bit, bit, n);
        cr_expect_float_eq(r.reply->half_step, 0.02, 0.002, "trial %u: %g", trial,
                           r.reply->half_step);
        cr_expect_float_eq(r.reply->snr_db, 14, 1.5, "trial %u: %g", trial,
                           r.reply->snr_db);
        /* The mean over the data, behind the pilot and the preamble. */
        const double chips_before =
            (double)((a.n_pilot + 6) * code->chips_per_bit) + n_chips / 2;
        const double length = a.length * pow(1 + a.drift, chips_before);
        cr_expect_float_eq(r.reply->blf_hz, 10e6 / (2 * length), 2e3, "trial %u: %g",
                           trial, r.reply->blf_hz);
        phw_epc_free(&r);
    }
}

/* Without drift the clock is the true one: to a tenth of a chip at the start, 0.1 % in
 * the length. */
Test(miller_reply, its_clock_is_the_true_one)
{
    uint8_t bit[128];
    const air a = {&phw_line_code_miller4, 4, 1000.25, 10, 0, 0.02, 0.004};
    const phw_epc_config config = about(&a);
    phw_epc_replies r = {0};
    random_bits(bit, 128, 5);
    const size_t size = make(bit, 128, &a, 5);
    cr_assert_eq(phw_miller_find(&r, x, size, &config, a.code), PHW_OK);
    cr_assert_eq(r.n, 1);
    cr_expect_float_eq(r.reply->clock.first, 1000.25 + 10 * 8 * 10, 1, "%g",
                       r.reply->clock.first);
    cr_expect_float_eq(r.reply->clock.length, 10, 0.01, "%g", r.reply->clock.length);
    cr_expect_float_eq((double)r.reply->end, 1000.25 + 10 * 8 * (10 + 129), 3);
    phw_epc_free(&r);
}

/* Half a bit of Miller-8 is 8 chips of 8 samples: at -6 dB a sample its mean has 12 dB,
 * and Q(sqrt(16)) / 2 = 1.6e-5 of the bits are wrong, 0.2 % of the replies. Timing that
 * jitters by a tenth of a chip costs 2 dB, which makes that 1.4e-3 and 17 %. */
Test(miller_reply, is_read_below_the_noise_of_a_sample)
{
    uint8_t bit[128];
    size_t n_good = 0;
    for (uint32_t trial = 0; trial < 10; ++trial) {
        const air a = {&phw_line_code_miller8, 16, 2000.4, 8.05, 0, 0.02, 0.04};
        const phw_epc_config config = about(&a);
        phw_epc_replies r = {0};
        random_bits(bit, 128, trial);
        const size_t size = make(bit, 128, &a, trial);
        cr_assert_eq(phw_miller_find(&r, x, size, &config, a.code), PHW_OK);
        n_good += r.n == 1 && r.reply->fault == PHW_EPC_GOOD;
        phw_epc_free(&r);
    }
    cr_expect_geq(n_good, 7, "%zu", n_good);
}

Test(miller_reply, two_replies_are_two_and_the_failures_have_their_reasons)
{
    uint8_t bit[64];
    static float twice[2 * N_MAX];
    const air a = {&phw_line_code_miller2, 4, 500, 10, 0, 0.02, 0.001};
    const phw_epc_config config = about(&a);
    phw_epc_replies r = {0};
    random_bits(bit, 64, 1);
    const size_t size = make(bit, 64, &a, 1);
    memcpy(twice, x, size * sizeof *x);
    memcpy(twice + size, x, size * sizeof *x);
    cr_assert_eq(phw_miller_find(&r, twice, 2 * size, &config, a.code), PHW_OK);
    cr_assert_eq(r.n, 2);
    cr_expect_eq(r.reply[1].start - r.reply[0].start, size);
    phw_epc_free(&r);
    cr_assert_eq(phw_miller_find(&r, x, size / 2, &config, a.code), PHW_OK);
    cr_assert_eq(r.n, 1);
    cr_expect_eq(r.reply->fault, PHW_EPC_CUT);
    phw_epc_free(&r);
    bit[20] ^= 1;
    cr_assert_eq(phw_miller_find(&r, x, make(bit, 64, &a, 1), &config, a.code), PHW_OK);
    cr_assert_eq(r.n, 1);
    cr_expect_eq(r.reply->fault, PHW_EPC_BAD_CRC);
    phw_epc_free(&r);
    cr_assert_eq(phw_miller_find(&r, x, make(bit, 16, &a, 1), &config, a.code), PHW_OK);
    cr_assert_eq(r.n, 1);
    cr_expect_eq(r.reply->fault, PHW_EPC_NO_CRC);
    phw_epc_free(&r);
}

Test(miller_reply, noise_silence_and_nothing_hold_no_reply)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0xe92), 1};
    const phw_epc_config config = {10e6, 200e3, 640e3};
    phw_epc_replies r = {0};
    phw_rng_normal(x, &rng, 0, 20000);
    for (size_t c = 0; c < 3; ++c) {
        cr_assert_eq(phw_miller_find(&r, x, 20000, &config, codes[c]), PHW_OK);
        cr_expect_eq(r.n, 0, "%s", codes[c]->name);
        cr_assert_eq(phw_miller_find(&r, x, 0, &config, codes[c]), PHW_OK);
        cr_expect_eq(r.n, 0);
    }
    memset(x, 0, sizeof x);
    cr_assert_eq(phw_miller_find(&r, x, 20000, &config, codes[0]), PHW_OK);
    cr_expect_eq(r.n, 0);
    cr_expect_eq(phw_miller_find(&r, x, 100, &config, &phw_line_code_fm0), PHW_EARG);
    const phw_epc_config bad = {1e6, 200e3, 640e3};
    cr_expect_eq(phw_miller_find(&r, x, 100, &bad, codes[0]), PHW_EARG);
}
