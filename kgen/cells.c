#include "kgen/cells.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/series.h"

/* What became of one value. */
typedef struct sample {
    double score;
    size_t row;
    int symbol; /* -1: dropped */
} sample;

static int compare(const void *a, const void *b)
{
    const sample *x = a;
    const sample *y = b;
    if (x->score != y->score)
        return x->score < y->score ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Fills samples[n] with normal scores and kept symbols, sorted by score. */
static phw_status sort(sample *samples, const double *x, size_t n,
                       const phw_raw_component *kept, unsigned n_planes)
{
    double *score = NULL;
    PHW_TRY(phw_array_alloc(&score, n, sizeof *score));
    const phw_status s = phw_series_normal_scores(score, x, n);
    for (size_t r = 0; r < n; ++r)
        samples[r] = (sample){.score = score[r], .row = r, .symbol = -1};
    for (size_t i = 0; i < kept->n; ++i) {
        assert(kept->row[i] < n);
        samples[kept->row[i]].symbol = kept->symbol[i] >> (kept->n_bits - n_planes);
    }
    qsort(samples, n, sizeof *samples, compare);
    sodium_memzero(score, n * sizeof *score);
    free(score);
    return s;
}

/* Half way between sorted samples i - 1 and i. */
static double between(const sample *sorted, size_t i, size_t n)
{
    if (i == 0 || i == n)
        return i == 0 ? -HUGE_VAL : HUGE_VAL;
    return (sorted[i - 1].score + sorted[i].score) / 2;
}

/* `cell` has room for n. */
static size_t join(phw_cell *cell, const sample *sorted, size_t n, bool holes)
{
    size_t n_cells = 0;
    int last = -1;
    for (size_t i = 0; i < n; ++i) {
        const int symbol = sorted[i].symbol;
        if (symbol >= 0 && symbol != last)
            cell[n_cells++] =
                (phw_cell){.from = between(sorted, i, n), .symbol = (uint8_t)symbol};
        if (symbol >= 0)
            cell[n_cells - 1].to = between(sorted, i + 1, n);
        if (symbol >= 0 || holes)
            last = symbol;
    }
    return n_cells;
}

phw_status phw_cells_make(phw_cell **cell, size_t *n_cells, const double *x, size_t n,
                          const phw_raw_component *kept, unsigned n_planes, bool holes)
{
    sample *samples = NULL;
    phw_cell *made = NULL;
    PHW_TRY(phw_array_alloc(&samples, n, sizeof *samples));
    phw_status s = phw_array_alloc(&made, n, sizeof *made);
    if (!s)
        s = sort(samples, x, n, kept, n_planes);
    if (!s) {
        *n_cells = join(made, samples, n, holes);
        *cell = made;
    } else {
        free(made);
    }
    sodium_memzero(samples, n * sizeof *samples);
    free(samples);
    return s;
}
