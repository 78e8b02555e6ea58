/** @file
 * Pictures of a scenario's channel, each beside its closed form: envelope over time,
 * autocorrelation, Doppler spectrum, power over delay, response over time and
 * frequency, correlation over distance.
 */
#ifndef PHW_TOOLS_LAB_PICTURES_H
#define PHW_TOOLS_LAB_PICTURES_H

#include <stdint.h>

#include "core/status.h"
#include "tools/outputs.h"
#include "tools/scenario.h"

/** Draws them into `outputs`: all in the file `path` (.svg, .png, .pdf), or a file each
 * in the folder. As phw_plot_sheet_write() and phw_lab_channel_open(). */
PHW_MUST_USE phw_status phw_lab_pictures_write(phw_outputs *outputs, const char *path,
                                               const phw_scenario *scenario,
                                               uint64_t seed);

/** The same for a run that writes nothing else: makes the folder, and leaves nothing
 * behind on failure. PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_lab_pictures_publish(const char *path,
                                                 const phw_scenario *scenario,
                                                 uint64_t seed);

#endif
