/** @file
 * YAML as a flat list: mappings within mappings become dotted paths, lists of plain
 * values become one text with commas, and every value knows its line.
 *
 * Aliases, lists of anything but plain values and what is deeper than three mappings
 * are refused, so that no small file can become a large one.
 */
#ifndef PHW_TOOLS_YAML_H
#define PHW_TOOLS_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

/** Bytes of a path, its end included. */
#define PHW_YAML_PATH_MAX 128

/** Most values of a file. */
#define PHW_YAML_VALUES_MAX 4096

/** What can be wrong. */
typedef enum phw_yaml_problem {
    PHW_YAML_SYNTAX = 0,    /**< the line breaks YAML's rules */
    PHW_YAML_EMPTY,         /**< nothing is in it */
    PHW_YAML_NO_MAPPING,    /**< a list or a lone text, no mapping */
    PHW_YAML_TWICE,         /**< the key, or one below it, was there already */
    PHW_YAML_TWO_DOCUMENTS, /**< a second document begins */
    PHW_YAML_NO_SCALAR,     /**< an alias, a list of lists, a mapping too deep */
    PHW_YAML_TOO_LONG,      /**< the key's path does not fit */
    PHW_YAML_TOO_MANY       /**< more than PHW_YAML_VALUES_MAX values */
} phw_yaml_problem;

/** What was wrong and where. */
typedef struct phw_yaml_error {
    phw_yaml_problem problem;
    int line;                    /**< from 1 */
    char key[PHW_YAML_PATH_MAX]; /**< which, where there is one */
} phw_yaml_error;

/** One value. */
typedef struct phw_yaml_entry {
    char *path; /**< "nodes.bob.snr_db" */
    char *text; /**< of a list: its values with commas between; of an empty mapping: ""
                 */
    int line;   /**< of the key, from 1 */
    bool is_list;
} phw_yaml_entry;

/** All values, in the order of the file. A zeroed one may be freed. */
typedef struct phw_yaml {
    phw_yaml_entry *entry;
    size_t n;
} phw_yaml;

/** Reads `size` bytes of `text`, which has a zero after its last. PHW_EINPUT fills
 * `error`; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_yaml_read(phw_yaml *out, phw_yaml_error *error,
                                      const char *text, size_t size);

/** Gives back; the struct is zero afterwards. */
void phw_yaml_free(phw_yaml *yaml);

#endif
