/** @file
 * Writes a recording in the form that its name says: SigMF, WAV or raw samples.
 */
#ifndef PHW_TOOLS_RECORDING_OUTPUT_H
#define PHW_TOOLS_RECORDING_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "datasets/recording.h"
#include "tools/outputs.h"

/** What is to be written. */
typedef struct phw_recording_output_config {
    const char *path; /**< NAME.sigmf-meta or NAME.sigmf-data, NAME.wav, or a suffix of
                           raw samples; with `type` any other for raw samples */
    const char *type; /**< SigMF datatype name; NULL: as near to the source's as goes */
    const phw_recording_meta *from; /**< of the source; n_samples may be UINT64_MAX */
} phw_recording_output_config;

/** A recording under way. */
typedef struct phw_recording_output phw_recording_output;

/** Whether a name says one of the forms by itself. */
bool phw_recording_output_knows(const char *path);

/** Starts one; its files are `outputs`', to be committed with the others. PHW_EARG for
 * a name that says no form, a type that the form has not, or a source without a rate
 * where the form needs one; PHW_EIO; PHW_ENOMEM. */
PHW_MUST_USE phw_status
phw_recording_output_create(phw_recording_output **out, phw_outputs *outputs,
                            const phw_recording_output_config *config);

/** "sigmf", "wav" or "raw". */
const char *phw_recording_output_form(const phw_recording_output *o);

/** How the samples are stored. */
phw_sample_type phw_recording_output_type(const phw_recording_output *o);

/** Appends samples; PHW_EARG when one is not finite. */
PHW_MUST_USE phw_status phw_recording_output_push(phw_recording_output *o,
                                                  const phw_cf *sample, size_t n);

/** Components set to an end of the integers' range so far. */
uint64_t phw_recording_output_n_clipped(const phw_recording_output *o);

/** Ends it; now the outputs may be committed. PHW_EARG when there are no samples. */
PHW_MUST_USE phw_status phw_recording_output_finish(phw_recording_output *o);

/** Takes NULL. */
void phw_recording_output_destroy(phw_recording_output *o);

#endif
