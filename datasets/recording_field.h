/** @file
 * Facts of our own in a recording's metadata: named numbers and texts, of the recording
 * or of one annotation ("phyward:NAME" in SigMF).
 */
#ifndef PHW_DATASETS_RECORDING_FIELD_H
#define PHW_DATASETS_RECORDING_FIELD_H

#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most of one recording or of one annotation. */
#define PHW_RECORDING_FIELDS_MAX 64

/** One fact. Whoever made it owns the strings; a recording owns those it read. */
typedef struct phw_recording_field {
    const char *name; /**< without "phyward:" */
    const char *text; /**< NULL for a number */
    double number;    /**< finite; whole ones exact up to 2^53; 0 for a text */
} phw_recording_field;

/** The fact of that name, NULL when there is none. */
PHW_API const phw_recording_field *phw_recording_field_find(
    const phw_recording_field *field, size_t n, const char *name);

/** Gives back the strings and the array that a recording read; takes NULL. */
PHW_API void phw_recording_fields_free(phw_recording_field *field, size_t n);

PHW_END_C

#endif
