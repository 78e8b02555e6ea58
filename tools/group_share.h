/** @file
 * The key of a group over the links that have one: broadcasts from member to member,
 * both ends of each in memory.
 */
#ifndef PHW_TOOLS_GROUP_SHARE_H
#define PHW_TOOLS_GROUP_SHARE_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "tools/group_link.h"
#include "tools/group_plan.h"

/** What came of it. A zeroed one may be freed. Freeing wipes. */
typedef struct phw_group_share {
    phw_bits key;        /**< the group's; no bits when no link has a key */
    size_t n_members;    /**< who has it: the links' ends, 0 or at least 2 */
    size_t n_excluded;   /**< ends without a key of their own, or past a break */
    size_t n_agreed;     /**< members whose key is that of the reference link, bit by
                              bit: all, unless something is wrong */
    uint64_t n_messages; /**< broadcasts */
    uint64_t n_bytes;    /**< of them */
} phw_group_share;

/** A key of n_bits for the members of a star or a chain (PHW_EARG for pairs) of
 * `n_links` links, from the keys of outcome[n_links]. In a star everybody takes part
 * whose link has a key; in a chain the longest run of links that all have one, of equal
 * ones the first. The reference is the first link that takes part. To be freed. Errors
 * as phw_group_link_make() and phw_group_recover(). */
PHW_MUST_USE phw_status phw_group_share_run(phw_group_share *out,
                                            const phw_group_outcome *outcome,
                                            size_t n_links, phw_group_topology topology,
                                            size_t n_bits);

/** Wipes and gives back; the struct is zero afterwards. */
void phw_group_share_free(phw_group_share *share);

#endif
