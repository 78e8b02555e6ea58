/** @file
 * All that is measured of a recording in one reading, in bounded memory.
 */
#ifndef PHW_TOOLS_RECORDING_SURVEY_H
#define PHW_TOOLS_RECORDING_SURVEY_H

#include "core/status.h"
#include "tools/level_history.h"
#include "tools/recording_level.h"
#include "tools/recording_pictures.h"
#include "tools/sample_source.h"
#include "tools/signal_looks.h"
#include "tools/spectrum_survey.h"

/** What was measured. */
typedef struct phw_recording_survey {
    phw_recording_level level;
    phw_level_facts bursts;
    phw_spectrum_facts spectrum;
    phw_signal_looks looks;
} phw_recording_survey;

/** Reads the source to its end; `pictures`, when not NULL, sees the samples too.
 * PHW_ESHORT when it holds no sample, else as
 * phw_sample_source_read(); PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_recording_survey_read(phw_recording_survey *out,
                                                  phw_sample_source *source,
                                                  phw_recording_pictures *pictures,
                                                  const phw_arguments *arguments);

#endif
