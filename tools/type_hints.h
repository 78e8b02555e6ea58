/** @file
 * What the bytes of raw samples say about their type: a hint for people, never a
 * choice.
 */
#ifndef PHW_TOOLS_TYPE_HINTS_H
#define PHW_TOOLS_TYPE_HINTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "datasets/sample_type.h"

/** Bytes from the file's begin that are looked at. */
#define PHW_TYPE_HINTS_BYTES ((size_t)1 << 20)

/** Types that are tried. */
#define PHW_TYPE_HINTS_MAX 16

/** One type, tried on the bytes. */
typedef struct phw_type_hint {
    phw_sample_type type;
    bool fits;       /**< the file is a whole number of its samples */
    bool plausible;  /**< nothing speaks against it */
    double rms_dbfs; /**< of the samples, if it were that type; NaN when some are not
                          finite */
    const char *why; /**< what speaks against it, or for it */
} phw_type_hint;

/** Tries the usual types of IQ on the first `n` of `size` bytes, plausible ones first;
 * the number of them is returned. What is compared: whether floats are finite and of
 * usual size; whether bytes at even and odd places follow one law (8 bits) or two (16),
 * and of the two, which is the upper, rarer changing one; whether small numbers are
 * small as two's complement or about the middle. */
size_t phw_type_hints(phw_type_hint hint[PHW_TYPE_HINTS_MAX], const uint8_t *byte,
                      size_t n, uint64_t size);

/** The same of a file; 0 when it can't be read or is empty. */
size_t phw_type_hints_read(phw_type_hint hint[PHW_TYPE_HINTS_MAX], const char *path);

#endif
