/** @file
 * Layered belief propagation on a lifted graph: which word has a given syndrome and
 * agrees best with what is known of each of its bits. One decoder, two rules.
 */
#ifndef PHW_KGEN_LDPC_DECODER_H
#define PHW_KGEN_LDPC_DECODER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/ldpc_graph.h"

PHW_BEGIN_C

/** What a check makes of its messages. */
typedef enum phw_ldpc_rule {
    PHW_LDPC_MIN_SUM,     /**< the least of the others, scaled: in bytes, fast */
    PHW_LDPC_SUM_PRODUCT, /**< the exact one */
    PHW_LDPC_BOX_PLUS,    /**< the exact one by whole numbers and straight lines */
} phw_ldpc_rule;

/** The log-likelihood ratio of a bit that is known. */
#define PHW_LDPC_SURE 100.0F

/** How to decode. */
typedef struct phw_ldpc_decoding {
    phw_ldpc_rule rule;
    unsigned scale; /**< of min-sum's messages, in sixteenths, 1 .. 16: 13 suits graphs
                         without private columns, 11 those of New Radio */
    unsigned iterations; /**< passes over the rows at most */
} phw_ldpc_decoding;

/** A decoder and its scratch; opaque. */
typedef struct phw_ldpc_decoder phw_ldpc_decoder;

/** One for `graph`, which is borrowed. PHW_EARG for a scale out of range, PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_ldpc_decoder_create(phw_ldpc_decoder **out,
                                                        const phw_ldpc_graph *graph,
                                                        const phw_ldpc_decoding *how);

/** Takes NULL; wipes. */
PHW_API void phw_ldpc_decoder_destroy(phw_ldpc_decoder *d);

/** Looks for the word with the first n_checks of `syndrome` (rows in order, the last
 * one's by phw_ldpc_graph_lane()), llr[n_columns stride] the natural logarithms of
 * P(0) / P(1) of its bits. With `resume` it goes on from the messages of the last call,
 * which had some fewer checks of the same frame, and `llr` is not read. Whether one was
 * found; `word` (n_columns stride bytes) holds the last guess if not. Chen, Dholakia,
 * Eleftheriou, Fossorier, Hu, IEEE Trans. Commun. 53(8), 2005 (the rules); Hocevar,
 * SIPS 2004 (layers). */
PHW_API bool phw_ldpc_decode(phw_ldpc_decoder *d, uint8_t *word, const float *llr,
                             const uint8_t *syndrome, size_t n_checks, bool resume);

/** Passes that the last call took. */
PHW_API unsigned phw_ldpc_decoder_passes(const phw_ldpc_decoder *d);

PHW_END_C

#endif
