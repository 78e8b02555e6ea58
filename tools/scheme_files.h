/** @file
 * The schemes that come with phyward: datasets/schemes, made part of the command when
 * it is built.
 */
#ifndef PHW_TOOLS_SCHEME_FILES_H
#define PHW_TOOLS_SCHEME_FILES_H

#include <stddef.h>

/** One of them. */
typedef struct phw_scheme_file {
    const char *name;        /**< of the file, without folder and ".yaml" */
    const char *description; /**< its line of that name */
    const char *reference;   /**< the same */
    const char *text;        /**< all of it */
} phw_scheme_file;

/** File `i` in the order of their names, NULL past the last. */
const phw_scheme_file *phw_scheme_file_at(size_t i);

#endif
