#include "kgen/tape.h"

#include <string.h>

#include <criterion/criterion.h>

/* A frame whose payload is `size` bytes of `size`. */
static void write_frame(phw_message *out, size_t size)
{
    phw_message_begin(out, 3, (uint32_t)size);
    for (size_t i = 0; i < size; ++i)
        phw_message_put_u8(out, (uint8_t)size);
    cr_assert_eq(phw_message_end(out), PHW_OK);
}

Test(tape, holds_what_was_sent_in_order_after_it_has_grown)
{
    phw_tape tape = {0};
    phw_message frame = {0};
    for (unsigned again = 0; again < 2; ++again) {
        size_t n_bytes = 0;
        for (size_t i = 0; i < 200; ++i) {
            write_frame(&frame, i);
            n_bytes += frame.size;
            const phw_role role = i % 3 == 0 ? PHW_BOB : PHW_ALICE;
            cr_assert_eq(phw_tape_add(&tape, role, &frame), PHW_OK);
        }
        cr_expect_eq(tape.n, 200);
        cr_expect_eq(tape.n_bytes, n_bytes);
        for (size_t i = 0; i < 200; ++i) {
            const phw_message m = phw_tape_at(&tape, i);
            write_frame(&frame, i);
            cr_assert_eq(m.size, frame.size);
            cr_expect_eq(memcmp(m.byte, frame.byte, m.size), 0);
            cr_expect_eq(phw_message_sequence(&m), i);
            cr_expect_eq(tape.entry[i].role, i % 3 == 0 ? PHW_BOB : PHW_ALICE);
        }
        phw_tape_clear(&tape);
        cr_expect_eq(tape.n, 0);
    }
    phw_message_free(&frame);
    phw_tape_free(&tape);
    cr_expect_null(tape.byte);
    phw_tape_free(&tape);
}

Test(tape, keeps_an_empty_message_as_one)
{
    phw_tape tape = {0};
    const phw_message none = {0};
    cr_assert_eq(phw_tape_add(&tape, PHW_ALICE, &none), PHW_OK);
    cr_expect_eq(tape.n, 1);
    cr_expect_eq(phw_tape_at(&tape, 0).size, 0);
    phw_tape_free(&tape);
}
