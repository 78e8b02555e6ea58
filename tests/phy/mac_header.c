#include "phy/mac_header.h"

#include <string.h>

#include <criterion/criterion.h>

#define RA "\x98\x5f\xd3\xc7\x06\x27"
#define TA "\xe8\xde\x27\x90\x6e\x42"
#define A3 "\x01\x02\x03\x04\x05\x06"

static phw_mac_header read_header(const char *byte, size_t n)
{
    phw_mac_header h;
    cr_assert_eq(phw_mac_header_read(&h, (const uint8_t *)byte, n), PHW_OK, "%s",
                 phw_error_message());
    return h;
}

static void expect_both(const phw_mac_header *h)
{
    cr_expect(h->has_receiver);
    cr_expect(h->has_transmitter);
    cr_expect_arr_eq(h->receiver, RA, 6);
    cr_expect_arr_eq(h->transmitter, TA, 6);
}

Test(mac_header, of_a_qos_data_frame_to_the_distribution_system)
{
    static const char byte[] = "\x88\x49\x2c\x01" RA TA A3 "\x21\x43\x05\x00";
    const phw_mac_header h = read_header(byte, 26);
    expect_both(&h);
    cr_expect_eq(h.type, PHW_MAC_DATA);
    cr_expect_eq(h.subtype, 8);
    cr_expect(h.to_ds);
    cr_expect_not(h.from_ds);
    cr_expect(h.retry);
    cr_expect(h.protected_frame);
    cr_expect_not(h.more_fragments);
    cr_expect_eq(h.duration, 0x12c);
    cr_expect(h.has_sequence);
    cr_expect_eq(h.sequence, 0x432);
    cr_expect_eq(h.fragment, 1);
    cr_expect_eq(h.n_bytes, 26);
}

Test(mac_header, grows_by_what_its_bits_say)
{
    static const char beacon[] = "\x80\x00\x00\x00" RA TA A3 "\x00\x00";
    static const char relayed[] = "\x08\x03\x00\x00" RA TA A3 "\x00\x00" A3;
    static const char ordered[] = "\x88\x83\x00\x00" RA TA A3 "\0\0" A3 "\0\0\0\0\0\0";
    cr_expect_eq(read_header(beacon, 24).n_bytes, 24);
    cr_expect_eq(read_header(relayed, 30).n_bytes, 30);
    cr_expect_eq(read_header(ordered, 36).n_bytes, 36);
    /* Without QoS the bit is another: frames come in order. */
    static const char strict[] = "\x08\x80\x00\x00" RA TA A3 "\x00\x00";
    cr_expect_eq(read_header(strict, 24).n_bytes, 24);
}

Test(mac_header, acknowledgement_and_clear_to_send_name_no_sender)
{
    static const char ack[] = "\xd4\x00\x00\x00" RA;
    static const char cts[] = "\xc4\x00\x00\x00" RA;
    for (int i = 0; i < 2; ++i) {
        const phw_mac_header h = read_header(i ? cts : ack, 10);
        cr_expect(h.has_receiver);
        cr_expect_not(h.has_transmitter);
        cr_expect_not(h.has_sequence);
        cr_expect_arr_eq(h.receiver, RA, 6);
        cr_expect_eq(h.n_bytes, 10);
    }
}

/* Trigger, report poll, announcement, block ack request, block ack, poll, RTS, the ends
 * of contention freedom. A sender's group bit means a bandwidth. */
Test(mac_header, other_control_frames_name_both)
{
    static const unsigned subtype[] = {2, 4, 5, 8, 9, 10, 11, 14, 15};
    for (size_t i = 0; i < sizeof subtype / sizeof *subtype; ++i) {
        char byte[16] = "\x04\x00\x00\x00" RA TA;
        byte[0] = (char)(4 | subtype[i] << 4);
        byte[10] = (char)(byte[10] | 1);
        const phw_mac_header h = read_header(byte, 16);
        expect_both(&h);
        cr_expect_eq(h.subtype, subtype[i]);
    }
}

Test(mac_header, a_wrapper_tells_of_the_wrapped)
{
    static const char request[] = "\x74\x00\x00\x00" RA "\xb4\x00\x00\x00\x00\x00" TA;
    static const char ack[] = "\x74\x00\x00\x00" RA "\xd4\x00\x00\x00\x00\x00";
    const phw_mac_header h = read_header(request, 22);
    expect_both(&h);
    cr_expect_not(read_header(ack, 16).has_transmitter);
    phw_mac_header out;
    cr_expect_eq(phw_mac_header_read(&out, (const uint8_t *)request, 21), PHW_EINPUT);
    cr_expect_eq(phw_mac_header_read(&out, (const uint8_t *)request, 15), PHW_EINPUT);
}

Test(mac_header, what_ends_within_is_refused_at_every_byte)
{
    static const char byte[] = "\x88\x03\x2c\x01" RA TA A3 "\x21\x43" A3 "\x00\x00";
    static const char rts[] = "\xb4\x00\x00\x00" RA TA;
    phw_mac_header h;
    for (size_t n = 0; n < 32; ++n)
        cr_expect_eq(phw_mac_header_read(&h, (const uint8_t *)byte, n), PHW_EINPUT,
                     "%zu bytes", n);
    for (size_t n = 0; n < 16; ++n)
        cr_expect_eq(phw_mac_header_read(&h, (const uint8_t *)rts, n), PHW_EINPUT);
}

Test(mac_header, what_is_not_known_is_refused)
{
    uint8_t byte[40] = {0};
    phw_mac_header h;
    byte[0] = 1; /* version */
    cr_expect_eq(phw_mac_header_read(&h, byte, sizeof byte), PHW_EINPUT);
    byte[0] = 0x0c; /* extension */
    cr_expect_eq(phw_mac_header_read(&h, byte, sizeof byte), PHW_EINPUT);
    byte[0] = 0x64; /* control, reserved */
    cr_expect_eq(phw_mac_header_read(&h, byte, sizeof byte), PHW_EINPUT);
}

Test(mac_header, addresses_are_written_as_usual)
{
    char text[PHW_MAC_N_TEXT];
    phw_mac_address_text(text, (const uint8_t *)TA);
    cr_expect_str_eq(text, "e8:de:27:90:6e:42");
}
