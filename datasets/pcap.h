/** @file
 * Packet captures (libpcap's file format) in memory, and the UDP datagrams in them.
 * Our own and not libpcap: that one reads streams, not memory (for the fuzzer and for
 * offsets in messages), and what is needed of it are two fixed headers. Not installed.
 */
#ifndef PHW_DATASETS_PCAP_H
#define PHW_DATASETS_PCAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A capture being read. */
typedef struct phw_pcap {
    const uint8_t *byte;
    size_t n;
    size_t at;     /**< of the next packet */
    bool is_big;   /**< most significant byte first */
    bool is_nano;  /**< times in nanoseconds, else microseconds */
    uint32_t link; /**< link type: 1 Ethernet */
} phw_pcap;

/** One captured packet. */
typedef struct phw_pcap_packet {
    uint64_t offset;  /**< of its header in the file */
    uint64_t time_ns; /**< since 1970 */
    const uint8_t *byte;
    size_t n;     /**< captured */
    size_t n_air; /**< that there were */
} phw_pcap_packet;

/** Whether head[n] starts with one of the four magic numbers. */
bool phw_pcap_is(const uint8_t *head, size_t n);

/** Starts at the first packet. PHW_EINPUT says what is wrong, and what to do with a
 * pcapng file. */
PHW_MUST_USE phw_status phw_pcap_start(phw_pcap *p, const uint8_t *byte, size_t n);

/** The next packet; false at the end, or where the rest is no whole packet: then
 * p->at < p->n. */
bool phw_pcap_next(phw_pcap *p, phw_pcap_packet *out);

/** Points at the payload of an unfragmented UDP datagram over IPv4 to that port; false
 * when the packet is another one. What the capture cut off is not in `size`. Ethernet
 * (with VLAN tags), Linux' "any" interface and raw IP. */
bool phw_pcap_udp(const uint8_t **payload, size_t *size, const phw_pcap *p,
                  const phw_pcap_packet *packet, unsigned port);

PHW_END_C

#endif
