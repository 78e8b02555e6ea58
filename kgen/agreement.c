#include "kgen/agreement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/agreement_alice.h"
#include "kgen/agreement_bob.h"
#include "kgen/agreement_machine.h"

/* This thread's message, before the next failure takes its place. */
static void keep_reason(phw_agreement *a)
{
    (void)snprintf(a->report.reason, sizeof a->report.reason, "%s",
                   phw_error_message());
}

phw_status phw_agreement_create(phw_agreement **out, phw_role role,
                                const phw_trace *trace,
                                const phw_agreement_config *config,
                                phw_entropy *entropy)
{
    PHW_TRY(phw_agreement_check(config));
    phw_agreement *a = calloc(1, sizeof *a);
    if (a == NULL)
        return phw_fail(PHW_ENOMEM, "agreement: no memory");
    a->role = role;
    a->config = *config;
    a->entropy = entropy;
    a->state = role == PHW_ALICE ? PHW_ALICE_START : PHW_BOB_HELLO;
    a->report = (phw_agreement_report){
        .status = PHW_EPEER, /* until it ends otherwise */
        .reproducible = entropy->seeded,
        .eve_information_bits = config->eve_information_bits,
        .security_bits = config->security_bits,
    };
    phw_status s = phw_transcript_create(&a->transcript);
    if (!s) {
        s = phw_rows_extract(&a->own, trace, config);
        a->late = s == PHW_ESHORT ? s : PHW_OK;
        if (a->late)
            keep_reason(a);
        s = a->late ? PHW_OK : s;
    }
    if (s) {
        phw_agreement_destroy(a);
        return s;
    }
    a->report.n_rows_own = a->own.n_rows;
    *out = a;
    return PHW_OK;
}

/* All that was on the way to a key. */
static void wipe(phw_agreement *a)
{
    phw_blocks_destroy(a->blocks);
    a->blocks = NULL;
    phw_bits_free(&a->sample);
    phw_bits_free(&a->key);
    phw_bits_free(&a->confirm);
    phw_features_free(&a->own);
    phw_features_free(&a->aligned);
    phw_features_free(&a->values);
    phw_randomization_free(&a->random);
    phw_labels_free(&a->labels);
    phw_raw_free(&a->coarse);
}

void phw_agreement_destroy(phw_agreement *a)
{
    if (a == NULL)
        return;
    wipe(a);
    phw_raw_free(&a->raw);
    phw_rows_free(&a->offered);
    phw_public_facts_free(&a->facts);
    phw_bits_free(&a->differ);
    phw_selection_free(&a->selection);
    phw_transcript_destroy(a->transcript);
    sodium_memzero(a, sizeof *a);
    free(a);
}

/* Which failures the other end may be told apart; all else looks alike. */
static bool is_honest(phw_status s)
{
    return s == PHW_ESHORT || s == PHW_ENOKEY || s == PHW_EINPUT || s == PHW_ENOCONV;
}

/* Ends without a key. Raw bits stay for analysis where nobody did wrong. */
static phw_status end(phw_agreement *a, phw_message *out, phw_status s)
{
    a->report.status = s;
    keep_reason(a);
    a->report.key_bits = 0;
    /* Broken off before the accounting: what was said is said all the same. */
    if (a->ledger.disclosed[PHW_STAGE_RECONCILE] == 0)
        phw_ledger_add(&a->ledger, PHW_STAGE_RECONCILE, a->report.reconcile.leak_bits);
    a->state = PHW_AGREEMENT_OVER;
    if (!a->peer_told) {
        phw_message_begin(out, PHW_MESSAGE_ABORT, 0);
        phw_message_put_u8(out, (uint8_t)(is_honest(s) ? s : PHW_EPEER));
    }
    wipe(a);
    if (s != PHW_ENOKEY && s != PHW_ENOCONV)
        phw_raw_free(&a->raw);
    return s;
}

static phw_status on_abort(phw_agreement *a, phw_reader *in)
{
    const phw_status s = (phw_status)phw_reader_u8(in);
    PHW_TRY(phw_reader_close(in));
    a->peer_told = true;
    if (is_honest(s))
        return phw_fail(s, "agreement: the peer gave up: %s", phw_status_name(s));
    return phw_fail(PHW_EPEER, "agreement: the peer broke off");
}

static const phw_agreement_rule *find_rule(const phw_agreement *a, uint8_t kind)
{
    size_t n = 0;
    const phw_agreement_rule *rule =
        a->role == PHW_ALICE ? phw_agreement_alice(&n) : phw_agreement_bob(&n);
    for (size_t i = 0; i < n; ++i) {
        if (rule[i].state == a->state && rule[i].kind == kind)
            return &rule[i];
    }
    return NULL;
}

/* The frame is whole, the next in order, and enters the transcript. */
static phw_status accept(phw_agreement *a, const phw_message *in)
{
    phw_message copy = {0};
    const phw_status s = phw_message_from_bytes(&copy, in->byte, in->size);
    phw_message_free(&copy);
    PHW_TRY(s);
    if (phw_message_sequence(in) != a->n_in)
        return phw_fail(PHW_EPEER, "agreement: frame %u came where %u was due",
                        phw_message_sequence(in), a->n_in);
    ++a->n_in;
    a->report.bytes_received += in->size;
    phw_transcript_digest(a->before, a->transcript);
    phw_transcript_add(a->transcript, in->byte, in->size);
    return PHW_OK;
}

static phw_status handle(phw_agreement *a, phw_message *out, const phw_message *in)
{
    phw_reader reader = {0};
    uint8_t kind = PHW_MESSAGE_NONE;
    if (in != NULL) {
        PHW_TRY(accept(a, in));
        kind = phw_message_type(in);
        reader = phw_reader_open(in);
    }
    if (in != NULL && kind == PHW_MESSAGE_ABORT)
        return on_abort(a, &reader);
    const phw_agreement_rule *rule = find_rule(a, kind);
    if (rule == NULL || (in == NULL) != (kind == PHW_MESSAGE_NONE))
        return phw_fail(PHW_EPEER, "agreement: message %u is not due now", kind);
    if (a->late)
        return phw_fail(a->late,
                        "agreement: this end's trace is too short or "
                        "constant: %s",
                        a->report.reason);
    return rule->handle(a, out, &reader, in);
}

/* Numbers a message, closes it and enters it into the transcript. */
static phw_status send(phw_agreement *a, phw_message *out)
{
    if (out->size == 0 && out->status == PHW_OK)
        return PHW_OK;
    phw_message_stamp(out, phw_message_type(out), a->n_out);
    PHW_TRY(phw_message_end(out));
    ++a->n_out;
    a->report.bytes_sent += out->size;
    phw_transcript_add(a->transcript, out->byte, out->size);
    return PHW_OK;
}

phw_status phw_agreement_step(phw_agreement *a, phw_message *out, bool *done,
                              const phw_message *in)
{
    phw_message_clear(out);
    *done = true;
    if (a->state == PHW_AGREEMENT_OVER)
        return phw_fail(PHW_EPEER, "agreement: it is over");
    phw_status s = handle(a, out, in);
    if (!s)
        s = send(a, out);
    if (s) {
        if (!a->peer_told)
            phw_message_clear(out);
        s = end(a, out, s);
        if (send(a, out) != PHW_OK)
            phw_message_clear(out);
    } else if (a->state == PHW_AGREEMENT_OVER) {
        a->report.status = PHW_OK;
    } else {
        *done = false;
    }
    return s;
}

void phw_agreement_report_read(phw_agreement_report *out, const phw_agreement *a)
{
    *out = a->report;
    out->ledger = a->ledger;
    if (out->status != PHW_OK)
        out->key_bits = 0;
    out->n_messages_sent = a->n_out;
    out->n_messages_received = a->n_in;
    out->n_round_trips = ((uint64_t)a->n_out + a->n_in + 1) / 2;
}

const phw_bits *phw_agreement_key(const phw_agreement *a)
{
    static const phw_bits none;
    return a->report.status == PHW_OK ? &a->key : &none;
}

const phw_raw *phw_agreement_raw(const phw_agreement *a)
{
    return &a->raw;
}

const phw_public_facts *phw_agreement_facts(const phw_agreement *a)
{
    return &a->facts;
}
