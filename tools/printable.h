/** @file
 * Texts of users and files as JSON can have them.
 */
#ifndef PHW_TOOLS_PRINTABLE_H
#define PHW_TOOLS_PRINTABLE_H

struct json_t;

/** A JSON string of a text in UTF-8, and of any other bytes, a file's name say: those
 * that are no UTF-8 become \xNN, in letters. NULL, and for a NULL, where memory ends.
 */
struct json_t *phw_printable(const char *text);

#endif
