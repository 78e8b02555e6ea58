#include "tools/fingerprint_frames.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/signal.h"
#include "tools/capture_trace.h"

#define RECORDED "recorded: "

phw_status phw_fingerprint_columns_read(phw_fingerprint_columns *out, const char *text)
{
    phw_fingerprint_columns columns = {.n = 0};
    while (*text != '\0') {
        const size_t n = strcspn(text, ",");
        phw_fingerprint_column *c = &columns.column[columns.n];
        if (columns.n == PHW_FINGERPRINT_FEATURES_MAX)
            return phw_fail(PHW_EARG, "--features: more than %d",
                            PHW_FINGERPRINT_FEATURES_MAX);
        if (n == 0 || n >= sizeof c->name)
            return phw_fail(PHW_EARG, "--features: \"%.*s\" is no name of a column",
                            (int)n, text);
        memcpy(c->name, text, n);
        ++columns.n;
        text += n + (text[n] == ',');
    }
    if (columns.n == 0)
        return phw_fail(PHW_EARG, "--features: expected names of columns");
    *out = columns;
    return PHW_OK;
}

/* Splits LABEL= off, unless the whole is a file or a folder comes before the sign. */
static const char *split_label(char *label, size_t size, const char *spec)
{
    const size_t n = strcspn(spec, "=/");
    label[0] = '\0';
    if (spec[n] != '=' || n == 0 || n >= size || access(spec, F_OK) == 0)
        return spec;
    memcpy(label, spec, n);
    label[n] = '\0';
    return spec + n + 1;
}

const char *phw_fingerprint_frames_file(const char *spec)
{
    char label[PHW_FINGERPRINT_LABEL_SIZE];
    return split_label(label, sizeof label, spec);
}

static const phw_trace_column *find_column(const phw_trace *t, const char *name)
{
    for (size_t i = 0; i < t->n_columns; ++i) {
        if (strcmp(t->column[i].name, name) == 0)
            return &t->column[i];
    }
    return NULL;
}

static phw_status no_column(const phw_trace *t, const char *file, const char *name)
{
    char names[300] = "";
    size_t length = 0;
    for (size_t i = 0; i < t->n_columns && length < sizeof names; ++i)
        length += (size_t)snprintf(names + length, sizeof names - length, "%s%s",
                                   i > 0 ? ", " : "", t->column[i].name);
    return phw_fail(PHW_EINPUT, "%s: no column %s; %s%s", file, name,
                    t->n_columns > 0 ? "there are: " : "phyward probe -o writes them",
                    names);
}

static phw_status take_column(phw_fingerprint_frames *f, phw_fingerprint_columns *all,
                              size_t j, const phw_trace *t, const char *file)
{
    phw_fingerprint_column *want = &all->column[j];
    const phw_trace_column *c = find_column(t, want->name);
    if (c == NULL)
        return no_column(t, file, want->name);
    if (want->unit[0] == '\0')
        memcpy(want->unit, c->unit, sizeof want->unit);
    if (strcmp(want->unit, c->unit) != 0)
        return phw_fail(PHW_EINPUT, "%s: %s is in %s; expected %s", file, c->name,
                        c->unit, want->unit);
    for (size_t i = 0; i < f->n; ++i) {
        f->value[i * all->n + j] = c->value[i];
        f->measured[i] = f->measured[i] && isfinite(c->value[i]);
    }
    return PHW_OK;
}

static phw_status allocate(phw_fingerprint_frames *f, size_t n, size_t n_features)
{
    f->n = n;
    f->n_features = n_features;
    PHW_TRY(phw_array_alloc(&f->value, n, n_features * sizeof *f->value));
    PHW_TRY(phw_array_alloc(&f->measured, n, sizeof *f->measured));
    PHW_TRY(phw_array_alloc(&f->start_sample, n, sizeof *f->start_sample));
    PHW_TRY(phw_array_alloc(&f->time_s, n, sizeof *f->time_s));
    return phw_array_alloc(&f->sender, n, sizeof *f->sender);
}

/* Where the frames come from: of a recording its name, else the trace's file's. */
static void name_session(phw_fingerprint_frames *f, const phw_trace *t,
                         const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *name = slash != NULL ? slash + 1 : file;
    if (strncmp(t->origin, RECORDED, strlen(RECORDED)) == 0)
        name = t->origin + strlen(RECORDED);
    (void)snprintf(f->session, sizeof f->session, "%s", name);
}

/* The user's word first, then the table's, then the capture's own. */
static const char *find_sender(const phw_fingerprint_frames *f, size_t i,
                               const phw_capture_trace *capture, const phw_truth *truth,
                               double tolerance)
{
    if (truth == NULL || truth->n == 0)
        return phw_capture_trace_sender(capture, i);
    return isfinite(f->start_sample[i])
               ? phw_truth_find(truth, f->session, f->start_sample[i], tolerance)
               : "";
}

static void name_senders(phw_fingerprint_frames *f, const phw_capture_trace *capture,
                         const char *label, const phw_truth *truth, double tolerance)
{
    for (size_t i = 0; i < f->n; ++i)
        (void)snprintf(f->sender[i], sizeof f->sender[i], "%s",
                       *label != '\0' ? label
                                      : find_sender(f, i, capture, truth, tolerance));
}

static phw_status fill(phw_fingerprint_frames *f, phw_fingerprint_columns *columns,
                       const phw_trace *t, const char *file)
{
    const double *start = phw_trace_find_column(t, "start_sample");
    PHW_TRY(allocate(f, t->n_probes, columns->n));
    for (size_t i = 0; i < f->n; ++i) {
        f->measured[i] = true;
        f->start_sample[i] = start != NULL ? start[i] : (double)NAN;
        f->time_s[i] = t->has_time ? t->time_s[i] : (double)NAN;
    }
    for (size_t j = 0; j < columns->n; ++j)
        PHW_TRY(take_column(f, columns, j, t, file));
    name_session(f, t, file);
    return PHW_OK;
}

phw_status phw_fingerprint_frames_read(phw_fingerprint_frames *out,
                                       phw_fingerprint_columns *columns,
                                       const char *spec, const phw_truth *truth,
                                       double tolerance)
{
    char label[PHW_FINGERPRINT_LABEL_SIZE];
    phw_fingerprint_frames f = {.n = 0};
    phw_capture_trace capture = {.party = NULL};
    const char *file = split_label(label, sizeof label, spec);
    PHW_TRY(phw_capture_trace_open(&capture, file));
    const phw_status s = fill(&f, columns, &capture.trace, file);
    if (s) {
        phw_fingerprint_frames_free(&f);
    } else {
        name_senders(&f, &capture, label, truth, tolerance);
        *out = f;
    }
    phw_capture_trace_free(&capture);
    return s;
}

void phw_fingerprint_frames_free(phw_fingerprint_frames *f)
{
    free(f->value);
    free(f->measured);
    free(f->start_sample);
    free(f->time_s);
    free(f->sender);
    *f = (phw_fingerprint_frames){.n = 0};
}

phw_status phw_fingerprint_frames_enroll(size_t *n, phw_fingerprint *model,
                                         const char *label,
                                         const phw_fingerprint_frames *f,
                                         const char *sender)
{
    double *value = NULL;
    const size_t p = f->n_features;
    size_t taken = 0;
    PHW_TRY(phw_array_alloc(&value, f->n, p * sizeof *value));
    for (size_t i = 0; i < f->n; ++i) {
        if (!f->measured[i] || (sender != NULL && strcmp(sender, f->sender[i]) != 0))
            continue;
        memcpy(value + taken * p, f->value + i * p, p * sizeof *value);
        ++taken;
    }
    phw_status s = PHW_OK;
    if (taken > 0)
        s = phw_fingerprint_enroll(model, label, f->session, value, taken);
    free(value);
    if (!s)
        *n = taken;
    return s;
}
