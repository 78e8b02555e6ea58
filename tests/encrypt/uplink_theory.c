#include "encrypt/uplink_theory.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"
#include "encrypt/noise_laws.h"
#include "encrypt/noise_source.h"
#include "encrypt/uplink_ratio.h"

/* By numeric integration of others, to the digits given. */
Test(uplink_theory, information_of_bpsk_has_its_known_values)
{
    static const double table[][2] = {{-20, .0072}, {-15, .0225}, {-10, .0687},
                                      {-6, .1614},  {-3, .291},   {0, .4859},
                                      {3, .7207},   {6, .9119},   {10, .9968}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        const double got = phw_uplink_information_bpsk(phw_uplink_from_db(table[i][0]));
        cr_expect_float_eq(got, table[i][1], 1e-4, "%g dB: %g", table[i][0], got);
    }
    cr_expect_eq(phw_uplink_information_bpsk(0), 0);
    cr_expect_float_eq(phw_uplink_information_bpsk(299), 1, 1e-9);
    cr_expect_float_eq(phw_uplink_information_bpsk(1e-6), 1e-6 / (2 * M_LN2), 1e-12);
}

/* Eve's leak and error rate behind circular Gaussian noise of JSR J: S = 2 / J. */
Test(uplink_theory, gaussian_noise_leaks_what_is_known)
{
    static const double table[][3] = {
        {0, .7215, .0786}, {3, .4867, .158},  {6, .2916, .239},
        {10, .1314, .327}, {13, .0689, .376}, {15, .0442, .401},
        {20, .0143, .444}, {23, .0072, .460}, {30, .0014, .482}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        const double snr = 2 / phw_uplink_from_db(table[i][0]);
        const double leak = phw_uplink_information_bpsk(snr);
        const double error = phw_uplink_error_gaussian(snr, 1);
        cr_expect_float_eq(leak, table[i][1], 1e-4, "%g dB: %g", table[i][0], leak);
        cr_expect_float_eq(error, table[i][2], 6e-4, "%g dB: %g", table[i][0], error);
    }
}

Test(uplink_theory, repeated_reads_add_up)
{
    cr_expect_float_eq(phw_uplink_error_gaussian(0.02, 10), .327, 5e-4);
    cr_expect_float_eq(phw_uplink_error_gaussian(0.02, 70), .118, 5e-4);
}

/* a = 1.2, 1.5 and 2 at 10 and 20 dB, and the floor of 1/4 at a = 1. */
Test(uplink_theory, random_manchester_errs_as_known)
{
    const double s10 = sqrt(0.1);
    const double s20 = 0.1;
    cr_expect_float_eq(phw_uplink_error_binary(1, s10), .2504, 1e-3);
    cr_expect_float_eq(phw_uplink_error_binary(1, 1e-3), .25, 1e-9);
    cr_expect_float_eq(phw_uplink_error_binary(1.2, s10), .1325, 1e-3);
    cr_expect_float_eq(phw_uplink_error_binary(1.2, s20), .0114, 1e-4);
    cr_expect_float_eq(phw_uplink_error_binary(1.5, s10), .0292, 3e-4);
    cr_expect_float_eq(phw_uplink_error_binary(2, s10), .00117, 5e-5);
}

static double lattice(unsigned n, double jsr_db, double snr_db)
{
    double bits = -1;
    cr_assert_eq(phw_uplink_information_lattice(&bits, n, phw_uplink_from_db(jsr_db),
                                                phw_uplink_from_db(snr_db)),
                 PHW_OK);
    return bits;
}

/* The table of the leaks of real aligned noise: 30 dB and 10 dB at Eve. */
Test(uplink_theory, lattices_leak_what_is_known)
{
    static const double jsr_db[] = {0, 3, 6, 7, 10, 15, 20};
    static const double binary_30[] = {.500, 1, 1, 1, 1, 1, 1};
    static const double binary_10[] = {.499, .830, .995, .997, .997, .997, .997};
    static const double uniform_30[] = {.568, .402, .285, .254, .180, .101, .057};
    static const double uniform_10[] = {.484, .343, .243, .216, .153, .086, .048};
    for (size_t i = 0; i < 7; ++i) {
        cr_expect_float_eq(lattice(2, jsr_db[i], 30), binary_30[i], 1e-3);
        cr_expect_float_eq(lattice(2, jsr_db[i], 10), binary_10[i], 1e-3);
        cr_expect_float_eq(lattice(2048, jsr_db[i], 30), uniform_30[i], 1e-3);
        cr_expect_float_eq(lattice(2048, jsr_db[i], 10), uniform_10[i], 1e-3);
    }
    cr_expect_float_eq(lattice(4, 0, 30), .999, 1e-3);
    cr_expect_float_eq(lattice(4, 7, 30), .251, 1e-3);
    /* Spacing 2 g exactly: 1/M, for high SNR. */
    cr_expect_float_eq(lattice(4, phw_uplink_to_db(5), 30), .25, 1e-4);
    cr_expect_float_eq(lattice(8, phw_uplink_to_db(21), 30), .125, 1e-4);
    cr_expect_float_eq(lattice(4, phw_uplink_to_db(5), 5), .2218, 1e-4);
    /* No noise is the plain channel. */
    cr_expect_float_eq(lattice(2, -300, 0), phw_uplink_information_bpsk(1), 1e-6);
    double bits = 0;
    cr_expect_eq(phw_uplink_information_lattice(&bits, 1, 1, 1), PHW_EARG);
    cr_expect_eq(phw_uplink_information_lattice(&bits, 2, (double)NAN, 1), PHW_EARG);
    cr_expect_eq(phw_uplink_information_lattice(&bits, 2, 1, 0), PHW_EARG);
}

enum {
    HALF = 20
};

/* d^2 of a bit of 20 samples a half bit, g = 1, J = 10, the noise's edges `off` half
 * bits late, Eve's noise variance v a sample, in a window of `bits` bits. */
static double deflection(const char *law, double off, double variance, int bits)
{
    phw_noise_config config = {.clock = {off * HALF, HALF}, .power = 10};
    cr_assert_eq(phw_noise_law_find(&config.law, law), PHW_OK);
    phw_params_preset(&config.params, config.law->params, config.law->n_params);
    config.params.value[0] = 0;
    config.params.value[1] = 64;
    const size_t n = (size_t)bits * 2 * HALF;
    const size_t before = (size_t)(bits / 2) * 2 * HALF;
    double *r = NULL;
    double *s = NULL;
    double squared = 0;
    cr_assert_eq(phw_array_alloc(&r, n * n, sizeof *r), PHW_OK);
    cr_assert_eq(phw_array_alloc(&s, n, sizeof *s), PHW_OK);
    for (size_t i = 0; i < (size_t)2 * HALF; ++i)
        s[before + i] = i < HALF ? 1 : -1;
    cr_assert_eq(phw_noise_covariance(r, &config, -(int64_t)before, n), PHW_OK);
    cr_assert_eq(phw_uplink_deflection(&squared, s, r, n, variance), PHW_OK);
    free(r);
    free(s);
    return squared;
}

static void expect_deflection(double got, double want)
{
    cr_expect_float_eq(got, want, 0.05 * want, "%g, not %g", got, want);
}

Test(uplink_theory, deflections_are_those_of_the_table)
{
    const double none = 1e-4;
    expect_deflection(deflection("white", 0, none, 1), 4.0);
    expect_deflection(deflection("halfbit", 0, none, 1), 0.20);
    expect_deflection(deflection("antisymmetric", 0, none, 1), 0.10);
    expect_deflection(deflection("antisymmetric", 0.05, 1, 1), 4.08);
    expect_deflection(deflection("antisymmetric", 0.05, 0.1, 1), 39);
    expect_deflection(deflection("antisymmetric", 0.05, 0.01, 1), 390);
    expect_deflection(deflection("antisymmetric", 0.05, 1, 5), 5.84);
    expect_deflection(deflection("antisymmetric", 0.05, 0.1, 5), 57.6);
    expect_deflection(deflection("antisymmetric", 0.05, 0.01, 5), 575);
    expect_deflection(deflection("antisymmetric", 0.25, 1, 1), 17);
    expect_deflection(deflection("antisymmetric", 0.25, 0.1, 1), 172);
    expect_deflection(deflection("antisymmetric", 0.25, 0.01, 1), 1710);
    expect_deflection(deflection("shaped", 0, 1, 1), 0.925);
    expect_deflection(deflection("shaped", 0, 0.1, 1), 0.987);
    expect_deflection(deflection("shaped", 0, 0.01, 1), 0.995);
}

Test(uplink_theory, a_deflection_needs_a_definite_sum)
{
    const double s[2] = {1, -1};
    const double r[4] = {1, 1, 1, 1};
    double squared = -1;
    cr_expect_eq(phw_uplink_deflection(&squared, s, r, 2, 0), PHW_EARG);
    cr_expect_eq(squared, -1);
    cr_expect_eq(phw_uplink_deflection(&squared, s, r, 0, 1), PHW_EARG);
    cr_expect_eq(phw_uplink_deflection(&squared, s, r, 513, 1), PHW_EARG);
    cr_expect_eq(phw_uplink_deflection(&squared, s, r, 2, 0.5), PHW_OK);
    /* (1, -1) is an eigenvector of eigenvalue 1/2. */
    cr_expect_float_eq(squared, 4, 1e-12);
}

/* Mean error rate over Rayleigh fades, JSR 20 dB and 10 dB SNR an antenna: .421 at one
 * antenna (noise independent a half bit), .0229 at two, 1.2e-4 at four. The rates of
 * single fades lie in [0, 1/2], so their deviation is below 1/4: below 5 sigma for one
 * and two; for four a factor of two is told. */
Test(uplink_theory, antennas_null_the_noise)
{
    enum {
        N = 40000
    };

    static const size_t antennas[] = {1, 2, 4};
    static const double want[] = {.421, .0229, 1.2e-4};
    for (size_t a = 0; a < 3; ++a) {
        const size_t n = antennas[a];
        const phw_rng rng = {.seed = 4,
                             .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 1),
                             .trial = (uint32_t)a};
        double sum = 0;
        double square = 0;
        double share = 0;
        for (size_t i = 0; i < N; ++i) {
            phw_cf x[8];
            phw_rng_normal_complex(x, &rng, 1, 2 * n * i, 2 * n);
            const double sinr = phw_uplink_combined_sinr(x, x + n, n, 100, 0.1);
            const double error = phw_uplink_error_gaussian(2 * sinr, 1);
            const double strong = phw_uplink_combined_sinr(x, x + n, n, 1e9, 1);
            double tag = 0;
            for (size_t k = 0; k < n; ++k)
                tag += phw_cf_power(x[k]);
            sum += error / N;
            square += error * error / N;
            share += strong / tag / N;
        }
        const double sigma = sqrt((square - sum * sum) / N);
        cr_expect_float_eq(sum, want[a], 5 * sigma + 0.01 * want[a], "%zu: %g", n, sum);
        /* E[1 - rho^2] = (n - 1) / n: what of the SNR nulling leaves. */
        cr_expect_float_eq(share, 1 - 1 / (double)n, 5 * 0.5 / sqrt(N));
    }
}
