/** @file
 * What becomes of a code and of keys between real read-outs: trials over every block
 * and every key that fit into them.
 */
#ifndef PHW_TOOLS_PUF_TRIALS_H
#define PHW_TOOLS_PUF_TRIALS_H

#include <stdint.h>

#include "auth/block_trial.h"
#include "auth/cell_entropy.h"
#include "auth/cell_statistics.h"
#include "auth/fuzzy_extractor.h"
#include "auth/readouts.h"
#include "core/status.h"
#include "tools/progress.h"

/** A chip and what its read-outs say. */
typedef struct phw_puf_chip {
    const char *name;
    phw_readouts readouts;
    phw_cell_statistics statistics;
    phw_cell_entropy entropy; /**< of its first read-out */
} phw_puf_chip;

/** Keys enrolled on one chip and asked of another, or of the same. */
typedef struct phw_puf_keys {
    uint64_t enrolled;   /**< keys, from cells of their own */
    uint64_t attempts;   /**< enrolled times read-outs */
    uint64_t reproduced; /**< the key that was enrolled */
} phw_puf_keys;

/** How far all trials are, counted in read-outs that were gone through. */
typedef struct phw_puf_pace {
    phw_progress bar;
    double done;
} phw_puf_pace;

/** Blocks of the first read-out of `enrolled` against every (for the same chip: every
 * later) one of `read`; `pace` gets one for each. PHW_EARG where the lengths differ;
 * PHW_ENOMEM, PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_puf_trial_blocks(phw_block_trial *out, const char *code,
                                             const phw_puf_chip *enrolled,
                                             const phw_puf_chip *read,
                                             phw_puf_pace *pace);

/** Keys of the first read-out of chip[i], i = `enrolled`, one after another as many as
 * fit, each tried with every read-out of each of the `n` chips but that first one;
 * out[j] gets what came of chip j. As phw_fuzzy_enroll(); PHW_EAUTH is an outcome here.
 * A key that comes out and is not the enrolled one is PHW_ENOCONV: it must not happen.
 * `pace` gets a part of a read-out for each key that is tried with it. PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_puf_trial_keys(phw_puf_keys *out, const phw_puf_chip *chip,
                                           size_t n, size_t enrolled,
                                           const phw_fuzzy_config *config,
                                           uint64_t seed, phw_puf_pace *pace);

#endif
