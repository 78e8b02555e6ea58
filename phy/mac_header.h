/** @file
 * The header of an 802.11 frame: what it is, who sends it, who shall receive it (IEEE
 * Std 802.11-2020, 9.2.4 and 9.3).
 */
#ifndef PHW_PHY_MAC_HEADER_H
#define PHW_PHY_MAC_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

#define PHW_MAC_N_ADDRESS 6
/** Characters of an address as text, its end included. */
#define PHW_MAC_N_TEXT 18

/** The types of frame. */
typedef enum phw_mac_type {
    PHW_MAC_MANAGEMENT = 0,
    PHW_MAC_CONTROL,
    PHW_MAC_DATA,
    PHW_MAC_EXTENSION
} phw_mac_type;

/** A plain value. */
typedef struct phw_mac_header {
    phw_mac_type type; /**< of the frame control field */
    unsigned subtype;  /**< 0..15; 8 of management is a beacon, 13 of control an ACK */
    bool to_ds;        /**< on its way to the distribution system */
    bool from_ds;      /**< on its way from there */
    bool more_fragments;
    bool retry;           /**< sent before */
    bool protected_frame; /**< its body is encrypted */
    uint16_t duration;    /**< the duration or ID field as it is */
    bool has_receiver;    /**< whether `receiver` is one */
    bool has_transmitter; /**< whether `transmitter` is one: ACK and CTS have none */
    bool has_sequence;    /**< whether `sequence` and `fragment` were sent */
    uint8_t receiver[PHW_MAC_N_ADDRESS];    /**< first octet sent first */
    uint8_t transmitter[PHW_MAC_N_ADDRESS]; /**< first octet sent first */
    unsigned sequence;                      /**< 0..4095 */
    unsigned fragment;                      /**< 0..15 */
    size_t n_bytes; /**< of the header, up to the body; its HT control field counted,
                         security headers not */
} phw_mac_header;

/** Reads the header at the beginning of `n` bytes, the frame check sequence not
 * counted. Of a control wrapper the wrapped frame's addresses come out. PHW_EINPUT when
 * the protocol version is not 0, when the bytes end within the header, and for types
 * whose addresses are not defined (extension frames). */
PHW_API PHW_MUST_USE phw_status phw_mac_header_read(phw_mac_header *out,
                                                    const uint8_t *byte, size_t n);

/** "e8:de:27:90:6e:42". */
PHW_API void phw_mac_address_text(char out[PHW_MAC_N_TEXT],
                                  const uint8_t address[PHW_MAC_N_ADDRESS]);

PHW_END_C

#endif
