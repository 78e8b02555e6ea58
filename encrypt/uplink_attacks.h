/** @file
 * The attacks on a protected uplink that can be chosen by name, and one's run.
 */
#ifndef PHW_ENCRYPT_UPLINK_ATTACKS_H
#define PHW_ENCRYPT_UPLINK_ATTACKS_H

#include <stddef.h>

#include "core/status.h"
#include "encrypt/uplink_attack.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_uplink_attack *const *phw_uplink_attack_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_uplink_attack_find(const phw_uplink_attack **out,
                                                       const char *name);

/** Checks the view, runs the attack and joins pairs to bits: soft[view->n_bits], the
 * log-likelihood ratio of each bit, positive for 1; the hard bit is soft > 0. The
 * ratios of repeated reads of the same bits add. `params` NULL takes the attack's
 * defaults. An attack that needs more antennas than there are, or another law, is
 * PHW_EARG. */
PHW_API PHW_MUST_USE phw_status phw_uplink_attack_run(float *soft,
                                                      const phw_uplink_attack *attack,
                                                      const phw_uplink_view *view,
                                                      const phw_params *params);

PHW_END_C

#endif
