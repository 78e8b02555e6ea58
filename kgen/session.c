#include "kgen/session.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/frame_auth.h"
#include "kgen/session_frame.h"
#include "kgen/session_seal.h"

struct phw_session {
    phw_role role;
    phw_entropy *entropy; /* borrowed */
    phw_agreement *agreement;
    phw_session_seal seal;
    size_t key_bits_min;
    bool over;
    bool agreed;    /* Alice: her machine is done, Bob's tag is missing */
    bool last_word; /* what the machine said when it failed is in the frame */
    phw_message inner_in;
    phw_message inner_out;
    phw_bits key;
    phw_session_keys refreshed;
    phw_session_report report;
};

static phw_session_auth auth_of(const phw_session *s)
{
    return s->seal.config.auth;
}

phw_status phw_session_create(phw_session **out, phw_role role, const phw_trace *trace,
                              const phw_agreement_config *agreement,
                              const phw_session_config *config, phw_entropy *entropy)
{
    PHW_TRY(phw_session_config_check(config));
    phw_session *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "session: no memory");
    s->role = role;
    s->entropy = entropy;
    s->key_bits_min = agreement->key_bits_min;
    s->report.status = PHW_EPEER; /* until it ends otherwise */
    s->report.auth = config->auth;
    phw_agreement_config inside = *agreement;
    if (config->auth == PHW_SESSION_AUTH_ONE_TIME && inside.confirm_bits == 0)
        inside.confirm_bits = PHW_SESSION_CONFIRM_BITS;
    phw_status status = phw_session_seal_make(&s->seal, role, config);
    if (!status)
        status = phw_agreement_create(&s->agreement, role, trace, &inside, entropy);
    if (status) {
        phw_session_destroy(s);
        return status;
    }
    *out = s;
    return PHW_OK;
}

/* All that was on the way to a key, and what it was authenticated by. */
static void wipe(phw_session *s)
{
    phw_agreement_destroy(s->agreement);
    s->agreement = NULL;
    phw_session_seal_wipe(&s->seal);
    phw_message_free(&s->inner_in);
    phw_message_free(&s->inner_out);
}

void phw_session_destroy(phw_session *s)
{
    if (s == NULL)
        return;
    wipe(s);
    phw_session_seal_free(&s->seal);
    phw_bits_free(&s->key);
    phw_session_keys_free(&s->refreshed);
    sodium_memzero(s, sizeof *s);
    free(s);
}

static phw_session_kind kind_due(const phw_session *s)
{
    if (s->report.n_frames_received == 0)
        return PHW_SESSION_OPEN;
    return s->agreed ? PHW_SESSION_CLOSE : PHW_SESSION_DATA;
}

/* By its own word it is the frame due. */
static phw_status read_due(phw_session_frame *f, const phw_session *s,
                           const phw_message *in)
{
    const phw_status stranger = phw_session_seal_stranger(&s->seal);
    const uint64_t due = s->report.n_frames_received;
    if (phw_session_frame_read(f, in) != PHW_OK)
        return phw_fail_within(stranger, "session: not the frame due");
    if (f->auth != auth_of(s))
        return phw_fail(
            stranger, "session: the peer authenticates by %s, this end by %s",
            phw_session_auth_name(f->auth), phw_session_auth_name(auth_of(s)));
    if (f->from == s->role || phw_message_sequence(in) != due || f->kind != kind_due(s))
        return phw_fail(
            stranger, "session: frame %u of type %u by %s came where %llu was due",
            phw_message_sequence(in), (unsigned)f->kind,
            f->from == s->role ? "this end" : "the peer", (unsigned long long)due);
    if (due >= PHW_SESSION_FRAMES_MAX)
        return phw_fail(PHW_EPEER, "session: more than %u frames",
                        PHW_SESSION_FRAMES_MAX);
    return PHW_OK;
}

/* The frame is the other end's next one, and enters the transcript. */
static phw_status accept(phw_session *s, phw_session_frame *f, const phw_message *in)
{
    PHW_TRY(read_due(f, s, in));
    if (f->kind == PHW_SESSION_OPEN && s->role == PHW_BOB)
        phw_session_seal_draw(&s->seal, s->entropy);
    PHW_TRY(f->kind == PHW_SESSION_OPEN ? phw_session_seal_open(&s->seal, f, in)
                                        : phw_session_seal_check(&s->seal, f, in));
    ++s->report.n_frames_received;
    s->report.bytes_received += in->size;
    return phw_session_seal_record(&s->seal, in);
}

/* Carries the agreement's message, if there is one. `closing`: this end's one-time tag
 * goes with it. */
static phw_status speak(phw_session *s, phw_message *out, bool closing)
{
    const phw_message *inner = &s->inner_out;
    if (inner->size == 0 && !closing)
        return PHW_OK;
    phw_session_frame f = {
        .kind = inner->size > 0 ? PHW_SESSION_DATA : PHW_SESSION_CLOSE,
        .auth = auth_of(s),
        .from = s->role,
        .closing = closing,
        .inner = inner->byte,
        .inner_size = inner->size,
    };
    if (s->report.n_frames_sent == 0) {
        f.kind = PHW_SESSION_OPEN;
        phw_session_seal_terms(&f, &s->seal);
    }
    memcpy(f.id, s->seal.id, sizeof f.id);
    PHW_TRY(phw_session_frame_write(out, &f, (uint32_t)s->report.n_frames_sent));
    if (closing)
        s->report.n_tagged = phw_session_seal_close(&s->seal, &f, out);
    PHW_TRY(phw_session_seal_sign(&s->seal, &f, out));
    ++s->report.n_frames_sent;
    s->report.bytes_sent += out->size;
    return phw_session_seal_record(&s->seal, out);
}

static phw_status take_one_time(phw_session *s)
{
    const phw_key_pool *pool = s->seal.config.pool;
    const size_t left = phw_key_pool_left(pool);
    PHW_TRY(phw_session_seal_take(&s->seal));
    s->report.pool_spent = left - phw_key_pool_left(pool);
    return PHW_OK;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* What the pool gets of the new key: its first bytes. */
static phw_status top_up(phw_session *s)
{
    const phw_session_seal *seal = &s->seal;
    const phw_bits *agreed = phw_agreement_key(s->agreement);
    const size_t spare = agreed->n > s->key_bits_min ? agreed->n - s->key_bits_min : 0;
    const size_t room = phw_key_pool_room(seal->config.pool, &seal->match.mark);
    const size_t size = least(least(spare / 8, seal->config.top_up_bytes), room);
    phw_key fresh = {0};
    if (size > 0)
        PHW_TRY(phw_key_from_bits(&fresh, agreed, size));
    const phw_status status =
        phw_key_pool_top_up(seal->config.pool, &seal->match.mark, seal->id, &fresh);
    phw_key_free(&fresh);
    PHW_TRY(status);
    s->report.pool_added = size;
    return PHW_OK;
}

/* All is verified: what this end keeps for the next session, then the key. */
static phw_status succeed(phw_session *s)
{
    const phw_bits *agreed = phw_agreement_key(s->agreement);
    if (auth_of(s) == PHW_SESSION_AUTH_ONE_TIME)
        PHW_TRY(top_up(s));
    else if (auth_of(s) == PHW_SESSION_AUTH_PSK)
        PHW_TRY(
            phw_session_keys_refresh(&s->refreshed, s->seal.used, agreed, s->seal.id));
    PHW_TRY(phw_bits_slice(&s->key, agreed, 8 * s->report.pool_added, agreed->n));
    s->over = true;
    s->report.status = PHW_OK;
    return PHW_OK;
}

/* The peer's one-time tag is right, and with it all that was said. */
static phw_status close_session(phw_session *s, const phw_session_frame *f,
                                const phw_message *in)
{
    assert(in != NULL); /* only Alice begins, and she isn't done with that */
    PHW_TRY(phw_session_seal_closed(&s->seal, f, in));
    s->report.n_tagged = s->seal.said_size - in->size + f->one_time_at;
    return succeed(s);
}

/* The agreement's machine is done with a key. With one-time tags Alice's goes with her
 * last message; Bob checks it and gives his. */
static phw_status conclude(phw_session *s, phw_message *out, const phw_session_frame *f,
                           const phw_message *in)
{
    if (auth_of(s) != PHW_SESSION_AUTH_ONE_TIME) {
        PHW_TRY(succeed(s));
        return speak(s, out, false);
    }
    PHW_TRY(take_one_time(s));
    if (s->role == PHW_ALICE)
        s->agreed = true;
    else
        PHW_TRY(close_session(s, f, in));
    return speak(s, out, true);
}

/* What the machine has to say when it fails is carried, too. */
static phw_status break_off(phw_session *s, phw_message *out, phw_status status)
{
    char reason[sizeof s->report.reason];
    (void)snprintf(reason, sizeof reason, "%s", phw_error_message());
    s->last_word = speak(s, out, false) == PHW_OK;
    return phw_fail(status, "%s", reason);
}

/* One message through the machine inside. */
static phw_status pass(phw_session *s, phw_message *out, const phw_session_frame *f,
                       const phw_message *in)
{
    bool done = false;
    const phw_message *inner = NULL;
    if (in != NULL) {
        PHW_TRY(phw_message_from_bytes(&s->inner_in, f->inner, f->inner_size));
        inner = &s->inner_in;
    }
    const phw_status status =
        phw_agreement_step(s->agreement, &s->inner_out, &done, inner);
    if (status)
        return break_off(s, out, status);
    if (done)
        return conclude(s, out, f, in);
    if (f->closing)
        return phw_fail(PHW_EAUTH, "session: the other end ends too early");
    return speak(s, out, false);
}

static phw_status run(phw_session *s, phw_message *out, const phw_message *in)
{
    phw_session_frame f = {0};
    const bool mute = s->role == PHW_ALICE && s->report.n_frames_sent == 0;
    if ((in == NULL) != mute)
        return phw_fail(phw_session_seal_stranger(&s->seal),
                        "session: a frame before the first, or none");
    if (mute) {
        phw_session_seal_draw(&s->seal, s->entropy);
        return pass(s, out, &f, NULL);
    }
    PHW_TRY(accept(s, &f, in));
    return s->agreed ? close_session(s, &f, in) : pass(s, out, &f, in);
}

/* Ends without a key. Nothing is sent but what the machine inside had to say. */
static void fail(phw_session *s, phw_message *out, phw_status status)
{
    s->over = true;
    s->report.status = status;
    (void)snprintf(s->report.reason, sizeof s->report.reason, "%s",
                   phw_error_message());
    if (!s->last_word)
        phw_message_clear(out);
    phw_bits_free(&s->key);
    phw_session_keys_free(&s->refreshed);
}

phw_status phw_session_step(phw_session *s, phw_message *out, bool *done,
                            const phw_message *in)
{
    phw_message_clear(out);
    *done = true;
    if (s->over)
        return phw_fail(PHW_EPEER, "session: it is over");
    const phw_status status = run(s, out, in);
    if (status)
        fail(s, out, status);
    *done = s->over;
    if (*done) {
        phw_agreement_report_read(&s->report.agreement, s->agreement);
        wipe(s);
    }
    return status;
}

void phw_session_report_read(phw_session_report *out, const phw_session *s)
{
    *out = s->report;
    if (s->agreement != NULL)
        phw_agreement_report_read(&out->agreement, s->agreement);
    out->authenticated = out->status == PHW_OK && out->auth != PHW_SESSION_AUTH_NONE;
    memcpy(out->id, s->seal.id, sizeof out->id);
    phw_transcript_digest(out->transcript, s->seal.transcript);
    out->key_bits = s->key.n;
    if (out->auth == PHW_SESSION_AUTH_ONE_TIME)
        out->pool_left = phw_key_pool_left(s->seal.config.pool);
    if (out->n_tagged > 0)
        out->forging_log2 = phw_one_time_forging_log2(out->n_tagged);
}

const phw_bits *phw_session_key(const phw_session *s)
{
    static const phw_bits none;
    return s->report.status == PHW_OK ? &s->key : &none;
}

const phw_session_keys *phw_session_refreshed(const phw_session *s)
{
    static const phw_session_keys none;
    return s->report.status == PHW_OK ? &s->refreshed : &none;
}
