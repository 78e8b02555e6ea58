/** @file
 * The files that one run writes: all of them appear, or what was there before stays.
 */
#ifndef PHW_TOOLS_OUTPUTS_H
#define PHW_TOOLS_OUTPUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/file.h"
#include "core/key.h"
#include "core/status.h"

struct json_t;

/** Most files of a run: all traces and recordings of the largest plan, and pictures. */
#define PHW_OUTPUTS_MAX 512

/** The outputs under way; a zeroed one is empty. Ends with phw_outputs_commit() or
 * phw_outputs_discard(). */
typedef struct phw_outputs {
    phw_writer *writer[PHW_OUTPUTS_MAX];
    size_t n;
} phw_outputs;

/** Starts one more, `*out`, which stays the list's. As phw_writer_create(), and PHW_EIO
 * when there are PHW_OUTPUTS_MAX already. */
PHW_MUST_USE phw_status phw_outputs_add(phw_writer **out, phw_outputs *outputs,
                                        const char *path, bool private_file);

/** A key file, of mode 0600; nothing for a `path` of NULL. As phw_writer_create(). */
PHW_MUST_USE phw_status phw_outputs_add_key(phw_outputs *outputs, const phw_key *key,
                                            const char *path);

/** The paths of all as a JSON array, in their order. NULL without memory. */
struct json_t *phw_outputs_list(const phw_outputs *outputs);

/** All or none, as phw_writer_commit_all(), and PHW_ECANCEL when the user asked to
 * stop: the last moment to. The list is empty after. */
PHW_MUST_USE phw_status phw_outputs_commit(phw_outputs *outputs);

/** Drops all. */
void phw_outputs_discard(phw_outputs *outputs);

#endif
