/** @file
 * The transmitters of a capture, and which frames are whose.
 */
#ifndef PHW_TOOLS_FRAME_PARTIES_H
#define PHW_TOOLS_FRAME_PARTIES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "tools/frames.h"

/** The party of frames whose sender nobody knows, and of all when none are told apart.
 */
#define PHW_FRAME_PARTY_UNKNOWN "tx0"

/** A transmitter. */
typedef struct phw_frame_party {
    char name[PHW_MAC_N_TEXT]; /**< its address, or PHW_FRAME_PARTY_UNKNOWN */
    bool known;                /**< it is an address */
    size_t n_frames;           /**< at least 1 */
    size_t *frame;             /**< their numbers, rising; of the parties' one array */
} phw_frame_party;

/** A zeroed one is empty and may be freed. */
typedef struct phw_frame_parties {
    phw_frame_party *party; /**< in the order of their first frames, the unknown last */
    size_t n;
    size_t *of;    /**< of each frame its party */
    size_t *frame; /**< what the parties' lists are parts of */
} phw_frame_parties;

/** Tells the settled frames' senders apart, or with !by_address makes one party of all;
 * to be freed. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_frame_parties_make(phw_frame_parties *out,
                                               const phw_frames *f, bool by_address);

/** Gives back; the struct is zero afterwards. */
void phw_frame_parties_free(phw_frame_parties *p);

#endif
