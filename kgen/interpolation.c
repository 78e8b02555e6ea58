#include "kgen/interpolation.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_statistics_double.h>

#include "core/signal.h"
#include "kgen/wide_kernel.h"

/* How many of an instant's four rows are used; or a kernel's. */
enum {
    WIDE = 0
};

/* Rows from `row` on and what each weighs; of a wide one the row before the instant and
 * how far it is from that, in weight[0]. */
typedef struct tap {
    size_t row;
    size_t n;
    double weight[4];
} tap;

/* What all instants have in common. */
typedef struct plan {
    const phw_features *in;
    double median_s;
    phw_interpolation method;
    size_t regular_from; /* the interval where the present regular stretch began */
    size_t regular_to;   /* intervals before this one are regular from there on */
} plan;

/* The upper median of the n - 1 intervals between n rising instants. */
static phw_status median_interval(double *out, const double *time_s, size_t n)
{
    double *gap = NULL;
    PHW_TRY(phw_array_alloc(&gap, n - 1, sizeof *gap));
    for (size_t r = 0; r + 1 < n; ++r)
        gap[r] = time_s[r + 1] - time_s[r];
    *out = gsl_stats_select(gap, 1, n - 1, (n - 1) / 2);
    free(gap);
    return PHW_OK;
}

/* Whether the polynomial may run through the interval after row r. */
static bool is_regular(const plan *p, size_t r)
{
    const double gap = p->in->time_s[r + 1] - p->in->time_s[r];
    return gap >= 0.5 * p->median_s && gap <= 1.5 * p->median_s && gap > 0;
}

/* Whether the rows around the interval after row k are all there; k does not fall from
 * call to call. */
static bool is_wide(plan *p, size_t k)
{
    const size_t half = PHW_WIDE_KERNEL_ROWS / 2;
    if (p->method < PHW_INTERPOLATION_BAND || k + 1 < half || k + half >= p->in->n_rows)
        return false;
    for (; p->regular_to < k + half; ++p->regular_to) {
        if (!is_regular(p, p->regular_to))
            p->regular_from = p->regular_to + 1;
    }
    return p->regular_from + half <= k + 1;
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

static bool is_cubic(const plan *p, size_t k)
{
    return p->method >= PHW_INTERPOLATION_CUBIC && k > 0 && k + 2 < p->in->n_rows &&
           is_regular(p, k - 1) && is_regular(p, k) && is_regular(p, k + 1);
}

/* The weights for instant t, time_s[k] <= t <= time_s[k + 1]; false inside a gap. */
static bool weigh(tap *out, plan *p, size_t k, double t)
{
    const double before = t - p->in->time_s[k];
    const double after = p->in->time_s[k + 1] - t;
    const bool wiener = p->method == PHW_INTERPOLATION_WIENER;
    /* A row itself has noise, which the one that smooths takes off. */
    if ((before == 0 || after == 0) && !(wiener && before + after > 0)) {
        *out = (tap){.row = before == 0 ? k : k + 1, .n = 1, .weight = {1}};
        return true;
    }
    if (before != 0 && after != 0 && before + after > 1.5 * p->median_s)
        return false;
    const double mu = before / (before + after);
    if (p->method == PHW_INTERPOLATION_NONE)
        *out = (tap){.row = mu <= 0.5 ? k : k + 1, .n = 1, .weight = {1}};
    else if (is_wide(p, k))
        *out = (tap){.row = k, .n = WIDE, .weight = {mu}};
    else if (is_cubic(p, k))
        lagrange(out, p->in, k - 1, t);
    else
        *out = (tap){.row = k, .n = 2, .weight = {1 - mu, mu}};
    return true;
}

/* Fills tap[] and index[] with the instants that can be read; returns how many. */
static size_t place(tap *taps, size_t *index, const double *time_s, size_t n, plan *p)
{
    const phw_features *in = p->in;
    size_t n_kept = 0;
    size_t k = 0;
    for (size_t i = 0; i < n; ++i) {
        if (time_s[i] < in->time_s[0] || time_s[i] > in->time_s[in->n_rows - 1])
            continue;
        while (k + 2 < in->n_rows && in->time_s[k + 1] <= time_s[i])
            ++k;
        if (weigh(&taps[n_kept], p, k, time_s[i]))
            index[n_kept++] = i;
    }
    return n_kept;
}

/* One component at all instants. */
static void read_series(double *to, const double *from, const tap *taps, size_t n,
                        const phw_wide_kernel *kernel)
{
    for (size_t r = 0; r < n; ++r) {
        if (taps[r].n == WIDE)
            to[r] = phw_wide_kernel_read(kernel, from, taps[r].row, taps[r].weight[0]);
        for (size_t i = 0; i < taps[r].n; ++i)
            to[r] += taps[r].weight[i] * from[taps[r].row + i];
    }
}

static phw_status read_all(phw_features *x, const tap *taps, const plan *p)
{
    phw_wide_kernel *kernel = NULL;
    phw_status s = phw_array_alloc(&kernel, 1, sizeof *kernel);
    for (size_t c = 0; c < x->n_components && !s; ++c) {
        const double *from = phw_features_series(p->in, c);
        if (p->method == PHW_INTERPOLATION_WIENER)
            s = phw_wide_kernel_fit(kernel, from, p->in->n_rows);
        else if (p->method == PHW_INTERPOLATION_BAND && c == 0)
            phw_wide_kernel_sinc(kernel);
        if (!s)
            read_series(phw_features_series(x, c), from, taps, x->n_rows, kernel);
    }
    free(kernel);
    return s;
}

static phw_status read_at(phw_features *out, const tap *taps, const size_t *index,
                          size_t n, const double *time_s, const plan *p)
{
    if (n == 0)
        return phw_fail(PHW_ESHORT, "interpolation: no instant lies between rows");
    phw_features x = {0};
    PHW_TRY(phw_features_alloc(&x, n, p->in->n_components));
    x.has_time = p->in->has_time;
    for (size_t r = 0; r < n; ++r) {
        x.sequence[r] = (int64_t)index[r];
        x.time_s[r] = time_s[index[r]];
    }
    const phw_status s = read_all(&x, taps, p);
    if (s)
        phw_features_free(&x);
    else
        *out = x;
    return s;
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
    plan p = {.in = in, .method = method};
    PHW_TRY(median_interval(&p.median_s, in->time_s, in->n_rows));
    tap *taps = NULL;
    size_t *index = NULL;
    phw_status s = phw_array_alloc(&taps, n, sizeof *taps);
    if (!s)
        s = phw_array_alloc(&index, n, sizeof *index);
    if (!s)
        s = read_at(out, taps, index, place(taps, index, time_s, n, &p), time_s, &p);
    free(taps);
    free(index);
    return s;
}
