#include "phy/pilot_tracker.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    PHASE,
    FREQUENCY,
    DELAY,
    CLOCK
};

static const int pilot[4] = {-21, -7, 7, 21};

/* `n` symbols of 80 samples over clocks `ppm` apart and `offset` rad a sample, whose
 * pilots' phases have the deviation `sigma`. */
static phw_pilot_tracker track(size_t n, double ppm, double offset, double sigma,
                               uint32_t trial)
{
    phw_pilot_tracker t;
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x744), trial};
    phw_pilot_tracker_start(&t, 1e-6);
    for (size_t i = 1; i <= n; ++i) {
        float noise[4];
        const double delay = 80e-6 * (double)i * ppm;
        phw_rng_normal(noise, &rng, 4 * i, 4);
        phw_pilot_tracker_advance(&t, 80);
        const phw_pilot_tracker told = t;
        for (int p = 0; p < 4; ++p) {
            const double slope = -2 * M_PI * pilot[p] / 64;
            const double phase = 80 * (double)i * offset + slope * delay -
                                 told.state[PHASE] - slope * told.state[DELAY];
            phw_pilot_tracker_observe(&t, &told, pilot[p],
                                      phase + sigma * (double)noise[p], sigma * sigma);
        }
    }
    return t;
}

Test(pilot_tracker, follows_clocks_and_offset_without_noise)
{
    for (int ppm = -40; ppm <= 40; ppm += 20) {
        const phw_pilot_tracker t = track(1366, ppm, 1e-4, 1e-3, 0);
        cr_expect_float_eq(t.state[DELAY], 80e-6 * 1366 * ppm, 1e-3, "%d ppm", ppm);
        cr_expect_float_eq(1e6 * t.state[CLOCK], ppm, 0.1, "%d ppm", ppm);
        cr_expect_float_eq(t.state[PHASE], 80 * 1366 * 1e-4, 5e-3);
        cr_expect_float_eq(t.state[FREQUENCY], 1e-4, 3e-5);
    }
}

/* What it says of its own errors is right: over trials their squares over its variances
 * have the mean 1 for the delay, whose model is exact (2 / TRIALS is the mean's
 * variance, 5 sigma). A clock of deviation 20e-6 is drawn for each. */
Test(pilot_tracker, knows_how_sure_it_is)
{
    enum {
        TRIALS = 1000
    };

    double delay = 0;
    double clock = 0;
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x745), 0};
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        float x;
        phw_rng_normal(&x, &rng, trial, 1);
        const double ppm = 20 * (double)x;
        const phw_pilot_tracker t = track(50, ppm, 0, 0.1, trial + 1);
        const double e = t.state[DELAY] - 80e-6 * 50 * ppm;
        const double c = t.state[CLOCK] - 1e-6 * ppm;
        delay += e * e / t.covariance[DELAY][DELAY] / TRIALS;
        clock += c * c / t.covariance[CLOCK][CLOCK] / TRIALS;
    }
    cr_expect_float_eq(delay, 1, 5 * sqrt(2.0 / TRIALS), "%g", delay);
    cr_expect_float_eq(clock, 1, 5 * sqrt(2.0 / TRIALS), "%g", clock);
}

Test(pilot_tracker, what_is_no_number_is_left_out)
{
    phw_pilot_tracker t;
    phw_pilot_tracker_start(&t, 1e-6);
    phw_pilot_tracker_advance(&t, 80);
    const phw_pilot_tracker told = t;
    phw_pilot_tracker_observe(&t, &told, 7, (double)NAN, 0.1);
    phw_pilot_tracker_observe(&t, &told, 7, 1, HUGE_VAL);
    phw_pilot_tracker_observe(&t, &told, 7, 1, (double)NAN);
    for (int i = 0; i < PHW_PILOT_N_STATES; ++i)
        cr_expect_eq(t.state[i], told.state[i]);
}
