#include "tools/command_channel_check.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/cancel.h"
#include "tools/lab_checks.h"
#include "tools/lab_expectation.h"
#include "tools/lab_pictures.h"
#include "tools/result.h"
#include "tools/scenario_check.h"
#include "tools/scenario_options.h"
#include "tools/scenario_unused.h"
#include "tools/workers.h"

/* Room for the name of a figure and its place. */
#define NAME_SIZE 128

/* All checks of one scenario. */
typedef struct checking {
    const phw_scenario *scenario;
    const phw_scenario *expected;
    uint64_t seed;
    size_t n_trials;
    size_t n_checks;
    phw_statistics *found;    /* of each check */
    phw_lab_channel *channel; /* of each thread */
} checking;

static phw_status work(void *context, size_t item, size_t worker)
{
    checking *c = context;
    phw_lab_channel *channel = &c->channel[worker];
    if (channel->scenario == NULL)
        PHW_TRY(phw_lab_channel_open(channel, c->scenario, c->expected, c->seed,
                                     c->n_trials));
    return phw_lab_check(&c->found[item], channel, item);
}

static phw_status check_all(checking *c, const phw_arguments *arguments)
{
    const size_t n_threads = (size_t)phw_argument_count(arguments, "threads");
    phw_progress bar;
    do {
        ++c->n_checks;
    } while (phw_lab_check_name(c->n_checks) != NULL);
    c->found = calloc(c->n_checks, sizeof *c->found);
    c->channel = calloc(n_threads, sizeof *c->channel);
    if (c->found == NULL || c->channel == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu checks", c->n_checks);
    phw_progress_start(&bar, "checking", (double)c->n_checks, arguments);
    const phw_status s = phw_workers_run(n_threads, c->n_checks, work, c, &bar);
    phw_progress_end(&bar);
    for (size_t i = 0; i < n_threads; ++i)
        phw_lab_channel_close(&c->channel[i]);
    return s;
}

static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static phw_status add_row(json_t *rows, const phw_statistic *f, bool for_people)
{
    json_t *row =
        json_pack("{s:s,s:s,s:o,s:o,s:o,s:b}", "statistic", f->name, "at", f->at,
                  "measured", number(f->measured), "expected", number(f->expected),
                  "standard_errors", number(f->standard_errors), "pass", f->pass);
    if (row != NULL && !for_people) {
        (void)json_object_set_new(row, "standard_error", number(f->standard_error));
        (void)json_object_set_new(row, "limit", number(f->limit));
    }
    return json_array_append_new(rows, row) == 0
               ? PHW_OK
               : phw_fail(PHW_ENOMEM, "no memory for a row");
}

/* What all checks found; the first that is off is kept. */
typedef struct verdict {
    size_t n;
    size_t n_off;
    phw_statistic off;
} verdict;

static phw_status gather_one(json_t *rows, verdict *v, const phw_statistics *found,
                             bool for_people)
{
    for (size_t k = 0; k < found->n; ++k) {
        const phw_statistic *f = &found->row[k];
        PHW_TRY(add_row(rows, f, for_people));
        ++v->n;
        if (!f->pass && v->n_off++ == 0)
            v->off = *f;
    }
    return PHW_OK;
}

static phw_status gather(json_t *rows, verdict *v, const checking *c, bool for_people)
{
    *v = (verdict){.n = 0};
    for (size_t i = 0; i < c->n_checks; ++i)
        PHW_TRY(gather_one(rows, v, &c->found[i], for_people));
    return PHW_OK;
}

static phw_status fill(phw_result *r, verdict *v, const checking *c,
                       const phw_arguments *arguments)
{
    json_t *rows = json_array();
    if (rows == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for rows");
    const bool json = phw_argument_given(arguments, "json");
    const phw_status s = gather(rows, v, c, !json);
    phw_result_text(r, "scenario", "scenario", c->scenario->path);
    phw_result_text(r, "description", "description", c->scenario->description);
    phw_result_number(r, "doppler_hz", "greatest Doppler shift", "Hz",
                      phw_scenario_doppler_hz(c->scenario));
    phw_result_count(r, "n_trials", "trials", "", c->n_trials);
    phw_result_json(r, "statistics", "model against closed form", rows);
    phw_result_count(r, "n_statistics", "statistics", "", v->n);
    phw_result_count(r, "n_off", "of them off", "", v->n_off);
    phw_result_flag(r, "pass", "all within their limits", v->n_off == 0);
    /* A failure has a line of its own, and that one alone. */
    if (v->n_off == 0)
        phw_scenario_unused_tell(r, c->scenario, false, arguments);
    else
        phw_result_json(r, "notes", NULL, phw_scenario_unused(c->scenario, false));
    phw_result_count(r, "seed", "seed", "", c->seed);
    return s;
}

static phw_status report(const checking *c, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    verdict v;
    PHW_TRY(phw_result_create(&r));
    phw_status s = fill(r, &v, c, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    if (s || v.n_off == 0)
        return s;
    return phw_fail(PHW_ENOCONV,
                    "%s: %zu of %zu statistics are off, first %s%s%s: measured %.6g, "
                    "expected %.6g, %.1f standard errors",
                    c->scenario->path, v.n_off, v.n, v.off.name,
                    v.off.at[0] != '\0' ? " at " : "", v.off.at, v.off.measured,
                    v.off.expected, v.off.standard_errors);
}

/* How many trials it will be: a first channel tells the number of taps. */
static phw_status count_trials(checking *c)
{
    phw_lab_channel first;
    PHW_TRY(
        phw_lab_channel_open(&first, c->scenario, c->expected, c->seed, c->n_trials));
    c->n_trials = first.subject.n_trials;
    phw_lab_channel_close(&first);
    return PHW_OK;
}

static phw_status expect(phw_scenario *out, const phw_scenario *scenario,
                         const phw_arguments *arguments)
{
    const char *assignment = phw_argument_text(arguments, "expect");
    *out = *scenario;
    if (assignment == NULL)
        return PHW_OK;
    phw_status s = phw_scenario_set(out, assignment);
    if (!s)
        s = phw_scenario_check(out);
    if (!s)
        s = phw_lab_expectation_check(out, scenario);
    return s ? phw_fail_within(PHW_EARG, "--expect") : PHW_OK;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_scenario scenario;
    phw_scenario expected;
    PHW_TRY(phw_scenario_from_arguments(&scenario, arguments));
    PHW_TRY(expect(&expected, &scenario, arguments));
    checking c = {.scenario = &scenario,
                  .expected = &expected,
                  .seed = phw_argument_count(arguments, "seed")};
    if (phw_argument_given(arguments, "trials"))
        c.n_trials = (size_t)phw_argument_count(arguments, "trials");
    phw_status s = count_trials(&c);
    if (!s)
        s = check_all(&c, arguments);
    const char *pictures = phw_argument_text(arguments, "plot");
    if (!s && pictures != NULL)
        s = phw_lab_pictures_publish(pictures, &scenario, c.seed);
    if (!s)
        s = report(&c, arguments);
    free(c.found);
    free(c.channel);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "trials",
               .unit = "",
               .summary = "independent trials; 16384 over the taps, or 512, unless "
                          "said",
               .min = 64,
               .max = 1e7,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N",
     .no_preset = true},
    {.param = {.name = "expect",
               .summary = "closed forms with that key changed: they must fail"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "KEY=VALUE"},
    {.param = {.name = "plot",
               .summary = "pictures: all in a file .svg, .png or .pdf, or in a folder"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "FILE|DIR"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTION_SET,
};

const phw_command phw_command_channel_check = {
    .name = "channel check",
    .summary = "a scenario's channel against closed forms, statistic by statistic",
    .detail =
        "Measures the channel that the scenario simulates over independent trials:\n"
        "powers, laws of envelope and phase, independence, delay spread and frequency\n"
        "correlation, autocorrelation, level crossings and fades, what a predictor\n"
        "learns, reciprocity of the two ends' estimates, what Eve shares. Each stands\n"
        "beside its closed form, with the distance in standard errors; beyond five\n"
        "(the worst of many: what makes a false alarm as rare) it is off: exit\n"
        "status is 1. Taps are those between the first antennas of two nodes. Space\n"
        "and a surface are checked with a row of observers and hops of their own, as\n"
        "the scenario's site and surface say, not in its network.",
    .example = "phyward channel check datasets/scenarios/walking-wifi.yaml",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"SCENARIO.yaml", "the scenario; phyward list scenario has its keys",
                    false}},
    .run = run,
};
