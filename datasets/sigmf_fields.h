/** @file
 * A recording's facts of our own as members of a JSON object, read and written.
 */
#ifndef PHW_DATASETS_SIGMF_FIELDS_H
#define PHW_DATASETS_SIGMF_FIELDS_H

#include <jansson.h>
#include <stddef.h>

#include "core/status.h"
#include "datasets/recording_field.h"

/** Our namespace, and what stands before a name. */
#define PHW_SIGMF_NAMESPACE "phyward"
#define PHW_SIGMF_PREFIX    PHW_SIGMF_NAMESPACE ":"

/** The members "phyward:..." of `object` that are numbers or texts, in their order, in
 * a fresh array given back with phw_recording_fields_free(); others are passed over.
 * The object, which Jansson's iteration does not take const, stays as it is; `place` is
 * what messages call it. PHW_EINPUT for more than
 * PHW_RECORDING_FIELDS_MAX; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sigmf_fields_read(phw_recording_field **out, size_t *n,
                                              json_t *object, const char *place);

/** Adds them to `object`. PHW_EARG for an empty name or one with other characters than
 * a-z, 0-9 and _, a number that is not finite, or a text that is not UTF-8;
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sigmf_fields_write(json_t *object,
                                               const phw_recording_field *field,
                                               size_t n);

#endif
