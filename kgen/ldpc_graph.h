/** @file
 * A lifted base graph: the parity checks of a quasi-cyclic code, and its syndromes.
 *
 * Words and syndromes are held a byte a bit, `stride` bytes a column or row, of which
 * the first z count; the rest may hold anything. Check `i` of a row takes, of a column
 * at shift s, bit (i + s) mod z.
 */
#ifndef PHW_KGEN_LDPC_GRAPH_H
#define PHW_KGEN_LDPC_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/ldpc_base.h"

PHW_BEGIN_C

/** Most rows, columns, entries and entries of a row, over all base graphs. */
#define PHW_LDPC_ROWS_MAX    46
#define PHW_LDPC_COLUMNS_MAX 68
#define PHW_LDPC_EDGES_MAX   316
#define PHW_LDPC_DEGREE_MAX  24

/** Largest lifting. */
#define PHW_LDPC_Z_MAX 384

/** One entry of a row. */
typedef struct phw_ldpc_edge {
    uint16_t column;
    uint16_t shift; /**< 0 .. z - 1 */
} phw_ldpc_edge;

/** The graph. */
typedef struct phw_ldpc_graph {
    unsigned z;
    unsigned stride; /**< z, rounded up to whole vectors of 32 bytes */
    unsigned n_rows;
    unsigned n_columns;
    unsigned spread; /**< step between the lanes of a row that is sent in part */
    unsigned row[PHW_LDPC_ROWS_MAX + 1]; /**< first edge of each, and the end */
    phw_ldpc_edge edge[PHW_LDPC_EDGES_MAX];
} phw_ldpc_graph;

/** The least lifting size of the standard that is >= least (2, 3, ... 384; TS 38.212,
 * table 5.3.2-1); 0 when there is none. */
PHW_API unsigned phw_ldpc_lifting(unsigned least);

/** `base` lifted by z, with the first n_tails of its tails and without the columns of
 * the others. PHW_EARG when z is none of the standard or n_tails is too many. */
PHW_API PHW_MUST_USE phw_status phw_ldpc_graph_lift(phw_ldpc_graph *out,
                                                    const phw_ldpc_base *base,
                                                    unsigned z, unsigned n_tails);

/** Finishes a graph whose z, n_rows, n_columns, row and edge are set. PHW_EARG when one
 * of them is out of range. */
PHW_API PHW_MUST_USE phw_status phw_ldpc_graph_close(phw_ldpc_graph *inout);

/** The lane of the k-th check that is sent of a row, k < z: those sent first lie
 * apart. */
PHW_API unsigned phw_ldpc_graph_lane(const phw_ldpc_graph *g, unsigned k);

/** syndrome[n_rows stride] = H word, word[n_columns stride], of the first n_rows rows.
 */
PHW_API void phw_ldpc_graph_syndrome(uint8_t *syndrome, const phw_ldpc_graph *g,
                                     const uint8_t *word, unsigned n_rows);

/** Whether H word is the syndrome in the first n_checks checks, row after row, the last
 * row's by phw_ldpc_graph_lane(). `scratch` holds stride bytes. */
PHW_API bool phw_ldpc_graph_holds(const phw_ldpc_graph *g, const uint8_t *word,
                                  const uint8_t *syndrome, size_t n_checks,
                                  uint8_t *scratch);

PHW_END_C

#endif
