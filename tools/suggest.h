/** @file
 * The name that a mistyped one was probably meant to be.
 */
#ifndef PHW_TOOLS_SUGGEST_H
#define PHW_TOOLS_SUGGEST_H

#include <stddef.h>

/** Gives candidate `i`, NULL past the last. */
typedef const char *phw_suggest_name(const void *context, size_t i);

/** The candidate nearest to `word` by edit distance, NULL when none is near (more than
 * a third of the word's letters, and at least two, would have to change). */
const char *phw_suggest(const char *word, phw_suggest_name *name, const void *context);

#endif
