#include "tools/demo_step_channel.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_sf_bessel.h>

#include "core/signal.h"
#include "tools/interval.h"
#include "tools/lab_probing.h"
#include "tools/lab_similarity.h"
#include "tools/plot_lines.h"
#include "tools/scenario_check.h"
#include "tools/similarity.h"
#include "tools/workers.h"

/* Pairs of frames, each over a channel of its own: intervals then hold as they are. */
#define TRIALS 400

#define FALSE_ALARM 0.01

/* The demo does not call it good when more of either kind go wrong. */
#define WRONG_MAX 0.05

static const double two_pi = 6.28318530717958647692;

typedef struct study {
    phw_scenario scenario; /* two frames */
    uint64_t seed;
    phw_similarity_lab lab;
    double threshold;
    double motion; /* variance by which the channel moves from frame to frame */
    double *genuine, *impostor;
    size_t n_rejected, n_accepted;
} study;

static phw_status configure(study *s, const phw_demo *demo)
{
    phw_similarity_plan plan = {0};
    double *v = s->scenario.value;
    const double apart_s = 2 * v[PHW_SCENARIO_TURNAROUND_S];
    PHW_TRY(phw_similarity_plan_test(&plan, "difference:fit=phase"));
    v[PHW_SCENARIO_PROBES] = 2;
    v[PHW_SCENARIO_INTERVAL_S] = apart_s;
    v[PHW_SCENARIO_LEVEL] = PHW_LEVEL_COEFFICIENTS;
    v[PHW_SCENARIO_OBSERVE] = PHW_OBSERVE_CFR;
    PHW_TRY(phw_scenario_check(&s->scenario));
    s->seed = demo->seed;
    s->motion =
        1 - gsl_sf_bessel_J0(two_pi * phw_scenario_doppler_hz(&s->scenario) * apart_s);
    s->lab = (phw_similarity_lab){
        .test = plan.test,
        .params = plan.params,
        .n_tones = (size_t)v[PHW_SCENARIO_SUBCARRIERS],
        .n_references = 1,
        .snr = pow(10, v[PHW_SCENARIO_SNR_ALICE_DB] / 10),
        .step = 1,
        .n_trials = 1,
        .n_impostors = 1,
    };
    return phw_similarity_lab_threshold(&s->threshold, &s->lab, FALSE_ALARM);
}

/* Trial 0 is the channel that the key came of. What the channel moves between two
 * frames adds to the noise of either. */
static phw_status judge(void *context, size_t item, size_t worker)
{
    study *s = context;
    phw_probing p = {0};
    (void)worker;
    PHW_TRY(phw_probing_run(&p, &s->scenario, s->seed, (uint32_t)item + 1, 1, NULL));
    p.trace[PHW_PARTY_ALICE].noise_variance += s->motion;
    p.trace[PHW_PARTY_EVE].noise_variance += s->motion;
    const phw_status status = phw_similarity_lab_traces(
        &s->genuine[item], &s->impostor[item], &s->lab, &p.trace[PHW_PARTY_ALICE],
        &p.trace[PHW_PARTY_EVE], 2);
    phw_probing_free(&p);
    return status;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void count(study *s)
{
    for (size_t i = 0; i < TRIALS; ++i) {
        s->n_rejected += s->genuine[i] > s->threshold;
        s->n_accepted += s->impostor[i] <= s->threshold;
    }
    qsort(s->genuine, TRIALS, sizeof(double), by_value);
    qsort(s->impostor, TRIALS, sizeof(double), by_value);
}

/* Distributions of the statistic; value[] holds TRIALS of genuine, impostor, share and
 * closed form. */
static void draw(phw_demo_drawing *d, const study *s)
{
    const phw_similarity_shape shape = {s->lab.n_tones, 1, s->lab.snr};
    double *share = s->genuine + 2 * (size_t)TRIALS;
    double *closed = share + TRIALS;
    for (size_t i = 0; i < TRIALS; ++i) {
        share[i] = (double)(i + 1) / TRIALS;
        closed[i] = 1 - s->lab.test->p_value(s->genuine[i], &shape, &s->lab.params);
    }
    d->value = s->genuine;
    d->curve[0] = (phw_plot_curve){.name = "the tag",
                                   .x = s->genuine,
                                   .y = share,
                                   .n = TRIALS,
                                   .colour = PHW_COLOUR_BOB};
    d->curve[1] = (phw_plot_curve){.name = "closed form",
                                   .x = s->genuine,
                                   .y = closed,
                                   .n = TRIALS,
                                   .colour = PHW_COLOUR_ALICE,
                                   .closed_form = true};
    d->curve[2] = (phw_plot_curve){.name = "Eve",
                                   .x = s->impostor,
                                   .y = share,
                                   .n = TRIALS,
                                   .colour = PHW_COLOUR_EVE};
    d->mark = (phw_plot_mark){"threshold", s->threshold};
    d->data[0] = (phw_plot_data){
        .title = "What is left between two frames",
        .summary = "Share of frames whose difference is at most that. Left of the "
                   "threshold they are taken for the tag's. Dashed: the closed form.",
        .x = {.label = "difference over the noise", .logarithmic = true},
        .y = {.label = "share of the frames", .to = 1.02},
        .curve = d->curve,
        .n_curves = 3,
        .mark = &d->mark,
        .n_marks = 1};
    d->picture[0] = (phw_page_picture){&phw_plot_lines, &d->data[0]};
    d->n_pictures = 1;
}

static void tell(phw_demo_outcome *out, const study *s)
{
    phw_result *r = out->figures;
    const phw_interval rejected = phw_interval_share(s->n_rejected, TRIALS);
    const phw_interval accepted = phw_interval_share(s->n_accepted, TRIALS);
    (void)snprintf(out->said, sizeof out->said,
                   "%zu of %d frames that the tag sent %.0f us after another one were "
                   "taken for its own (asked: %.0f %%)",
                   TRIALS - s->n_rejected, TRIALS,
                   1e6 * s->scenario.value[PHW_SCENARIO_INTERVAL_S],
                   100 * (1 - FALSE_ALARM));
    (void)snprintf(out->eve, sizeof out->eve,
                   "%zu of %d frames of hers were taken for the tag's (95 %% interval "
                   "%.4f to %.4f)",
                   s->n_accepted, TRIALS, accepted.low, accepted.high);
    out->good = accepted.high <= WRONG_MAX && rejected.low <= WRONG_MAX;
    out->by_eve = rejected.low <= WRONG_MAX;
    out->failure = PHW_EAUTH;
    phw_result_text(r, "test", "test", "difference:fit=phase");
    phw_result_number(r, "frames_apart_s", "frames apart", "s",
                      s->scenario.value[PHW_SCENARIO_INTERVAL_S]);
    phw_result_number(r, "false_alarm", "false-alarm rate asked for", "", FALSE_ALARM);
    phw_result_number(r, "threshold", "threshold", "", s->threshold);
    phw_result_count(r, "trials", "pairs of frames, each over its own channel", "",
                     TRIALS);
    phw_result_count(r, "rejected", "frames of the tag refused", "", s->n_rejected);
    phw_result_interval(r, "rejected_interval", "  95 % interval of the share", "",
                        rejected.low, rejected.high);
    phw_result_count(r, "accepted", "frames of Eve taken for its own", "",
                     s->n_accepted);
    phw_result_interval(r, "accepted_interval", "  95 % interval of the share", "",
                        accepted.low, accepted.high);
}

static phw_status run(phw_demo_outcome *out, phw_demo *demo)
{
    study s = {.scenario = *demo->scenario};
    PHW_TRY(configure(&s, demo));
    PHW_TRY(phw_array_alloc(&s.genuine, 4 * (size_t)TRIALS, sizeof(double)));
    s.impostor = s.genuine + TRIALS;
    const phw_status status = phw_workers_run(demo->n_threads, TRIALS, judge, &s, NULL);
    if (status) {
        free(s.genuine);
        return status;
    }
    count(&s);
    tell(out, &s);
    draw(&out->drawing, &s);
    return PHW_OK;
}

const phw_demo_step phw_demo_step_channel = {
    .name = "channel",
    .title = "The tag's channel",
    .run = run,
};
