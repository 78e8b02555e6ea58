#include "kgen/quantile.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"

#define BINS_MAX  4096
#define PROBE_MAX 1024 /* values that tell where the bins should lie */
#define FEW       512  /* values that are sorted sooner than put into bins */

/* A run of equal values among the sorted ones, [from, to). */
typedef struct run {
    double value;
    size_t from;
    size_t to;
} run;

/* Equal shares of a range: a value's bin never falls when the value rises. What lies
 * outside the range is in the first or last one. */
typedef struct bins {
    double least;
    double scale;
    size_t n;
    uint32_t begin[BINS_MAX + 1]; /* values before each bin */
    uint32_t next[BINS_MAX];      /* where its next value goes in the room */
    uint8_t wanted[BINS_MAX];
} bins;

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline size_t bin_of(const bins *b, double x)
{
    const double at = (x - b->least) * b->scale;
    /* A NaN, of a range too narrow to divide, goes with what is above. */
    return at < (double)b->n ? (at > 0 ? (size_t)at : 0) : b->n - 1;
}

/* Between the outer hundredths of some values: an outlier must not widen the bins. */
static void place_bins(bins *b, const double *x, size_t n)
{
    double probe[PROBE_MAX];
    const size_t most = n / 64 < 64 ? 64 : n / 64 < PROBE_MAX ? n / 64 : PROBE_MAX;
    const size_t step = n / most + 1;
    size_t count = 0;
    for (size_t i = 0; i < n; i += step)
        probe[count++] = x[i];
    qsort(probe, count, sizeof *probe, compare);
    const double low = probe[count / 100];
    const double high = probe[count - 1 - count / 100];
    /* Values of few kinds, as whole decibels, get a bin each. */
    b->n = n / 4 < 64 ? 64 : n / 4 < BINS_MAX ? n / 4 : BINS_MAX;
    b->least = low;
    b->scale = (double)b->n / (high - low);
    sodium_memzero(probe, sizeof probe);
}

static void count_bins(bins *b, const double *x, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        ++b->begin[bin_of(b, x[i]) + 1];
    for (size_t k = 0; k < b->n; ++k)
        b->begin[k + 1] += b->begin[k];
}

/* Marks the bins that hold the rising places; the values there are. */
static size_t mark(bins *b, const size_t *place, size_t n_places)
{
    size_t k = 0;
    size_t room = 0;
    for (size_t i = 0; i < n_places; ++i) {
        while (b->begin[k + 1] <= place[i])
            ++k;
        if (b->wanted[k] != 0)
            continue;
        b->wanted[k] = 1;
        b->next[k] = (uint32_t)room;
        room += b->begin[k + 1] - b->begin[k];
    }
    return room;
}

static void gather(bins *b, double *room, const double *x, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const size_t k = bin_of(b, x[i]);
        if (b->wanted[k] != 0)
            room[b->next[k]++] = x[i];
    }
}

/* Unless all are equal. */
static void sort(double *x, size_t n)
{
    size_t same = 1;
    while (same < n && x[same] == x[0])
        ++same;
    if (same < n)
        qsort(x, n, sizeof *x, compare);
}

/* The run that holds place `at` of sorted x[n], which is `offset` places from all. */
static run run_at(const double *x, size_t n, size_t at, size_t offset)
{
    size_t from = at;
    size_t to = at + 1;
    while (from > 0 && x[from - 1] == x[at])
        --from;
    while (to < n && x[to] == x[at])
        ++to;
    return (run){x[at], offset + from, offset + to};
}

static void answer(run *out, const bins *b, double *room, const size_t *place,
                   size_t n_places)
{
    size_t k = b->n;
    for (size_t i = 0; i < n_places; ++i) {
        const bool same = k < b->n && b->begin[k + 1] > place[i];
        if (!same) {
            k = k == b->n ? 0 : k;
            while (b->begin[k + 1] <= place[i])
                ++k;
        }
        const size_t size = b->begin[k + 1] - b->begin[k];
        double *x = room + b->next[k] - size;
        if (!same)
            sort(x, size);
        /* The last run again where the next place is in it, so that long runs are
         * walked once. */
        if (i > 0 && same && out[i - 1].to > place[i])
            out[i] = out[i - 1];
        else
            out[i] = run_at(x, size, place[i] - b->begin[k], b->begin[k]);
    }
}

/* The same of few values, which are sorted whole. */
static void find_few(run *out, const double *x, size_t n, const size_t *place,
                     size_t n_places)
{
    double sorted[FEW];
    memcpy(sorted, x, n * sizeof *x);
    sort(sorted, n);
    for (size_t i = 0; i < n_places; ++i)
        out[i] = run_at(sorted, n, place[i], 0);
    sodium_memzero(sorted, n * sizeof *sorted);
}

/* The runs at the rising places of x[n]. */
static phw_status find_runs(run *out, const double *x, size_t n, const size_t *place,
                            size_t n_places)
{
    if (n <= FEW) {
        find_few(out, x, n, place, n_places);
        return PHW_OK;
    }
    bins *b = calloc(1, sizeof *b);
    if (b == NULL || n > UINT32_MAX) {
        free(b);
        return phw_fail(PHW_ENOMEM, "quantiles: no memory for %zu values", n);
    }
    place_bins(b, x, n);
    count_bins(b, x, n);
    const size_t size = mark(b, place, n_places);
    double *room = NULL;
    const phw_status s = phw_array_alloc(&room, size + 1, sizeof *room);
    if (!s) {
        gather(b, room, x, n);
        answer(out, b, room, place, n_places);
        sodium_memzero(room, size * sizeof *room);
    }
    free(room);
    free(b);
    return s;
}

/* The values at these positions, as phw_quantiles() has them. */
typedef struct search {
    run at[PHW_QUANTILES_MAX];    /**< the runs at half of each position */
    run after[PHW_QUANTILES_MAX]; /**< the ones after them, where those stand below */
    size_t n_inside;              /**< positions that are there */
} search;

/* Whether the run at position k stands below it and another one follows. */
static bool is_early(const search *s, size_t k, const size_t *position, size_t n)
{
    return s->at[k].from + s->at[k].to < position[k] && s->at[k].to < n;
}

static phw_status find_all(search *s, const double *x, size_t n, const size_t *position,
                           size_t n_positions)
{
    size_t place[PHW_QUANTILES_MAX];
    size_t n_late = 0;
    while (s->n_inside < n_positions && position[s->n_inside] / 2 < n) {
        place[s->n_inside] = position[s->n_inside] / 2;
        ++s->n_inside;
    }
    if (s->n_inside > 0)
        PHW_TRY(find_runs(s->at, x, n, place, s->n_inside));
    for (size_t k = 0; k < s->n_inside; ++k) {
        if (is_early(s, k, position, n))
            place[n_late++] = s->at[k].to;
    }
    return n_late > 0 ? find_runs(s->after, x, n, place, n_late) : PHW_OK;
}

/* A run [from, to) stands at from + to. The run at place floor(position / 2) or the one
 * after it is the first that stands at `position` or above: the ones before stand below
 * twice that place, and the one after above twice that place and 2. */
phw_status phw_quantiles(double *threshold, const double *x, size_t n,
                         const size_t *position, size_t n_positions)
{
    assert(n_positions <= PHW_QUANTILES_MAX);
    search s = {.n_inside = 0};
    size_t n_late = 0;
    PHW_TRY(find_all(&s, x, n, position, n_positions));
    for (size_t k = 0; k < n_positions; ++k) {
        threshold[k] = HUGE_VAL;
        if (k < s.n_inside && s.at[k].from + s.at[k].to >= position[k])
            threshold[k] = s.at[k].value;
        else if (k < s.n_inside && is_early(&s, k, position, n))
            threshold[k] = s.after[n_late++].value;
    }
    return PHW_OK;
}

void phw_levels_count(uint8_t *level, const double *x, size_t n,
                      const double *threshold, size_t n_thresholds)
{
    enum {
        BLOCK = 1024
    };

    uint8_t count[BLOCK];
    assert(n_thresholds <= PHW_QUANTILES_MAX);
    for (size_t from = 0; from < n; from += BLOCK) {
        const size_t size = n - from < BLOCK ? n - from : BLOCK;
        const double *value = x + from;
        for (size_t i = 0; i < size; ++i)
            count[i] = 0;
        for (size_t k = 0; k < n_thresholds; ++k) {
            const double t = threshold[k];
            for (size_t i = 0; i < size; ++i)
                count[i] = (uint8_t)(count[i] + (value[i] >= t));
        }
        for (size_t i = 0; i < size; ++i)
            level[from + i] = count[i];
    }
}

phw_status phw_levels_rank(uint8_t *level, const double *x, size_t n, unsigned n_levels)
{
    double threshold[PHW_QUANTILES_MAX];
    size_t position[PHW_QUANTILES_MAX] = {0};
    assert(n_levels >= 2 && n_levels <= PHW_QUANTILES_MAX);
    for (size_t k = 1; k < n_levels; ++k)
        position[k - 1] = (2 * n * k + n_levels - 1) / n_levels;
    PHW_TRY(phw_quantiles(threshold, x, n, position, n_levels - 1));
    phw_levels_count(level, x, n, threshold, n_levels - 1);
    return PHW_OK;
}
