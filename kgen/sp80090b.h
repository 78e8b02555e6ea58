/** @file
 * The ten estimators that NIST SP 800-90B has for sources that are not known to be
 * independent, all on one sequence of samples.
 */
#ifndef PHW_KGEN_SP80090B_H
#define PHW_KGEN_SP80090B_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/estimator.h"

PHW_BEGIN_C

/** Estimators there are: sections 6.3.1 to 6.3.10. */
#define PHW_SP80090B_N 10

/** Samples that the standard asks for. */
#define PHW_SP80090B_SAMPLES 1000000

/** One estimator's verdicts, bits; NaN where it does not apply or has not run. */
typedef struct phw_sp80090b_row {
    const phw_estimator *estimator;
    double symbol; /**< min-entropy of a sample, from the samples */
    double bit;    /**< of a bit, from the samples' bits one after the other, highest
                        first; NaN for samples of two values */
} phw_sp80090b_row;

/** A zeroed one is empty and may be freed. */
typedef struct phw_sp80090b {
    phw_sp80090b_row row[PHW_SP80090B_N];
    uint8_t *symbol; /**< the samples, their n_symbols values counted from 0 */
    size_t n;
    unsigned n_symbols; /**< values that occur */
    uint8_t *bits;      /**< the samples' bits, a byte each; NULL for two values */
    unsigned width;     /**< bits of a sample */
} phw_sp80090b;

/** Makes ready to judge sample[n], each of `width` (1 .. 8) bits; to be freed. PHW_EARG
 * when a sample has more bits or width is out of range; PHW_ESHORT for no samples;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sp80090b_prepare(phw_sp80090b *out,
                                                     const uint8_t *sample, size_t n,
                                                     unsigned width);

/** Runs estimator i (below PHW_SP80090B_N). Different ones may run at the same time.
 * Where one does not apply (too short a sequence, or more than two values) its verdict
 * stays NaN; a single value has entropy 0 by all. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sp80090b_run(phw_sp80090b *s, size_t i);

/** Min-entropy of a sample, bits: the least of all verdicts that there are, those of
 * bits times the width, and the width. */
PHW_API double phw_sp80090b_min_entropy(const phw_sp80090b *s);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_sp80090b_free(phw_sp80090b *s);

/** The entry that section 6.3.(i + 1) defines, i below PHW_SP80090B_N: "mcv" for .1 and
 * "markov" for .3. */
PHW_API const phw_estimator *phw_sp80090b_at(size_t i);

PHW_END_C

#endif
