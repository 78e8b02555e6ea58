/** @file
 * Text for people, folded at the width of their terminal.
 */
#ifndef PHW_TOOLS_WRAP_H
#define PHW_TOOLS_WRAP_H

#include <stddef.h>

/** Columns of the terminal that standard output is, 80 when it is none. */
size_t phw_wrap_width(void);

/** Prints words to standard output and ends the line, which stands at column `at`
 * already. What would not end before `width` goes on a line of its own, `indent` blanks
 * in; a word longer than a line is broken after a colon, and stays whole without. */
void phw_wrap_print(const char *text, size_t at, size_t indent, size_t width);

#endif
