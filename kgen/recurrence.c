#include "kgen/recurrence.h"

#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "kgen/crosslag.h"
#include "kgen/features.h"
#include "kgen/filter_ar.h"
#include "kgen/series.h"

#define N_MIN 32
#define ORDER 16

/* Fewest pairs of values that a lag is judged by. */
#define OVERLAP 16

/* The innovations of x[n], a row each, to be freed. */
static phw_status innovate(phw_features *out, const double *x, size_t n)
{
    phw_features f = {0};
    const size_t order = n < 4 * ORDER ? n / 4 : ORDER;
    const phw_params params = {.value = {(double)order}};
    PHW_TRY(phw_features_alloc(&f, n, 1));
    memcpy(f.value, x, n * sizeof *x);
    const phw_status s = phw_filter_ar.apply(&f, &params);
    if (s)
        phw_features_free(&f);
    else
        *out = f;
    return s;
}

/* The lag of the innovations' largest correlation with themselves, and how large. */
static phw_status find_peak(phw_crosslag_peak *out, const phw_features *f)
{
    phw_crosslag *c = NULL;
    phw_cf *spectrum = NULL;
    PHW_TRY(phw_crosslag_create_all(&c, f->n_rows, f->n_rows));
    const phw_status s =
        phw_array_alloc(&spectrum, phw_crosslag_spectrum_size(c), sizeof *spectrum);
    if (!s) {
        *out = (phw_crosslag_peak){0};
        phw_crosslag_spectrum(c, spectrum, f->value, f->n_rows);
        phw_crosslag_correlate(c, spectrum, spectrum);
        for (ptrdiff_t lag = 1; lag + OVERLAP <= (ptrdiff_t)f->n_rows; ++lag) {
            const double z = phw_crosslag_z(c, lag, 1);
            if (z > out->z)
                *out = (phw_crosslag_peak){.lag = lag, .z = z};
        }
    }
    free(spectrum);
    phw_crosslag_destroy(c);
    return s;
}

phw_status phw_recurrence_find(bool *repeats, size_t *lag, const double *x, size_t n)
{
    if (n < N_MIN)
        return phw_fail(PHW_ESHORT, "recurrence: %zu values, at least %d are needed", n,
                        N_MIN);
    PHW_TRY(phw_series_check(x, n));
    phw_features f = {0};
    phw_crosslag_peak peak = {0};
    PHW_TRY(innovate(&f, x, n));
    const phw_status s = find_peak(&peak, &f);
    const bool found = peak.z > phw_crosslag_threshold(f.n_rows);
    phw_features_free(&f);
    PHW_TRY(s);
    *repeats = found;
    if (lag != NULL)
        *lag = found ? (size_t)peak.lag : 0;
    return PHW_OK;
}
