#include "tools/agree.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "kgen/frame_auth.h"
#include "tools/carrier.h"
#include "tools/deadline.h"
#include "tools/outputs.h"
#include "tools/pulse.h"

enum {
    WORD_SIZE = 32
};

/* What the word of each is derived for. */
static const char *const label[] = {
    [PHW_ALICE] = "phyward agree: alice has written",
    [PHW_BOB] = "phyward agree: bob has written",
};

/* How much of the way a message is: later kinds come later. */
static void show(const phw_peer *p, const phw_session *s)
{
    phw_session_report r;
    if (p->progress == NULL)
        return;
    phw_session_report_read(&r, s);
    phw_progress_within(p->progress, (double)r.agreement.phase / PHW_N_PHASES);
    phw_progress_show(p->progress, 0);
}

/* Message by message. `*ended` is how the machine ended; the status is the line's,
 * which no longer counts once the machine has ended. */
static phw_status converse(phw_session *s, phw_peer *p, phw_pulse *pulse, phw_role role,
                           phw_status *ended)
{
    phw_message out = {0};
    const phw_message *in = NULL;
    bool done = false;
    phw_status status = role == PHW_BOB ? phw_peer_receive(p, &in) : PHW_OK;
    while (!status && !done) {
        phw_pulse_begin(pulse);
        *ended = phw_session_step(s, &out, &done, in);
        phw_pulse_end(pulse);
        show(p, s);
        if (out.size > 0)
            status = phw_peer_send(p, &out);
        if (*ended)
            status = PHW_OK;
        if (!status && !done)
            status = phw_peer_receive(p, &in);
    }
    phw_message_free(&out);
    return status;
}

static phw_status make_word(phw_key *out, const phw_agree_plan *plan,
                            const phw_key *key, phw_role role)
{
    phw_session_report r;
    if (plan->pool == NULL)
        return phw_key_derive(out, WORD_SIZE, key, label[role]);
    phw_session_report_read(&r, plan->session);
    return phw_frame_key_derive(out, phw_key_pool_control(plan->pool), label[role],
                                r.transcript);
}

static phw_status say_written(phw_peer *p, const phw_agree_plan *plan,
                              const phw_key *key, phw_role role)
{
    phw_key word = {0};
    phw_message m = {0};
    PHW_TRY(make_word(&word, plan, key, role));
    phw_message_begin(&m, PHW_CARRIER_WRITTEN, 0);
    phw_message_put_bytes(&m, word.byte, word.size);
    phw_key_free(&word);
    phw_status s = phw_message_end(&m);
    if (!s)
        s = phw_peer_send(p, &m);
    phw_message_free(&m);
    return s;
}

static phw_status hear_written(phw_peer *p, const phw_agree_plan *plan,
                               const phw_key *key, phw_role role)
{
    const phw_message *m = NULL;
    phw_key word = {0};
    uint8_t theirs[WORD_SIZE];
    PHW_TRY(phw_peer_receive(p, &m));
    if (phw_message_type(m) != PHW_CARRIER_WRITTEN)
        return phw_fail(PHW_EPEER, "%s: message %u came instead of its last word",
                        p->name, phw_message_type(m));
    phw_reader r = phw_reader_open(m);
    phw_reader_bytes(&r, theirs, sizeof theirs);
    PHW_TRY(phw_reader_close(&r));
    PHW_TRY(make_word(&word, plan, key, role));
    const bool same = sodium_memcmp(word.byte, theirs, sizeof theirs) == 0;
    phw_key_free(&word);
    return same ? PHW_OK
                : phw_fail(PHW_EAUTH, "%s: its last word is not the peer's", p->name);
}

/* The refreshed key comes first: a key whose successor is lost would be used twice. A
 * peer that waits is told when it fails. */
static phw_status write_files(const phw_peer *p, const phw_agree_plan *plan,
                              const phw_key *key)
{
    phw_outputs outputs = {0};
    phw_status s = phw_outputs_add_key(&outputs, key, plan->key_path);
    if (!s && plan->refresh_path != NULL)
        s = phw_session_keys_write(phw_session_refreshed(plan->session),
                                   plan->refresh_path);
    if (!s)
        s = phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    if (s)
        phw_goodbye_send(p->socket, PHW_GOODBYE_FAILED);
    return s;
}

/* What came between. Of an interruption the message says what is no longer true when
 * files have been written. */
static void keep_reason(char *text, size_t size, phw_status s)
{
    (void)snprintf(text, size, "%s",
                   s == PHW_ECANCEL ? "interrupted" : phw_error_message());
}

/* Bob's end of it: his file, his word, and then hers. */
static phw_status write_first(phw_agree *out, phw_peer *p, const phw_agree_plan *plan,
                              const phw_key *key)
{
    PHW_TRY(write_files(p, plan, key));
    phw_status s = say_written(p, plan, key, PHW_BOB);
    if (!s)
        s = hear_written(p, plan, key, PHW_ALICE);
    out->peer_written = s == PHW_OK;
    if (s)
        keep_reason(out->doubt, sizeof out->doubt, s);
    return PHW_OK;
}

/* Alice's end: nothing without his word. That hers goes out is all she can do. */
static phw_status write_second(phw_agree *out, phw_peer *p, const phw_agree_plan *plan,
                               const phw_key *key)
{
    char reason[256];
    const phw_status s = hear_written(p, plan, key, PHW_BOB);
    keep_reason(reason, sizeof reason, s);
    if (s)
        return phw_fail(s,
                        "%s; nothing was written here, but the peer may have its key "
                        "file: run both ends again, with new traces",
                        reason);
    PHW_TRY(write_files(p, plan, key));
    out->peer_written = true;
    (void)!say_written(p, plan, key, PHW_ALICE);
    return PHW_OK;
}

static phw_status settle(phw_agree *out, phw_peer *p, const phw_agree_plan *plan)
{
    phw_key key = {0};
    PHW_TRY(
        phw_key_from_bits(&key, phw_session_key(plan->session), plan->output_bits / 8));
    const phw_status s = plan->role == PHW_BOB ? write_first(out, p, plan, &key)
                                               : write_second(out, p, plan, &key);
    if (!s)
        phw_key_fingerprint(out->fingerprint, &key);
    phw_key_free(&key);
    return s;
}

static phw_status run(phw_agree *out, phw_peer *p, const phw_agree_plan *plan)
{
    phw_status ended = PHW_OK;
    phw_pulse *pulse = NULL;
    PHW_TRY(phw_pulse_create(&pulse, p->socket, PHW_PULSE_PERIOD_S));
    const phw_status s = converse(plan->session, p, pulse, plan->role, &ended);
    phw_pulse_destroy(pulse);
    PHW_TRY(s);
    phw_session_report_read(&out->report, plan->session);
    return ended ? PHW_OK : settle(out, p, plan);
}

/* The last word where the machine had none: nobody is left waiting. */
static void leave(phw_peer *p, const phw_agree *a, phw_status s)
{
    const phw_status end = s ? s : a->report.status;
    const phw_goodbye why = phw_goodbye_of(end);
    phw_peer_close(p, end ? &why : NULL);
}

phw_status phw_agree_run(phw_agree *out, phw_peer *peer, const phw_agree_plan *plan)
{
    char reason[512];
    phw_agree a = {0};
    const double from_s = phw_deadline_now();
    const phw_status s = run(&a, peer, plan);
    (void)snprintf(reason, sizeof reason, "%s", phw_error_message());
    a.duration_s = phw_deadline_now() - from_s;
    leave(peer, &a, s);
    if (s)
        return phw_fail(s, "%s", reason);
    *out = a;
    return PHW_OK;
}
