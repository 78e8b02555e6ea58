#include "tools/command_estimate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/profiles.h"
#include "datasets/trace_file.h"
#include "datasets/traces.h"
#include "phy/channel_estimators.h"
#include "tools/estimate_angles.h"
#include "tools/estimate_trace.h"
#include "tools/outputs.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/trace_pilots.h"

#define METHOD_NAME_SIZE 32

typedef struct session {
    const phw_arguments *arguments;
    phw_trace trace;
    phw_trace made;
    phw_trace_pilots pilots;
    const char *noise_from; /* "given", "trace", "measured" */
    double power;
    phw_delay_prior prior;
    phw_estimate_plan plan;
    phw_angle_plan angle;
    bool with_angles;
    phw_estimate_figures figures;
} session;

static phw_status read_method(session *s)
{
    char name[METHOD_NAME_SIZE];
    const char *params = NULL;
    phw_estimate_plan *plan = &s->plan;
    phw_status status = phw_choice_split(
        name, &params, phw_argument_text(s->arguments, "method"), sizeof name);
    if (!status)
        status = phw_channel_estimator_find(&plan->method, name);
    if (!status)
        status = phw_params_read(&plan->config.params, plan->method->params,
                                 plan->method->n_params, params);
    plan->impulse = phw_argument_given(s->arguments, "cir");
    plan->n_rays = (size_t)phw_argument_count(s->arguments, "rays");
    return status ? phw_fail_within(status, "--method") : PHW_OK;
}

static phw_status read_angle(session *s)
{
    const phw_arguments *a = s->arguments;
    s->with_angles = phw_argument_given(a, "angle");
    if (!s->with_angles &&
        (phw_argument_given(a, "waves") || phw_argument_given(a, "spacing")))
        return phw_fail(PHW_EARG, "--waves and --spacing are for --angle, which is not "
                                  "given");
    s->angle = (phw_angle_plan){.music = s->with_angles &&
                                         phw_argument_number(a, "angle") != 0,
                                .n_waves = (size_t)phw_argument_count(a, "waves"),
                                .spacing = phw_argument_number(a, "spacing")};
    return PHW_OK;
}

static int by_delay(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (x[0] > y[0]) - (x[0] < y[0]);
}

/* A named profile's taps in samples, those of one delay made one. */
static phw_status read_prior(session *s)
{
    phw_taps taps;
    double row[PHW_TAPS_MAX][2];
    double delay[PHW_TAPS_MAX];
    double power[PHW_TAPS_MAX];
    size_t n = 0;
    const char *text = phw_argument_text(s->arguments, "profile");
    if (text == NULL)
        return phw_argument_given(s->arguments, "delay-spread")
                   ? phw_fail(PHW_EARG,
                              "--delay-spread: is for --profile, which is not "
                              "given")
                   : PHW_OK;
    if (strcmp(s->plan.method->name, "lmmse") != 0)
        return phw_fail(PHW_EARG, "--profile: is for --method lmmse; %s has no prior",
                        s->plan.method->name);
    const phw_status status = phw_profile_read(
        &taps, text, phw_argument_number(s->arguments, "delay-spread"), 0);
    if (status)
        return phw_fail_within(status, "--profile");
    for (size_t l = 0; l < taps.n; ++l) {
        row[l][0] = taps.delay_s[l] * s->pilots.rate_hz;
        row[l][1] = taps.power[l];
    }
    qsort(row, taps.n, sizeof row[0], by_delay);
    for (size_t l = 0; l < taps.n; ++l) {
        n += l == 0 || row[l][0] > delay[n - 1];
        power[n - 1] = l > 0 && delay[n - 1] == row[l][0] ? power[n - 1] : 0;
        delay[n - 1] = row[l][0];
        power[n - 1] += row[l][1];
    }
    PHW_TRY(phw_delay_prior_taps(&s->prior, delay, power, n));
    s->plan.config.prior = &s->prior;
    return PHW_OK;
}

static phw_status find_noise(session *s)
{
    double noise = s->trace.noise_variance;
    s->noise_from = "trace";
    if (phw_argument_given(s->arguments, "noise")) {
        s->noise_from = "given";
        noise = phw_argument_number(s->arguments, "noise");
    } else if (!(noise > 0)) {
        s->noise_from = "measured";
        PHW_TRY(phw_trace_pilots_measure(&noise, &s->pilots));
    }
    phw_trace_pilots_noise(&s->pilots, noise);
    s->power = phw_trace_pilots_power(&s->pilots);
    s->plan.config.power = s->power;
    return PHW_OK;
}

static phw_status open_all(session *s)
{
    const char *name = phw_argument_positional(s->arguments, 0);
    PHW_TRY(read_method(s));
    PHW_TRY(read_angle(s));
    PHW_TRY(phw_trace_open(&s->trace, name, NULL));
    PHW_TRY(phw_trace_pilots_make(&s->pilots, &s->trace, name,
                                  phw_argument_given(s->arguments, "rate")
                                      ? phw_argument_number(s->arguments, "rate")
                                      : 0));
    PHW_TRY(read_prior(s));
    return find_noise(s);
}

static phw_status estimate(session *s)
{
    phw_progress bar;
    phw_progress_start(&bar, "probes", (double)s->trace.n_probes, s->arguments);
    phw_status status =
        phw_estimate_trace(&s->made, &s->figures, &s->pilots, &s->plan, &bar);
    phw_progress_end(&bar);
    if (!status && s->with_angles)
        status = phw_estimate_angles(&s->made, &s->trace, &s->angle);
    return status;
}

static phw_status write_trace(const session *s)
{
    phw_outputs outputs = {0};
    phw_writer *w = NULL;
    const phw_trace *made = &s->made;
    phw_status status =
        phw_outputs_add(&w, &outputs, phw_argument_text(s->arguments, "output"), false);
    if (!status)
        status = phw_trace_append(w, &made, 1);
    if (!status)
        return phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    return status;
}

static double in_db(double x)
{
    return x > 0 ? 10 * log10(x) : (double)NAN;
}

/* The median over the probes of the strongest direction. */
static double median_of(const double *column, size_t n)
{
    double *sorted = malloc((n + 1) * sizeof *sorted);
    size_t kept = 0;
    double median = (double)NAN;
    for (size_t i = 0; i < n && sorted != NULL; ++i)
        if (isfinite(column[i]))
            sorted[kept++] = column[i];
    if (kept > 0) {
        qsort(sorted, kept, sizeof *sorted, by_delay);
        median = sorted[kept / 2];
    }
    free(sorted);
    return median;
}

/* Where a model holds, an estimate changes the values by their noise less its own
 * error; by how much more they changed is the square of what it does not describe. */
static double unexplained(const session *s)
{
    return s->figures.change - (s->pilots.noise - s->figures.error);
}

static void fill(phw_result *r, const session *s)
{
    const phw_estimate_figures *f = &s->figures;
    const phw_trace *t = &s->made;
    const double noise = s->pilots.noise;
    const double *angle = phw_trace_find_column(t, "angle1_deg");
    phw_result_text(r, "trace", "trace", phw_argument_positional(s->arguments, 0));
    phw_result_text(r, "method", "method", phw_argument_text(s->arguments, "method"));
    phw_result_text(r, "kind", "written as", phw_trace_kind_name(t->kind));
    phw_result_count(r, "probes", "probes", "", t->n_probes);
    phw_result_count(r, "coefficients", "coefficients", "", t->n_coefficients);
    phw_result_count(r, "antennas", "  of antennas", "", t->n_antennas);
    phw_result_number(r, "rate_hz", "delays in samples at", "Hz", s->pilots.rate_hz);
    phw_result_number(r, "noise_variance", "noise of a coefficient before", "", noise);
    phw_result_text(r, "noise_from", "  which is", s->noise_from);
    phw_result_number(r, "snr_db", "signal-to-noise ratio before", "dB",
                      in_db(s->power / noise));
    phw_result_number(r, "error", "mean square error after, if the model holds", "",
                      f->error);
    phw_result_number(r, "change", NULL, "", f->change);
    phw_result_number(r, "model_error", "  what the model does not explain, besides",
                      "", unexplained(s));
    phw_result_number(r, "gain_db", "  both together less than before by", "dB",
                      in_db(noise / (f->error + fmax(0, unexplained(s)))));
    if (s->plan.method->has_paths) {
        phw_result_number(r, "rays", "paths, on average", "", f->n_rays);
        phw_result_number(r, "mean_delay_s", "mean delay", "s", f->mean_delay_s);
        phw_result_number(r, "rms_delay_s", "delay spread, RMS", "s", f->rms_delay_s);
    }
    if (angle != NULL)
        phw_result_number(r, "angle_deg", "strongest direction, median", "deg",
                          median_of(angle, t->n_probes));
    phw_result_text(r, "output", "written to",
                    phw_argument_text(s->arguments, "output"));
}

static phw_status report(const session *s)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    fill(r, s);
    const phw_status status = phw_result_print(r, s->arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    session *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a trace");
    s->arguments = arguments;
    phw_status status = PHW_OK;
    if (phw_argument_text(arguments, "output") == NULL)
        status = phw_fail(PHW_EARG, "-o FILE.h5: the trace to write is needed");
    if (!status)
        status = open_all(s);
    if (!status)
        status = estimate(s);
    if (!status)
        status = write_trace(s);
    if (!status)
        status = report(s);
    phw_trace_pilots_free(&s->pilots);
    phw_trace_free(&s->trace);
    phw_trace_free(&s->made);
    free(s);
    return status;
}

static const char *const angles[] = {"esprit", "music", NULL};

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "the trace that is written"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "FILE.h5",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "method", .summary = "how a channel is estimated"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'm',
     .placeholder = "NAME[:p=v]",
     .text_preset = "lmmse",
     .family = "channel_estimator"},
    {.param = {.name = "profile",
               .summary = "delay profile that lmmse takes for its prior; default what "
                          "its parameters say"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME",
     .family = "profile"},
    {.param = {.name = "delay-spread",
               .unit = "s",
               .summary = "RMS delay spread of a profile that scales",
               .min = 0,
               .max = 1,
               .preset = 100e-9},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "S"},
    {.param = {.name = "noise",
               .unit = "",
               .summary = "noise variance of a coefficient; default what the trace "
                          "says, else measured",
               .min = 1e-30,
               .max = 1e30},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "V",
     .no_preset = true},
    {.param = {.name = "rate",
               .unit = "Hz",
               .summary = "1 over the sample that methods count delays in; default the "
                          "trace's bandwidth, else what its offsets span",
               .min = 1,
               .max = 1e12},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "HZ",
     .no_preset = true},
    {.param = {.name = "cir", .summary = "writes an impulse response (lmmse and taps)"},
     .kind = PHW_OPTION_FLAG},
    {.param = {.name = "rays",
               .unit = "",
               .summary = "strongest paths of each probe that columns tell",
               .max = PHW_ESTIMATE_RAYS_MAX,
               .preset = 2,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "angle",
               .unit = "",
               .summary = "directions of each probe, its antennas a line",
               .max = 1,
               .whole = true,
               .choice = angles},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "METHOD",
     .no_preset = true},
    {.param = {.name = "waves",
               .unit = "",
               .summary = "directions; 0: as many as there are",
               .max = PHW_ANGLES_MAX,
               .preset = 1,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "spacing",
               .unit = "",
               .summary = "distance of neighbouring antennas, wavelengths",
               .min = 0.01,
               .max = 100,
               .preset = 0.5},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "W"},
};

const phw_command phw_command_estimate = {
    .name = "estimate",
    .summary = "estimate a trace's channels with less noise, their delays and angles",
    .detail =
        "Takes each frequency response for what pilots say of the channel by least\n"
        "squares, and estimates it again: lmmse with a prior of power over delay,\n"
        "taps on a grid of delays, or paths of any delay by pursuit, esprit or music.\n"
        "The trace written has columns of each probe's delays (of its strongest path,\n"
        "ray1_delay_s; their mean and spread), and with --angle of its directions.\n"
        "The error after is the closed form of the model; what the values hold\n"
        "besides model and noise is told, too. Delays count from where the\n"
        "synchronisation put 0, which recorders set anew in every packet.",
    .example = "phyward simulate datasets/scenarios/walking-wifi.yaml -o sim\n"
               "  phyward estimate sim/alice.h5 -o taps.h5 -m lmmse:rms=1.5 --cir",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"TRACE", "frequency responses: FILE, or FILE:PARTY", false}},
    .run = run,
};
