#include "channel/network_waves.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/angle_spreads.h"
#include "channel/network.h"
#include "channel/predictability.h"
#include "channel/spectra.h"
#include "core/rng.h"

#include "tests/channel/statistics.h"
#include "tests/channel/three.h"

static void fill(three *t, size_t n_taps)
{
    three_fill(t, n_taps > 1 ? "exponential" : "flat", n_taps > 1 ? n_taps : 0, 0);
    t->config.correlation = NULL;
    t->config.mode = PHW_NETWORK_PLANE_WAVES;
    t->config.doppler_hz = -1;
    t->config.n_waves = 16;
    t->node[BOB].position_m[0] = 20;
    t->node[EVE].position_m[0] = 23;
}

/* Correlation over `delay` from an instant well within a draw, over trials and taps. */
static double complex autocorrelation(const three *t, double delay)
{
    enum {
        TRIALS = 1000
    };

    phw_network *network = network_of(&t->config);
    const size_t n = t->config.taps.n;
    double complex sum = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_cf a[PHW_TAPS_MAX];
        phw_cf b[PHW_TAPS_MAX];
        phw_network_reset(network, 70, trial);
        read_taps(network, a, ALICE, BOB, 3);
        read_taps(network, b, ALICE, BOB, 3 + delay);
        for (size_t l = 0; l < n; ++l)
            sum += (double complex)b[l] * conj((double complex)a[l]) /
                   (t->config.taps.power[l] * (double)n * TRIALS);
    }
    phw_network_destroy(network);
    return sum;
}

/* One node moving at v: J0(2 pi v tau); both: the product. 64 taps of 1000 trials, of
 * variance 1 at most. */
Test(network_waves, motion_makes_clarkes_correlation_at_each_end)
{
    three t;
    fill(&t, 64);
    t.node[BOB].velocity_m_s[1] = 1;
    const double delay[] = {0.05, 0.2, 0.38274, 0.6, 1};
    for (int both = 0; both < 2; ++both) {
        t.node[ALICE].velocity_m_s[0] = both ? -0.7 : 0;
        for (size_t i = 0; i < sizeof delay / sizeof delay[0]; ++i) {
            const double want = clarke(delay[i]) * (both ? clarke(0.7 * delay[i]) : 1);
            cr_expect_lt(cabs(autocorrelation(&t, delay[i]) - want),
                         tolerance(1, 64000), "both %d, %g", both, delay[i]);
        }
    }
}

/* The scatterers' own motion, with the tap's spectrum, where nodes stand. */
Test(network_waves, scatterers_move_with_the_doppler_spectrum)
{
    three t;
    fill(&t, 64);
    t.config.doppler_hz = 2;
    cr_assert_eq(phw_spectrum_choose(&t.config.spectrum, "bell"), PHW_OK);
    const double delay[] = {0.05, 0.2, 0.5};
    for (size_t i = 0; i < sizeof delay / sizeof delay[0]; ++i) {
        double re;
        double im;
        phw_spectrum_correlation(&re, &im, &t.config.spectrum, 2 * delay[i]);
        cr_expect_lt(cabs(autocorrelation(&t, delay[i]) - CMPLX(re, im)),
                     tolerance(1, 64000), "%g", delay[i]);
    }
}

/* E|h|^4 = 2 - 1/N between fades. */
Test(network_waves, sums_of_n_waves_have_their_fourth_moment)
{
    enum {
        TRIALS = 1000
    };

    three t;
    fill(&t, 64);
    phw_network *network = network_of(&t.config);
    double fourth = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_cf h[PHW_TAPS_MAX];
        phw_network_reset(network, 71, trial);
        read_taps(network, h, ALICE, BOB, 0);
        for (size_t l = 0; l < 64; ++l) {
            const double x = power_of((double complex)h[l]) / t.config.taps.power[l];
            fourth += x * x / (64.0 * TRIALS);
        }
    }
    /* E x^4 - (E x^2)^2 < 4! - 2^2. */
    cr_expect_float_eq(fourth, 2 - 1.0 / 16, tolerance(20, 64.0 * TRIALS), "%g",
                       fourth);
    phw_network_destroy(network);
}

/* Over a redraw, whose cross-fade begins at 3/4 of it: neighbours 1e-6 / fd apart are
 * close whatever happens between, |h'| < 2 pi fd N^{1/2}. */
Test(network_waves, one_draw_fades_into_the_next_without_a_step)
{
    three t;
    fill(&t, 4);
    t.config.redraw_periods = 2;
    t.node[BOB].velocity_m_s[0] = 1;
    phw_network *network = network_of(&t.config);
    phw_cf before[4];
    phw_cf after[4];
    for (int i = -40; i < 40; ++i) {
        const double time_s = i * 0.25;
        read_taps(network, before, ALICE, BOB, time_s - 5e-7);
        read_taps(network, after, ALICE, BOB, time_s + 5e-7);
        for (size_t l = 0; l < 4; ++l)
            cr_expect_lt(cabsf(after[l] - before[l]), 1e-4F, "%g", time_s);
    }
    /* It is another one after it. */
    read_taps(network, before, ALICE, BOB, 0.1);
    read_taps(network, after, ALICE, BOB, 4.1);
    cr_expect_gt(cabsf(after[0] - before[0]), 1e-3F);
    phw_network_destroy(network);
}

Test(network_waves, any_order_of_instants_gives_the_same_bits)
{
    three t;
    fill(&t, 8);
    t.node[BOB].velocity_m_s[0] = 1;
    phw_network *rising = network_of(&t.config);
    phw_network *falling = network_of(&t.config);
    static phw_cf kept[100][8];
    for (int i = 0; i < 100; ++i)
        read_taps(rising, kept[i], ALICE, BOB, i * 9.7 - 300);
    for (int i = 99; i >= 0; --i) {
        phw_cf h[8];
        read_taps(falling, h, BOB, ALICE, i * 9.7 - 300);
        cr_expect_eq(memcmp(h, kept[i], sizeof h), 0, "%d", i);
    }
    phw_network_destroy(rising);
    phw_network_destroy(falling);
}

/* Along the mean direction of a narrow spread the shifts are all but one: the channel
 * turns, and hangs together for as long as their small spread says, here with 64 taps
 * of 30 trials. E e^{j 2 pi tau (cos x - 1)} by the midpoint rule over Laplace's
 * density. */
Test(network_waves, narrow_angles_keep_their_coherence_by_default)
{
    enum {
        TRIALS = 30,
        STEPS = 20000
    };

    three t;
    fill(&t, 64);
    cr_assert_eq(
        phw_angles_choose(&t.site[1].angles, "laplacian:mean_deg=0:spread_deg=5"),
        PHW_OK);
    t.node[BOB].velocity_m_s[0] = 1;
    t.config.n_waves = 256;
    phw_network *network = network_of(&t.config);
    const double delay[] = {20, 50, 100};
    for (size_t i = 0; i < sizeof delay / sizeof delay[0]; ++i) {
        double complex want = 0;
        double norm = 0;
        for (int k = 0; k < STEPS; ++k) {
            const double x = M_PI * (k + 0.5) / STEPS;
            const double p = exp(-x * M_SQRT2 / (5 * M_PI / 180));
            want += p * phasor(delay[i] * (cos(x) - 1));
            norm += p;
        }
        want /= norm;
        double complex sum = 0;
        for (uint32_t trial = 0; trial < TRIALS; ++trial) {
            phw_cf a[PHW_TAPS_MAX];
            phw_cf b[PHW_TAPS_MAX];
            phw_network_reset(network, 73, trial);
            read_taps(network, a, ALICE, BOB, 10.0 * trial);
            read_taps(network, b, ALICE, BOB, 10.0 * trial + delay[i]);
            for (size_t l = 0; l < 64; ++l)
                sum += (double complex)b[l] * conj((double complex)a[l]) *
                       phasor(-delay[i]) / (t.config.taps.power[l] * 64 * TRIALS);
        }
        cr_expect_lt(cabs(sum - want), tolerance(1, 64.0 * TRIALS),
                     "%g: %g %+gj, %g %+gj", delay[i], creal(sum), cimag(sum),
                     creal(want), cimag(want));
    }
    phw_network_destroy(network);
}

/* Alice and Bob stand still, so that one draw is one value of theirs; Eve's motion at
 * Bob's site has it drawn anew every two seconds. n values of four taps, of unit
 * variance: a correlation over any lag has the variance 1 / (4 n). */
Test(network_waves, draws_have_nothing_in_common)
{
    enum {
        DRAWS = 1000,
        LAGS = 12
    };

    static phw_cf h[DRAWS + LAGS][4];
    three t;
    fill(&t, 4);
    t.config.redraw_periods = 2;
    t.node[EVE].velocity_m_s[0] = 1;
    phw_network *network = network_of(&t.config);
    for (size_t i = 0; i < DRAWS + LAGS; ++i)
        read_taps(network, h[i], ALICE, BOB, 2.0 * (double)i + 0.5);
    for (size_t lag = 1; lag <= LAGS; ++lag) {
        double complex sum = 0;
        for (size_t i = 0; i < (size_t)DRAWS * 4; ++i)
            sum += (double complex)h[i / 4 + lag][i % 4] *
                   conj((double complex)h[i / 4][i % 4]) / t.config.taps.power[i % 4];
        cr_expect_lt(cabs(sum) / (4.0 * DRAWS), tolerance(1, 4.0 * DRAWS),
                     "lag %zu: %g", lag, cabs(sum) / (4.0 * DRAWS));
    }
    phw_network_destroy(network);
}

/* The gate of generators that feed key rates: probes 1/fd apart at 20 dB, one node
 * moving. By default it passes; 16 waves that are hardly redrawn do not. */
Test(network_waves, the_next_probe_cannot_be_foreseen_by_default)
{
    enum {
        PROBES = 6000,
        TRAIN = 3000,
        RUNS = 4
    };

    static phw_cf clean[PROBES];
    static phw_cf noisy[PROBES];
    for (int few = 0; few < 2; ++few) {
        double mean = 0;
        for (uint32_t run = 0; run < RUNS; ++run) {
            three t;
            fill(&t, 1);
            t.config.n_waves = few ? 16 : 0;
            t.config.redraw_periods = few ? 1e6 : 0;
            t.config.trial = run;
            t.node[BOB].velocity_m_s[0] = 1;
            phw_network *network = network_of(&t.config);
            for (size_t i = 0; i < PROBES; ++i)
                read_taps(network, &clean[i], ALICE, BOB, (double)i);
            const phw_rng rng = {
                .seed = 72, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 0), .trial = run};
            phw_rng_normal_complex(noisy, &rng, 0.01, 0, PROBES);
            for (size_t i = 0; i < PROBES; ++i)
                noisy[i] += clean[i];
            double nmse = 0;
            cr_assert_eq(phw_predictability_measure(&nmse, clean, noisy, PROBES, TRAIN),
                         PHW_OK);
            mean += nmse / RUNS;
            phw_network_destroy(network);
        }
        const double db = 10 * log10(mean);
        cr_expect(few ? db < -15 : db > -1, "few %d: %.2f dB", few, db);
    }
}
