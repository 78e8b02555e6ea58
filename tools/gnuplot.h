/** @file
 * The program gnuplot, found at run time.
 */
#ifndef PHW_TOOLS_GNUPLOT_H
#define PHW_TOOLS_GNUPLOT_H

#include <stddef.h>
#include <stdio.h>

#include "core/status.h"

/** Runs `script` of `size` bytes and gives what gnuplot wrote to its standard output,
 * with a 0 byte after its end, to be freed. PHW_EINPUT when there is no gnuplot or it
 * refuses, with what it said. */
PHW_MUST_USE phw_status phw_gnuplot_run(char **out, size_t *n, const char *script,
                                        size_t size);

/** Writes `text` as a string that a script may hold wherever it came from: in single
 * quotes, where gnuplot substitutes nothing; what is no printing character becomes a
 * blank. NULL is as "". */
void phw_gnuplot_quote(FILE *to, const char *text);

#endif
