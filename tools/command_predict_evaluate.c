#include "tools/command_predict_evaluate.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/interval.h"
#include "tools/page.h"
#include "tools/plot_lines.h"
#include "tools/predict_study.h"
#include "tools/result.h"

static const char *const against_name[] = {"own readings", "truth", "other end"};

static json_t *number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *rows_json(const phw_predict_study *s)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < s->n_rows; ++i) {
        const phw_predict_row *r = &s->row[i];
        (void)json_array_append_new(
            rows,
            json_pack("{s:s,s:f,s:o,s:I,s:o,s:[o,o],s:o,s:o,s:o}", "method", r->method,
                      "horizon", r->horizon, "horizon_s",
                      number(r->horizon * s->series.interval_s), "taps",
                      (json_int_t)r->taps, "nmse", number(r->score.nmse),
                      "nmse_interval", number(r->score.interval.low),
                      number(r->score.interval.high), "nmse_db",
                      number(10 * log10(r->score.nmse)), "bound_nmse", number(r->least),
                      "last_value_nmse", number(r->score.last_nmse)));
    }
    return rows;
}

static json_t *likeness_json(const char *method, double horizon,
                             const phw_forecast_likeness *l)
{
    const phw_interval share = phw_interval_share(l->n_differ, l->n);
    return json_pack(
        "{s:s,s:o,s:o,s:I,s:I,s:o,s:[o,o],s:o,s:o,s:o,s:o,s:o}", "series", method,
        "horizon", number(horizon), "correlation", number(l->correlation), "n",
        (json_int_t)l->n, "n_differ", (json_int_t)l->n_differ, "disagreement",
        number((double)l->n_differ / (double)l->n), "disagreement_interval",
        number(share.low), number(share.high), "information_bits",
        number(l->information_bits), "information_rate_bits", number(l->rate_bits),
        "new_share", number(l->open), "counted_bits", number(l->counted.net_bits),
        "charged_bits", number(l->charged.net_bits));
}

static json_t *ends_json(const phw_predict_study *s)
{
    json_t *rows = json_array();
    if (s->against != PHW_PREDICT_END)
        return rows;
    (void)json_array_append_new(rows,
                                likeness_json("as read", (double)NAN, &s->before));
    for (size_t i = 0; i < s->n_rows; ++i)
        (void)json_array_append_new(
            rows, likeness_json(s->row[i].method, s->row[i].horizon, &s->row[i].after));
    return rows;
}

static json_t *left_out_json(const phw_predict_study *s)
{
    json_t *names = json_array();
    for (size_t i = 0; i < s->choices.n; ++i) {
        if (s->choices.choice[i].left_out)
            (void)json_array_append_new(names, json_string(s->choices.choice[i].text));
    }
    return names;
}

static const phw_predict_row *best_row(const phw_predict_study *s)
{
    const phw_predict_row *best = &s->row[0];
    for (size_t i = 1; i < s->n_rows; ++i) {
        if (s->row[i].score.nmse < best->score.nmse)
            best = &s->row[i];
    }
    return best;
}

static void write_verdict(char *out, size_t size, const phw_predict_study *s)
{
    const phw_predict_row *best = best_row(s);
    char effect[256] = "";
    if (s->against == PHW_PREDICT_END)
        (void)snprintf(effect, sizeof effect,
                       ". The ends' correlation goes from %.4f to %.4f, and the bits a "
                       "probe that are secret from who knows the past from %.3g to "
                       "%.3g (counted as all new: %.3g, %.3g)",
                       s->before.correlation, best->after.correlation,
                       s->before.charged.net_bits, best->after.charged.net_bits,
                       s->before.counted.net_bits, best->after.counted.net_bits);
    (void)snprintf(out, size, "%s misses %.3g of the variance %g intervals ahead%s",
                   best->method, best->score.nmse, best->horizon, effect);
}

static void fill(phw_result *r, const phw_predict_study *s,
                 const phw_arguments *arguments, const char *verdict)
{
    const char *other = phw_argument_text(arguments, "truth");
    if (other == NULL)
        other = phw_argument_text(arguments, "against");
    phw_result_text(r, "trace", "trace", phw_argument_positional(arguments, 0));
    phw_result_text(r, "held_against", "held against", against_name[s->against]);
    phw_result_text(r, "other_trace", "  of", other);
    phw_result_text(r, "feature", "feature", s->series.feature);
    phw_result_count(r, "n_components", "components", "", s->series.x.n_components);
    phw_result_count(r, "n_probes", "probes", "", s->series.x.n_rows);
    phw_result_count(r, "n_training", "  learnt from", "", s->n_training);
    phw_result_number(r, "interval_s", "interval", s->series.has_time ? "s" : "",
                      s->series.interval_s);
    phw_result_count(r, "n_gaps", "longer intervals (over 1.5)", "", s->series.n_gaps);
    phw_result_number(r, "offset_s",
                      isnan(s->offset_s) ? NULL : "the other end's instants, later by",
                      "s", s->offset_s);
    phw_result_number(r, "doppler_hz", "bound's Doppler shift",
                      s->series.has_time ? "Hz" : "",
                      s->truth.turns / s->series.interval_s);
    phw_result_number(r, "snr_db", "bound's signal to noise ratio", "dB",
                      10 * log10(s->truth.signal / (1 - s->truth.signal)));
    phw_result_json(r, "left_out", NULL, left_out_json(s));
    phw_result_json(r, "rows", "error over the variance, and the least there can be",
                    rows_json(s));
    phw_result_json(r, "ends", "what it does to the two ends (bits a probe)",
                    ends_json(s));
    phw_result_number(r, "new_share", "of a reading, open to who knows the past", "",
                      s->open);
    phw_result_number(r, "past_bits_per_probe", "  who knows that much of the next",
                      "bit", -0.5 * log2(s->open));
    phw_result_text(r, "certified", NULL, "nothing");
    phw_result_text(r, "verdict", "verdict", verdict);
}

static const char *const note[] = {
    "Forecasting is an attack as well: who knows the past of either end foresees as "
    "much as the end does. What is secret in a probe is what is new in it, and the "
    "bits that are charged count nothing else; the bits that are counted take every "
    "probe for new, and sell what is not there.",
    "The bound is Wiener's, linear, for Clarke's spectrum seen through the law of the "
    "feature. Nothing here is certified: keygen does that.",
    NULL};

/* The points of one method, rising. */
static size_t points(double *x, double *y, const phw_predict_study *s,
                     const char *method)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n_rows; ++i) {
        if (method != NULL && strcmp(s->row[i].method, method) != 0)
            continue;
        x[n] = s->row[i].horizon;
        y[n++] = method != NULL ? s->row[i].score.nmse : s->row[i].least;
    }
    return n;
}

/* What a picture's curves are drawn from. */
typedef struct curves {
    double x[PHW_FORECAST_CHOICES_MAX + 1][PHW_PREDICT_ROWS_MAX];
    double y[PHW_FORECAST_CHOICES_MAX + 1][PHW_PREDICT_ROWS_MAX];
    phw_plot_curve curve[PHW_FORECAST_CHOICES_MAX + 1];
    size_t n;
} curves;

/* Of every method that has a score, and the bound at the first one's horizons. */
static void fill_curves(curves *c, const phw_predict_study *s)
{
    for (size_t i = 0; i < s->choices.n; ++i) {
        const char *name = s->choices.choice[i].text;
        const size_t n = points(c->x[c->n], c->y[c->n], s, name);
        c->curve[c->n] =
            (phw_plot_curve){.name = name, .x = c->x[c->n], .y = c->y[c->n], .n = n};
        c->n += n > 0;
    }
    (void)points(c->x[c->n], c->y[c->n], s, NULL);
    c->curve[c->n] = (phw_plot_curve){.name = "least there can be",
                                      .x = c->x[c->n],
                                      .y = c->y[c->n],
                                      .n = c->curve[0].n,
                                      .colour = PHW_COLOUR_LOST,
                                      .closed_form = true};
    c->n += !isnan(c->y[c->n][0]);
}

static phw_status publish(const phw_predict_study *s, const phw_result *result,
                          const phw_arguments *arguments, const char *verdict)
{
    curves *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the picture");
    fill_curves(c, s);
    const phw_plot_data data = {
        .title = "Forecast error",
        .summary = "Mean square error over the variance of what was to be foretold. "
                   "Dashed: the least of any linear forecast.",
        .x = {.label = "horizon, intervals"},
        .y = {.label = "error over the variance"},
        .curve = c->curve,
        .n_curves = c->n};
    const phw_page_picture picture = {&phw_plot_lines, &data};
    const phw_page_section section = {
        .heading = "Errors", .picture = &picture, .n_pictures = 1, .result = result};
    const phw_page page = {.title = "Forecasts of a channel",
                           .subject = phw_argument_positional(arguments, 0),
                           .good = best_row(s)->score.nmse < 1,
                           .verdict = verdict,
                           .note = note,
                           .section = &section,
                           .n_sections = 1};
    const phw_status status = phw_page_publish(&page, "predict evaluate", arguments);
    free(c);
    return status;
}

static phw_status report(const phw_predict_study *s, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    char verdict[512];
    PHW_TRY(phw_result_create(&r));
    write_verdict(verdict, sizeof verdict, s);
    fill(r, s, arguments, verdict);
    phw_status status = PHW_OK;
    if (phw_argument_given(arguments, "report"))
        status = publish(s, r, arguments, verdict);
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_predict_study *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to evaluate forecasts");
    phw_status status = phw_predict_study_make(s, arguments);
    if (!status)
        status = report(s, arguments);
    phw_predict_study_free(s);
    free(s);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "method",
               .summary = "forecasters; NAME:model=FILE for a trained "
                          "one"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v:...],...",
     .text_preset = "mmse,kalman,rls,kernel",
     .family = "forecaster"},
    {.param = {.name = "horizon",
               .summary = "intervals ahead; by default 1, or when the other end's "
                          "reading comes"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "N,N,..."},
    {.param = {.name = "feature",
               .summary = "by default amplitude, power for traces of power"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v:...]",
     .family = "feature"},
    {.param = {.name = "train",
               .unit = "",
               .summary = "share of the trace that is learnt from and not judged",
               .min = 0.01,
               .max = 0.95,
               .preset = 0.5},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "SHARE"},
    {.param = {.name = "truth",
               .summary = "what the channel was, for the errors: a trace read at the "
                          "instants foretold"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "TRACE",
     .file = PHW_OPTION_READS},
    {.param = {.name = "against",
               .summary = "the other end's trace: what forecasts do to agreement"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "TRACE",
     .file = PHW_OPTION_READS},
    {.param = {.name = "doppler",
               .unit = "Hz",
               .summary = "of the bound, instead of what the trace says",
               .max = 1e9},
     .kind = PHW_OPTION_NUMBER,
     .no_preset = true,
     .placeholder = "HZ"},
    {.param = {.name = "snr-db",
               .unit = "dB",
               .summary = "of the bound, instead of what the trace says",
               .min = -30,
               .max = 100},
     .kind = PHW_OPTION_NUMBER,
     .no_preset = true,
     .placeholder = "DB"},
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_predict_evaluate = {
    .name = "predict evaluate",
    .summary = "tells how well a channel can be foreseen, and what it is worth",
    .detail =
        "The forecasters (phyward list forecaster) learn from the first --train of\n"
        "TRACE and foretell the rest, each value from those before it. They are\n"
        "held against the trace's own later readings (whole horizons; their noise\n"
        "is in the error and in the bound), against --truth, another trace of the\n"
        "same channel read at the instants foretold, or against the other end's\n"
        "readings of the same exchanges. nmse is the mean square error over the\n"
        "variance of what came; bound_nmse is Wiener's least one for Clarke's\n"
        "spectrum, with the shift and noise that the trace shows, and null where\n"
        "its correlation is not Clarke's; last_value_nmse is what taking the last\n"
        "reading for the next one gives.\n"
        "\n"
        "--against lines the two ends up: by default the horizon is when the other\n"
        "end's reading comes (where it was earlier by a quarter of an interval or\n"
        "more, its next one). The rows of ends tell disagreement (of bits at the\n"
        "median), and twice two figures of one component: information_bits a probe\n"
        "were each new, and information_rate_bits, which their coherence tells and\n"
        "no filter that can be undone changes; and of key bits a probe,\n"
        "counted_bits, which take every probe for new, and charged_bits, which\n"
        "count only what is new in it to who knows the past (gaussian, a bound).\n"
        "Forecasting raises the first of each; the second is the truth. All are a\n"
        "model's: keygen --feature amplitude,forecast:grid=S:origin=S certifies.",
    .example =
        "phyward simulate datasets/scenarios/walking-wifi.yaml -o traces \\\n"
        "      --set interval_s=4ms --set turnaround_s=2ms\n"
        "  phyward predict evaluate traces/alice.h5 --against traces/bob.h5 --json\n"
        "  phyward predict evaluate traces/alice.h5 --horizon 1,2,4 --report p.html",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "what one end observed", false}},
    .run = run,
};
