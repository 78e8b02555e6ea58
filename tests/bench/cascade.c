/* Reconciliation of frames of 10^4 bits, independent errors, permutations drawn afresh
 * every 100 frames: leak, failures, rounds and Mbit/s of CPU time, both ends together,
 * for every scheme of the registry. Slow ones get fewer frames. */
#include <stdio.h>
#include <stdlib.h>

#include "kgen/reconcilers.h"
#include "kgen/trial.h"

#include "tests/bench/clock.h"

enum {
    N_BITS = 10000,
    N_FRAMES = 2000,
    SESSION_FRAMES = 100,
    AHEAD = 50
};

/* After this no further frames are begun. */
#define ENOUGH_S 1.0

/* Sums over frames. */
typedef struct sums {
    double time_s;
    double leak;
    double rounds;
    unsigned n_failed;
    unsigned n;
} sums;

static void add(sums *to, const phw_trial_result *r)
{
    ++to->n;
    to->leak += (double)r->figures.leak_bits;
    to->rounds += (double)r->figures.n_rounds;
    to->n_failed += r->failed;
}

/* The frames drawn last, one clock around them all. */
static phw_status run_drawn(sums *sum, phw_trial *trial, uint32_t n)
{
    phw_trial_result r[AHEAD];
    const double start = now_s();
    for (uint32_t i = 0; i < n; ++i)
        PHW_TRY(phw_trial_run(trial, &r[i]));
    sum->time_s += now_s() - start;
    for (uint32_t i = 0; i < n; ++i)
        add(sum, &r[i]);
    return PHW_OK;
}

/* One connection: a frame first, to see how many there is time for. */
static phw_status run_session(sums *sum, const phw_trial_config *config)
{
    phw_trial *trial = NULL;
    PHW_TRY(phw_trial_create(&trial, config));
    phw_status s = PHW_OK;
    const uint32_t first = config->session * SESSION_FRAMES;
    const uint32_t step = sum->n == 0 || sum->time_s > 0.01 * sum->n ? 1 : AHEAD;
    for (uint32_t i = 0; i < SESSION_FRAMES && !s && sum->time_s < ENOUGH_S;
         i += step) {
        s = phw_trial_draw_ahead(trial, first + i, step);
        if (!s)
            s = run_drawn(sum, trial, step);
    }
    phw_trial_destroy(trial);
    return s;
}

static phw_status measure(const phw_reconciler *reconciler, double rate)
{
    phw_trial_config config = {.reconciler = reconciler,
                               .n = N_BITS,
                               .error_rate = rate,
                               .estimated_rate = rate,
                               .seed = 1};
    sums sum = {0};
    phw_params_preset(&config.params, reconciler->params, reconciler->n_params);
    for (; config.session < N_FRAMES / SESSION_FRAMES && sum.time_s < ENOUGH_S;
         ++config.session)
        PHW_TRY(run_session(&sum, &config));
    printf("%-11s %3.0f %%: f %.4f, %5.1f rounds, %2u of %4u frames failed, %7.2f "
           "Mbit/s\n",
           reconciler->name, 100 * rate,
           phw_trial_efficiency(sum.leak / sum.n, N_BITS, rate), sum.rounds / sum.n,
           sum.n_failed, sum.n, 1e-6 * N_BITS * sum.n / sum.time_s);
    return PHW_OK;
}

int main(void)
{
    static const double rates[] = {0.01, 0.02, 0.03, 0.05, 0.08, 0.10, 0.15, 0.20};
    size_t n = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n);
    for (size_t i = 0; i < n; ++i) {
        for (size_t j = 0; j < sizeof rates / sizeof *rates; ++j) {
            if (measure(list[i], rates[j]) != PHW_OK)
                printf("%-11s %3.0f %%: %s\n", list[i]->name, 100 * rates[j],
                       phw_error_message());
        }
    }
    return EXIT_SUCCESS;
}
