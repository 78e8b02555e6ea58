/** @file
 * The frames that a receiver found: what their preambles and bytes say, their
 * fingerprint features, and who sent them.
 */
#ifndef PHW_TOOLS_FRAMES_H
#define PHW_TOOLS_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth/fingerprint_burst.h"
#include "core/status.h"
#include "phy/mac_dialogue.h"
#include "phy/wifi_data.h"
#include "phy/wifi_frame.h"
#include "phy/wifi_receiver.h"
#include "tools/frame_points.h"

/** What is kept of a frame's phw_wifi_data. */
typedef struct phw_frame_content {
    phw_wifi_format format;
    bool complete;
    bool ht_ok;
    phw_ht_signal ht; /**< when ht_ok */
    bool decoded;
    bool fcs_ok;
    double data_evm_db; /**< when decoded, else NaN */
    double clock_ppm;   /**< when decoded, else NaN */
    size_t n_bytes;     /**< when decoded */
    double digest;      /**< CRC-32 of the bytes but their last four: the check sequence
                             of a frame, not of an A-MPDU; NaN unless all of it is
                             sound and numbered (phw_mac_header.has_sequence) */
    phw_mac_turn turn;  /**< when, and its header where that was read */
} phw_frame_content;

/** A growing list. A zeroed one is empty and may be freed. */
typedef struct phw_frames {
    phw_wifi_frame *frame;
    phw_frame_content *content;
    double *feature;        /**< phw_frames_feature() reads them */
    phw_mac_sender *sender; /**< once phw_frames_settle() was called, else NULL */
    size_t n;
    size_t n_allocated;
    phw_frame_points *points; /**< equalised data for pictures, or NULL: the caller's */
} phw_frames;

/** Takes all frames that wait in a receiver that keeps bursts and decodes. A feature is
 * NaN where the burst does not show it. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_frames_take(phw_frames *f, phw_wifi_receiver *receiver,
                                        phw_fingerprint_analyzer *analyzer,
                                        double bandwidth_hz);

/** All frames are there: finds out who sent each. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_frames_settle(phw_frames *f, double bandwidth_hz);

/** Gives back; the struct is zero afterwards. */
void phw_frames_free(phw_frames *f);

/** Frame i's feature k of phw_fingerprint_feature_list(). */
double phw_frames_feature(const phw_frames *f, size_t i, size_t k);

/** Whether what frame i's header says may be told: its check is right, or its sender is
 * known all the same. */
bool phw_frames_has_header(const phw_frames *f, size_t i);

#endif
