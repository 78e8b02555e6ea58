/** @file
 * Raw samples from a pipe: any lengths of reads, an end at any byte.
 */
#ifndef PHW_TOOLS_SAMPLE_PIPE_H
#define PHW_TOOLS_SAMPLE_PIPE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "datasets/sample_type.h"

/** A pipe being read. Belongs to one thread. */
typedef struct phw_sample_pipe phw_sample_pipe;

/** Reads samples of `type` from the file descriptor, which stays the caller's.
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sample_pipe_create(phw_sample_pipe **out, int descriptor,
                                               phw_sample_type type);

/** The next `n` samples, fewer only at the end or, with `*stopped`, when the user asked
 * to stop (phw_cancel_take()). PHW_EIO for a failed read; PHW_EINPUT for a sample that
 * is NaN or infinite. */
PHW_MUST_USE phw_status phw_sample_pipe_read(phw_sample_pipe *p, phw_cf *out, size_t n,
                                             size_t *n_read, bool *stopped);

/** Bytes of a broken sample at the end. */
size_t phw_sample_pipe_trailing(const phw_sample_pipe *p);

/** Takes NULL. */
void phw_sample_pipe_destroy(phw_sample_pipe *p);

#endif
