#include "tools/predict_study.h"

#include <math.h>
#include <string.h>

#include "kgen/coherence.h"
#include "kgen/estimator_gaussian.h"
#include "kgen/series.h"
#include "tools/cancel.h"

#define HORIZONS_MAX 16

/* Another end that was earlier by a smaller share of the interval is told best by what
 * is foreseen of the present; else by what is of its next reading. */
#define NEAR 0.25

/* A correlation that is further from Clarke's has no closed form here. */
#define MISFIT_MOST 0.1

/* How far a model's interval may be from the trace's. */
#define INTERVAL_OFF 0.02

static const phw_param horizon_spec = {
    .name = "horizon", .unit = "", .min = 0, .max = PHW_FORECAST_HORIZON_MAX};

/* The exchanges that both ends have, the other's series with the mean and the deviation
 * of the own. */
static phw_status pair_up(phw_predict_study *s, const char *name)
{
    phw_series_pair pair = {0};
    PHW_TRY(phw_series_pair_make(&pair, &s->series, &s->other, name));
    for (size_t c = 0; c < pair.a.n_components; ++c) {
        double mean[2] = {0, 0};
        double variance[2] = {0, 0};
        double *b = phw_features_series(&pair.b, c);
        phw_series_moments(&mean[0], &variance[0], phw_features_series(&pair.a, c),
                           pair.a.n_rows);
        phw_series_moments(&mean[1], &variance[1], b, pair.b.n_rows);
        const double gain = variance[1] > 0 ? sqrt(variance[0] / variance[1]) : 0;
        for (size_t r = 0; r < pair.b.n_rows; ++r)
            b[r] = mean[0] + gain * (b[r] - mean[1]);
    }
    phw_features_free(&s->series.x);
    phw_features_free(&s->other.x);
    s->series.x = pair.a;
    s->other.x = pair.b;
    s->offset_s = pair.offset_s;
    if (s->offset_s < -NEAR * s->series.interval_s)
        s->lead = (size_t)fmin(PHW_FORECAST_HORIZON_MAX,
                               ceil(-s->offset_s / s->series.interval_s));
    return PHW_OK;
}

static phw_status open_other(phw_predict_study *s, const phw_arguments *arguments)
{
    const char *truth = phw_argument_text(arguments, "truth");
    const char *end = phw_argument_text(arguments, "against");
    const char *name = truth != NULL ? truth : end;
    s->offset_s = (double)NAN;
    if (name == NULL)
        return PHW_OK;
    if (truth != NULL && end != NULL)
        return phw_fail(PHW_EARG, "--truth and --against: expected one of them");
    PHW_TRY(
        phw_even_series_open(&s->other, name, phw_argument_text(arguments, "feature")));
    s->against = truth != NULL ? PHW_PREDICT_TRUTH : PHW_PREDICT_END;
    return end != NULL ? pair_up(s, name) : PHW_OK;
}

/* The closed form's process: as given, else as the trace says, if it is Clarke's. Noise
 * is what the spectrum has beyond the largest shift: the correlation's start is off by
 * as much as all its lags are by chance, some dB at 20 dB. */
static phw_status find_process(phw_predict_study *s, const phw_arguments *arguments)
{
    phw_coherence c;
    PHW_TRY(phw_coherence_measure(&c, &s->series.x, s->series.law));
    const phw_coherence_figure *fit = &c.figure[PHW_COHERENCE_BY_CORRELATION];
    const phw_coherence_figure *shape = &c.figure[PHW_COHERENCE_BY_SPECTRUM];
    s->truth = (phw_forecast_truth){
        .law = s->series.law,
        .turns = fit->misfit > MISFIT_MOST ? (double)NAN
                 : isnan(shape->turns)     ? fit->turns
                                           : shape->turns,
        .signal = isnan(shape->signal) ? fit->signal : shape->signal,
        .clean = s->against == PHW_PREDICT_TRUTH,
    };
    if (phw_argument_given(arguments, "doppler"))
        s->truth.turns =
            phw_argument_number(arguments, "doppler") * s->series.interval_s;
    if (phw_argument_given(arguments, "snr-db")) {
        const double snr = pow(10, phw_argument_number(arguments, "snr-db") / 10);
        s->truth.signal = snr / (1 + snr);
    }
    return PHW_OK;
}

/* --horizon, or when the other end's reading comes: the present where no instant is
 * known. */
static phw_status read_horizons(phw_numbers *out, const phw_predict_study *s,
                                const phw_arguments *arguments)
{
    const char *text = phw_argument_text(arguments, "horizon");
    if (text != NULL) {
        PHW_TRY(phw_numbers_read(out, &horizon_spec, text));
    } else {
        const double apart =
            fmax(0, s->offset_s / s->series.interval_s + (double)s->lead);
        out->n = 1;
        out->value[0] =
            s->against == PHW_PREDICT_END ? fmin(apart, PHW_FORECAST_HORIZON_MAX) : 1;
    }
    if (out->n > HORIZONS_MAX)
        return phw_fail(PHW_EARG, "--horizon: %zu of them, at most %d", out->n,
                        HORIZONS_MAX);
    for (size_t i = 0; i < out->n && s->against == PHW_PREDICT_OWN; ++i) {
        if (out->value[i] != floor(out->value[i]) || out->value[i] < 1)
            return phw_fail(PHW_EARG,
                            "--horizon %g: the trace has no reading there; expected "
                            "whole numbers from 1, or --truth or --against",
                            out->value[i]);
    }
    return PHW_OK;
}

static phw_status make_target(phw_forecast_target *out, const phw_predict_study *s,
                              double horizon)
{
    const phw_features *x = &s->series.x;
    if (s->against == PHW_PREDICT_OWN)
        return phw_forecast_target_own(out, x, s->n_training, (size_t)horizon);
    if (s->against == PHW_PREDICT_END)
        return phw_forecast_target_own(out, &s->other.x, s->n_training, s->lead);
    const phw_status status = phw_forecast_target_of(out, x, s->n_training, &s->other.x,
                                                     horizon * s->series.interval_s);
    return status ? phw_fail_within(status, "--truth") : PHW_OK;
}

/* A likeness of the component that is told, over the rows that are judged; the other
 * end's `lead` rows on. */
static phw_status liken(phw_forecast_likeness *out, const phw_predict_study *s,
                        const phw_features *own, size_t lead)
{
    const size_t from = s->n_training;
    const size_t n = s->series.x.n_rows;
    if (n < from + lead)
        return phw_fail(PHW_ESHORT, "%zu rows, the other end's %zu on", n, lead);
    return phw_forecast_likeness_measure(
        out, phw_features_series(own, s->component) + from,
        phw_features_series(&s->other.x, s->component) + from + lead, n - from - lead);
}

static phw_status score(phw_predict_study *s, const phw_forecast_set *set,
                        const char *method)
{
    phw_predict_row *row = &s->row[s->n_rows];
    phw_forecast_target target = {.from = 0};
    phw_features told = {0};
    *row = (phw_predict_row){
        .method = method, .taps = set->model[0].n_taps, .horizon = set->horizon};
    row->least = phw_forecast_least(&s->truth, PHW_FORECAST_TAPS_MAX, set->horizon);
    PHW_TRY(make_target(&target, s, set->horizon));
    phw_status status =
        phw_features_alloc(&told, s->series.x.n_rows, s->series.x.n_components);
    if (!status)
        status = phw_forecast_trial_run(&row->score, &told, &s->series.x, set, &target);
    if (!status && s->against == PHW_PREDICT_END)
        status = liken(&row->after, s, &told, s->lead);
    phw_features_free(&told);
    phw_forecast_target_free(&target);
    s->n_rows += status == PHW_OK;
    return status ? phw_fail_within(status, "%s, horizon %g", method, set->horizon)
                  : PHW_OK;
}

/* A model from a file has to be one for this trace. */
static phw_status check_loaded(const phw_predict_study *s, const phw_forecast_set *set)
{
    const double off = fabs(set->interval_s / s->series.interval_s - 1);
    if (set->n_components != s->series.x.n_components ||
        strcmp(set->feature, s->series.feature) != 0)
        return phw_fail(PHW_EINPUT,
                        "the model is of %zu components of the feature %s, and the "
                        "trace has %zu of %s",
                        set->n_components, set->feature, s->series.x.n_components,
                        s->series.feature);
    if (!(off <= INTERVAL_OFF))
        return phw_fail(PHW_EINPUT,
                        "the model is for probes every %g s, and the trace has them "
                        "every %g s",
                        set->interval_s, s->series.interval_s);
    if (s->against == PHW_PREDICT_OWN && set->horizon != floor(set->horizon))
        return phw_fail(PHW_EARG,
                        "the model's horizon is %g; expected --truth or "
                        "--against with it",
                        set->horizon);
    return PHW_OK;
}

static phw_status score_choice(phw_predict_study *s, const phw_forecast_choice *choice,
                               const phw_numbers *horizons)
{
    phw_status status = PHW_OK;
    if (choice->loaded.n_components > 0) {
        status = check_loaded(s, &choice->loaded);
        if (status)
            return phw_fail_within(status, "%s", choice->text);
        return score(s, &choice->loaded, choice->text);
    }
    for (size_t i = 0; i < horizons->n && !status; ++i) {
        phw_forecast_set set = {0};
        PHW_TRY(phw_cancel_check());
        status =
            phw_forecast_set_train(&set, &s->series, s->n_training, horizons->value[i],
                                   choice->method, &choice->params);
        if (status)
            return phw_fail_within(status, "%s", choice->text);
        status = score(s, &set, choice->text);
        phw_forecast_set_free(&set);
    }
    return status;
}

static phw_status score_all(phw_predict_study *s, const phw_arguments *arguments)
{
    phw_numbers horizons;
    PHW_TRY(read_horizons(&horizons, s, arguments));
    const double *own = phw_features_series(&s->series.x, s->component);
    PHW_TRY(phw_gaussian_innovation(&s->open, own, s->series.x.n_rows, 0));
    if (s->against == PHW_PREDICT_END)
        PHW_TRY(liken(&s->before, s, &s->series.x, 0));
    /* Methods that nobody asked for may do without, and are told. */
    const bool asked = phw_argument_given(arguments, "method");
    phw_status status = PHW_OK;
    for (size_t i = 0; i < s->choices.n; ++i) {
        status = score_choice(s, &s->choices.choice[i], &horizons);
        s->choices.choice[i].left_out = status == PHW_ESHORT && !asked;
        if (status && !s->choices.choice[i].left_out)
            return status;
    }
    return s->n_rows > 0 ? PHW_OK : status;
}

phw_status phw_predict_study_make(phw_predict_study *out,
                                  const phw_arguments *arguments)
{
    const char *name = phw_argument_positional(arguments, 0);
    phw_status status = phw_forecast_choices_read(
        &out->choices, phw_argument_text(arguments, "method"));
    if (!status)
        status = phw_even_series_open(&out->series, name,
                                      phw_argument_text(arguments, "feature"));
    if (!status)
        status = open_other(out, arguments);
    if (status)
        return status;
    out->n_training = (size_t)ceil(phw_argument_number(arguments, "train") *
                                   (double)out->series.x.n_rows);
    out->component = phw_even_series_strongest(&out->series);
    status = find_process(out, arguments);
    if (!status)
        status = score_all(out, arguments);
    return status && status != PHW_EARG ? phw_fail_within(status, "%s", name) : status;
}

void phw_predict_study_free(phw_predict_study *s)
{
    phw_even_series_free(&s->series);
    phw_even_series_free(&s->other);
    phw_forecast_choices_free(&s->choices);
    s->n_rows = 0;
}
