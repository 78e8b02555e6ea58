/** @file
 * What a reconciler came to at one length and error rate: a row of `bench reconcile`.
 */
#ifndef PHW_TOOLS_RECONCILE_ROW_H
#define PHW_TOOLS_RECONCILE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/interval.h"

/** Room for a scheme as it was written. */
#define PHW_RECONCILE_SCHEME_SIZE 128

/** One row. Means and shares are over all frames, those that failed included; what has
 * no value is NaN. A row that was not measured has `reason`, and nothing after it. */
typedef struct phw_reconcile_row {
    char scheme[PHW_RECONCILE_SCHEME_SIZE]; /**< as it was written: "yan:passes=12" */
    size_t n;                               /**< bits a frame */
    double error_rate;                      /**< of the simulation */
    double estimated_rate;                  /**< what the ends were told */
    bool fixed_weight;                 /**< round(n error_rate) errors a frame, else
                                            independent ones */
    double tag_bits;                   /**< of verification, a frame */
    double sample_bits;                /**< compared in public and dropped, a frame */
    double frame_error_target;         /**< what one_way_limit is for */
    uint64_t session_frames;           /**< frames of one connection: what is drawn by
                                            the public seed is theirs together */
    char reason[256];                  /**< why it can't be measured; "": it was */
    uint64_t n_frames;                 /**< frames */
    uint64_t n_failed;                 /**< bits left, or an end gave up */
    uint64_t n_gave_up;                /**< of them, an end knew of itself */
    uint64_t n_undetected;             /**< of them, no end knew */
    double frame_error_rate;           /**< n_failed / n_frames */
    phw_interval frame_error_interval; /**< Clopper and Pearson's, 95 % */
    double leak_bits;                  /**< Alice's bits disclosed, mean of a frame */
    double leak_deviation;             /**< standard deviation over the frames */
    double reply_bits;                 /**< Bob's bits disclosed, mean */
    double efficiency;                 /**< leak / (n h(error_rate)); NaN at rate 0 */
    double efficiency_total; /**< the same with tag_bits and sample_bits added */
    bool one_way;            /**< Alice spoke once a frame, Bob told a bit at most */
    double one_way_limit; /**< phw_trial_one_way_limit(); NaN unless one_way, and where
                               that is no more than 0 */
    double key_rate;   /**< (1 - frame_error_rate) (1 - what efficiency_total counts /
                            n), not below 0 */
    double rounds;     /**< pairs of question and answer, mean of a frame */
    double messages;   /**< both ways, mean */
    double n_bytes;    /**< whole messages both ways, mean of a frame */
    double bytes[2];   /**< whole messages that Alice and Bob sent, mean */
    double cpu_s[2];   /**< of Alice and of Bob, mean of a frame */
    double setup_s;    /**< of both ends together, a connection: tables, permutations */
    double mbit_per_s; /**< n / (both ends' cpu_s) */
    double mbit_per_s_of[2]; /**< n / cpu_s of one end */
} phw_reconcile_row;

#endif
