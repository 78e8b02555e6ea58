/** @file
 * Which symbol followed which string of symbols how often: a tree in which a string's
 * child is the string that has one more symbol before it.
 */
#ifndef PHW_KGEN_CONTEXTS_H
#define PHW_KGEN_CONTEXTS_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Longest string. */
#define PHW_CONTEXT_LENGTH_MAX 16

/** No string. */
#define PHW_CONTEXT_NONE UINT32_MAX

/** The tree. Belongs to one thread. */
typedef struct phw_contexts phw_contexts;

/** An empty one for symbols below n_symbols, 2 .. 256, given back with
 * phw_contexts_destroy(). PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_contexts_create(phw_contexts **out,
                                                    unsigned n_symbols);

/** Takes NULL. Wipes. */
PHW_API void phw_contexts_destroy(phw_contexts *c);

/** The empty string. */
PHW_API uint32_t phw_contexts_root(const phw_contexts *c);

/** The string `symbol` + `node`, at most PHW_CONTEXT_LENGTH_MAX long; PHW_CONTEXT_NONE
 * when it is not there or `node` is none. */
PHW_API uint32_t phw_contexts_child(const phw_contexts *c, uint32_t node,
                                    uint8_t symbol);

/** The same, and makes it when it is not there. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_contexts_grow(uint32_t *child, phw_contexts *c,
                                                  uint32_t node, uint8_t symbol);

/** How often `symbol` was counted after the string. */
PHW_API uint32_t phw_contexts_count(const phw_contexts *c, uint32_t node,
                                    uint8_t symbol);

/** Counts `symbol` after the string. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_contexts_add(phw_contexts *c, uint32_t node,
                                                 uint8_t symbol);

/** The symbol that was counted most after the string, the largest of equals, and how
 * often; 0 times when none was or `node` is none. */
PHW_API uint32_t phw_contexts_best(const phw_contexts *c, uint8_t *symbol,
                                   uint32_t node);

PHW_END_C

#endif
