/** @file
 * Deflated bytes (zlib's format, RFC 1950), inflated into room of a size told before: a
 * small file can't ask for much memory. Not installed.
 */
#ifndef PHW_DATASETS_INFLATE_H
#define PHW_DATASETS_INFLATE_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** The most that deflated bytes may grow: one of them stands for at most so many. */
#define PHW_INFLATE_MOST_GROWTH 1032

/** Inflates `size` bytes until `room` ones are there, or they end or are damaged;
 * answers how many are. */
size_t phw_inflate(uint8_t *out, size_t room, const uint8_t *bytes, size_t size);

PHW_END_C

#endif
