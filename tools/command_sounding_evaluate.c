#include "tools/command_sounding_evaluate.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "channel/profiles.h"
#include "phy/channel_estimators.h"
#include "phy/soundings.h"
#include "tools/outputs.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/sounding_grid.h"
#include "tools/sounding_pictures.h"

static const phw_param snr_range = {
    .name = "--snr", .unit = "dB", .min = -60, .max = 100};

/* The next member of a list, at *rest; what follows stays there, NULL after the last.
 */
static phw_status next_member(char out[PHW_SOUNDING_TEXT_SIZE], const char **rest,
                              const char *option)
{
    const size_t length = strcspn(*rest, ",");
    if (length == 0 || length >= PHW_SOUNDING_TEXT_SIZE)
        return phw_fail(PHW_EARG, "%s: a member of the list is %s", option,
                        length == 0 ? "empty" : "too long");
    (void)snprintf(out, PHW_SOUNDING_TEXT_SIZE, "%.*s", (int)length, *rest);
    *rest = (*rest)[length] == ',' ? *rest + length + 1 : NULL;
    return PHW_OK;
}

static phw_status read_waveforms(phw_sounding_grid *g, const char *list)
{
    size_t n = 0;
    const phw_sounding *const *all = phw_sounding_list(&n);
    if (strcmp(list, "all") == 0) {
        for (size_t i = 0; i < n && i < PHW_SOUNDING_WAVEFORMS_MAX; ++i)
            (void)snprintf(g->text[g->n_waveforms++], PHW_SOUNDING_TEXT_SIZE, "%s",
                           all[i]->name);
        return PHW_OK;
    }
    for (const char *rest = list; rest != NULL;) {
        if (g->n_waveforms == PHW_SOUNDING_WAVEFORMS_MAX)
            return phw_fail(PHW_EARG, "--waveform: expected at most %d",
                            PHW_SOUNDING_WAVEFORMS_MAX);
        PHW_TRY(next_member(g->text[g->n_waveforms], &rest, "--waveform"));
        ++g->n_waveforms;
    }
    return PHW_OK;
}

static phw_status read_estimator(phw_sounding_choice *out, const char *text)
{
    char name[PHW_SOUNDING_TEXT_SIZE];
    const char *params = NULL;
    phw_status s = phw_choice_split(name, &params, text, sizeof name);
    if (!s)
        s = phw_channel_estimator_find(&out->method, name);
    if (!s)
        s = phw_params_read(&out->params, out->method->params, out->method->n_params,
                            params);
    out->text = text;
    return s ? phw_fail_within(s, "--estimator") : PHW_OK;
}

static phw_status read_estimators(phw_sounding_grid *g, const char *list)
{
    for (const char *rest = list; rest != NULL;) {
        const size_t i = g->n_estimators;
        if (i == PHW_SOUNDING_ESTIMATORS_MAX)
            return phw_fail(PHW_EARG, "--estimator: expected at most %d",
                            PHW_SOUNDING_ESTIMATORS_MAX);
        PHW_TRY(next_member(g->estimator_text[i], &rest, "--estimator"));
        PHW_TRY(read_estimator(&g->estimator[i], g->estimator_text[i]));
        ++g->n_estimators;
    }
    return PHW_OK;
}

/* FROM:STEP:TO, or a list. */
static phw_status read_snr(phw_numbers *out, const char *text)
{
    char part[3][32];
    double value[3];
    phw_numbers list = {.n = 0};
    if (strchr(text, ':') == NULL)
        return phw_numbers_read(out, &snr_range, text);
    if (sscanf(text, "%31[^:]:%31[^:]:%31s", part[0], part[1], part[2]) != 3)
        return phw_fail(PHW_EARG, "--snr: %s is neither FROM:STEP:TO nor a list", text);
    for (size_t i = 0; i < 3; ++i)
        PHW_TRY(phw_param_read(&value[i], &snr_range, part[i]));
    const double n = floor((value[2] - value[0]) / value[1] + 1e-9) + 1;
    if (!(value[1] > 0) || !(n >= 1 && n <= PHW_NUMBERS_MAX))
        return phw_fail(PHW_EARG,
                        "--snr: %s; expected FROM:STEP:TO with a step above 0, "
                        "1 to %d values",
                        text, PHW_NUMBERS_MAX);
    while (list.n < (size_t)n) {
        list.value[list.n] = value[0] + (double)list.n * value[1];
        ++list.n;
    }
    *out = list;
    return PHW_OK;
}

/* "path": one, of unit size, its phase drawn. */
static phw_status read_channel(phw_taps *out, const phw_arguments *arguments)
{
    const char *text = phw_argument_text(arguments, "profile");
    if (strcmp(text, "path") == 0) {
        if (phw_argument_given(arguments, "delay-spread"))
            return phw_fail(PHW_EARG, "--delay-spread: one path has none; say "
                                      "--profile");
        *out = (phw_taps){.n = 1, .power = {1}, .steady = {1}};
        return PHW_OK;
    }
    const phw_status s =
        phw_profile_read(out, text, phw_argument_number(arguments, "delay-spread"), 0);
    return s ? phw_fail_within(s, "--profile") : phw_taps_normalize(out);
}

static phw_status read_grid(phw_sounding_grid *g, const phw_arguments *arguments)
{
    g->rate_hz = phw_argument_number(arguments, "rate");
    g->oversampling = (size_t)phw_argument_count(arguments, "oversampling");
    g->false_alarm = phw_argument_number(arguments, "false-alarm");
    g->cfo_turns = phw_argument_number(arguments, "cfo");
    g->n_trials = (size_t)phw_argument_count(arguments, "trials");
    g->seed = phw_argument_count(arguments, "seed");
    PHW_TRY(read_waveforms(g, phw_argument_text(arguments, "waveform")));
    PHW_TRY(read_estimators(g, phw_argument_text(arguments, "estimator")));
    PHW_TRY(read_snr(&g->snr_db, phw_argument_text(arguments, "snr")));
    PHW_TRY(read_channel(&g->taps, arguments));
    return phw_sounding_grid_make(g);
}

static json_t *real(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *span_json(phw_interval span)
{
    return json_pack("[o,o]", real(span.low), real(span.high));
}

static phw_status add_point(json_t *rows, const phw_sounding_grid *g, size_t w,
                            size_t s)
{
    phw_sounding_point p;
    PHW_TRY(phw_sounding_grid_point(&p, g, w, s));
    const phw_interval share = phw_interval_share(p.n_detected, g->n_trials);
    json_t *row = json_pack(
        "{s:s,s:f,s:I,s:I,s:[f,f],s:I,s:I,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}",
        "waveform", g->text[w], "snr_db", g->snr_db.value[s], "bursts",
        (json_int_t)g->n_trials, "detected", (json_int_t)p.n_detected,
        "detection_interval", share.low, share.high, "false", (json_int_t)p.n_false,
        "cfo_ambiguous", (json_int_t)p.n_ambiguous, "cfo_rms", real(p.cfo.rms),
        "cfo_bound", real(p.cfo.bound), "cfo_ratio", real(p.cfo.ratio),
        "cfo_ratio_interval", span_json(p.cfo.span), "timing_rms", real(p.timing.rms),
        "timing_bound", real(p.timing.bound), "timing_ratio", real(p.timing.ratio),
        "timing_ratio_interval", span_json(p.timing.span), "clock_ratio",
        real(p.clock.ratio), "clock_ratio_interval", span_json(p.clock.span));
    if (row == NULL || json_array_append_new(rows, row) != 0)
        return phw_fail(PHW_ENOMEM, "no memory for a row");
    return PHW_OK;
}

static phw_status add_estimate(json_t *rows, const phw_sounding_grid *g, size_t w,
                               size_t s, size_t e)
{
    phw_sounding_estimate x;
    PHW_TRY(phw_sounding_grid_estimate(&x, g, w, s, e));
    const char *reason = g->reason[w][e];
    json_t *row = json_pack(
        "{s:s,s:f,s:s,s:o,s:o,s:o,s:o,s:s?}", "waveform", g->text[w], "snr_db",
        g->snr_db.value[s], "estimator", g->estimator[e].text, "mse", real(x.error),
        "mse_interval", span_json(x.span), "closed", real(x.closed), "ratio",
        real(x.error / x.closed), "note", reason[0] != '\0' ? reason : NULL);
    if (row == NULL || json_array_append_new(rows, row) != 0)
        return phw_fail(PHW_ENOMEM, "no memory for a row");
    return PHW_OK;
}

static phw_status fill_rows(json_t *points, json_t *estimates,
                            const phw_sounding_grid *g)
{
    for (size_t i = 0; i < g->n_waveforms * g->snr_db.n; ++i) {
        const size_t w = i / g->snr_db.n;
        const size_t s = i % g->snr_db.n;
        PHW_TRY(add_point(points, g, w, s));
        for (size_t e = 0; e < g->n_estimators; ++e)
            PHW_TRY(add_estimate(estimates, g, w, s, e));
    }
    return PHW_OK;
}

static phw_status report(const phw_sounding_grid *g, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    json_t *points = json_array();
    json_t *estimates = json_array();
    phw_status s = fill_rows(points, estimates, g);
    phw_result_text(r, "profile", "channel", phw_argument_text(arguments, "profile"));
    phw_result_number(r, "rate_hz", "sample rate", "Hz", g->rate_hz);
    phw_result_number(r, "false_alarm", "false-alarm rate of a sample", "",
                      g->false_alarm);
    phw_result_json(r, "rows",
                    "detection and synchronisation: ratios are errors over their "
                    "Cramer-Rao bounds, with 95 % intervals",
                    points);
    phw_result_json(r, "estimates",
                    "channel estimates: mean square errors, and what the estimators "
                    "say themselves",
                    estimates);
    phw_result_count(r, "seed", "seed", "", g->seed);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status run_grid(phw_sounding_grid *g, const phw_arguments *arguments)
{
    phw_progress bar;
    phw_progress_start(&bar, "bursts", (double)phw_sounding_grid_items(g), arguments);
    const phw_status s = phw_sounding_grid_run(
        g, (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_sounding_grid *g = calloc(1, sizeof *g);
    if (g == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the waveforms");
    phw_status s = read_grid(g, arguments);
    if (!s)
        s = run_grid(g, arguments);
    if (!s && phw_argument_text(arguments, "plot") != NULL)
        s = phw_sounding_pictures_write(g, phw_argument_text(arguments, "plot"));
    if (!s)
        s = report(g, arguments);
    phw_sounding_grid_free(g);
    free(g);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "waveform", .summary = "waveforms, or all; a list"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'w',
     .placeholder = "NAME[:p=v],...",
     .text_preset = "all",
     .family = "sounding"},
    {.param = {.name = "estimator", .summary = "channel estimators; a list"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'e',
     .placeholder = "NAME[:p=v],...",
     .text_preset = "ls,lmmse,pursuit",
     .family = "channel_estimator"},
    {.param = {.name = "snr",
               .summary = "power of a burst over the noise of a sample, dB: "
                          "FROM:STEP:TO or a list"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "DB,...",
     .text_preset = "0:10:30"},
    {.param = {.name = "profile",
               .summary =
                   "delay profile of the channel, redrawn for every burst; path: "
                   "one path of unit size"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME",
     .text_preset = "path",
     .family = "profile"},
    {.param = {.name = "delay-spread",
               .unit = "s",
               .summary = "RMS delay spread of a profile that scales",
               .min = 0,
               .max = 1,
               .preset = 100e-9},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "S"},
    {.param = {.name = "rate",
               .unit = "Hz",
               .summary = "samples a second, by which delays become samples",
               .min = 1,
               .max = 1e12,
               .preset = 20e6},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "HZ"},
    {.param = {.name = "oversampling",
               .unit = "",
               .summary = "samples a chip",
               .min = 1,
               .max = 16,
               .preset = 1,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "cfo",
               .unit = "",
               .summary = "largest carrier offset drawn, turns over the smallest "
                          "distance of a waveform's blocks; near 0.5 noise makes a "
                          "whole turn of it",
               .max = 0.5,
               .preset = 0.1},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "TURNS"},
    {.param = {.name = "false-alarm",
               .unit = "",
               .summary = "probability that a sample of noise is taken for a burst",
               .min = 1e-15,
               .max = 0.1,
               .preset = PHW_SOUNDER_FALSE_ALARM},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'a',
     .placeholder = "P"},
    {.param = {.name = "trials",
               .unit = "",
               .summary = "bursts of each waveform at each ratio",
               .min = 1,
               .max = 1e6,
               .preset = 200,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
    {.param = {.name = "plot",
               .summary = "pictures: all in a file .svg, .png or .pdf, or in a folder"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "FILE|DIR"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
};

const phw_command phw_command_sounding_evaluate = {
    .name = "sounding evaluate",
    .summary = "how well waveforms are found, synchronised and estimated",
    .detail =
        "Each burst has a channel, a carrier offset and a share of a sample's delay\n"
        "of its own, and comes in noise; it is received as sounding find does it.\n"
        "Errors stand beside Cramer and Rao's bounds at the burst's own channel (of\n"
        "timing: for one path), mean square errors of the channel beside what the\n"
        "estimators say themselves, which holds where their model does.\n"
        "Bursts that were not detected have no figures but the share they are of:\n"
        "at low ratios those that were are the better ones. Echoes are those of a\n"
        "channel that stays within the waveform's guard.",
    .example = "phyward sounding evaluate -w zadoff-chu:length=139,wifi-ltf "
               "--snr 0:10:20",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .run = run,
};
