#include "tools/command_auth_roc.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth/roc.h"
#include "core/signal.h"
#include "tools/equal_error.h"
#include "tools/interval.h"
#include "tools/lab_plan.h"
#include "tools/lab_probing.h"
#include "tools/lab_similarity.h"
#include "tools/number_list.h"
#include "tools/page.h"
#include "tools/plot_roc.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/similarity.h"

/* Points of a drawn curve, evenly over the logarithm of the false-alarm rate. */
#define N_POINTS 120

typedef struct curve {
    double false_alarm[N_POINTS];
    double detection[N_POINTS];
    double closed_alarm[N_POINTS]; /* both by formula alone */
    double closed[N_POINTS];
} curve;

typedef struct session {
    phw_similarity_lab lab;
    phw_numbers false_alarm;
    bool from_scenario;
    double *genuine;  /* n_trials */
    double *impostor; /* n_impostors times that */
    phw_roc roc[PHW_IMPOSTORS_MAX];
    curve *curve; /* n_impostors */
} session;

static phw_status read_lab(session *s, const phw_arguments *arguments)
{
    static const phw_param rate = {
        .name = "--false-alarm", .unit = "", .min = 1e-9, .max = 0.5};
    phw_similarity_lab *lab = &s->lab;
    phw_similarity_plan plan = {0};
    PHW_TRY(phw_similarity_plan_test(&plan, phw_argument_text(arguments, "test")));
    PHW_TRY(phw_numbers_read(&s->false_alarm, &rate,
                             phw_argument_text(arguments, "false-alarm")));
    PHW_TRY(phw_impostors_read(lab, phw_argument_text(arguments, "attacker")));
    lab->test = plan.test;
    lab->params = plan.params;
    lab->n_tones = (size_t)phw_argument_count(arguments, "tones");
    lab->n_taps = (size_t)phw_argument_count(arguments, "taps");
    lab->n_references = (size_t)phw_argument_count(arguments, "references");
    lab->snr = pow(10, phw_argument_number(arguments, "snr-db") / 10);
    lab->step = phw_argument_number(arguments, "step");
    lab->seed = phw_argument_count(arguments, "seed");
    lab->n_trials = (size_t)phw_argument_count(arguments, "trials");
    if (lab->n_references < lab->test->n_references_min)
        return phw_fail(PHW_EARG, "--test %s: needs --references %zu or more",
                        lab->test->name, lab->test->n_references_min);
    if (lab->n_taps > lab->n_tones)
        return phw_fail(PHW_EARG, "--taps %zu: above --tones %zu", lab->n_taps,
                        lab->n_tones);
    return PHW_OK;
}

/* What the other way of drawing channels has no use for is not passed over. */
static phw_status refuse_idle(const phw_arguments *arguments)
{
    static const char *const of_draws[] = {"attacker", "tones",      "taps",  "snr-db",
                                           "step",     "references", "trials"};
    const bool has_scenario = phw_argument_positional(arguments, 0) != NULL;
    if (!has_scenario && phw_argument_given(arguments, "set"))
        return phw_fail(PHW_EARG, "--set: is for a SCENARIO.yaml, and none is given");
    for (size_t i = 0; has_scenario && i < sizeof of_draws / sizeof of_draws[0]; ++i) {
        if (phw_argument_given(arguments, of_draws[i]))
            return phw_fail(PHW_EARG,
                            "--%s: the scenario has that; leave it out, or set the "
                            "scenario's own key by --set",
                            of_draws[i]);
    }
    return PHW_OK;
}

static phw_status allocate(session *s)
{
    const size_t n = s->lab.n_trials;
    PHW_TRY(phw_array_alloc(&s->genuine, n, sizeof(double)));
    PHW_TRY(phw_array_alloc(&s->impostor, n * s->lab.n_impostors, sizeof(double)));
    return phw_array_alloc(&s->curve, s->lab.n_impostors, sizeof *s->curve);
}

static phw_status simulate(session *s, const phw_arguments *arguments)
{
    phw_progress bar;
    PHW_TRY(allocate(s));
    phw_progress_start(&bar, "judging", (double)phw_similarity_lab_items(&s->lab),
                       arguments);
    const phw_status status =
        phw_similarity_lab_run(s->genuine, s->impostor, &s->lab,
                               (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    return status;
}

/* The lab as the scenario has it: its tones and signal-to-noise ratio, and Eve. */
static phw_status adopt(session *s, const phw_trace *alice, const phw_trace *eve)
{
    phw_similarity_lab *lab = &s->lab;
    const phw_similarity_plan plan = {.test = lab->test, .params = lab->params};
    PHW_TRY(phw_similarity_check(&plan, alice, "alice", eve, "eve"));
    const size_t n = alice->n_probes < eve->n_probes ? alice->n_probes : eve->n_probes;
    if (n < 2 || lab->test->n_references_min > 1)
        return phw_fail(
            PHW_EARG, "a scenario's frames are judged by the frame before: it needs 2 "
                      "of them, and a --test that needs 1 reference");
    lab->n_tones = alice->n_coefficients;
    lab->n_references = 1;
    lab->snr = 1 / alice->noise_variance;
    lab->n_trials = n - 1;
    lab->n_impostors = 1;
    (void)snprintf(lab->impostor[0].name, sizeof lab->impostor[0].name, "eve");
    PHW_TRY(allocate(s));
    return phw_similarity_lab_traces(s->genuine, s->impostor, lab, alice, eve, n);
}

static phw_status run_scenario(session *s, const phw_arguments *arguments)
{
    phw_scenario scenario;
    phw_probing p = {0};
    phw_progress bar;
    PHW_TRY(phw_scenario_from_arguments(&scenario, arguments));
    PHW_TRY(phw_lab_plan_needs_eve(&scenario, "auth roc"));
    phw_progress_start(&bar, "simulating", (double)phw_probing_chunks(&scenario),
                       arguments);
    phw_status status =
        phw_probing_run(&p, &scenario, s->lab.seed, 0,
                        (size_t)phw_argument_count(arguments, "threads"), &bar);
    phw_progress_end(&bar);
    s->from_scenario = true;
    if (!status)
        status = adopt(s, &p.trace[PHW_PARTY_ALICE], &p.trace[PHW_PARTY_EVE]);
    phw_probing_free(&p);
    return status;
}

/* auth/roc takes distances: a correlation goes in with its sign turned. */
static phw_status compute(session *s)
{
    const size_t n = s->lab.n_trials;
    if (s->lab.test->more_is_same) {
        for (size_t i = 0; i < n; ++i)
            s->genuine[i] = -s->genuine[i];
        for (size_t i = 0; i < n * s->lab.n_impostors; ++i)
            s->impostor[i] = -s->impostor[i];
    }
    for (size_t i = 0; i < s->lab.n_impostors; ++i)
        PHW_TRY(phw_roc_compute(&s->roc[i], s->genuine, n, s->impostor + i * n, n));
    return PHW_OK;
}

static phw_roc_point point_at(const session *s, size_t i, double threshold)
{
    return phw_roc_at(&s->roc[i], s->lab.test->more_is_same ? -threshold : threshold);
}

static json_t *number(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static phw_status add_row(json_t *rows, const session *s, size_t i, double asked)
{
    double threshold = 0;
    const uint64_t n = s->lab.n_trials;
    PHW_TRY(phw_similarity_lab_threshold(&threshold, &s->lab, asked));
    const phw_roc_point p = point_at(s, i, threshold);
    const phw_interval alarms = phw_interval_share(p.n_false_reject, n);
    const phw_interval misses = phw_interval_share(p.n_false_accept, n);
    const double closed_alarm =
        s->from_scenario ? (double)NAN
                         : phw_similarity_lab_false_alarm(&s->lab, threshold);
    const double closed_miss =
        s->from_scenario ? (double)NAN : phw_similarity_lab_miss(&s->lab, i, threshold);
    json_t *row = json_pack(
        "{s:s,s:f,s:f,s:f,s:[f,f],s:o,s:f,s:[f,f],s:o}", "attacker",
        s->lab.impostor[i].name, "asked", asked, "threshold", threshold, "false_alarm",
        p.false_reject, "false_alarm_interval", alarms.low, alarms.high,
        "false_alarm_closed", number(closed_alarm), "miss", p.false_accept,
        "miss_interval", misses.low, misses.high, "miss_closed", number(closed_miss));
    if (row == NULL || json_array_append_new(rows, row) != 0)
        return phw_fail(PHW_ENOMEM, "no memory for a row");
    return PHW_OK;
}

static phw_status make_rows(json_t *rows, const session *s)
{
    for (size_t i = 0; i < s->lab.n_impostors; ++i) {
        for (size_t j = 0; j < s->false_alarm.n; ++j)
            PHW_TRY(add_row(rows, s, i, s->false_alarm.value[j]));
    }
    return PHW_OK;
}

static json_t *areas_json(const session *s)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < s->lab.n_impostors; ++i) {
        const phw_roc *r = &s->roc[i];
        const phw_interval eer = phw_equal_error_interval(r);
        (void)json_array_append_new(
            rows, json_pack("{s:s,s:f,s:[f,f],s:f,s:[f,f]}", "attacker",
                            s->lab.impostor[i].name, "auc", r->auc, "auc_interval",
                            r->auc_span.low, r->auc_span.high, "eer", r->eer,
                            "eer_interval", eer.low, eer.high));
    }
    return rows;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Detection against false alarms, at thresholds that the genuine frames themselves set.
 */
static void fill_curve(curve *c, const session *s, size_t i, const double *sorted)
{
    const size_t n = s->lab.n_trials;
    for (size_t k = 0; k < N_POINTS; ++k) {
        const double part = (double)k / (N_POINTS - 1);
        const double rate = pow((double)n, part - 1);
        const size_t above = (size_t)fmin(rate * (double)n, (double)(n - 1));
        const double score = sorted[n - 1 - above];
        const phw_roc_point p = phw_roc_at(&s->roc[i], score);
        const double threshold = s->lab.test->more_is_same ? -score : score;
        c->false_alarm[k] = p.false_reject;
        c->detection[k] = 1 - p.false_accept;
        c->closed_alarm[k] = c->closed[k] = (double)NAN;
        if (s->from_scenario)
            continue;
        c->closed_alarm[k] = phw_similarity_lab_false_alarm(&s->lab, threshold);
        c->closed[k] = 1 - phw_similarity_lab_miss(&s->lab, i, threshold);
    }
}

static phw_status publish(const session *s, const phw_plot_data *data,
                          const phw_result *result, const phw_arguments *arguments)
{
    char verdict[256];
    char subject[256];
    static const char *const note[] = {
        "A false alarm refuses a frame of the right sender, a miss accepts one of an "
        "attacker. Dashed lines are closed forms; where there is none, there is none.",
        NULL};
    const phw_page_picture picture = {&phw_plot_roc, data};
    const phw_page_section section[] = {
        {.heading = "Curves", .picture = &picture, .n_pictures = 1},
        {.heading = "Figures", .result = result},
    };
    (void)snprintf(verdict, sizeof verdict,
                   "%zu frames of each judged by the test %s. Intervals are of 95 %%",
                   s->lab.n_trials, s->lab.test->name);
    (void)snprintf(subject, sizeof subject, "%s",
                   s->from_scenario ? phw_argument_positional(arguments, 0)
                                    : "simulated channels");
    const phw_page page = {.title = "Channel similarity: errors",
                           .subject = subject,
                           .good = true,
                           .verdict = verdict,
                           .note = note,
                           .section = section,
                           .n_sections = 2};
    return phw_page_publish(&page, "auth roc", arguments);
}

static phw_status draw(session *s, const phw_result *result,
                       const phw_arguments *arguments)
{
    phw_plot_curve curves[PHW_PLOT_CURVES_MAX];
    size_t n = 0;
    if (phw_argument_text(arguments, "report") == NULL)
        return PHW_OK;
    qsort(s->genuine, s->lab.n_trials, sizeof(double), by_value);
    for (size_t i = 0; i < s->lab.n_impostors; ++i) {
        curve *c = &s->curve[i];
        fill_curve(c, s, i, s->genuine);
        if (n < PHW_PLOT_CURVES_MAX)
            curves[n++] = (phw_plot_curve){.name = s->lab.impostor[i].name,
                                           .x = c->false_alarm,
                                           .y = c->detection,
                                           .n = N_POINTS};
        if (n < PHW_PLOT_CURVES_MAX &&
            isfinite(c->closed_alarm[N_POINTS / 2] + c->closed[N_POINTS / 2]))
            curves[n++] = (phw_plot_curve){.x = c->closed_alarm,
                                           .y = c->closed,
                                           .n = N_POINTS,
                                           .colour = PHW_COLOUR_TEXT,
                                           .closed_form = true};
    }
    const phw_plot_data data = {
        .x = {.logarithmic = true}, .curve = curves, .n_curves = n};
    return publish(s, &data, result, arguments);
}

static phw_status report(session *s, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    json_t *rows = json_array();
    phw_status status =
        rows != NULL ? make_rows(rows, s) : phw_fail(PHW_ENOMEM, "no memory for rows");
    phw_result_text(r, "test", "test", phw_argument_text(arguments, "test"));
    phw_result_text(r, "false_alarm_holds_for", "  its false-alarm rate holds for",
                    s->lab.test->holds_for(&s->lab.params));
    phw_result_count(r, "n_tones", "tones", "", s->lab.n_tones);
    phw_result_number(r, "snr_db", "signal-to-noise ratio of an estimate", "dB",
                      10 * log10(s->lab.snr));
    phw_result_count(r, "n_references", "reference frames", "", s->lab.n_references);
    phw_result_count(r, "n_trials", "frames of each", "", s->lab.n_trials);
    phw_result_json(r, "rows", "error rates, with 95 % intervals and closed forms",
                    rows);
    phw_result_json(r, "areas", "areas under the curve", areas_json(s));
    phw_result_count(r, "seed", "seed", "", s->lab.seed);
    if (!status)
        status = draw(s, r, arguments);
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    session *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the run");
    phw_status status = refuse_idle(arguments);
    if (!status)
        status = read_lab(s, arguments);
    if (!status && phw_argument_positional(arguments, 0) != NULL)
        status = run_scenario(s, arguments);
    else if (!status)
        status = simulate(s, arguments);
    if (!status)
        status = compute(s);
    if (!status)
        status = report(s, arguments);
    for (size_t i = 0; i < PHW_IMPOSTORS_MAX; ++i)
        phw_roc_free(&s->roc[i]);
    free(s->curve);
    free(s->impostor);
    free(s->genuine);
    free(s);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "test", .summary = "how frames are compared"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v]",
     .text_preset = "difference:fit=none",
     .family = "similarity"},
    {.param = {.name = "false-alarm",
               .summary = "false-alarm rates that thresholds are made for; a list"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'a',
     .placeholder = "P,...",
     .text_preset = "0.1,0.01,0.001"},
    {.param = {.name = "attacker",
               .summary = "independent, distance:WAVELENGTHS and fixed:LAMBDA; a list"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME,...",
     .text_preset = "fixed:20,independent,distance:0.1,distance:0.25,distance:0.5"},
    {.param = {.name = "tones",
               .unit = "",
               .summary = "tones of a frame",
               .min = 1,
               .max = PHW_LAB_TONES_MAX,
               .preset = 8,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "M"},
    {.param = {.name = "taps",
               .unit = "",
               .summary = "of a channel of so many equal taps; 0: independent tones",
               .max = PHW_LAB_TONES_MAX,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "snr-db",
               .unit = "dB",
               .summary = "mean power of a tone over the noise of its estimate",
               .min = -30,
               .max = 60,
               .preset = 10},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "DB"},
    {.param = {.name = "step",
               .unit = "",
               .summary = "correlation of the channel from the reference to the frame, "
                          "which the difference test is told",
               .max = 1,
               .preset = 1},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "A"},
    {.param = {.name = "references",
               .unit = "",
               .summary = "reference frames",
               .min = 1,
               .max = 64,
               .preset = 1,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "trials",
               .unit = "",
               .summary = "frames of the right sender and of each attacker",
               .min = 10,
               .max = 2e6,
               .preset = 100000,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTION_SET,
    PHW_OPTIONS_REPORT,
};

const phw_command phw_command_auth_roc = {
    .name = "auth roc",
    .summary = "how often a similarity test errs, simulated and by closed form",
    .detail =
        "Without a scenario: Rayleigh channels, noise on each estimate. An attacker\n"
        "has an independent channel, one at a distance among scatterers all around,\n"
        "with the correlation J0(2 pi distance), or a fixed one with the sum of\n"
        "|He - Ha|^2 / s2 LAMBDA. Half a wavelength is no rule: one is worse.\n"
        "\n"
        "Errors are those of the test alone: the undecided of auth similarity count\n"
        "as accepted. A threshold has the false-alarm rate asked for with the\n"
        "channels that false_alarm_holds_for names; rows tell what it has with those\n"
        "drawn. Rayleigh tones fade: correlation:law=rayleigh averages over them, and\n"
        "with --taps no law does. Independent channels of N equal taps pass the\n"
        "correlation with (1 - threshold)^(N - 1), not with --tones in place of N.\n"
        "\n"
        "With a scenario: Alice knows Bob by one frame and judges his next, and Eve's\n"
        "in its place; --test, --false-alarm, --seed and --set apply, and the options\n"
        "of the channels drawn are refused.",
    .example = "phyward auth roc --tones 5 --snr-db 10 --trials 20000\n"
               "  phyward auth roc datasets/scenarios/static-room.yaml --test "
               "difference:fit=slope",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"SCENARIO.yaml", "the scenario; phyward list scenario has its keys",
                    true}},
    .run = run,
};
