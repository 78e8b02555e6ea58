/** @file
 * What a model says of the frames of a trace: verdicts, counts, and their table.
 */
#ifndef PHW_TOOLS_FINGERPRINT_VERDICTS_H
#define PHW_TOOLS_FINGERPRINT_VERDICTS_H

#include <stddef.h>

#include "auth/fingerprint.h"
#include "core/status.h"
#include "tools/fingerprint_frames.h"
#include "tools/option.h"
#include "tools/result.h"

/** A zeroed one is empty and may be freed. */
typedef struct phw_fingerprint_verdicts {
    phw_fingerprint model;
    phw_fingerprint_frames frames;
    phw_fingerprint_verdict *verdict; /**< frames.n */
    size_t n_accepted;
    size_t n_unmeasured; /**< a feature is missing: never accepted */
} phw_fingerprint_verdicts;

/** Opens --model and the trace, and judges its frames: whose they are, or with
 * `claim` whether they are that label's. PHW_EARG for a label that is not enrolled;
 * PHW_EINPUT, PHW_EAUTH as phw_fingerprint_open(). To be freed. */
PHW_MUST_USE phw_status phw_fingerprint_judge(phw_fingerprint_verdicts *out,
                                              const char *trace, const char *claim,
                                              const phw_arguments *arguments);

/** The counts with the interval of the share accepted, and the table `results`: frame,
 * time_s, start_sample, label, distance, threshold, accepted. */
void phw_fingerprint_verdicts_tell(phw_result *r, const phw_fingerprint_verdicts *v);

/** Gives back; the struct is zero afterwards. */
void phw_fingerprint_verdicts_free(phw_fingerprint_verdicts *v);

#endif
