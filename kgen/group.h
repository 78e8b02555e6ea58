/** @file
 * A group's key from its members' pairwise keys: the pad of one link, the reference, is
 * the key of all, and who knows it broadcasts its difference from the pad of another
 * link. In a star the centre does so for every member; in a chain each member hands on
 * to the next. Ye, Mathur, Reznik, Shah, Trappe and Mandayam, IEEE Trans. Inf.
 * Forensics and Security 5(2), 2010, and Liu, Yang, Wang, Chen and Koksal, IEEE Trans.
 * Mobile Computing 13(12), 2014, have such differences of measurements; here they are
 * of certified keys, so that what they tell is known.
 *
 * A link's key serves once: `n` bits are the pad, 64 the point of a hash and 64 hide
 * its value. With pads that are uniform and independent of each other the differences
 * tell nothing of the group's key (one-time pad). Each link's key is within eps of
 * that, so the group's is within the sum over its links. That pads be independent of
 * each other is a matter of the pairwise keys: what a neighbour hears of a link has to
 * be charged to it.
 */
#ifndef PHW_KGEN_GROUP_H
#define PHW_KGEN_GROUP_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/message.h"

PHW_BEGIN_C

/** Bits of a link's key that authenticate the difference. */
#define PHW_GROUP_TAG_KEY_BITS 128

/** Most bits of a group's key. */
#define PHW_GROUP_BITS_MAX 4096

/** The type of the one message. */
#define PHW_GROUP_DIFFERENCE 1

/** A link's key, taken apart. A zeroed one is empty and may be freed. Freeing wipes. */
typedef struct phw_group_link {
    phw_bits pad;   /**< as long as the group's key */
    uint64_t point; /**< where the hash's polynomial is evaluated */
    uint64_t mask;  /**< hides its value */
} phw_group_link;

/** Takes the first n + PHW_GROUP_TAG_KEY_BITS bits of a link's key apart, to be freed.
 * PHW_EARG when n is 0 or above PHW_GROUP_BITS_MAX; PHW_ENOKEY when the key is shorter;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_group_link_make(phw_group_link *out,
                                                    const phw_bits *key, size_t n);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_group_link_free(phw_group_link *link);

/** The broadcast by which the other end of `link`, number `number`, learns the group's
 * key: a whole frame whose sequence is that number. Its payload is the difference and a
 * tag of 64 bits, forged with probability (ceil(n / 64) + 2) / 2^64 at most (one-time
 * Wegman and Carter; the number is hashed too). A link says one difference ever.
 * PHW_EARG when the key is not as long as the pad; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_group_difference(phw_message *out,
                                                     const phw_bits *group,
                                                     const phw_group_link *link,
                                                     uint32_t number);

/** The group's key, to be freed, from what phw_group_difference() made, which anybody
 * may have sent. PHW_EPEER when the frame is not one for this link, PHW_EAUTH when its
 * tag is wrong; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_group_recover(phw_bits *group,
                                                  const phw_message *in,
                                                  const phw_group_link *link,
                                                  uint32_t number);

PHW_END_C

#endif
