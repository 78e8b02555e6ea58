/** @file
 * Pictures of a capture: power over time and frequency with the frames marked, the
 * equalised data, each frame's channel in size and phase, carrier offsets over time.
 */
#ifndef PHW_TOOLS_FRAME_PICTURES_H
#define PHW_TOOLS_FRAME_PICTURES_H

#include "core/status.h"
#include "tools/frame_parties.h"
#include "tools/frames.h"
#include "tools/outputs.h"
#include "tools/spectrogram.h"

/** Draws them into `outputs`: all in the file `path` (.svg, .png, .pdf), or a file each
 * in the folder. The frames are settled; of many, every second, third ... is drawn. As
 * phw_plot_sheet_write(). */
PHW_MUST_USE phw_status phw_frame_pictures_write(phw_outputs *outputs, const char *path,
                                                 const phw_frames *f,
                                                 const phw_frame_parties *parties,
                                                 phw_spectrogram *spectrogram,
                                                 double bandwidth_hz);

#endif
