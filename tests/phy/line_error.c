#include "phy/line_error.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/half_bits.h"
#include "phy/line_code_fm0.h"
#include "phy/line_code_manchester.h"
#include "phy/line_code_miller.h"

static double linear(double db)
{
    return pow(10, db / 10);
}

/* The digits of independent Monte Carlo runs and numeric integrations. */
Test(line_error, closed_forms_have_their_known_values)
{
    cr_expect_float_eq(phw_line_error_coherent(linear(8)), 6.004e-3, 1e-6);
    cr_expect_float_eq(phw_line_error_coherent(linear(10)), 7.83e-4, 1e-6);
    cr_expect_float_eq(phw_line_error_envelope(linear(8)), 2.132e-2, 1e-5);
    cr_expect_float_eq(phw_line_error_envelope(linear(10)), 3.37e-3, 1e-5);
    cr_expect_float_eq(phw_line_error_energy(linear(8), 4), 6.68e-2, 1e-4);
    cr_expect_float_eq(phw_line_error_energy(linear(12), 10), 8.78e-3, 1e-5);
    cr_expect_float_eq(phw_line_error_rayleigh(10), 0.023269, 1e-6);
    cr_expect_float_eq(phw_line_error_rayleigh(100), 0.002481, 1e-6);
    cr_expect_float_eq(phw_line_error_rayleigh(1000), 0.000250, 1e-6);
    cr_expect_float_eq(phw_line_error_double_rayleigh(10), 0.058586, 1e-6);
    cr_expect_float_eq(phw_line_error_double_rayleigh(100), 0.011134, 1e-6);
    cr_expect_float_eq(phw_line_error_double_rayleigh(1000), 0.001681, 1e-6);
}

Test(line_error, ends_are_those_of_no_signal_and_of_one_sample)
{
    cr_expect_float_eq(phw_line_error_coherent(0), 0.5, 1e-15);
    cr_expect_float_eq(phw_line_error_envelope(0), 0.5, 1e-15);
    cr_expect_float_eq(phw_line_error_double_rayleigh(0), 0.5, 1e-12);
    cr_expect_float_eq(phw_line_error_energy(3, 1), phw_line_error_envelope(3), 1e-12);
    cr_expect_float_eq(phw_line_error_energy(1e-12, 500), 0.5, 1e-9);
}

enum {
    N_BITS = 100000,
    BLOCK = 1000
};

/* How a receiver without phase, or with it, makes its half-bit statistics. */
typedef enum receiver {
    COHERENT,
    ENERGY
} receiver;

/* The two statistics of each half bit of a block: levels 2g and 0 in `n` samples with
 * noise of variance sigma^2 n each, averaged coherently about g, or as energies. */
static void receive(float *half, const uint8_t *chip, size_t n_halves, size_t n,
                    receiver how, double variance, const phw_rng *rng)
{
    static phw_cf x[2 * BLOCK * 10];
    static phw_cf mean[2 * BLOCK];
    const phw_half_bit_clock clock = {0, (double)n};
    phw_rng_normal_complex(x, rng, variance * (double)n, 0, n_halves * n);
    for (size_t i = 0; i < n_halves * n; ++i)
        x[i] += chip[i / n] ? 2 : 0;
    if (how == ENERGY) {
        cr_assert_eq(phw_half_bit_energies(half, n_halves, x, n_halves * n, &clock, 0),
                     PHW_OK);
        return;
    }
    cr_assert_eq(phw_half_bit_means(mean, n_halves, x, n_halves * n, &clock, 0),
                 PHW_OK);
    for (size_t i = 0; i < n_halves; ++i)
        half[i] = crealf(mean[i]) - 1;
}

/* Errors of blocks of random bits; the last of each block is the code's dummy. */
static double simulate(const phw_line_code *code, bool sliced, receiver how, size_t n,
                       double eb_n0)
{
    static uint8_t bit[BLOCK + 1];
    static uint8_t chip[2 * (BLOCK + 1)];
    static float half[2 * (BLOCK + 1)];
    static float soft[BLOCK + 1];
    phw_rng data = {.seed = 8, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 1)};
    phw_rng noise = {.seed = 8, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 2)};
    const size_t used = (size_t)(BLOCK - 1);
    size_t errors = 0;
    size_t total = 0;
    for (; total < N_BITS; total += used) {
        data.trial = noise.trial = (uint32_t)total;
        for (uint32_t i = 0; i < BLOCK; ++i)
            bit[i] = phw_rng_below(&data, i, 2) != 0;
        code->encode(chip, bit, BLOCK, PHW_LINE_HIGH);
        receive(half, chip, (size_t)2 * BLOCK, n, how, 4 / eb_n0, &noise);
        if (sliced)
            code->slice(soft, half, BLOCK);
        else
            code->decode(soft, half, BLOCK, PHW_LINE_HIGH);
        for (size_t i = 0; i < used; ++i)
            errors += (soft[i] > 0) != (bit[i] != 0);
    }
    return (double)errors / (double)total;
}

/* 5 sigma of a binomial share; FM0's errors come in pairs of neighbours, which at most
 * doubles the variance. */
static void expect_rate(double got, double want, double dependence)
{
    const double sigma = sqrt(dependence * want * (1 - want) / N_BITS);
    cr_expect_float_eq(got, want, 5 * sigma, "%g, not %g", got, want);
}

Test(line_error, manchester_errs_as_its_closed_forms_say)
{
    const phw_line_code *code = &phw_line_code_manchester;
    const double e = linear(6);
    expect_rate(simulate(code, false, COHERENT, 1, e), phw_line_error_coherent(e), 1);
    expect_rate(simulate(code, false, COHERENT, 5, e), phw_line_error_coherent(e), 1);
    expect_rate(simulate(code, false, ENERGY, 1, e), phw_line_error_envelope(e), 1);
    expect_rate(simulate(code, false, ENERGY, 4, linear(8)),
                phw_line_error_energy(linear(8), 4), 1);
    expect_rate(simulate(code, false, ENERGY, 10, linear(12)),
                phw_line_error_energy(linear(12), 10), 1);
}

Test(line_error, fm0_errs_as_its_closed_forms_say)
{
    const phw_line_code *code = &phw_line_code_fm0;
    const double e = linear(6);
    expect_rate(simulate(code, false, COHERENT, 1, e), phw_line_error_fm0(e), 2);
    expect_rate(simulate(code, false, ENERGY, 1, e), phw_line_error_fm0_envelope(e), 2);
    expect_rate(simulate(code, true, COHERENT, 1, e), phw_line_error_fm0_sliced(e), 1);
}

/* Miller-M: 2M chips a bit of variance M sigma^2 each, so that half a bit has sigma^2.
 */
static double simulate_miller(const phw_line_code *code, bool sliced, double eb_n0)
{
    static uint8_t bit[BLOCK];
    static uint8_t chip[BLOCK * PHW_LINE_CHIPS_MAX];
    static float half[BLOCK * PHW_LINE_CHIPS_MAX];
    static float soft[BLOCK];
    phw_rng data = {.seed = 8, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 4)};
    phw_rng noise = {.seed = 8, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 5)};
    const size_t n_chips = BLOCK * code->chips_per_bit;
    /* Levels +-1 are g = 1: sigma^2 = 4 / (Eb/N0), half of it in the real part. */
    const double deviation = sqrt((double)code->chips_per_bit / 2 * 2 / eb_n0);
    size_t errors = 0;
    size_t total = 0;
    for (; total < N_BITS; total += BLOCK) {
        data.trial = noise.trial = (uint32_t)total;
        for (uint32_t i = 0; i < BLOCK; ++i)
            bit[i] = phw_rng_below(&data, i, 2) != 0;
        code->encode(chip, bit, BLOCK, PHW_LINE_HIGH);
        phw_rng_normal(half, &noise, 0, n_chips);
        for (size_t i = 0; i < n_chips; ++i)
            half[i] = (float)(deviation * (double)half[i]) + (chip[i] ? 1 : -1);
        if (sliced)
            code->slice(soft, half, BLOCK);
        else
            code->decode(soft, half, BLOCK, PHW_LINE_HIGH);
        for (size_t i = 0; i < BLOCK; ++i)
            errors += (soft[i] > 0) != (bit[i] != 0);
    }
    return (double)errors / (double)total;
}

/* 5 sigma of a binomial share; runs of four errors would have four times its variance.
 */
Test(line_error, miller_errs_as_its_closed_forms_say)
{
    static const phw_line_code *const codes[] = {
        &phw_line_code_miller2, &phw_line_code_miller4, &phw_line_code_miller8};
    for (size_t c = 0; c < 3; ++c) {
        const double e = linear(7);
        expect_rate(simulate_miller(codes[c], true, e), phw_line_error_fm0_sliced(e),
                    1);
    }
    const double e = linear(10);
    const double got = simulate_miller(&phw_line_code_miller2, false, e);
    const double most = phw_line_error_miller(e);
    const double least = phw_gaussian_tail(sqrt(e / 2)) / 2;
    const double sigma = sqrt(4 * most / N_BITS);
    cr_expect_lt(got, most + 5 * sigma, "%g, %g", got, most);
    cr_expect_gt(got, least - 5 * sigma, "%g, %g", got, least);
    cr_expect_lt(most, 1.2 * least);
    expect_rate(simulate_miller(&phw_line_code_miller4, false, linear(13)),
                phw_line_error_miller(linear(13)), 4);
}

/* One bit a fade: forward and back path drawn anew. E|2 g^2 / sigma^2| = gamma. */
Test(line_error, two_rayleigh_paths_err_as_the_integral_says)
{
    enum {
        STEP = 1000
    };

    const phw_rng rng = {.seed = 9, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 3)};
    static phw_cf draw[3 * STEP];
    const double gamma = 10;
    size_t errors = 0;
    for (uint32_t step = 0; step < N_BITS / STEP; ++step) {
        phw_rng_normal_complex(draw, &rng, 1, (uint64_t)step * 3 * STEP,
                               (size_t)3 * STEP);
        for (size_t i = 0; i < STEP; ++i) {
            const double complex g =
                (double complex)draw[3 * i] * (double complex)draw[3 * i + 1];
            /* D = g + Z, E|Z|^2 = sigma^2 / 2 = 1 / gamma. */
            const double complex d = g + (double complex)draw[3 * i + 2] / sqrt(gamma);
            errors += creal(conj(g) * d) < 0;
        }
    }
    expect_rate((double)errors / N_BITS, phw_line_error_double_rayleigh(gamma), 1);
}
