#include "channel/network.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/laws.h"
#include "channel/noise.h"

#include "tests/channel/statistics.h"
#include "tests/channel/three.h"

static void set_law(three *t, const char *text)
{
    cr_assert_eq(phw_law_choose(&t->config.law, text), PHW_OK, "%s",
                 phw_error_message());
}

/* |h_l|^2 has mean p_l and variance p_l^2, their sum mean 1 and variance sum p_l^2. */
Test(network, taps_have_the_profiles_powers)
{
    enum {
        INSTANTS = 4000
    };

    const double spacing = 4;
    const char *const names[] = {"tdl-a", "tdl-c", "exponential"};
    const double n = independent(INSTANTS, spacing);
    for (size_t k = 0; k < sizeof names / sizeof names[0]; ++k) {
        three t;
        three_fill(&t, names[k], 0, 0);
        phw_network *network = network_of(&t.config);
        const phw_taps *taps = phw_network_profile(network, ALICE, BOB);
        double power[PHW_TAPS_MAX] = {0};
        for (size_t i = 0; i < INSTANTS; ++i) {
            phw_cf h[PHW_TAPS_MAX];
            read_taps(network, h, ALICE, BOB, (double)i * spacing);
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
        phw_network_destroy(network);
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

static double law_cdf(double r, double law)
{
    static const char *const names[] = {"rician:k_db=0", "rician:k_db=10",
                                        "nakagami:m=2", "twdp:k_db=8:delta=0.9"};
    phw_law_choice choice = {0};
    cr_assert_eq(phw_law_choose(&choice, names[(int)law]), PHW_OK);
    return phw_law_cdf(&choice, r);
}

/* One envelope a trial: the samples are independent. In both modes. */
Test(network, a_law_is_that_of_the_first_taps_envelope)
{
    enum {
        TRIALS = 1000
    };

    static double r[TRIALS];
    static const char *const names[] = {"rician:k_db=0", "rician:k_db=10",
                                        "nakagami:m=2", "twdp:k_db=8:delta=0.9"};
    for (int law = 0; law < 4; ++law) {
        for (int waves = 0; waves < 2; ++waves) {
            three t;
            three_fill(&t, "flat", 0, 0);
            set_law(&t, names[law]);
            if (waves) {
                t.config.mode = PHW_NETWORK_PLANE_WAVES;
                t.config.n_waves = 64; /* Gaussian to 1 / 256, a tenth of the bound */
                t.config.correlation = NULL;
                t.node[EVE].position_m[0] = 7;
            }
            phw_network *network = network_of(&t.config);
            for (uint32_t trial = 0; trial < TRIALS; ++trial) {
                phw_cf h = 0;
                phw_network_reset(network, 41, trial);
                read_taps(network, &h, ALICE, BOB, 30);
                r[trial] = sqrt(power_of((double complex)h));
            }
            const double d = ks_distance(r, TRIALS, law_cdf, law);
            cr_expect_lt(d, ks_tolerance(TRIALS), "%s, waves %d: D %g", names[law],
                         waves, d);
            phw_network_destroy(network);
        }
    }
}

/* E|h|^2 = 1 and E|h|^4 of Rice, from a steady share of K / (K + 1). */
Test(network, a_steady_share_makes_rices_moments)
{
    enum {
        TRIALS = 8000
    };

    const double factors[] = {0, 1, 3, 10};
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; ++i) {
        const double k = factors[i];
        three t;
        three_fill(&t, "flat", 0, 0);
        t.config.taps.steady[0] = k / (k + 1);
        t.config.doppler_hz = 0;
        phw_network *network = network_of(&t.config);
        double second = 0;
        double fourth = 0;
        for (uint32_t trial = 0; trial < TRIALS; ++trial) {
            phw_cf h = 0;
            phw_network_reset(network, 41, trial);
            read_taps(network, &h, BOB, ALICE, 0);
            const double x = power_of((double complex)h);
            second += x / TRIALS;
            fourth += x * x / TRIALS;
        }
        const double four = rice_moment(2, k);
        const double eight = rice_moment(4, k);
        cr_expect_float_eq(second, 1, tolerance(four - 1, TRIALS), "K %g: %g", k,
                           second);
        cr_expect_float_eq(fourth, four, tolerance(eight - four * four, TRIALS),
                           "K %g: %g against %g", k, fourth, four);
        phw_network_destroy(network);
    }
}

Test(network, the_line_of_sight_turns_at_seven_tenths_of_the_doppler)
{
    three t;
    three_fill(&t, "flat", 0, 0);
    t.config.taps.steady[0] = 1;
    phw_network *network = network_of(&t.config);
    phw_cf a = 0;
    phw_cf b = 0;
    for (int i = -50; i < 50; ++i) {
        read_taps(network, &a, ALICE, BOB, 1000.0 * i);
        read_taps(network, &b, BOB, ALICE, 1000.0 * i + 0.3);
        const double complex turned = (double complex)b * conj((double complex)a);
        cr_expect_lt(cabs(turned - phasor(0.7 * 0.3)), 1e-5);
    }
    phw_network_destroy(network);
}

/* Bob goes away at 1.5 wavelengths a second: the phase falls by that. Eve beside him is
 * off by the difference of the ways. */
Test(network, the_line_of_sight_of_a_moving_node_turns_by_its_way)
{
    for (int waves = 0; waves < 2; ++waves) {
        three t;
        three_fill(&t, "flat", 0, 0);
        t.config.taps.steady[0] = 1;
        t.config.correlation = NULL;
        t.config.doppler_hz = -1;
        t.config.mode = waves ? PHW_NETWORK_PLANE_WAVES : PHW_NETWORK_SPECTRAL;
        t.node[BOB].position_m[0] = 100;
        t.node[BOB].velocity_m_s[0] = 1.5;
        t.node[EVE].position_m[0] = 100.25;
        phw_network *network = network_of(&t.config);
        cr_expect_float_eq(phw_network_doppler_hz(network), 1.5, 1e-12);
        phw_cf a = 0;
        phw_cf b = 0;
        read_taps(network, &a, ALICE, BOB, 2);
        read_taps(network, &b, ALICE, BOB, 2.1);
        cr_expect_lt(cabs((double complex)b * conj((double complex)a) - phasor(-0.15)),
                     1e-5);
        read_taps(network, &a, BOB, ALICE, 0);
        read_taps(network, &b, EVE, ALICE, 0);
        cr_expect_lt(cabs((double complex)b * conj((double complex)a) - phasor(-0.25)),
                     1e-5);
        phw_network_destroy(network);
    }
}

/* The mean of n unit phasors of uniform phase: P(|mean| > 5 / sqrt(n)) = e^-25. */
Test(network, the_phase_of_the_line_of_sight_is_uniform_over_trials)
{
    enum {
        TRIALS = 4000
    };

    for (int given = 0; given < 2; ++given) {
        three t;
        three_fill(&t, "flat", 0, 0);
        t.config.taps.steady[0] = 1;
        t.node[EVE].position_m[1] = 2;
        t.config.correlation = given ? t.correlation : NULL;
        phw_network *network = network_of(&t.config);
        double complex first = 0;
        double complex second = 0;
        for (uint32_t trial = 0; trial < TRIALS; ++trial) {
            phw_cf h = 0;
            phw_network_reset(network, 42, trial);
            read_taps(network, &h, ALICE, BOB, 0);
            first += (double complex)h / TRIALS;
            second += (double complex)h * (double complex)h / TRIALS;
        }
        cr_expect_lt(cabs(first), 5 / sqrt(TRIALS));
        cr_expect_lt(cabs(second), 5 / sqrt(TRIALS));
        phw_network_destroy(network);
    }
}

/* Sample correlation over the taps, each scaled to unit power, of what Bob reads of `a`
 * and `listener` of `b` at instants `delay` apart with noise of that variance. */
static double complex measure(phw_network *a, phw_network *b, size_t listener,
                              double delay, double variance, size_t n_instants)
{
    const double spacing = 4;
    const phw_taps *taps = phw_network_profile(a, ALICE, BOB);
    const phw_rng alice = {.seed = 43, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 0)};
    const phw_rng bob = {.seed = 43, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 1)};
    double complex cross = 0;
    double power_a = 0;
    double power_b = 0;
    for (size_t t = 0; t < n_instants; ++t) {
        phw_cf x[PHW_TAPS_MAX];
        phw_cf y[PHW_TAPS_MAX];
        read_taps(a, x, ALICE, BOB, (double)t * spacing);
        read_taps(b, y, listener, ALICE, (double)t * spacing + delay);
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
Test(network, reciprocity_of_noisy_estimates_is_the_closed_form)
{
    enum {
        INSTANTS = 1000
    };

    three t;
    three_fill(&t, "exponential", 64, 0);
    phw_network *network = network_of(&t.config);
    const double n = 64 * independent(INSTANTS, 4);
    const double snr_db[] = {0, 10, 20};
    const double delay[] = {0.01, 0.05};
    for (size_t s = 0; s < 3; ++s) {
        for (size_t d = 0; d < 2; ++d) {
            const double g = pow(10, snr_db[s] / 10);
            const double variance = phw_noise_variance(1, snr_db[s]);
            expect_rho(measure(network, network, BOB, delay[d], variance, INSTANTS),
                       clarke(delay[d]) * g / (1 + g), n, "reciprocity");
        }
    }
    phw_network_destroy(network);
}

/* Antennas at both ends, and every kind of tap. */
static void make_rich(three *t, phw_network_mode mode)
{
    three_fill(t, "tdl-d", 0, 0);
    set_law(t, "twdp");
    t->config.correlation = NULL;
    t->config.mode = mode;
    t->config.n_waves = 32;
    t->node[ALICE].position_m[2] = 5;
    t->node[BOB].position_m[0] = 40;
    t->node[BOB].velocity_m_s[1] = 0.5;
    t->node[EVE].position_m[0] = 40.2;
    cr_assert_eq(phw_array_choose(&t->node[ALICE].array, "ula:n=2"), PHW_OK);
    cr_assert_eq(phw_array_choose(&t->node[BOB].array, "upa:n=3:rows=1"), PHW_OK);
}

/* Every pair of the three, of one site or two: bits of one direction in any order are
 * those of the other in any other order, transposed. */
Test(network, both_directions_are_the_same_bits_at_the_same_instant)
{
    for (int mode = 0; mode < 2; ++mode) {
        three t;
        make_rich(&t, (phw_network_mode)mode);
        phw_network *forth = network_of(&t.config);
        phw_network *back = network_of(&t.config);
        static phw_cf a[PHW_TAPS_MAX * 6];
        static phw_cf b[PHW_TAPS_MAX * 6];
        for (int i = 0; i < 60; ++i) {
            const size_t from = (size_t)(i % 3);
            const size_t to = (from + 1) % 3;
            const size_t n_from = phw_network_antennas(forth, from);
            const size_t n_to = phw_network_antennas(forth, to);
            read_taps(back, b, from, (from + 2) % 3, (60 - i) * 7.7);
            read_taps(forth, a, from, to, i * 7.7);
            read_taps(back, b, to, from, i * 7.7);
            const size_t n_taps = phw_network_profile(forth, from, to)->n;
            for (size_t k = 0; k < n_taps * n_from * n_to; ++k) {
                const size_t l = k / (n_from * n_to);
                const size_t x = k % n_from;
                const size_t y = k / n_from % n_to;
                cr_expect_eq(
                    memcmp(&a[k], &b[(l * n_from + x) * n_to + y], sizeof a[0]), 0,
                    "mode %d, %zu to %zu, entry %zu", mode, from, to, k);
            }
        }
        phw_network_destroy(forth);
        phw_network_destroy(back);
    }
}

Test(network, eves_taps_have_the_correlation_asked_for)
{
    enum {
        INSTANTS = 1000
    };

    const double factors[] = {-0.4, 0, 0.3, 0.9, 1};
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; ++i) {
        three t;
        three_fill(&t, "exponential", 64, factors[i]);
        phw_network *network = network_of(&t.config);
        expect_rho(measure(network, network, EVE, 0, 0, INSTANTS), factors[i],
                   64 * independent(INSTANTS, 4), "Eve");
        phw_network_destroy(network);
    }
}

Test(network, eve_in_the_same_place_has_the_same_channel)
{
    three t;
    three_fill(&t, "tdl-a", 0, 1);
    set_law(&t, "rician:k_db=5");
    phw_network *network = network_of(&t.config);
    phw_cf a[PHW_TAPS_MAX];
    phw_cf b[PHW_TAPS_MAX];
    for (int i = 0; i < 300; ++i) {
        read_taps(network, a, ALICE, BOB, i * 2.3);
        read_taps(network, b, ALICE, EVE, i * 2.3);
        for (size_t l = 0; l < phw_network_profile(network, ALICE, BOB)->n; ++l)
            cr_expect_lt(cabsf(a[l] - b[l]), 1e-6F);
    }
    phw_network_destroy(network);
}

/* Her own line of sight must not weaken or strengthen her channel in any one run. */
Test(network, eves_line_of_sight_is_as_strong_as_the_legitimate_one)
{
    const double factors[] = {0, 0.5, 0.99};
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; ++i) {
        three t;
        three_fill(&t, "flat", 0, factors[i]);
        t.config.taps.steady[0] = 1;
        phw_network *network = network_of(&t.config);
        for (uint32_t trial = 0; trial < 100; ++trial) {
            phw_cf h = 0;
            phw_network_reset(network, 44, trial);
            read_taps(network, &h, ALICE, EVE, 0);
            cr_expect_float_eq(cabsf(h), 1, 1e-6);
        }
        phw_network_destroy(network);
    }
}

Test(network, trials_seeds_and_sites_are_independent)
{
    enum {
        INSTANTS = 1000
    };

    three t;
    three_fill(&t, "tdl-b", 0, 0);
    phw_network_config other[2] = {t.config, t.config};
    other[0].trial = 1;
    other[1].seed = 999;
    phw_network *network = network_of(&t.config);
    const double n = 23 * independent(INSTANTS, 4);
    for (int i = 0; i < 2; ++i) {
        phw_network *apart = network_of(&other[i]);
        expect_rho(measure(network, apart, BOB, 0, 0, INSTANTS), 0, n, "apart");
        expect_rho(measure(network, apart, EVE, 0, 0, INSTANTS), 0, n, "Eve apart");
        phw_network_destroy(apart);
    }
    phw_network_destroy(network);
}

Test(network, reset_is_a_new_creation)
{
    for (int mode = 0; mode < 2; ++mode) {
        three t;
        make_rich(&t, (phw_network_mode)mode);
        phw_network *moved = network_of(&t.config);
        t.config.seed = 77;
        t.config.trial = 5;
        phw_network *made = network_of(&t.config);
        static phw_cf a[PHW_TAPS_MAX * 6];
        static phw_cf b[PHW_TAPS_MAX * 6];
        read_taps(moved, b, ALICE, BOB, 1);
        phw_network_reset(moved, 77, 5);
        read_taps(made, a, ALICE, BOB, 1);
        read_taps(moved, b, ALICE, BOB, 1);
        const size_t n = 6 * phw_network_profile(made, ALICE, BOB)->n;
        cr_expect_eq(memcmp(a, b, n * sizeof a[0]), 0, "mode %d", mode);
        phw_network_destroy(made);
        phw_network_destroy(moved);
    }
}

Test(network, without_motion_the_channel_stands_still)
{
    for (int mode = 0; mode < 2; ++mode) {
        three t;
        make_rich(&t, (phw_network_mode)mode);
        t.node[BOB].velocity_m_s[1] = 0;
        t.config.doppler_hz = mode == 0 ? 0 : -1;
        phw_network *network = network_of(&t.config);
        static phw_cf a[PHW_TAPS_MAX * 6];
        static phw_cf b[PHW_TAPS_MAX * 6];
        read_taps(network, a, ALICE, BOB, 0);
        read_taps(network, b, ALICE, BOB, 12345);
        const size_t n = 6 * phw_network_profile(network, ALICE, BOB)->n;
        cr_expect_eq(memcmp(a, b, n * sizeof a[0]), 0, "mode %d", mode);
        phw_network_destroy(network);
    }
}
