#include "tools/command_clean.h"

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/trace.h"
#include "datasets/trace_file.h"
#include "datasets/traces.h"
#include "phy/cleaners.h"
#include "tools/cancel.h"
#include "tools/clean_page.h"
#include "tools/outputs.h"
#include "tools/page.h"
#include "tools/result.h"

/* A run: its steps, and what they left and did. */
typedef struct session {
    phw_clean_step step[PHW_CLEAN_STEPS_MAX];
    size_t n_steps;
    phw_trace trace;
    phw_trace before; /* as it was; empty when no page is asked for */

    struct {
        phw_clean_report report;
        size_t n_probes; /* after it */
        size_t n_coefficients;
    } done[PHW_CLEAN_STEPS_MAX];

    size_t n_probes; /* before all */
    size_t n_coefficients;
} session;

/* What most captures of the kind need; phases make a line over carriers alone that are
 * known. */
static const char *preset(const phw_trace *t)
{
    const size_t last = t->n_coefficients / t->n_antennas - 1;
    switch (t->kind) {
    case PHW_TRACE_CFR:
        return t->coefficient[last] > t->coefficient[0] ? "duplicates,nulls,level,phase"
                                                        : "duplicates,cfo";
    case PHW_TRACE_CIR:
        return "duplicates,cfo";
    default:
        return "outliers";
    }
}

static phw_status read_steps(session *s, const phw_arguments *arguments)
{
    if (arguments->n_list == 0)
        return phw_clean_steps_read(s->step, &s->n_steps, preset(&s->trace));
    for (size_t i = 0; i < arguments->n_list; ++i) {
        phw_clean_step step[PHW_CLEAN_STEPS_MAX];
        size_t n = 0;
        PHW_TRY(phw_clean_steps_read(step, &n, arguments->list[i]));
        if (s->n_steps + n > PHW_CLEAN_STEPS_MAX)
            return phw_fail(PHW_EARG, "--step: more than %d steps",
                            PHW_CLEAN_STEPS_MAX);
        memcpy(s->step + s->n_steps, step, n * sizeof *step);
        s->n_steps += n;
    }
    return PHW_OK;
}

static phw_status clean(session *s)
{
    s->n_probes = s->trace.n_probes;
    s->n_coefficients = s->trace.n_coefficients;
    for (size_t i = 0; i < s->n_steps; ++i) {
        const phw_status status =
            phw_clean_run(&s->done[i].report, &s->trace, &s->step[i], 1);
        if (status)
            return phw_fail_within(status, "--step %zu", i + 1);
        PHW_TRY(phw_cancel_check());
        s->done[i].n_probes = s->trace.n_probes;
        s->done[i].n_coefficients = s->trace.n_coefficients;
    }
    return PHW_OK;
}

static json_t *number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static void put(json_t *row, const char *name, json_t *value)
{
    (void)json_object_set_new(row, name, value);
}

/* A row a step: all of it for JSON, what a line has room for for people. */
static json_t *step_json(const session *s, size_t i, bool all)
{
    const phw_clean_report *r = &s->done[i].report;
    char figure[64];
    json_t *row =
        json_pack("{s:s,s:I,s:I,s:I,s:s}", "step", s->step[i].cleaner->name, "seen",
                  (json_int_t)r->n_seen, "changed", (json_int_t)r->n_changed, "dropped",
                  (json_int_t)r->n_dropped, "of", r->noun);
    (void)snprintf(figure, sizeof figure, "%s%s%s", r->figure,
                   !all && r->unit[0] != '\0' ? ", " : "", all ? "" : r->unit);
    put(row, "figure", json_string(figure));
    put(row, "before", number(r->before));
    put(row, "after", number(r->after));
    if (all) {
        put(row, "unit", json_string(r->unit));
        put(row, "probes", json_integer((json_int_t)s->done[i].n_probes));
        put(row, "coefficients", json_integer((json_int_t)s->done[i].n_coefficients));
    }
    put(row, "note", json_string(r->note));
    return row;
}

static json_t *steps_json(const session *s, bool all)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < s->n_steps; ++i)
        (void)json_array_append_new(rows, step_json(s, i, all));
    return rows;
}

static void fill(phw_result *r, const session *s, const phw_arguments *arguments)
{
    phw_result_text(r, "input", "trace", phw_argument_positional(arguments, 0));
    phw_result_text(r, "kind", "kind", phw_trace_kind_name(s->trace.kind));
    phw_result_count(r, "n_probes_before", "probes before", "", s->n_probes);
    phw_result_count(r, "n_probes", "probes left", "", s->trace.n_probes);
    phw_result_count(r, "n_coefficients_before", "values a probe before", "",
                     s->n_coefficients);
    phw_result_count(r, "n_coefficients", "values a probe left", "",
                     s->trace.n_coefficients);
    phw_result_count(r, "n_antennas", "antennas", "", s->trace.n_antennas);
    phw_result_text(r, "trace", "written to", phw_argument_text(arguments, "output"));
    phw_result_json(r, "steps", "steps",
                    steps_json(s, phw_argument_given(arguments, "json")));
}

static phw_status write_trace(phw_outputs *outputs, const phw_trace *trace,
                              const char *path)
{
    phw_writer *w = NULL;
    if (path == NULL)
        return PHW_OK;
    PHW_TRY(phw_outputs_add(&w, outputs, path, false));
    return phw_trace_append(w, &trace, 1);
}

static phw_status write_files(const session *s, const phw_result *r,
                              const phw_arguments *arguments)
{
    char missing[PHW_PAGE_MISSING_SIZE] = "";
    phw_outputs outputs = {0};
    phw_status status =
        write_trace(&outputs, &s->trace, phw_argument_text(arguments, "output"));
    if (!status && phw_argument_given(arguments, "report"))
        status = phw_clean_page_write(&outputs, &s->before, &s->trace, r, arguments,
                                      missing);
    if (!status)
        status = phw_outputs_commit(&outputs);
    if (!status)
        phw_page_tell("clean", missing);
    phw_outputs_discard(&outputs);
    return status;
}

static phw_status finish(const session *s, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    fill(r, s, arguments);
    phw_status status = write_files(s, r, arguments);
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status clean_and_tell(session *s, const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    PHW_TRY(read_steps(s, arguments));
    const phw_status status = clean(s);
    if (status)
        return status == PHW_ECANCEL ? status : phw_fail_within(status, "%s", path);
    return finish(s, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    session s = {.n_steps = 0};
    phw_status status = phw_trace_open(&s.trace, path, NULL);
    if (!status && phw_argument_given(arguments, "report"))
        status = phw_trace_open(&s.before, path, NULL);
    if (!status)
        status = clean_and_tell(&s, arguments);
    phw_trace_free(&s.trace);
    phw_trace_free(&s.before);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "trace file for what is left"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "FILE.h5",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "step",
               .summary = "what is done, one after the other; may be given again; "
                          "default by the trace's kind (above)"},
     .kind = PHW_OPTION_LIST,
     .letter = 's',
     .placeholder = "NAME[:p=v],...",
     .family = "cleaner"},
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_clean = {
    .name = "clean",
    .summary = "takes out of a trace what is not the channel",
    .detail =
        "Drivers tell a channel with much in it that is the radios' own: phases of\n"
        "two oscillators, a slope of the receiver's timing, steps of its gain,\n"
        "antennas in changing order, guards and nulls that hold garbage, frames told\n"
        "twice, bursts of interference. Each step takes one of these out; `phyward\n"
        "list cleaner` has them all, with what can be set. Every step says what it\n"
        "saw, changed and dropped, and one figure before and after; without -o that\n"
        "is all.\n"
        "\n"
        "The default steps are duplicates,nulls,level,phase for frequency responses,\n"
        "duplicates,cfo for impulse responses and carriers whose offsets are not\n"
        "known, outliers for power and amplitude.\n"
        "\n"
        "What is taken out can be of use, too: phase leaves no absolute delay, level\n"
        "no fading of all carriers together, agc takes a sudden deep fade for a\n"
        "step.",
    .example = "phyward probe datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
               "--type ci16 \\\n      --rate 20M -o csi.h5\n"
               "  phyward clean csi.h5 -o clean.h5 --step nulls,level,phase:fit=peak",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "trace file, FILE or FILE:PART", false}},
    .run = run,
};
