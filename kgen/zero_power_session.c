#include "kgen/zero_power_session.h"

phw_status phw_zero_power_session_open(phw_zero_power_session *s)
{
    phw_zero_power_session fresh = {0};
    PHW_TRY(phw_transcript_create(&fresh.transcript));
    *s = fresh;
    return PHW_OK;
}

void phw_zero_power_session_close(phw_zero_power_session *s)
{
    phw_transcript_destroy(s->transcript);
    *s = (phw_zero_power_session){0};
}

phw_status phw_zero_power_session_take(phw_zero_power_session *s, const phw_message *in)
{
    phw_message copy = {0};
    const phw_status status = phw_message_from_bytes(&copy, in->byte, in->size);
    phw_message_free(&copy);
    PHW_TRY(status);
    if (phw_message_sequence(in) != s->n_in)
        return phw_fail(PHW_EPEER, "zero power: frame %u came where %u was due",
                        phw_message_sequence(in), s->n_in);
    ++s->n_in;
    s->bytes_in += in->size;
    phw_transcript_digest(s->before, s->transcript);
    phw_transcript_add(s->transcript, in->byte, in->size);
    return PHW_OK;
}

phw_status phw_zero_power_session_give(phw_zero_power_session *s, phw_message *out)
{
    if (out->size == 0 && out->status == PHW_OK)
        return PHW_OK;
    phw_message_stamp(out, phw_message_type(out), s->n_out);
    PHW_TRY(phw_message_end(out));
    ++s->n_out;
    s->bytes_out += out->size;
    phw_transcript_add(s->transcript, out->byte, out->size);
    return PHW_OK;
}

/* Which failures the other end may be told apart; all else looks alike. */
static bool is_honest(phw_status s)
{
    return s == PHW_ESHORT || s == PHW_ENOKEY || s == PHW_EINPUT;
}

void phw_zero_power_session_abort(phw_zero_power_session *session, phw_message *out,
                                  phw_status s)
{
    phw_message_clear(out);
    out->status = PHW_OK;
    if (session->peer_told)
        return;
    phw_message_begin(out, PHW_ZERO_POWER_ABORT, 0);
    phw_message_put_u8(out, (uint8_t)(is_honest(s) ? s : PHW_EPEER));
    session->peer_told = true;
}

phw_status phw_zero_power_session_aborted(phw_zero_power_session *s, phw_reader *in)
{
    const phw_status status = (phw_status)phw_reader_u8(in);
    PHW_TRY(phw_reader_close(in));
    s->peer_told = true;
    if (is_honest(status))
        return phw_fail(status, "zero power: the peer gave up: %s",
                        phw_status_name(status));
    return phw_fail(PHW_EPEER, "zero power: the peer broke off");
}
