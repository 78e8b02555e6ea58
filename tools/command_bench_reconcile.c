#include "tools/command_bench_reconcile.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kgen/reconcilers.h"
#include "kgen/trial.h"
#include "tools/interval.h"
#include "tools/number_list.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/workers.h"

/* Frames that a thread does at a time. */
#define CHUNK 16

/* One scheme at one length and error rate. */
typedef struct series {
    phw_trial_config config;
    size_t n_frames;
    phw_trial *trial[PHW_WORKERS_MAX];
    phw_trial_result *result; /* n_frames */
    double *cpu_s;            /* n_frames */
} series;

static double cpu_now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static phw_status run_chunk(void *context, size_t item, size_t worker)
{
    series *s = context;
    const size_t from = item * CHUNK;
    const size_t to = from + CHUNK < s->n_frames ? from + CHUNK : s->n_frames;
    if (s->trial[worker] == NULL)
        PHW_TRY(phw_trial_create(&s->trial[worker], &s->config));
    for (size_t i = from; i < to; ++i) {
        PHW_TRY(phw_trial_draw(s->trial[worker], (uint32_t)i));
        const double start_s = cpu_now_s();
        PHW_TRY(phw_trial_run(s->trial[worker], &s->result[i]));
        s->cpu_s[i] = cpu_now_s() - start_s;
    }
    return PHW_OK;
}

static json_t *row_json(const series *s, const char *scheme)
{
    double leak = 0;
    double rounds = 0;
    double messages = 0;
    double cpu_s = 0;
    uint64_t failed = 0;
    const double frames = (double)s->n_frames;
    for (size_t i = 0; i < s->n_frames; ++i) {
        leak += (double)s->result[i].figures.leak_bits;
        rounds += (double)s->result[i].figures.n_rounds;
        messages += (double)s->result[i].figures.n_messages;
        cpu_s += s->cpu_s[i];
        failed += s->result[i].failed;
    }
    const phw_interval share = phw_interval_share(failed, s->n_frames);
    return json_pack(
        "{s:s,s:I,s:f,s:I,s:f,s:f,s:f,s:[f,f],s:f,s:f,s:f}", "scheme", scheme, "n",
        (json_int_t)s->config.n, "error_rate", s->config.error_rate, "frames",
        (json_int_t)s->n_frames, "efficiency",
        phw_trial_efficiency(leak / frames, s->config.n, s->config.error_rate),
        "leak_bits", leak / frames, "frame_error_rate", (double)failed / frames,
        "frame_error_interval", share.low, share.high, "round_trips", rounds / frames,
        "messages", messages / frames, "mbit_per_s",
        cpu_s > 0 ? (double)s->config.n * frames / cpu_s / 1e6 : 0);
}

static phw_status run_series(json_t *rows, series *s, const char *scheme,
                             const phw_arguments *arguments)
{
    phw_progress bar;
    s->result = calloc(s->n_frames, sizeof *s->result);
    s->cpu_s = calloc(s->n_frames, sizeof *s->cpu_s);
    phw_status status = s->result != NULL && s->cpu_s != NULL
                            ? PHW_OK
                            : phw_fail(PHW_ENOMEM, "no memory for the frames' results");
    const size_t chunks = s->n_frames / CHUNK + (s->n_frames % CHUNK != 0);
    phw_progress_start(&bar, scheme, (double)chunks, arguments);
    if (!status)
        status = phw_workers_run((size_t)phw_argument_count(arguments, "threads"),
                                 chunks, run_chunk, s, &bar);
    phw_progress_end(&bar);
    if (!status && json_array_append_new(rows, row_json(s, scheme)) != 0)
        status = phw_fail(PHW_ENOMEM, "no memory for a row");
    for (size_t i = 0; i < PHW_WORKERS_MAX; ++i)
        phw_trial_destroy(s->trial[i]);
    free(s->result);
    free(s->cpu_s);
    return status;
}

typedef struct grid {
    phw_numbers n;
    phw_numbers error_rate;
} grid;

static phw_status run_scheme(json_t *rows, const char *scheme, const grid *g,
                             const phw_arguments *arguments)
{
    char name[64];
    const char *params = NULL;
    phw_trial_config config = {.seed = phw_argument_count(arguments, "seed"),
                               .fixed_weight =
                                   phw_argument_given(arguments, "fixed-weight")};
    PHW_TRY(phw_choice_split(name, &params, scheme, sizeof name));
    PHW_TRY(phw_reconciler_find(&config.reconciler, name));
    if (phw_params_read(&config.params, config.reconciler->params,
                        config.reconciler->n_params, params) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--scheme %s", name);
    for (size_t i = 0; i < g->n.n * g->error_rate.n; ++i) {
        series *s = calloc(1, sizeof *s);
        if (s == NULL)
            return phw_fail(PHW_ENOMEM, "no memory for a series");
        config.n = (size_t)g->n.value[i / g->error_rate.n];
        config.error_rate = g->error_rate.value[i % g->error_rate.n];
        config.estimated_rate = config.error_rate;
        s->config = config;
        s->n_frames = (size_t)phw_argument_count(arguments, "frames");
        const phw_status status = run_series(rows, s, scheme, arguments);
        free(s);
        PHW_TRY(status);
    }
    return PHW_OK;
}

static phw_status run_schemes(json_t *rows, const phw_arguments *arguments)
{
    static const phw_param n = {.name = "--n",
                                .unit = "",
                                .min = 1,
                                .max = PHW_RECONCILE_BITS_MAX,
                                .whole = true};
    static const phw_param rate = {
        .name = "--error-rate", .unit = "", .max = PHW_RECONCILE_RATE_MAX};
    grid g;
    PHW_TRY(phw_numbers_read(&g.n, &n, phw_argument_text(arguments, "n")));
    PHW_TRY(phw_numbers_read(&g.error_rate, &rate,
                             phw_argument_text(arguments, "error-rate")));
    char *schemes = strdup(phw_argument_text(arguments, "scheme"));
    if (schemes == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the schemes' names");
    phw_status s = PHW_OK;
    char *state = NULL;
    for (char *scheme = strtok_r(schemes, ",", &state); scheme != NULL && !s;
         scheme = strtok_r(NULL, ",", &state))
        s = run_scheme(rows, scheme, &g, arguments);
    free(schemes);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    json_t *rows = json_array();
    phw_status s = rows != NULL ? run_schemes(rows, arguments)
                                : phw_fail(PHW_ENOMEM, "no memory for rows");
    phw_result_json(r, "rows", "reconciliation, throughput of both ends' CPU time",
                    rows);
    phw_result_count(r, "seed", "seed", "", phw_argument_count(arguments, "seed"));
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "n", .summary = "bits a frame; a list by commas"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'n',
     .placeholder = "N,...",
     .text_preset = "10000"},
    {.param = {.name = "error-rate", .summary = "bit error rate, 0 to 0.25; a list"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'e',
     .placeholder = "P,...",
     .text_preset = "0.05"},
    {.param = {.name = "frames",
               .unit = "",
               .summary = "frames of each row",
               .min = 1,
               .max = 1e8,
               .preset = 1000,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "scheme", .summary = "reconcilers; phyward list reconciler"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v],...",
     .text_preset = "yan",
     .family = "reconciler"},
    {.param = {.name = "fixed-weight",
               .summary =
                   "exactly n x error rate errors a frame, not independent ones"}},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
};

const phw_command phw_command_bench_reconcile = {
    .name = "bench reconcile",
    .summary = "leak, frame errors, round trips and speed of reconcilers",
    .detail =
        "Efficiency is the bits disclosed over n h(error rate): 1 is Shannon's\n"
        "limit. The interval of the frame error rate is Clopper and Pearson's, 95 %.",
    .example = "phyward bench reconcile --n 10000 --error-rate 0.05 --frames 1000",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .run = run,
};
