/** @file
 * The wiretap lab: how often and how much of a channel's draws stay secret, to stand
 * beside the closed forms.
 */
#ifndef PHW_TOOLS_LAB_SECRECY_H
#define PHW_TOOLS_LAB_SECRECY_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "encrypt/wiretap_model.h"
#include "tools/interval.h"
#include "tools/progress.h"

/** Rates of the outage curve; the first is the one that was asked for. */
#define PHW_SECRECY_RATES 33

/** What many draws gave. */
typedef struct phw_secrecy {
    uint64_t trials;
    uint64_t positive; /**< draws with any secrecy capacity */
    double rate[PHW_SECRECY_RATES];
    uint64_t outage[PHW_SECRECY_RATES]; /**< draws below rate[i], and those with
                                             nothing */
    double mean_bits;
    phw_interval mean_interval; /**< 95 %, normal: trials are many */
} phw_secrecy;

/** Fills `rate` for a setting: its own, then from 0 to where outages come near to 1. */
void phw_secrecy_rates(double rate[PHW_SECRECY_RATES], const phw_wiretap_setting *s,
                       double ergodic_bits);

/** Draws `trials` >= 2 channels of a model that draws, out->rate filled, on `n_threads`
 * threads: the same result for any number. `progress` counts phw_secrecy_chunks() and
 * may be NULL. PHW_ENOMEM, PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_secrecy_run(phw_secrecy *inout,
                                        const phw_wiretap_model *model,
                                        const phw_wiretap_setting *setting,
                                        uint64_t seed, uint64_t trials,
                                        size_t n_threads, phw_progress *progress);

/** How many steps of the bar that has. */
size_t phw_secrecy_chunks(uint64_t trials);

#endif
