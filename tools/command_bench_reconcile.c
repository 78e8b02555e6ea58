#include "tools/command_bench_reconcile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kgen/reconcilers.h"
#include "kgen/verify.h"
#include "tools/number_list.h"
#include "tools/outputs.h"
#include "tools/progress.h"
#include "tools/reconcile_picture.h"
#include "tools/reconcile_report.h"
#include "tools/reconcile_study.h"
#include "tools/result.h"
#include "tools/scenario_options.h"

/* What every scheme is run at, and what the ends know of it. */
typedef struct grid {
    phw_numbers n;
    phw_numbers error_rate;
    bool assumes; /* one rate for all */
    double assumed_rate;
    double factor; /* else the true one times this */
} grid;

static double estimate(const grid *g, double error_rate)
{
    return g->assumes ? g->assumed_rate : g->factor * error_rate;
}

static phw_status read_grid(grid *out, const phw_arguments *arguments)
{
    static const phw_param n = {.name = "--n",
                                .unit = "",
                                .min = 1,
                                .max = PHW_RECONCILE_BITS_MAX,
                                .whole = true};
    static const phw_param rate = {.name = "--error-rate", .unit = "", .max = 0.5};
    grid g = {.assumes = phw_argument_given(arguments, "assumed-rate"),
              .assumed_rate = phw_argument_number(arguments, "assumed-rate"),
              .factor = phw_argument_number(arguments, "estimate-factor")};
    if (g.assumes && phw_argument_given(arguments, "estimate-factor"))
        return phw_fail(PHW_EARG, "--assumed-rate and --estimate-factor: give one");
    PHW_TRY(phw_numbers_read(&g.n, &n, phw_argument_text(arguments, "n")));
    PHW_TRY(phw_numbers_read(&g.error_rate, &rate,
                             phw_argument_text(arguments, "error-rate")));
    for (size_t i = 0; i < g.error_rate.n; ++i) {
        const double p = g.error_rate.value[i];
        if (estimate(&g, p) > PHW_RECONCILE_RATE_MAX)
            return phw_fail(
                PHW_ENOKEY,
                "error rate %g, estimated as %g: above an estimate of %g "
                "reconciliation is refused, as sending the key itself would "
                "be as cheap",
                p, estimate(&g, p), PHW_RECONCILE_RATE_MAX);
    }
    *out = g;
    return PHW_OK;
}

static void describe(phw_reconcile_row *row, const phw_trial_config *config,
                     const char *scheme, const phw_arguments *arguments)
{
    (void)snprintf(row->scheme, sizeof row->scheme, "%s", scheme);
    row->n = config->n;
    row->error_rate = config->error_rate;
    row->estimated_rate = config->estimated_rate;
    row->fixed_weight = config->fixed_weight;
    row->tag_bits = phw_argument_number(arguments, "tag-bits");
    row->sample_bits = phw_argument_number(arguments, "sample") * (double)config->n;
    row->frame_error_target = phw_argument_number(arguments, "frame-error-target");
    row->session_frames = phw_argument_count(arguments, "session-frames");
}

static phw_status add_scheme(phw_reconcile_study *s, const char *scheme, const grid *g,
                             const phw_arguments *arguments)
{
    char name[64];
    const char *params = NULL;
    phw_trial_config config = {.seed = phw_argument_count(arguments, "seed"),
                               .fixed_weight =
                                   phw_argument_given(arguments, "fixed-weight")};
    if (strlen(scheme) >= PHW_RECONCILE_SCHEME_SIZE)
        return phw_fail(PHW_EARG, "--scheme: %.40s... is too long", scheme);
    PHW_TRY(phw_choice_split(name, &params, scheme, sizeof name));
    PHW_TRY(phw_reconciler_find(&config.reconciler, name));
    if (phw_params_read(&config.params, config.reconciler->params,
                        config.reconciler->n_params, params) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--scheme %s", name);
    for (size_t i = 0; i < g->n.n * g->error_rate.n; ++i) {
        config.n = (size_t)g->n.value[i / g->error_rate.n];
        config.error_rate = g->error_rate.value[i % g->error_rate.n];
        config.estimated_rate = estimate(g, config.error_rate);
        PHW_TRY(phw_reconcile_study_add(s, &config));
        describe(&s->row[s->n_rows - 1], &config, scheme, arguments);
    }
    return PHW_OK;
}

static phw_status add_all(phw_reconcile_study *s, const grid *g,
                          const phw_arguments *arguments)
{
    size_t n = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n);
    for (size_t i = 0; i < n; ++i)
        PHW_TRY(add_scheme(s, list[i]->name, g, arguments));
    return PHW_OK;
}

static phw_status add_schemes(phw_reconcile_study *out, const grid *g,
                              const phw_arguments *arguments)
{
    char *schemes = strdup(phw_argument_text(arguments, "scheme"));
    if (schemes == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the schemes' names");
    phw_status s = PHW_OK;
    char *state = NULL;
    for (char *scheme = strtok_r(schemes, ",", &state); scheme != NULL && !s;
         scheme = strtok_r(NULL, ",", &state))
        s = strcmp(scheme, "all") == 0 ? add_all(out, g, arguments)
                                       : add_scheme(out, scheme, g, arguments);
    free(schemes);
    if (!s && out->n_rows == 0)
        s = phw_fail(PHW_EARG, "--scheme: no scheme is named");
    return s;
}

static phw_status measure(phw_reconcile_study *s, const phw_arguments *arguments)
{
    phw_progress bar;
    phw_progress_start(&bar, "frames", (double)phw_reconcile_study_steps(s), arguments);
    const phw_status status = phw_reconcile_study_run(
        s, (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    return status;
}

/* Where the rows go; begun before hours of measuring. */
typedef struct files {
    phw_outputs outputs;
    phw_writer *csv; /* NULL: none */
} files;

static phw_status begin_files(files *f, const phw_arguments *arguments)
{
    const char *csv = phw_argument_text(arguments, "output");
    return csv != NULL ? phw_outputs_add(&f->csv, &f->outputs, csv, false) : PHW_OK;
}

static phw_status write_files(files *f, const phw_reconcile_study *s,
                              const phw_arguments *arguments)
{
    const char *plot = phw_argument_text(arguments, "plot");
    if (f->csv != NULL)
        phw_reconcile_report_csv(f->csv, s->row, s->n_rows);
    if (plot != NULL)
        PHW_TRY(phw_reconcile_picture_write(&f->outputs, plot, s->row, s->n_rows));
    return phw_outputs_commit(&f->outputs);
}

static phw_status tell(files *f, const phw_reconcile_study *s,
                       const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    if (phw_argument_given(arguments, "json"))
        phw_reconcile_report_json(r, s->row, s->n_rows);
    phw_result_count(r, "frames", "frames of each row", "", s->n_frames);
    phw_result_count(r, "session_frames", "frames of a connection", "",
                     s->session_frames);
    phw_result_text(r, "noise", "errors",
                    phw_argument_given(arguments, "fixed-weight")
                        ? "fixed weight: as many in every frame"
                        : "independent");
    phw_result_count(r, "seed", "seed", "", phw_argument_count(arguments, "seed"));
    if (!phw_argument_given(arguments, "json"))
        phw_reconcile_report_people(r, s->row, s->n_rows);
    phw_status status = write_files(f, s, arguments);
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    grid g;
    files f = {0};
    phw_reconcile_study s = {.n_frames = phw_argument_count(arguments, "frames"),
                             .session_frames =
                                 phw_argument_count(arguments, "session-frames")};
    PHW_TRY(read_grid(&g, arguments));
    phw_status status = add_schemes(&s, &g, arguments);
    if (!status)
        status = begin_files(&f, arguments);
    if (!status)
        status = measure(&s, arguments);
    if (!status)
        status = tell(&f, &s, arguments);
    phw_outputs_discard(&f.outputs);
    phw_reconcile_study_free(&s);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "n", .summary = "bits a frame; a list by commas"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'n',
     .placeholder = "N,...",
     .text_preset = "10000"},
    {.param = {.name = "error-rate", .summary = "bit error rate, 0 to 0.5; a list"},
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
    {.param = {.name = "scheme",
               .summary = "reconcilers, or all; phyward list reconciler"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v],...",
     .text_preset = "throughput",
     .family = "reconciler"},
    {.param = {.name = "fixed-weight",
               .summary =
                   "exactly n x error rate errors a frame, not independent ones"}},
    {.param = {.name = "estimate-factor",
               .unit = "",
               .summary = "the ends take the error rate for this times the true one",
               .min = 0.01,
               .max = 100,
               .preset = 1},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "F"},
    {.param = {.name = "assumed-rate",
               .unit = "",
               .summary = "the ends take the error rate for this, whatever it is",
               .max = 0.5},
     .kind = PHW_OPTION_NUMBER,
     .no_preset = true,
     .placeholder = "P"},
    {.param = {.name = "session-frames",
               .unit = "",
               .summary =
                   "frames of one connection; the next draws permutations afresh",
               .min = 1,
               .max = 1e8,
               .preset = 100,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "tag-bits",
               .unit = "",
               .summary = "of verification, a frame; only in f total and the key rate",
               .max = PHW_VERIFY_BITS_MAX,
               .preset = PHW_VERIFY_BITS_MAX,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "sample",
               .unit = "",
               .summary =
                   "share of a frame compared to estimate the error rate; only in "
                   "f total and the key rate",
               .max = 0.5},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "SHARE"},
    {.param = {.name = "frame-error-target",
               .unit = "",
               .summary = "frame error rate that the limit of one-way codes is for",
               .min = 1e-12,
               .max = 0.4,
               .preset = 1e-3},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "P"},
    {.param = {.name = "output", .summary = "the rows as CSV"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "FILE.csv",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "plot",
               .summary = "pictures: all in a file .svg, .png or .pdf, or in a folder"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "FILE|DIR"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
};

const phw_command phw_command_bench_reconcile = {
    .name = "bench reconcile",
    .summary = "leak, frame errors, round trips and speed of reconcilers",
    .detail =
        "Efficiency f is the bits of Alice's disclosed over n h(error rate): 1 is\n"
        "Shannon's limit. It is a mean over all frames, those that failed among them.\n"
        "The interval of the frame error rate is Clopper and Pearson's, 95 %. Speeds\n"
        "are by CPU time; what a connection takes to be set up is told apart. One-way\n"
        "codes have the normal approximation of their least f beside theirs. A scheme\n"
        "that can't do a row leaves the reason there.",
    .example = "phyward bench reconcile --n 10000 --error-rate 0.05 --frames 1000\n  "
               "phyward bench reconcile --n 2000 --error-rate 0.01,0.05,0.1 --scheme "
               "all --frames 20 --json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .run = run,
};
