#include "tools/reconcile_picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/plot_lines.h"
#include "tools/plot_sheet.h"

/* What is drawn of a row. */
enum {
    EFFICIENCY,
    FAILURES,
    N_PICTURES
};

/* The schemes' colours, the same in both pictures. */
static const char *const palette[] = {
    PHW_COLOUR_ALICE,
    PHW_COLOUR_BOB,
    PHW_COLOUR_EVE,
    PHW_COLOUR_KEY,
};

/* A curve's rows share all but what is on the x axis. */
typedef struct group {
    const phw_reconcile_row *first;
    bool limit; /* the limit of one-way codes at this n, else what was measured */
    char name[PHW_RECONCILE_SCHEME_SIZE + 48];
} group;

typedef struct sheet {
    const phw_reconcile_row *row;
    size_t n_rows;
    bool over_rate; /* x is the error rate, else n */
    group group[PHW_PLOT_CURVES_MAX];
    size_t n_groups;
    size_t n_left_out; /* rows for whose curve there was no room */
    char title[N_PICTURES][96];
    double *number; /* x, y, low and high of each curve of each picture */
    phw_plot_curve curve[N_PICTURES][PHW_PLOT_CURVES_MAX];
    size_t n_curves[N_PICTURES];
} sheet;

static bool is_measured(const phw_reconcile_row *r)
{
    return r->reason[0] == 0;
}

static bool several_rates(const sheet *s)
{
    for (size_t i = 1; i < s->n_rows; ++i) {
        if (s->row[i].error_rate < s->row[0].error_rate ||
            s->row[i].error_rate > s->row[0].error_rate)
            return true;
    }
    return false;
}

/* Whether what is not on the x axis is the same. */
static bool beside(const sheet *s, const phw_reconcile_row *a,
                   const phw_reconcile_row *b)
{
    return s->over_rate
               ? a->n == b->n
               : !(a->error_rate < b->error_rate) && !(a->error_rate > b->error_rate);
}

static bool belongs(const sheet *s, const group *g, const phw_reconcile_row *r)
{
    if (!is_measured(r) || !beside(s, g->first, r))
        return false;
    return g->limit ? r->one_way : strcmp(g->first->scheme, r->scheme) == 0;
}

static bool is_new(const sheet *s, const group *g)
{
    for (size_t i = 0; i < s->n_groups; ++i) {
        if (s->group[i].limit == g->limit && belongs(s, &s->group[i], g->first))
            return false;
    }
    return true;
}

static void add_group(sheet *s, const phw_reconcile_row *r, bool limit)
{
    group g = {.first = r, .limit = limit};
    if (!is_measured(r) || !is_new(s, &g))
        return;
    if (s->n_groups == PHW_PLOT_CURVES_MAX) {
        ++s->n_left_out;
        return;
    }
    bool several = false;
    for (size_t i = 0; i < s->n_rows; ++i)
        several = several || !beside(s, r, &s->row[i]);
    char where[48] = "";
    if (several && s->over_rate)
        (void)snprintf(where, sizeof where, ", n = %zu", r->n);
    else if (several)
        (void)snprintf(where, sizeof where, ", %g", r->error_rate);
    if (limit)
        (void)snprintf(g.name, sizeof g.name, "one way, FER %g%s",
                       r->frame_error_target, where);
    else
        (void)snprintf(g.name, sizeof g.name, "%s%s", r->scheme, where);
    s->group[s->n_groups++] = g;
}

/* The limits first: they are few, and what the others are held against. */
static void find_groups(sheet *s)
{
    for (size_t i = 0; i < s->n_rows; ++i) {
        if (s->row[i].one_way)
            add_group(s, &s->row[i], true);
    }
    for (size_t i = 0; i < s->n_rows; ++i)
        add_group(s, &s->row[i], false);
}

/* A frame error rate of no failures has no place on a logarithmic axis. */
static double value_of(const phw_reconcile_row *r, unsigned picture, bool limit)
{
    if (limit)
        return r->one_way_limit;
    if (picture == EFFICIENCY)
        return r->efficiency;
    return r->n_failed > 0 ? r->frame_error_rate : (double)NAN;
}

/* A curve's points by rising x: rows come in any order, and are few. */
static void insert(phw_plot_curve *curve, double *to[4], const double point[4])
{
    size_t at = curve->n++;
    for (; at > 0 && to[0][at - 1] > point[0]; --at) {
        for (unsigned k = 0; k < 4; ++k)
            to[k][at] = to[k][at - 1];
    }
    for (unsigned k = 0; k < 4; ++k)
        to[k][at] = point[k];
}

static const char *colour_of(const sheet *s, size_t which)
{
    size_t n = 0;
    for (size_t i = 0; i < which; ++i)
        n += !s->group[i].limit;
    return palette[n % (sizeof palette / sizeof *palette)];
}

static void fill_curve(sheet *s, unsigned picture, size_t which)
{
    const group *g = &s->group[which];
    const bool limit = g->limit;
    double *to[4];
    for (size_t k = 0; k < 4; ++k)
        to[k] =
            s->number + ((picture * PHW_PLOT_CURVES_MAX + which) * 4 + k) * s->n_rows;
    phw_plot_curve curve = {.name = g->name,
                            .x = to[0],
                            .y = to[1],
                            .colour = limit ? PHW_COLOUR_LOST : colour_of(s, which),
                            .closed_form = limit};
    for (size_t i = 0; i < s->n_rows; ++i) {
        const phw_reconcile_row *r = &s->row[i];
        const double x = s->over_rate ? r->error_rate : (double)r->n;
        const double point[4] = {x, value_of(r, picture, limit),
                                 r->frame_error_interval.low,
                                 r->frame_error_interval.high};
        if (belongs(s, g, r) && isfinite(point[1]))
            insert(&curve, to, point);
    }
    if (picture == FAILURES && !limit) {
        curve.low = to[2];
        curve.high = to[3];
    }
    if (curve.n > 0)
        s->curve[picture][s->n_curves[picture]++] = curve;
}

static void make_title(sheet *s, unsigned picture)
{
    static const char *const title[N_PICTURES] = {"What reconciliation leaks",
                                                  "Frames that fail"};
    char rest[48] = "";
    if (s->n_left_out > 0)
        (void)snprintf(rest, sizeof rest, " (%zu rows have no room)", s->n_left_out);
    (void)snprintf(s->title[picture], sizeof s->title[picture], "%s%s", title[picture],
                   rest);
}

static phw_plot_data data_of(const sheet *s, unsigned picture)
{
    const bool failures = picture == FAILURES;
    phw_plot_data d = {
        .title = s->title[picture],
        .summary = failures
                       ? "Shaded: the 95 % interval. No point: no frame failed."
                       : "Disclosed bits over n h(p). Dashed: the normal approximation "
                         "of the least that one-way codes disclose.",
        .curve = s->curve[picture],
        .n_curves = s->n_curves[picture],
        .y = {.label = failures ? "frame error rate" : "f", .logarithmic = failures},
    };
    d.x = s->over_rate ? (phw_plot_axis){.label = "error rate"}
                       : (phw_plot_axis){.label = "n, bits", .logarithmic = true};
    return d;
}

static phw_status draw(phw_outputs *outputs, const char *path, sheet *s)
{
    static const char *const file[N_PICTURES] = {"efficiency", "frame_errors"};
    s->number = calloc((size_t)N_PICTURES * PHW_PLOT_CURVES_MAX * 4 * (s->n_rows + 1),
                       sizeof *s->number);
    if (s->number == NULL)
        return phw_fail(PHW_ENOMEM, "picture: no memory for %zu rows", s->n_rows);
    phw_plot_sheet_picture all[N_PICTURES] = {0};
    for (unsigned i = 0; i < N_PICTURES; ++i) {
        for (size_t k = 0; k < s->n_groups; ++k) {
            if (i == EFFICIENCY || !s->group[k].limit)
                fill_curve(s, i, k);
        }
        all[i].name = file[i];
        all[i].plot = &phw_plot_lines;
        make_title(s, i);
        all[i].data = data_of(s, i);
    }
    const phw_status status = phw_plot_sheet_write(outputs, path, all, N_PICTURES);
    free(s->number);
    return status;
}

phw_status phw_reconcile_picture_write(phw_outputs *outputs, const char *path,
                                       const phw_reconcile_row *row, size_t n_rows)
{
    sheet *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "picture: no memory");
    s->row = row;
    s->n_rows = n_rows;
    s->over_rate = several_rates(s);
    find_groups(s);
    const phw_status status = draw(outputs, path, s);
    free(s);
    return status;
}
