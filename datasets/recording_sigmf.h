/** @file
 * SigMF recordings (version 1): a .sigmf-meta of JSON beside a .sigmf-data of samples.
 */
#ifndef PHW_DATASETS_RECORDING_SIGMF_H
#define PHW_DATASETS_RECORDING_SIGMF_H

#include <stddef.h>

#include "core/status.h"
#include "datasets/recording.h"

PHW_BEGIN_C

/** The largest metadata file that is read, bytes. */
#define PHW_SIGMF_MOST_BYTES ((size_t)64 << 20)

/** NAME, NAME.sigmf-meta or NAME.sigmf-data. Takes all SigMF datatypes, several
 * channels, and data that need core:dataset, header_bytes and trailing_bytes. An
 * extension that is not optional is refused, as no other than ours is known. (SigMF
 * 1.2.5.) */
extern const phw_recording_format phw_recording_sigmf;

/** Fills `meta` (see phw_recording_format, but for data_path) from the `size` bytes of
 * a .sigmf-meta, followed by a 0 byte; no file is opened. `*dataset`, when there is a
 * core:dataset, becomes a string to give back with free(), else NULL; it is set
 * whatever the status. Starts lose core:offset. PHW_EINPUT names line and column, or
 * the field. */
PHW_MUST_USE phw_status phw_sigmf_parse(phw_recording_meta *meta, char **dataset,
                                        const char *text, size_t size);

PHW_END_C

#endif
