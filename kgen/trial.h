/** @file
 * One simulated frame of reconciliation, both ends in memory, from a simulation
 * address: what `phyward bench reconcile` loops over.
 */
#ifndef PHW_KGEN_TRIAL_H
#define PHW_KGEN_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"
#include "kgen/reconciler.h"

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
} phw_trial_config;

/** What one frame gave. */
typedef struct phw_trial_result {
    phw_reconcile_figures figures; /**< Bob's view */
    size_t n_errors;               /**< differing bits before */
    size_t n_left;                 /**< differing bits after */
    bool failed;                   /**< bits differ, or an end gave up */
} phw_trial_result;

/** Two machines and their scratch. Frames share the public permutations, as the blocks
 * of one session do. */
typedef struct phw_trial phw_trial;

/** PHW_EARG for values out of range, PHW_ENOKEY for an estimate above the limit,
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trial_create(phw_trial **out,
                                                 const phw_trial_config *config);

/** Takes NULL. */
PHW_API void phw_trial_destroy(phw_trial *t);

/** Draws bits and errors of frame `frame` (bits of the result do not depend on earlier
 * frames). Not part of what is to be timed. */
PHW_API PHW_MUST_USE phw_status phw_trial_draw(phw_trial *t, uint32_t frame);

/** Reconciles the frame drawn last: the work of both parties, to be timed. Every
 * status of the machines. */
PHW_API PHW_MUST_USE phw_status phw_trial_run(phw_trial *t, phw_trial_result *out);

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
