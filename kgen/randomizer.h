/** @file
 * A randomizer: what is made random so that a channel which stands still gives series
 * that change. The interface; the entries are randomizer_NAME.c, their list is
 * kgen/randomizers.h.
 *
 * Those of the air multiply what is sent or reflected by draws that only the end knows
 * which made them. Those of the values choose, from the transcript and so in public,
 * which values are quantized in which order.
 *
 * Neither makes entropy of the channel. An eavesdropper who hears both ends and knows
 * her own channels from their ordinary frames learns the draws themselves; what is left
 * to her is the channel between the ends, once for as long as it stands still
 * (kgen/emulation.h). What is public hides nothing at all, only confuses estimators:
 * the values are assessed in their own order, all of them (kgen/randomization.h).
 */
#ifndef PHW_KGEN_RANDOMIZER_H
#define PHW_KGEN_RANDOMIZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"
#include "kgen/picks.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** What an entry makes random. */
typedef enum phw_randomizer_stage {
    PHW_RANDOMIZES_NOTHING = 0,
    PHW_RANDOMIZES_AIR,   /**< what is sent, or how it is reflected */
    PHW_RANDOMIZES_VALUES /**< which transformed values are quantized, in public */
} phw_randomizer_stage;

/** What the draws of one of the air belong to. */
typedef enum phw_randomizer_reach {
    PHW_REACH_NONE = 0,
    PHW_REACH_TONES,    /**< each coefficient of a probe, which it multiplies */
    PHW_REACH_ANTENNAS, /**< each antenna of an array, of which a sum is left */
    PHW_REACH_SURFACE   /**< each element of a surface: nothing that an end does */
} phw_randomizer_reach;

/** One entry. */
typedef struct phw_randomizer {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    phw_randomizer_stage stage;
    phw_randomizer_reach reach; /**< of the air alone */
    bool draws[2];              /**< of the air alone, by role: who draws */
    bool thins;                 /**< of the values alone: whether some are left out */

    /** Of the air, NULL else: n private draws from the 2 n random words, circular and
     * of mean power 1. */
    void (*draw)(phw_cf *out, const uint32_t *word, size_t n, const phw_params *params);

    /** Of the values, NULL else: which of the values are quantized, by a public seed;
     * to be freed. PHW_ESHORT when none is left; PHW_EARG for more than picks hold;
     * PHW_ENOMEM. */
    phw_status (*pick)(phw_picks *out, size_t n_rows, size_t n_components,
                       const phw_params *params, uint64_t seed);
} phw_randomizer;

PHW_END_C

#endif
