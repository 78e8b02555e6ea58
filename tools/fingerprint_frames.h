/** @file
 * The fingerprints in a trace: the columns that are asked for, frame by frame, and who
 * sent them where that is known.
 */
#ifndef PHW_TOOLS_FINGERPRINT_FRAMES_H
#define PHW_TOOLS_FINGERPRINT_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "auth/fingerprint.h"
#include "core/status.h"
#include "datasets/truth.h"

/** Which columns of a trace are features. */
typedef struct phw_fingerprint_columns {
    phw_fingerprint_column column[PHW_FINGERPRINT_FEATURES_MAX]; /**< unit empty: any */
    size_t n;
} phw_fingerprint_columns;

/** The frames of one trace. A zeroed one is empty and may be freed. */
typedef struct phw_fingerprint_frames {
    char session[PHW_FINGERPRINT_SESSION_SIZE]; /**< the recording it comes from */
    size_t n;
    size_t n_features;
    double *value;        /**< n x n_features */
    bool *measured;       /**< whether all features of the frame are numbers */
    double *start_sample; /**< NaN where the trace does not tell */
    double *time_s;
    char (*sender)[PHW_FINGERPRINT_LABEL_SIZE]; /**< empty where nobody knows */
} phw_fingerprint_frames;

/** Reads "a,b,c" into names with no unit. PHW_EARG. */
PHW_MUST_USE phw_status phw_fingerprint_columns_read(phw_fingerprint_columns *out,
                                                     const char *text);

/** Reads `spec` = [LABEL=]FILE[:PART]. With LABEL= all frames are of that sender, else
 * each of the one that `truth` has for it within `tolerance` samples, or without
 * `truth` (NULL or empty) of the address that its group of the file is named by.
 * Columns without a unit get the trace's. PHW_EINPUT names the column that is not there
 * or of another unit, with the ones there are; as phw_capture_trace_open(). To be
 * freed. */
PHW_MUST_USE phw_status phw_fingerprint_frames_read(phw_fingerprint_frames *out,
                                                    phw_fingerprint_columns *columns,
                                                    const char *spec,
                                                    const phw_truth *truth,
                                                    double tolerance);

/** FILE[:PART] of such a specification. */
const char *phw_fingerprint_frames_file(const char *spec);

/** Gives back; the struct is zero afterwards. */
void phw_fingerprint_frames_free(phw_fingerprint_frames *f);

/** Enrols, as one session of `label`, the frames that are measured and whose sender is
 * `sender` (NULL: whoever it is); `n` gets how many. Nothing is done for none. As
 * phw_fingerprint_enroll(). */
PHW_MUST_USE phw_status phw_fingerprint_frames_enroll(size_t *n, phw_fingerprint *model,
                                                      const char *label,
                                                      const phw_fingerprint_frames *f,
                                                      const char *sender);

#endif
