#include "kgen/session_frame.h"

#include <string.h>

#include "kgen/frame_auth.h"

unsigned phw_session_frame_tags(const phw_session_frame *f)
{
    if (f->auth == PHW_SESSION_AUTH_NONE)
        return 0;
    const bool several = f->auth == PHW_SESSION_AUTH_PSK && f->kind == PHW_SESSION_OPEN;
    return several ? f->terms.n_names : 1;
}

static void put_claim(phw_message *m, const phw_key_pool_claim *claim)
{
    phw_message_put_u64(m, claim->spent);
    for (unsigned i = 0; i < 2; ++i) {
        phw_message_put_bytes(m, claim->mark[i].name, PHW_KEY_POOL_NAME_SIZE);
        phw_message_put_u64(m, claim->mark[i].end);
    }
}

static void put_terms(phw_message *m, const phw_session_frame *f)
{
    phw_message_put_bytes(m, f->nonce, sizeof f->nonce);
    if (f->auth == PHW_SESSION_AUTH_PSK) {
        phw_message_put_u8(m, (uint8_t)f->terms.n_names);
        for (unsigned i = 0; i < f->terms.n_names; ++i)
            phw_message_put_bytes(m, f->terms.name[i], PHW_SESSION_KEY_NAME_SIZE);
    } else if (f->auth == PHW_SESSION_AUTH_ONE_TIME) {
        phw_message_put_u32(m, f->terms.top_up_bytes);
        put_claim(m, &f->terms.claim);
    }
}

phw_status phw_session_frame_write(phw_message *out, phw_session_frame *f,
                                   uint32_t sequence)
{
    static const uint8_t blank[2 * PHW_FRAME_TAG_SIZE];
    phw_message_begin(out, (uint8_t)f->kind, sequence);
    phw_message_put_u8(out, PHW_SESSION_VERSION);
    phw_message_put_u8(out, (uint8_t)f->auth);
    phw_message_put_u8(out, (uint8_t)f->from);
    phw_message_put_u8(out, f->closing);
    phw_message_put_bytes(out, f->id, sizeof f->id);
    if (f->kind == PHW_SESSION_OPEN)
        put_terms(out, f);
    phw_message_put_bytes(out, f->inner, f->inner_size);
    f->n_tags = phw_session_frame_tags(f);
    f->one_time_at = out->size;
    phw_message_put_bytes(out, blank, f->closing ? PHW_ONE_TIME_TAG_SIZE : 0);
    f->tag_at = out->size;
    phw_message_put_bytes(out, blank, f->n_tags * (size_t)PHW_FRAME_TAG_SIZE);
    return phw_message_end(out);
}

static void read_claim(phw_key_pool_claim *claim, phw_reader *in)
{
    claim->spent = phw_reader_u64(in);
    for (unsigned i = 0; i < 2; ++i) {
        phw_reader_bytes(in, claim->mark[i].name, PHW_KEY_POOL_NAME_SIZE);
        claim->mark[i].end = phw_reader_u64(in);
    }
}

static phw_status read_terms(phw_session_frame *f, phw_reader *in)
{
    phw_reader_bytes(in, f->nonce, sizeof f->nonce);
    if (f->auth == PHW_SESSION_AUTH_PSK) {
        f->terms.n_names = phw_reader_u8(in);
        if (f->terms.n_names < 1 || f->terms.n_names > 2)
            return phw_fail(PHW_EPEER, "session: %u keys named, expected 1 or 2",
                            f->terms.n_names);
        for (unsigned i = 0; i < f->terms.n_names; ++i)
            phw_reader_bytes(in, f->terms.name[i], PHW_SESSION_KEY_NAME_SIZE);
    } else if (f->auth == PHW_SESSION_AUTH_ONE_TIME) {
        f->terms.top_up_bytes = phw_reader_u32(in);
        read_claim(&f->terms.claim, in);
    }
    return in->status;
}

/* The fields that every frame has. */
static phw_status read_start(phw_session_frame *f, phw_reader *in)
{
    const uint8_t version = phw_reader_u8(in);
    const uint8_t auth = phw_reader_u8(in);
    const uint8_t from = phw_reader_u8(in);
    const uint8_t closing = phw_reader_u8(in);
    phw_reader_bytes(in, f->id, sizeof f->id);
    PHW_TRY(in->status);
    if (version != PHW_SESSION_VERSION || auth >= PHW_N_SESSION_AUTHS || from > 1 ||
        closing > 1 || (closing == 1 && auth != PHW_SESSION_AUTH_ONE_TIME))
        return phw_fail(PHW_EPEER,
                        "session: a frame of version %u, authentication %u, role %u, "
                        "closing %u: there is none",
                        version, auth, from, closing);
    f->auth = (phw_session_auth)auth;
    f->from = (phw_role)from;
    f->closing = closing == 1;
    return PHW_OK;
}

/* What lies between the start and the tags is the agreement's. */
static phw_status read_rest(phw_session_frame *f, phw_reader *in)
{
    f->n_tags = phw_session_frame_tags(f);
    const size_t one_time = f->closing ? PHW_ONE_TIME_TAG_SIZE : 0;
    const size_t tags = f->n_tags * (size_t)PHW_FRAME_TAG_SIZE;
    const size_t left = in->size - in->at;
    if (left < one_time + tags)
        return phw_fail(PHW_EPEER, "session: %zu bytes where %zu of tags are due", left,
                        one_time + tags);
    f->inner_size = left - one_time - tags;
    f->inner = phw_reader_view(in, f->inner_size);
    f->one_time_at = PHW_MESSAGE_HEADER_SIZE + in->at;
    f->tag_at = f->one_time_at + one_time;
    const bool empty = f->inner_size == 0;
    if (empty != (f->kind == PHW_SESSION_CLOSE) || (empty && !f->closing))
        return phw_fail(PHW_EPEER, "session: a frame of type %u with %zu bytes in it",
                        (unsigned)f->kind, f->inner_size);
    return in->status;
}

phw_status phw_session_frame_read(phw_session_frame *out, const phw_message *in)
{
    const uint8_t kind = phw_message_type(in);
    size_t payload = 0;
    if (in->size < PHW_MESSAGE_HEADER_SIZE)
        return phw_fail(PHW_EPEER, "session: %zu bytes are no frame", in->size);
    PHW_TRY(phw_message_measure(&payload, in->byte));
    if (payload != in->size - PHW_MESSAGE_HEADER_SIZE || kind < PHW_SESSION_OPEN ||
        kind > PHW_SESSION_CLOSE)
        return phw_fail(PHW_EPEER,
                        "session: a message of type %u is no session's frame", kind);
    phw_session_frame f = {.kind = (phw_session_kind)kind};
    phw_reader reader = phw_reader_open(in);
    PHW_TRY(read_start(&f, &reader));
    if (f.kind == PHW_SESSION_OPEN)
        PHW_TRY(read_terms(&f, &reader));
    PHW_TRY(read_rest(&f, &reader));
    *out = f;
    return PHW_OK;
}
