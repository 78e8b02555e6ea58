#include "kgen/zero_power_session.h"

#include <string.h>

#include <criterion/criterion.h>

static void say(phw_message *m, uint8_t value)
{
    phw_message_begin(m, PHW_ZERO_POWER_TAG, 0);
    phw_message_put_u8(m, value);
}

Test(zero_power_session, both_ends_have_the_same_transcript)
{
    phw_zero_power_session a = {0};
    phw_zero_power_session b = {0};
    phw_message m = {0};
    uint8_t digest[2][PHW_TRANSCRIPT_SIZE];
    cr_assert_eq(phw_zero_power_session_open(&a), PHW_OK);
    cr_assert_eq(phw_zero_power_session_open(&b), PHW_OK);
    for (uint8_t i = 0; i < 4; ++i) {
        say(&m, i);
        cr_assert_eq(phw_zero_power_session_give(&a, &m), PHW_OK);
        cr_assert_eq(phw_zero_power_session_take(&b, &m), PHW_OK);
    }
    phw_transcript_digest(digest[0], a.transcript);
    phw_transcript_digest(digest[1], b.transcript);
    cr_expect_arr_eq(digest[0], digest[1], sizeof digest[0]);
    cr_expect_eq(a.bytes_out, 4 * (PHW_MESSAGE_HEADER_SIZE + 1));
    cr_expect_eq(b.bytes_in, a.bytes_out);
    /* Replayed. */
    cr_expect_eq(phw_zero_power_session_take(&b, &m), PHW_EPEER);
    phw_message_free(&m);
    phw_zero_power_session_close(&a);
    phw_zero_power_session_close(&b);
}

Test(zero_power_session, tells_apart_what_is_nobodys_fault_alone)
{
    static const struct {
        phw_status said, heard;
    } row[] = {{PHW_ESHORT, PHW_ESHORT},
               {PHW_ENOKEY, PHW_ENOKEY},
               {PHW_EAUTH, PHW_EPEER},
               {PHW_ENOMEM, PHW_EPEER}};

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        phw_zero_power_session a = {0};
        phw_zero_power_session b = {0};
        phw_message m = {0};
        cr_assert_eq(phw_zero_power_session_open(&a), PHW_OK);
        cr_assert_eq(phw_zero_power_session_open(&b), PHW_OK);
        phw_zero_power_session_abort(&a, &m, row[i].said);
        cr_assert_eq(phw_zero_power_session_give(&a, &m), PHW_OK);
        cr_assert_eq(phw_zero_power_session_take(&b, &m), PHW_OK);
        phw_reader in = phw_reader_open(&m);
        cr_expect_eq(phw_zero_power_session_aborted(&b, &in), row[i].heard);
        cr_expect(b.peer_told);
        /* Once is enough. */
        phw_zero_power_session_abort(&a, &m, row[i].said);
        cr_expect_eq(m.size, 0);
        phw_message_free(&m);
        phw_zero_power_session_close(&a);
        phw_zero_power_session_close(&b);
    }
}
