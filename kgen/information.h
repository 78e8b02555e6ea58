/** @file
 * Mutual information of two ends' features: what an agreement could take at most,
 * before anything is said of an eavesdropper. The interface; the entries are
 * information_NAME.c, their list is kgen/informations.h.
 */
#ifndef PHW_KGEN_INFORMATION_H
#define PHW_KGEN_INFORMATION_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** An estimate, bits a row. */
typedef struct phw_information_figure {
    double bits;           /**< below 0 by chance, where the method can be */
    double bias_bits;      /**< how much too large it is on average for independent
                                series of this size; NaN when unknown. Not taken off */
    double deviation_bits; /**< standard error for rows without memory; NaN when
                                unknown */
} phw_information_figure;

/** One entry. */
typedef struct phw_information {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;

    /** Between row r of a and row r of b, for all rows. PHW_EARG when their rows, or
     * for entries that pair components their components, are not as many; PHW_ESHORT
     * when there are too few rows or a component is constant; PHW_EINPUT for a value
     * that is not finite; PHW_ENOMEM. */
    phw_status (*measure)(phw_information_figure *out, const phw_features *a,
                          const phw_features *b, const phw_params *params);
} phw_information;

PHW_END_C

#endif
