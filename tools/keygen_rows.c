#include "tools/keygen_rows.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static size_t n_rows(const phw_keygen_study *s)
{
    return s->n_scenarios * s->n_schemes;
}

static const phw_scenario *scenario_of(const phw_keygen_study *s, size_t row)
{
    return &s->scenario[row / s->n_schemes];
}

static const char *scheme_of(const phw_keygen_study *s, size_t row)
{
    return s->scheme[row % s->n_schemes];
}

phw_interval phw_keygen_rows_interval(const phw_keygen_summary *s, size_t column)
{
    const phw_moments *m = &s->column[column];
    if (phw_keygen_column_at(column)->kind == PHW_COLUMN_SHARE && m->n > 0)
        return phw_interval_share((uint64_t)llround(m->mean * (double)m->n), m->n);
    return m->n > 1 ? phw_moments_interval(m) : (phw_interval){1, 0};
}

void phw_keygen_rows_scenario(char *out, size_t size, const phw_scenario *scenario)
{
    const char *slash = strrchr(scenario->path, '/');
    const char *from = slash != NULL ? slash + 1 : scenario->path;
    const size_t n = strlen(from);
    const bool ends = n > 5 && strcmp(from + n - 5, ".yaml") == 0;
    (void)snprintf(out, size, "%.*s", (int)(ends ? n - 5 : n), from);
}

static json_t *mean_json(const phw_moments *m)
{
    return m->n > 0 ? json_real(m->mean) : json_null();
}

static json_t *interval_json(phw_interval i)
{
    return i.low <= i.high && isfinite(i.high) ? json_pack("[f,f]", i.low, i.high)
                                               : json_null();
}

static json_t *row_json(const phw_keygen_study *s, size_t row)
{
    const phw_keygen_summary *summary = &s->summary[row];
    const phw_interval share = phw_interval_wilson(summary->keys, s->n_trials);
    json_t *out =
        json_pack("{s:s,s:s?,s:I,s:I,s:f,s:[f,f]}", "scenario",
                  scenario_of(s, row)->path, "scheme", scheme_of(s, row), "trials",
                  (json_int_t)s->n_trials, "keys", (json_int_t)summary->keys,
                  "key_probability", (double)summary->keys / (double)s->n_trials,
                  "key_probability_interval", share.low, share.high);
    const phw_keygen_column *c = NULL;
    for (size_t i = 0; (c = phw_keygen_column_at(i)) != NULL; ++i) {
        char name[64];
        (void)snprintf(name, sizeof name, "%s_interval", c->name);
        (void)json_object_set_new(out, c->name, mean_json(&summary->column[i]));
        (void)json_object_set_new(out, name,
                                  interval_json(phw_keygen_rows_interval(summary, i)));
    }
    return out;
}

static json_t *columns_json(void)
{
    json_t *columns = json_array();
    const phw_keygen_column *c = NULL;
    for (size_t i = 0; (c = phw_keygen_column_at(i)) != NULL; ++i)
        (void)json_array_append_new(columns,
                                    json_pack("{s:s,s:s,s:s}", "name", c->name, "unit",
                                              c->unit, "definition", c->definition));
    return columns;
}

void phw_keygen_rows_json(phw_result *out, const phw_keygen_study *s)
{
    json_t *rows = json_array();
    for (size_t row = 0; row < n_rows(s); ++row)
        (void)json_array_append_new(rows, row_json(s, row));
    phw_result_json(out, "rows", NULL, rows);
    phw_result_json(out, "columns", NULL, columns_json());
}

static void one_row(phw_result *out, const phw_keygen_study *s)
{
    const phw_keygen_summary *summary = s->summary;
    const phw_interval share = phw_interval_wilson(summary->keys, s->n_trials);
    json_t *lines = json_array();
    const phw_keygen_column *c = NULL;
    for (size_t i = 0; (c = phw_keygen_column_at(i)) != NULL; ++i)
        (void)json_array_append_new(
            lines, json_pack("{s:s,s:o,s:o,s:I}", "mean of", c->people, "mean",
                             mean_json(&summary->column[i]), "95 % interval",
                             interval_json(phw_keygen_rows_interval(summary, i)),
                             "trials", (json_int_t)summary->column[i].n));
    phw_result_text(out, "scenario", "scenario", s->scenario[0].path);
    phw_result_text(out, "scheme", "scheme", s->scheme[0]);
    phw_result_count(out, "trials", "trials", "", s->n_trials);
    phw_result_count(out, "keys", "of them, gave a key", "", summary->keys);
    phw_result_interval(out, "key_probability_interval",
                        "probability of a key, 95 % interval", "", share.low,
                        share.high);
    phw_result_json(out, "figures", "figures", lines);
}

/* Three digits are what a screen has room for; --json and --csv have all. */
static json_t *narrow(const phw_moments *m)
{
    char text[32];
    if (m->n == 0)
        return json_string("-");
    (void)snprintf(text, sizeof text, "%.3g", m->mean);
    return json_string(text);
}

static json_t *narrow_row(const phw_keygen_study *s, size_t row)
{
    char scenario[64];
    const char *scheme = scheme_of(s, row);
    phw_keygen_rows_scenario(scenario, sizeof scenario, scenario_of(s, row));
    json_t *out = json_pack("{s:s,s:s,s:I}", "scenario", scenario, "scheme",
                            scheme != NULL ? scheme : "-", "keys",
                            (json_int_t)s->summary[row].keys);
    const phw_keygen_column *c = NULL;
    for (size_t i = 0; (c = phw_keygen_column_at(i)) != NULL; ++i) {
        if (c->heading != NULL)
            (void)json_object_set_new(out, c->heading,
                                      narrow(&s->summary[row].column[i]));
    }
    return out;
}

void phw_keygen_rows_people(phw_result *out, const phw_keygen_study *s)
{
    if (n_rows(s) == 1) {
        one_row(out, s);
        return;
    }
    json_t *rows = json_array();
    for (size_t row = 0; row < n_rows(s); ++row)
        (void)json_array_append_new(rows, narrow_row(s, row));
    phw_result_count(out, "trials", "trials of each row", "", s->n_trials);
    phw_result_json(out, "rows", "means; phyward list column explains them", rows);
}

static void csv_value(phw_writer *w, double value)
{
    if (isfinite(value))
        phw_writer_print(w, ",%.6g", value);
    else
        phw_writer_print(w, ",");
}

static void csv_row(phw_writer *w, const phw_keygen_study *s, size_t row)
{
    const phw_keygen_summary *summary = &s->summary[row];
    const phw_interval share = phw_interval_wilson(summary->keys, s->n_trials);
    char scenario[64];
    phw_keygen_rows_scenario(scenario, sizeof scenario, scenario_of(s, row));
    phw_writer_print(w, "%s,%s,%zu,%llu", scenario,
                     scheme_of(s, row) != NULL ? scheme_of(s, row) : "", s->n_trials,
                     (unsigned long long)summary->keys);
    csv_value(w, (double)summary->keys / (double)s->n_trials);
    csv_value(w, share.low);
    csv_value(w, share.high);
    for (size_t i = 0; phw_keygen_column_at(i) != NULL; ++i) {
        const phw_interval span = phw_keygen_rows_interval(summary, i);
        const bool has_span = span.low <= span.high;
        csv_value(w, summary->column[i].n > 0 ? summary->column[i].mean : (double)NAN);
        csv_value(w, has_span ? span.low : (double)NAN);
        csv_value(w, has_span ? span.high : (double)NAN);
    }
    phw_writer_print(w, "\n");
}

void phw_keygen_rows_csv(phw_writer *w, const phw_keygen_study *s)
{
    const phw_keygen_column *c = NULL;
    phw_writer_print(w, "scenario,scheme,trials,keys,key_probability,"
                        "key_probability_low,key_probability_high");
    for (size_t i = 0; (c = phw_keygen_column_at(i)) != NULL; ++i)
        phw_writer_print(w, ",%s,%s_low,%s_high", c->name, c->name, c->name);
    phw_writer_print(w, "\n");
    for (size_t row = 0; row < n_rows(s); ++row)
        csv_row(w, s, row);
}
