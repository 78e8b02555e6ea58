/** @file
 * Which values of a matrix of features are quantized, and in which order.
 */
#ifndef PHW_KGEN_PICKS_H
#define PHW_KGEN_PICKS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/features.h"
#include "kgen/raw.h"

PHW_BEGIN_C

/** A zeroed one is empty, picks all as they stand, and may be freed. Picked value
 * c * n_rows + r is value from[c * n_rows + r] of the matrix, none twice. */
typedef struct phw_picks {
    uint32_t *from;
    size_t n_rows; /**< of what is picked */
    size_t n_components;
    size_t n_rows_of; /**< of the matrix that is picked from */
    size_t n_components_of;
} phw_picks;

/** Room for picks of n_rows x n_components out of a matrix of n_rows_of x
 * n_components_of, to be filled and freed. PHW_ESHORT when there are none; PHW_EARG
 * when the matrix has 2^32 values or more; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_picks_alloc(phw_picks *out, size_t n_rows,
                                                size_t n_components, size_t n_rows_of,
                                                size_t n_components_of);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_picks_free(phw_picks *picks);

/** The picked values, to be freed, and what was said of how all of them hang together:
 * some of them do so no more. A row has the number and instant of the row that its
 * first component's value is from. PHW_EARG when x is another matrix; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_picks_apply(phw_features *out,
                                                const phw_features *x,
                                                const phw_picks *picks);

/** Raw material that was made of picked values as that of the values in their own
 * places: by component and row of the matrix, to be freed. Symbols of a
 * component are cut to the secret bits of its shortest, so that nothing of how they
 * were picked stays in them. PHW_EARG when it is of other picks, or more was said of
 * some symbols than of others; PHW_ESHORT when it is empty; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_picks_undo(phw_raw *out, const phw_raw *raw,
                                               const phw_picks *picks);

PHW_END_C

#endif
