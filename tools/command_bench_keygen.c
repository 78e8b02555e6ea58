#include "tools/command_bench_keygen.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/interval.h"
#include "tools/keygen.h"
#include "tools/keygen_options.h"
#include "tools/lab_probing.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/workers.h"

/* One figure of every trial: what the row's means are of. */
typedef enum figure {
    RATE = 0,
    RATE_10MS,
    PER_PROBE,
    KEY_BITS,
    DISAGREEMENT,
    CORRELATION,
    EFFICIENCY,
    EVE_DISAGREEMENT,
    ROUND_TRIPS,
    N_FIGURES
} figure;

typedef struct study {
    phw_scenario scenario;
    phw_agreement_config config;
    uint64_t seed;
    size_t n_trials;
    double *value[N_FIGURES]; /* n_trials each */
    bool *has_key;
} study;

static void note(study *s, size_t trial, const phw_keygen *k)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    const double values[N_FIGURES] = {
        [RATE] = phw_keygen_rate(k, 0),
        [RATE_10MS] = phw_keygen_rate(k, 10e-3),
        [PER_PROBE] = (double)r->key_bits / (double)k->n_exchanges,
        [KEY_BITS] = (double)r->key_bits,
        [DISAGREEMENT] = k->disagreement_rate,
        [CORRELATION] = k->correlation,
        [EFFICIENCY] = k->efficiency,
        [EVE_DISAGREEMENT] = k->eve_rate,
        [ROUND_TRIPS] = (double)r->n_round_trips,
    };
    for (size_t i = 0; i < N_FIGURES; ++i)
        s->value[i][trial] = values[i];
    s->has_key[trial] = k->status == PHW_OK;
}

static phw_status agree(study *s, size_t trial, const phw_probing *p)
{
    phw_entropy entropy[2] = {0};
    char role[32];
    (void)snprintf(role, sizeof role, "alice %zu", trial);
    PHW_TRY(phw_entropy_seeded(&entropy[PHW_ALICE], s->seed, role));
    (void)snprintf(role, sizeof role, "bob %zu", trial);
    PHW_TRY(phw_entropy_seeded(&entropy[PHW_BOB], s->seed, role));
    phw_keygen k = {0};
    PHW_TRY(phw_keygen_run(&k, &p->trace[PHW_PARTY_ALICE], &p->trace[PHW_PARTY_BOB],
                           &p->trace[PHW_PARTY_EVE], &s->config, entropy, NULL));
    note(s, trial, &k);
    phw_keygen_free(&k);
    return PHW_OK;
}

static phw_status run_trial(void *context, size_t item, size_t worker)
{
    study *s = context;
    (void)worker;
    phw_probing p = {0};
    PHW_TRY(phw_probing_run(&p, &s->scenario, s->seed, (uint32_t)item, 1, NULL));
    const phw_status status = agree(s, item, &p);
    phw_probing_free(&p);
    return status;
}

static phw_status allocate(study *s)
{
    s->has_key = calloc(s->n_trials, sizeof *s->has_key);
    bool good = s->has_key != NULL;
    for (size_t i = 0; i < N_FIGURES; ++i) {
        s->value[i] = calloc(s->n_trials, sizeof *s->value[i]);
        good = good && s->value[i] != NULL;
    }
    return good ? PHW_OK : phw_fail(PHW_ENOMEM, "no memory for the trials' figures");
}

static void release(study *s)
{
    free(s->has_key);
    for (size_t i = 0; i < N_FIGURES; ++i)
        free(s->value[i]);
}

/* Mean and interval over the trials that have the figure. */
static void set_mean(json_t *row, const char *name, double *value, size_t n)
{
    char interval_name[64];
    size_t kept = 0;
    for (size_t i = 0; i < n; ++i) {
        if (isfinite(value[i]))
            value[kept++] = value[i];
    }
    double mean = 0;
    const phw_interval span = phw_interval_mean(&mean, value, kept);
    (void)snprintf(interval_name, sizeof interval_name, "%s_interval", name);
    (void)json_object_set_new(row, name, kept > 0 ? json_real(mean) : json_null());
    (void)json_object_set_new(row, interval_name,
                              kept > 1 ? json_pack("[f,f]", span.low, span.high)
                                       : json_null());
}

static json_t *row_json(study *s)
{
    static const char *const name[N_FIGURES] = {
        "key_rate_bit_per_s",
        "key_rate_10ms_bit_per_s",
        "key_rate_bit_per_probe",
        "key_bits",
        "bit_disagreement_rate",
        "correlation",
        "reconciliation_efficiency",
        "eve_bit_disagreement_rate",
        "round_trips",
    };
    uint64_t keys = 0;
    for (size_t i = 0; i < s->n_trials; ++i)
        keys += s->has_key[i];
    const phw_interval share = phw_interval_share(keys, s->n_trials);
    json_t *row = json_pack("{s:s,s:I,s:I,s:f,s:[f,f]}", "scenario", s->scenario.path,
                            "trials", (json_int_t)s->n_trials, "keys", (json_int_t)keys,
                            "key_probability", (double)keys / (double)s->n_trials,
                            "key_probability_interval", share.low, share.high);
    for (size_t i = 0; i < N_FIGURES; ++i)
        set_mean(row, name[i], s->value[i], s->n_trials);
    return row;
}

static phw_status measure(study *s, const phw_arguments *arguments)
{
    phw_progress bar;
    phw_progress_start(&bar, "trials", (double)s->n_trials, arguments);
    phw_status status =
        phw_workers_run((size_t)phw_argument_count(arguments, "threads"), s->n_trials,
                        run_trial, s, &bar);
    phw_progress_end(&bar);
    PHW_TRY(status);
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    json_t *rows = json_array();
    (void)json_array_append_new(rows, row_json(s));
    phw_result_json(r, "rows", NULL, rows);
    /* For people a line a figure: one row is too wide for a table. */
    const char *name = NULL;
    json_t *value = NULL;
    if (!phw_argument_given(arguments, "json")) {
        json_object_foreach(json_array_get(rows, 0), name, value)
        {
            phw_result_json(r, name, name, json_incref(value));
        }
    }
    phw_result_count(r, "seed", "seed", "", s->seed);
    status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

/* One exchange tells what the traces are like. */
static phw_status configure(study *s, const phw_arguments *arguments)
{
    phw_scenario one = s->scenario;
    phw_probing p = {0};
    one.value[PHW_SCENARIO_PROBES] = 1;
    one.value[PHW_SCENARIO_LEVEL] = PHW_LEVEL_COEFFICIENTS;
    PHW_TRY(phw_probing_run(&p, &one, s->seed, 0, 1, NULL));
    const phw_status status = phw_keygen_config(&s->config, arguments, &p.trace[0]);
    phw_probing_free(&p);
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    study s = {.seed = phw_argument_count(arguments, "seed"),
               .n_trials = (size_t)phw_argument_count(arguments, "trials")};
    PHW_TRY(phw_scenario_from_arguments(&s.scenario, arguments));
    PHW_TRY(configure(&s, arguments));
    phw_status status = allocate(&s);
    if (!status)
        status = measure(&s, arguments);
    release(&s);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "trials",
               .unit = "",
               .summary = "independent sessions",
               .min = 1,
               .max = 1e6,
               .preset = 20,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTION_SET,
    PHW_OPTIONS_KEYGEN,
};

const phw_command phw_command_bench_keygen = {
    .name = "bench keygen",
    .summary = "how often and how fast a scenario gives a key, with intervals",
    .detail = "Each trial is a new channel, probed and agreed on from the beginning.\n"
              "Intervals are 95 %: Clopper and Pearson's of the probability of a key,\n"
              "Student's of the means; trials without a key count with rate 0.",
    .example = "phyward bench keygen walking-wifi.yaml --trials 20 --threads 2",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"SCENARIO.yaml", "the scenario; phyward list scenario has its keys",
                    false}},
    .run = run,
};
