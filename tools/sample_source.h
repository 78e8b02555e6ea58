/** @file
 * Where samples come from: a recording, a pipe or a radio, behind one read. What a
 * command with a receiver takes as its input.
 */
#ifndef PHW_TOOLS_SAMPLE_SOURCE_H
#define PHW_TOOLS_SAMPLE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "datasets/recordings.h"
#include "tools/option.h"
#include "tools/recording_options.h"
#include "tools/result.h"

/** What help and manual say of the positional argument. */
#define PHW_SOURCE_SUMMARY \
    "SigMF, WAV or raw samples; - for a pipe; soapy:ARGS for a radio"

/** PHW_OPTIONS_RECORDING, --duration and --gain, to be put into a command's table. */
#define PHW_OPTIONS_SOURCE                                                  \
    PHW_OPTIONS_RECORDING,                                                  \
        {.param = {.name = "duration",                                      \
                   .unit = "s",                                             \
                   .summary = "read no more than this",                     \
                   .min = 1e-9,                                             \
                   .max = 1e9},                                             \
         .kind = PHW_OPTION_NUMBER,                                         \
         .placeholder = "S",                                                \
         .no_preset = true},                                                \
    {                                                                       \
        .param = {.name = "gain",                                           \
                  .unit = "dB",                                             \
                  .summary = "gain of a radio, instead of its own control", \
                  .min = -100,                                              \
                  .max = 200},                                              \
        .kind = PHW_OPTION_NUMBER, .placeholder = "DB", .no_preset = true   \
    }

/** What the user says about a source; zeroed for nothing. */
typedef struct phw_source_options {
    phw_recording_options recording; /**< of a radio: its rate, carrier and channel */
    double duration_s;               /**< > 0: at most that long; 0: to the end */
    bool has_gain;
    double gain_db; /**< of a radio; where !has_gain it sets its own */
} phw_source_options;

/** An open source, at a position. Belongs to one thread. */
typedef struct phw_sample_source phw_sample_source;

/** From PHW_OPTIONS_SOURCE; points into `arguments`. PHW_EARG for a sample type that is
 * none. */
PHW_MUST_USE phw_status phw_source_from_arguments(phw_source_options *out,
                                                  const phw_arguments *arguments);

/** Opens "-" (standard input: raw samples, whose type and rate the user must give),
 * "soapy:ARGS" (a radio, as SoapySDR names it: "soapy:driver=rtlsdr"; rate and carrier
 * must be given) or a recording as phw_recording_open() does. `options` may be NULL. A
 * recording with a checksum is not verified: phw_sample_source_verify() is. PHW_EARG
 * for what is missing or out of range; PHW_EINPUT as phw_recording_open(); PHW_EIO for
 * a radio that does not answer, or is not built in. Give back with
 * phw_sample_source_close(). */
PHW_MUST_USE phw_status phw_sample_source_open(phw_sample_source **out,
                                               const char *name,
                                               const phw_source_options *options);

/** What is known of it, valid until it is closed; `format` is "pipe" or "radio" where
 * it is no file. `n_samples` of a file is what a read to the end gives (a --duration
 * cuts it); else UINT64_MAX until the end was reached, and then what there was. */
const phw_recording_meta *phw_sample_source_info(const phw_sample_source *s);

/** The next `n` samples, fewer only at the end; `*n_read` is 0 there. Looks at Ctrl-C
 * itself, so that callers must not: for a recording it is PHW_ECANCEL, a pipe or radio
 * then ends at once like a file, and what was received so far is the result (a second
 * Ctrl-C is a wish like the first). Else as phw_recording_read(); PHW_EIO when a pipe
 * or radio fails. */
PHW_MUST_USE phw_status phw_sample_source_read(phw_sample_source *s, phw_cf *out,
                                               size_t n, size_t *n_read);

/** Total for a progress bar: samples, those of --duration at most; 0 where nobody knows
 * the end. */
double phw_sample_source_total(const phw_sample_source *s);

/** Whether it is no file: samples come once, and cannot be sought. */
bool phw_sample_source_is_live(const phw_sample_source *s);

/** The file behind it, to be sought in or read again; NULL when it is live. Reading it
 * moves the source's position too. */
phw_recording *phw_sample_source_recording(phw_sample_source *s);

/** phw_recording_verify() of a file; nothing for others. */
PHW_MUST_USE phw_status phw_sample_source_verify(phw_sample_source *s);

/** Says in `r`, after the last read, what was lost or cut: "interrupted" (ended by
 * Ctrl-C), "trailing_bytes" (of a broken sample at a pipe's end), "n_overflows" (times
 * that a radio lost samples). For people only what happened. */
void phw_sample_source_report(const phw_sample_source *s, phw_result *r);

/** Closes; takes NULL. */
void phw_sample_source_close(phw_sample_source *s);

#endif
