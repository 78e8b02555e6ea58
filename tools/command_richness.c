#include "tools/command_richness.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/experiments.h"
#include "tools/keygen_options.h"
#include "tools/lab_plan.h"
#include "tools/page.h"
#include "tools/plot_lines.h"
#include "tools/result.h"
#include "tools/richness_study.h"
#include "tools/scenario_options.h"

static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *span(const phw_richness_figure *f)
{
    return isfinite(f->interval.low) && isfinite(f->interval.high)
               ? json_pack("[f,f]", f->interval.low, f->interval.high)
               : json_null();
}

static json_t *row(const phw_richness_point *p)
{
    return json_pack("{s:f,s:f,s:o,s:o,s:o,s:o,s:o,s:I,s:I}", "value", p->value,
                     "theory_bits_per_probe", p->theory,
                     "mutual_information_bits_per_probe", number(p->information.mean),
                     "mutual_information_interval", span(&p->information),
                     "net_key_bits_per_probe", number(p->certified.mean),
                     "net_key_interval", span(&p->certified), "net_key_bits_per_second",
                     number(p->certified.mean / p->interval_s), "keys",
                     (json_int_t)p->n_keys, "sessions", (json_int_t)p->n_sessions);
}

/* Fewer columns for people; the intervals are in the picture and in --json. */
static json_t *line(const phw_richness_point *p, const phw_experiment *e)
{
    char value[64];
    phw_result_format(value, sizeof value, p->value, e->axis.unit);
    return json_pack("{s:s,s:f,s:o,s:o,s:o,s:I}", e->axis.name, value,
                     "closed form, bit a probe", p->theory, "measured",
                     number(p->information.mean), "net key", number(p->certified.mean),
                     "net key, bit/s", number(p->certified.mean / p->interval_s),
                     "keys", (json_int_t)p->n_keys);
}

static void fill(phw_result *r, const phw_richness_study *s,
                 const phw_richness_point *point, bool for_people)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < s->values.n; ++i)
        (void)json_array_append_new(rows, for_people ? line(&point[i], s->experiment)
                                                     : row(&point[i]));
    phw_result_text(r, "experiment", "experiment", s->experiment->name);
    phw_result_text(r, "summary", "that is", s->experiment->summary);
    phw_result_text(r, "reference", "closed form", s->experiment->reference);
    phw_result_text(r, "scenario", "scenario", s->scenario->path);
    phw_result_text(r, "axis", NULL, s->experiment->axis.name);
    phw_result_text(r, "unit", NULL, s->experiment->axis.unit);
    phw_result_count(r, "sessions", "sessions at each value", "", s->n_sessions);
    phw_result_count(r, "seed", "seed", "", s->seed);
    phw_result_json(r, "rows", "bits a probe", rows);
}

/* Columns of the picture. */
typedef struct columns {
    double x[PHW_NUMBERS_MAX], theory[PHW_NUMBERS_MAX];
    double measured[PHW_NUMBERS_MAX], low[PHW_NUMBERS_MAX], high[PHW_NUMBERS_MAX];
    double key[PHW_NUMBERS_MAX], key_low[PHW_NUMBERS_MAX], key_high[PHW_NUMBERS_MAX];
} columns;

static void fill_columns(columns *c, const phw_richness_point *point, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        c->x[i] = point[i].value;
        c->theory[i] = point[i].theory;
        c->measured[i] = point[i].information.mean;
        c->low[i] = point[i].information.interval.low;
        c->high[i] = point[i].information.interval.high;
        c->key[i] = point[i].certified.mean;
        c->key_low[i] = fmax(0, point[i].certified.interval.low);
        c->key_high[i] = point[i].certified.interval.high;
    }
}

static phw_status publish(const phw_richness_study *s, const phw_richness_point *point,
                          const phw_result *r, const phw_arguments *arguments)
{
    static const char *const note[] = {
        "The closed form is what two Gaussian estimates have in common, given all that "
        "is steady. A key is shorter: by what quantizing loses and correcting "
        "discloses, and by what a session of a few thousand probes pays once.",
        NULL};
    columns c = {0};
    char label[96];
    char verdict[256];
    const size_t n = s->values.n;
    fill_columns(&c, point, n);
    (void)snprintf(label, sizeof label, "%s%s%s", s->experiment->axis.name,
                   *s->experiment->axis.unit != '\0' ? ", " : "",
                   s->experiment->axis.unit);
    (void)snprintf(verdict, sizeof verdict,
                   "From %.3g to %.3g bits a probe in common, and %.3g to %.3g of them "
                   "certified as a key",
                   c.theory[0], c.theory[n - 1], c.key[0], c.key[n - 1]);
    const phw_plot_curve curve[] = {{.name = "in common, closed form",
                                     .x = c.x,
                                     .y = c.theory,
                                     .n = n,
                                     .colour = PHW_COLOUR_BOB,
                                     .closed_form = true},
                                    {.name = "in common, measured",
                                     .x = c.x,
                                     .y = c.measured,
                                     .low = c.low,
                                     .high = c.high,
                                     .n = n,
                                     .colour = PHW_COLOUR_ALICE},
                                    {.name = "certified as a key",
                                     .x = c.x,
                                     .y = c.key,
                                     .low = c.key_low,
                                     .high = c.key_high,
                                     .n = n,
                                     .colour = PHW_COLOUR_KEY}};
    const phw_plot_data data = {
        .title = "Bits a probe",
        .summary = s->experiment->summary,
        .x = {.label = label, .logarithmic = s->experiment->logarithmic},
        .y = {.label = "bits a probe"},
        .curve = curve,
        .n_curves = 3};
    const phw_page_picture picture = {&phw_plot_lines, &data};
    const phw_page_section section = {
        .heading = "Figures", .picture = &picture, .n_pictures = 1, .result = r};
    const phw_page page = {.title = "Richness of a channel",
                           .subject = s->experiment->summary,
                           .good = true,
                           .verdict = verdict,
                           .note = note,
                           .section = &section,
                           .n_sections = 1};
    return phw_page_publish(&page, "richness", arguments);
}

static phw_status read_values(phw_richness_study *s, const phw_arguments *arguments)
{
    const phw_experiment *e = s->experiment;
    const char *text = phw_argument_text(arguments, "values");
    if (text != NULL)
        return phw_numbers_read(&s->values, &e->axis, text);
    memcpy(s->values.value, e->value, e->n_values * sizeof *e->value);
    s->values.n = e->n_values;
    return PHW_OK;
}

static phw_status study(const phw_scenario *scenario, const phw_arguments *arguments)
{
    phw_richness_study s = {
        .scenario = scenario,
        .n_sessions = (size_t)phw_argument_count(arguments, "trials"),
        .seed = phw_argument_count(arguments, "seed"),
        .n_threads = (size_t)phw_argument_count(arguments, "threads"),
        .arguments = arguments};
    phw_richness_point point[PHW_NUMBERS_MAX];
    phw_result *r = NULL;
    PHW_TRY(phw_experiment_find(&s.experiment, phw_argument_positional(arguments, 0)));
    PHW_TRY(read_values(&s, arguments));
    PHW_TRY(phw_richness_run(point, &s));
    PHW_TRY(phw_result_create(&r));
    fill(r, &s, point, !phw_argument_given(arguments, "json"));
    phw_status status = publish(&s, point, r, arguments);
    if (!status)
        status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_scenario *scenario = calloc(1, sizeof *scenario);
    if (scenario == NULL)
        return phw_fail(PHW_ENOMEM, "richness: no memory");
    phw_status status = phw_scenario_from_file(
        scenario, phw_argument_positional(arguments, 1), arguments);
    if (!status)
        status = phw_lab_plan_needs_eve(scenario, "richness");
    if (!status)
        status = study(scenario, arguments);
    free(scenario);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "values",
               .summary = "of what is changed, a list; by default the experiment's"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "V,..."},
    {.param = {.name = "trials",
               .unit = "",
               .summary = "sessions over new channels at each value",
               .min = 1,
               .max = 1e5,
               .preset = 4,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
    PHW_OPTION_SEED,
    PHW_OPTION_THREADS,
    PHW_OPTION_SET,
    PHW_OPTIONS_REPORT,
    PHW_OPTIONS_KEYGEN,
};

const phw_command phw_command_richness = {
    .name = "richness",
    .summary = "what bandwidth, carrier, antennas, elements, scatter, SNR and Doppler "
               "are worth",
    .detail =
        "EXPERIMENT is one of phyward list experiment; its scenario is\n"
        "datasets/scenarios/richness-EXPERIMENT.yaml, or any other that has what is\n"
        "changed. At each value: what both ends' estimates have in common, in closed\n"
        "form for Gaussian scatter and from the sessions' covariances, and the key\n"
        "that phyward keygen certifies with the options given; the feature is then\n"
        "parts, in phase and in quadrature, unless said. Intervals are Student's,\n"
        "95 %, over the sessions.",
    .example = "phyward richness snr datasets/scenarios/richness-snr.yaml --report "
               "snr.html\n  "
               "phyward richness array datasets/scenarios/richness-array.yaml "
               "--threads 2 --json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"EXPERIMENT", "phyward list experiment has all", false},
                   {"SCENARIO.yaml", "what it begins with", false}},
    .run = run,
};
