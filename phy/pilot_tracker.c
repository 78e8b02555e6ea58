#include "phy/pilot_tracker.h"

#include <math.h>

#include "phy/ofdm.h"

#define N PHW_PILOT_N_STATES

enum {
    PHASE,
    FREQUENCY,
    DELAY,
    CLOCK
};

/* What a state may change by from symbol to symbol beyond the model, one deviation:
 * phase noise of 0.01 rad, 1 kHz of 20 MHz in a hundred symbols (as much at first).
 */
#define PHASE_STEP      1e-2
#define FREQUENCY_STEP  3e-5
#define FREQUENCY_LEAST 3e-4
#define CLOCK_STEP      1e-8
#define CLOCK_SPREAD    20e-6

void phw_pilot_tracker_start(phw_pilot_tracker *t, double frequency_variance)
{
    *t = (phw_pilot_tracker){0};
    t->covariance[PHASE][PHASE] = PHASE_STEP * PHASE_STEP;
    t->covariance[FREQUENCY][FREQUENCY] =
        frequency_variance + FREQUENCY_LEAST * FREQUENCY_LEAST;
    t->covariance[CLOCK][CLOCK] = CLOCK_SPREAD * CLOCK_SPREAD;
}

/* P <- F P F' + Q with F = 1 but for the two rates, which add to what they change. */
void phw_pilot_tracker_advance(phw_pilot_tracker *t, size_t n_samples)
{
    const double n = (double)n_samples;
    double(*p)[N] = t->covariance;
    t->state[PHASE] += n * t->state[FREQUENCY];
    t->state[DELAY] += n * t->state[CLOCK];
    for (size_t i = 0; i < N; ++i) {
        p[PHASE][i] += n * p[FREQUENCY][i];
        p[DELAY][i] += n * p[CLOCK][i];
    }
    for (size_t i = 0; i < N; ++i) {
        p[i][PHASE] += n * p[i][FREQUENCY];
        p[i][DELAY] += n * p[i][CLOCK];
    }
    p[PHASE][PHASE] += PHASE_STEP * PHASE_STEP;
    p[FREQUENCY][FREQUENCY] += FREQUENCY_STEP * FREQUENCY_STEP;
    p[CLOCK][CLOCK] += CLOCK_STEP * CLOCK_STEP;
}

void phw_pilot_tracker_observe(phw_pilot_tracker *t, const phw_pilot_tracker *told,
                               int carrier, double phase_rad, double variance)
{
    if (!isfinite(phase_rad) || !isfinite(variance))
        return;
    double(*p)[N] = t->covariance;
    const double slope = -2 * M_PI * carrier / PHW_OFDM_N_FFT;
    const double known = t->state[PHASE] - told->state[PHASE] +
                         slope * (t->state[DELAY] - told->state[DELAY]);
    double seen[N];
    for (size_t i = 0; i < N; ++i)
        seen[i] = p[i][PHASE] + slope * p[i][DELAY];
    const double total = seen[PHASE] + slope * seen[DELAY] + variance;
    for (size_t i = 0; i < N; ++i)
        t->state[i] += seen[i] / total * (phase_rad - known);
    for (size_t i = 0; i < N; ++i)
        for (size_t k = 0; k < N; ++k)
            p[i][k] -= seen[i] * seen[k] / total;
}
