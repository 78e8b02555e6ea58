/** @file
 * Which stretches of the real line a quantizer's symbols stand for, told from its
 * output.
 */
#ifndef PHW_KGEN_CELLS_H
#define PHW_KGEN_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/raw.h"

PHW_BEGIN_C

/** A run of the real line (of a standard normal) that one symbol stands for. */
typedef struct phw_cell {
    double from; /**< -INFINITY for the lowest */
    double to;   /**< INFINITY for the highest */
    uint8_t symbol;
} phw_cell;

/** The cells, rising, of the normal scores of x[n], whose kept symbols count by their
 * first n_planes of n_bits bits; *cell is given back with free(). A cell is a run of
 * equal symbols along the sorted scores, and neighbours meet half way. Dropped values
 * at the ends and between cells of two symbols leave a hole; between equal symbols they
 * do where `holes`, else the cell goes on across them. Symbols after the shift fit in
 * 8 bits. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_cells_make(phw_cell **cell, size_t *n_cells,
                                               const double *x, size_t n,
                                               const phw_raw_component *kept,
                                               unsigned n_planes, bool holes);

PHW_END_C

#endif
