/** @file
 * Raw samples, nothing else in the file: the type comes from the suffix or the user,
 * rate and carrier from the name or the user.
 */
#ifndef PHW_DATASETS_RECORDING_RAW_H
#define PHW_DATASETS_RECORDING_RAW_H

#include "core/status.h"
#include "datasets/recording.h"

PHW_BEGIN_C

/** Takes any file. Suffixes as radios and their programs use them (.cu8, .cs8, .sc16,
 * .cfile ...) and SigMF datatype names; a suffix that is none of them is refused unless
 * options->type says the type: it is never guessed. Parts of the name between
 * underscores tell the carrier (433.92M, 868.3MHz) and the rate (250k, 20Msps), as
 * rtl_433 writes them, the first of each; gqrx's names tell type, rate and carrier. */
PHW_API extern const phw_recording_format phw_recording_raw;

/** Sample type of a file name's suffix. PHW_EINPUT lists the known ones. */
PHW_API PHW_MUST_USE phw_status phw_raw_type_of_name(phw_sample_type *out,
                                                     const char *path);

/** Rate and carrier that a file name tells; untouched when it tells none. */
PHW_API void phw_raw_numbers_of_name(double *rate_hz, double *carrier_hz,
                                     const char *path);

PHW_END_C

#endif
