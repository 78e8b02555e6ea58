#include "phy/phase_line.h"

#include "tests/phy/observed.h"

static const phw_phase_fit fits[] = {PHW_PHASE_PEAK, PHW_PHASE_LEAST, PHW_PHASE_ENDS};

static void fill(phw_cf *z, const double *offset_hz, size_t n, phw_phase_line line)
{
    for (size_t k = 0; k < n; ++k)
        z[k] = (phw_cf)cexp(
            CMPLX(0, line.common_rad - 2 * M_PI * offset_hz[k] * line.delay_s));
}

static void offsets(double out[30])
{
    for (size_t k = 0; k < 30; ++k)
        out[k] = intel[k] * SPACING_HZ;
}

Test(phase_line, is_found_exactly_where_there_is_nothing_else)
{
    double offset_hz[30];
    phw_cf z[30];
    phw_phase_finder *finder = NULL;
    offsets(offset_hz);
    cr_assert_eq(phw_phase_finder_create(&finder, offset_hz, 30, 0), PHW_OK);
    for (size_t i = 0; i < 300; ++i) {
        /* Up to 1.5 us either way: carriers two apart turn by more than pi. */
        const phw_phase_line truth = {(observed_uniform(10, 2 * i) - 0.5) * 2 * M_PI,
                                      (observed_uniform(10, 2 * i + 1) - 0.5) * 3e-6};
        fill(z, offset_hz, 30, truth);
        for (size_t f = 0; f < 3; ++f) {
            phw_phase_line line;
            phw_phase_find(&line, finder, z, 1, 0, fits[f]);
            cr_expect_float_eq(line.delay_s, truth.delay_s, 1e-13, "fit %zu", f);
            cr_expect_lt(fabs(remainder(line.common_rad - truth.common_rad, 2 * M_PI)),
                         2e-6, "fit %zu", f);
            phw_cf left[30];
            memcpy(left, z, sizeof z);
            phw_phase_remove(left, finder, 1, &line);
            for (size_t k = 0; k < 30; ++k)
                cr_expect_lt((double)cabsf(left[k] - 1), 1e-5);
        }
    }
    phw_phase_finder_destroy(finder);
}

/* Flat channel, white noise of variance 0.01: the Cramer-Rao bounds of an amplitude,
 * phase and delay together are var(phase in the band's middle) = s2 / (2 n) and
 * var(delay) = s2 / (2 (2 pi)^2 sum (f - mean f)^2). The sample variance of 2000 trials
 * lies within 5 sqrt(2 / 2000) = 16 % of the truth, and at this noise the estimate is
 * efficient to within 1 % (s2 / 2 of the second order). */
Test(phase_line, has_the_variance_of_the_cramer_rao_bound)
{
    enum {
        TRIALS = 2000,
        N = 52
    };

    double offset_hz[N];
    phw_phase_finder *finder = NULL;
    double ff = 0;
    double delay = 0;
    double common = 0;
    const double s2 = 0.01;
    for (size_t k = 0; k < N; ++k) {
        offset_hz[k] = (k < 26 ? (double)k - 26 : (double)k - 25) * SPACING_HZ;
        ff += offset_hz[k] * offset_hz[k];
    }
    cr_assert_eq(phw_phase_finder_create(&finder, offset_hz, N, 0), PHW_OK);
    for (size_t i = 0; i < TRIALS; ++i) {
        const phw_phase_line truth = {0.7, 120e-9};
        const phw_rng rng = observed_stream(11);
        phw_phase_line line;
        phw_cf z[N];
        phw_cf noise[N];
        fill(z, offset_hz, N, truth);
        phw_rng_normal_complex(noise, &rng, s2, N * i, N);
        for (size_t k = 0; k < N; ++k)
            z[k] += noise[k];
        phw_phase_find(&line, finder, z, 1, 0, PHW_PHASE_PEAK);
        delay += (line.delay_s - truth.delay_s) * (line.delay_s - truth.delay_s);
        common +=
            (line.common_rad - truth.common_rad) * (line.common_rad - truth.common_rad);
    }
    const double bound = s2 / (2 * 4 * M_PI * M_PI * ff);
    cr_expect_float_eq(delay / TRIALS / bound, 1, 0.17, "%g", delay / TRIALS / bound);
    cr_expect_float_eq(common / TRIALS / (s2 / 2 / N), 1, 0.17, "%g",
                       common / TRIALS / (s2 / 2 / N));
    phw_phase_finder_destroy(finder);
}

Test(phase_line, of_several_antennas_is_one_delay_and_the_phase_of_the_one_asked_for)
{
    double offset_hz[30];
    phw_cf z[60];
    phw_phase_finder *finder = NULL;
    offsets(offset_hz);
    cr_assert_eq(phw_phase_finder_create(&finder, offset_hz, 30, 0), PHW_OK);
    fill(z, offset_hz, 30, (phw_phase_line){1.0, 300e-9});
    fill(z + 30, offset_hz, 30, (phw_phase_line){-2.1, 300e-9});
    for (size_t f = 0; f < 3; ++f) {
        for (size_t which = 0; which < 2; ++which) {
            phw_phase_line line;
            phw_phase_find(&line, finder, z, 2, which, fits[f]);
            cr_expect_float_eq(line.delay_s, 300e-9, 1e-13);
            cr_expect_float_eq(line.common_rad, which ? -2.1 : 1.0, 2e-6);
        }
    }
    phw_phase_finder_destroy(finder);
}

Test(phase_line, of_zeros_is_a_line_of_zeros)
{
    double offset_hz[30];
    const phw_cf z[30] = {0};
    phw_phase_finder *finder = NULL;
    offsets(offset_hz);
    cr_assert_eq(phw_phase_finder_create(&finder, offset_hz, 30, 0), PHW_OK);
    for (size_t f = 0; f < 3; ++f) {
        phw_phase_line line;
        phw_phase_find(&line, finder, z, 1, 0, fits[f]);
        cr_expect_eq(line.delay_s, 0);
        cr_expect_eq(line.common_rad, 0);
    }
    phw_phase_finder_destroy(finder);
}

Test(phase_line, refuses_offsets_that_are_none)
{
    phw_phase_finder *finder = NULL;
    const double falls[] = {1, 0, 2};
    const double same[] = {0, 0, 1};
    const double close[] = {0, 1e-3, 1e6};
    cr_expect_eq(phw_phase_finder_create(&finder, falls, 3, 0), PHW_EARG);
    cr_expect_eq(phw_phase_finder_create(&finder, same, 3, 0), PHW_EARG);
    cr_expect_eq(phw_phase_finder_create(&finder, close, 3, 0), PHW_EARG);
    cr_expect_eq(phw_phase_finder_create(&finder, falls, 1, 0), PHW_EARG);
    cr_expect_null(finder);
    cr_assert_eq(phw_phase_finder_create(&finder, close, 3, 1e4), PHW_OK);
    phw_phase_finder_destroy(finder);
    phw_phase_finder_destroy(NULL);
}

/* Carriers on one side of it: the phase told is that at offset 0, not at theirs. */
Test(phase_line, tells_the_phase_at_the_carrier_of_a_band_beside_it)
{
    double offset_hz[30];
    phw_cf z[30];
    phw_phase_finder *finder = NULL;
    const phw_phase_line truth = {0.7, 90e-9};
    for (size_t k = 0; k < 30; ++k)
        offset_hz[k] = (double)(k + 3) * SPACING_HZ;
    cr_assert_eq(phw_phase_finder_create(&finder, offset_hz, 30, 0), PHW_OK);
    fill(z, offset_hz, 30, truth);
    for (size_t f = 0; f < 3; ++f) {
        phw_phase_line line;
        phw_phase_find(&line, finder, z, 1, 0, fits[f]);
        cr_expect_float_eq(line.common_rad, 0.7, 1e-5, "fit %zu: %g", f,
                           line.common_rad);
        cr_expect_float_eq(line.delay_s, 90e-9, 1e-13, "fit %zu", f);
    }
    phw_phase_finder_destroy(finder);
}
