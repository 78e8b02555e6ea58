/** @file
 * One end of a Cascade that weighs its bits (kgen/suspects.h): Alice asks for the
 * parities of blocks that both ends know to be due, one bit each, Bob answers with his,
 * and both know the differences.
 */
#ifndef PHW_KGEN_WEIGHED_H
#define PHW_KGEN_WEIGHED_H

#include <stdbool.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/message.h"
#include "kgen/reconciler.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** One end's machine. */
typedef struct phw_weighed phw_weighed;

/** What can be set. */
typedef struct phw_weighed_scheme {
    double first;    /**< expected differences of a block of the first pass, > 0 */
    double later;    /**< of the later ones, > 0 */
    unsigned checks; /**< passes of two halves at the end, 1 .. 16 */
    bool one;        /**< one block is divided in a round, else a pass's */
} phw_weighed_scheme;

/** As phw_reconciler's create. PHW_EARG for a scheme out of range. */
PHW_API PHW_MUST_USE phw_status phw_weighed_create(phw_weighed **out, phw_role role,
                                                   const phw_weighed_scheme *scheme,
                                                   const phw_reconcile_task *task,
                                                   const phw_bits *key);

/** Takes NULL; wipes. */
PHW_API void phw_weighed_destroy(phw_weighed *c);

/** As phw_reconciler's reset. */
PHW_API PHW_MUST_USE phw_status phw_weighed_reset(phw_weighed *c, const phw_bits *key);

/** As phw_reconciler's step. */
PHW_API PHW_MUST_USE phw_status phw_weighed_step(phw_weighed *c, phw_message *out,
                                                 bool *done, const phw_message *in);

/** As phw_reconciler's key. */
PHW_API const phw_bits *phw_weighed_key(const phw_weighed *c);

/** As phw_reconciler's corrected. */
PHW_API const phw_bits *phw_weighed_corrected(const phw_weighed *c);

/** As phw_reconciler's figures. */
PHW_API phw_reconcile_figures phw_weighed_figures(const phw_weighed *c);

PHW_END_C

#endif
