/** @file
 * Flat YAML mappings of known keys to scalars, through libcyaml.
 */
#ifndef PHW_TOOLS_YAML_H
#define PHW_TOOLS_YAML_H

#include <stddef.h>

#include "core/status.h"

/** Most keys of a mapping. */
#define PHW_YAML_KEYS_MAX 48

/** What was wrong and where. */
typedef struct phw_yaml_error {
    int line;             /**< from 1 */
    char unknown_key[64]; /**< the key that is not among the known ones, or "" */
    char message[256];    /**< what the parser said */
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
