/** @file
 * Samples as text: a number a line, or I and Q. Oscilloscopes and MATLAB write it.
 */
#ifndef PHW_DATASETS_RECORDING_TEXT_H
#define PHW_DATASETS_RECORDING_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "datasets/recording.h"

PHW_BEGIN_C

/** Most bytes of a text. */
#define PHW_TEXT_BYTES_MAX ((size_t)1 << 30)

/** Samples of a text. A zeroed one may be freed. */
typedef struct phw_text_samples {
    uint8_t *bytes; /**< rf32_le, or cf32_le */
    size_t n_bytes;
    bool is_complex;
} phw_text_samples;

/** Reads `size` bytes of text, of which every line is one number or, all the same, two
 * (I, Q) between commas, semicolons, tabs or blanks. Blank lines and such that start
 * with # do not count, and the first one may hold names. PHW_EINPUT names the line.
 * Given back with phw_text_samples_free(). */
PHW_API PHW_MUST_USE phw_status phw_text_samples_parse(phw_text_samples *out,
                                                       const char *text, size_t size,
                                                       const char *name);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_text_samples_free(phw_text_samples *s);

/** The entry "text": .txt and .csv, where the lines at the beginning are numbers. */
extern const phw_recording_format phw_recording_text;

PHW_END_C

#endif
