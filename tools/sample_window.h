/** @file
 * A window that moves along a source's samples: what a decoder works on whose messages
 * may be longer than a block, without the whole recording in memory.
 */
#ifndef PHW_TOOLS_SAMPLE_WINDOW_H
#define PHW_TOOLS_SAMPLE_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/sample_source.h"

/** A zeroed one may be freed. */
typedef struct phw_sample_window {
    phw_cf *sample; /**< the n samples that follow `from` */
    size_t n;
    uint64_t from;
    bool last;   /**< the source ends with it */
    size_t size; /**< of a whole one */
} phw_sample_window;

/** An empty one for `size` >= 1 samples, given back with phw_sample_window_free().
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sample_window_alloc(phw_sample_window *out, size_t size);

/** Gives back; the struct is zero afterwards. */
void phw_sample_window_free(phw_sample_window *w);

/** Drops the first `n_done` <= n samples and fills up from the source. Fails as
 * phw_sample_source_read() does. */
PHW_MUST_USE phw_status phw_sample_window_move(phw_sample_window *w,
                                               phw_sample_source *source,
                                               size_t n_done);

/** Magnitudes of its samples into out[n]; real samples are magnitudes as they are. */
void phw_sample_window_magnitudes(float *out, const phw_sample_window *w, bool is_real);

#endif
