/** @file
 * How well a distance tells the genuine from impostors: the receiver operating
 * characteristic of scores, its area, its equal error rate, and how sure they are.
 *
 * A score is a distance: a claim is accepted when its distance is at most the
 * threshold. Scores of the other sense (a correlation) go in with their sign turned.
 */
#ifndef PHW_AUTH_ROC_H
#define PHW_AUTH_ROC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/rng.h"
#include "core/status.h"

PHW_BEGIN_C

/** Fewest groups that a bootstrap resamples. */
#define PHW_ROC_GROUPS_MIN 5

/** What one threshold does. */
typedef struct phw_roc_point {
    double threshold;      /**< accepts distances up to and with this one */
    double false_accept;   /**< share of the impostors accepted */
    double false_reject;   /**< share of the genuine refused */
    size_t n_false_accept; /**< impostors accepted */
    size_t n_false_reject; /**< genuine refused */
} phw_roc_point;

/** A 95 % interval. */
typedef struct phw_roc_interval {
    double low;
    double high;
} phw_roc_interval;

/** A zeroed one is empty and may be freed. */
typedef struct phw_roc {
    phw_roc_point *point; /**< n_points: one that accepts nobody (threshold
                               -HUGE_VAL), then one a different distance, rising */
    size_t n_points;
    size_t n_genuine;
    size_t n_impostor;
    double auc;                /**< P(genuine < impostor) + P(equal) / 2 */
    double auc_error;          /**< its standard error, 0 where no score is misplaced */
    phw_roc_interval auc_span; /**< 95 %, for independent scores */
    double eer;                /**< equal error rate */
    double eer_threshold;      /**< least threshold with false_accept >= false_reject */
} phw_roc;

/** One score for the bootstrap. */
typedef struct phw_roc_score {
    double distance;
    bool genuine;   /**< else an impostor's */
    uint32_t group; /**< the recording or device it comes of, from 0 */
} phw_roc_score;

/** Everything of the genuine and the impostors' distances, to be given back with
 * phw_roc_free(). The area is Mann and Whitney's U / (n_genuine n_impostor), ties
 * counting half; its standard error Hanley's and McNeil's (Radiology 143, 1982, eqs. 1
 * and 2); the interval is of all areas A that lie within 1.96 of their own standard
 * error of the one found, so that it has a width even when no score is misplaced. The
 * equal error rate is where the straight lines between neighbouring points cross
 * false_accept = false_reject (not the mean at the nearest point). PHW_ESHORT when
 * either kind is empty, PHW_EINPUT when a distance is NaN, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_roc_compute(phw_roc *out, const double *genuine,
                                                size_t n_genuine,
                                                const double *impostor,
                                                size_t n_impostor);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_roc_free(phw_roc *roc);

/** What a threshold does, which need not be one of the points. */
PHW_API phw_roc_point phw_roc_at(const phw_roc *roc, double threshold);

/** Hanley's and McNeil's standard error of an area. */
PHW_API double phw_roc_auc_error(double auc, size_t n_genuine, size_t n_impostor);

/** Area and equal error rate of scores with normal densities of one variance whose
 * means lie `separation` standard deviations apart: Phi(d / sqrt 2) and Phi(-d / 2).
 * The closed form beside a simulation. */
PHW_API void phw_roc_normal(double *auc, double *eer, double separation);

/** 95 % percentile intervals of area and equal error rate by resampling whole groups
 * with replacement, `n_rounds` times (Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993, ch. 13): scores of one recording are not independent, recordings
 * may be. Every score's group < n_groups. PHW_ESHORT with fewer groups than
 * PHW_ROC_GROUPS_MIN, or when one kind is empty; PHW_EARG for rounds below 100;
 * PHW_EINPUT, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_roc_bootstrap(phw_roc_interval *auc,
                                                  phw_roc_interval *eer,
                                                  const phw_roc_score *score,
                                                  size_t n_scores, size_t n_groups,
                                                  size_t n_rounds, const phw_rng *rng);

PHW_END_C

#endif
