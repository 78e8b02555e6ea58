/* Reconciliation of frames of 10^4 bits: Mbit/s of process time, both ends together. */
#include <stdio.h>
#include <stdlib.h>

#include "kgen/reconcilers.h"
#include "kgen/trial.h"

#include "tests/bench/clock.h"

/* Sums over frames. */
typedef struct sums {
    double time_s;
    double leak;
    double rounds;
    unsigned n_failed;
} sums;

static phw_status run_frames(sums *sum, phw_trial *trial, uint32_t n_frames)
{
    for (uint32_t frame = 0; frame < n_frames; ++frame) {
        phw_trial_result r;
        PHW_TRY(phw_trial_draw(trial, frame));
        const double start = now_s();
        PHW_TRY(phw_trial_run(trial, &r));
        sum->time_s += now_s() - start;
        sum->leak += (double)r.figures.leak_bits;
        sum->rounds += (double)r.figures.n_rounds;
        sum->n_failed += r.n_left > 0;
    }
    return PHW_OK;
}

static phw_status measure(const phw_reconciler *reconciler, double rate)
{
    enum {
        N_BITS = 10000,
        N_FRAMES = 1000
    };

    phw_trial_config config = {.reconciler = reconciler,
                               .n = N_BITS,
                               .error_rate = rate,
                               .estimated_rate = rate,
                               .seed = 1};
    phw_trial *trial = NULL;
    sums sum = {0};
    phw_params_preset(&config.params, reconciler->params, reconciler->n_params);
    PHW_TRY(phw_trial_create(&trial, &config));
    const phw_status s = run_frames(&sum, trial, N_FRAMES);
    phw_trial_destroy(trial);
    PHW_TRY(s);
    printf("%-9s %4.0f %%: f %.4f, %5.1f rounds, %u of %d frames failed, %6.1f "
           "Mbit/s\n",
           reconciler->name, 100 * rate,
           phw_trial_efficiency(sum.leak / N_FRAMES, N_BITS, rate),
           sum.rounds / N_FRAMES, sum.n_failed, N_FRAMES,
           1e-6 * N_BITS * N_FRAMES / sum.time_s);
    return PHW_OK;
}

int main(void)
{
    static const double rates[] = {0.01, 0.03, 0.05, 0.10};
    size_t n = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n);
    for (size_t i = 0; i < n; ++i) {
        for (size_t j = 0; j < sizeof rates / sizeof *rates; ++j) {
            if (measure(list[i], rates[j]) != PHW_OK) {
                fprintf(stderr, "cascade: %s\n", phw_error_message());
                return EXIT_FAILURE;
            }
        }
    }
    return EXIT_SUCCESS;
}
