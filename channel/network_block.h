/** @file
 * Where the taps between the antennas of two nodes go.
 */
#ifndef PHW_CHANNEL_NETWORK_BLOCK_H
#define PHW_CHANNEL_NETWORK_BLOCK_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Tap l between antenna i of the first node and k of the second is out[l * tap + i *
 * first + k * second]: either direction is the other one with the strides changed over.
 */
typedef struct phw_network_block {
    phw_cf *out;
    size_t tap;
    size_t first;
    size_t second;
} phw_network_block;

PHW_END_C

#endif
