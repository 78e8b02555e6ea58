#include "tools/sounding_grid.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "tools/workers.h"

/* Bursts of all waveforms and ratios: 400 MB. */
#define RESULTS_MAX 2000000

void phw_sounding_grid_free(phw_sounding_grid *g)
{
    for (size_t w = 0; w < g->n_waveforms; ++w)
        phw_sounding_waveform_free(&g->waveform[w]);
    free(g->result);
    *g = (phw_sounding_grid){.n_waveforms = 0};
}

static phw_sounding_setup setup_of(const phw_sounding_grid *g, size_t w, size_t s)
{
    return (phw_sounding_setup){.waveform = &g->waveform[w],
                                .estimator = g->estimator,
                                .n_estimators = g->n_estimators,
                                .taps = g->taps,
                                .rate_hz = g->rate_hz,
                                .snr = pow(10, g->snr_db.value[s] / 10),
                                .false_alarm = g->false_alarm,
                                .cfo_turns = g->cfo_turns,
                                .seed = g->seed,
                                .stream = (uint32_t)(w * PHW_NUMBERS_MAX + s)};
}

phw_status phw_sounding_grid_make(phw_sounding_grid *g)
{
    const size_t n_points = g->n_waveforms * g->snr_db.n;
    if (g->n_trials > RESULTS_MAX / n_points)
        return phw_fail(PHW_EARG,
                        "%zu waveforms at %zu ratios of signal to noise by %zu bursts; "
                        "expected at most %d bursts in all",
                        g->n_waveforms, g->snr_db.n, g->n_trials, RESULTS_MAX);
    for (size_t w = 0; w < g->n_waveforms; ++w) {
        phw_sounding_trial *t = NULL;
        PHW_TRY(
            phw_sounding_waveform_make(&g->waveform[w], g->text[w], g->oversampling));
        const phw_sounding_setup setup = setup_of(g, w, 0);
        PHW_TRY(phw_sounding_trial_create(&t, g->reason[w], &setup));
        phw_sounding_trial_destroy(t);
    }
    return phw_array_alloc(&g->result, n_points * g->n_trials, sizeof *g->result);
}

/* What a thread has at hand: the tables of the point it is at. */
typedef struct place {
    phw_sounding_setup setup;
    phw_sounding_trial *trial;
    size_t point;
    char reason[PHW_SOUNDING_ESTIMATORS_MAX][PHW_SOUNDING_REASON_SIZE];
} place;

typedef struct crew {
    phw_sounding_grid *grid;
    size_t n_chunks; /* of a point */
    place *place;
} crew;

static size_t chunks_of(const phw_sounding_grid *g)
{
    return g->n_trials / PHW_SOUNDING_CHUNK + (g->n_trials % PHW_SOUNDING_CHUNK != 0);
}

size_t phw_sounding_grid_items(const phw_sounding_grid *g)
{
    return chunks_of(g) * g->n_waveforms * g->snr_db.n;
}

static phw_status move(place *p, const phw_sounding_grid *g, size_t point)
{
    if (p->trial != NULL && p->point == point)
        return PHW_OK;
    phw_sounding_trial_destroy(p->trial);
    p->trial = NULL;
    p->point = point;
    p->setup = setup_of(g, point / g->snr_db.n, point % g->snr_db.n);
    return phw_sounding_trial_create(&p->trial, p->reason, &p->setup);
}

static phw_status run_chunk(void *context, size_t item, size_t worker)
{
    crew *c = context;
    place *p = &c->place[worker];
    const size_t point = item / c->n_chunks;
    const size_t from = item % c->n_chunks * PHW_SOUNDING_CHUNK;
    const size_t left = c->grid->n_trials - from;
    PHW_TRY(move(p, c->grid, point));
    return phw_sounding_trial_run(
        p->trial, c->grid->result + point * c->grid->n_trials + from, (uint32_t)from,
        left < PHW_SOUNDING_CHUNK ? left : PHW_SOUNDING_CHUNK);
}

phw_status phw_sounding_grid_run(phw_sounding_grid *g, size_t n_threads,
                                 phw_progress *progress)
{
    crew c = {.grid = g, .n_chunks = chunks_of(g)};
    PHW_TRY(phw_array_alloc(&c.place, n_threads, sizeof *c.place));
    const phw_status s =
        phw_workers_run(n_threads, phw_sounding_grid_items(g), run_chunk, &c, progress);
    for (size_t i = 0; i < n_threads; ++i)
        phw_sounding_trial_destroy(c.place[i].trial);
    free(c.place);
    return s;
}

static const phw_sounding_result *results_of(const phw_sounding_grid *g, size_t w,
                                             size_t s)
{
    return g->result + (w * g->snr_db.n + s) * g->n_trials;
}

typedef struct errors {
    double *ratio; /* square of each error over its bound */
    size_t n;
    double squares;
    double bounds;
} errors;

static void add_error(errors *e, double error, double bound)
{
    e->squares += error * error;
    e->bounds += bound;
    e->ratio[e->n++] = error * error / bound;
}

static phw_sounding_figure sum_up(const errors *e)
{
    phw_sounding_figure f = {.rms = sqrt(e->squares / (double)e->n),
                             .bound = sqrt(e->bounds / (double)e->n)};
    double mean = 0;
    f.span = phw_interval_mean(&mean, e->ratio, e->n);
    f.ratio = sqrt(mean);
    f.span.low = sqrt(fmax(0, f.span.low));
    f.span.high = sqrt(f.span.high);
    if (!isfinite(f.bound)) {
        const double none = (double)NAN;
        f = (phw_sounding_figure){f.rms, none, none, {none, none}};
    }
    return f;
}

phw_status phw_sounding_grid_point(phw_sounding_point *out, const phw_sounding_grid *g,
                                   size_t w, size_t s)
{
    const phw_sounding_result *r = results_of(g, w, s);
    phw_sounding_point p = {.n_detected = 0};
    double *room = NULL;
    PHW_TRY(phw_array_alloc(&room, g->n_trials, 3 * sizeof *room));
    errors cfo = {.ratio = room};
    errors timing = {.ratio = room + g->n_trials};
    errors clock = {.ratio = room + 2 * g->n_trials};
    for (size_t i = 0; i < g->n_trials; ++i) {
        p.n_false += r[i].n_false;
        if (!r[i].detected)
            continue;
        ++p.n_detected;
        p.n_ambiguous += r[i].is_ambiguous;
        add_error(&cfo, r[i].cfo_error, r[i].cfo_bound);
        add_error(&timing, r[i].timing_error, r[i].timing_bound);
        add_error(&clock, r[i].clock_error, r[i].clock_bound);
    }
    p.cfo = sum_up(&cfo);
    p.timing = sum_up(&timing);
    p.clock = sum_up(&clock);
    free(room);
    *out = p;
    return PHW_OK;
}

phw_status phw_sounding_grid_estimate(phw_sounding_estimate *out,
                                      const phw_sounding_grid *g, size_t w, size_t s,
                                      size_t e)
{
    const phw_sounding_result *r = results_of(g, w, s);
    phw_sounding_estimate x = {.closed = 0};
    double *error = NULL;
    size_t n = 0;
    PHW_TRY(phw_array_alloc(&error, g->n_trials, sizeof *error));
    for (size_t i = 0; i < g->n_trials; ++i) {
        if (!r[i].detected || !isfinite(r[i].error[e]))
            continue;
        error[n++] = r[i].error[e];
        x.closed += r[i].closed[e];
    }
    x.closed /= (double)n;
    x.span = phw_interval_mean(&x.error, error, n);
    free(error);
    *out = x;
    return PHW_OK;
}
