#include "tools/command_information.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "datasets/traces.h"
#include "kgen/informations.h"
#include "kgen/series.h"
#include "tools/information.h"
#include "tools/keygen_options.h"
#include "tools/matched.h"
#include "tools/number_list.h"
#include "tools/progress.h"
#include "tools/result.h"
#include "tools/workers.h"

/* One method and what it says of the ends and of Eve. */
typedef struct method {
    const phw_information *entry;
    phw_params params;
    phw_information_figure ends;
    double eve_bits; /* of Alice's rows and hers; NaN without */
    char why[160];   /* there is no figure; "" when there is */
} method;

typedef struct study {
    phw_trace alice, bob, eve;
    bool has_eve;
    phw_agreement_config config;
    phw_information_rows rows;
    method method[PHW_INFORMATION_METHODS_MAX];
    size_t n_methods;
    phw_information_split split[PHW_INFORMATION_WINDOWS_MAX];
    size_t n_splits;
    phw_secret_capacity bounds;
} study;

static void free_study(study *s)
{
    phw_trace_free(&s->alice);
    phw_trace_free(&s->bob);
    phw_trace_free(&s->eve);
    phw_information_rows_free(&s->rows);
}

static phw_status add_method(study *s, const char *text)
{
    char name[64];
    const char *rest = NULL;
    if (s->n_methods == PHW_INFORMATION_METHODS_MAX)
        return phw_fail(PHW_EARG, "at most %d methods", PHW_INFORMATION_METHODS_MAX);
    method *m = &s->method[s->n_methods];
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_information_find(&m->entry, name));
    PHW_TRY(phw_params_read(&m->params, m->entry->params, m->entry->n_params, rest));
    ++s->n_methods;
    return PHW_OK;
}

static phw_status add_all_methods(study *s)
{
    size_t n = 0;
    const phw_information *const *all = phw_information_list(&n);
    for (size_t i = 0; i < n; ++i)
        PHW_TRY(add_method(s, all[i]->name));
    return PHW_OK;
}

static phw_status read_methods(study *s, const phw_arguments *arguments)
{
    const char *text = phw_argument_text(arguments, "method");
    if (text == NULL)
        return add_all_methods(s);
    while (*text != '\0') {
        char member[128];
        const size_t n = strcspn(text, ",");
        if (n >= sizeof member)
            return phw_fail(PHW_EARG, "--method: \"%.20s...\" is no method", text);
        (void)snprintf(member, sizeof member, "%.*s", (int)n, text);
        const phw_status status = add_method(s, member);
        if (status)
            return phw_fail_within(status, "--method");
        text += n + (text[n] == ',');
    }
    return s->n_methods > 0 ? PHW_OK : phw_fail(PHW_EARG, "--method: names none");
}

static phw_status read_windows(study *s, const phw_arguments *arguments)
{
    static const phw_param spec = {
        .name = "--window", .unit = "", .min = 3, .max = 100001, .whole = true};
    phw_numbers numbers;
    PHW_TRY(phw_numbers_read(&numbers, &spec, phw_argument_text(arguments, "window")));
    if (numbers.n > PHW_INFORMATION_WINDOWS_MAX)
        return phw_fail(PHW_EARG, "--window: %zu windows, at most %d", numbers.n,
                        PHW_INFORMATION_WINDOWS_MAX);
    for (size_t i = 0; i < numbers.n; ++i) {
        s->split[i].window = (size_t)numbers.value[i];
        if (s->split[i].window % 2 == 0)
            return phw_fail(PHW_EARG, "--window: %zu rows, expected an odd number",
                            s->split[i].window);
    }
    s->n_splits = numbers.n;
    return PHW_OK;
}

static phw_status open_all(study *s, const phw_arguments *arguments)
{
    const char *alice = phw_argument_positional(arguments, 0);
    const char *bob = phw_argument_positional(arguments, 1);
    const char *eve = phw_argument_text(arguments, "eve");
    PHW_TRY(phw_trace_open(&s->alice, alice, NULL));
    PHW_TRY(phw_trace_open(&s->bob, bob, NULL));
    PHW_TRY(phw_keygen_features(&s->config, arguments, &s->alice));
    PHW_TRY(
        phw_matched_check(&s->alice, alice, &s->bob, bob, s->config.pairing, false));
    s->has_eve = eve != NULL;
    if (!s->has_eve)
        return PHW_OK;
    PHW_TRY(phw_trace_open(&s->eve, eve, NULL));
    return phw_matched_check(&s->alice, alice, &s->eve, eve, s->config.pairing, false);
}

/* What can't be told of these series is told as such; the other methods go on. */
static phw_status run_method(void *context, size_t item, size_t worker)
{
    study *s = context;
    method *m = &s->method[item];
    const phw_information_rows *r = &s->rows;
    phw_information_figure of_eve = {.bits = (double)NAN};
    (void)worker;
    m->ends = (phw_information_figure){(double)NAN, (double)NAN, (double)NAN};
    phw_status status = m->entry->measure(&m->ends, &r->alice, &r->bob, &m->params);
    if (!status && s->has_eve)
        status = m->entry->measure(&of_eve, &r->alice_eve, &r->eve, &m->params);
    m->eve_bits = of_eve.bits;
    if (status == PHW_ENOMEM)
        return status;
    if (status)
        (void)snprintf(m->why, sizeof m->why, "%s", phw_error_message());
    return PHW_OK;
}

static phw_status check_series(const study *s, const char *alice)
{
    const phw_features *x = &s->rows.alice;
    for (size_t i = 0; i < x->n_components; ++i) {
        const phw_status status =
            phw_series_check(phw_features_series(x, i), x->n_rows);
        if (status)
            return phw_fail_within(status, "%s, component %zu", alice, i);
    }
    return PHW_OK;
}

static phw_status study_all(study *s, const phw_arguments *arguments)
{
    phw_progress bar;
    const phw_trace *eve = s->has_eve ? &s->eve : NULL;
    PHW_TRY(phw_information_rows_make(&s->rows, &s->alice, &s->bob, eve, &s->config));
    PHW_TRY(check_series(s, phw_argument_positional(arguments, 0)));
    phw_progress_start(&bar, "methods", (double)s->n_methods, arguments);
    const phw_status status = phw_workers_run(1, s->n_methods, run_method, s, &bar);
    phw_progress_end(&bar);
    PHW_TRY(status);
    for (size_t i = 0; i < s->n_splits; ++i) {
        phw_information_split *split = &s->split[i];
        const size_t window = split->window;
        if (phw_information_split_by(split, &s->rows.plain_alice, &s->rows.plain_bob,
                                     window) != PHW_OK)
            *split =
                (phw_information_split){window, (double)NAN, (double)NAN, (double)NAN};
    }
    s->bounds =
        (phw_secret_capacity){.lower_bits = (double)NAN, .upper_bits = (double)NAN};
    return s->has_eve ? phw_secret_capacity_measure(&s->bounds, &s->rows.alice_eve,
                                                    &s->rows.bob_eve, &s->rows.eve)
                      : PHW_OK;
}

static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *methods_json(const study *s)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < s->n_methods; ++i) {
        const method *m = &s->method[i];
        json_t *row = json_pack("{s:s}", "method", m->entry->name);
        (void)json_object_set_new(row, "bits", real(m->ends.bits));
        (void)json_object_set_new(row, "bias_bits", real(m->ends.bias_bits));
        (void)json_object_set_new(row, "deviation_bits", real(m->ends.deviation_bits));
        if (s->has_eve)
            (void)json_object_set_new(row, "eve_bits", real(m->eve_bits));
        (void)json_object_set_new(
            row, "note", m->why[0] != '\0' ? json_string(m->why) : json_string(""));
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *splits_json(const study *s)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < s->n_splits; ++i) {
        json_t *row = json_pack("{s:i}", "window", (int)s->split[i].window);
        (void)json_object_set_new(row, "trend_correlation", real(s->split[i].trend));
        (void)json_object_set_new(row, "fading_correlation", real(s->split[i].fading));
        (void)json_object_set_new(row, "trend_share", real(s->split[i].trend_share));
        (void)json_array_append_new(rows, row);
    }
    return rows;
}

static void fill_bounds(phw_result *r, const study *s)
{
    const phw_secret_capacity *b = &s->bounds;
    if (!s->has_eve)
        return;
    phw_result_count(r, "rows_with_eve", "probes that Eve has too", "",
                     s->rows.eve.n_rows);
    phw_result_number(r, "eve_correlation", "correlation of Eve's features", "",
                      phw_matched_correlation(&s->rows.alice_eve, &s->rows.eve));
    phw_result_number(r, "alice_bob_bits", "Gaussian, at those: I(A;B)", "bit a probe",
                      b->ab_bits);
    phw_result_number(r, "alice_eve_bits", "I(A;E)", "bit a probe", b->ae_bits);
    phw_result_number(r, "bob_eve_bits", "I(B;E)", "bit a probe", b->be_bits);
    phw_result_number(r, "conditional_bits", "I(A;B|E)", "bit a probe",
                      b->conditional_bits);
    phw_result_number(r, "bias_bits", "of that, by chance", "bit a probe",
                      b->bias_bits);
}

static void fill(phw_result *r, const study *s, const phw_arguments *arguments)
{
    phw_result_text(r, "alice", "Alice", phw_argument_positional(arguments, 0));
    phw_result_text(r, "bob", "Bob", phw_argument_positional(arguments, 1));
    phw_result_count(r, "pairs", "probes that both have", "", s->rows.alice.n_rows);
    phw_result_count(r, "components", "components", "", s->rows.alice.n_components);
    phw_result_number(
        r, "correlation", "correlation of the features", "",
        phw_matched_correlation(&s->rows.plain_alice, &s->rows.plain_bob));
    phw_result_json(r, "rows", "mutual information, bits a probe", methods_json(s));
    fill_bounds(r, s);
    phw_result_number(r, "secret_capacity_lower_bits",
                      s->has_eve ? "secret capacity, at least" : NULL, "bit a probe",
                      s->bounds.lower_bits);
    phw_result_number(r, "secret_capacity_upper_bits", s->has_eve ? "at most" : NULL,
                      "bit a probe", s->bounds.upper_bits);
    phw_result_json(r, "split", "trend and fading, by a moving average",
                    splits_json(s));
}

static phw_status tell(const study *s, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    fill(r, s, arguments);
    const phw_status status = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return status;
}

static phw_status run(const phw_arguments *arguments)
{
    study s = {0};
    phw_status status = read_methods(&s, arguments);
    if (!status)
        status = read_windows(&s, arguments);
    if (!status)
        status = open_all(&s, arguments);
    if (!status)
        status = study_all(&s, arguments);
    if (!status)
        status = tell(&s, arguments);
    free_study(&s);
    return status;
}

static const phw_option option[] = {
    {.param = {.name = "eve", .summary = "the eavesdropper's trace"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'e',
     .placeholder = "FILE[:PART]",
     .file = PHW_OPTION_READS},
    {.param = {.name = "method", .summary = "methods, a list; by default all"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v:...][,...]",
     .family = "information"},
    {.param = {.name = "window",
               .summary = "rows of the moving averages that tell trend from fading"},
     .kind = PHW_OPTION_TEXT,
     .text_preset = "5,11,21",
     .placeholder = "ROWS[,...]"},
    PHW_OPTIONS_FEATURES,
};

const phw_command phw_command_information = {
    .name = "information",
    .summary = "mutual information of two traces, with and without an eavesdropper",
    .detail =
        "Bits a probe that the two ends' features share: the most that an agreement\n"
        "could make of them. Of Gaussian series coherence charges what a series'\n"
        "own past tells, and for one value a probe it is the figure to go by; the\n"
        "others take rows as if they had no memory. gaussian, coherence and binned\n"
        "add components up; gaussian-vector and ksg count what they share once, but\n"
        "of more than a few components ksg is far too low.\n\n"
        "--eve: bounds of the secret capacity for Gaussian features, probe by probe\n"
        "(Maurer; Ahlswede and Csiszar). Eve's other views of the channel (neighbours\n"
        "in time and frequency) are not in them: keygen --eve charges those too.\n\n"
        "split: the correlation of the series' moving averages and of what is left.\n"
        "An agreement that lives off the trend is one that an observer of the motion\n"
        "can repeat.",
    .example = "phyward simulate datasets/scenarios/walking-wifi.yaml -o walk\n  "
               "phyward information walk/alice.h5 walk/bob.h5 --eve walk/eve.h5 --json",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"ALICE", "Alice's trace, FILE[:PART]", false},
                   {"BOB", "Bob's trace, FILE[:PART]", false}},
    .run = run,
};
