#include "channel/link.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>
#include <gsl/gsl_sf_bessel.h>

#include "channel/noise.h"
#include "channel/profiles.h"

#include "tests/channel/statistics.h"

/* All links here have fd = 1 Hz, so that times count in 1/fd. */
static phw_link_config config_of(const char *profile)
{
    return (phw_link_config){.profile = phw_profile_find(profile),
                             .delay_spread_s = 100e-9,
                             .doppler_hz = 1,
                             .seed = 40};
}

static phw_link *create(const phw_link_config *config)
{
    phw_link *link = NULL;
    cr_assert_eq(phw_link_create(&link, config), PHW_OK, "%s", phw_error_message());
    return link;
}

static void read_at(phw_link *link, phw_cf *out, phw_link_observer observer,
                    double time_s)
{
    cr_assert_eq(phw_link_taps(link, out, observer, time_s), PHW_OK);
}

/* |h_l|^2 has mean p_l and variance p_l^2, their sum mean 1 and variance sum p_l^2. */
Test(link, taps_have_the_profiles_powers)
{
    enum {
        INSTANTS = 4000
    };

    const double spacing = 4;
    const char *const names[] = {"tdl-a", "tdl-b", "tdl-c", "exponential"};
    const double n = independent(INSTANTS, spacing);
    for (size_t k = 0; k < sizeof names / sizeof names[0]; ++k) {
        const phw_link_config config = config_of(names[k]);
        phw_link *link = create(&config);
        const phw_taps *taps = phw_link_profile(link);
        double power[PHW_TAPS_MAX] = {0};
        for (size_t t = 0; t < INSTANTS; ++t) {
            phw_cf h[PHW_TAPS_MAX];
            read_at(link, h, PHW_LINK_LEGITIMATE, (double)t * spacing);
            for (size_t l = 0; l < taps->n; ++l)
                power[l] += power_of((double complex)h[l]) / INSTANTS;
        }
        double sum = 0;
        double squares = 0;
        for (size_t l = 0; l < taps->n; ++l) {
            const double p = taps->power[l];
            cr_expect_float_eq(power[l] / p, 1, tolerance(1, n), "%s tap %zu: %g",
                               names[k], l, power[l] / p);
            sum += power[l];
            squares += p * p;
        }
        cr_expect_float_eq(sum, 1, tolerance(squares, n), "%s: %g", names[k], sum);
        phw_link_destroy(link);
    }
}

/* E|h|^2m of Rice with unit power: m! L_m(-K) / (K + 1)^m, L_m Laguerre's polynomial.
 */
static double rice_moment(int m, double k)
{
    const double laguerre[5] = {1, 1 + k, 1 + 2 * k + k * k / 2, 0,
                                1 + 4 * k + 3 * k * k + 2 * pow(k, 3) / 3 +
                                    pow(k, 4) / 24};
    return tgamma(m + 1) * laguerre[m] / pow(k + 1, m);
}

/* Rice's distribution 1 - Q_1(sqrt(2 K), r sqrt(2 (K + 1))) as the integral of its
 * density 2 (K + 1) x e^{-K - (K + 1) x^2} I_0(2 x sqrt(K (K + 1))), by Simpson's rule.
 */
static double rice_cdf(double r, double k)
{
    enum {
        STEPS = 64
    };

    double sum = 0;
    for (int i = 0; i <= STEPS; ++i) {
        const double x = r * i / STEPS;
        const double b = 2 * x * sqrt(k * (k + 1));
        const double density =
            2 * (k + 1) * x * exp(b - k - (k + 1) * x * x) * gsl_sf_bessel_I0_scaled(b);
        sum += density * (i == 0 || i == STEPS ? 1 : i % 2 != 0 ? 4 : 2);
    }
    return sum * r / STEPS / 3;
}

/* One envelope a trial: the samples are independent. */
Test(link, a_line_of_sight_makes_rices_envelope)
{
    enum {
        TRIALS = 8000
    };

    static double r[TRIALS];
    const double factors[] = {0, 1, 3, 10};
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; ++i) {
        const double k = factors[i];
        phw_link_config config = config_of("flat");
        config.rice_k = k;
        phw_link *link = create(&config);
        double second = 0;
        double fourth = 0;
        for (uint32_t trial = 0; trial < TRIALS; ++trial) {
            phw_cf h = 0;
            phw_link_reset(link, 41, trial);
            read_at(link, &h, PHW_LINK_LEGITIMATE, 30);
            const double x = power_of((double complex)h);
            second += x / TRIALS;
            fourth += x * x / TRIALS;
            r[trial] = sqrt(x);
        }
        const double four = rice_moment(2, k);
        const double eight = rice_moment(4, k);
        cr_expect_float_eq(second, 1, tolerance(four - 1, TRIALS), "K %g: %g", k,
                           second);
        cr_expect_float_eq(fourth, four, tolerance(eight - four * four, TRIALS),
                           "K %g: %g against %g", k, fourth, four);
        const double d = ks_distance(r, TRIALS, rice_cdf, k);
        cr_expect_lt(d, ks_tolerance(TRIALS), "K %g: D %g", k, d);
        phw_link_destroy(link);
    }
}

/* At K = 1e6 the rest is 1e-3 of the amplitude; 5 sigma of it and of its change are
 * below 0.01. */
Test(link, the_line_of_sight_turns_at_seven_tenths_of_the_doppler)
{
    phw_link_config config = config_of("flat");
    config.rice_k = 1e6;
    phw_link *link = create(&config);
    phw_cf a = 0;
    phw_cf b = 0;
    for (int t = -50; t < 50; ++t) {
        read_at(link, &a, PHW_LINK_LEGITIMATE, 1000.0 * t);
        read_at(link, &b, PHW_LINK_LEGITIMATE, 1000.0 * t + 0.3);
        const double complex turned = (double complex)b * conj((double complex)a);
        cr_expect_lt(cabs(turned - phasor(0.7 * 0.3)), 0.01);
    }
    phw_link_destroy(link);
}

/* The mean of n unit phasors of uniform phase: P(|mean| > 5 / sqrt(n)) = e^-25. */
Test(link, the_phase_of_the_line_of_sight_is_uniform_over_trials)
{
    enum {
        TRIALS = 4000
    };

    phw_link_config config = config_of("flat");
    config.rice_k = 1e6;
    phw_link *link = create(&config);
    double complex first = 0;
    double complex second = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_cf h = 0;
        phw_link_reset(link, 42, trial);
        read_at(link, &h, PHW_LINK_LEGITIMATE, 0);
        first += (double complex)h / TRIALS;
        second += (double complex)h * (double complex)h / TRIALS;
    }
    cr_expect_lt(cabs(first), 5 / sqrt(TRIALS));
    cr_expect_lt(cabs(second), 5 / sqrt(TRIALS));
    phw_link_destroy(link);
}

/* Sample correlation over the taps, each scaled to unit power, of what `a` and `b` read
 * at instants `delay` apart with noise of that variance. */
static double complex measure(phw_link *a, phw_link *b, phw_link_observer observer,
                              double delay, double variance, size_t n_instants)
{
    const double spacing = 4;
    const phw_taps *taps = phw_link_profile(a);
    const phw_rng alice = {.seed = 43, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 0)};
    const phw_rng bob = {.seed = 43, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 1)};
    double complex cross = 0;
    double power_a = 0;
    double power_b = 0;
    for (size_t t = 0; t < n_instants; ++t) {
        phw_cf x[PHW_TAPS_MAX];
        phw_cf y[PHW_TAPS_MAX];
        read_at(a, x, PHW_LINK_LEGITIMATE, (double)t * spacing);
        read_at(b, y, observer, (double)t * spacing + delay);
        for (size_t l = 0; l < taps->n; ++l) {
            const float scale = (float)(1 / sqrt(taps->power[l]));
            x[l] *= scale;
            y[l] *= scale;
        }
        phw_noise_add(x, taps->n, variance, &alice, t);
        phw_noise_add(y, taps->n, variance, &bob, t);
        for (size_t l = 0; l < taps->n; ++l) {
            cross += (double complex)y[l] * conj((double complex)x[l]);
            power_a += power_of((double complex)x[l]);
            power_b += power_of((double complex)y[l]);
        }
    }
    return cross / sqrt(power_a * power_b);
}

/* A sample correlation of n complex pairs has variance (1 - rho^2)^2 / (2 n) along rho
 * and (1 - rho^2) / (2 n) across. */
static void expect_rho(double complex got, double rho, double n, const char *what)
{
    const double rest = 1 - rho * rho;
    cr_expect_float_eq(creal(got), rho, tolerance(rest * rest / 2, n) + 1e-7,
                       "%s: %.6f against %.6f", what, creal(got), rho);
    cr_expect_float_eq(cimag(got), 0, tolerance(rest / 2, n) + 1e-7, "%s: imaginary %g",
                       what, cimag(got));
}

/* Gaussian estimates of SNR g at both ends, dt apart: rho = J0(2 pi fd dt) g / (1 + g).
 */
Test(link, reciprocity_of_noisy_estimates_is_the_closed_form)
{
    enum {
        INSTANTS = 1000
    };

    phw_link_config config = config_of("exponential");
    config.n_taps = 64;
    phw_link *link = create(&config);
    const double n = 64 * independent(INSTANTS, 4);
    const double snr_db[] = {0, 10, 20};
    const double delay[] = {0.01, 0.05};
    for (size_t s = 0; s < 3; ++s) {
        for (size_t d = 0; d < 2; ++d) {
            const double g = pow(10, snr_db[s] / 10);
            const double variance = phw_noise_variance(1, snr_db[s]);
            expect_rho(
                measure(link, link, PHW_LINK_LEGITIMATE, delay[d], variance, INSTANTS),
                clarke(delay[d]) * g / (1 + g), n, "reciprocity");
        }
    }
    phw_link_destroy(link);
}

Test(link, both_directions_are_the_same_bits_at_the_same_instant)
{
    phw_link_config config = config_of("tdl-c");
    config.rice_k = 2;
    phw_link *alice = create(&config);
    phw_link *bob = create(&config);
    for (int t = 0; t < 200; ++t) {
        phw_cf a[PHW_TAPS_MAX] = {0};
        phw_cf b[PHW_TAPS_MAX] = {0};
        read_at(alice, a, PHW_LINK_LEGITIMATE, t * 3.1);
        read_at(bob, b, PHW_LINK_LEGITIMATE, (199 - t) * 3.1);
        read_at(bob, b, PHW_LINK_EVE, t * 3.1);
        read_at(bob, b, PHW_LINK_LEGITIMATE, t * 3.1);
        cr_expect_eq(memcmp(a, b, sizeof a), 0, "instant %d", t);
    }
    phw_link_destroy(alice);
    phw_link_destroy(bob);
}

Test(link, eves_taps_have_the_correlation_asked_for)
{
    enum {
        INSTANTS = 1000
    };

    const double factors[] = {0, 0.3, 0.9, 1};
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; ++i) {
        phw_link_config config = config_of("exponential");
        config.n_taps = 64;
        config.eve_correlation = factors[i];
        phw_link *link = create(&config);
        expect_rho(measure(link, link, PHW_LINK_EVE, 0, 0, INSTANTS), factors[i],
                   64 * independent(INSTANTS, 4), "Eve");
        phw_link_destroy(link);
    }
}

Test(link, eve_in_the_same_place_has_the_same_channel)
{
    phw_link_config config = config_of("tdl-a");
    config.eve_correlation = 1;
    config.rice_k = 3;
    phw_link *link = create(&config);
    phw_cf a[PHW_TAPS_MAX];
    phw_cf b[PHW_TAPS_MAX];
    for (int t = 0; t < 300; ++t) {
        read_at(link, a, PHW_LINK_LEGITIMATE, t * 2.3);
        read_at(link, b, PHW_LINK_EVE, t * 2.3);
        for (size_t l = 0; l < phw_link_profile(link)->n; ++l)
            cr_expect_lt(cabsf(a[l] - b[l]), 1e-6F);
    }
    phw_link_destroy(link);
}

/* Her own line of sight must not weaken or strengthen her channel in any one run. */
Test(link, eves_line_of_sight_is_as_strong_as_the_legitimate_one)
{
    const double factors[] = {0, 0.5, 0.99};
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; ++i) {
        phw_link_config config = config_of("flat");
        config.rice_k = 1e6;
        config.eve_correlation = factors[i];
        phw_link *link = create(&config);
        for (uint32_t trial = 0; trial < 100; ++trial) {
            phw_cf h = 0;
            phw_link_reset(link, 44, trial);
            read_at(link, &h, PHW_LINK_EVE, 0);
            cr_expect_float_eq(cabsf(h), 1, 0.01);
        }
        phw_link_destroy(link);
    }
}

Test(link, trials_seeds_and_numbers_are_independent)
{
    enum {
        INSTANTS = 1000
    };

    const phw_link_config config = config_of("tdl-b");
    phw_link_config other[3] = {config, config, config};
    other[0].trial = 1;
    other[1].seed = 999;
    other[2].number = 1;
    phw_link *link = create(&config);
    const double n = 23 * independent(INSTANTS, 4);
    for (int i = 0; i < 3; ++i) {
        phw_link *apart = create(&other[i]);
        expect_rho(measure(link, apart, PHW_LINK_LEGITIMATE, 0, 0, INSTANTS), 0, n,
                   "apart");
        expect_rho(measure(link, apart, PHW_LINK_EVE, 0, 0, INSTANTS), 0, n,
                   "Eve apart");
        phw_link_destroy(apart);
    }
    phw_link_destroy(link);
}

Test(link, reset_is_a_new_creation)
{
    phw_link_config config = config_of("tdl-a");
    config.rice_k = 1;
    config.eve_correlation = 0.5;
    phw_link *moved = create(&config);
    config.seed = 77;
    config.trial = 5;
    phw_link *made = create(&config);
    phw_cf a[PHW_TAPS_MAX] = {0};
    phw_cf b[PHW_TAPS_MAX] = {0};
    read_at(moved, b, PHW_LINK_EVE, 1);
    phw_link_reset(moved, 77, 5);
    read_at(made, a, PHW_LINK_EVE, 1);
    read_at(moved, b, PHW_LINK_EVE, 1);
    cr_expect_eq(memcmp(a, b, sizeof a), 0);
    phw_link_destroy(made);
    phw_link_destroy(moved);
}

Test(link, without_doppler_the_channel_stands_still)
{
    phw_link_config config = config_of("tdl-a");
    config.doppler_hz = 0;
    config.rice_k = 1;
    phw_link *link = create(&config);
    phw_cf a[PHW_TAPS_MAX] = {0};
    phw_cf b[PHW_TAPS_MAX] = {0};
    read_at(link, a, PHW_LINK_LEGITIMATE, 0);
    read_at(link, b, PHW_LINK_LEGITIMATE, 12345);
    cr_expect_eq(memcmp(a, b, sizeof a), 0);
    phw_link_destroy(link);
}

Test(link, what_cannot_be_is_refused)
{
    const phw_link_config good = config_of("tdl-a");
    phw_link_config bad[8] = {good, good, good, good, good, good, good, good};
    bad[0].profile = NULL;
    bad[1].delay_spread_s = -1;
    bad[2].doppler_hz = nan("");
    bad[3].rice_k = -1;
    bad[4].eve_correlation = 1.1;
    bad[5].number = 4096;
    bad[6].n_taps = 5;
    bad[7].eve_correlation = nan("");
    for (int i = 0; i < 8; ++i) {
        phw_link *link = NULL;
        cr_expect_eq(phw_link_create(&link, &bad[i]), PHW_EARG, "configuration %d", i);
        cr_expect_null(link);
    }
    phw_link *link = create(&good);
    phw_cf h[PHW_TAPS_MAX];
    cr_expect_eq(phw_link_taps(link, h, PHW_LINK_EVE, nan("")), PHW_EARG);
    cr_expect_eq(phw_link_taps(link, h, PHW_LINK_LEGITIMATE, HUGE_VAL), PHW_EARG);
    phw_link_destroy(link);
    phw_link_destroy(NULL);
}
