/** @file
 * Simulated frames of reconciliation, both ends in memory, from simulation addresses:
 * what `phyward bench reconcile` loops over.
 *
 * A frame of a fast scheme takes less than a hundred calls of a clock would: frames are
 * drawn ahead, run one after the other and timed together, and what one end takes is
 * found by playing it the other end's messages again.
 */
#ifndef PHW_KGEN_TRIAL_H
#define PHW_KGEN_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/param.h"
#include "core/status.h"
#include "kgen/reconciler.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** What is tried. */
typedef struct phw_trial_config {
    const phw_reconciler *reconciler;
    phw_params params;     /**< of the reconciler */
    size_t n;              /**< bits a frame, 1 .. PHW_RECONCILE_BITS_MAX */
    double error_rate;     /**< of the simulation, 0 .. 0.5 */
    double estimated_rate; /**< told to the parties, 0 .. PHW_RECONCILE_RATE_MAX */
    bool fixed_weight;     /**< exactly round(n error_rate) errors, else i.i.d. */
    uint64_t seed;         /**< of everything: bits, errors, permutations */
    uint32_t session;      /**< which connection this is: the schemes' public seed, and
                                so permutations, masks and codes, are drawn by it */
} phw_trial_config;

/** What one frame gave. */
typedef struct phw_trial_result {
    phw_reconcile_figures figures; /**< Bob's view */
    size_t n_errors;               /**< differing bits before */
    size_t n_left;                 /**< differing bits after */
    bool failed;                   /**< bits differ, or an end gave up */
    phw_reconcile_figures alice;   /**< Alice's view */
    uint64_t n_messages[2];        /**< on the wire, by role of who sent them */
    uint64_t n_bytes[2];           /**< of them, headers included */
} phw_trial_result;

/** Most frames that are drawn ahead. */
#define PHW_TRIAL_AHEAD_MAX 64

/** Two machines and their scratch. Frames share what the public seed draws, as the
 * blocks of one session do. */
typedef struct phw_trial phw_trial;

/** PHW_EARG for values out of range, PHW_ENOKEY for an estimate above the limit,
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trial_create(phw_trial **out,
                                                 const phw_trial_config *config);

/** Takes NULL. */
PHW_API void phw_trial_destroy(phw_trial *t);

/** Draws bits and errors of the `n` frames from `frame` on (bits of the result do not
 * depend on earlier frames); n 1 .. PHW_TRIAL_AHEAD_MAX. Not part of what is to be
 * timed. PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trial_draw_ahead(phw_trial *t, uint32_t frame,
                                                     size_t n);

/** Draws frame `frame` alone. */
PHW_API PHW_MUST_USE phw_status phw_trial_draw(phw_trial *t, uint32_t frame);

/** Reconciles the next of the frames drawn last, after the last the first again: the
 * work of both parties, to be timed. Every status of the machines, PHW_EARG when
 * nothing was drawn. */
PHW_API PHW_MUST_USE phw_status phw_trial_run(phw_trial *t, phw_trial_result *out);

/** The bits of an end after the last run. Borrowed. */
PHW_API const phw_bits *phw_trial_key(const phw_trial *t, phw_role role);

/** Of every drawing the first `n` runs keep their messages for phw_trial_replay(), at
 * most PHW_TRIAL_AHEAD_MAX; 0 at the start. Forgets what was kept; drawing does too. */
PHW_API void phw_trial_keep(phw_trial *t, size_t n);

/** Does `role`'s part of the kept runs again, the other end's messages from the tape:
 * what one end's work takes, to be timed. PHW_EARG when it says other things than
 * before, which no machine may that is a function of its bits, its messages and its
 * randomness; every status of the machines. */
PHW_API PHW_MUST_USE phw_status phw_trial_replay(phw_trial *t, phw_role role);

/** leak / (n h(p)), h the binary entropy in bits; 0 when p is 0 or 1. */
PHW_API double phw_trial_efficiency(double leak_bits, size_t n, double error_rate);

/** (sqrt(n v(p)) Qinv(eps) - log2(n) / 2) / (n h(p)) + 1: the normal approximation of
 * the least f of a one-way code at frame error rate eps in (0, 1/2); p in (0, 1/2).
 * Polyanskiy, Poor, Verdu, IEEE Trans. IT 56(5), 2010, theorem 52, as a syndrome's
 * length. No bound for interactive schemes. */
PHW_API double phw_trial_one_way_limit(size_t n, double error_rate,
                                       double frame_error_rate);

PHW_END_C

#endif
