/** @file
 * Base graphs of quasi-cyclic LDPC codes: one entry a graph (ldpc_base_NAME.c). Lifting
 * by z puts z bits in the place of a column, z checks in the place of a row, and a
 * cyclic shift in the place of an entry.
 */
#ifndef PHW_KGEN_LDPC_BASE_H
#define PHW_KGEN_LDPC_BASE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Families of lifting sizes, z = a 2^j with an a of their own. */
#define PHW_LDPC_FAMILIES 8

/** An entry of a base graph. */
typedef struct phw_ldpc_lift {
    uint8_t row;
    uint8_t column;
    uint16_t shift[PHW_LDPC_FAMILIES]; /**< of each family; modulo z */
} phw_ldpc_lift;

/** A base graph. Behind the core each column is a tail: a single entry, of shift 0, in
 * the next row. */
typedef struct phw_ldpc_base {
    unsigned n_rows;
    unsigned n_columns;
    unsigned n_core;           /**< columns before the tails */
    const phw_ldpc_lift *lift; /**< by rows, then columns */
    size_t n_lifts;
} phw_ldpc_base;

PHW_END_C

#endif
