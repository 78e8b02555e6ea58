/** @file
 * Which cells of a read-out a key is made of, and what min-entropy they are given: that
 * of the whole read-out or that of the cells themselves, whichever is less.
 */
#ifndef PHW_AUTH_CELL_SOURCE_H
#define PHW_AUTH_CELL_SOURCE_H

#include "auth/cell_entropy.h"
#include "auth/fuzzy_extractor.h"
#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** What was found. */
typedef struct phw_cell_source {
    phw_cell_entropy all;    /**< of the whole read-out */
    phw_cell_entropy source; /**< of the source cells */
} phw_cell_source;

/** Sets config->cell_entropy and config->n_blocks, the rest of which says what is
 * wanted. Few cells can't show that they are good: from what the whole read-out's
 * entropy asks for on, a quarter more are taken until they certify the key by their own
 * bounds. PHW_ENOKEY when all from config->from on do not; else as
 * phw_cell_entropy_assess() and phw_fuzzy_plan(). */
PHW_API PHW_MUST_USE phw_status phw_cell_source_plan(phw_cell_source *out,
                                                     phw_fuzzy_config *config,
                                                     const phw_bits *cells);

PHW_END_C

#endif
