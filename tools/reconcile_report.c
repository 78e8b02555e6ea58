#include "tools/reconcile_report.h"

#include <jansson.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* How a column lies in a row. */
typedef enum kind {
    TEXT = 0, /* char[]; nothing where it is empty */
    REAL,     /* double */
    INTERVAL, /* phw_interval */
    COUNT,    /* uint64_t */
    SIZE,     /* size_t */
    NOISE,    /* bool, how errors are drawn */
    FLAG      /* bool */
} kind;

typedef struct column {
    const char *name;
    const char *heading; /* in the narrow table, or NULL */
    kind kind;
    bool asked; /* known before anything is measured */
    size_t at;
    const char *unit;
    const char *definition;
} column;

#define AT(member) offsetof(phw_reconcile_row, member)

static const column columns[] = {
    {"scheme", "scheme", TEXT, true, AT(scheme), "",
     "the reconciler, as it was written"},
    {"n", "n", SIZE, true, AT(n), "bit", "length of a frame"},
    {"error_rate", "errors", REAL, true, AT(error_rate), "",
     "probability that the ends differ in a bit"},
    {"estimated_rate", NULL, REAL, true, AT(estimated_rate), "",
     "what the ends take it for"},
    {"noise", NULL, NOISE, true, AT(fixed_weight), "",
     "independent errors, or exactly round(n x error rate) of them a frame"},
    {"session_frames", NULL, COUNT, true, AT(session_frames), "frame",
     "frames of one connection; the next draws its permutations afresh"},
    {"reason", NULL, TEXT, true, AT(reason), "", "why the row was not measured"},
    {"frames", NULL, COUNT, false, AT(n_frames), "frame", "how many were reconciled"},
    {"efficiency", "f", REAL, false, AT(efficiency), "",
     "f: Alice's bits disclosed, over all frames and failed ones too, by n h(error "
     "rate); none at error rate 0"},
    {"efficiency_total", "f total", REAL, false, AT(efficiency_total), "",
     "f with the verification tag and the bits compared to estimate the error rate"},
    {"leak_bits", NULL, REAL, false, AT(leak_bits), "bit",
     "Alice's bits disclosed, mean of a frame"},
    {"leak_deviation", NULL, REAL, false, AT(leak_deviation), "bit",
     "their standard deviation over the frames"},
    {"reply_bits", NULL, REAL, false, AT(reply_bits), "bit",
     "Bob's bits disclosed, mean of a frame; not in f: Eve is given the errors"},
    {"tag_bits", NULL, REAL, true, AT(tag_bits), "bit", "verification tag of a frame"},
    {"sample_bits", NULL, REAL, true, AT(sample_bits), "bit",
     "compared in public to estimate the error rate, and dropped"},
    {"frame_error_rate", "FER", REAL, false, AT(frame_error_rate), "",
     "frames that failed before verification: bits left, or an end gave up"},
    {"frame_error_interval", "95 %", INTERVAL, false, AT(frame_error_interval), "",
     "95 % interval of it, Clopper and Pearson's"},
    {"failed", NULL, COUNT, false, AT(n_failed), "frame", "frames that failed"},
    {"gave_up", NULL, COUNT, false, AT(n_gave_up), "frame",
     "of them, those that an end knew of"},
    {"undetected", NULL, COUNT, false, AT(n_undetected), "frame",
     "of them, those that only verification would find"},
    {"round_trips", "rounds", REAL, false, AT(rounds), "",
     "pairs of question and answer, mean of a frame"},
    {"messages", NULL, REAL, false, AT(messages), "", "messages both ways, mean"},
    {"bytes", "bytes", REAL, false, AT(n_bytes), "byte",
     "what both ends send, with headers, mean of a frame"},
    {"bytes_alice", NULL, REAL, false, AT(bytes[0]), "byte",
     "what Alice sends of them"},
    {"bytes_bob", NULL, REAL, false, AT(bytes[1]), "byte", "what Bob sends"},
    {"one_way", NULL, FLAG, false, AT(one_way), "",
     "Alice speaks once a frame and Bob tells at most whether he has succeeded"},
    {"one_way_limit", "f one-way", REAL, false, AT(one_way_limit), "",
     "normal approximation of the least f of a one-way code at the target of the frame "
     "error rate; no bound for others"},
    {"key_rate", NULL, REAL, false, AT(key_rate), "bit a bit",
     "(1 - frame error rate) (1 - what efficiency_total counts / n)"},
    {"mbit_per_s", "Mbit/s", REAL, false, AT(mbit_per_s), "Mbit/s",
     "bits reconciled by the CPU time of both ends"},
    {"mbit_per_s_alice", "Alice's", REAL, false, AT(mbit_per_s_of[0]), "Mbit/s",
     "by Alice's alone, from frames that were played to her again"},
    {"mbit_per_s_bob", "Bob's", REAL, false, AT(mbit_per_s_of[1]), "Mbit/s",
     "by Bob's alone"},
    {"setup_s", NULL, REAL, false, AT(setup_s), "s",
     "CPU time of both ends to make tables and permutations, a connection; not in the "
     "speeds"},
};

#define N_COLUMNS (sizeof columns / sizeof columns[0])

static const void *member(const phw_reconcile_row *row, const column *c)
{
    return (const char *)row + c->at;
}

static bool has_value(const phw_reconcile_row *row, const column *c)
{
    return c->asked || row->reason[0] == '\0';
}

static json_t *real_json(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *text_json(const char *text)
{
    return text[0] != '\0' ? json_string(text) : json_null();
}

static json_t *interval_json(const phw_interval *i)
{
    return json_pack("[f,f]", i->low, i->high);
}

static json_t *value_json(const phw_reconcile_row *row, const column *c)
{
    const void *at = member(row, c);
    if (!has_value(row, c))
        return json_null();
    switch (c->kind) {
    case TEXT:
        return text_json(at);
    case REAL:
        return real_json(*(const double *)at);
    case INTERVAL:
        return interval_json(at);
    case COUNT:
        return json_integer((json_int_t) * (const uint64_t *)at);
    case SIZE:
        return json_integer((json_int_t) * (const size_t *)at);
    case NOISE:
        return json_string(*(const bool *)at ? "fixed weight" : "independent");
    case FLAG:
        return json_boolean(*(const bool *)at);
    }
    return json_null();
}

void phw_reconcile_report_json(phw_result *out, const phw_reconcile_row *row, size_t n)
{
    json_t *rows = json_array();
    json_t *definitions = json_array();
    for (size_t i = 0; i < n; ++i) {
        json_t *object = json_object();
        for (size_t k = 0; k < N_COLUMNS; ++k)
            (void)json_object_set_new(object, columns[k].name,
                                      value_json(&row[i], &columns[k]));
        (void)json_array_append_new(rows, object);
    }
    for (size_t k = 0; k < N_COLUMNS; ++k)
        (void)json_array_append_new(definitions,
                                    json_pack("{s:s,s:s,s:s}", "name", columns[k].name,
                                              "unit", columns[k].unit, "definition",
                                              columns[k].definition));
    phw_result_json(out, "rows", NULL, rows);
    phw_result_json(out, "columns", NULL, definitions);
}

/* Four digits are what a screen has room for; --json has all. */
static json_t *narrow(const phw_reconcile_row *row, const column *c)
{
    char text[48];
    const void *at = member(row, c);
    if (c->kind != REAL && c->kind != INTERVAL)
        return value_json(row, c);
    if (c->kind == INTERVAL)
        (void)snprintf(text, sizeof text, "%.2g to %.2g",
                       ((const phw_interval *)at)->low,
                       ((const phw_interval *)at)->high);
    else if (isfinite(*(const double *)at))
        (void)snprintf(text, sizeof text, "%.4g", *(const double *)at);
    else
        (void)snprintf(text, sizeof text, "-");
    return json_string(text);
}

void phw_reconcile_report_people(phw_result *out, const phw_reconcile_row *row,
                                 size_t n)
{
    json_t *measured = json_array();
    json_t *others = json_array();
    for (size_t i = 0; i < n; ++i) {
        if (row[i].reason[0] != '\0') {
            (void)json_array_append_new(
                others, json_pack("{s:s,s:I,s:f,s:s}", "scheme", row[i].scheme, "n",
                                  (json_int_t)row[i].n, "errors", row[i].error_rate,
                                  "why", row[i].reason));
            continue;
        }
        json_t *object = json_object();
        for (size_t k = 0; k < N_COLUMNS; ++k) {
            if (columns[k].heading != NULL)
                (void)json_object_set_new(object, columns[k].heading,
                                          narrow(&row[i], &columns[k]));
        }
        (void)json_array_append_new(measured, object);
    }
    phw_result_json(out, "rows", "reconciliation", measured);
    phw_result_json(out, "not_measured", "not measured", others);
}

/* In quotes, a quote in it twice. */
static void csv_text(phw_writer *w, const char *text)
{
    if (text[0] == '\0')
        return;
    phw_writer_print(w, "\"");
    for (; *text != '\0'; ++text)
        phw_writer_print(w, *text == '"' ? "\"\"" : "%c", *text);
    phw_writer_print(w, "\"");
}

static void csv_value(phw_writer *w, const phw_reconcile_row *row, const column *c)
{
    const void *at = member(row, c);
    if (!has_value(row, c))
        return;
    switch (c->kind) {
    case TEXT:
        csv_text(w, at);
        return;
    case REAL:
        if (isfinite(*(const double *)at))
            phw_writer_print(w, "%.9g", *(const double *)at);
        return;
    case INTERVAL:
        phw_writer_print(w, "%.9g,%.9g", ((const phw_interval *)at)->low,
                         ((const phw_interval *)at)->high);
        return;
    case COUNT:
        phw_writer_print(w, "%llu", (unsigned long long)*(const uint64_t *)at);
        return;
    case SIZE:
        phw_writer_print(w, "%zu", *(const size_t *)at);
        return;
    case NOISE:
        phw_writer_print(w, *(const bool *)at ? "fixed weight" : "independent");
        return;
    case FLAG:
        phw_writer_print(w, *(const bool *)at ? "true" : "false");
        return;
    }
}

void phw_reconcile_report_csv(phw_writer *w, const phw_reconcile_row *row, size_t n)
{
    for (size_t k = 0; k < N_COLUMNS; ++k) {
        const char *name = columns[k].name;
        phw_writer_print(w, "%s", k > 0 ? "," : "");
        if (columns[k].kind == INTERVAL)
            phw_writer_print(w, "%s_low,%s_high", name, name);
        else
            phw_writer_print(w, "%s", name);
    }
    phw_writer_print(w, "\n");
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < N_COLUMNS; ++k) {
            phw_writer_print(w, "%s", k > 0 ? "," : "");
            csv_value(w, &row[i], &columns[k]);
            if (columns[k].kind == INTERVAL && !has_value(&row[i], &columns[k]))
                phw_writer_print(w, ",");
        }
        phw_writer_print(w, "\n");
    }
}
