/** @file
 * Feature series: what key generation quantizes. Real components over matched probes,
 * each component's series contiguous in time.
 */
#ifndef PHW_KGEN_FEATURES_H
#define PHW_KGEN_FEATURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. Component c of row r is
 * value[c * n_rows + r]. Freeing wipes. */
typedef struct phw_features {
    double *value;          /**< in the unit of the feature that made them */
    size_t n_rows;          /**< instants */
    size_t n_components;    /**< values at each instant */
    int64_t *sequence;      /**< probe number of each row, rising: matches two ends */
    double *time_s;         /**< instant of each row, s, never falling */
    bool has_time;          /**< false: time_s counts 0, 1, 2 ... */
    bool has_dependence;    /**< whether the transform that made them says the next */
    double dependence_bits; /**< Renyi divergence of order 2 of all rows together from
                                 independent ones, bits, 0 or more, may be infinite */
} phw_features;

/** Zero values with sequence and time 0, 1, 2 ..., given back with phw_features_free().
 * PHW_EARG when a count is zero; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_features_alloc(phw_features *out, size_t n_rows,
                                                   size_t n_components);

/** Zero values with the sequence numbers and instants of a trace, to be freed. */
PHW_API PHW_MUST_USE phw_status phw_features_from_trace(phw_features *out,
                                                        const phw_trace *trace,
                                                        size_t n_components);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_features_free(phw_features *x);

/** The series of component c, n_rows values; c < x->n_components. */
static inline double *phw_features_series(const phw_features *x, size_t c)
{
    return x->value + c * x->n_rows;
}

/** The rows row[n] of `in`, in that order, to be freed. PHW_EARG when n is 0 or a row
 * is not there. */
PHW_API PHW_MUST_USE phw_status phw_features_select(phw_features *out,
                                                    const phw_features *in,
                                                    const size_t *row, size_t n);

/** Drops the first n rows. PHW_ESHORT when none is left; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_features_drop(phw_features *inout, size_t n);

/** Subtracts the centred moving average of `window` rows (odd) from every component; 0
 * leaves all as it is. Near an end the window is what is left of it inside the series:
 * rows [max(0, r - h), min(n_rows, r + h + 1)), h = (window - 1) / 2. PHW_EARG for an
 * even window, PHW_ESHORT for one above n_rows. */
PHW_API PHW_MUST_USE phw_status phw_features_detrend(phw_features *inout,
                                                     size_t window);

PHW_END_C

#endif
