/** @file
 * Pictures of a recording: its spectrogram, and how often each level occurs.
 */
#ifndef PHW_TOOLS_RECORDING_PICTURES_H
#define PHW_TOOLS_RECORDING_PICTURES_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/outputs.h"

/** Opaque. */
typedef struct phw_recording_pictures phw_recording_pictures;

/** For samples at `rate_hz` > 0. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_recording_pictures_create(phw_recording_pictures **out,
                                                      double rate_hz);

/** Takes NULL. */
void phw_recording_pictures_destroy(phw_recording_pictures *p);

/** The next samples. */
void phw_recording_pictures_push(phw_recording_pictures *p, const phw_cf *sample,
                                 size_t n);

/** Draws both into `path`, one of `outputs`, a file .svg, .png or .pdf. PHW_EARG for
 * another ending, or when there were too few samples; PHW_EINPUT without gnuplot. */
PHW_MUST_USE phw_status phw_recording_pictures_write(phw_recording_pictures *p,
                                                     phw_outputs *outputs,
                                                     const char *path);

#endif
