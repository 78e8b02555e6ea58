/** @file
 * Frames of the carrier: what two hosts say to each other around an agreement, by types
 * that no agreement has.
 */
#ifndef PHW_TOOLS_CARRIER_H
#define PHW_TOOLS_CARRIER_H

/** Their types. The machine of an agreement never sees one. */
typedef enum phw_carrier_kind {
    PHW_CARRIER_PREFACE = 0xf0, /**< how an end is configured; the first either sends */
    PHW_CARRIER_WRITTEN = 0xf1, /**< the key is in its file */
    PHW_CARRIER_GOODBYE = 0xf2, /**< why an end leaves before the end */
    PHW_CARRIER_WORKING = 0xf3  /**< it computes; nothing else */
} phw_carrier_kind;

#endif
