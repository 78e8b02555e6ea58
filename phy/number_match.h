/** @file
 * Which probe of one receiver is which of another, by what a column tells of the frame:
 * its number on the air, which may wrap and repeat, or a digest of its bytes.
 */
#ifndef PHW_PHY_NUMBER_MATCH_H
#define PHW_PHY_NUMBER_MATCH_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"
#include "phy/trace_match.h"

PHW_BEGIN_C

/** Which numbers pair probes, and how. */
typedef struct phw_numbering {
    const char *column; /**< of both traces: whole numbers up to 2^53, NaN where a probe
                             has none; with a modulus 0 .. modulus - 1 */
    const char *again;  /**< column that is not 0 of a frame that is sent again with its
                             number; NULL, or where a trace has none: nobody tells */
    phw_number_config number; /**< with a modulus the numbers are a counter's: they rise
                                   but for frames late by at most a 64th of it, and
                                   wrap; with 0 each is a name, in any order */
} phw_numbering;

/** Probes of one trace that may have no pair, so that none is a wrong one. */
typedef struct phw_number_losses {
    size_t n_without;  /**< no number */
    size_t n_again;    /**< sent again: of several, nobody knows which the other heard
                        */
    size_t n_repeated; /**< their number is there more than once, or comes late */
} phw_number_losses;

/** Pairs probes of equal numbers, to be freed; lost[0] is A's, lost[1] B's. What is
 * lost counts as unpaired, too. A counter's wraps are unwrapped and paired as
 * phw_trace_match_sequence() does. Names that are once in either trace are pairs, the
 * most of them that are in one order in both, which also drops a chance likeness. Two
 * sendings of one number that `again` does not tell, of which each receiver has heard
 * another, are one pair but for number.most_apart_s. Few pairs are no failure.
 * PHW_EINPUT when a trace has no such column, or its values are no such numbers;
 * PHW_EARG for a modulus that is not 0..2^32, PHW_EARG and PHW_EINPUT as
 * phw_trace_match_sequence(); PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_match_numbers(phw_trace_pairs *out,
                                                        phw_number_losses lost[2],
                                                        const phw_trace *a,
                                                        const phw_trace *b,
                                                        const phw_numbering *config);

PHW_END_C

#endif
