/** @file
 * name=value tables: what can be set, in which unit and range, with which default.
 * Shared by the registries, their help, scenario checks and sweeps.
 */
#ifndef PHW_CORE_PARAM_H
#define PHW_CORE_PARAM_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** One thing that can be set. */
typedef struct phw_param {
    const char *name;
    const char *unit;          /**< "Hz", "dB", "s", "" */
    const char *summary;       /**< one line */
    double min;                /**< least value allowed */
    double max;                /**< greatest value allowed */
    double preset;             /**< the default; an index when there are choices */
    bool whole;                /**< only whole numbers */
    const char *const *choice; /**< NULL, or the words allowed, NULL-terminated */
} phw_param;

/** Most parameters that one table may have. */
#define PHW_PARAMS_MAX 16

/** The values of one table, in its order. */
typedef struct phw_params {
    double value[PHW_PARAMS_MAX];
} phw_params;

/** Reads "12", "20M", "868.3MHz", "-10dB", "1e6": a number, then at most one of the SI
 * prefixes p n u m k M G T, then at most the unit's own name. PHW_EARG says what is
 * wrong. The C locale's decimal point whatever the locale; never NaN or infinite. */
PHW_API PHW_MUST_USE phw_status phw_param_number(double *out, const char *text,
                                                 const char *unit);

/** Reads one value for `spec`: a number in range, or one of its words. */
PHW_API PHW_MUST_USE phw_status phw_param_read(double *out, const phw_param *spec,
                                               const char *text);

/** Every parameter of the table (n of them) at its default. */
PHW_API void phw_params_preset(phw_params *out, const phw_param *spec, size_t n);

/** The table's defaults changed by "name=value:name=value" (NULL or "" for none).
 * PHW_EARG names the unknown parameter and the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_params_read(phw_params *out, const phw_param *spec,
                                                size_t n, const char *text);

/** Splits "entry:name=value:..." at its first colon: copies the entry's name (PHW_EARG
 * when it does not fit in `size`) and points `rest` at what follows the colon, or at
 * "". */
PHW_API PHW_MUST_USE phw_status phw_choice_split(char *name, const char **rest,
                                                 const char *text, size_t size);

PHW_END_C

#endif
