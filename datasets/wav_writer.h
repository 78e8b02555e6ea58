/** @file
 * Writes WAV files as receivers' programs read them: two channels are I and Q, one is
 * real; RF64 past 4 GiB; the carrier in an `auxi` chunk. recordings.h reads all of it
 * back.
 */
#ifndef PHW_DATASETS_WAV_WRITER_H
#define PHW_DATASETS_WAV_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include "core/file.h"
#include "core/sample.h"
#include "core/status.h"
#include "datasets/sample_type.h"

PHW_BEGIN_C

/** What a file holds. */
typedef struct phw_wav_config {
    phw_sample_type type; /**< little-endian u8, i16, i24, i32, f32 or f64 */
    double rate_hz;       /**< a whole number from 1 to 2^32 - 1 */
    double carrier_hz;    /**< kept when a whole number from 1 to 2^32 - 1 */
    uint64_t n_samples;   /**< that will be written; UINT64_MAX when not known: readers
                               then take all to the end of the file */
} phw_wav_config;

/** A file under way. */
typedef struct phw_wav_writer phw_wav_writer;

/** The type that WAV has for samples of `type`, without a loss: it becomes
 * little-endian, i8 and u16 become wider. */
PHW_API phw_sample_type phw_wav_type(phw_sample_type type);

/** Starts a file in `file`, which stays the caller's and must live until
 * phw_wav_writer_finish(). PHW_EARG names the field that is out of range; PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_wav_writer_create(phw_wav_writer **out,
                                                      phw_writer *file,
                                                      const phw_wav_config *config);

/** Appends samples as phw_sample_encode() stores them. PHW_EARG, with the sample's
 * number, when one is NaN or infinite; then none of this call is written. */
PHW_API PHW_MUST_USE phw_status phw_wav_writer_push(phw_wav_writer *w,
                                                    const phw_cf *sample, size_t n);

/** Components that were set to an end of the integers' range. */
PHW_API uint64_t phw_wav_writer_n_clipped(const phw_wav_writer *w);

/** Ends the file; now it may be committed. PHW_EARG when there are no samples, or not
 * as many as were promised. */
PHW_API PHW_MUST_USE phw_status phw_wav_writer_finish(phw_wav_writer *w);

/** Takes NULL. */
PHW_API void phw_wav_writer_destroy(phw_wav_writer *w);

PHW_END_C

#endif
