#include "channel/response.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"
#include "core/rng.h"

#include "tests/channel/statistics.h"
#include "tests/channel/three.h"

#define N_MAX 1000

Test(response, is_the_sum_of_the_delayed_taps)
{
    const size_t sizes[] = {1, 63, 64, 65, N_MAX};
    phw_taps taps = {0};
    cr_assert_eq(phw_profile_taps(&taps, phw_profile_find("tdl-c"), 300e-9, 0), PHW_OK);
    const phw_rng rng = {.seed = 50};
    phw_cf tap[PHW_TAPS_MAX];
    phw_rng_normal_complex(tap, &rng, 1, 0, taps.n);
    static double offset_hz[N_MAX];
    static phw_cf response[N_MAX];
    for (size_t k = 0; k < N_MAX; ++k)
        offset_hz[k] = ((double)k - N_MAX / 2.0) * 15e3;
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; ++s) {
        phw_response *r = NULL;
        cr_assert_eq(phw_response_create(&r, taps.delay_s, taps.n, offset_hz, sizes[s]),
                     PHW_OK);
        phw_response_execute(r, response, tap);
        for (size_t k = 0; k < sizes[s]; ++k) {
            double complex sum = 0;
            for (size_t l = 0; l < taps.n; ++l)
                sum += (double complex)tap[l] * phasor(-offset_hz[k] * taps.delay_s[l]);
            /* 24 single precision terms of unit size. */
            cr_expect_lt(cabs(sum - (double complex)response[k]), 1e-5, "%zu of %zu", k,
                         sizes[s]);
        }
        phw_response_destroy(r);
    }
}

Test(response, what_cannot_be_is_refused)
{
    const double good[1] = {0};
    const double bad[1] = {nan("")};
    phw_response *r = NULL;
    cr_expect_eq(phw_response_create(&r, good, 0, good, 1), PHW_EARG);
    cr_expect_eq(phw_response_create(&r, good, 1, good, 0), PHW_EARG);
    cr_expect_eq(phw_response_create(&r, bad, 1, good, 1), PHW_EARG);
    cr_expect_eq(phw_response_create(&r, good, 1, bad, 1), PHW_EARG);
    cr_expect_null(r);
    phw_response_destroy(NULL);
}

/* The mean of H(f) H*(0) over instants: R(f) = sum p e^{-j 2 pi f tau}, each part with
 * variance (1 + |R|^2) / 2 <= 1 at most. The table's values for TDL-A at 0.02, 0.1 and
 * 0.3 / DS, and |R| = 1/2 of the exponential profile at 0.2757 / DS, within 0.01 for
 * its cut. */
static double complex network_correlation(const char *profile, size_t n_taps,
                                          double offset, size_t n_instants)
{
    three t;
    three_fill(&t, profile, n_taps, 0);
    t.config.seed = 51;
    phw_network *network = network_of(&t.config);
    phw_response *r = NULL;
    const phw_taps *taps = phw_network_profile(network, ALICE, BOB);
    const double offset_hz[2] = {0, offset / SPREAD_S};
    cr_assert_eq(phw_response_create(&r, taps->delay_s, taps->n, offset_hz, 2), PHW_OK);
    double complex sum = 0;
    for (size_t i = 0; i < n_instants; ++i) {
        phw_cf h[PHW_TAPS_MAX];
        phw_cf response[2];
        read_taps(network, h, ALICE, BOB, 4 * (double)i);
        phw_response_execute(r, response, h);
        sum += (double complex)response[1] * conj((double complex)response[0]);
    }
    phw_response_destroy(r);
    phw_network_destroy(network);
    return sum / (double)n_instants;
}

Test(response, subcarriers_of_a_link_correlate_as_the_profile_says)
{
    enum {
        INSTANTS = 20000
    };

    const double offset[3] = {0.02, 0.1, 0.3};
    const double complex known[3] = {CMPLX(0.986131, -0.109631),
                                     CMPLX(0.764010, -0.384857),
                                     CMPLX(0.431147, -0.543131)};
    const double bound = tolerance(1, independent(INSTANTS, 4));
    for (int i = 0; i < 3; ++i) {
        const double complex got = network_correlation("tdl-a", 0, offset[i], INSTANTS);
        cr_expect_float_eq(creal(got), creal(known[i]), bound, "%g: %g", offset[i],
                           creal(got));
        cr_expect_float_eq(cimag(got), cimag(known[i]), bound, "%g: %g", offset[i],
                           cimag(got));
    }
    const double half = cabs(network_correlation("exponential", 64, 0.2757, INSTANTS));
    cr_expect_float_eq(half, 0.5, bound + 0.01, "%g", half);
}
