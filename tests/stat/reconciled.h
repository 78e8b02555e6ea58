/* What many frames of a reconciler come to: leak, rounds, failures. */
#ifndef TESTS_STAT_RECONCILED_H
#define TESTS_STAT_RECONCILED_H

#include <math.h>

#include <criterion/criterion.h>

#include "kgen/reconcilers.h"
#include "kgen/trial.h"

/* What many frames came to. */
typedef struct measured {
    unsigned n_frames;
    unsigned n_failed;
    double f;
    double f_error; /* standard error of f */
    double rounds;
} measured;

/* A session of its own for every ten frames: permutations and masks afresh. */
static inline measured measure(const char *name, const char *text, size_t n,
                               double rate, double estimate, bool fixed_weight,
                               unsigned n_frames)
{
    measured m = {.n_frames = n_frames};
    double sum = 0;
    double squares = 0;
    phw_trial_config config = {.n = n,
                               .error_rate = rate,
                               .estimated_rate = estimate,
                               .fixed_weight = fixed_weight,
                               .seed = 11};
    cr_assert_eq(phw_reconciler_find(&config.reconciler, name), PHW_OK);
    cr_assert_eq(phw_params_read(&config.params, config.reconciler->params,
                                 config.reconciler->n_params, text),
                 PHW_OK, "%s", phw_error_message());
    phw_trial *t = NULL;
    for (uint32_t i = 0; i < n_frames; ++i) {
        if (i % 10 == 0) {
            phw_trial_destroy(t);
            config.session = i / 10;
            cr_assert_eq(phw_trial_create(&t, &config), PHW_OK);
        }
        phw_trial_result r;
        cr_assert_eq(phw_trial_draw(t, i), PHW_OK);
        cr_assert_eq(phw_trial_run(t, &r), PHW_OK, "%s", phw_error_message());
        const double f =
            phw_trial_efficiency((double)r.figures.leak_bits, n, rate) / n_frames;
        sum += f;
        squares += f * f * n_frames;
        m.rounds += (double)r.figures.n_rounds / n_frames;
        m.n_failed += r.failed ? 1 : 0;
    }
    phw_trial_destroy(t);
    m.f = sum;
    m.f_error = sqrt((squares - sum * sum) / n_frames);
    return m;
}

#endif
