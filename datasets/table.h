/** @file
 * Text tables: lines of cells between commas, semicolons, tabs or blanks. Not
 * installed; rssi_csv gives the columns their meaning.
 */
#ifndef PHW_DATASETS_TABLE_H
#define PHW_DATASETS_TABLE_H

#include <locale.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** No such column. */
#define PHW_NO_COLUMN ((size_t)-1)

/** A piece of the text, [from, end). */
typedef struct phw_slice {
    const char *from;
    const char *end;
} phw_slice;

/** A table being read. */
typedef struct phw_table {
    const char *name;  /**< of the file, for messages */
    const char *at;    /**< the next line */
    const char *end;   /**< of the text */
    size_t line;       /**< number of the last line read, from 1 */
    char delimiter;    /**< ' ' stands for any run of blanks */
    phw_slice header;  /**< the line with the names, empty when there is none */
    locale_t c_locale; /**< numbers have points, whatever the program set */
} phw_table;

/** Walks the cells of a line. */
typedef struct phw_cells {
    phw_slice rest;
    char delimiter;
    bool done;
} phw_cells;

/** Starts reading `size` bytes that outlive the table: skips a byte order mark, settles
 * the delimiter (0: the first line's tab, else semicolon, else comma, else blanks) and
 * takes the header, which is the first line when no cell of it is a number. PHW_EINPUT
 * for an embedded 0 byte, PHW_ENOMEM. Ends with phw_table_end(). */
PHW_MUST_USE phw_status phw_table_start(phw_table *out, const char *text, size_t size,
                                        const char *name, char delimiter);

/** Gives back. */
void phw_table_end(phw_table *t);

/** The next line that is neither blank nor starts with #; false at the end. */
bool phw_table_next(phw_table *t, phw_slice *line);

/** Starts walking a line. */
phw_cells phw_cells_of(const phw_table *t, phw_slice line);

/** The next cell without blanks and quotes around it; false after the last. */
bool phw_cells_next(phw_cells *c, phw_slice *cell);

/** Its bytes. */
size_t phw_slice_length(phw_slice s);

/** Whether a slice is empty. */
bool phw_slice_is_empty(phw_slice s);

/** A decimal number; NaN for nan and inf by their names. False for all else. */
bool phw_table_number(const phw_table *t, double *out, phw_slice cell);

/** The column, from 0, with that name in the header, in any case when no exact one is
 * there; PHW_NO_COLUMN without. */
size_t phw_table_find(const phw_table *t, const char *name);

/** The header's names, cut at `size`. */
void phw_table_list(const phw_table *t, char *out, size_t size);

PHW_END_C

#endif
