/** @file
 * Who really sent the frames of recordings, as somebody else found out: a CSV with the
 * columns `file`, `start_sample` and `transmitter`.
 */
#ifndef PHW_DATASETS_TRUTH_H
#define PHW_DATASETS_TRUTH_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** A frame; `transmitter` is empty where nobody knows. */
typedef struct phw_truth_row {
    char file[192];
    double start_sample;
    char transmitter[64];
} phw_truth_row;

/** A zeroed one is empty and may be freed. */
typedef struct phw_truth {
    phw_truth_row *row;
    size_t n;
    size_t n_allocated;
} phw_truth;

/** Reads a table. PHW_EINPUT names file and line; PHW_ENOMEM. To be freed. */
PHW_API PHW_MUST_USE phw_status phw_truth_read(phw_truth *out, const char *path);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_truth_free(phw_truth *t);

/** Who sent the frame of `file` (its name without folders) that starts nearest to
 * `start_sample`, at most `tolerance` from it; "" when nobody knows or there is none.
 */
PHW_API const char *phw_truth_find(const phw_truth *t, const char *file,
                                   double start_sample, double tolerance);

PHW_END_C

#endif
