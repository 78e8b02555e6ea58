/** @file
 * A forecaster that has learnt every component of a feature, and its file.
 *
 * The file is one JSON object: `format` "phyward-forecast", `version` 1, `model` and
 * `checksum`, 64 hexadecimal digits of BLAKE2b over the model with sorted names, no
 * blanks and numbers to 17 digits, which finds damage (not an attacker: a model is
 * public). The model holds `method` and `parameters` of the forecaster, `feature`,
 * `interval_s`, `horizon` (intervals) and `components`: objects of `mean`,
 * `deviation`, `taps`, `weights` and `centres`, an array of arrays of `taps` numbers.
 */
#ifndef PHW_TOOLS_FORECAST_SET_H
#define PHW_TOOLS_FORECAST_SET_H

#include <stddef.h>

#include "core/file.h"
#include "core/status.h"
#include "kgen/forecaster.h"
#include "tools/even_series.h"

/** Most components of a set. */
#define PHW_FORECAST_SET_MOST 1024

/** The largest file that is written or read, bytes. */
#define PHW_FORECAST_SET_FILE_MOST ((size_t)64 << 20)

/** A zeroed one is empty and may be freed. */
typedef struct phw_forecast_set {
    const phw_forecaster *method;
    phw_params params;
    char feature[256];         /**< as phw_even_series has it */
    double interval_s;         /**< of the training part */
    double horizon;            /**< intervals */
    phw_forecast_model *model; /**< one a component */
    size_t n_components;
} phw_forecast_set;

/** Learns the first n_training rows of every component, to be freed; a component that
 * is constant there makes PHW_ESHORT. Other errors as the forecaster. */
PHW_MUST_USE phw_status phw_forecast_set_train(phw_forecast_set *out,
                                               const phw_even_series *s,
                                               size_t n_training, double horizon,
                                               const phw_forecaster *method,
                                               const phw_params *params);

/** Gives back; the struct is zero afterwards. */
void phw_forecast_set_free(phw_forecast_set *set);

/** Writes the file. PHW_EARG when it is larger than the most; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_forecast_set_write(phw_writer *w,
                                               const phw_forecast_set *set);

/** Reads one, to be freed. PHW_EINPUT names file, field and what was expected, or that
 * the checksum does not fit; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_forecast_set_read(phw_forecast_set *out, const char *path);

/** The same of `size` bytes in memory. */
PHW_MUST_USE phw_status phw_forecast_set_parse(phw_forecast_set *out, const void *bytes,
                                               size_t size);

#endif
