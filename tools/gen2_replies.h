/** @file
 * The EPC Gen2 replies in a window of samples: magnitudes as they are, complex samples
 * along four axes.
 */
#ifndef PHW_TOOLS_GEN2_REPLIES_H
#define PHW_TOOLS_GEN2_REPLIES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/epc_reply.h"
#include "tools/sample_window.h"

/** Finds the replies in a window, in FM0 or one of Miller's codes, or in any when
 * `code` is NULL. A tag moves complex samples along a line whose angle nobody knows:
 * along the nearest of four axes, 45 degrees apart, at most 0.7 dB of its power are
 * lost; of what several axes or codes read one with a good CRC counts, then the one
 * with the best ratio to noise. Given back with phw_epc_free(). Fails as
 * phw_epc_find() and phw_miller_find() do. */
PHW_MUST_USE phw_status phw_gen2_find(phw_epc_replies *out, const phw_sample_window *w,
                                      bool is_real, const phw_epc_config *config,
                                      const phw_line_code *code);

/** What a reply is by its length: "epc" (its PC tells the same length), "handle" (32
 * bits), "rn16" (16 bits) or "other". */
const char *phw_gen2_kind(const phw_epc_reply *r);

#endif
