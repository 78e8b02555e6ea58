#include "tools/series_pair.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_sort.h>

#include "core/signal.h"

/* Rows of equal number; row[2 n], those of b from row[n] on. */
static size_t merge(size_t *row, size_t n, const phw_features *a, const phw_features *b)
{
    size_t n_pairs = 0;
    for (size_t i = 0, k = 0; i < a->n_rows && k < b->n_rows;) {
        if (a->sequence[i] == b->sequence[k]) {
            row[n_pairs] = i++;
            row[n + n_pairs++] = k++;
        } else if (a->sequence[i] < b->sequence[k]) {
            ++i;
        } else {
            ++k;
        }
    }
    return n_pairs;
}

static phw_status measure_offset(phw_series_pair *p)
{
    const size_t n = p->a.n_rows;
    double *apart = NULL;
    p->offset_s = (double)NAN;
    if (!p->a.has_time || !p->b.has_time)
        return PHW_OK;
    PHW_TRY(phw_array_alloc(&apart, n, sizeof *apart));
    for (size_t i = 0; i < n; ++i)
        apart[i] = p->b.time_s[i] - p->a.time_s[i];
    gsl_sort(apart, 1, n);
    p->offset_s = 0.5 * (apart[(n - 1) / 2] + apart[n / 2]);
    free(apart);
    return PHW_OK;
}

phw_status phw_series_pair_make(phw_series_pair *out, const phw_even_series *a,
                                const phw_even_series *b, const char *name)
{
    phw_series_pair p = {0};
    size_t *row = NULL;
    const size_t n = a->x.n_rows;
    if (a->kind != b->kind)
        return phw_fail(PHW_EINPUT, "%s: a %s trace, and the other is %s", name,
                        phw_trace_kind_name(b->kind), phw_trace_kind_name(a->kind));
    if (a->x.n_components != b->x.n_components)
        return phw_fail(PHW_EINPUT, "%s: %zu components, and the other has %zu", name,
                        b->x.n_components, a->x.n_components);
    PHW_TRY(phw_array_alloc(&row, n, 2 * sizeof *row));
    const size_t n_pairs = merge(row, n, &a->x, &b->x);
    phw_status s = PHW_OK;
    if (n_pairs < 3)
        s = phw_fail(PHW_EINPUT,
                     "%s: %zu probes in common; expected sequence numbers "
                     "of the same exchanges",
                     name, n_pairs);
    if (!s)
        s = phw_features_select(&p.a, &a->x, row, n_pairs);
    if (!s)
        s = phw_features_select(&p.b, &b->x, row + n, n_pairs);
    if (!s)
        s = measure_offset(&p);
    free(row);
    if (s)
        phw_series_pair_free(&p);
    else
        *out = p;
    return s;
}

void phw_series_pair_free(phw_series_pair *p)
{
    phw_features_free(&p->a);
    phw_features_free(&p->b);
    *p = (phw_series_pair){0};
}
