/** @file
 * Flat YAML mappings of known keys to scalars, through libcyaml.
 */
#ifndef PHW_TOOLS_YAML_H
#define PHW_TOOLS_YAML_H

#include <stddef.h>

#include "core/status.h"

/** Most keys of a mapping. */
#define PHW_YAML_KEYS_MAX 48

/** What can be wrong. */
typedef enum phw_yaml_problem {
    PHW_YAML_SYNTAX = 0, /**< the line breaks YAML's rules */
    PHW_YAML_EMPTY,      /**< nothing is in it */
    PHW_YAML_NO_MAPPING, /**< a list or a lone text, no mapping */
    PHW_YAML_UNKNOWN,    /**< the key is not among the known ones */
    PHW_YAML_TWICE,      /**< the key was there already */
    PHW_YAML_NO_SCALAR   /**< the key's value is a list, a mapping or an alias */
} phw_yaml_problem;

/** What was wrong and where. */
typedef struct phw_yaml_error {
    phw_yaml_problem problem;
    int line;     /**< from 1 */
    char key[64]; /**< which, for the last three problems */
} phw_yaml_error;

/** Reads `size` bytes of `text`: out[i] gets the scalar of name[i] (to be freed), or
 * NULL where the key is not there. `name` ends with NULL. PHW_EINPUT fills `error`;
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_yaml_mapping(char **out, phw_yaml_error *error,
                                         const char *text, size_t size,
                                         const char *const *name);

/** The line (from 1) on which a top-level key stands, 1 when it is not found. */
int phw_yaml_line(const char *text, const char *key);

#endif
