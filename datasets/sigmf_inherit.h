/** @file
 * What a SigMF recording made of another one takes over from its metadata.
 */
#ifndef PHW_DATASETS_SIGMF_INHERIT_H
#define PHW_DATASETS_SIGMF_INHERIT_H

#include <jansson.h>
#include <stdint.h>

#include "core/status.h"

/** Adds to `global` what it does not say itself, puts the other's captures in the place
 * of `captures` (their frequency being that of the first capture there, when it has one
 * that differs from the other's first), and gives its annotations, by rising starts, as
 * a new array. Starts lose core:offset. PHW_EARG; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sigmf_inherit(json_t **annotations, json_t *global,
                                          json_t *captures, const char *metadata);

/** Merges the inherited annotations into `annotations`, both by rising starts, and
 * drops what lies past the last of `n_samples`. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sigmf_inherit_end(json_t *captures, json_t *annotations,
                                              const json_t *inherited,
                                              uint64_t n_samples);

#endif
