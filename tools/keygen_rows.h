/** @file
 * A study's results as rows: for programs, for people and for tables under version
 * control.
 */
#ifndef PHW_TOOLS_KEYGEN_ROWS_H
#define PHW_TOOLS_KEYGEN_ROWS_H

#include <stddef.h>

#include "core/file.h"
#include "tools/interval.h"
#include "tools/keygen_study.h"
#include "tools/result.h"

/** The 95 % interval of a column as its kind asks for; low above high: it has none. */
phw_interval phw_keygen_rows_interval(const phw_keygen_summary *s, size_t column);

/** The scenario's name: its file's, without folder and ending. `size` bytes. */
void phw_keygen_rows_scenario(char *out, size_t size, const phw_scenario *scenario);

/** Adds "rows", an object for each scheme of each scenario, and "columns", the
 * definitions, for programs. */
void phw_keygen_rows_json(phw_result *out, const phw_keygen_study *s);

/** Adds what people read: of one row a line a figure, of more a narrow table. */
void phw_keygen_rows_people(phw_result *out, const phw_keygen_study *s);

/** Writes a CSV: a line of names, then a line a row with mean and interval of every
 * column, six digits, nothing where there is no value. */
void phw_keygen_rows_csv(phw_writer *w, const phw_keygen_study *s);

#endif
