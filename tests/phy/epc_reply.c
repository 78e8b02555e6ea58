#include "phy/epc_reply.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/crc.h"
#include "phy/epc_preamble.h"
#include "phy/line_code_fm0.h"

#define RECORDING "datasets/recordings/GPL-3.0/epc_gen2_reply.sigmf-data"
#define N_MAX     70000

static const uint8_t preamble[PHW_EPC_PREAMBLE] = {1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1};
static const phw_epc_config whole = {10e6, PHW_EPC_BLF_MIN_HZ, PHW_EPC_BLF_MAX_HZ};

static size_t recorded(float *x)
{
    char path[1024];
    const char *root = getenv("PHW_SOURCE");
    snprintf(path, sizeof path, "%s/" RECORDING, root != NULL ? root : ".");
    FILE *stream = fopen(path, "rb");
    cr_assert_not_null(stream, "%s", path);
    const size_t n = fread(x, sizeof *x, N_MAX, stream);
    fclose(stream);
    return n;
}

static void expect_hex(const phw_epc_reply *r, const char *hex)
{
    char text[PHW_EPC_BITS_MAX / 4 + 1] = "";
    for (unsigned i = 0; i < r->n_bits / 4; ++i)
        snprintf(text + i, 2, "%x", (unsigned)phw_crc_number(r->bit + 4 * i, 4));
    cr_expect_str_eq(text, hex);
}

/* The authors' own bits, p_seq_tr[1] and p_seq_tr[2]: an EPC, and a handle of ones, the
 * CRC-16 of which is ones, too. */
Test(epc_reply, both_replies_of_the_recording_are_read)
{
    static float x[N_MAX];
    const size_t n = recorded(x);
    phw_epc_replies r = {0};
    cr_assert_eq(phw_epc_find(&r, x, n, &whole), PHW_OK);
    cr_assert_eq(r.n, 2);
    const phw_epc_reply *epc = &r.reply[0];
    const phw_epc_reply *handle = &r.reply[1];
    cr_expect_eq(epc->fault, PHW_EPC_GOOD);
    cr_expect_eq(epc->n_bits, 128);
    expect_hex(epc, "34000034b00710ade30000000000f165");
    cr_expect_eq(phw_crc_remainder(&phw_crc_16_gen2, epc->bit, 128), 0x1d0f);
    cr_expect_eq(handle->fault, PHW_EPC_GOOD);
    cr_expect_eq(handle->n_bits, 32);
    expect_hex(handle, "ffffffff");
    cr_expect_eq(phw_crc_remainder(&phw_crc_16_gen2, handle->bit, 32), 0x1d0f);
    for (size_t i = 0; i < 2; ++i) {
        cr_expect_float_eq(r.reply[i].blf_hz, 614e3, 1e3, "%g", r.reply[i].blf_hz);
        cr_expect_float_eq(r.reply[i].half_step, 0.0213, 0.001, "%g",
                           r.reply[i].half_step);
        cr_expect_lt(r.reply[i].edge_error, 0.4);
        cr_expect_gt(r.reply[i].snr_db, 15.0);
        cr_expect(r.reply[i].inverted);
    }
    phw_epc_free(&r);
}

typedef struct air {
    double first;  /* edge before the preamble */
    double length; /* of a half bit in the beginning */
    double drift;  /* of the length, a half bit */
    double step;   /* half, with sign */
    double sigma;
    double rest; /* level after the dummy: +1, 0 or -1 half steps */
} air;

/* A reply of n bits and its dummy on a carrier of 1, in white noise. */
static size_t make(float *x, const uint8_t *bit, size_t n, const air *a, uint32_t trial)
{
    uint8_t chip[PHW_EPC_PREAMBLE + 2 * (PHW_EPC_BITS_MAX + 20)];
    uint8_t with_dummy[PHW_EPC_BITS_MAX + 20];
    memcpy(chip, preamble, sizeof preamble);
    memcpy(with_dummy, bit, n);
    with_dummy[n] = 1;
    phw_line_code_fm0.encode(chip + PHW_EPC_PREAMBLE, with_dummy, n + 1, PHW_LINE_LOW);
    const size_t n_chips = PHW_EPC_PREAMBLE + 2 * (n + 1);
    const size_t size = (size_t)(a->first + (double)n_chips * a->length * 1.05) + 200;
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0xe9d), trial};
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
        const double level = (double)i < a->first ? a->rest
                             : k < n_chips        ? 2.0 * chip[k] - 1
                                                  : a->rest;
        x[i] = (float)(1 + a->step * level + a->sigma * (double)x[i]);
    }
    return size;
}

static void random_bits(uint8_t *bit, size_t n, uint32_t trial)
{
    uint32_t word[PHW_EPC_BITS_MAX];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0xe9e), trial};
    phw_rng_words(word, &rng, 0, n);
    for (size_t i = 0; i < n; ++i)
        bit[i] = word[i] & 1;
}

static void add_crc(uint8_t *bit, size_t n)
{
    const uint32_t crc = phw_crc_value(&phw_crc_16_gen2, bit, n - 16);
    for (size_t i = 0; i < 16; ++i)
        bit[n - 16 + i] = crc >> (15 - i) & 1U;
}

/* Link frequency tolerances: 22 % at the highest, drift 2.5 % in a reply. At 20 dB a
 * sample no half bit of 5 samples is wrong (Q(sqrt(500))). */
Test(epc_reply, any_length_drift_rest_and_polarity_is_read)
{
    static float x[N_MAX];
    uint8_t bit[PHW_EPC_BITS_MAX];
    static const size_t sizes[] = {32, 48, 96, 128, 144, 512};
    for (uint32_t trial = 0; trial < 72; ++trial) {
        const size_t n = sizes[trial % 6];
        const air a = {.first = 300 + 0.13 * trial,
                       .length = 7.9 * pow(1.05, trial % 30),
                       .drift = 0.025 / (2 * (double)n) * ((int)(trial % 3) - 1),
                       .step = trial % 4 < 2 ? 0.02 : -0.02,
                       .sigma = 0.002,
                       .rest = (int)(trial / 6 % 3) - 1};
        random_bits(bit, n, trial);
        add_crc(bit, n);
        phw_epc_replies r = {0};
        const size_t size = make(x, bit, n, &a, trial);
        cr_assert_eq(phw_epc_find(&r, x, size, &whole), PHW_OK);
        cr_assert_eq(r.n, 1, "trial %u: %zu", trial, r.n);
        cr_assert_eq(r.reply->fault, PHW_EPC_GOOD, "trial %u: %s, %u bits of %zu",
                     trial, phw_epc_fault_text(r.reply->fault), r.reply->n_bits, n);
        cr_assert_eq(r.reply->n_bits, n, "trial %u", trial);
        cr_expect_arr_eq(r.reply->bit, bit, n);
        cr_expect_eq(r.reply->bit[n], 1);
        cr_expect_float_eq(r.reply->half_step, 0.02, 0.002, "trial %u: %g, edges %g",
                           trial, r.reply->half_step, r.reply->edge_error);
        phw_epc_free(&r);
    }
}

/* What is estimated of the levels has a deviation of 0.02 / sqrt(10 * 1000 samples). */
Test(epc_reply, its_clock_levels_and_snr_are_the_true_ones)
{
    static float x[N_MAX];
    uint8_t bit[128];
    const air a = {500.25, 20, 0, 0.02, 0.002, 1};
    random_bits(bit, 128, 5);
    add_crc(bit, 128);
    phw_epc_replies r = {0};
    const size_t size = make(x, bit, 128, &a, 5);
    cr_assert_eq(phw_epc_find(&r, x, size, &whole), PHW_OK);
    cr_assert_eq(r.n, 1);
    cr_expect_float_eq(r.reply->clock.first, 500.25 + 12 * 20, 0.5);
    cr_expect_float_eq(r.reply->clock.length, 20, 0.01);
    cr_expect_float_eq(r.reply->blf_hz, 250e3, 125);
    cr_expect_float_eq(r.reply->middle, 1, 0.0005);
    cr_expect_float_eq(r.reply->snr_db, 20, 0.5, "%g", r.reply->snr_db);
    cr_expect_eq(r.reply->start, 501);
    cr_expect_float_eq((double)r.reply->end, 500.25 + 20 * (12 + 2 * 129), 1.5);
    phw_epc_free(&r);
}

static phw_epc_fault fault_of(const float *x, size_t n)
{
    phw_epc_replies r = {0};
    cr_assert_eq(phw_epc_find(&r, x, n, &whole), PHW_OK);
    cr_assert_eq(r.n, 1, "%zu", r.n);
    const phw_epc_fault fault = r.reply->fault;
    cr_expect_gt(strlen(phw_epc_fault_text(fault)), 10);
    phw_epc_free(&r);
    return fault;
}

Test(epc_reply, every_failure_has_its_reason)
{
    static float x[N_MAX];
    static uint8_t bit[PHW_EPC_BITS_MAX + 10];
    const air a = {100, 10, 0, 0.02, 0.001, 0};
    random_bits(bit, PHW_EPC_BITS_MAX, 1);
    add_crc(bit, 128);
    const size_t size = make(x, bit, 128, &a, 1);
    cr_expect_eq(fault_of(x, size), PHW_EPC_GOOD);
    cr_expect_eq(fault_of(x, size / 2), PHW_EPC_CUT);
    bit[40] ^= 1;
    cr_expect_eq(fault_of(x, make(x, bit, 128, &a, 1)), PHW_EPC_BAD_CRC);
    cr_expect_eq(fault_of(x, make(x, bit, 16, &a, 1)), PHW_EPC_NO_CRC);
    cr_expect_eq(fault_of(x, make(x, bit, 7, &a, 1)), PHW_EPC_TOO_FEW);
    cr_expect_eq(fault_of(x, make(x, bit, PHW_EPC_BITS_MAX + 10, &a, 1)),
                 PHW_EPC_TOO_LONG);
}

Test(epc_reply, noise_silence_and_nothing_hold_no_reply)
{
    static float x[20000];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0xe9f), 1};
    phw_epc_replies r = {0};
    phw_rng_normal(x, &rng, 0, 20000);
    cr_assert_eq(phw_epc_find(&r, x, 20000, &whole), PHW_OK);
    cr_expect_eq(r.n, 0);
    memset(x, 0, sizeof x);
    cr_assert_eq(phw_epc_find(&r, x, 20000, &whole), PHW_OK);
    cr_expect_eq(r.n, 0);
    cr_assert_eq(phw_epc_find(&r, x, 0, &whole), PHW_OK);
    cr_expect_eq(r.n, 0);
    phw_epc_free(&r);
}

Test(epc_reply, frequencies_out_of_range_are_refused)
{
    static const phw_epc_config bad[] = {
        {0, 40e3, 640e3},    {(double)NAN, 40e3, 640e3}, {10e6, 30e3, 640e3},
        {10e6, 40e3, 650e3}, {10e6, 640e3, 40e3},        {2e6, 40e3, 640e3}};
    const float x[10] = {0};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_epc_replies r = {0};
        cr_expect_eq(phw_epc_find(&r, x, 10, &bad[i]), PHW_EARG, "%zu", i);
        cr_expect_null(r.reply);
    }
}
