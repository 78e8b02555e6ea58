#include "datasets/pcap.h"

#include "tests/datasets/capture_pcap.h"
#include "tests/datasets/scratch.h"

static const uint8_t ethernet[14] = {[12] = 0x08, [13] = 0x00};

Test(pcap, reads_both_byte_orders_and_both_clocks)
{
    static made_pcap made;
    for (int i = 0; i < 4; ++i) {
        made_start(&made, i & 1, i & 2, 1);
        made_udp(&made, 5, 7, ethernet, 14, 5500, "abc", 3);
        made_udp(&made, 6, 8, ethernet, 14, 5500, "defg", 4);
        phw_pcap p;
        phw_pcap_packet packet;
        const uint8_t *payload = NULL;
        size_t size = 0;
        cr_expect(phw_pcap_is(made.byte, made.n));
        cr_assert_eq(phw_pcap_start(&p, made.byte, made.n), PHW_OK);
        cr_assert(phw_pcap_next(&p, &packet));
        cr_expect_eq(packet.offset, 24);
        cr_expect_eq(packet.time_ns, 5000000000U + (i & 2 ? 7 : 7000));
        cr_assert(phw_pcap_udp(&payload, &size, &p, &packet, 5500));
        cr_expect(size == 3 && memcmp(payload, "abc", 3) == 0);
        cr_expect_not(phw_pcap_udp(&payload, &size, &p, &packet, 5501));
        cr_assert(phw_pcap_next(&p, &packet));
        cr_assert(phw_pcap_udp(&payload, &size, &p, &packet, 5500));
        cr_expect(size == 4 && memcmp(payload, "defg", 4) == 0);
        cr_expect_not(phw_pcap_next(&p, &packet));
        cr_expect_eq(p.at, p.n);
    }
}

Test(pcap, finds_datagrams_behind_other_links)
{
    static const uint8_t tagged[18] = {[12] = 0x81, [16] = 0x08};
    static const uint8_t linux_any[16] = {[14] = 0x08};
    static const uint8_t linux_any_2[20] = {0x08};

    static const struct {
        uint32_t link;
        const void *header;
        size_t n;
    } cases[] = {
        {1, tagged, 18}, {113, linux_any, 16}, {276, linux_any_2, 20}, {101, "", 0}};

    static made_pcap made;
    for (size_t i = 0; i < 4; ++i) {
        phw_pcap p;
        phw_pcap_packet packet;
        const uint8_t *payload = NULL;
        size_t size = 0;
        made_start(&made, false, false, cases[i].link);
        made_udp(&made, 1, 2, cases[i].header, cases[i].n, 5500, "xyz", 3);
        cr_assert_eq(phw_pcap_start(&p, made.byte, made.n), PHW_OK);
        cr_assert(phw_pcap_next(&p, &packet));
        cr_assert(phw_pcap_udp(&payload, &size, &p, &packet, 5500), "%zu", i);
        cr_expect(size == 3 && memcmp(payload, "xyz", 3) == 0);
    }
}

Test(pcap, refuses_what_is_none)
{
    static const uint8_t ng[] = {0x0A, 0x0D, 0x0D, 0x0A, 0, 0, 0, 0};
    static const uint8_t cut[] = {0xD4, 0xC3, 0xB2, 0xA1, 2, 0};
    phw_pcap p;
    EXPECT_FAILURE(phw_pcap_start(&p, ng, sizeof ng), PHW_EINPUT, "pcapng", "editcap");
    EXPECT_FAILURE(phw_pcap_start(&p, cut, sizeof cut), PHW_EINPUT, "byte 6");
    EXPECT_FAILURE(phw_pcap_start(&p, cut, 3), PHW_EINPUT, "magic");
    cr_expect_not(phw_pcap_is(ng, 3));
}

Test(pcap, stops_before_a_packet_that_is_not_whole)
{
    static made_pcap made;
    made_start(&made, false, false, 1);
    made_udp(&made, 1, 2, ethernet, 14, 5500, "xyz", 3);
    for (size_t n = 24; n < made.n; ++n) {
        phw_pcap p;
        phw_pcap_packet packet;
        cr_assert_eq(phw_pcap_start(&p, made.byte, n), PHW_OK);
        cr_expect_not(phw_pcap_next(&p, &packet));
        cr_expect_eq(p.at, 24);
    }
}

Test(pcap, passes_over_what_is_no_whole_datagram)
{
    static made_pcap made;
    const uint8_t *payload = NULL;
    size_t size = 0;
    made_start(&made, false, false, 1);
    made_udp(&made, 1, 2, ethernet, 14, 5500, "xyz", 3);
    uint8_t *ip = made.byte + 24 + 16 + 14;

    const struct {
        size_t at;
        uint8_t value;
    } broken[] = {{0, 0x65}, {0, 0x41}, {0, 0x4F}, {9, 6}, {6, 0x20}, {7, 1}, {25, 7}};

    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; ++i) {
        const uint8_t kept = ip[broken[i].at];
        ip[broken[i].at] = broken[i].value;
        phw_pcap p;
        phw_pcap_packet packet;
        cr_assert_eq(phw_pcap_start(&p, made.byte, made.n), PHW_OK);
        cr_assert(phw_pcap_next(&p, &packet));
        cr_expect_not(phw_pcap_udp(&payload, &size, &p, &packet, 5500), "%zu", i);
        ip[broken[i].at] = kept;
    }
}
