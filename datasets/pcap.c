#include "datasets/pcap.h"

#define FILE_HEADER   24
#define PACKET_HEADER 16

/* libpcap's own bound on what it captures of a packet (MAXIMUM_SNAPLEN). */
#define MOST_PACKET 262144

#define MAGIC_MICRO 0xA1B2C3D4U
#define MAGIC_NANO  0xA1B23C4DU
#define MAGIC_NG    0x0A0D0D0AU

#define LINK_ETHERNET  1
#define LINK_LINUX     113
#define LINK_LINUX_2   276
#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_VLAN 0x8100
#define ETHERTYPE_QINQ 0x88A8
#define PROTOCOL_UDP   17
#define UDP_HEADER     8

static uint32_t get32(const uint8_t *b, bool is_big)
{
    return is_big ? (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 |
                        b[3]
                  : (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 |
                        b[0];
}

/* Network order. */
static unsigned get16(const uint8_t *b)
{
    return (unsigned)b[0] << 8 | b[1];
}

static bool is_magic(uint32_t word)
{
    return word == MAGIC_MICRO || word == MAGIC_NANO;
}

bool phw_pcap_is(const uint8_t *head, size_t n)
{
    return n >= 4 && (is_magic(get32(head, false)) || is_magic(get32(head, true)));
}

phw_status phw_pcap_start(phw_pcap *p, const uint8_t *byte, size_t n)
{
    if (n >= 4 && get32(byte, false) == MAGIC_NG)
        return phw_fail(PHW_EINPUT, "byte 0: a pcapng file; convert it with editcap -F "
                                    "pcap or tcpdump -r IN -w OUT");
    if (!phw_pcap_is(byte, n))
        return phw_fail(PHW_EINPUT, "byte 0: no pcap magic number");
    if (n < FILE_HEADER)
        return phw_fail(PHW_EINPUT,
                        "ends at byte %zu within the 24 bytes of the pcap "
                        "header",
                        n);
    const bool is_big = is_magic(get32(byte, true));
    *p = (phw_pcap){.byte = byte,
                    .n = n,
                    .at = FILE_HEADER,
                    .is_big = is_big,
                    .is_nano = get32(byte, is_big) == MAGIC_NANO,
                    .link = get32(byte + 20, is_big) & 0xFFFF};
    return PHW_OK;
}

bool phw_pcap_next(phw_pcap *p, phw_pcap_packet *out)
{
    if (p->n - p->at < PACKET_HEADER)
        return false;
    const uint8_t *h = p->byte + p->at;
    const size_t n = get32(h + 8, p->is_big);
    if (n > MOST_PACKET || n > p->n - p->at - PACKET_HEADER)
        return false;
    const uint64_t fraction = get32(h + 4, p->is_big);
    *out = (phw_pcap_packet){
        .offset = p->at,
        .time_ns = get32(h, p->is_big) * (uint64_t)1000000000 +
                   fraction * (p->is_nano ? 1 : 1000),
        .byte = h + PACKET_HEADER,
        .n = n,
        .n_air = get32(h + 12, p->is_big),
    };
    p->at += PACKET_HEADER + n;
    return true;
}

/* Where the IP header begins; false for what is no IPv4. */
static bool find_ip(size_t *at, const phw_pcap *p, const phw_pcap_packet *packet)
{
    *at = 0;
    if (p->link != LINK_ETHERNET && p->link != LINK_LINUX && p->link != LINK_LINUX_2)
        return true; /* raw IP, or what the version's check refuses */
    size_t type = p->link == LINK_ETHERNET ? 12 : (p->link == LINK_LINUX ? 14 : 0);
    while (p->link == LINK_ETHERNET && type + 6 <= packet->n &&
           (get16(packet->byte + type) == ETHERTYPE_VLAN ||
            get16(packet->byte + type) == ETHERTYPE_QINQ))
        type += 4;
    *at = p->link == LINK_LINUX_2 ? 20 : type + 2;
    return type + 2 <= packet->n && get16(packet->byte + type) == ETHERTYPE_IPV4;
}

bool phw_pcap_udp(const uint8_t **payload, size_t *size, const phw_pcap *p,
                  const phw_pcap_packet *packet, unsigned port)
{
    size_t at = 0;
    if (!find_ip(&at, p, packet) || at + 20 > packet->n)
        return false;
    const uint8_t *ip = packet->byte + at;
    const size_t header = (size_t)(ip[0] & 0xF) * 4;
    if (ip[0] >> 4 != 4 || header < 20 || ip[9] != PROTOCOL_UDP ||
        (get16(ip + 6) & 0x3FFF) != 0 || at + header + UDP_HEADER > packet->n)
        return false;
    const uint8_t *udp = ip + header;
    const size_t told = get16(udp + 4);
    const size_t there = packet->n - at - header;
    if (get16(udp + 2) != port || told < UDP_HEADER)
        return false;
    *payload = udp + UDP_HEADER;
    *size = (told < there ? told : there) - UDP_HEADER;
    return true;
}
