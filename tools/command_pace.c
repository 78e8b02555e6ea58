#include "tools/command_pace.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "kgen/doppler.h"
#include "kgen/series.h"
#include "tools/even_series.h"
#include "tools/pace_plan.h"
#include "tools/page.h"
#include "tools/plot_lines.h"
#include "tools/result.h"
#include "tools/series_pair.h"

/* What a key takes besides its own bits: the tag and the leftover hash at 2^-64. */
#define KEY_BITS 128
#define OVERHEAD 192

/* A correlation that lasts a larger share of the trace is a trend. */
#define TREND_SHARE 0.0625

/* Further from Clarke's than that, the model is no guide. */
#define MISFIT_MOST 0.1

/* What a run has. */
typedef struct study {
    const char *name;
    phw_even_series series;
    phw_pace_plan plan;
    double measured_agreement; /* of --against, or NaN */
} study;

static json_t *number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static double hz(const study *s, double turns)
{
    return turns / s->series.interval_s;
}

static json_t *doppler_json(const study *s)
{
    json_t *rows = json_array();
    for (int i = 0; i < PHW_N_COHERENCE_ESTIMATORS; ++i) {
        const phw_coherence_figure *f = &s->plan.coherence.figure[i];
        (void)json_array_append_new(
            rows, json_pack("{s:s,s:o,s:o,s:o,s:o,s:o}", "estimator",
                            phw_coherence_estimator_name((phw_coherence_estimator)i),
                            "doppler_hz", number(hz(s, f->turns)), "low_hz",
                            number(hz(s, f->low)), "high_hz", number(hz(s, f->high)),
                            "snr_db", number(10 * log10(f->signal / (1 - f->signal))),
                            "misfit", number(f->misfit)));
    }
    return rows;
}

static json_t *rates_json(const study *s)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < s->plan.n_rates; ++i) {
        const phw_pace_rate *r = &s->plan.rate[i];
        const phw_pace *p = r->has_measured ? &r->measured : &r->model;
        const double interval_s = r->step * s->series.interval_s;
        const double nan = (double)NAN;
        (void)json_array_append_new(
            rows,
            json_pack("{s:o,s:f,s:s,s:o,s:I,s:o,s:o,s:o,s:o,s:o}", "interval_s",
                      number(interval_s), "step", r->step, "by",
                      r->has_measured ? "measured" : "model", "new_share",
                      number(p->open), "symbol_bits", (json_int_t)p->n_bits,
                      "charged_bits", number(p->charged_bits), "disclosed_bits",
                      number(p->disclosed_bits), "net_bits_per_probe",
                      number(p->net_bits), "net_bits_per_second",
                      number(p->net_bits / interval_s), "model_bits_per_second",
                      number(r->has_model ? r->model.net_bits / interval_s : nan)));
    }
    return rows;
}

static const phw_pace *worth(const phw_pace_rate *r)
{
    return r->has_measured ? &r->measured : &r->model;
}

static bool is_trend(const study *s)
{
    return s->plan.coherence.half_rows > TREND_SHARE * (double)s->plan.coherence.n_rows;
}

static void fill_coherence(phw_result *r, const study *s)
{
    const phw_pace_plan *p = &s->plan;
    const phw_coherence *c = &p->coherence;
    const double interval_s = s->series.interval_s;
    phw_result_text(r, "trace", "trace", s->name);
    phw_result_text(r, "feature", "feature", s->series.feature);
    phw_result_text(r, "law", "taken for a process's",
                    phw_coherence_law_name(s->series.law));
    phw_result_count(r, "n_probes", "probes", "", s->series.x.n_rows);
    phw_result_count(r, "n_components", "components", "", s->series.x.n_components);
    phw_result_flag(r, "has_time", NULL, s->series.has_time);
    phw_result_number(r, "interval_s", "interval", s->series.has_time ? "s" : "",
                      interval_s);
    phw_result_count(r, "n_gaps", "longer intervals (over 1.5)", "", s->series.n_gaps);
    phw_result_json(r, "doppler", "Doppler shift, 95 % intervals", doppler_json(s));
    phw_result_number(r, "doppler_hz", "gone by", s->series.has_time ? "Hz" : "",
                      hz(s, p->turns));
    phw_result_number(r, "coherence_time_s", "correlation 0.5 after, measured",
                      s->series.has_time ? "s" : "", c->half_rows * interval_s);
    phw_result_number(r, "doppler_coherence_time_s", "  by the Doppler shift",
                      s->series.has_time ? "s" : "",
                      PHW_DOPPLER_HALF_TURNS / hz(s, p->turns));
    phw_result_number(r, "probes_per_coherence_time", "probes in that time", "",
                      c->half_rows);
    phw_result_flag(r, "trend", "a trend, no fading", is_trend(s));
    phw_result_number(r, "snr_db", "signal to noise ratio gone by", "dB",
                      10 * log10(p->signal / (1 - p->signal)));
    phw_result_number(r, "end_correlation", "correlation of the two ends gone by", "",
                      p->agreement);
    phw_result_text(r, "end_correlation_by", NULL,
                    isnan(p->agreement)            ? NULL
                    : isnan(s->measured_agreement) ? "model"
                                                   : "measured");
}

static void fill_rates(phw_result *r, const study *s)
{
    const phw_pace_plan *p = &s->plan;
    const double nan = (double)NAN;
    const phw_pace_rate none = {.step = nan};
    const bool some = p->n_rates > 0;
    const phw_pace_rate *now = some ? &p->rate[p->present] : &none;
    const phw_pace_rate *best = some ? &p->rate[p->best] : &none;
    const double interval_s = s->series.interval_s;
    const double present = phw_pace_rate_net(now) / (now->step * interval_s);
    const double chosen = phw_pace_rate_net(best) / (best->step * interval_s);
    const char *unit = s->series.has_time ? "bit/s" : "bit";
    phw_result_count(r, "component", "component judged", "", p->component);
    phw_result_json(r, "rates", "a component's worth at other rates", rates_json(s));
    phw_result_number(r, "new_share", "of a probe's variance new, at the present rate",
                      "", some ? worth(now)->open : nan);
    phw_result_number(r, "redundancy", "probes that tell what one could", "",
                      some && worth(now)->n_bits > 0
                          ? (double)worth(now)->n_bits / worth(now)->charged_bits
                          : nan);
    phw_result_number(r, "present_net_bits_per_second", "key bits, present rate", unit,
                      present);
    phw_result_number(r, "recommended_interval_s", "recommended interval",
                      s->series.has_time ? "s" : "",
                      chosen > 0 ? best->step * interval_s : nan);
    phw_result_number(r, "recommended_step", "  of the present one", "",
                      chosen > 0 ? best->step : nan);
    phw_result_text(r, "recommended_by", "  by",
                    !(chosen > 0)        ? NULL
                    : best->has_measured ? "what the trace shows"
                                         : "the model");
    phw_result_number(r, "recommended_net_bits_per_second", "key bits, that rate", unit,
                      chosen);
    phw_result_number(r, "seconds_to_key", "to a 128-bit key, tag and hash paid",
                      s->series.has_time ? "s" : "",
                      chosen > 0 ? (KEY_BITS + OVERHEAD) / chosen : nan);
    phw_result_text(r, "certified", NULL, "nothing");
}

/* A sentence for people, and the page's verdict. */
static void write_verdict(char *out, size_t size, const study *s)
{
    const phw_pace_plan *p = &s->plan;
    const double misfit = p->coherence.figure[PHW_COHERENCE_BY_CORRELATION].misfit;
    const char *doubt = misfit > MISFIT_MOST
                            ? ". The correlation is not Clarke's: take what was "
                              "measured, not the Doppler shift"
                            : "";
    char interval[64];
    if (isnan(p->agreement)) {
        (void)snprintf(out, size,
                       "No rate can be chosen. Probes have no memory, so that their "
                       "noise can't be told: give --snr-db or --against");
        return;
    }
    if (!(phw_pace_rate_net(&p->rate[p->best]) > 0)) {
        (void)snprintf(out, size, "No rate gives key bits%s. %s",
                       is_trend(s) ? ": the trace is a trend" : "",
                       "What the past leaves open of a probe is less than its errors "
                       "cost");
        return;
    }
    phw_result_format(interval, sizeof interval,
                      p->rate[p->best].step * s->series.interval_s,
                      s->series.has_time ? "s" : "");
    (void)snprintf(out, size, "Probe every %s%s%s", interval,
                   p->best == p->present ? ", as now" : "", doubt);
}

static const char *const note[] = {
    "The worth of a probe is a Gaussian model's: nothing here is certified. What is "
    "charged is min-entropy given the past, what is disclosed 1.15 times the entropy "
    "of the errors.",
    "One component is judged: others may tell the same, and are not added up.", NULL};

static size_t curve_points(double *x, double *y, const study *s, bool measured)
{
    size_t n = 0;
    for (size_t i = 0; i < s->plan.n_rates; ++i) {
        const phw_pace_rate *r = &s->plan.rate[i];
        const double interval_s = r->step * s->series.interval_s;
        if (measured ? !r->has_measured : !r->has_model)
            continue;
        x[n] = interval_s;
        y[n++] = (measured ? r->measured.net_bits : r->model.net_bits) / interval_s;
    }
    return n;
}

static phw_status publish(const study *s, const phw_result *result,
                          const phw_arguments *arguments)
{
    double x[2][PHW_PACE_RATES_MAX];
    double y[2][PHW_PACE_RATES_MAX];
    const phw_plot_curve curve[] = {
        {.name = "what the trace shows",
         .x = x[0],
         .y = y[0],
         .n = curve_points(x[0], y[0], s, true),
         .colour = PHW_COLOUR_KEY},
        {.name = "Clarke's model",
         .x = x[1],
         .y = y[1],
         .n = curve_points(x[1], y[1], s, false),
         .colour = PHW_COLOUR_LOST,
         .closed_form = true},
    };
    const phw_plot_mark mark = {"now", s->series.interval_s};
    const phw_plot_data data = {
        .title = "Net key bits over the interval of probing",
        .summary =
            "Too fast, and probes repeat each other; too slow, and time is lost.",
        .x = {.label = s->series.has_time ? "interval, s" : "interval, probes",
              .logarithmic = true},
        .y = {.label = "net bits a second, a component"},
        .curve = curve,
        .n_curves = 2,
        .mark = &mark,
        .n_marks = 1};
    const phw_page_picture picture = {&phw_plot_lines, &data};
    const phw_page_section section = {
        .heading = "Rates", .picture = &picture, .n_pictures = 1, .result = result};
    char verdict[320];
    write_verdict(verdict, sizeof verdict, s);
    const phw_page page = {.title = "How often to probe",
                           .subject = s->name,
                           .good = s->plan.n_rates > 0 &&
                                   phw_pace_rate_net(&s->plan.rate[s->plan.best]) > 0,
                           .verdict = verdict,
                           .note = note,
                           .section = &section,
                           .n_sections = 1};
    return phw_page_publish(&page, "pace", arguments);
}

/* The correlation with the other end's strongest component. */
static phw_status against(study *s, const phw_arguments *arguments)
{
    const char *name = phw_argument_text(arguments, "against");
    phw_even_series other = {0};
    phw_series_pair pair = {0};
    s->measured_agreement = (double)NAN;
    if (name == NULL)
        return PHW_OK;
    PHW_TRY(
        phw_even_series_open(&other, name, phw_argument_text(arguments, "feature")));
    phw_status status = phw_series_pair_make(&pair, &s->series, &other, name);
    const size_t c = phw_even_series_strongest(&s->series);
    if (!status)
        status = phw_series_correlation(&s->measured_agreement,
                                        phw_features_series(&pair.a, c),
                                        phw_features_series(&pair.b, c), pair.a.n_rows);
    phw_series_pair_free(&pair);
    phw_even_series_free(&other);
    return status ? phw_fail_within(status, "--against %s", name) : PHW_OK;
}

static phw_status make(study *s, const phw_arguments *arguments)
{
    double signal = (double)NAN;
    PHW_TRY(phw_even_series_open(&s->series, s->name,
                                 phw_argument_text(arguments, "feature")));
    if (phw_argument_given(arguments, "interval"))
        s->series.interval_s = phw_argument_number(arguments, "interval");
    s->series.has_time =
        s->series.has_time || phw_argument_given(arguments, "interval");
    if (phw_argument_given(arguments, "snr-db")) {
        const double snr = pow(10, phw_argument_number(arguments, "snr-db") / 10);
        signal = snr / (1 + snr);
    }
    PHW_TRY(against(s, arguments));
    const phw_status status = phw_pace_plan_make(
        &s->plan, &s->series, signal, s->measured_agreement,
        phw_argument_number(arguments, "turnaround") / s->series.interval_s);
    return status ? phw_fail_within(status, "%s", s->name) : PHW_OK;
}

static phw_status report(const study *s, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    char verdict[320];
    PHW_TRY(phw_result_create(&r));
    fill_coherence(r, s);
    fill_rates(r, s);
    write_verdict(verdict, sizeof verdict, s);
    phw_result_text(r, "verdict", "verdict", verdict);
    phw_status status = publish(s, r, arguments);
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    study s = {.name = phw_argument_positional(arguments, 0)};
    phw_status status = make(&s, arguments);
    if (!status)
        status = report(&s, arguments);
    phw_even_series_free(&s.series);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "feature",
               .summary = "by default amplitude, power for traces of power"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v:...]",
     .family = "feature"},
    {.param = {.name = "interval",
               .unit = "s",
               .summary = "between probes, instead of the trace's",
               .min = 1e-9,
               .max = 1e6},
     .kind = PHW_OPTION_NUMBER,
     .no_preset = true,
     .placeholder = "S"},
    {.param = {.name = "snr-db",
               .unit = "dB",
               .summary = "signal to noise, instead of what the series say",
               .min = -30,
               .max = 100},
     .kind = PHW_OPTION_NUMBER,
     .no_preset = true,
     .placeholder = "DB"},
    {.param = {.name = "turnaround",
               .unit = "s",
               .summary = "from one end's probe to the other's",
               .max = 1e6},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "S"},
    {.param = {.name = "against",
               .summary = "the other end's trace, to know how alike the ends are"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "TRACE",
     .file = PHW_OPTION_READS},
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_pace = {
    .name = "pace",
    .summary = "tells how long a channel hangs together and how often to probe it",
    .detail =
        "TRACE is what one end observed at even intervals, FILE or FILE:PART.\n"
        "Doppler shift and noise come of its autocorrelation, of how often it\n"
        "crosses its median, and of its spectrum, each through the law of what was\n"
        "measured (amplitude, dB, parts) and for Clarke's spectrum;\n"
        "coherence_time_s is what was measured, without a model. Shifts above half\n"
        "a turn a probe can't be told.\n"
        "\n"
        "A probe is worth the min-entropy of its symbol given the past (gaussian,\n"
        "as keygen --entropy gaussian charges), less what has to be said of its\n"
        "errors. At multiples of the present interval that is measured on the trace\n"
        "itself; at shorter ones it is the model's. redundancy is how many probes\n"
        "tell what one independent one would.\n"
        "\n"
        "The two ends are taken to have the same noise, and the channel to have\n"
        "moved by --turnaround between them, unless --against shows the other end.\n"
        "Nothing is certified: keygen does that, on what was probed.",
    .example = "phyward simulate datasets/scenarios/walking-wifi.yaml -o traces\n"
               "  phyward pace traces/alice.h5 --json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "what one end observed", false}},
    .run = run,
};
