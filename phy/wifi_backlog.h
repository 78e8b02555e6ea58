/** @file
 * Frames whose end is awaited, the samples since the first of them, and what those that
 * ended turned out to be. In memory bounded by the longest frame, but for the results
 * that nobody takes.
 */
#ifndef PHW_PHY_WIFI_BACKLOG_H
#define PHW_PHY_WIFI_BACKLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/wifi_data.h"
#include "phy/wifi_frame.h"

PHW_BEGIN_C

/** Opaque; for one thread. */
typedef struct phw_wifi_backlog phw_wifi_backlog;

/** How many of the frames that ended were what. */
typedef struct phw_wifi_backlog_counts {
    uint64_t n_complete; /**< with a SIGNAL field, all their samples there */
    uint64_t n_crowded;  /**< of them, with too many others on the air to be decoded */
    uint64_t n_decoded;  /**< whose bytes were made */
    uint64_t n_check;    /**< whose check sequence was right */
    uint64_t n_ht;       /**< of format HT */
    uint64_t n_ht_check; /**< of them, with a right check of HT-SIG */
} phw_wifi_backlog_counts;

/** Samples at `bandwidth_hz` as phw_ofdm_spacing() takes it (PHW_EARG). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_backlog_create(phw_wifi_backlog **out,
                                                        double bandwidth_hz);

/** Takes NULL. */
PHW_API void phw_wifi_backlog_destroy(phw_wifi_backlog *b);

/** A frame whose first long training symbol is sample `at`, counted as those handed in
 * are; frames come in rising order, each before the samples from PHW_WIFI_FRAME_BEFORE
 * before it on are handed in, or while others wait. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_backlog_add(phw_wifi_backlog *b, uint64_t at,
                                                     const phw_wifi_frame *frame);

/** Hands in the samples [from, from + n): those before what was handed in last are
 * skipped, none may be missing while frames wait. Decodes the frames that end in them.
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_backlog_push(phw_wifi_backlog *b,
                                                      uint64_t from,
                                                      const phw_cf *sample, size_t n);

/** No more samples will come: the frames that wait are told as far as they are there.
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_backlog_finish(phw_wifi_backlog *b);

/** The next frame, in the order of phw_wifi_backlog_add(), when it is ready; the bytes
 * and points may be read until the next call. */
PHW_API bool phw_wifi_backlog_take(phw_wifi_backlog *b, phw_wifi_data *out);

/** The counts so far. */
PHW_API phw_wifi_backlog_counts phw_wifi_backlog_count(const phw_wifi_backlog *b);

PHW_END_C

#endif
