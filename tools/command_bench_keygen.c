#include "tools/command_bench_keygen.h"

#include <jansson.h>
#include <stdio.h>

#include "tools/keygen_options.h"
#include "tools/keygen_picture.h"
#include "tools/keygen_rows.h"
#include "tools/keygen_study.h"
#include "tools/outputs.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/scenario_unused.h"
#include "tools/scheme.h"

/* Of several scenarios each note names its own. */
static void tell_unused(phw_result *r, const phw_keygen_study *s,
                        const phw_arguments *arguments)
{
    if (s->n_scenarios == 1) {
        phw_scenario_unused_tell(r, &s->scenario[0], false, arguments);
        return;
    }
    json_t *all = json_array();
    for (size_t i = 0; i < s->n_scenarios; ++i) {
        json_t *notes = phw_scenario_unused(&s->scenario[i], false);
        for (size_t k = 0; k < json_array_size(notes); ++k)
            (void)json_array_append_new(
                all, json_sprintf("%s: %s", s->scenario[i].path,
                                  json_string_value(json_array_get(notes, k))));
        json_decref(notes);
    }
    phw_result_json(r, "notes", NULL, all);
}

static phw_status write_files(const phw_keygen_study *s, const phw_arguments *arguments)
{
    const char *csv = phw_argument_text(arguments, "output");
    const char *plot = phw_argument_text(arguments, "plot");
    phw_outputs outputs = {0};
    phw_writer *w = NULL;
    phw_status status = PHW_OK;
    if (csv != NULL)
        status = phw_outputs_add(&w, &outputs, csv, false);
    if (!status && csv != NULL)
        phw_keygen_rows_csv(w, s);
    if (!status && plot != NULL)
        status = phw_keygen_picture_write(&outputs, plot, s);
    if (!status)
        status = phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    return status;
}

static phw_status tell(const phw_keygen_study *s, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    if (phw_argument_given(arguments, "json"))
        phw_keygen_rows_json(r, s);
    phw_result_count(r, "seed", "seed", "", s->seed);
    if (!phw_argument_given(arguments, "json"))
        phw_keygen_rows_people(r, s);
    tell_unused(r, s, arguments);
    phw_status status = write_files(s, arguments);
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status measure(phw_keygen_study *s, const phw_arguments *arguments)
{
    phw_progress bar;
    phw_progress_start(&bar, "trials", (double)phw_keygen_study_steps(s), arguments);
    const phw_status status =
        phw_keygen_study_run(s, (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    return status ? status : tell(s, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    phw_keygen_study s = {0};
    PHW_TRY(phw_keygen_study_make(&s, arguments));
    const phw_status status = measure(&s, arguments);
    phw_keygen_study_free(&s);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "scheme",
               .summary = "schemes by name, or their files, with commas between; each "
                          "runs over the same channels"},
     .kind = PHW_OPTION_LIST,
     .placeholder = "NAME|FILE.yaml,...",
     .family = "scheme"},
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
    {.param = {.name = "output",
               .summary = "a table of all columns, with intervals, as CSV"},
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
    PHW_OPTION_SET,
    PHW_OPTIONS_KEYGEN,
};

const phw_command phw_command_bench_keygen = {
    .name = "bench keygen",
    .summary = "how often and how fast scenarios give keys, scheme by scheme",
    .detail =
        "Each trial is a new channel, probed and agreed on from the beginning, by\n"
        "every scheme: schemes are compared on the same channels. Options that are\n"
        "given come before what a scheme says.\n\n"
        "Intervals are 95 %: Wilson's of the probability of a key, Clopper and\n"
        "Pearson's of other shares, Student's of the means; trials without a key\n"
        "count with rate 0. Rates are told for messages that take no time and for\n"
        "round trips of 10 ms. The columns are defined below, and in --json.",
    .example = "phyward bench keygen datasets/scenarios/walking-wifi.yaml --trials 10 "
               "--threads 2\n  "
               "phyward bench keygen datasets/scenarios/walking-wifi.yaml \\\n"
               "      datasets/scenarios/lora-868.yaml --scheme sign,guard,cdf -n 5",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"SCENARIO.yaml", "a scenario; phyward list scenario has its keys",
                    false}},
    .repeats = true,
    .glossary = "column",
    .run = run,
};
