#include "tools/sounding_pictures.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/outputs.h"
#include "tools/plot_lines.h"
#include "tools/plot_sheet.h"

/* Pictures of all waveforms together, and of one's estimates each. */
#define N_SHARED 3
#define N_SINGLE (PHW_PLOT_SHEET_MAX - N_SHARED)
#define N_WAVE   PHW_SOUNDING_WAVEFORMS_MAX
/* More curves than that hide each other behind their intervals. */
#define SPANS_MAX 5

#define N_ESTIMATE (2 * PHW_SOUNDING_ESTIMATORS_MAX)

typedef struct values {
    double y[PHW_NUMBERS_MAX];
    double low[PHW_NUMBERS_MAX];
    double high[PHW_NUMBERS_MAX];
} values;

typedef struct sheet {
    values shared[N_SHARED][N_WAVE];
    values single[N_SINGLE][N_ESTIMATE];
    phw_plot_curve shared_curve[N_SHARED][N_WAVE];
    phw_plot_curve single_curve[N_SINGLE][N_ESTIMATE];
    size_t n_shared[N_SHARED]; /* curves of each picture */
    size_t n_single[N_SINGLE];
    char name[N_SINGLE][32];
    char label[N_SINGLE][128];
    phw_plot_sheet_picture picture[PHW_PLOT_SHEET_MAX];
} sheet;

static void put(values *v, size_t s, double y, phw_interval span)
{
    v->y[s] = y;
    v->low[s] = span.low;
    v->high[s] = span.high;
}

static phw_status fill_shared(sheet *x, const phw_sounding_grid *g)
{
    for (size_t i = 0; i < g->n_waveforms * g->snr_db.n; ++i) {
        const size_t w = i / g->snr_db.n;
        const size_t s = i % g->snr_db.n;
        phw_sounding_point p;
        PHW_TRY(phw_sounding_grid_point(&p, g, w, s));
        put(&x->shared[0][w], s, (double)p.n_detected / (double)g->n_trials,
            phw_interval_share(p.n_detected, g->n_trials));
        put(&x->shared[1][w], s, p.cfo.ratio, p.cfo.span);
        put(&x->shared[2][w], s, p.timing.ratio, p.timing.span);
    }
    return PHW_OK;
}

/* A curve without any value is none: gnuplot would not have it. */
static phw_plot_curve curve_of(const char *name, const phw_sounding_grid *g,
                               const values *v, bool spans)
{
    size_t n = 0;
    size_t n_spans = 0;
    for (size_t s = 0; s < g->snr_db.n; ++s) {
        n += isfinite(v->y[s]);
        n_spans += isfinite(v->low[s] + v->high[s]);
    }
    return (phw_plot_curve){.name = name,
                            .x = g->snr_db.value,
                            .y = v->y,
                            .low = spans && n_spans > 0 ? v->low : NULL,
                            .high = spans && n_spans > 0 ? v->high : NULL,
                            .n = n > 0 ? g->snr_db.n : 0};
}

static void draw_shared(sheet *x, const phw_sounding_grid *g)
{
    static const char *const name[] = {"detection", "cfo", "timing"};
    static const char *const label[] = {"share of bursts detected",
                                        "carrier offset, RMS over bound",
                                        "time of arrival, RMS over bound"};
    for (size_t i = 0; i < N_SHARED; ++i) {
        for (size_t w = 0; w < g->n_waveforms; ++w) {
            x->shared_curve[i][x->n_shared[i]] =
                curve_of(g->text[w], g, &x->shared[i][w], g->n_waveforms <= SPANS_MAX);
            x->n_shared[i] += x->shared_curve[i][x->n_shared[i]].n > 0;
        }
        x->picture[i] = (phw_plot_sheet_picture){
            .name = name[i],
            .plot = &phw_plot_lines,
            .data = {.title = "",
                     .x = {.label = "signal to noise, dB"},
                     .y = {.label = label[i], .to = i == 0 ? 1.02 : 0},
                     .curve = x->shared_curve[i],
                     .n_curves = x->n_shared[i]}};
    }
}

static phw_status fill_single(sheet *x, const phw_sounding_grid *g, size_t w)
{
    for (size_t i = 0; i < g->n_estimators * g->snr_db.n; ++i) {
        const size_t e = i / g->snr_db.n;
        const size_t s = i % g->snr_db.n;
        const phw_interval none = {(double)NAN, (double)NAN};
        phw_sounding_estimate found;
        PHW_TRY(phw_sounding_grid_estimate(&found, g, w, s, e));
        put(&x->single[w][2 * e], s, found.error, found.span);
        put(&x->single[w][2 * e + 1], s, found.closed, none);
    }
    return PHW_OK;
}

static void draw_single(sheet *x, const phw_sounding_grid *g, size_t w)
{
    for (size_t i = 0; i < 2 * g->n_estimators; ++i) {
        const bool closed = i % 2 == 1;
        phw_plot_curve c = curve_of(closed ? NULL : g->estimator[i / 2].text, g,
                                    &x->single[w][i], true);
        c.closed_form = closed;
        c.colour = closed ? PHW_COLOUR_TEXT : NULL;
        x->single_curve[w][x->n_single[w]] = c;
        x->n_single[w] += c.n > 0;
    }
    (void)snprintf(x->name[w], sizeof x->name[w], "estimate%zu", w + 1);
    (void)snprintf(x->label[w], sizeof x->label[w], "mean square error, %s",
                   g->text[w]);
    x->picture[N_SHARED + w] = (phw_plot_sheet_picture){
        .name = x->name[w],
        .plot = &phw_plot_lines,
        .data = {.title = "",
                 .x = {.label = "signal to noise, dB"},
                 .y = {.label = x->label[w], .logarithmic = true},
                 .curve = x->single_curve[w],
                 .n_curves = x->n_single[w]}};
}

static phw_status publish(const sheet *x, const char *path, size_t n)
{
    phw_outputs outputs = {0};
    const phw_status s = phw_plot_sheet_write(&outputs, path, x->picture, n);
    if (!s)
        return phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    return s;
}

phw_status phw_sounding_pictures_write(const phw_sounding_grid *g, const char *path)
{
    const size_t n_single = g->n_waveforms < N_SINGLE ? g->n_waveforms : N_SINGLE;
    sheet *x = calloc(1, sizeof *x);
    if (x == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for pictures");
    phw_status s = fill_shared(x, g);
    draw_shared(x, g);
    for (size_t w = 0; w < n_single && !s; ++w) {
        s = fill_single(x, g, w);
        draw_single(x, g, w);
    }
    if (!s)
        s = publish(x, path, N_SHARED + n_single);
    free(x);
    return s;
}
