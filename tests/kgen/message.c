#include "kgen/message.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

Test(message, gives_back_what_was_put)
{
    phw_message m = {0};
    phw_bits bits = {0};
    cr_assert_eq(phw_bits_alloc(&bits, 13), PHW_OK);
    phw_bits_set(&bits, 12, true);
    phw_message_begin(&m, 7, 0x01020304);
    phw_message_put_u8(&m, 0xab);
    phw_message_put_u32(&m, 0xdeadbeef);
    phw_message_put_u64(&m, UINT64_C(0x0123456789abcdef));
    phw_message_put_varint(&m, 0);
    phw_message_put_varint(&m, 300);
    phw_message_put_varint(&m, UINT64_MAX);
    phw_message_put_f64(&m, -1.5);
    phw_message_put_bytes(&m, "abc", 3);
    phw_message_put_bits(&m, &bits);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    cr_expect_eq(phw_message_type(&m), 7);
    cr_expect_eq(phw_message_sequence(&m), 0x01020304);

    phw_reader r = phw_reader_open(&m);
    char text[3];
    phw_bits back = {0};
    cr_expect_eq(phw_reader_u8(&r), 0xab);
    cr_expect_eq(phw_reader_u32(&r), 0xdeadbeef);
    cr_expect_eq(phw_reader_u64(&r), UINT64_C(0x0123456789abcdef));
    cr_expect_eq(phw_reader_varint(&r), 0);
    cr_expect_eq(phw_reader_varint(&r), 300);
    cr_expect_eq(phw_reader_varint(&r), UINT64_MAX);
    cr_expect_eq(phw_reader_f64(&r), -1.5);
    phw_reader_bytes(&r, text, 3);
    cr_expect_eq(memcmp(text, "abc", 3), 0);
    phw_reader_bits(&r, &back, 13);
    cr_expect(phw_bits_equal(&bits, &back));
    cr_expect_eq(phw_reader_close(&r), PHW_OK);
    phw_bits_free(&bits);
    phw_bits_free(&back);
    phw_message_free(&m);
}

Test(message, header_is_little_endian_at_fixed_offsets)
{
    static const uint8_t want[] = {1, 7, 0, 0, 4, 3, 2, 1, 2, 0, 0, 0, 0x0d, 0xf0};
    phw_message m = {0};
    phw_message_begin(&m, 7, 0x01020304);
    phw_message_put_u8(&m, 0x0d);
    phw_message_put_u8(&m, 0xf0);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    cr_assert_eq(m.size, sizeof want);
    cr_expect_eq(memcmp(m.byte, want, sizeof want), 0);
    phw_message_free(&m);
}

Test(message, reading_past_the_end_sticks)
{
    phw_message m = {0};
    phw_message_begin(&m, 1, 0);
    phw_message_put_u32(&m, 5);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    phw_reader r = phw_reader_open(&m);
    cr_expect_eq(phw_reader_u64(&r), 0);
    cr_expect_eq(phw_reader_u32(&r), 0);
    cr_expect_eq(phw_reader_close(&r), PHW_EPEER);
    r = phw_reader_open(&m);
    cr_expect_eq(phw_reader_u8(&r), 5);
    cr_expect_eq(phw_reader_close(&r), PHW_EPEER, "three bytes are left");
    phw_message_free(&m);
}

static phw_status read_varint(const uint8_t *byte, size_t size)
{
    phw_message m = {0};
    phw_message_begin(&m, 1, 0);
    phw_message_put_bytes(&m, byte, size);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    phw_reader r = phw_reader_open(&m);
    (void)phw_reader_varint(&r);
    const phw_status s = phw_reader_close(&r);
    phw_message_free(&m);
    return s;
}

Test(message, numbers_have_one_form)
{
    static const uint8_t padded[] = {0x80, 0x00};
    static const uint8_t one[] = {0x81, 0x01};
    static const uint8_t endless[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                      0xff, 0xff, 0xff, 0xff, 0xff};
    static const uint8_t above[] = {0x80, 0x80, 0x80, 0x80, 0x80,
                                    0x80, 0x80, 0x80, 0x80, 0x02};
    cr_expect_eq(read_varint(padded, sizeof padded), PHW_EPEER);
    cr_expect_eq(read_varint(one, sizeof one), PHW_OK);
    cr_expect_eq(read_varint(endless, sizeof endless), PHW_EPEER);
    cr_expect_eq(read_varint(above, sizeof above), PHW_EPEER);
}

Test(message, bits_past_a_string_and_numbers_not_finite_are_refused)
{
    phw_message m = {0};
    phw_bits bits = {0};
    phw_message_begin(&m, 1, 0);
    phw_message_put_u8(&m, 0x20);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    phw_reader r = phw_reader_open(&m);
    phw_reader_bits(&r, &bits, 5);
    cr_expect_eq(bits.n, 0);
    cr_expect_eq(phw_reader_close(&r), PHW_EPEER);
    phw_message_begin(&m, 1, 0);
    phw_message_put_f64(&m, (double)NAN);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    r = phw_reader_open(&m);
    cr_expect_eq(phw_reader_f64(&r), 0);
    cr_expect_eq(phw_reader_close(&r), PHW_EPEER);
    phw_message_free(&m);
}

Test(message, a_frame_never_exceeds_its_limit)
{
    phw_message m = {0};
    phw_bits bits = {0};
    cr_assert_eq(phw_bits_alloc(&bits, 8 * (size_t)(PHW_MESSAGE_SIZE_MAX - 12)),
                 PHW_OK);
    phw_message_begin(&m, 1, 0);
    phw_message_put_bits(&m, &bits);
    cr_expect_eq(phw_message_end(&m), PHW_OK);
    cr_expect_eq(m.size, PHW_MESSAGE_SIZE_MAX);
    phw_message_begin(&m, 1, 0);
    phw_message_put_bits(&m, &bits);
    phw_message_put_u8(&m, 0);
    cr_expect_eq(phw_message_end(&m), PHW_EARG);
    cr_expect_eq(m.size, 0);
    phw_bits_free(&bits);
    phw_message_free(&m);
}

Test(message, malformed_headers_are_refused_before_memory_is_taken)
{
    const uint8_t good[] = {1, 7, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 9};
    phw_message m = {0};
    size_t payload = 0;
    cr_expect_eq(phw_message_measure(&payload, good), PHW_OK);
    cr_expect_eq(payload, 1);
    cr_expect_eq(phw_message_from_bytes(&m, good, sizeof good), PHW_OK);
    for (size_t size = 0; size < sizeof good; ++size)
        cr_expect_eq(phw_message_from_bytes(&m, good, size), PHW_EPEER);

    static const struct {
        size_t at;
        uint8_t value;
    } change[] = {{0, 2}, {2, 1}, {3, 1}, {8, 0}, {8, 2}, {10, 0x10}, {11, 1}};

    for (size_t i = 0; i < sizeof change / sizeof *change; ++i) {
        uint8_t bad[sizeof good];
        memcpy(bad, good, sizeof good);
        bad[change[i].at] = change[i].value;
        cr_expect_eq(phw_message_from_bytes(&m, bad, sizeof bad), PHW_EPEER, "case %zu",
                     i);
    }
    phw_message_free(&m);
}
