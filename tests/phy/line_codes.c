#include "phy/line_codes.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/line_code_fm0.h"
#include "phy/line_code_manchester.h"
#include "phy/line_code_miller.h"

static const uint8_t b485[16] = {1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1};

static phw_rng stream(uint32_t sub)
{
    return (phw_rng){.seed = 4, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, sub)};
}

static void expect_chips(const phw_line_code *code, const char *want)
{
    uint8_t chip[32];
    char text[33] = {0};
    code->encode(chip, b485, 16, PHW_LINE_HIGH);
    for (size_t i = 0; i < 32; ++i)
        text[i] = (char)('0' + chip[i]);
    cr_expect_str_eq(text, want);
}

/* Worked by hand from the definitions. */
Test(line_codes, give_the_known_answers)
{
    expect_chips(&phw_line_code_manchester, "10011010011001011001010101100110");
    expect_chips(&phw_line_code_fm0, "11010011010010101101010101001011");
}

Test(line_codes, are_found_by_name)
{
    const phw_line_code *code = NULL;
    cr_assert_eq(phw_line_code_find(&code, "fm0"), PHW_OK);
    cr_expect_eq(code, &phw_line_code_fm0);
    cr_assert_eq(phw_line_code_find(&code, "manchester"), PHW_OK);
    cr_expect_eq(code, &phw_line_code_manchester);
    cr_assert_eq(phw_line_code_find(&code, "miller4"), PHW_OK);
    cr_expect_eq(code, &phw_line_code_miller4);
    cr_expect_eq(phw_line_code_find(&code, "nrz"), PHW_EARG);
    cr_expect(strstr(phw_error_message(), "fm0") != NULL);
}

/* All that the interface promises without noise, for every code, start and string of up
 * to 8 bits: decoding, slicing, pairs and their joining. */
static void check_string(const phw_line_code *code, const uint8_t *bit, size_t n,
                         phw_line_start start)
{
    uint8_t chip[8 * PHW_LINE_CHIPS_MAX];
    float half[8 * PHW_LINE_CHIPS_MAX];
    float soft[8];
    float pair[4 * PHW_LINE_CHIPS_MAX + 1];
    const size_t n_chips = n * code->chips_per_bit;
    code->encode(chip, bit, n, start);
    for (size_t i = 0; i < n_chips; ++i)
        half[i] = chip[i] ? 1.5F : -1.5F;
    code->slice(soft, half, n);
    for (size_t i = 0; i < n; ++i)
        cr_assert_eq(soft[i] > 0, bit[i] != 0);
    /* A constant and a scale are harmless, as long as FM0 begins with a known level. */
    for (size_t i = 0; i < n_chips; ++i)
        half[i] = 2 * half[i] + 20;
    code->decode(soft, half, n, start);
    for (size_t i = 0; i + code->n_extra_pairs < n; ++i)
        cr_assert_eq(soft[i] > 0, bit[i] != 0, "%s, bit %zu of %zu", code->name, i, n);
    code->pairs(pair, bit, n, start);
    for (size_t i = 0; i < n_chips / 2 + code->n_extra_pairs; ++i) {
        const ptrdiff_t first = code->first_half + (ptrdiff_t)(2 * i);
        if (first >= 0 && (size_t)first < n_chips)
            cr_assert_eq(pair[i] > 0, chip[first] != 0);
        if (first + 1 >= 0 && (size_t)first + 1 < n_chips)
            cr_assert_eq(pair[i] < 0, chip[first + 1] != 0);
        pair[i] *= 3;
    }
    code->join(soft, pair, n);
    for (size_t i = 0; i < n; ++i)
        cr_assert_eq(soft[i] > 0, bit[i] != 0);
}

Test(line_codes, read_back_every_short_string)
{
    size_t n_codes = 0;
    const phw_line_code *const *codes = phw_line_code_list(&n_codes);
    for (size_t c = 0; c < n_codes; ++c) {
        for (size_t n = 0; n <= 8; ++n) {
            for (unsigned string = 0; string < (1U << n); ++string) {
                uint8_t bit[8];
                for (size_t i = 0; i < 8; ++i)
                    bit[i] = (string >> i) & 1U;
                check_string(codes[c], bit, n, PHW_LINE_LOW);
                check_string(codes[c], bit, n, PHW_LINE_HIGH);
            }
        }
    }
}

/* The likeliest of all strings of n bits from a known start, by trying each: the sum of
 * level times statistic is greatest, once the statistics are about their mean. */
static unsigned likeliest(const phw_line_code *code, const float *half, size_t n,
                          phw_line_start start)
{
    unsigned best = 0;
    double most = -HUGE_VAL;
    for (unsigned string = 0; string < (1U << n); ++string) {
        uint8_t bit[8];
        uint8_t chip[8 * PHW_LINE_CHIPS_MAX];
        for (size_t i = 0; i < n; ++i)
            bit[i] = (string >> i) & 1U;
        code->encode(chip, bit, n, start);
        double sum = 0;
        for (size_t i = 0; i < n * code->chips_per_bit; ++i)
            sum += chip[i] ? (double)half[i] : -(double)half[i];
        if (sum > most) {
            most = sum;
            best = string;
        }
    }
    return best;
}

/* Zero mean by construction: pairs of noise x, -x added in the halves' mirror places
 * would not be noise, so the mean is subtracted instead, as decode does. */
Test(line_codes, decode_to_the_likeliest_string)
{
    enum {
        N = 7
    };

    size_t n_codes = 0;
    const phw_line_code *const *codes = phw_line_code_list(&n_codes);
    const phw_rng rng = stream(1);
    for (uint32_t trial = 0; trial < 500; ++trial) {
        const phw_line_code *code = codes[trial % n_codes];
        const phw_line_start start = trial % 3 ? PHW_LINE_HIGH : PHW_LINE_LOW;
        float half[N * PHW_LINE_CHIPS_MAX];
        float soft[N];
        const size_t n_chips = N * code->chips_per_bit;
        phw_rng_normal(half, &rng, (uint64_t)trial * N * PHW_LINE_CHIPS_MAX, n_chips);
        float mean = 0;
        for (size_t i = 0; i < n_chips; ++i)
            mean += half[i] / (float)n_chips;
        for (size_t i = 0; i < n_chips; ++i)
            half[i] -= mean;
        const unsigned want = likeliest(code, half, N, start);
        code->decode(soft, half, N, start);
        for (size_t i = 0; i < N; ++i)
            cr_expect_eq(soft[i] > 0, (want >> i) & 1U, "%s, trial %u, bit %zu",
                         code->name, trial, i);
    }
}

/* P(1) by adding up the four cases of two pairs. */
/* Mean 1.55: pairs (1.55 - 0.2) / 2, (3 - 1) / 2 and (2 - 1.55) / 2, all high first;
 * each bit is as sure as its weaker pair, and an end's half as sure as its distance. */
Test(line_codes, fm0_weighs_its_ends_by_half)
{
    static const float half[] = {0.2F, 3, 1, 2};
    float soft[2];
    phw_line_code_fm0.decode(soft, half, 2, PHW_LINE_UNKNOWN);
    cr_expect_float_eq(soft[0], -0.675F, 1e-6F);
    cr_expect_float_eq(soft[1], -0.225F, 1e-6F);
    phw_line_code_fm0.decode(soft, half, 2, PHW_LINE_HIGH);
    cr_expect_float_eq(soft[0], 1, 1e-6F);
    cr_expect_float_eq(soft[1], -0.225F, 1e-6F);
}

Test(line_codes, fm0_joins_pairs_to_the_exact_ratio)
{
    static const double ratio[] = {-30, -4, -1, -0.01, 0.02, 0.5, 3, 25};
    for (size_t i = 0; i < 8; ++i) {
        for (size_t k = 0; k < 8; ++k) {
            const float pair[2] = {(float)ratio[i], (float)ratio[k]};
            float soft = 0;
            phw_line_code_fm0.join(&soft, pair, 1);
            const double p = 1 / (1 + exp(-ratio[i]));
            const double q = 1 / (1 + exp(-ratio[k]));
            const double np = 1 / (1 + exp(ratio[i]));
            const double nq = 1 / (1 + exp(ratio[k]));
            const double want = log((p * nq + np * q) / (p * q + np * nq));
            cr_expect_float_eq((double)soft, want, 2e-6 + 1e-6 * fabs(want));
        }
    }
}

/* Energy within +-1/Tb 64.5 %, 2/Tb 85.6 %, 4/Tb 92.5 %, 10/Tb 97.0 %. */
Test(line_codes, spectra_hold_the_known_shares)
{
    static const double edge[] = {1, 2, 4, 10};
    static const double want[] = {0.645, 0.856, 0.925, 0.970};
    static const phw_line_code *const codes[] = {&phw_line_code_manchester,
                                                 &phw_line_code_fm0};
    for (size_t c = 0; c < 2; ++c) {
        for (size_t e = 0; e < 4; ++e) {
            double sum = 0;
            const double step = edge[e] / 4000;
            for (int i = 0; i < 4000; ++i)
                sum += 2 * step * codes[c]->spectrum((i + 0.5) * step);
            cr_expect_float_eq(sum, want[e], 6e-4, "%s: %g in %g", codes[c]->name, sum,
                               edge[e]);
        }
    }
}

/* Miller's baseband by hand, which the subcarrier's chips give back: half bits starting
 * high 10000110000111000111001100011110. */
Test(line_codes, miller_on_a_subcarrier_gives_the_known_answer)
{
    static const phw_line_code *const codes[] = {
        &phw_line_code_miller2, &phw_line_code_miller4, &phw_line_code_miller8};
    for (size_t c = 0; c < 3; ++c) {
        const size_t per_half = codes[c]->chips_per_bit / 2;
        uint8_t chip[16 * PHW_LINE_CHIPS_MAX];
        char text[33] = {0};
        codes[c]->encode(chip, b485, 16, PHW_LINE_HIGH);
        for (size_t i = 0; i < 32; ++i) {
            text[i] = (char)('0' + chip[i * per_half]);
            for (size_t k = 0; k < per_half; ++k)
                cr_assert_eq(chip[i * per_half + k], (text[i] - '0') ^ (int)(k % 2));
        }
        cr_expect_str_eq(text, "10000110000111000111001100011110");
    }
}

/* P(1 | pairs) by adding up the likelihood of all strings, both starts alike. */
Test(line_codes, miller_joins_pairs_to_the_exact_ratio)
{
    enum {
        N = 6
    };

    const phw_line_code *code = &phw_line_code_miller2;
    const phw_rng rng = stream(5);
    for (uint32_t trial = 0; trial < 20; ++trial) {
        float ratio[2 * N];
        float soft[N];
        double p[N][2] = {{0}};
        phw_rng_normal(ratio, &rng, (uint64_t)trial * 2 * N, (size_t)2 * N);
        for (unsigned string = 0; string < 2U << N; ++string) {
            uint8_t bit[N];
            float pair[2 * N];
            double log_p = 0;
            for (size_t i = 0; i < N; ++i)
                bit[i] = string >> (i + 1) & 1U;
            code->pairs(pair, bit, N, string & 1U ? PHW_LINE_HIGH : PHW_LINE_LOW);
            for (size_t i = 0; i < (size_t)2 * N; ++i)
                log_p += (double)(pair[i] * ratio[i]) / 2;
            for (size_t i = 0; i < N; ++i)
                p[i][bit[i]] += exp(log_p);
        }
        code->join(soft, ratio, N);
        for (size_t i = 0; i < N; ++i)
            cr_expect_float_eq((double)soft[i], log(p[i][1] / p[i][0]), 1e-4);
    }
}

/* Runs of the trellis meet without a seam: cut at 1024 bits, noise of ten times the
 * signal decides as in one piece that begins elsewhere, except near the ends. */
Test(line_codes, miller_decides_alike_wherever_its_runs_lie)
{
    enum {
        N = 3000,
        CUT = 500
    };

    static float half[4 * N];
    static float whole[N];
    static float part[N - CUT];
    const phw_rng rng = stream(6);
    phw_rng_normal(half, &rng, 0, (size_t)4 * N);
    phw_line_code_miller2.decode(whole, half, N, PHW_LINE_UNKNOWN);
    phw_line_code_miller2.decode(part, half + (size_t)4 * CUT, N - CUT,
                                 PHW_LINE_UNKNOWN);
    for (size_t i = 64; i < N - CUT; ++i)
        cr_expect_float_eq(whole[CUT + i], part[i], 1e-4, "%zu", i);
}

/* Periodograms of random bits against the law. */
Test(line_codes, have_the_spectrum_that_they_tell)
{
    enum {
        N = 512,
        BLOCKS = 32,
        BINS = 16
    };

    size_t n_codes = 0;
    const phw_line_code *const *codes = phw_line_code_list(&n_codes);
    const phw_rng rng = stream(2);
    for (size_t c = 0; c < n_codes; ++c) {
        double power[BINS] = {0};
        for (uint32_t block = 0; block < BLOCKS; ++block) {
            uint8_t bit[N];
            uint8_t chip[N * PHW_LINE_CHIPS_MAX];
            const size_t per_bit = codes[c]->chips_per_bit;
            for (uint32_t i = 0; i < N; ++i)
                bit[i] = phw_rng_below(&rng, block * N + i, 2) != 0;
            codes[c]->encode(chip, bit, N, PHW_LINE_LOW);
            for (int b = 0; b < BINS; ++b) {
                /* Not at a multiple of 1/Tb, where random codes may have lines. */
                const double f_tb = 0.07 + b * 0.11;
                double complex sum = 0;
                for (size_t k = 0; k < N * per_bit; ++k) {
                    const double turn = f_tb * ((double)k + 0.5) / (double)per_bit;
                    sum += (chip[k] ? 1 : -1) *
                           CMPLX(cos(2 * M_PI * turn), -sin(2 * M_PI * turn));
                }
                /* A rectangular chip: its own spectrum. */
                const double x = M_PI * f_tb / (double)per_bit;
                const double chip_power =
                    sin(x) * sin(x) / (x * x) / (double)(per_bit * per_bit);
                power[b] += (creal(sum) * creal(sum) + cimag(sum) * cimag(sum)) *
                            chip_power / N / BLOCKS;
            }
        }
        /* Exponential about its mean: 5 sigma of 32 blocks; leakage from the ends of a
         * block is 1/N of the peak. */
        for (int b = 0; b < BINS; ++b) {
            const double want = codes[c]->spectrum(0.07 + b * 0.11);
            cr_expect_float_eq(power[b], want, 5 * want / sqrt(BLOCKS) + 1.0 / N,
                               "%s: %g, not %g", codes[c]->name, power[b], want);
        }
    }
}
