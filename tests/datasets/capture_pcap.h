/* Makes packet captures of either byte order. */
#ifndef PHW_TESTS_DATASETS_CAPTURE_PCAP_H
#define PHW_TESTS_DATASETS_CAPTURE_PCAP_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <criterion/criterion.h>

typedef struct made_pcap {
    uint8_t byte[1 << 16];
    size_t n;
    bool is_big;
} made_pcap;

static inline void made_put(made_pcap *p, uint32_t x, int n_bytes)
{
    for (int k = 0; k < n_bytes; ++k)
        p->byte[p->n++] = (uint8_t)(x >> 8 * (p->is_big ? n_bytes - 1 - k : k));
}

static inline void made_start(made_pcap *p, bool is_big, bool is_nano, uint32_t link)
{
    p->n = 0;
    p->is_big = is_big;
    made_put(p, is_nano ? 0xA1B23C4DU : 0xA1B2C3D4U, 4);
    made_put(p, 2, 2);
    made_put(p, 4, 2);
    made_put(p, 0, 4);
    made_put(p, 0, 4);
    made_put(p, 65535, 4);
    made_put(p, link, 4);
}

static inline void made_bytes(made_pcap *p, const void *byte, size_t n)
{
    cr_assert_leq(p->n + n, sizeof p->byte);
    memcpy(p->byte + p->n, byte, n);
    p->n += n;
}

static inline void made_header(made_pcap *p, uint32_t s, uint32_t fraction, size_t n)
{
    made_put(p, s, 4);
    made_put(p, fraction, 4);
    made_put(p, (uint32_t)n, 4);
    made_put(p, (uint32_t)n, 4);
}

/* A UDP datagram to `port` behind `n_link` bytes of the link's header. */
static inline void made_udp(made_pcap *p, uint32_t s, uint32_t fraction,
                            const void *link, size_t n_link, unsigned port,
                            const void *payload, size_t n)
{
    uint8_t ip[28] = {0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17};
    ip[22] = (uint8_t)(port >> 8);
    ip[23] = (uint8_t)port;
    ip[24] = (uint8_t)((n + 8) >> 8);
    ip[25] = (uint8_t)(n + 8);
    made_header(p, s, fraction, n_link + sizeof ip + n);
    made_bytes(p, link, n_link);
    made_bytes(p, ip, sizeof ip);
    made_bytes(p, payload, n);
}

#endif
