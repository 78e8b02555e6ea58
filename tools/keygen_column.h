/** @file
 * The columns of a comparison of ways to make a key: each figure's name, unit and
 * definition, and its value of one run.
 */
#ifndef PHW_TOOLS_KEYGEN_COLUMN_H
#define PHW_TOOLS_KEYGEN_COLUMN_H

#include <stddef.h>

#include "tools/keygen.h"

/** How a column's trials are summed up. */
typedef enum phw_keygen_column_kind {
    PHW_COLUMN_MEAN = 0, /**< their mean, Student's 95 % interval */
    PHW_COLUMN_SHARE     /**< the share of ones, Clopper and Pearson's 95 % interval */
} phw_keygen_column_kind;

/** One column. */
typedef struct phw_keygen_column {
    const char *name; /**< in JSON and CSV */
    const char *unit; /**< "bit/s", or "" */
    phw_keygen_column_kind kind;
    const char *people;     /**< a few words for a table's line */
    const char *definition; /**< all there is to know */
    const char *heading;    /**< of a narrow table, or NULL: not there */
} phw_keygen_column;

/** Most columns. */
#define PHW_KEYGEN_COLUMNS_MAX 32

/** Column `i`, NULL past the last. */
const phw_keygen_column *phw_keygen_column_at(size_t i);

/** The column of that name, SIZE_MAX when there is none. */
size_t phw_keygen_column_find(const char *name);

/** The values of one run, in the order of the columns; NaN where a run has none. */
void phw_keygen_column_values(double out[PHW_KEYGEN_COLUMNS_MAX], const phw_keygen *k);

#endif
