#include "tools/command_secrecy.h"

#include <math.h>
#include <stdio.h>

#include "encrypt/wiretap_models.h"
#include "tools/lab_secrecy.h"
#include "tools/page.h"
#include "tools/plot_lines.h"
#include "tools/result.h"
#include "tools/scenario_options.h"

typedef struct study {
    const phw_wiretap_model *model;
    phw_wiretap_setting setting;
    phw_wiretap_figures figures;
    phw_secrecy drawn; /* trials 0: the model does not draw */
    double formula[PHW_SECRECY_RATES];
} study;

static phw_status read_model(study *s, const phw_arguments *arguments)
{
    char name[64];
    const char *params = NULL;
    const char *text = phw_argument_positional(arguments, 0);
    phw_status status = phw_choice_split(name, &params, text, sizeof name);
    if (!status)
        status = phw_wiretap_model_find(&s->model, name);
    if (!status)
        status = phw_params_read(&s->setting.params, s->model->params,
                                 s->model->n_params, params);
    return status ? phw_fail_within(status, "MODEL") : PHW_OK;
}

static phw_status read_study(study *s, const phw_arguments *arguments)
{
    PHW_TRY(read_model(s, arguments));
    s->setting.snr_bob = pow(10, phw_argument_number(arguments, "snr-bob-db") / 10);
    s->setting.snr_eve = pow(10, phw_argument_number(arguments, "snr-eve-db") / 10);
    s->setting.rate = phw_argument_number(arguments, "rate");
    return PHW_OK;
}

static void compute(study *s)
{
    s->model->figures(&s->figures, &s->setting);
    phw_secrecy_rates(s->drawn.rate, &s->setting, s->figures.ergodic_bits);
    for (size_t i = 0; i < PHW_SECRECY_RATES; ++i) {
        phw_wiretap_setting at = s->setting;
        phw_wiretap_figures f;
        at.rate = s->drawn.rate[i];
        s->model->figures(&f, &at);
        s->formula[i] = f.outage;
    }
}

static phw_status simulate(study *s, const phw_arguments *arguments)
{
    const uint64_t trials = phw_argument_count(arguments, "trials");
    phw_progress bar;
    if (s->model->draw == NULL || trials == 0)
        return PHW_OK;
    if (trials < 2)
        return phw_fail(PHW_EARG, "--trials: 1 gives no interval; expected 0 for none, "
                                  "or at least 2");
    phw_progress_start(&bar, "channels", (double)phw_secrecy_chunks(trials), arguments);
    const phw_status status = phw_secrecy_run(
        &s->drawn, s->model, &s->setting, phw_argument_count(arguments, "seed"), trials,
        (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    return status;
}

static void fill_share(phw_result *r, const char *name, const char *label,
                       const char *interval_name, uint64_t hits, uint64_t trials)
{
    const phw_interval i = phw_interval_share(hits, trials);
    phw_result_number(r, name, label, "", (double)hits / (double)trials);
    phw_result_interval(r, interval_name, "  95 % interval", "", i.low, i.high);
}

static void fill_drawn(phw_result *r, const phw_secrecy *d)
{
    phw_result_count(r, "trials", "channels drawn", "", d->trials);
    if (d->trials == 0)
        return;
    fill_share(r, "simulated_positive_probability", "any secrecy, drawn",
               "simulated_positive_probability_interval", d->positive, d->trials);
    fill_share(r, "simulated_outage", "outage at that rate, drawn",
               "simulated_outage_interval", d->outage[0], d->trials);
    phw_result_number(r, "simulated_ergodic_bits", "mean secrecy capacity, drawn",
                      "bit a use", d->mean_bits);
    phw_result_interval(r, "simulated_ergodic_bits_interval", "  95 % interval", "",
                        d->mean_interval.low, d->mean_interval.high);
}

static void fill(phw_result *r, const study *s, const phw_arguments *arguments)
{
    const phw_wiretap_figures *f = &s->figures;
    phw_result_text(r, "model", "channel", s->model->name);
    phw_result_text(r, "summary", "that is", s->model->summary);
    phw_result_number(r, "snr_bob_db", "signal to noise of Bob", "dB",
                      phw_argument_number(arguments, "snr-bob-db"));
    phw_result_number(r, "snr_eve_db", "of Eve", "dB",
                      phw_argument_number(arguments, "snr-eve-db"));
    phw_result_number(r, "rate", "rate", "bit a use", s->setting.rate);
    phw_result_number(r, "positive_probability", "any secrecy, by formula", "",
                      f->positive_probability);
    phw_result_number(r, "outage", "outage at that rate, by formula", "", f->outage);
    phw_result_number(r, "ergodic_bits", "mean secrecy capacity, by formula",
                      "bit a use", f->ergodic_bits);
    phw_result_number(r, "best_share", isnan(f->best_share) ? NULL : "best share", "",
                      f->best_share);
    fill_drawn(r, &s->drawn);
    phw_result_count(r, "seed", "seed", "", phw_argument_count(arguments, "seed"));
}

static void write_verdict(char *text, size_t size, const study *s)
{
    (void)snprintf(
        text, size,
        "%.4g bits a use stay secret on average. With probability %.4g it is "
        "less than the %g asked for, and with %.4g there is nothing at all",
        s->figures.ergodic_bits, s->figures.outage, s->setting.rate,
        1 - s->figures.positive_probability);
}

/* Points of the curves: the grid without its first, which is out of order. */
enum {
    N = PHW_SECRECY_RATES - 1
};

typedef struct curves {
    double drawn[N], low[N], high[N];
    phw_plot_curve curve[2];
} curves;

static void fill_curves(curves *c, const study *s)
{
    for (size_t i = 0; i < N && s->drawn.trials > 0; ++i) {
        const uint64_t hits = s->drawn.outage[i + 1];
        const phw_interval span = phw_interval_share(hits, s->drawn.trials);
        c->drawn[i] = (double)hits / (double)s->drawn.trials;
        c->low[i] = span.low;
        c->high[i] = span.high;
    }
    c->curve[0] = (phw_plot_curve){.name = "formula",
                                   .x = s->drawn.rate + 1,
                                   .y = s->formula + 1,
                                   .n = N,
                                   .colour = PHW_COLOUR_BOB,
                                   .closed_form = true};
    c->curve[1] = (phw_plot_curve){.name = "drawn",
                                   .x = s->drawn.rate + 1,
                                   .y = c->drawn,
                                   .low = c->low,
                                   .high = c->high,
                                   .n = s->drawn.trials > 0 ? N : 0,
                                   .colour = PHW_COLOUR_ALICE};
}

static phw_status publish_section(const study *s, const phw_page_section *section,
                                  const phw_arguments *arguments)
{
    static const char *const note[] = {
        "Secrecy capacity is what codes without end could reach. It tells which "
        "places and powers are good; it is no key, and nothing here is certified.",
        NULL};
    char verdict[256];
    const phw_page page = {.title = "Secrecy of a wiretap channel",
                           .subject = s->model->summary,
                           .good = s->figures.ergodic_bits > 0,
                           .verdict = verdict,
                           .note = note,
                           .section = section,
                           .n_sections = 1};
    write_verdict(verdict, sizeof verdict, s);
    return phw_page_publish(&page, "secrecy", arguments);
}

static phw_status publish(const study *s, const phw_result *r,
                          const phw_arguments *arguments)
{
    curves c;
    fill_curves(&c, s);
    const phw_plot_mark mark = {"asked for", s->setting.rate};
    const phw_plot_data data = {
        .title = "Outage",
        .summary =
            "Probability that the secrecy capacity is below the rate, or nothing. "
            "Shaded: the 95 % interval of the draws. Dashed: the closed form.",
        .x = {.label = "rate, bit a use"},
        .y = {.label = "outage", .from = 0, .to = 1.02},
        .curve = c.curve,
        .n_curves = 2,
        .mark = &mark,
        .n_marks = 1,
    };
    const phw_page_picture picture = {&phw_plot_lines, &data};
    const phw_page_section section = {
        .heading = "Figures", .picture = &picture, .n_pictures = 1, .result = r};
    return publish_section(s, &section, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    study s = {0};
    phw_result *r = NULL;
    PHW_TRY(read_study(&s, arguments));
    compute(&s);
    PHW_TRY(simulate(&s, arguments));
    PHW_TRY(phw_result_create(&r));
    fill(r, &s, arguments);
    phw_status status = publish(&s, r, arguments);
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "snr-bob-db",
               .unit = "dB",
               .summary = "signal to noise of the receiver; a mean where it fades",
               .min = -60,
               .max = 100,
               .preset = 10},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "DB"},
    {.param = {.name = "snr-eve-db",
               .unit = "dB",
               .summary = "the same of the eavesdropper",
               .min = -60,
               .max = 100},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "DB"},
    {.param = {.name = "rate",
               .unit = "",
               .summary = "bits a use that an outage has fewer of",
               .max = 64,
               .preset = 1},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'r',
     .placeholder = "BITS"},
    {.param = {.name = "trials",
               .unit = "",
               .summary = "channels to draw beside the formula; 0: none",
               .max = 1e9,
               .preset = 100000,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_secrecy = {
    .name = "secrecy",
    .summary = "what a wiretap channel keeps secret, by formula and by simulation",
    .detail =
        "MODEL is one of phyward list wiretap, with its parameters: rayleigh, or\n"
        "jamming:antennas=8:eve=2:share=0.5. Figures are in bits a channel use, the\n"
        "secrecy capacity of a draw max(0, log2(1 + Bob's SNR) - log2(1 + Eve's)).\n"
        "Channels without fading are always the same, and nothing is drawn.\n\n"
        "Intervals are 95 %: Clopper and Pearson's of the probabilities, the normal\n"
        "one of the mean. A secrecy capacity is no key: nothing here is certified.",
    .example = "phyward secrecy rayleigh --snr-bob-db 10 --snr-eve-db 0 --rate 1\n  "
               "phyward secrecy jamming:antennas=4:eve=2 --snr-bob-db 20 --json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"MODEL", "NAME[:p=v]; phyward list wiretap has all", false}},
    .run = run,
};
