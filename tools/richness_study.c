#include "tools/richness_study.h"

#include <math.h>
#include <stdlib.h>

#include "core/entropy.h"
#include "core/signal.h"
#include "kgen/feature_registry.h"
#include "tools/keygen.h"
#include "tools/keygen_options.h"
#include "tools/lab_plan.h"
#include "tools/lab_probing.h"
#include "tools/progress.h"
#include "tools/richness_measure.h"
#include "tools/richness_theory.h"
#include "tools/scenario.h"
#include "tools/workers.h"

/* One value of the study. */
typedef struct stage {
    const phw_richness_study *study;
    phw_scenario scenario;
    phw_agreement_config config;
    double theory;
} stage;

/* All of them, and a figure of each session. */
typedef struct job {
    const phw_richness_study *study;
    stage *stage; /* one a value */
    double *information;
    double *certified;
    bool *has_key;
} job;

static phw_status agree(double *certified, bool *has_key, const stage *s,
                        const phw_probing *p, size_t session)
{
    phw_entropy entropy[2] = {0};
    phw_keygen k = {0};
    PHW_TRY(phw_keygen_sources(entropy, s->study->seed, "richness ", session));
    PHW_TRY(phw_keygen_run(&k, &p->trace[PHW_PARTY_ALICE], &p->trace[PHW_PARTY_BOB],
                           &p->trace[PHW_PARTY_EVE], &s->config, entropy, NULL));
    *has_key = k.status == PHW_OK;
    *certified = (double)k.rehearsal.report[PHW_ALICE].key_bits / (double)k.n_exchanges;
    phw_keygen_free(&k);
    return PHW_OK;
}

static phw_status run_session(void *context, size_t item, size_t worker)
{
    job *j = context;
    const size_t n = j->study->n_sessions;
    const stage *s = &j->stage[item / n];
    const phw_experiment *e = j->study->experiment;
    phw_probing p = {0};
    (void)worker;
    PHW_TRY(phw_probing_run(&p, &s->scenario, j->study->seed, (uint32_t)(item % n), 1,
                            NULL));
    phw_status status =
        phw_richness_measure(&j->information[item], &p.trace[PHW_PARTY_ALICE],
                             &p.trace[PHW_PARTY_BOB], e->block, e->stride);
    if (status == PHW_ESHORT) {
        j->information[item] = (double)NAN;
        status = PHW_OK;
    }
    if (!status)
        status = agree(&j->certified[item], &j->has_key[item], s, &p, item % n);
    phw_probing_free(&p);
    return status;
}

/* The closed form is of complex estimates, so their parts are the feature by default.
 */
static phw_status configure(stage *s, const phw_arguments *arguments,
                            const phw_trace *example)
{
    const phw_feature *parts = NULL;
    PHW_TRY(phw_keygen_config(&s->config, arguments, example));
    if (phw_argument_text(arguments, "feature") != NULL)
        return PHW_OK;
    PHW_TRY(phw_feature_find(&parts, "parts"));
    phw_pipeline_set_feature(&s->config.pipeline, parts, NULL);
    return phw_agreement_check(&s->config);
}

/* One exchange tells what the traces are like. */
static phw_status prepare_stage(stage *s, const phw_richness_study *study, double value)
{
    phw_probing p = {0};
    s->study = study;
    s->scenario = *study->scenario;
    PHW_TRY(study->experiment->apply(&s->scenario, value));
    const double n_probes = s->scenario.value[PHW_SCENARIO_PROBES];
    s->scenario.value[PHW_SCENARIO_PROBES] = 1;
    phw_status status = phw_probing_run(&p, &s->scenario, study->seed, 0, 1, NULL);
    s->scenario.value[PHW_SCENARIO_PROBES] = n_probes;
    if (!status)
        status = configure(s, study->arguments, &p.trace[PHW_PARTY_ALICE]);
    if (!status)
        status =
            phw_richness_theory(&s->theory, &s->scenario, &p.trace[PHW_PARTY_ALICE],
                                &p.trace[PHW_PARTY_BOB], study->experiment->block);
    phw_probing_free(&p);
    return status;
}

static phw_richness_figure figure_of(double *value, size_t n)
{
    phw_richness_figure f = {.mean = (double)NAN};
    size_t kept = 0;
    for (size_t i = 0; i < n; ++i) {
        if (isfinite(value[i]))
            value[kept++] = value[i];
    }
    f.interval = phw_interval_mean(&f.mean, value, kept);
    return f;
}

static void conclude(phw_richness_point *point, job *j)
{
    const size_t n = j->study->n_sessions;
    for (size_t v = 0; v < j->study->values.n; ++v) {
        const stage *s = &j->stage[v];
        phw_richness_point *p = &point[v];
        *p = (phw_richness_point){.value = j->study->values.value[v],
                                  .theory = s->theory,
                                  .information = figure_of(j->information + v * n, n),
                                  .certified = figure_of(j->certified + v * n, n),
                                  .n_sessions = n,
                                  .interval_s =
                                      s->scenario.value[PHW_SCENARIO_INTERVAL_S]};
        for (size_t i = 0; i < n; ++i)
            p->n_keys += j->has_key[v * n + i];
    }
}

static phw_status allocate(job *j)
{
    const size_t n = j->study->values.n * j->study->n_sessions;
    PHW_TRY(phw_array_alloc(&j->stage, j->study->values.n, sizeof *j->stage));
    PHW_TRY(phw_array_alloc(&j->information, n, sizeof *j->information));
    PHW_TRY(phw_array_alloc(&j->certified, n, sizeof *j->certified));
    return phw_array_alloc(&j->has_key, n, sizeof *j->has_key);
}

static phw_status run_all(phw_richness_point *point, job *j)
{
    const phw_richness_study *study = j->study;
    const size_t n = study->values.n * study->n_sessions;
    for (size_t v = 0; v < study->values.n; ++v)
        PHW_TRY(prepare_stage(&j->stage[v], study, study->values.value[v]));
    phw_progress bar;
    phw_progress_start(&bar, "sessions", (double)n, study->arguments);
    const phw_status status =
        phw_workers_run(study->n_threads, n, run_session, j, &bar);
    phw_progress_end(&bar);
    PHW_TRY(status);
    conclude(point, j);
    return PHW_OK;
}

phw_status phw_richness_run(phw_richness_point *point, const phw_richness_study *study)
{
    job j = {.study = study};
    phw_status status = allocate(&j);
    if (!status)
        status = run_all(point, &j);
    free(j.stage);
    free(j.information);
    free(j.certified);
    free(j.has_key);
    return status;
}
