/** @file
 * An attack on a protected uplink. The interface; the entries are uplink_attack_NAME.c,
 * their list and the call that runs one are in encrypt/uplink_attacks.h.
 */
#ifndef PHW_ENCRYPT_UPLINK_ATTACK_H
#define PHW_ENCRYPT_UPLINK_ATTACK_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"
#include "encrypt/uplink_view.h"

PHW_BEGIN_C

/** One entry. */
typedef struct phw_uplink_attack {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    size_t n_antennas_min; /**< antennas that it needs */

    /** pair[phw_uplink_view_pairs()]: the log-likelihood ratio of every pair, positive
     * for high first, under what the attack assumes; of a checked view. PHW_EARG when
     * the view is none for it, PHW_ENOMEM, PHW_ENOCONV. */
    phw_status (*run)(float *pair, const phw_uplink_view *view,
                      const phw_params *params);
} phw_uplink_attack;

PHW_END_C

#endif
