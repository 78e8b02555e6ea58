/** @file
 * Texts of users and files as JSON can have them.
 */
#ifndef PHW_TOOLS_PRINTABLE_H
#define PHW_TOOLS_PRINTABLE_H

#include <stdbool.h>
#include <stddef.h>

struct json_t;

/** A JSON string of a text in UTF-8, and of any other bytes, a file's name say: those
 * that are no UTF-8 become \xNN, in letters. NULL, and for a NULL, where memory ends.
 */
struct json_t *phw_printable(const char *text);

/** How many of the first `most` bytes of a text are whole characters of UTF-8; bytes
 * that are none count one by one. */
size_t phw_printable_cut(const char *text, size_t most);

/** Whether all of a text is UTF-8. */
bool phw_printable_is_utf8(const char *text);

#endif
