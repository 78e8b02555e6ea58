#include "tools/richness_theory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tools/lab_probing.h"
#include "tools/scenario.h"

/* The closed form of a scenario of which the keys `more` are given. */
static double theory(const char *more, size_t block)
{
    static phw_scenario s;
    char text[1024];
    (void)snprintf(text, sizeof text, "n_probes: 1\n%s%s%s%s",
                   strstr(more, "profile") != NULL ? "" : "profile: flat\n",
                   strstr(more, "subcarriers") != NULL ? "" : "subcarriers: 1\n",
                   strstr(more, "turnaround") != NULL ? "" : "turnaround_s: 1ns\n",
                   more);
    cr_assert_eq(phw_scenario_parse(&s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    phw_probing p = {0};
    double bits = 0;
    cr_assert_eq(phw_probing_run(&p, &s, 1, 0, 1, NULL), PHW_OK);
    cr_assert_eq(phw_richness_theory(&bits, &s, &p.trace[0], &p.trace[1], block),
                 PHW_OK, "%s", phw_error_message());
    phw_probing_free(&p);
    return bits;
}

static double at_snr_db(double db)
{
    char text[64];
    (void)snprintf(text, sizeof text, "snr_alice_db: %g\nsnr_bob_db: %g\n", db, db);
    return theory(text, 1);
}

/* Bits of one complex value at equal signal to noise g: log2((1 + g)^2 / (1 + 2 g)). */
Test(richness_theory, has_the_known_bits_of_one_value)
{
    static const double known[][2] = {{0, 0.41504},  {5, 1.24201},  {10, 2.52655},
                                      {15, 4.05009}, {20, 5.66537}, {25, 7.31165},
                                      {30, 8.96795}};
    for (size_t i = 0; i < sizeof known / sizeof *known; ++i)
        cr_expect_float_eq(at_snr_db(known[i][0]), known[i][1], 0.6e-5, "%g dB: %.6f",
                           known[i][0], at_snr_db(known[i][0]));
}

/* rho^2 = J0^2 (g / (1 + g))^2, 1 ms at 1.5 m/s and 2.412 GHz: J0 = 0.99856. */
Test(richness_theory, charges_the_turnaround)
{
    const double bits = theory("snr_alice_db: 20\nsnr_bob_db: 20\ncarrier_hz: 2.412e9\n"
                               "speed_m_s: 1.5\nturnaround_s: 1e-3\ninterval_s: 1\n",
                               1);
    const double rho = j0(2 * M_PI * 1.5 * 2.412e9 / 299792458.0 * 1e-3) * 100 / 101;
    cr_expect_float_eq(bits, -log2(1 - rho * rho), 1e-9, "%g", bits);
}

/* Two subcarriers of a two-ray channel with equal powers: R = (1 + e^{-j 2 pi f d}) /
 * 2, eigenvalues 1 +- |cos(pi f d)|. */
Test(richness_theory, sees_the_eigenvalues_of_two_subcarriers)
{
    static const double spacing_khz[] = {1, 100, 200, 250};
    for (size_t i = 0; i < 4; ++i) {
        char text[256];
        (void)snprintf(text, sizeof text,
                       "profile: 0ns 0dB, 1us 0dB\nsubcarriers: 2\nspacing_hz: %gkHz\n"
                       "snr_alice_db: 20\nsnr_bob_db: 20\n",
                       spacing_khz[i]);
        const double c = fabs(cos(2 * M_PI * spacing_khz[i] * 1e3 * 1e-6));
        double want = 0;
        for (int sign = -1; sign <= 1; sign += 2) {
            const double both = pow(1 + sign * c + 0.01, 2);
            want += log2(both / (both - pow(1 + sign * c, 2)));
        }
        cr_expect_float_eq(theory(text, 1), want, 1e-5 * want, "%g: %g of %g",
                           spacing_khz[i], theory(text, 1), want);
    }
}

/* A steady share of K / (K + 1) is known to everybody. */
Test(richness_theory, leaves_out_what_is_steady)
{
    const double bits =
        theory("snr_alice_db: 20\nsnr_bob_db: 20\nrice_k_db: 0\ninterval_s: 1\n", 1);
    cr_expect_float_eq(bits, -log2(1 - pow(0.5 / 0.51, 2)), 1e-6, "%g", bits);
}

/* A pair of probes: eigenvalues 1 +- J0. */
Test(richness_theory, counts_a_repeated_probe_less_than_a_new_one)
{
    const double rho = j0(2 * M_PI * 5 * 0.01);
    const double bits = theory("snr_alice_db: 20\nsnr_bob_db: 20\ndoppler_hz: 5\n"
                               "interval_s: 0.01\n",
                               2);
    double want = 0;
    for (int sign = -1; sign <= 1; sign += 2) {
        const double both = pow(1 + sign * rho + 0.01, 2);
        want += log2(both / (both - pow(1 + sign * rho, 2))) / 2;
    }
    cr_expect_float_eq(bits, want, 1e-6, "%g of %g", bits, want);
    cr_expect_lt(bits, at_snr_db(20));
}

Test(richness_theory, refuses_blocks_that_are_too_large)
{
    static phw_scenario s;
    const char text[] = "profile: flat\nsubcarriers: 4\nn_probes: 1\n";
    cr_assert_eq(phw_scenario_parse(&s, "test", text, strlen(text)), PHW_OK);
    phw_probing p = {0};
    double bits = 0;
    cr_assert_eq(phw_probing_run(&p, &s, 1, 0, 1, NULL), PHW_OK);
    cr_expect_eq(phw_richness_theory(&bits, &s, &p.trace[0], &p.trace[1],
                                     PHW_RICHNESS_BLOCK_MAX / 4 + 1),
                 PHW_EARG);
    cr_expect_eq(phw_richness_theory(&bits, &s, &p.trace[0], &p.trace[1], 0), PHW_EARG);
    phw_probing_free(&p);
}
