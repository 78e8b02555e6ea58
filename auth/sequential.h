/** @file
 * The sequential test: frames are judged one after the other until the evidence for one
 * channel or for another is as strong as asked for. Wald, Sequential Analysis, 1947.
 */
#ifndef PHW_AUTH_SEQUENTIAL_H
#define PHW_AUTH_SEQUENTIAL_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** What the frames so far say. */
typedef enum phw_sequential_verdict {
    PHW_SEQUENTIAL_OPEN = 0, /**< another frame is needed */
    PHW_SEQUENTIAL_SAME,     /**< the channel enrolled */
    PHW_SEQUENTIAL_OTHER     /**< another one */
} phw_sequential_verdict;

/** One test under way. A plain value; its fields are for reading. */
typedef struct phw_sequential {
    double dof;      /**< of a frame's chi-square statistic L under the same channel */
    double ratio;    /**< R > 1: under another, L / R has that law */
    double accept;   /**< B = ln(miss / (1 - false_alarm)): at or below, the same */
    double reject;   /**< A = ln((1 - miss) / false_alarm): at or above, another */
    double evidence; /**< the log-likelihood ratio of the frames so far */
    size_t n_frames; /**< how many they are */
    phw_sequential_verdict verdict; /**< stays once it is not open */
} phw_sequential;

/** Starts one. `ratio` is the variance of a difference under another channel over that
 * under the same, v1 / v0 of auth/similarity_theory.h. Wald's bounds hold the error
 * rates at or below about `false_alarm` and `miss`. PHW_EARG unless dof > 0, ratio > 1
 * and both rates are above 0 with a sum below 1. */
PHW_API PHW_MUST_USE phw_status phw_sequential_start(phw_sequential *out, double dof,
                                                     double ratio, double false_alarm,
                                                     double miss);

/** Takes the statistic (>= 0) of the next frame, independent of those before: adds
 *     (L / 2) (1 - 1 / R) - (dof / 2) ln R.
 * After a verdict nothing changes. A NaN counts as evidence for another channel. */
PHW_API phw_sequential_verdict phw_sequential_step(phw_sequential *s, double statistic);

/** Mean number of frames when the channel is the same and when it is another, by Wald's
 * formula: it forgets that the last step overshoots the bound, so the true means are
 * greater, by a tenth to a half for tests of some frames; below 1 it says nothing. */
PHW_API void phw_sequential_lengths(double *same, double *other, double dof,
                                    double ratio, double false_alarm, double miss);

PHW_END_C

#endif
