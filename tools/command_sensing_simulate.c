#include "tools/command_sensing_simulate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "tools/interval.h"
#include "tools/lab_sensing.h"
#include "tools/page.h"
#include "tools/plot_profile.h"
#include "tools/result.h"
#include "tools/scenario_options.h"

/* Most elements of a frame: its images are four times as large. */
#define ELEMENTS_MAX (1U << 20)

static const double euler = 0.57721566490153286;

static phw_status read_lab(phw_sensing_lab *lab, const phw_arguments *arguments)
{
    *lab = (phw_sensing_lab){
        .grid = {(size_t)phw_argument_count(arguments, "subcarriers"),
                 (size_t)phw_argument_count(arguments, "symbols"),
                 phw_argument_number(arguments, "spacing"), 0},
        .snr = pow(10, phw_argument_number(arguments, "snr-db") / 10),
        .echo = pow(10, phw_argument_number(arguments, "echo-db") / 20),
        .false_alarm = phw_argument_number(arguments, "false-alarm"),
        .seed = phw_argument_count(arguments, "seed"),
        .n_trials = (size_t)phw_argument_count(arguments, "trials"),
    };
    lab->grid.interval_s = phw_argument_given(arguments, "interval")
                               ? phw_argument_number(arguments, "interval")
                               : 1 / lab->grid.spacing_hz;
    if (lab->grid.n_subcarriers * lab->grid.n_symbols > ELEMENTS_MAX)
        return phw_fail(PHW_EARG, "--subcarriers x --symbols: %zu; expected at most %u",
                        lab->grid.n_subcarriers * lab->grid.n_symbols, ELEMENTS_MAX);
    return PHW_OK;
}

/* n s^2 / sigma^2 is chi-square with n degrees of freedom: 95 % of a deviation. */
static phw_interval deviation(double rmse, size_t n)
{
    const double freedom = (double)n;
    return (phw_interval){rmse * sqrt(freedom / gsl_cdf_chisq_Qinv(0.025, freedom)),
                          rmse * sqrt(freedom / gsl_cdf_chisq_Pinv(0.025, freedom))};
}

/* A share by its name, with NAME_interval. */
static void share(phw_result *r, const char *name, const char *label, size_t hits,
                  size_t n)
{
    char interval[64];
    const phw_interval i = phw_interval_share(hits, n);
    (void)snprintf(interval, sizeof interval, "%s_interval", name);
    phw_result_number(r, name, label, "", (double)hits / (double)n);
    phw_result_interval(r, interval, "  95 % interval", "", i.low, i.high);
}

static void add_key_holder(phw_result *r, const phw_sensing *s)
{
    const phw_interval delay =
        deviation(s->delay_rmse_s / s->delay_bound_s, s->n_trials);
    const phw_interval doppler =
        deviation(s->doppler_rmse_hz / s->doppler_bound_hz, s->n_trials);
    phw_result_number(r, "delay_rmse_s", "key holder's error of the delay", "s",
                      s->delay_rmse_s);
    phw_result_number(r, "delay_bound_s", "  bound", "s", s->delay_bound_s);
    phw_result_number(r, "delay_ratio", "  over the bound", "",
                      s->delay_rmse_s / s->delay_bound_s);
    phw_result_interval(r, "delay_ratio_interval", "  95 % interval", "", delay.low,
                        delay.high);
    phw_result_number(r, "doppler_rmse_hz", "of the Doppler shift", "Hz",
                      s->doppler_rmse_hz);
    phw_result_number(r, "doppler_bound_hz", "  bound", "Hz", s->doppler_bound_hz);
    phw_result_number(r, "doppler_ratio", "  over the bound", "",
                      s->doppler_rmse_hz / s->doppler_bound_hz);
    phw_result_interval(r, "doppler_ratio_interval", "  95 % interval", "", doppler.low,
                        doppler.high);
    phw_result_number(r, "key_nmse", "its channel estimate's error", "", s->key_nmse);
    share(r, "detection_probability", "it detects the path", s->detected, s->n_trials);
    share(r, "false_alarm_measured", "it sees one in noise alone", s->false_alarms,
          s->n_trials);
}

static void add_eve(phw_result *r, const phw_sensing *s, const phw_sensing_lab *lab)
{
    const double n = (double)(lab->grid.n_subcarriers * lab->grid.n_symbols);
    share(r, "wrong_key_detection", "another key detects", s->wrong_detected,
          s->n_trials);
    share(r, "wrong_key_found", "  where the path is", s->wrong_found, s->n_trials);
    phw_result_number(r, "wrong_key_peak", "its highest point over the mean", "",
                      s->wrong_peak);
    phw_result_number(r, "noise_peak", "  of noise alone, by formula", "",
                      log(n) + euler);
    phw_result_number(r, "wrong_key_nmse", "its channel estimate's error", "",
                      s->wrong_nmse);
    phw_result_number(r, "wrong_key_nmse_formula", "  by formula", "",
                      2 + 1 / lab->snr);
    share(r, "powers_found", "no key, one antenna: paths told apart", s->powers_found,
          s->n_trials);
    share(r, "product_found", "no key, two antennas: paths told apart",
          s->product_found, s->n_trials);
}

static void fill(phw_result *r, const phw_sensing *s, const phw_sensing_lab *lab)
{
    phw_result_count(r, "subcarriers", "subcarriers", "", lab->grid.n_subcarriers);
    phw_result_count(r, "symbols", "symbols", "", lab->grid.n_symbols);
    phw_result_number(r, "spacing_hz", "spacing", "Hz", lab->grid.spacing_hz);
    phw_result_number(r, "interval_s", "interval of the symbols", "s",
                      lab->grid.interval_s);
    phw_result_number(r, "snr_db", "signal to noise of an element", "dB",
                      10 * log10(lab->snr));
    phw_result_number(r, "echo_db", "the attacks' weaker path", "dB",
                      20 * log10(lab->echo));
    phw_result_number(r, "false_alarm", "false-alarm rate asked for", "",
                      lab->false_alarm);
    phw_result_count(r, "trials", "trials", "", s->n_trials);
    add_key_holder(r, s);
    add_eve(r, s, lab);
    phw_result_count(r, "seed", "seed", "", lab->seed);
}

static phw_status publish_page(const phw_sensing *s, const phw_sensing_lab *lab,
                               const phw_page_section *section,
                               const phw_arguments *arguments)
{
    static const char *const note[] = {
        "A keyed reference hides where paths are from who has not its key: the image "
        "is noise. It does not hide how two paths differ. The powers alone tell that, "
        "and so do two antennas; both attacks need no key and stand in the table.",
        NULL};
    const double ratio = s->delay_rmse_s / s->delay_bound_s;
    const phw_interval wrong = phw_interval_share(s->wrong_detected, s->n_trials);
    char verdict[320];
    (void)snprintf(verdict, sizeof verdict,
                   "The key holder's delay errs by %.3f of the bound. With another key "
                   "the path is detected in %zu of %zu frames, where noise alone would "
                   "give %.4g; in %zu of them it is where it was seen",
                   ratio, s->wrong_detected, s->n_trials,
                   lab->false_alarm * (double)s->n_trials, s->wrong_found);
    const phw_page page = {.title = "Ranging by a keyed reference",
                           .subject =
                               "simulated: one path in noise, two for the attacks",
                           .good = deviation(ratio, s->n_trials).low < 1.1 &&
                                   wrong.low <= lab->false_alarm,
                           .verdict = verdict,
                           .note = note,
                           .section = section,
                           .n_sections = 1};
    return phw_page_publish(&page, "sensing simulate", arguments);
}

static phw_status publish_profile(const phw_sensing_profile *p, const phw_sensing *s,
                                  const phw_sensing_lab *lab, const phw_result *r,
                                  const phw_arguments *arguments)
{
    const phw_plot_curve curve[] = {
        {.name = "with the key", .x = p->delay_us, .y = p->key_db, .n = p->n},
        {.name = "with another key",
         .x = p->delay_us,
         .y = p->wrong_db,
         .n = p->n,
         .colour = PHW_COLOUR_EVE},
    };
    const phw_plot_mark mark = {"the path", p->true_delay_us};
    const phw_plot_data data = {
        .title = "One frame's range profile",
        .summary =
            "The strongest Doppler shift of each delay, over the image's mean. A "
            "peak is a path; without the key there is none.",
        .x = {.label = "delay, us", .to = 1e6 / lab->grid.spacing_hz},
        .y = {.label = "power over the mean, dB",
              .from = -10,
              .to =
                  10 * log10((double)(lab->grid.n_subcarriers * lab->grid.n_symbols)) +
                  5},
        .curve = curve,
        .n_curves = 2,
        .mark = &mark,
        .n_marks = 1,
    };
    const phw_page_picture picture = {&phw_plot_profile, &data};
    const phw_page_section section = {
        .heading = "Figures", .picture = &picture, .n_pictures = 1, .result = r};
    return publish_page(s, lab, &section, arguments);
}

static phw_status publish(const phw_sensing *s, const phw_sensing_lab *lab,
                          const phw_result *r, const phw_arguments *arguments)
{
    if (phw_argument_text(arguments, "report") == NULL)
        return PHW_OK;
    phw_sensing_profile *p = calloc(1, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a range profile");
    phw_status status = phw_sensing_profile_make(p, lab);
    if (!status)
        status = publish_profile(p, s, lab, r, arguments);
    free(p);
    return status;
}

static phw_status tell(const phw_sensing *s, const phw_sensing_lab *lab,
                       const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    fill(r, s, lab);
    phw_status status = publish(s, lab, r, arguments);
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_sensing_lab lab;
    phw_sensing s;
    phw_progress bar;
    PHW_TRY(read_lab(&lab, arguments));
    phw_progress_start(&bar, "frames", (double)lab.n_trials, arguments);
    const phw_status status = phw_sensing_run(
        &s, &lab, (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    PHW_TRY(status);
    return tell(&s, &lab, arguments);
}

static const phw_option option[] = {
    {.param = {.name = "subcarriers",
               .unit = "",
               .summary = "of the reference",
               .min = PHW_SENSING_SUBCARRIERS_MIN,
               .max = PHW_RANGE_DOPPLER_MAX,
               .preset = 128,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "symbols",
               .unit = "",
               .summary = "of the reference",
               .min = 2,
               .max = PHW_RANGE_DOPPLER_MAX,
               .preset = 16,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "spacing",
               .unit = "Hz",
               .summary = "between subcarriers",
               .min = 1,
               .max = 1e9,
               .preset = 30e3},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "HZ"},
    {.param = {.name = "interval",
               .unit = "s",
               .summary = "between symbols; by default 1 over the spacing",
               .min = 1e-9,
               .max = 1e3},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "S",
     .no_preset = true},
    {.param = {.name = "snr-db",
               .unit = "dB",
               .summary = "signal to noise of a resource element",
               .min = -40,
               .max = 80,
               .preset = 10},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "DB"},
    {.param = {.name = "echo-db",
               .unit = "dB",
               .summary = "the attacks' later path against the first",
               .min = -60,
               .max = 0,
               .preset = -6},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "DB"},
    {.param = {.name = "false-alarm",
               .unit = "",
               .summary = "of detection, in a whole image",
               .min = 1e-9,
               .max = 0.5,
               .preset = 0.01},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "P"},
    {.param = {.name = "trials",
               .unit = "",
               .summary = "frames of the reference",
               .min = 1,
               .max = 1e6,
               .preset = 1000,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_sensing_simulate = {
    .name = "sensing simulate",
    .summary = "ranging by a keyed reference: with its key, another one and none",
    .detail =
        "The reference is QPSK from a keystream. Its holder divides by it and\n"
        "estimates delay and Doppler shift; delay_ratio and doppler_ratio are the\n"
        "errors over Cramer and Rao's bounds, with chi-square intervals. Somebody\n"
        "with another key sees noise: the detection rate is the false-alarm rate.\n\n"
        "powers_found and product_found are attacks that need no key: the received\n"
        "powers, and two antennas, tell how two paths differ in delay and Doppler\n"
        "shift. A keyed reference can't hide that. A find is within half a cell of\n"
        "both.",
    .example = "phyward sensing simulate --trials 500 --threads 2\n  "
               "phyward sensing simulate --snr-db 0 --trials 300 --json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .run = run,
};
