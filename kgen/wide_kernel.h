/** @file
 * Weights of sixteen rows for an instant between the middle two, in a table of phases.
 */
#ifndef PHW_KGEN_WIDE_KERNEL_H
#define PHW_KGEN_WIDE_KERNEL_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Rows that are weighed, and steps from row to row that have weights of their own. */
#define PHW_WIDE_KERNEL_ROWS   16
#define PHW_WIDE_KERNEL_PHASES 256

/** Between two phases weights lie on the straight line: off by less than 1e-5. */
typedef struct phw_wide_kernel {
    double weight[PHW_WIDE_KERNEL_PHASES + 1][PHW_WIDE_KERNEL_ROWS];
    double mean; /**< of the series, about which it is weighed */
} phw_wide_kernel;

/** Sinc by Kaiser's window of beta 6, of sum 1 in every phase. */
PHW_API void phw_wide_kernel_sinc(phw_wide_kernel *out);

/** The sinc's weights, less what is noise in each direction of the covariance of the
 * series x[n] itself: its least-squares weights if it is a signal within the sinc's
 * band under white noise. Linear where less than half of its power passes for signal.
 * PHW_ENOMEM, PHW_ENOCONV. */
PHW_API PHW_MUST_USE phw_status phw_wide_kernel_fit(phw_wide_kernel *out,
                                                    const double *x, size_t n);

/** The value `mu` (0 .. 1) of a step after x[row]; rows row - 7 .. row + 8 are there.
 */
PHW_API double phw_wide_kernel_read(const phw_wide_kernel *kernel, const double *x,
                                    size_t row, double mu);

PHW_END_C

#endif
