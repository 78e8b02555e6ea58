#include "kgen/features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"

static phw_status alloc_columns(phw_features *x)
{
    size_t n_values = 0;
    if (__builtin_mul_overflow(x->n_rows, x->n_components, &n_values))
        return phw_fail(PHW_ENOMEM, "features: %zu rows of %zu components are too many",
                        x->n_rows, x->n_components);
    PHW_TRY(phw_array_alloc(&x->sequence, x->n_rows, sizeof *x->sequence));
    PHW_TRY(phw_array_alloc(&x->time_s, x->n_rows, sizeof *x->time_s));
    return phw_array_alloc(&x->value, n_values, sizeof *x->value);
}

phw_status phw_features_alloc(phw_features *out, size_t n_rows, size_t n_components)
{
    if (n_rows == 0 || n_components == 0)
        return phw_fail(PHW_EARG,
                        "features: %zu rows of %zu components: both must be at least 1",
                        n_rows, n_components);
    phw_features x = {.n_rows = n_rows, .n_components = n_components};
    const phw_status s = alloc_columns(&x);
    if (s) {
        phw_features_free(&x);
        return s;
    }
    for (size_t r = 0; r < n_rows; ++r) {
        x.sequence[r] = (int64_t)r;
        x.time_s[r] = (double)r;
    }
    *out = x;
    return PHW_OK;
}

phw_status phw_features_from_trace(phw_features *out, const phw_trace *trace,
                                   size_t n_components)
{
    phw_features x = {0};
    PHW_TRY(phw_features_alloc(&x, trace->n_probes, n_components));
    memcpy(x.sequence, trace->sequence, x.n_rows * sizeof *x.sequence);
    memcpy(x.time_s, trace->time_s, x.n_rows * sizeof *x.time_s);
    x.has_time = trace->has_time;
    *out = x;
    return PHW_OK;
}

void phw_features_free(phw_features *x)
{
    if (x->value != NULL)
        sodium_memzero(x->value, x->n_rows * x->n_components * sizeof *x->value);
    free(x->value);
    free(x->sequence);
    free(x->time_s);
    *x = (phw_features){0};
}

phw_status phw_features_select(phw_features *out, const phw_features *in,
                               const size_t *row, size_t n)
{
    for (size_t r = 0; r < n; ++r) {
        if (row[r] >= in->n_rows)
            return phw_fail(PHW_EARG, "features: row %zu of %zu is not there", row[r],
                            in->n_rows);
    }
    phw_features x = {0};
    PHW_TRY(phw_features_alloc(&x, n, in->n_components));
    x.has_time = in->has_time;
    for (size_t r = 0; r < n; ++r) {
        x.sequence[r] = in->sequence[row[r]];
        x.time_s[r] = in->time_s[row[r]];
    }
    for (size_t c = 0; c < x.n_components; ++c) {
        const double *from = phw_features_series(in, c);
        double *to = phw_features_series(&x, c);
        for (size_t r = 0; r < n; ++r)
            to[r] = from[row[r]];
    }
    *out = x;
    return PHW_OK;
}

/* Four rows from `row` on and what each weighs; unused ones weigh 0. */
typedef struct tap {
    size_t row;
    size_t n;
    double weight[4];
} tap;

static int compare(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

/* The upper median of the n - 1 intervals between n rising instants. */
static phw_status median_interval(double *out, const double *time_s, size_t n)
{
    double *gap = NULL;
    PHW_TRY(phw_array_alloc(&gap, n - 1, sizeof *gap));
    for (size_t r = 0; r + 1 < n; ++r)
        gap[r] = time_s[r + 1] - time_s[r];
    qsort(gap, n - 1, sizeof *gap, compare);
    *out = gap[(n - 1) / 2];
    free(gap);
    return PHW_OK;
}

/* Whether the polynomial may run through the interval after row r. */
static bool is_regular(const phw_features *x, size_t r, double median_s)
{
    const double gap = x->time_s[r + 1] - x->time_s[r];
    return gap >= 0.5 * median_s && gap <= 1.5 * median_s && gap > 0;
}

static void lagrange(tap *out, const phw_features *x, size_t row, double t)
{
    *out = (tap){.row = row, .n = 4};
    const double *at = x->time_s + row;
    for (size_t i = 0; i < 4; ++i) {
        out->weight[i] = 1;
        for (size_t j = 0; j < 4; ++j) {
            if (j != i)
                out->weight[i] *= (t - at[j]) / (at[i] - at[j]);
        }
    }
}

/* The weights for instant t, time_s[k] <= t <= time_s[k + 1]; false inside a gap. */
static bool weigh(tap *out, const phw_features *x, size_t k, double t, double median_s,
                  phw_interpolation method)
{
    const double before = t - x->time_s[k];
    const double after = x->time_s[k + 1] - t;
    if (before == 0 || after == 0) {
        *out = (tap){.row = before == 0 ? k : k + 1, .n = 1, .weight = {1}};
        return true;
    }
    if (before + after > 1.5 * median_s)
        return false;
    const double mu = before / (before + after);
    if (method == PHW_INTERPOLATION_NONE)
        *out = (tap){.row = mu <= 0.5 ? k : k + 1, .n = 1, .weight = {1}};
    else if (method == PHW_INTERPOLATION_CUBIC && k > 0 && k + 2 < x->n_rows &&
             is_regular(x, k - 1, median_s) && is_regular(x, k, median_s) &&
             is_regular(x, k + 1, median_s))
        lagrange(out, x, k - 1, t);
    else
        *out = (tap){.row = k, .n = 2, .weight = {1 - mu, mu}};
    return true;
}

/* Fills tap[] and index[] with the instants that can be read; returns how many. */
static size_t place(tap *taps, size_t *index, const phw_features *in,
                    const double *time_s, size_t n, double median_s,
                    phw_interpolation method)
{
    size_t n_kept = 0;
    size_t k = 0;
    for (size_t i = 0; i < n; ++i) {
        if (time_s[i] < in->time_s[0] || time_s[i] > in->time_s[in->n_rows - 1])
            continue;
        while (k + 2 < in->n_rows && in->time_s[k + 1] <= time_s[i])
            ++k;
        if (weigh(&taps[n_kept], in, k, time_s[i], median_s, method))
            index[n_kept++] = i;
    }
    return n_kept;
}

static phw_status read_at(phw_features *out, const phw_features *in, const tap *taps,
                          const size_t *index, size_t n, const double *time_s)
{
    if (n == 0)
        return phw_fail(PHW_ESHORT, "interpolation: no instant lies between rows");
    phw_features x = {0};
    PHW_TRY(phw_features_alloc(&x, n, in->n_components));
    x.has_time = in->has_time;
    for (size_t r = 0; r < n; ++r) {
        x.sequence[r] = (int64_t)index[r];
        x.time_s[r] = time_s[index[r]];
    }
    for (size_t c = 0; c < x.n_components; ++c) {
        const double *from = phw_features_series(in, c);
        double *to = phw_features_series(&x, c);
        for (size_t r = 0; r < n; ++r) {
            for (size_t i = 0; i < taps[r].n; ++i)
                to[r] += taps[r].weight[i] * from[taps[r].row + i];
        }
    }
    *out = x;
    return PHW_OK;
}

static phw_status check_instants(const double *time_s, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        if (!isfinite(time_s[i]) || (i > 0 && time_s[i] < time_s[i - 1]))
            return phw_fail(PHW_EARG,
                            "interpolation: instant %zu is not finite or lies before "
                            "the one before it",
                            i);
    }
    return PHW_OK;
}

phw_status phw_features_interpolate(phw_features *out, const phw_features *in,
                                    const double *time_s, size_t n,
                                    phw_interpolation method)
{
    if ((unsigned)method >= PHW_N_INTERPOLATIONS)
        return phw_fail(PHW_EARG, "interpolation: there is no method %u",
                        (unsigned)method);
    if (in->n_rows < 2)
        return phw_fail(PHW_ESHORT, "interpolation: %zu rows, at least 2 are needed",
                        in->n_rows);
    PHW_TRY(check_instants(time_s, n));
    double median_s = 0;
    PHW_TRY(median_interval(&median_s, in->time_s, in->n_rows));
    tap *taps = NULL;
    size_t *index = NULL;
    phw_status s = phw_array_alloc(&taps, n, sizeof *taps);
    if (!s)
        s = phw_array_alloc(&index, n, sizeof *index);
    if (!s) {
        const size_t n_kept = place(taps, index, in, time_s, n, median_s, method);
        s = read_at(out, in, taps, index, n_kept, time_s);
    }
    free(taps);
    free(index);
    return s;
}

/* Subtracts from x[n] the mean over up to half rows on either side; sum[n + 1] is
 * scratch. Sums are of deviations from the first value, so that a large offset costs no
 * digits. */
static void detrend(double *x, double *sum, size_t n, size_t half)
{
    const double offset = x[0];
    sum[0] = 0;
    for (size_t r = 0; r < n; ++r)
        sum[r + 1] = sum[r] + (x[r] - offset);
    for (size_t r = 0; r < n; ++r) {
        const size_t from = r > half ? r - half : 0;
        const size_t to = n - r > half ? r + half + 1 : n;
        x[r] = x[r] - offset - (sum[to] - sum[from]) / (double)(to - from);
    }
}

phw_status phw_features_detrend(phw_features *inout, size_t window)
{
    if (window == 0)
        return PHW_OK;
    if (window % 2 == 0)
        return phw_fail(PHW_EARG, "detrend: window %zu is not odd", window);
    if (window > inout->n_rows)
        return phw_fail(PHW_ESHORT, "detrend: window %zu, but there are %zu rows",
                        window, inout->n_rows);
    double *sum = NULL;
    PHW_TRY(phw_array_alloc(&sum, inout->n_rows + 1, sizeof *sum));
    for (size_t c = 0; c < inout->n_components; ++c)
        detrend(phw_features_series(inout, c), sum, inout->n_rows, window / 2);
    sodium_memzero(sum, (inout->n_rows + 1) * sizeof *sum);
    free(sum);
    return PHW_OK;
}
