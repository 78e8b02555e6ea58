/** @file
 * What the `decode` commands share: their rows, and how a bit string is written.
 */
#ifndef PHW_TOOLS_DECODED_H
#define PHW_TOOLS_DECODED_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "tools/option.h"
#include "tools/result.h"
#include "tools/sample_source.h"

/** Most bits that phw_decoded_hex() writes. */
#define PHW_DECODED_BITS_MAX 4096

/** Bits, one to a byte, as hexadecimal digits: the last digit is filled up with zeros,
 * and bits past PHW_DECODED_BITS_MAX are left out. A new JSON string, NULL without
 * memory. */
json_t *phw_decoded_hex(const uint8_t *bit, size_t n_bits);

/** Sets a number of a row, JSON's null where it is none. */
void phw_decoded_number(json_t *row, const char *name, double value);

/** Sets a whole number of a row. */
void phw_decoded_count(json_t *row, const char *name, uint64_t value);

/** Sets a text of a row, JSON's null for NULL. */
void phw_decoded_text(json_t *row, const char *name, const char *value);

/** Sets yes or no of a row. */
void phw_decoded_flag(json_t *row, const char *name, int value);

/** Opens what the first positional argument names, and checks its checksum. */
PHW_MUST_USE phw_status phw_decoded_open(phw_sample_source **out,
                                         const phw_arguments *arguments);

/** The fields that every `decode` command begins with: file, rate_hz, carrier_hz. */
void phw_decoded_begin(phw_result *r, const phw_sample_source *source,
                       const phw_arguments *arguments, uint64_t n_samples);

#endif
