#include "tools/command_bench_keygen.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/interval.h"
#include "tools/keygen.h"
#include "tools/keygen_options.h"
#include "tools/lab_plan.h"
#include "tools/lab_probing.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/scenario_unused.h"
#include "tools/workers.h"

/* One figure of every trial: what the row's means are of. */
typedef enum figure {
    RATE = 0,
    RATE_10MS,
    PER_PROBE,
    KEY_BITS,
    CERTIFIED,
    DISAGREEMENT,
    RECONCILED,
    EFFICIENCY,
    ENTROPY,
    CORRELATION,
    EVE_DISAGREEMENT,
    EVE_INFORMATION,
    EVE_CORRELATION,
    EVE_MULTIPLE_CORRELATION,
    ROUND_TRIPS,
    N_FIGURES
} figure;

typedef struct label {
    const char *field;  /* in JSON */
    const char *people; /* in the table */
} label;

static const label figure_label[N_FIGURES] = {
    [RATE] = {"key_rate_bit_per_s", "key rate, bit/s, messages taking no time"},
    [RATE_10MS] = {"key_rate_10ms_bit_per_s", "key rate, bit/s, 10 ms a round trip"},
    [PER_PROBE] = {"key_rate_bit_per_probe", "key rate, bits a probe"},
    [KEY_BITS] = {"key_bits", "key, bits (0 where there is none)"},
    [CERTIFIED] = {"certified_bits", "bits that can be certified"},
    [DISAGREEMENT] = {"bit_disagreement_rate", "raw bits that differ, share"},
    [RECONCILED] = {"reconciled_error_rate", "reconciled bits that differed, share"},
    [EFFICIENCY] = {"reconciliation_efficiency", "reconciliation over Shannon's limit"},
    [ENTROPY] = {"min_entropy_per_bit", "entropy of a raw bit, bits"},
    [CORRELATION] = {"correlation", "correlation of the features"},
    [EVE_DISAGREEMENT] = {"eve_bit_disagreement_rate", "Eve's bits that differ, share"},
    [EVE_INFORMATION] = {"eve_information_bits", "Eve is taken to know, bits"},
    [EVE_MULTIPLE_CORRELATION] = {"eve_multiple_correlation",
                                  "multiple correlation of her trace, 99 % bound"},
    [EVE_CORRELATION] = {"eve_correlation", "correlation of Eve's features"},
    [ROUND_TRIPS] = {"round_trips", "round trips"},
};

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
        [CERTIFIED] = (double)k->certified_bits,
        [DISAGREEMENT] = k->disagreement_rate,
        [RECONCILED] = k->reconciled_rate,
        [EFFICIENCY] = k->efficiency,
        [ENTROPY] = r->assessed ? r->assessment.per_bit : (double)NAN,
        [CORRELATION] = k->correlation,
        [EVE_DISAGREEMENT] = k->eve_rate,
        [EVE_INFORMATION] = r->assessed ? r->eve_information_bits : (double)NAN,
        [EVE_CORRELATION] = k->eve_correlation,
        [EVE_MULTIPLE_CORRELATION] = k->eve_multiple_correlation,
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

/* Mean and interval over the trials that have the figure; null where there are none, or
 * no two. */
static void set_mean(json_t *row, json_t *lines, const label *name, double *value,
                     size_t n)
{
    char interval_name[64];
    size_t kept = 0;
    for (size_t i = 0; i < n; ++i) {
        if (isfinite(value[i]))
            value[kept++] = value[i];
    }
    double mean = 0;
    const phw_interval span = phw_interval_mean(&mean, value, kept);
    (void)snprintf(interval_name, sizeof interval_name, "%s_interval", name->field);
    json_t *middle = kept > 0 ? json_real(mean) : json_null();
    json_t *interval = kept > 1 ? json_pack("[f,f]", span.low, span.high) : json_null();
    (void)json_array_append_new(
        lines, json_pack("{s:s,s:O,s:O,s:I}", "mean of", name->people, "mean", middle,
                         "95 % interval", interval, "trials", (json_int_t)kept));
    (void)json_object_set_new(row, name->field, middle);
    (void)json_object_set_new(row, interval_name, interval);
}

static json_t *row_json(const study *s, uint64_t keys, phw_interval share)
{
    return json_pack("{s:s,s:I,s:I,s:f,s:[f,f]}", "scenario", s->scenario.path,
                     "trials", (json_int_t)s->n_trials, "keys", (json_int_t)keys,
                     "key_probability", (double)keys / (double)s->n_trials,
                     "key_probability_interval", share.low, share.high);
}

/* One object for programs, in an array; for people, who can't read a line that wide, a
 * table with a line a figure. */
static void fill(phw_result *r, study *s, bool for_people)
{
    uint64_t keys = 0;
    for (size_t i = 0; i < s->n_trials; ++i)
        keys += s->has_key[i];
    const phw_interval share = phw_interval_wilson(keys, s->n_trials);
    json_t *row = row_json(s, keys, share);
    json_t *rows = json_array();
    json_t *lines = json_array();
    for (size_t i = 0; i < N_FIGURES; ++i)
        set_mean(row, lines, &figure_label[i], s->value[i], s->n_trials);
    (void)json_array_append_new(rows, row);
    phw_result_json(r, "rows", NULL, rows);
    if (!for_people) {
        json_decref(lines);
    } else {
        phw_result_text(r, "scenario", "scenario", s->scenario.path);
        phw_result_count(r, "trials", "trials", "", s->n_trials);
        phw_result_count(r, "keys", "of them, gave a key", "", keys);
        phw_result_interval(r, "key_probability_interval",
                            "probability of a key, 95 % interval", "", share.low,
                            share.high);
    }
    phw_result_count(r, "seed", "seed", "", s->seed);
    if (for_people)
        phw_result_json(r, "figures", "figures", lines);
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
    fill(r, s, !phw_argument_given(arguments, "json"));
    phw_scenario_unused_tell(r, &s->scenario, false, arguments);
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
    PHW_TRY(phw_lab_plan_needs_eve(&s.scenario, "bench keygen"));
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
               .preset = 10,
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
              "Intervals are 95 %: Wilson's of the probability of a key, Student's of\n"
              "the means; trials without a key count with rate 0. Rates are told for\n"
              "messages that take no time and for round trips of 10 ms.",
    .example = "phyward bench keygen datasets/scenarios/walking-wifi.yaml --trials 10 "
               "--threads 2",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"SCENARIO.yaml", "the scenario; phyward list scenario has its keys",
                    false}},
    .run = run,
};
