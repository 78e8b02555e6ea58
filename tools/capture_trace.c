#include "tools/capture_trace.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/signal.h"
#include "datasets/trace_file.h"
#include "datasets/traces.h"

/* Characters of an address. */
#define N_ADDRESS 17

/* A probe of one of the groups. */
typedef struct place {
    int64_t sequence;
    size_t group;
    size_t probe;
} place;

/* The groups being joined. */
typedef struct parts {
    const char *path;
    phw_trace_group *group;
    phw_trace *trace;
    size_t n;
    place *place;
    size_t n_probes;
} parts;

static void release(parts *p)
{
    for (size_t i = 0; i < p->n && p->trace != NULL; ++i)
        phw_trace_free(&p->trace[i]);
    free(p->trace);
    free(p->group);
    free(p->place);
}

static bool has_same_columns(const phw_trace *a, const phw_trace *b)
{
    bool same = a->n_columns == b->n_columns;
    for (size_t i = 0; same && i < a->n_columns; ++i)
        same = strcmp(a->column[i].name, b->column[i].name) == 0 &&
               strcmp(a->column[i].unit, b->column[i].unit) == 0;
    return same;
}

static bool is_same_capture(const phw_trace *a, const phw_trace *b)
{
    return a->kind == b->kind && a->n_coefficients == b->n_coefficients &&
           a->n_antennas == b->n_antennas && a->has_time == b->has_time &&
           memcmp(a->coefficient, b->coefficient,
                  a->n_coefficients * sizeof *a->coefficient) == 0 &&
           strcmp(a->origin, b->origin) == 0 && has_same_columns(a, b);
}

static phw_status no_capture(const parts *p, size_t group)
{
    return phw_fail(PHW_EINPUT,
                    "%s: %s and %s are no parts of one capture; name one of the %zu "
                    "groups: %s:%s",
                    p->path, p->group[0].name, p->group[group].name, p->n, p->path,
                    p->group[0].name);
}

static phw_status read_parts(parts *p)
{
    PHW_TRY(phw_array_alloc(&p->trace, p->n, sizeof *p->trace));
    for (size_t i = 0; i < p->n; ++i) {
        PHW_TRY(phw_trace_read(&p->trace[i], p->path, p->group[i].name));
        if (!is_same_capture(&p->trace[0], &p->trace[i]))
            return no_capture(p, i);
        p->n_probes += p->trace[i].n_probes;
    }
    return PHW_OK;
}

static int compare(const void *a, const void *b)
{
    const place *x = a;
    const place *y = b;
    return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static phw_status order(parts *p)
{
    size_t n = 0;
    PHW_TRY(phw_array_alloc(&p->place, p->n_probes, sizeof *p->place));
    for (size_t g = 0; g < p->n; ++g) {
        for (size_t i = 0; i < p->trace[g].n_probes; ++i)
            p->place[n++] = (place){p->trace[g].sequence[i], g, i};
    }
    qsort(p->place, n, sizeof *p->place, compare);
    for (size_t i = 1; i < n; ++i) {
        const phw_trace *last = &p->trace[p->place[i - 1].group];
        const phw_trace *now = &p->trace[p->place[i].group];
        if (p->place[i].sequence == p->place[i - 1].sequence ||
            now->time_s[p->place[i].probe] < last->time_s[p->place[i - 1].probe])
            return no_capture(p, p->place[i].group > 0 ? p->place[i].group
                                                       : p->place[i - 1].group);
    }
    return PHW_OK;
}

static void copy_values(phw_trace *t, size_t i, const phw_trace *from, size_t probe)
{
    const size_t n = t->n_coefficients;
    if (t->cplx != NULL)
        memcpy(t->cplx + i * n, from->cplx + probe * n, n * sizeof *t->cplx);
    else
        memcpy(t->real + i * n, from->real + probe * n, n * sizeof *t->real);
    t->time_s[i] = from->time_s[probe];
    t->noise_variance += from->noise_variance / (double)t->n_probes;
}

static phw_status copy_columns(phw_trace *t, const parts *p)
{
    double *value = NULL;
    for (size_t k = 0; k < p->trace[0].n_columns; ++k) {
        const phw_trace_column *c = &p->trace[0].column[k];
        PHW_TRY(phw_trace_add_column(&value, t, c->name, c->unit));
        for (size_t i = 0; i < t->n_probes; ++i)
            value[i] = p->trace[p->place[i].group].column[k].value[p->place[i].probe];
    }
    return PHW_OK;
}

static phw_status join(phw_trace *out, const parts *p)
{
    const phw_trace *first = &p->trace[0];
    phw_trace t = {0};
    PHW_TRY(phw_trace_alloc(&t, first->kind, p->n_probes, first->n_coefficients));
    t.n_antennas = first->n_antennas;
    t.has_time = first->has_time;
    t.carrier_hz = first->carrier_hz;
    t.bandwidth_hz = first->bandwidth_hz;
    memcpy(t.origin, first->origin, sizeof t.origin);
    memcpy(t.coefficient, first->coefficient,
           first->n_coefficients * sizeof *t.coefficient);
    for (size_t i = 0; i < p->n_probes; ++i)
        copy_values(&t, i, &p->trace[p->place[i].group], p->place[i].probe);
    const phw_status s = copy_columns(&t, p);
    if (s)
        phw_trace_free(&t);
    else
        *out = t;
    return s;
}

static phw_status name_parties(phw_capture_trace *c, const parts *p)
{
    PHW_TRY(phw_array_alloc(&c->name, p->n, sizeof *c->name));
    PHW_TRY(phw_array_alloc(&c->party, p->n_probes, sizeof *c->party));
    c->n_parties = p->n;
    for (size_t i = 0; i < p->n; ++i)
        (void)snprintf(c->name[i], sizeof c->name[i], "%s", p->group[i].name);
    for (size_t i = 0; i < p->n_probes; ++i)
        c->party[i] = p->place[i].group;
    return PHW_OK;
}

static phw_status join_groups(phw_capture_trace *c, parts *p)
{
    PHW_TRY(read_parts(p));
    PHW_TRY(order(p));
    PHW_TRY(join(&c->trace, p));
    return name_parties(c, p);
}

static phw_status open_one(phw_capture_trace *c, const char *spec)
{
    PHW_TRY(phw_trace_open(&c->trace, spec, NULL));
    PHW_TRY(phw_array_alloc(&c->name, 1, sizeof *c->name));
    PHW_TRY(phw_array_alloc(&c->party, c->trace.n_probes, sizeof *c->party));
    c->n_parties = 1;
    memcpy(c->name[0], c->trace.party, sizeof c->name[0]);
    return PHW_OK;
}

phw_status phw_capture_trace_open(phw_capture_trace *out, const char *spec)
{
    phw_capture_trace c = {.party = NULL};
    parts p = {.path = spec};
    phw_status s = PHW_OK;
    if (access(spec, F_OK) == 0 && phw_trace_file_is(spec))
        s = phw_trace_groups(&p.group, &p.n, spec);
    if (!s)
        s = p.n > 1 ? join_groups(&c, &p) : open_one(&c, spec);
    release(&p);
    if (s)
        phw_capture_trace_free(&c);
    else
        *out = c;
    return s;
}

phw_status phw_capture_trace_read(phw_trace *out, const char *spec)
{
    phw_capture_trace c = {.party = NULL};
    PHW_TRY(phw_capture_trace_open(&c, spec));
    *out = c.trace;
    c.trace = (phw_trace){0};
    phw_capture_trace_free(&c);
    return PHW_OK;
}

void phw_capture_trace_free(phw_capture_trace *c)
{
    phw_trace_free(&c->trace);
    free(c->party);
    free(c->name);
    *c = (phw_capture_trace){.party = NULL};
}

const char *phw_capture_trace_sender(const phw_capture_trace *c, size_t i)
{
    const char *name = c->name[c->party[i]];
    bool is_address = strlen(name) == N_ADDRESS;
    for (size_t k = 0; is_address && k < N_ADDRESS; ++k)
        is_address = k % 3 == 2 ? name[k] == ':' : isxdigit((unsigned char)name[k]);
    return is_address ? name : "";
}
