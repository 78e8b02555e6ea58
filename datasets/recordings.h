/** @file
 * Recordings of samples, streamed from SigMF, raw and WAV files through a buffer of
 * fixed size: a recording may be larger than the memory.
 */
#ifndef PHW_DATASETS_RECORDINGS_H
#define PHW_DATASETS_RECORDINGS_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "datasets/recording.h"

PHW_BEGIN_C

/** An open recording, at a position. Belongs to one thread. */
typedef struct phw_recording phw_recording;

/** The `n`-th known format in the order they are tried, NULL past the last. */
PHW_API const phw_recording_format *phw_recording_format_at(size_t n);

/** Opens a recording at its first sample: SigMF by name (NAME, NAME.sigmf-meta,
 * NAME.sigmf-data, or in an archive FILE.sigmf or FILE.sigmf:NAME), WAV by content,
 * else raw by suffix or `options->type`. `options` may be NULL. PHW_EARG for a rate,
 * carrier or channel out of range; PHW_EINPUT, naming file and field, when it is
 * missing, malformed, empty, holds a broken sample at its end, is of a type other than
 * `options->type`, or its sample rate is unknown. Give back with phw_recording_close().
 */
PHW_API PHW_MUST_USE phw_status phw_recording_open(
    phw_recording **out, const char *path, const phw_recording_options *options);

/** What is known of it, valid until it is closed. */
PHW_API const phw_recording_meta *phw_recording_info(const phw_recording *r);

/** Reads the next `n` samples of the chosen channel, fewer only at the end, and moves
 * past them; `*n_read` is 0 at the end. Captures follow each other without a gap.
 * PHW_EINPUT names file and sample when one is NaN or infinite or the file became
 * shorter; the position stays and the contents of `out` are unspecified. */
PHW_API PHW_MUST_USE phw_status phw_recording_read(phw_recording *r, phw_cf *out,
                                                   size_t n, size_t *n_read);

/** Goes to a sample, at most n_samples; PHW_EARG beyond. */
PHW_API PHW_MUST_USE phw_status phw_recording_seek(phw_recording *r, uint64_t sample);

/** Reads the whole data file and compares its SHA-512 with the metadata's; keeps the
 * position and sets its `hash`. PHW_OK too when there is none to compare with
 * (PHW_HASH_NONE). PHW_EINPUT on a mismatch. */
PHW_API PHW_MUST_USE phw_status phw_recording_verify(phw_recording *r);

/** Gives back what a phw_recording_format filled in; takes a zeroed one. For recordings
 * that were opened, phw_recording_close() does it. */
PHW_API void phw_recording_meta_free(phw_recording_meta *meta);

/** Closes; takes NULL. */
PHW_API void phw_recording_close(phw_recording *r);

PHW_END_C

#endif
