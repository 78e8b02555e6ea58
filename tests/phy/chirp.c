#include "phy/chirp.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#define N_MAX (1U << 12)

static phw_cf base[8 * N_MAX];
static phw_cf symbol[8 * N_MAX];

/* Float rounding of both samples and of their product: 3 * 2^-24. */
Test(chirp, a_symbol_is_the_base_turned_cyclically)
{
    for (unsigned sf = PHW_CHIRP_SF_MIN; sf <= PHW_CHIRP_SF_MAX; ++sf) {
        for (unsigned s = 1; s <= 8; s *= 2) {
            const size_t n = phw_chirp_length(sf, s);
            const unsigned m = 0x5a5U % (1U << sf);
            cr_assert_eq(phw_chirp_write(base, sf, s, 0, false), PHW_OK);
            cr_assert_eq(phw_chirp_write(symbol, sf, s, m, false), PHW_OK);
            const double complex turn = conj((double complex)base[m * s]);
            double worst = 0;
            for (size_t i = 0; i < n; ++i) {
                const double complex expected =
                    (double complex)base[(i + m * s) % n] * turn;
                worst = fmax(worst, cabs((double complex)symbol[i] - expected));
            }
            cr_expect_lt(worst, 3 * 0x1p-24, "sf %u, %u a chip: %g", sf, s, worst);
        }
    }
}

Test(chirp, it_begins_at_phase_0_and_has_magnitude_1)
{
    for (unsigned m = 0; m < 128; ++m) {
        cr_assert_eq(phw_chirp_write(symbol, 7, 2, m, false), PHW_OK);
        cr_expect_float_eq(crealf(symbol[0]), 1, 0);
        cr_expect_float_eq(cimagf(symbol[0]), 0, 0);
        for (size_t i = 0; i < 256; ++i)
            cr_assert_float_eq(cabsf(symbol[i]), 1, 1e-6);
    }
}

/* A whole number of cycles: 2^sf / 2 + m - 2^sf / 2 - m. */
Test(chirp, the_phase_at_any_instant_is_that_of_the_samples)
{
    for (unsigned m = 0; m < 512; m += 37) {
        cr_assert_eq(phw_chirp_write(symbol, 9, 4, m, false), PHW_OK);
        for (size_t i = 0; i < 2048; ++i) {
            const double turn = 2 * M_PI * phw_chirp_phase(9, m, (double)i / 4);
            const double complex expected = CMPLX(cos(turn), sin(turn));
            cr_assert_lt(cabs((double complex)symbol[i] - expected), 1e-6, "%u, %zu", m,
                         i);
        }
        cr_expect_float_eq(phw_chirp_phase(9, m, 512), 0, 1e-9);
    }
}

/* The frequency of neighbours, cycles a chip: from -1/2 + m / N up, and back by 1. */
Test(chirp, the_frequency_rises_by_the_bandwidth_and_falls_once)
{
    const unsigned m = 300;
    cr_assert_eq(phw_chirp_write(symbol, 10, 8, m, false), PHW_OK);
    for (size_t i = 0; i + 1 < 8192; ++i) {
        const double complex ratio =
            (double complex)symbol[i + 1] * conj((double complex)symbol[i]);
        const double middle = ((double)i + 0.5) / 8;
        double expected = -0.5 + ((double)m + middle) / 1024;
        expected -= middle > 1024 - m ? 1 : 0;
        cr_assert_float_eq(carg(ratio) / (2 * M_PI) * 8, expected, 1e-5, "%zu", i);
    }
}

Test(chirp, a_down_chirp_is_the_conjugate)
{
    cr_assert_eq(phw_chirp_write(base, 8, 3, 77, false), PHW_OK);
    cr_assert_eq(phw_chirp_write(symbol, 8, 3, 77, true), PHW_OK);
    for (size_t i = 0; i < 768; ++i)
        cr_assert(symbol[i] == conjf(base[i]));
}

/* Dechirped at one sample a chip, a symbol is the tone m of N, and no other carries
 * anything: sums of 128 products of floats, 1e-5 of the whole. */
Test(chirp, symbols_are_orthogonal)
{
    phw_cf down[128];
    cr_assert_eq(phw_chirp_write(down, 7, 1, 0, true), PHW_OK);
    cr_assert_eq(phw_chirp_write(symbol, 7, 1, 45, false), PHW_OK);
    for (unsigned k = 0; k < 128; ++k) {
        double complex sum = 0;
        for (unsigned i = 0; i < 128; ++i) {
            const double turn = -2 * M_PI * (double)(k * i % 128) / 128;
            sum += (double complex)(symbol[i] * down[i]) * CMPLX(cos(turn), sin(turn));
        }
        cr_expect_float_eq(cabs(sum) / 128, k == 45, 1e-5, "%u: %g", k, cabs(sum));
    }
}

Test(chirp, what_is_out_of_range_is_refused)
{
    static const unsigned bad[][3] = {{4, 1, 0},
                                      {13, 1, 0},
                                      {7, 0, 0},
                                      {7, PHW_CHIRP_SAMPLES_MAX + 1, 0},
                                      {7, 1, 128}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_chirp_write(symbol, bad[i][0], bad[i][1], bad[i][2], false),
                     PHW_EARG, "%zu", i);
}
