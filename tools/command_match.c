#include "tools/command_match.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include <gsl/gsl_cdf.h>

#include "core/param.h"
#include "core/trace.h"
#include "datasets/trace_file.h"
#include "datasets/traces.h"
#include "tools/cancel.h"
#include "tools/frame_traces.h"
#include "tools/match_page.h"
#include "tools/output_folder.h"
#include "tools/outputs.h"
#include "tools/page.h"
#include "tools/pairing.h"
#include "tools/result.h"

enum by {
    SEQUENCE,
    TIME
};

enum clock {
    AUTO,
    ONE,
    FIT
};

/* In the order of phw_resampling, but for the first. */
enum between {
    NONE
};

static const char *const ways[] = {"sequence", "time", NULL};
static const char *const clocks[] = {"auto", "one", "fit", NULL};
static const char *const methods[] = {"none", "linear", "cubic", "band-limited", NULL};

static const char *const file[2] = {"a.h5", "b.h5"};

static double given(const phw_arguments *arguments, const char *name)
{
    return phw_argument_given(arguments, name) ? phw_argument_number(arguments, name)
                                               : 0;
}

static void read_plan(phw_pairing_plan *plan, const phw_arguments *arguments)
{
    const double doppler_hz = given(arguments, "doppler");
    const double method = phw_argument_number(arguments, "interpolate");
    const enum clock clock = (enum clock)phw_argument_number(arguments, "clock");
    const bool by_time = phw_argument_number(arguments, "by") == TIME;
    const bool fits = clock == FIT || (clock == AUTO && by_time);
    *plan = (phw_pairing_plan){
        .by_time = by_time,
        .number = {.column = phw_argument_text(arguments, "number"),
                   .again = PHW_FRAMES_RETRY,
                   .number = {.modulus =
                                  (int64_t)phw_argument_count(arguments, "modulus"),
                              .most_apart_s = given(arguments, "apart")}},
        .match = {.most_offset_s = given(arguments, "offset"),
                  .most_drift_ppm = given(arguments, "drift"),
                  .tolerance_s = given(arguments, "apart"),
                  .fixed = !fits},
        .own_clocks = fits,
        .delay_s = given(arguments, "delay"),
        .interpolate = method != NONE,
        .resample = {.method = (phw_resampling)method,
                     .bandwidth_hz = doppler_hz,
                     .n_taps = (size_t)phw_argument_count(arguments, "taps"),
                     .longest_gap = phw_argument_number(arguments, "gap")},
        .doppler_hz = doppler_hz};
}

static phw_status write_one(phw_outputs *outputs, const phw_trace *trace,
                            const char *folder, const char *name)
{
    char path[PHW_OUTPUT_PATH_MAX];
    phw_writer *w = NULL;
    const int n = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (n < 0 || n >= PHW_OUTPUT_PATH_MAX)
        return phw_fail(PHW_EARG, "--output: the path is too long");
    PHW_TRY(phw_outputs_add(&w, outputs, path, false));
    return phw_trace_append(w, &trace, 1);
}

static phw_status write_traces(phw_outputs *outputs, const phw_paired *p,
                               const char *folder)
{
    if (folder == NULL)
        return PHW_OK;
    PHW_TRY(write_one(outputs, &p->a, folder, file[0]));
    return write_one(outputs, &p->b, folder, file[1]);
}

static phw_status write_all(const phw_paired *p, const phw_result *result,
                            const phw_arguments *arguments)
{
    char missing[PHW_PAGE_MISSING_SIZE] = "";
    phw_outputs outputs = {0};
    phw_status s = write_traces(&outputs, p, phw_argument_text(arguments, "output"));
    if (!s && phw_argument_given(arguments, "report"))
        s = phw_match_page_write(&outputs, p, result, arguments, missing);
    if (!s)
        s = phw_outputs_commit(&outputs);
    if (!s)
        phw_page_tell("match", missing);
    phw_outputs_discard(&outputs);
    return s;
}

/* The folder that was made goes again when nothing gets into it. */
static phw_status write_files(const phw_paired *p, const phw_result *result,
                              const phw_arguments *arguments)
{
    const char *folder = phw_argument_text(arguments, "output");
    phw_output_folder made;
    if (folder == NULL)
        return write_all(p, result, arguments);
    PHW_TRY(phw_output_folder_create(&made, folder));
    const phw_status s = write_all(p, result, arguments);
    if (s)
        phw_output_folder_undo(&made);
    return s;
}

/* A correlation with its 95 % interval; people see what there is. */
static void tell(phw_result *r, const char *name, const char *label,
                 const phw_correlation_figure *x)
{
    char interval[64];
    const double t = gsl_cdf_tdist_Pinv(0.975, PHW_CORRELATION_BLOCKS - 1);
    const bool there = isfinite(x->value);
    phw_result_number(r, name, there ? label : NULL, "", x->value);
    (void)snprintf(interval, sizeof interval, "%s_interval", name);
    phw_result_interval(r, interval, there && isfinite(x->error) ? "  95 %" : NULL, "",
                        x->value - t * x->error, fmin(x->value + t * x->error, 1));
}

static void tell_clock(phw_result *r, const phw_paired *p)
{
    const phw_clock *c = &p->pairs.clock;
    const bool known = isfinite(c->drift);
    phw_result_number(r, "offset_s", known ? "B's clock less A's, at A's start" : NULL,
                      "s", c->offset_s);
    phw_result_number(r, "drift_ppm", known ? "B's clock runs faster by" : NULL, "ppm",
                      1e6 * c->drift);
    phw_result_number(r, "clock_rms_s", known ? "pairs' instants then differ by" : NULL,
                      "s", c->rms_s);
    phw_result_number(r, "later_s",
                      isfinite(p->later_s) ? "B's probes are later by, mean" : NULL,
                      "s", p->later_s);
    phw_result_number(r, "later_rms_s", isfinite(p->later_s) ? "  RMS" : NULL, "s",
                      p->later_rms_s);
}

static void tell_expected(phw_result *r, const phw_paired *p)
{
    const bool asked = isfinite(p->expected.before);
    const char *const label[2] = {"  expected (Clarke's spectrum), as they are",
                                  "  expected, interpolated"};
    phw_result_number(r, "expected_before", asked ? label[0] : NULL, "",
                      p->expected.before);
    phw_result_number(r, "expected_after", asked ? label[1] : NULL, "",
                      p->expected.after);
    phw_result_number(r, "snr_a_db", asked ? "  with noise of A, SNR" : NULL, "dB",
                      p->noise.other > 0 ? -10 * log10(p->noise.other) : (double)NAN);
    phw_result_number(r, "snr_b_db", asked ? "  and of B" : NULL, "dB",
                      p->noise.read > 0 ? -10 * log10(p->noise.read) : (double)NAN);
}

/* Those of a trace that a column does not pair, by reason. */
static void tell_lost(phw_result *r, const phw_number_losses *lost, const char *trace)
{
    const struct {
        const char *name;
        const char *label;
        size_t n;
    } reason[] = {{"unnumbered", "  without a number", lost->n_without},
                  {"retries", "  sent again", lost->n_again},
                  {"repeated", "  of a repeated or late number", lost->n_repeated}};

    for (size_t i = 0; i < sizeof reason / sizeof reason[0]; ++i) {
        char name[32];
        (void)snprintf(name, sizeof name, "%s_%s", reason[i].name, trace);
        phw_result_count(r, name, reason[i].n > 0 ? reason[i].label : NULL, "",
                         reason[i].n);
    }
}

static void fill(phw_result *r, const phw_paired *p, const phw_pairing_plan *plan,
                 const phw_arguments *arguments)
{
    const char *folder = phw_argument_text(arguments, "output");
    phw_result_text(r, "a", "A", phw_argument_positional(arguments, 0));
    phw_result_text(r, "b", "B", phw_argument_positional(arguments, 1));
    phw_result_text(r, "by", "paired by", ways[plan->by_time]);
    phw_result_text(r, "number", "numbers of column", plan->number.column);
    phw_result_count(r, "pairs", "pairs", "", p->pairs.n);
    phw_result_count(r, "unpaired_a", "probes of A without one", "",
                     p->pairs.n_unpaired_a);
    tell_lost(r, &p->lost[0], "a");
    phw_result_count(r, "unpaired_b", "probes of B without one", "",
                     p->pairs.n_unpaired_b);
    tell_lost(r, &p->lost[1], "b");
    phw_result_count(r, "shifts", p->pairs.n_shifts > 0 ? "counts moved apart" : NULL,
                     "", p->pairs.n_shifts);
    tell_clock(r, p);
    phw_result_text(r, "interpolate", "B between its probes",
                    methods[plan->interpolate ? plan->resample.method : NONE]);
    phw_result_count(r, "in_gaps",
                     plan->interpolate ? "pairs in gaps of B, left out" : NULL, "",
                     p->n_in_gaps);
    phw_result_count(r, "n_probes", "probes left", "", p->a.n_probes);
    tell(r, "correlation_before", "correlation of sizes, as they are",
         &p->before.sizes);
    tell(r, "correlation_after", "  interpolated", &p->after.sizes);
    tell(r, "value_correlation_before", "of values with phase, about their means",
         &p->before.values);
    tell(r, "value_correlation_after", "  interpolated", &p->after.values);
    tell_expected(r, p);
    phw_result_text(r, "folder", "written to", folder);
    phw_result_json(r, "files", NULL,
                    folder != NULL ? json_pack("[s,s]", file[0], file[1])
                                   : json_array());
}

static phw_status finish(const phw_paired *p, const phw_pairing_plan *plan,
                         const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    fill(r, p, plan, arguments);
    phw_status s = phw_cancel_check();
    if (!s)
        s = write_files(p, r, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    const char *name[2] = {phw_argument_positional(arguments, 0),
                           phw_argument_positional(arguments, 1)};
    phw_pairing_plan plan;
    phw_trace t[2] = {{0}, {0}};
    phw_paired p = {0};
    read_plan(&plan, arguments);
    if (plan.by_time && plan.number.column != NULL)
        return phw_fail(PHW_EARG,
                        "--number %s: --by time pairs by no number; expected "
                        "--by sequence",
                        plan.number.column);
    phw_status s = phw_trace_open(&t[0], name[0], NULL);
    if (!s)
        s = phw_trace_open(&t[1], name[1], NULL);
    if (!s) {
        s = phw_pair(&p, &t[0], &t[1], &plan);
        if (s)
            s = phw_fail_within(s, "%s (A) and %s (B)", name[0], name[1]);
    }
    if (!s)
        s = finish(&p, &plan, arguments);
    phw_paired_free(&p);
    phw_trace_free(&t[0]);
    phw_trace_free(&t[1]);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "folder for both, as a.h5 and b.h5"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "FOLDER",
     .file = PHW_OPTION_WRITES},
    PHW_OPTIONS_REPORT,
    {.param = {.name = "by",
               .unit = "",
               .summary = "packets' numbers, or their instants",
               .choice = ways},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "WAY"},
    {.param = {.name = "number",
               .summary =
                   "the column with the packets' numbers on the air: digest or "
                   "mac_sequence of phyward probe; default the traces' own numbers"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "COLUMN"},
    {.param = {.name = "modulus",
               .unit = "",
               .summary =
                   "numbers count modulo this on the air (802.11: 4096); 0: they "
                   "do not wrap",
               .max = 4294967296.0,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "apart",
               .unit = "s",
               .summary = "no pair's instants differ by more; default any by number, a "
                          "quarter of the interval by time",
               .min = 1e-9,
               .max = 1e9},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "SECONDS",
     .no_preset = true},
    {.param = {.name = "clock",
               .unit = "",
               .summary =
                   "one: both have the same; fit: B's offset and drift are found; "
                   "auto: fit by time, one by number",
               .choice = clocks},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "CLOCK"},
    {.param = {.name = "offset",
               .unit = "s",
               .summary = "by time: clocks are no further apart; default half of the "
                          "interval",
               .min = 1e-9,
               .max = 1e9},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "SECONDS",
     .no_preset = true},
    {.param = {.name = "drift",
               .unit = "",
               .summary = "by time: clocks' rates differ by no more ppm; default 100",
               .min = 1e-3,
               .max = 99999},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "PPM",
     .no_preset = true},
    {.param = {.name = "delay",
               .unit = "s",
               .summary = "B's probes are truly so much later than their pairs: what "
                          "--clock fit takes for an offset",
               .min = -1e9,
               .max = 1e9},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "SECONDS",
     .no_preset = true},
    {.param = {.name = "interpolate",
               .unit = "",
               .summary = "how B is read at A's instants",
               .choice = methods},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "METHOD"},
    {.param = {.name = "doppler",
               .unit = "Hz",
               .summary =
                   "the largest Doppler shift: the band of band-limited (default "
                   "a quarter of the probing rate), and then tells what is to be "
                   "expected",
               .min = 1e-9,
               .max = 1e9},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "HZ",
     .no_preset = true},
    {.param = {.name = "taps",
               .unit = "",
               .summary = "band-limited: probes that a value is made of",
               .min = 2,
               .max = PHW_RESAMPLE_TAPS_MAX,
               .preset = 8,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "gap",
               .unit = "",
               .summary = "intervals of B longer than so many median ones are not read "
                          "inside",
               .min = 1,
               .max = 1e6,
               .preset = 1.5},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
};

const phw_command phw_command_match = {
    .name = "match",
    .summary = "the packets that two receivers have in common, at common instants",
    .detail =
        "Probe by probe A and B become two traces with the same numbers; what has no\n"
        "pair is counted and left out. Counters that wrap (--modulus) may have been\n"
        "unwrapped to different multiples, before and after a gap, too: that is\n"
        "found out. Traces of phyward probe count the frames of their capture: give\n"
        "--number digest, or --number mac_sequence --modulus 4096 for a sender of one\n"
        "counter. Without a modulus a column's numbers are names in any order; one\n"
        "that is in a trace twice pairs nothing, nor does a frame whose column retry\n"
        "says that it is sent again: unnumbered, retries and repeated count them.\n"
        "Sendings that nothing tells apart only --apart keeps from being a pair.\n"
        "By time, B's clock is brought to A's by an offset and a drift.\n"
        "\n"
        "The two ways of an exchange are not simultaneous, and the channel moves in\n"
        "between. --interpolate reads B at A's instants; the correlation is told\n"
        "before and after over the same pairs, with a 95 % interval from ten\n"
        "stretches of the trace. With --doppler it stands beside the closed form for\n"
        "Clarke's spectrum, the given interpolation, instants and noise\n"
        "(noise_variance of the traces). Interpolation also averages noise, and\n"
        "makes neighbouring values alike: the entropy of B's series is less than its\n"
        "number of values.",
    .example = "phyward simulate datasets/scenarios/walking-wifi.yaml -o sim --seed 1\n"
               "  phyward match sim/alice.h5 sim/bob.h5 -o matched --interpolate cubic",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"A", "trace file, FILE or FILE:PART", false},
                   {"B", "the other end's", false}},
    .run = run,
};
