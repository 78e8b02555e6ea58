#include "kgen/information_binned.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "kgen/information_rows.h"
#include "kgen/series.h"

#define BINS_MAX 64

static const phw_param params_table[] = {
    {.name = "bins",
     .unit = "",
     .summary = "of each end; 0 for the cube root of the rows, at most 64",
     .min = 0,
     .max = BINS_MAX,
     .preset = 0,
     .whole = true},
};

/* Numbers of rows in each bin of a, of b, and of both. */
typedef struct table {
    size_t a[BINS_MAX];
    size_t b[BINS_MAX];
    size_t both[BINS_MAX][BINS_MAX];
} table;

/* Miller and Madow's estimate, nats, of counts that add up to n. */
static double entropy(const size_t *count, size_t n_bins, double n)
{
    double sum = 0;
    size_t occupied = 0;
    for (size_t i = 0; i < n_bins; ++i) {
        if (count[i] == 0)
            continue;
        const double p = (double)count[i] / n;
        sum -= p * log(p);
        ++occupied;
    }
    return sum + ((double)occupied - 1) / (2 * n);
}

static size_t bin_of(size_t position, size_t n, size_t n_bins)
{
    return (size_t)((double)position / (2 * (double)n) * (double)n_bins);
}

/* position[2 n] is scratch. */
static phw_status between(double *bits, const double *a, const double *b, size_t n,
                          size_t n_bins, size_t *position)
{
    table t = {.both = {{0}}};
    PHW_TRY(phw_series_positions(position, a, n, false));
    PHW_TRY(phw_series_positions(position + n, b, n, false));
    for (size_t i = 0; i < n; ++i) {
        const size_t x = bin_of(position[i], n, n_bins);
        const size_t y = bin_of(position[n + i], n, n_bins);
        ++t.a[x];
        ++t.b[y];
        ++t.both[x][y];
    }
    const double rows = (double)n;
    *bits = (entropy(t.a, BINS_MAX, rows) + entropy(t.b, BINS_MAX, rows) -
             entropy(t.both[0], sizeof t.both / sizeof t.both[0][0], rows)) /
            M_LN2;
    return PHW_OK;
}

static phw_status measure(phw_information_figure *out, const phw_features *a,
                          const phw_features *b, const phw_params *params)
{
    PHW_TRY(phw_information_check(a, b, true, 16, "information binned"));
    size_t n_bins = (size_t)params->value[0];
    if (n_bins == 0)
        n_bins = (size_t)fmin(BINS_MAX, cbrt((double)a->n_rows));
    size_t *position = NULL;
    if (a->n_rows > SIZE_MAX / 4 / sizeof *position)
        return phw_fail(PHW_ENOMEM, "information binned: %zu rows are too many",
                        a->n_rows);
    PHW_TRY(phw_array_alloc(&position, 2 * a->n_rows, sizeof *position));
    double sum = 0;
    phw_status s = PHW_OK;
    for (size_t c = 0; c < a->n_components && !s; ++c) {
        double bits = 0;
        s = between(&bits, phw_features_series(a, c), phw_features_series(b, c),
                    a->n_rows, n_bins, position);
        sum += bits;
    }
    free(position);
    if (!s)
        *out = (phw_information_figure){sum, (double)NAN, (double)NAN};
    return s;
}

const phw_information phw_information_binned = {
    .name = "binned",
    .summary = "of values in bins of equal numbers, every component added up",
    .reference = "Miller 1955 (bias); Paninski, Neural Comput. 15(6), 2003",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .measure = measure,
};
