/** @file
 * How much min-entropy raw key material has: the least of several estimators on several
 * views of it.
 */
#ifndef PHW_KGEN_ASSESSMENT_H
#define PHW_KGEN_ASSESSMENT_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/features.h"
#include "kgen/raw.h"

PHW_BEGIN_C

/** Most rows of an assessment. */
#define PHW_ASSESSMENT_ROWS_MAX 48

/** One estimator's verdict on one view. */
typedef struct phw_assessment_row {
    const char *estimator; /**< name of a phw_estimator, "collision", "least of each" */
    const char *view;      /**< "symbols", "planes", "stream", "rows", "gaps",
                                "series", "components", "products" */
    double bits;           /**< min-entropy of the whole raw material, bits */
} phw_assessment_row;

/** The result: plain values, nothing to free. */
typedef struct phw_assessment {
    phw_assessment_row row[PHW_ASSESSMENT_ROWS_MAX];
    size_t n_rows;
    size_t binding;          /**< the row that is least */
    double min_entropy_bits; /**< row[binding].bits, 0 or more */
    double per_bit;          /**< the same, by bits of raw material */
    double joint_bits; /**< taken off for correlation between components (collision:
                            between any values) */
    size_t n_bits;     /**< raw bits assessed */
} phw_assessment;

/** Which estimators are asked; kgen/assessments.h has their names. */
typedef enum phw_assessment_kind {
    PHW_ASSESS_COUNTED = 0, /**< mcv, markov and lag: the raw symbols alone */
    PHW_ASSESS_GAUSSIAN,    /**< the Gaussian model of the series, and lag */
    PHW_ASSESS_COLLISION,   /**< collision entropy, less what the transform says of how
                                 its values hang together */
    PHW_ASSESS_SP80090B,    /**< counted, and all ten estimators of the standard */
    PHW_ASSESS_MCV,         /**< counted, which has it; likewise the next two */
    PHW_ASSESS_MARKOV,
    PHW_ASSESS_LAG,
    PHW_ASSESS_90B_COLLISION, /**< counted and this one; likewise all that follow */
    PHW_ASSESS_90B_COMPRESSION,
    PHW_ASSESS_90B_T_TUPLE,
    PHW_ASSESS_90B_LRS,
    PHW_ASSESS_90B_MULTI_MCW,
    PHW_ASSESS_90B_LAG,
    PHW_ASSESS_90B_MULTI_MMC,
    PHW_ASSESS_90B_LZ78Y,
    PHW_N_ASSESSMENT_KINDS
} phw_assessment_kind;

/** Assesses raw material. Counted: mcv, markov and lag on each component's symbols
 * along its own time ("symbols": sum of n_c H_c), on each bit plane along its time
 * ("planes"), on the bit string in its order ("stream": n_bits H), and on the symbols
 * row by row with a row's components side by side ("rows"), because an estimator that
 * looks one step back sees memory only where it is one step long; and, with several
 * components, each by the estimator and view ("symbols" or "planes") that think least
 * of it ("least of each"). Where samples were dropped, lag looks at rows too ("gaps",
 * phw_lag_estimate_rows()). The least counts. What components tell about each other
 * (phw_correlation_open()) is taken off the views that look at them apart, by kept
 * symbol, or by row of the features where symbols are not stretches of the values: they
 * may then stand for several rows. Estimators of the standard come beside those three
 * and never instead, so that no name is an optimist's choice; one that does not apply
 * to a component (too few symbols, or too large an alphabet) leaves it to the verdicts
 * before. Gaussian:
 * the model's entropy of each component given its past, less the same, and lag as
 * above without that charge, because a series that repeats after a long period is white
 * to the model; PHW_EARG when a component's symbols are not stretches of its values
 * (more than four a symbol), which the model can't judge. Collision: the entropy of
 * order 2 that the leftover hash lemma asks for (Bennett, Brassard, Crepeau and Maurer,
 * IEEE Trans. IT 41(6), 1995), not the min-entropy, of one-bit symbols: the sum of -n_c
 * log2(p_c^2 + (1 - p_c)^2), p_c the share of ones, less values->dependence_bits.
 * Averaged over what was published of the values, the square root of the bits'
 * collision probability is at most that of independent values times 2^(dependence / 2)
 * (Cauchy and Schwarz), and that is what the lemma needs. Of the signs themselves
 * lag has no say; but when the products of signs in neighbouring rows repeat at
 * some lag (phw_lag_estimate_rows(), its false alarm), nothing is left ("products"): a
 * sweep, whose signs are alike at no lag, is no stationary series, and neither is one
 * that repeats after a long time or stands still in between. PHW_EARG for longer
 * symbols, or when the transform said nothing of dependence.
 *
 * `values` are the features that the raw material was made of; NULL only with counted
 * and one component (PHW_EARG). PHW_ESHORT when the raw material is empty. */
PHW_API PHW_MUST_USE phw_status phw_assess(phw_assessment *out, const phw_raw *raw,
                                           const phw_features *values,
                                           phw_assessment_kind kind);

PHW_END_C

#endif
