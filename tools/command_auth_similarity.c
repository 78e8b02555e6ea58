#include "tools/command_auth_similarity.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "core/trace.h"
#include "tools/capture_trace.h"
#include "tools/interval.h"
#include "tools/page.h"
#include "tools/plot_lines.h"
#include "tools/result.h"
#include "tools/similarity.h"

/* What a run has opened. */
typedef struct session {
    phw_similarity_plan plan;
    const char *name[2];
    phw_trace trace[2];
    phw_indices reference; /* of the first */
    phw_indices frames;    /* of the second */
    phw_similarity_verdict verdict;
} session;

static phw_status read_plan(session *s, const phw_arguments *arguments)
{
    phw_similarity_plan *p = &s->plan;
    p->track = phw_argument_given(arguments, "track");
    if (phw_argument_given(arguments, "noise"))
        p->noise = phw_argument_number(arguments, "noise");
    phw_similarity_plan_rule(p, arguments);
    return phw_similarity_plan_test(p, phw_argument_text(arguments, "test"));
}

/* Of one trace judged by itself, what it is judged by is not judged. Names tell little:
 * a file has many, and copies. */
static phw_status leave_reference_out(session *s)
{
    size_t n = 0;
    if (!phw_similarity_is_same_trace(&s->trace[0], &s->trace[1]))
        return PHW_OK;
    for (size_t i = 0; i < s->frames.n; ++i) {
        bool is_reference = false;
        for (size_t j = 0; j < s->reference.n; ++j)
            is_reference |= s->reference.index[j] == s->frames.index[i];
        if (!is_reference)
            s->frames.index[n++] = s->frames.index[i];
    }
    s->frames.n = n;
    if (n == 0)
        return phw_fail(PHW_EARG, "%s: no frame is left to judge but the reference",
                        s->name[1]);
    return PHW_OK;
}

static phw_status open_all(session *s, const phw_arguments *arguments)
{
    PHW_TRY(read_plan(s, arguments));
    for (size_t i = 0; i < 2; ++i) {
        s->name[i] = phw_argument_positional(arguments, i);
        PHW_TRY(phw_capture_trace_read(&s->trace[i], s->name[i]));
    }
    PHW_TRY(phw_similarity_check(&s->plan, &s->trace[0], s->name[0], &s->trace[1],
                                 s->name[1]));
    PHW_TRY(phw_indices_read(&s->reference, "--reference",
                             phw_argument_text(arguments, "reference"),
                             s->trace[0].n_probes));
    PHW_TRY(phw_indices_read(&s->frames, "--frames",
                             phw_argument_text(arguments, "frames"),
                             s->trace[1].n_probes));
    return leave_reference_out(s);
}

static void close_all(session *s)
{
    phw_similarity_verdict_free(&s->verdict);
    phw_indices_free(&s->frames);
    phw_indices_free(&s->reference);
    phw_trace_free(&s->trace[0]);
    phw_trace_free(&s->trace[1]);
}

/* JSON has no NaN: unknown is null. */
static json_t *number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *rows_json(const session *s)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < s->verdict.n_rows; ++i) {
        const phw_similarity_row *r = &s->verdict.row[i];
        const double time_s = s->trace[1].time_s[r->frame];
        (void)json_array_append_new(
            rows,
            json_pack("{s:I,s:o,s:o,s:o,s:o,s:o,s:o,s:b,s:s?}", "frame",
                      (json_int_t)r->frame, "time_s", number(time_s), "snr_db",
                      number(r->snr_db), "statistic", number(r->decision.statistic),
                      "threshold", number(r->decision.threshold), "p_value",
                      number(r->decision.p_value), "miss_if_independent",
                      number(r->decision.miss), "same", (int)r->decision.same, "reason",
                      phw_similarity_reason(&r->decision)));
    }
    return rows;
}

static json_t *indices_json(const phw_indices *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->n; ++i)
        (void)json_array_append_new(array, json_integer((json_int_t)list->index[i]));
    return array;
}

static void fill(phw_result *r, const session *s, const phw_arguments *arguments)
{
    const phw_similarity_verdict *v = &s->verdict;
    const phw_similarity_decision *d = &v->row[v->median].decision;
    const phw_interval share = phw_interval_share(v->n_same, v->n_rows);
    const size_t n_parts =
        s->plan.rule.n_parts > 0 ? s->plan.rule.n_parts : s->trace[0].n_coefficients;
    phw_result_text(r, "reference_trace", "reference", s->name[0]);
    phw_result_text(r, "judged_trace", "judged", s->name[1]);
    phw_result_text(r, "test", "test", phw_argument_text(arguments, "test"));
    phw_result_number(r, "false_alarm", "false-alarm rate asked for", "",
                      s->plan.rule.false_alarm);
    phw_result_text(r, "false_alarm_holds_for", "  holds for",
                    s->plan.test->holds_for(&s->plan.params));
    phw_result_number(r, "dof", v->freedom[0] > 0 ? "degrees of freedom" : NULL, "",
                      v->freedom[0] > 0 ? v->freedom[0] : (double)NAN);
    phw_result_number(r, "dof_noise",
                      v->freedom[1] > 0 ? "of the noise's estimate" : NULL, "",
                      v->freedom[1] > 0 ? v->freedom[1] : (double)NAN);
    phw_result_count(r, "n_coefficients", "tones or taps", "",
                     s->trace[0].n_coefficients);
    phw_result_json(r, "reference_frames", NULL, indices_json(&s->reference));
    phw_result_number(r, "snr_db", "signal-to-noise ratio", "dB",
                      v->row[v->median].snr_db);
    phw_result_number(r, "statistic", "statistic, middle frame", "", d->statistic);
    phw_result_number(r, "threshold", "threshold", "", d->threshold);
    phw_result_number(r, "p_value", "p-value", "", d->p_value);
    phw_result_number(r, "miss_if_independent", "an independent channel would pass", "",
                      d->miss);
    phw_result_number(r, "miss_allowed", "  at most", "", s->plan.rule.miss);
    phw_result_count(r, "independent_parts", "  if it had independent parts", "",
                     n_parts);
    phw_result_count(r, "n_frames", "frames judged", "", v->n_rows);
    phw_result_count(r, "n_same", "of them the same as the reference", "", v->n_same);
    phw_result_count(r, "n_undecided", "of them undecided", "", v->n_undecided);
    phw_result_interval(r, "share_same_interval", "their share, 95 %", "", share.low,
                        share.high);
    phw_result_flag(r, "same", "same channel (more than half are)", v->same);
    phw_result_text(r, "reason", "why not", phw_similarity_reason(d));
    phw_result_json(r, "frames", "frames", rows_json(s));
}

static const char *headline(const phw_similarity_verdict *v)
{
    if (v->same)
        return "The same channel";
    return v->row[v->median].decision.told_apart ? "Another channel" : "Undecided";
}

static const char *const note[] = {
    "The test tells channels apart, not senders: a sender who moves fails it, and "
    "one in the same place passes.",
    "A frame that is not told apart is the same only where an independent channel "
    "as strong would seldom pass. Such a channel is taken for one with as many "
    "independent parts as tones unless --taps says fewer: a smooth one passes more "
    "often.",
    NULL};

static phw_status draw(const session *s, const phw_result *result,
                       const phw_arguments *arguments)
{
    const phw_similarity_verdict *v = &s->verdict;
    double *curve = NULL;
    PHW_TRY(phw_array_alloc(&curve, 3 * v->n_rows, sizeof *curve));
    double *x = curve;
    double *y = curve + v->n_rows;
    double *limit = y + v->n_rows;
    for (size_t i = 0; i < v->n_rows; ++i) {
        x[i] = (double)v->row[i].frame;
        y[i] = v->row[i].decision.statistic;
        limit[i] = v->row[i].decision.threshold;
    }
    const phw_plot_curve curves[] = {
        {.name = "statistic", .x = x, .y = y, .n = v->n_rows},
        {.name = "threshold",
         .x = x,
         .y = limit,
         .n = v->n_rows,
         .colour = PHW_COLOUR_LOST,
         .closed_form = true},
    };
    const phw_plot_data data = {
        .title = "Similarity frame by frame",
        .summary = s->plan.test->more_is_same
                       ? "Above the threshold a frame is taken for the reference's."
                       : "Below the threshold a frame is taken for the reference's.",
        .x = {.label = "frame"},
        .y = {.label = "statistic", .logarithmic = !s->plan.test->more_is_same},
        .curve = curves,
        .n_curves = 2};
    const phw_page_picture picture = {&phw_plot_lines, &data};
    const phw_page_section section[] = {
        {.heading = "Frames", .picture = &picture, .n_pictures = 1},
        {.heading = "Figures", .result = result},
    };
    char verdict[160];
    char subject[512];
    (void)snprintf(
        verdict, sizeof verdict,
        "%s. %zu of %zu frames are the same as the reference, %zu are undecided",
        headline(v), v->n_same, v->n_rows, v->n_undecided);
    (void)snprintf(subject, sizeof subject, "%s by %s", s->name[1], s->name[0]);
    const phw_page page = {.title = "Channel similarity",
                           .subject = subject,
                           .good = v->same,
                           .verdict = verdict,
                           .note = note,
                           .section = section,
                           .n_sections = 2};
    const phw_status status = phw_page_publish(&page, "auth similarity", arguments);
    free(curve);
    return status;
}

static phw_status report(const session *s, const phw_arguments *arguments)
{
    const phw_similarity_decision *middle = &s->verdict.row[s->verdict.median].decision;
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    fill(r, s, arguments);
    phw_status status = PHW_OK;
    if (phw_argument_given(arguments, "report"))
        status = draw(s, r, arguments);
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    if (!status && phw_argument_given(arguments, "check") && !s->verdict.same)
        return phw_fail(PHW_EAUTH, "%s: not the channel of %s (%s)", s->name[1],
                        s->name[0], phw_similarity_reason(middle));
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    session s = {0};
    phw_status status = open_all(&s, arguments);
    if (!status)
        status = phw_similarity_judge(&s.verdict, &s.plan, &s.trace[0], &s.reference,
                                      &s.trace[1], &s.frames);
    if (!status)
        status = report(&s, arguments);
    close_all(&s);
    return status;
}

static const phw_option option[] = {
    PHW_OPTIONS_SIMILARITY_RULE,
    {.param = {.name = "test", .summary = "how frames are compared"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v]",
     .text_preset = "difference:fit=slope",
     .family = "similarity"},
    {.param = {.name = "reference", .summary = "frames of A that are the reference"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "N,N-N,...",
     .text_preset = "0"},
    {.param = {.name = "frames", .summary = "frames of B that are judged"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "N,N-N,...",
     .text_preset = "all"},
    {.param = {.name = "track",
               .summary = "a frame found the same is the next one's reference"}},
    {.param = {.name = "noise",
               .unit = "",
               .summary = "noise variance of one estimate, instead of the traces'",
               .min = 1e-30,
               .max = 1e30},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "S2",
     .no_preset = true},
    PHW_OPTION_FLOOR,
    {.param = {.name = "check", .summary = "exit status 5 when it is not the same"}},
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_auth_similarity = {
    .name = "auth similarity",
    .summary = "tells whether frames came over the channel of a reference",
    .detail =
        "Each chosen frame of B is judged by the reference frames of A: traces of\n"
        "complex channel estimates, FILE or FILE:PART, as probe -o and simulate write\n"
        "them. When A and B are the same, the reference is not judged.\n"
        "\n"
        "statistic and threshold are those of the middle frame, and same is its\n"
        "verdict: more than half of the frames are the same. Whatever frames have in\n"
        "common, the same channel is told apart at most twice as often as a frame is,\n"
        "and an independent one passes at most twice as often as --miss (Markov's\n"
        "inequality); with one frame, just as often. Not the same is a finding, with\n"
        "exit status 0; --check makes it 5.\n"
        "\n"
        "A frame is the same when it is not told apart and the test could have told:\n"
        "miss_if_independent is how often a channel that has nothing to do with the\n"
        "reference, as strong as the frame, would pass. Above --miss the frame is\n"
        "undecided: it is too weak or too noisy. A smooth channel of few taps passes\n"
        "more often than independent tones: --taps counts with it.\n"
        "\n"
        "The false-alarm rate holds for what false_alarm_holds_for says: at rest,\n"
        "with errors that are noise. enrolled takes the noise from the reference\n"
        "frames; correlation:law=rayleigh averages over Rayleigh tones and over\n"
        "nothing else.\n"
        "\n"
        "The noise variance is a frame's own where the trace has the column\n"
        "noise_variance, else the trace's. Real front ends add errors that are no\n"
        "noise: --floor-db, or the tests enrolled and correlation, allow for them.",
    .example =
        "phyward probe datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat "
        "--type ci16 \\\n      --rate 20M -o csi.h5\n"
        "  phyward auth similarity csi.h5 csi.h5 --reference 3 --frames 4-20 \\\n"
        "      --test correlation:fit=full:threshold=0.9",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"A", "the trace with the reference", false},
                   {"B", "the trace to judge", false}},
    .run = run,
};
