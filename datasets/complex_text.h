/** @file
 * Complex numbers in the cells of a text table. Not installed.
 */
#ifndef PHW_DATASETS_COMPLEX_TEXT_H
#define PHW_DATASETS_COMPLEX_TEXT_H

#include <stdbool.h>

#include "datasets/table.h"

PHW_BEGIN_C

/** "(1+2j)" as NumPy and "1-2i" as MATLAB write them, without blanks: whether it is
 * one, which it is when it ends in i or j. */
bool phw_complex_cell(const phw_table *t, double *re, double *im, phw_slice cell);

/** Which part a column "X_re", "X_real", "re_X", "X_im" ... holds: 'r', 'i', or 0 for
 * neither; `stem` becomes X. */
char phw_complex_part(phw_slice *stem, phw_slice cell);

PHW_END_C

#endif
