/** @file
 * A sample of the equalised data points of a capture's frames, of any number of frames
 * in constant memory, by modulation.
 */
#ifndef PHW_TOOLS_FRAME_POINTS_H
#define PHW_TOOLS_FRAME_POINTS_H

#include <stddef.h>

#include "phy/wifi_data.h"
#include "phy/wifi_frame.h"

#define PHW_FRAME_POINTS_KINDS 4 /**< BPSK, QPSK, 16-QAM, 64-QAM */
#define PHW_FRAME_POINTS_MAX   2048

/** Points of one modulation: those of every `every`-th frame. */
typedef struct phw_frame_point_set {
    double re[PHW_FRAME_POINTS_MAX];
    double im[PHW_FRAME_POINTS_MAX];
    size_t n;
    size_t n_frames; /**< met so far */
    size_t every;    /**< 0 as 1 */
} phw_frame_point_set;

/** A zeroed one is empty. */
typedef struct phw_frame_points {
    phw_frame_point_set set[PHW_FRAME_POINTS_KINDS];
} phw_frame_points;

/** "BPSK" ... */
const char *phw_frame_points_name(size_t kind);

/** Adds some points of a decoded frame; does nothing for others. */
void phw_frame_points_add(phw_frame_points *p, const phw_wifi_frame *frame,
                          const phw_wifi_data *data);

#endif
