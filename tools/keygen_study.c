#include "tools/keygen_study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/keygen.h"
#include "tools/keygen_options.h"
#include "tools/lab_air.h"
#include "tools/lab_plan.h"
#include "tools/lab_probing.h"
#include "tools/scenario_options.h"
#include "tools/workers.h"

/* Blocks of a scenario's trials: their sums are added in order, whoever made them. */
#define BLOCKS_MAX 256

static size_t block_size(const phw_keygen_study *s)
{
    return (s->n_trials + BLOCKS_MAX - 1) / BLOCKS_MAX;
}

static size_t n_blocks(const phw_keygen_study *s)
{
    return (s->n_trials + block_size(s) - 1) / block_size(s);
}

size_t phw_keygen_study_steps(const phw_keygen_study *s)
{
    return s->n_scenarios * n_blocks(s);
}

static phw_status read_scenarios(phw_keygen_study *s, const phw_arguments *arguments)
{
    PHW_TRY(
        phw_array_alloc(&s->scenario, arguments->n_positional, sizeof *s->scenario));
    for (size_t i = 0; i < arguments->n_positional; ++i) {
        PHW_TRY(phw_scenario_from_file(
            &s->scenario[i], phw_argument_positional(arguments, i), arguments));
        PHW_TRY(phw_lab_plan_needs_eve(&s->scenario[i], "bench keygen"));
        ++s->n_scenarios;
    }
    return PHW_OK;
}

/* All that were given, with commas between; NULL for none. */
static phw_status join_schemes(char **out, const phw_arguments *arguments)
{
    const char *item = NULL;
    size_t size = 1;
    for (size_t i = 0; (item = phw_argument_item(arguments, "scheme", i)) != NULL; ++i)
        size += strlen(item) + 1;
    if (size == 1)
        return PHW_OK;
    char *all = NULL;
    PHW_TRY(phw_array_alloc(&all, size, 1));
    for (size_t i = 0, n = 0;
         (item = phw_argument_item(arguments, "scheme", i)) != NULL; ++i)
        n += (size_t)snprintf(all + n, size - n, "%s%s", i > 0 ? "," : "", item);
    *out = all;
    return PHW_OK;
}

static phw_status split_schemes(phw_keygen_study *s, const phw_arguments *arguments)
{
    PHW_TRY(join_schemes(&s->names, arguments));
    s->n_schemes = 1;
    s->scheme[0] = s->names;
    for (char *c = s->names; c != NULL && *c != '\0'; ++c) {
        if (*c != ',')
            continue;
        if (s->n_schemes == PHW_KEYGEN_STUDY_SCHEMES_MAX)
            return phw_fail(PHW_EARG, "--scheme: more than %d schemes",
                            PHW_KEYGEN_STUDY_SCHEMES_MAX);
        *c = '\0';
        s->scheme[s->n_schemes++] = c + 1;
    }
    return PHW_OK;
}

/* As if each scheme had been given alone. One exchange tells what the traces are like.
 */
static phw_status configure(phw_agreement_config *config, const phw_keygen_study *s,
                            const phw_scenario *scenario,
                            const phw_arguments *arguments)
{
    phw_arguments with = *arguments;
    phw_scenario one = *scenario;
    phw_probing p = {0};
    const size_t at =
        phw_option_find(arguments->option, arguments->n_options, "scheme");
    one.value[PHW_SCENARIO_PROBES] = 1;
    one.value[PHW_SCENARIO_LEVEL] = PHW_LEVEL_COEFFICIENTS;
    PHW_TRY(phw_probing_run(&p, &one, s->seed, 0, 1, NULL));
    phw_status status = PHW_OK;
    for (size_t i = 0; i < s->n_schemes && !status; ++i) {
        with.value[at].text = s->scheme[i];
        status = phw_keygen_config(&config[i], &with, &p.trace[PHW_PARTY_ALICE]);
    }
    phw_probing_free(&p);
    return status;
}

static phw_status make(phw_keygen_study *s, const phw_arguments *arguments)
{
    PHW_TRY(read_scenarios(s, arguments));
    PHW_TRY(split_schemes(s, arguments));
    const size_t n = s->n_scenarios * s->n_schemes;
    PHW_TRY(phw_array_alloc(&s->config, n, sizeof *s->config));
    PHW_TRY(phw_array_alloc(&s->summary, n, sizeof *s->summary));
    for (size_t i = 0; i < s->n_scenarios; ++i)
        PHW_TRY(configure(&s->config[i * s->n_schemes], s, &s->scenario[i], arguments));
    return PHW_OK;
}

phw_status phw_keygen_study_make(phw_keygen_study *out, const phw_arguments *arguments)
{
    phw_keygen_study s = {.seed = phw_argument_count(arguments, "seed"),
                          .n_trials = (size_t)phw_argument_count(arguments, "trials")};
    const phw_status status = make(&s, arguments);
    if (status)
        phw_keygen_study_free(&s);
    else
        *out = s;
    return status;
}

/* One thread's air, and the scenario that it is of. */
typedef struct place {
    phw_air *air;
    size_t scenario;
} place;

typedef struct job {
    phw_keygen_study *study;
    phw_keygen_summary *part; /* block by block, each its scenario's schemes */
    place place[PHW_WORKERS_MAX];
} job;

static phw_status agree(phw_keygen_summary *to, const phw_probing *p,
                        const phw_agreement_config *config, uint64_t seed, size_t trial)
{
    phw_entropy entropy[2] = {0};
    PHW_TRY(phw_keygen_sources(entropy, seed, "", trial));
    phw_keygen k = {0};
    PHW_TRY(phw_keygen_run(&k, &p->trace[PHW_PARTY_ALICE], &p->trace[PHW_PARTY_BOB],
                           &p->trace[PHW_PARTY_EVE], config, entropy, NULL));
    double value[PHW_KEYGEN_COLUMNS_MAX];
    phw_keygen_column_values(value, &k);
    for (size_t i = 0; phw_keygen_column_at(i) != NULL; ++i)
        phw_moments_add(&to->column[i], value[i]);
    to->keys += k.status == PHW_OK;
    phw_keygen_free(&k);
    return PHW_OK;
}

/* One channel, all schemes. */
static phw_status run_trial(const phw_keygen_study *s, phw_keygen_summary *to,
                            place *at, size_t trial)
{
    const size_t scenario = at->scenario;
    phw_probing p = {0};
    PHW_TRY(phw_probing_trial(&p, &at->air, &s->scenario[scenario], s->seed,
                              (uint32_t)trial));
    phw_status status = PHW_OK;
    for (size_t i = 0; i < s->n_schemes && !status; ++i) {
        status =
            agree(&to[i], &p, &s->config[scenario * s->n_schemes + i], s->seed, trial);
        if (status && s->scheme[i] != NULL)
            status = phw_fail_within(status, "%s: %s", s->scenario[scenario].path,
                                     s->scheme[i]);
    }
    phw_probing_free(&p);
    return status;
}

static phw_status run_block(void *context, size_t item, size_t worker)
{
    job *j = context;
    const phw_keygen_study *s = j->study;
    place *at = &j->place[worker];
    if (at->scenario != item / n_blocks(s)) {
        phw_air_destroy(at->air);
        at->air = NULL;
    }
    at->scenario = item / n_blocks(s);
    const size_t from = item % n_blocks(s) * block_size(s);
    const size_t to =
        from + block_size(s) < s->n_trials ? from + block_size(s) : s->n_trials;
    for (size_t trial = from; trial < to; ++trial)
        PHW_TRY(run_trial(s, &j->part[item * s->n_schemes], at, trial));
    return PHW_OK;
}

static void add(phw_keygen_summary *to, const phw_keygen_summary *part)
{
    to->keys += part->keys;
    for (size_t i = 0; i < PHW_KEYGEN_COLUMNS_MAX; ++i)
        phw_moments_merge(&to->column[i], &part->column[i]);
}

phw_status phw_keygen_study_run(phw_keygen_study *inout, size_t n_threads,
                                phw_progress *progress)
{
    const size_t n = phw_keygen_study_steps(inout);
    const size_t per_scenario = n_blocks(inout) * inout->n_schemes;
    job j = {.study = inout};
    PHW_TRY(phw_array_alloc(&j.part, n * inout->n_schemes, sizeof *j.part));
    const phw_status s = phw_workers_run(n_threads, n, run_block, &j, progress);
    for (size_t i = 0; i < n * inout->n_schemes && !s; ++i)
        add(&inout->summary[i / per_scenario * inout->n_schemes + i % inout->n_schemes],
            &j.part[i]);
    for (size_t i = 0; i < PHW_WORKERS_MAX; ++i)
        phw_air_destroy(j.place[i].air);
    free(j.part);
    return s;
}

void phw_keygen_study_free(phw_keygen_study *s)
{
    free(s->scenario);
    free(s->names);
    free(s->config);
    free(s->summary);
    *s = (phw_keygen_study){0};
}
