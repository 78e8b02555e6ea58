#include "kgen/agreement_bob.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/grading.h"
#include "kgen/verify.h"

static phw_status on_hello(phw_agreement *a, phw_message *out, phw_reader *in,
                           const phw_message *frame)
{
    (void)frame;
    uint8_t digest[PHW_AGREEMENT_DIGEST_SIZE];
    uint8_t theirs[PHW_AGREEMENT_DIGEST_SIZE];
    uint8_t nonce[PHW_TRANSCRIPT_SIZE];
    phw_agreement_digest(digest, &a->config);
    const uint8_t role = phw_reader_u8(in);
    phw_reader_bytes(in, theirs, sizeof theirs);
    phw_reader_bytes(in, nonce, sizeof nonce);
    PHW_TRY(phw_reader_close(in));
    if (role != PHW_ALICE || memcmp(digest, theirs, sizeof digest) != 0)
        return phw_fail(PHW_EPEER, "agreement: the peer is configured differently");
    phw_message_begin(out, PHW_MESSAGE_HELLO, 0);
    phw_message_put_u8(out, PHW_BOB);
    phw_message_put_bytes(out, digest, sizeof digest);
    phw_agreement_put_nonce(a, nonce, out);
    a->report.phase = PHW_PHASE_ALIGNMENT;
    a->state = PHW_BOB_ROWS;
    return PHW_OK;
}

static phw_status on_rows(phw_agreement *a, phw_message *out, phw_reader *in,
                          const phw_message *frame)
{
    (void)frame;
    const bool times = a->config.pairing == PHW_PAIRING_TIME;
    bool last = false;
    PHW_TRY(phw_rows_read(&a->offered, &last, in, times));
    phw_message_begin(out, PHW_MESSAGE_HAVE, 0);
    if (!last)
        return PHW_OK;
    phw_bits have = {0};
    PHW_TRY(phw_rows_match(&a->aligned, &have, &a->own, &a->offered, &a->config));
    phw_message_put_bits(out, &have);
    phw_bits_free(&have);
    PHW_TRY(phw_public_facts_rows(&a->facts, &a->aligned, times));
    a->report.phase = PHW_PHASE_QUANTIZATION;
    a->state = PHW_BOB_LABELS;
    return PHW_OK;
}

static phw_status read_basis(phw_agreement *a, phw_reader *in)
{
    const uint32_t size = phw_reader_u32(in);
    const uint8_t *basis = phw_reader_view(in, size);
    PHW_TRY(in->status);
    PHW_TRY(phw_blob_alloc(&a->facts.basis, size));
    if (size > 0)
        memcpy(a->facts.basis.byte, basis, size);
    return PHW_OK;
}

static phw_status read_said(phw_agreement *a, phw_reader *in)
{
    const phw_labelling how = phw_agreement_labelling(a);
    const size_t n =
        phw_labels_said_bits(&how, a->values.n_components, a->values.n_rows);
    phw_reader_bits(in, &a->facts.said, n);
    return in->status;
}

/* Alice's levels, and the grades that follow. */
static phw_status read_levels(phw_agreement *a, phw_reader *in)
{
    const phw_labelling how = phw_agreement_labelling(a);
    if (how.quantizer->levels == NULL)
        return PHW_OK;
    PHW_TRY(phw_blob_alloc(&a->facts.level, phw_labels_count(&a->labels)));
    phw_reader_bytes(in, a->facts.level.byte, a->facts.level.size);
    PHW_TRY(in->status);
    return phw_grading_grades(&a->facts.grade, &a->values, &how, &a->facts.level);
}

/* Alice's mask, when she tells one, and in the end what both keep. */
static phw_status settle_keep(phw_agreement *a, phw_message *out, phw_reader *in,
                              phw_exchange exchange)
{
    phw_bits own = {0};
    phw_bits keep = {0};
    PHW_TRY(phw_labels_keep(&own, &a->labels));
    phw_status s = PHW_OK;
    if (exchange == PHW_EXCHANGE_NONE)
        s = phw_bits_copy(&keep, &own);
    else
        phw_reader_bits(in, &keep, own.n);
    if (!s)
        s = read_levels(a, in);
    if (!s)
        s = phw_reader_close(in);
    if (!s)
        s = phw_grading_mask(&own, &a->facts.grade);
    if (!s && exchange == PHW_EXCHANGE_BOTH) {
        for (size_t w = 0; w < phw_bits_words(keep.n); ++w)
            keep.word[w] &= own.word[w];
        phw_message_put_bits(out, &keep); /* not what he alone would keep */
    }
    if (!s)
        phw_message_put_bytes(out, a->facts.grade.byte, a->facts.grade.size);
    if (!s)
        s = phw_agreement_fix(a, &keep);
    phw_bits_free(&own);
    phw_bits_free(&keep);
    return s;
}

static phw_status on_labels(phw_agreement *a, phw_message *out, phw_reader *in,
                            const phw_message *frame)
{
    (void)frame;
    const phw_agreement_config *c = &a->config;
    uint8_t nonce[PHW_TRANSCRIPT_SIZE];
    PHW_TRY(read_basis(a, in));
    PHW_TRY(phw_agreement_transform(a));
    PHW_TRY(phw_agreement_randomize(a, a->before));
    PHW_TRY(read_said(a, in));
    PHW_TRY(phw_agreement_quantize(a));
    phw_message_begin(out, PHW_MESSAGE_KEEP, 0);
    PHW_TRY(
        settle_keep(a, out, in, c->quantizer->index_exchange(&c->quantizer_params)));
    phw_agreement_put_nonce(a, nonce, out);
    a->report.phase = PHW_PHASE_ESTIMATION;
    a->state = PHW_BOB_SAMPLE;
    return PHW_OK;
}

static phw_status on_sample(phw_agreement *a, phw_message *out, phw_reader *in,
                            const phw_message *frame)
{
    (void)frame;
    uint8_t nonce[PHW_TRANSCRIPT_SIZE];
    phw_bits theirs = {0};
    phw_reader_bytes(in, nonce, sizeof nonce);
    PHW_TRY(in->status);
    PHW_TRY(phw_agreement_sample(a, a->before, nonce));
    phw_reader_bits(in, &theirs, a->sample.n);
    phw_status s = phw_reader_close(in);
    if (!s) {
        phw_message_begin(out, PHW_MESSAGE_SAMPLED, 0);
        phw_message_put_bits(out, &a->sample);
        s = phw_agreement_select(a, &theirs);
        a->peer_told = s == PHW_ENOKEY; /* she will have the same counts */
    }
    phw_bits_free(&theirs);
    if (s)
        return s;
    const bool gain = a->config.loading == PHW_LOADING_GAIN;
    a->report.phase = PHW_PHASE_RECONCILIATION;
    a->state = gain ? PHW_BOB_LOADING : PHW_BOB_PARITY;
    return PHW_OK;
}

static phw_status on_loading(phw_agreement *a, phw_message *out, phw_reader *in,
                             const phw_message *frame)
{
    (void)frame;
    const uint8_t *n_planes = phw_reader_view(in, a->raw.n_components);
    PHW_TRY(phw_reader_close(in));
    for (size_t c = 0; c < a->raw.n_components; ++c) {
        if (n_planes[c] > a->selection.n_planes[c])
            return phw_fail(PHW_EPEER,
                            "agreement: the peer wants %u planes of a component of %u",
                            n_planes[c], a->selection.n_planes[c]);
    }
    const phw_status s = phw_agreement_cut(a, n_planes);
    a->peer_told = s == PHW_ENOKEY; /* it was her choice */
    PHW_TRY(s);
    phw_message_begin(out, PHW_MESSAGE_LOADED, 0);
    a->state = PHW_BOB_PARITY;
    return PHW_OK;
}

static phw_status on_parity(phw_agreement *a, phw_message *out, phw_reader *in,
                            const phw_message *frame)
{
    (void)in;
    bool done = false;
    if (a->blocks == NULL)
        PHW_TRY(phw_agreement_reconcile(a, a->before));
    PHW_TRY(phw_agreement_exchange(a, out, &done, frame));
    if (out->size == 0) /* it has nothing to say; Alice waits for leave to go on */
        phw_message_begin(out, PHW_MESSAGE_REPLY, 0);
    phw_message_stamp(out, PHW_MESSAGE_REPLY, 0);
    if (!done)
        return PHW_OK;
    PHW_TRY(phw_agreement_account(a));
    a->report.phase = PHW_PHASE_VERIFICATION;
    a->state = PHW_BOB_VERIFY;
    return PHW_OK;
}

/* With Alice's bits known, what his grades and errors tell of them; both charge it. */
static phw_status say_told(phw_agreement *a, phw_message *out)
{
    const phw_labelling how = phw_agreement_labelling(a);
    if (how.quantizer->told == NULL)
        return PHW_OK;
    uint32_t told = 0;
    PHW_TRY(phw_grading_told(&told, &a->values, &how, &a->facts.level, &a->facts.keep,
                             phw_blocks_key(a->blocks)));
    phw_message_put_u32(out, told);
    phw_ledger_add(&a->ledger, PHW_STAGE_POSITIONS, told);
    return PHW_OK;
}

static phw_status on_verify(phw_agreement *a, phw_message *out, phw_reader *in,
                            const phw_message *frame)
{
    (void)frame;
    phw_verify_key key;
    key.point = phw_reader_u64(in);
    key.factor = phw_reader_u64(in);
    const uint64_t theirs = phw_reader_u64(in);
    PHW_TRY(phw_reader_close(in));
    const uint64_t own =
        phw_verify_tag(phw_blocks_key(a->blocks), &key, a->config.tag_bits);
    const bool same = sodium_memcmp(&own, &theirs, sizeof own) == 0;
    phw_message_begin(out, PHW_MESSAGE_VERDICT, 0);
    phw_message_put_u8(out, same);
    if (!same && phw_agreement_can_drop(a)) {
        a->state = PHW_BOB_BLOCKS;
        return PHW_OK;
    }
    if (!same) {
        a->peer_told = true;
        return phw_fail(PHW_ENOCONV, "agreement: the reconciled bits still differ");
    }
    PHW_TRY(say_told(a, out));
    a->report.phase = PHW_PHASE_AMPLIFICATION;
    a->state = PHW_BOB_AMPLIFY;
    return PHW_OK;
}

/* The blocks whose tags are this end's too. */
static phw_status compare_blocks(phw_bits *good, phw_agreement *a, phw_reader *in)
{
    uint64_t *own = NULL;
    phw_verify_key key;
    key.point = phw_reader_u64(in);
    key.factor = phw_reader_u64(in);
    PHW_TRY(phw_bits_alloc(good, phw_blocks_n(a->blocks)));
    PHW_TRY(phw_agreement_tags(&own, a, &key));
    for (size_t i = 0; i < good->n; ++i) {
        const uint64_t theirs = phw_reader_u64(in);
        phw_bits_set(good, i, sodium_memcmp(&own[i], &theirs, sizeof theirs) == 0);
    }
    free(own);
    return phw_reader_close(in);
}

static phw_status on_blocks(phw_agreement *a, phw_message *out, phw_reader *in,
                            const phw_message *frame)
{
    (void)frame;
    phw_bits good = {0};
    phw_status s = compare_blocks(&good, a, in);
    if (!s) {
        phw_message_begin(out, PHW_MESSAGE_BLOCKED, 0);
        phw_message_put_bits(out, &good);
        s = phw_agreement_drop(a, &good);
        a->peer_told = s == PHW_ENOCONV; /* she hears it from the list */
        a->report.phase = PHW_PHASE_AMPLIFICATION;
        a->state = PHW_BOB_AMPLIFY;
    }
    phw_bits_free(&good);
    return s;
}

/* This end's own view of the entropy, for its report: the length is Alice's to say. */
static phw_status assess(phw_agreement *a)
{
    size_t own_view = 0;
    const phw_status s = phw_agreement_assess(a, &own_view);
    return s == PHW_ENOMEM ? s : PHW_OK;
}

static phw_status on_amplify(phw_agreement *a, phw_message *out, phw_reader *in,
                             const phw_message *frame)
{
    (void)frame;
    const size_t n = phw_agreement_kept(a);
    const uint32_t m = phw_reader_u32(in);
    PHW_TRY(in->status);
    /* No key is longer than what is left when every bit had been a full one. */
    const size_t confirm = a->config.confirm_bits;
    const size_t key_bits = m > confirm ? m - confirm : 0;
    if (key_bits < a->config.key_bits_min ||
        key_bits + phw_ledger_total(&a->ledger) > n + phw_raw_said(&a->raw) ||
        (a->config.key_bits_max > 0 && key_bits > a->config.key_bits_max))
        return phw_fail(PHW_EPEER, "agreement: the peer wants a key of %u bits", m);
    phw_bits seed = {0};
    phw_reader_bits(in, &seed, a->config.amplifier->seed_bits(n, m));
    phw_status s = phw_reader_close(in);
    if (!s)
        s = assess(a);
    if (!s)
        s = phw_agreement_amplify(a, &seed, m);
    phw_bits_free(&seed);
    PHW_TRY(s);
    a->report.shortfall_bits = 0;
    PHW_TRY(phw_agreement_confirm(a, out, PHW_BOB));
    a->report.phase = PHW_PHASE_CONFIRMATION;
    a->state = PHW_BOB_CONFIRM;
    return PHW_OK;
}

static phw_status on_nokey(phw_agreement *a, phw_message *out, phw_reader *in,
                           const phw_message *frame)
{
    (void)out;
    (void)frame;
    PHW_TRY(phw_reader_close(in));
    a->peer_told = true;
    PHW_TRY(assess(a));
    return phw_fail(PHW_ENOKEY,
                    "agreement: by Alice's accounting nothing is left for a "
                    "key of %zu bits",
                    a->config.key_bits_min);
}

static phw_status on_confirm(phw_agreement *a, phw_message *out, phw_reader *in,
                             const phw_message *frame)
{
    (void)out;
    (void)frame;
    PHW_TRY(phw_agreement_confirmed(a, in, PHW_ALICE));
    a->report.phase = PHW_PHASE_ENDED;
    a->state = PHW_AGREEMENT_OVER;
    return PHW_OK;
}

static const phw_agreement_rule rules[] = {
    {PHW_BOB_HELLO, PHW_MESSAGE_HELLO, on_hello},
    {PHW_BOB_ROWS, PHW_MESSAGE_ROWS, on_rows},
    {PHW_BOB_LABELS, PHW_MESSAGE_LABELS, on_labels},
    {PHW_BOB_SAMPLE, PHW_MESSAGE_SAMPLE, on_sample},
    {PHW_BOB_LOADING, PHW_MESSAGE_LOADING, on_loading},
    {PHW_BOB_PARITY, PHW_MESSAGE_PARITY, on_parity},
    {PHW_BOB_VERIFY, PHW_MESSAGE_VERIFY, on_verify},
    {PHW_BOB_BLOCKS, PHW_MESSAGE_BLOCKS, on_blocks},
    {PHW_BOB_AMPLIFY, PHW_MESSAGE_AMPLIFY, on_amplify},
    {PHW_BOB_AMPLIFY, PHW_MESSAGE_NOKEY, on_nokey},
    {PHW_BOB_CONFIRM, PHW_MESSAGE_CONFIRM, on_confirm},
};

const phw_agreement_rule *phw_agreement_bob(size_t *n)
{
    *n = sizeof rules / sizeof *rules;
    return rules;
}
