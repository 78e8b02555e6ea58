/** @file
 * The frames in an A-MPDU (IEEE Std 802.11-2020, 9.7): each after a delimiter of four
 * bytes, filled up to a multiple of four.
 */
#ifndef PHW_PHY_AGGREGATE_H
#define PHW_PHY_AGGREGATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

#define PHW_AGGREGATE_N_DELIMITER 4
/** Most bytes of a frame in it, as HT's delimiters count. */
#define PHW_AGGREGATE_LENGTH_MAX 4095

/** One frame; a zeroed one stands before the first. */
typedef struct phw_aggregate {
    size_t at;   /**< its first byte */
    size_t n;    /**< its bytes, check sequence included */
    size_t next; /**< where to look for the next delimiter */
} phw_aggregate;

/** The next frame whose delimiter is right and that ends within the `n` bytes; false
 * when there is none. Empty delimiters are passed over; after a wrong one the search
 * goes on four bytes later. */
PHW_API bool phw_aggregate_next(phw_aggregate *part, const uint8_t *byte, size_t n);

/** The delimiter before a frame of n_bytes <= PHW_AGGREGATE_LENGTH_MAX. */
PHW_API void phw_aggregate_delimiter(uint8_t out[PHW_AGGREGATE_N_DELIMITER],
                                     size_t n_bytes);

PHW_END_C

#endif
