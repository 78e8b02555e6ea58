#include "auth/fingerprint_features.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/trace.h"
#include "phy/ofdm.h"

static double value(const char *name, const phw_fingerprint_burst *b)
{
    const phw_fingerprint_feature *feature = NULL;
    cr_assert_eq(phw_fingerprint_feature_find(&feature, name), PHW_OK, "%s",
                 phw_error_message());
    return feature->estimate(b);
}

/* Unit power on every carrier, turned by its number. */
static phw_fingerprint_burst burst(void)
{
    phw_fingerprint_burst b = {.has_image = true};
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        b.frame.h[i] = (phw_cf)cexp(CMPLX(0, 0.3 * (double)i));
    return b;
}

Test(fingerprint_features, every_entry_can_be_a_column_and_is_found)
{
    size_t n = 0;
    phw_trace t = {0};
    const phw_fingerprint_feature *const *all = phw_fingerprint_feature_list(&n);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 1, 1), PHW_OK);
    cr_expect_eq(n, 10);
    for (size_t i = 0; i < n; ++i) {
        double *column = NULL;
        const phw_fingerprint_feature *found = NULL;
        cr_expect_eq(phw_trace_add_column(&column, &t, all[i]->name, all[i]->unit),
                     PHW_OK, "%s", phw_error_message());
        cr_expect_eq(phw_fingerprint_feature_find(&found, all[i]->name), PHW_OK);
        cr_expect_eq(found, all[i]);
        cr_expect(strlen(all[i]->summary) > 20 && strlen(all[i]->reference) > 10);
    }
    phw_trace_free(&t);
    const phw_fingerprint_feature *found = NULL;
    cr_expect_eq(phw_fingerprint_feature_find(&found, "cfo"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "cfo_hz"));
}

Test(fingerprint_features, a_burst_with_nothing_in_it_has_no_infinite_feature)
{
    size_t n = 0;
    const phw_fingerprint_burst empty = {.image_re = (double)NAN,
                                         .image_im = (double)NAN};
    const phw_fingerprint_feature *const *all = phw_fingerprint_feature_list(&n);
    for (size_t i = 0; i < n; ++i)
        cr_expect_not(isinf(all[i]->estimate(&empty)), "%s", all[i]->name);
    cr_expect(isnan(value("iq_gain_db", &empty)));
    cr_expect(isnan(value("iq_phase_deg", &empty)));
}

Test(fingerprint_features, the_offset_is_the_frames)
{
    phw_fingerprint_burst b = burst();
    b.frame.cfo_hz = -35123.5;
    cr_expect_eq(value("cfo_hz", &b), -35123.5);
}

/* nu / mu of 0.5 dB and 2 degrees, by the definition of mu and nu. */
Test(fingerprint_features, gain_and_phase_are_those_of_the_image)
{
    phw_fingerprint_burst b = burst();
    const double complex w = pow(10, 0.5 / 20) * cexp(CMPLX(0, 2 * M_PI / 180));
    const double complex image = (1 - conj(w)) / (1 + w);
    b.image_re = creal(image);
    b.image_im = cimag(image);
    cr_expect_float_eq(value("iq_gain_db", &b), 0.5, 1e-9);
    cr_expect_float_eq(value("iq_phase_deg", &b), 2, 1e-9);
}

/* A constant of c beside samples of power 1 is c sqrt(52) in the units of h. */
Test(fingerprint_features, leakage_is_relative_to_the_signals_power)
{
    phw_fingerprint_burst b = burst();
    b.frame.constant = (phw_cf)(sqrt(52) * 0.01);
    cr_expect_float_eq(value("dc_dbc", &b), -40, 1e-5);
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        b.frame.h[i] *= 10;
    cr_expect_float_eq(value("dc_dbc", &b), -60, 1e-5);
    b.frame.constant = 0;
    cr_expect(isnan(value("dc_dbc", &b)));
}

Test(fingerprint_features, errors_of_one_size_have_no_spread)
{
    phw_fingerprint_burst b = burst();
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
        b.frame.error[i] =
            (phw_cf)(0.05 * cexp(CMPLX(0, M_PI / 4 + M_PI / 2 * (double)i)));
    cr_expect_float_eq(value("error_mean", &b), 0.05, 1e-8);
    cr_expect_float_eq(value("error_spread", &b), 0, 1e-3);
    cr_expect_float_eq(value("error_kurtosis", &b), 1, 1e-6);
    cr_expect_float_eq(value("error_axis_db", &b), 0, 1e-5);
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
        b.frame.error[i] = CMPLXF(0.01F, 0.1F);
    cr_expect_float_eq(value("error_axis_db", &b), 20, 1e-5);
}

/* Means over TRIALS bursts of 48 circular normals. The mean distance is Rayleigh's,
 * sd sqrt(1 - pi / 4). The ratios have a bias of order 1 / 48, which is known for the
 * kurtosis: E of n sum x^2 / (sum x)^2 for n exponentials is 2 n / (n + 1), the share's
 * second moment by Dirichlet's law; their spread is measured in the test itself. */
Test(fingerprint_features, errors_that_are_noise_have_the_moments_of_noise)
{
    enum {
        TRIALS = 2000
    };

    static const double kurtosis = 2.0 * 48 / 49;
    double mean = 0;
    double fourth = 0;
    double fourth_square = 0;
    double axis = 0;
    double axis_square = 0;
    double spread = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_fingerprint_burst b = burst();
        const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x920), trial};
        phw_rng_normal_complex(b.frame.error, &rng, 0.01, 0, PHW_OFDM_N_DATA);
        mean += value("error_mean", &b) / TRIALS;
        spread += value("error_spread", &b) / TRIALS;
        const double k = value("error_kurtosis", &b);
        const double a = value("error_axis_db", &b);
        fourth += k / TRIALS;
        fourth_square += k * k / TRIALS;
        axis += a / TRIALS;
        axis_square += a * a / TRIALS;
    }
    cr_expect_float_eq(mean, 0.1 * sqrt(M_PI) / 2,
                       5 * 0.1 * sqrt((1 - M_PI / 4) / 48 / TRIALS));
    cr_expect_float_eq(fourth, kurtosis,
                       5 * sqrt((fourth_square - fourth * fourth) / TRIALS));
    cr_expect_float_eq(axis, 0, 5 * sqrt(axis_square / TRIALS));
    /* 0.5227 less a bias of about 1 / 48 of it. */
    cr_expect_float_eq(spread, sqrt(4 / M_PI - 1), 0.02);
}

Test(fingerprint_features, tilt_and_edge_are_ratios_of_halves)
{
    phw_fingerprint_burst b = burst();
    cr_expect_float_eq(value("band_tilt_db", &b), 0, 1e-5);
    cr_expect_float_eq(value("band_edge_db", &b), 0, 1e-5);
    for (size_t i = 0; i < PHW_OFDM_N_USED / 2; ++i)
        b.frame.h[i] *= 0.1F;
    cr_expect_float_eq(value("band_tilt_db", &b), 20, 1e-5);
    cr_expect_float_eq(value("band_edge_db", &b), 0, 1e-5);
    b = burst();
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i) {
        if (phw_ofdm_carrier[i] >= -13 && phw_ofdm_carrier[i] <= 13)
            b.frame.h[i] *= 10;
    }
    cr_expect_float_eq(value("band_tilt_db", &b), 0, 1e-5);
    cr_expect_float_eq(value("band_edge_db", &b), -20, 1e-5);
}
