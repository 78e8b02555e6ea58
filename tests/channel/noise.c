#include "channel/noise.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

static const phw_rng address = {
    .seed = 5, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 1), .trial = 2};

Test(noise, variance_and_ratio_are_inverse)
{
    cr_expect_float_eq(phw_noise_variance(1, 20), 0.01, 1e-15);
    cr_expect_float_eq(phw_noise_variance(3, -10), 30, 1e-12);
    cr_expect_float_eq(phw_noise_snr_db(2, phw_noise_variance(2, 7.5)), 7.5, 1e-12);
}

/* |z|^2 is exponential: variance 0.25^2. Re and Im: variance of z^2's parts 0.25^2 too.
 */
Test(noise, has_the_variance_asked_for_and_is_circular)
{
    enum {
        N = 200000
    };

    static phw_cf z[N];
    phw_noise_add(z, N, 0.25, &address, 0);
    double power = 0;
    double complex mean = 0;
    double complex pseudo = 0;
    for (size_t i = 0; i < N; ++i) {
        const double complex v = (double complex)z[i];
        power += power_of(v) / N;
        mean += v / N;
        pseudo += v * v / N;
    }
    cr_expect_float_eq(power, 0.25, tolerance(0.0625, N));
    cr_expect_lt(cabs(mean), tolerance(0.25, N));
    cr_expect_lt(cabs(pseudo), tolerance(2 * 0.0625, N));
}

Test(noise, every_probe_has_numbers_of_its_own)
{
    enum {
        N = 53
    };

    phw_cf run[4 * N] = {0};
    phw_noise_add(run, sizeof run / sizeof run[0], 1, &address, 0);
    for (uint64_t probe = 0; probe < 4; ++probe) {
        phw_cf one[N] = {0};
        phw_noise_add(one, N, 1, &address, probe);
        cr_expect_eq(memcmp(one, run + probe * N, sizeof one), 0);
    }
}

Test(noise, is_added_and_none_of_it_changes_nothing)
{
    phw_cf a[3] = {1, CMPLXF(0, 2), -3};
    phw_cf z[3] = {0};
    const phw_cf was[3] = {1, CMPLXF(0, 2), -3};
    phw_noise_add(a, 3, 0, &address, 9);
    cr_expect_eq(memcmp(a, was, sizeof a), 0);
    phw_noise_add(a, 3, 1, &address, 9);
    phw_noise_add(z, 3, 1, &address, 9);
    for (int i = 0; i < 3; ++i)
        cr_expect_lt(cabsf(a[i] - was[i] - z[i]), 1e-6F);
}
