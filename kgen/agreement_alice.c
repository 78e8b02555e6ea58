#include "kgen/agreement_alice.h"

#include <stdlib.h>
#include <string.h>

#include "kgen/grading.h"
#include "kgen/verify.h"

static phw_status start(phw_agreement *a, phw_message *out, phw_reader *in,
                        const phw_message *frame)
{
    (void)in;
    (void)frame;
    uint8_t digest[PHW_AGREEMENT_DIGEST_SIZE];
    uint8_t nonce[PHW_TRANSCRIPT_SIZE];
    phw_agreement_digest(digest, &a->config);
    phw_message_begin(out, PHW_MESSAGE_HELLO, 0);
    phw_message_put_u8(out, PHW_ALICE);
    phw_message_put_bytes(out, digest, sizeof digest);
    phw_agreement_put_nonce(a, nonce, out);
    a->state = PHW_ALICE_HELLO;
    return PHW_OK;
}

static void offer_rows(phw_agreement *a, phw_message *out)
{
    const size_t from = a->n_offered;
    const size_t left = a->own.n_rows - from;
    const size_t n = left < PHW_ROWS_CHUNK ? left : PHW_ROWS_CHUNK;
    phw_message_begin(out, PHW_MESSAGE_ROWS, 0);
    phw_rows_write(out, &a->own, from, from + n, a->config.pairing == PHW_PAIRING_TIME);
    a->n_offered += n;
    a->state = PHW_ALICE_HAVE;
}

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
    if (role != PHW_BOB || memcmp(digest, theirs, sizeof digest) != 0)
        return phw_fail(PHW_EPEER, "agreement: the peer is configured differently");
    a->report.phase = PHW_PHASE_ALIGNMENT;
    offer_rows(a, out);
    return PHW_OK;
}

/* The samples that this end keeps, and how far they can be relied on. */
static phw_status say_kept(phw_agreement *a, phw_message *out, const phw_labelling *how)
{
    PHW_TRY(phw_labels_keep(&a->facts.keep, &a->labels));
    if (how->quantizer->index_exchange(how->params) != PHW_EXCHANGE_NONE)
        phw_message_put_bits(out, &a->facts.keep);
    PHW_TRY(phw_grading_levels(&a->facts.level, &a->values, how));
    phw_message_put_bytes(out, a->facts.level.byte, a->facts.level.size);
    return PHW_OK;
}

/* The basis, what there is to say of each sample, and the samples that this end keeps.
 */
static phw_status say_labels(phw_agreement *a, phw_message *out)
{
    uint8_t digest[PHW_TRANSCRIPT_SIZE];
    const phw_agreement_config *c = &a->config;
    PHW_TRY(phw_pipeline_fit(&a->facts.basis, &a->aligned, &c->pipeline));
    PHW_TRY(phw_agreement_transform(a));
    phw_transcript_digest(digest, a->transcript);
    PHW_TRY(phw_agreement_randomize(a, digest));
    const phw_labelling how = phw_agreement_labelling(a);
    PHW_TRY(phw_labels_announce(&a->facts.said, &a->values, &how));
    PHW_TRY(phw_agreement_quantize(a));
    phw_message_begin(out, PHW_MESSAGE_LABELS, 0);
    phw_message_put_u32(out, (uint32_t)a->facts.basis.size);
    phw_message_put_bytes(out, a->facts.basis.byte, a->facts.basis.size);
    phw_message_put_bits(out, &a->facts.said);
    PHW_TRY(say_kept(a, out, &how));
    a->state = PHW_ALICE_KEEP;
    return PHW_OK;
}

static phw_status on_have(phw_agreement *a, phw_message *out, phw_reader *in,
                          const phw_message *frame)
{
    (void)frame;
    if (a->n_offered < a->own.n_rows) {
        PHW_TRY(phw_reader_close(in));
        offer_rows(a, out);
        return PHW_OK;
    }
    phw_bits have = {0};
    phw_reader_bits(in, &have, a->own.n_rows);
    phw_status s = phw_reader_close(in);
    if (!s)
        s = phw_rows_pick(&a->aligned, &a->own, &have);
    phw_bits_free(&have);
    if (!s)
        s = phw_public_facts_rows(&a->facts, &a->aligned,
                                  a->config.pairing == PHW_PAIRING_TIME);
    if (!s) {
        a->report.phase = PHW_PHASE_QUANTIZATION;
        s = say_labels(a, out);
    }
    return s;
}

/* Who hears what was put into the air for both takes up few of her samples. */
static phw_status check_accepted(const phw_bits *kept, const phw_agreement *a)
{
    const phw_quantizer *q = a->config.quantizer;
    const double least =
        q->accepted_min != NULL ? q->accepted_min(&a->config.quantizer_params) : 0;
    const size_t n = phw_bits_count(kept);
    const size_t offered = phw_bits_count(&a->facts.keep);
    if ((double)n < least * (double)offered)
        return phw_fail(PHW_EPEER,
                        "agreement: the peer has %zu of %zu samples, expected %.0f %%: "
                        "somebody else may be answering",
                        n, offered, 100 * least);
    return PHW_OK;
}

/* Bob's list of kept samples, when he has to tell it, settles the mask. */
static phw_status read_keep(phw_agreement *a, phw_reader *in)
{
    const phw_agreement_config *c = &a->config;
    const size_t n = a->facts.keep.n;
    uint8_t nonce[PHW_TRANSCRIPT_SIZE];
    phw_bits keep = {0};
    if (c->quantizer->index_exchange(&c->quantizer_params) == PHW_EXCHANGE_BOTH) {
        phw_reader_bits(in, &keep, n);
        PHW_TRY(in->status);
        for (size_t w = 0; w < phw_bits_words(keep.n); ++w)
            keep.word[w] &= a->facts.keep.word[w];
    } else {
        PHW_TRY(phw_bits_copy(&keep, &a->facts.keep));
    }
    phw_status s = phw_blob_alloc(&a->facts.grade, a->facts.level.size);
    if (!s && a->facts.grade.size > 0)
        phw_reader_bytes(in, a->facts.grade.byte, a->facts.grade.size);
    phw_reader_bytes(in, nonce, sizeof nonce);
    if (!s)
        s = phw_reader_close(in);
    if (!s)
        s = phw_grading_mask(&keep, &a->facts.grade);
    if (!s)
        s = check_accepted(&keep, a);
    if (!s)
        s = phw_agreement_fix(a, &keep);
    phw_bits_free(&keep);
    return s;
}

static phw_status on_keep(phw_agreement *a, phw_message *out, phw_reader *in,
                          const phw_message *frame)
{
    (void)frame;
    uint8_t digest[PHW_TRANSCRIPT_SIZE];
    uint8_t nonce[PHW_TRANSCRIPT_SIZE];
    PHW_TRY(read_keep(a, in));
    a->report.phase = PHW_PHASE_ESTIMATION;
    phw_transcript_digest(digest, a->transcript);
    phw_message_begin(out, PHW_MESSAGE_SAMPLE, 0);
    phw_agreement_put_nonce(a, nonce, out);
    PHW_TRY(phw_agreement_sample(a, digest, nonce));
    phw_message_put_bits(out, &a->sample);
    a->state = PHW_ALICE_SAMPLED;
    return PHW_OK;
}

static phw_status say_verify(phw_agreement *a, phw_message *out)
{
    PHW_TRY(phw_agreement_account(a));
    a->report.phase = PHW_PHASE_VERIFICATION;
    const phw_verify_key key = {
        .point = phw_entropy_u64(a->entropy),
        .factor = phw_entropy_u64(a->entropy),
    };
    phw_message_begin(out, PHW_MESSAGE_VERIFY, 0);
    phw_message_put_u64(out, key.point);
    phw_message_put_u64(out, key.factor);
    phw_message_put_u64(
        out, phw_verify_tag(phw_blocks_key(a->blocks), &key, a->config.tag_bits));
    a->state = PHW_ALICE_VERDICT;
    return PHW_OK;
}

/* One step of the reconciler; what follows when it is done is the verification, after
 * its last word, if it has one, was answered. */
static phw_status step_reconciler(phw_agreement *a, phw_message *out,
                                  const phw_message *frame)
{
    PHW_TRY(phw_agreement_exchange(a, out, &a->reconciled, frame));
    if (a->reconciled && out->size == 0)
        return say_verify(a, out);
    phw_message_stamp(out, PHW_MESSAGE_PARITY, 0);
    a->state = PHW_ALICE_REPLY;
    return PHW_OK;
}

static phw_status start_reconciler(phw_agreement *a, phw_message *out)
{
    uint8_t digest[PHW_TRANSCRIPT_SIZE];
    a->report.phase = PHW_PHASE_RECONCILIATION;
    phw_transcript_digest(digest, a->transcript);
    PHW_TRY(phw_agreement_reconcile(a, digest));
    return step_reconciler(a, out, NULL);
}

/* How many planes of each component go on, a byte each. */
static phw_status say_loading(phw_agreement *a, phw_message *out)
{
    uint8_t n_planes[PHW_AGREEMENT_COMPONENTS_MAX];
    PHW_TRY(phw_loading_choose(n_planes, &a->raw, &a->selection, &a->values,
                               a->config.assessment));
    phw_message_begin(out, PHW_MESSAGE_LOADING, 0);
    phw_message_put_bytes(out, n_planes, a->raw.n_components);
    a->report.phase = PHW_PHASE_RECONCILIATION;
    a->state = PHW_ALICE_LOADED;
    const phw_status s = phw_agreement_cut(a, n_planes);
    a->peer_told = s == PHW_ENOKEY; /* nothing remains for him either */
    return s;
}

static phw_status on_loaded(phw_agreement *a, phw_message *out, phw_reader *in,
                            const phw_message *frame)
{
    (void)frame;
    PHW_TRY(phw_reader_close(in));
    return start_reconciler(a, out);
}

static phw_status on_sampled(phw_agreement *a, phw_message *out, phw_reader *in,
                             const phw_message *frame)
{
    (void)frame;
    phw_bits theirs = {0};
    phw_reader_bits(in, &theirs, a->sample.n);
    phw_status s = phw_reader_close(in);
    if (!s) {
        s = phw_agreement_select(a, &theirs);
        a->peer_told = s == PHW_ENOKEY; /* he has the same counts */
    }
    phw_bits_free(&theirs);
    if (s)
        return s;
    return a->config.loading == PHW_LOADING_GAIN ? say_loading(a, out)
                                                 : start_reconciler(a, out);
}

static phw_status on_reply(phw_agreement *a, phw_message *out, phw_reader *in,
                           const phw_message *frame)
{
    if (!a->reconciled)
        return step_reconciler(a, out, frame);
    PHW_TRY(phw_reader_close(in));
    return say_verify(a, out);
}

static phw_status draw_seed(phw_bits *out, phw_agreement *a, size_t n_bits)
{
    phw_bits seed = {0};
    PHW_TRY(phw_bits_alloc(&seed, n_bits));
    phw_entropy_bytes(a->entropy, seed.word,
                      phw_bits_words(n_bits) * sizeof *seed.word);
    if (n_bits % 64 != 0)
        seed.word[n_bits / 64] &= (UINT64_C(1) << (n_bits % 64)) - 1;
    *out = seed;
    return PHW_OK;
}

/* No key: the report has the figures; Bob is told. */
static phw_status say_nokey(phw_agreement *a, phw_message *out)
{
    phw_message_begin(out, PHW_MESSAGE_NOKEY, 0);
    a->peer_told = true;
    return phw_fail(
        PHW_ENOKEY,
        "agreement: %.0f bits of min-entropy are left and %llu are charged: "
        "%.0f bits short of a key of %zu",
        a->report.min_entropy_bits, (unsigned long long)phw_ledger_total(&a->ledger),
        a->report.shortfall_bits, a->config.key_bits_min);
}

static phw_status say_amplify(phw_agreement *a, phw_message *out)
{
    a->report.phase = PHW_PHASE_AMPLIFICATION;
    size_t m = 0;
    PHW_TRY(phw_agreement_assess(a, &m));
    if (m == 0)
        return say_nokey(a, out);
    phw_bits seed = {0};
    PHW_TRY(
        draw_seed(&seed, a, a->config.amplifier->seed_bits(phw_agreement_kept(a), m)));
    phw_message_begin(out, PHW_MESSAGE_AMPLIFY, 0);
    phw_message_put_u32(out, (uint32_t)m);
    phw_message_put_bits(out, &seed);
    const phw_status s = phw_agreement_amplify(a, &seed, m);
    phw_bits_free(&seed);
    a->report.phase = PHW_PHASE_CONFIRMATION;
    a->state = PHW_ALICE_CONFIRM;
    return s;
}

/* Which blocks differ: a tag of each, under a fresh key. */
static phw_status say_blocks(phw_agreement *a, phw_message *out)
{
    const phw_verify_key key = {
        .point = phw_entropy_u64(a->entropy),
        .factor = phw_entropy_u64(a->entropy),
    };
    uint64_t *tag = NULL;
    PHW_TRY(phw_agreement_tags(&tag, a, &key));
    phw_message_begin(out, PHW_MESSAGE_BLOCKS, 0);
    phw_message_put_u64(out, key.point);
    phw_message_put_u64(out, key.factor);
    for (size_t i = 0; i < phw_blocks_n(a->blocks); ++i)
        phw_message_put_u64(out, tag[i]);
    free(tag);
    a->state = PHW_ALICE_BLOCKED;
    return PHW_OK;
}

static phw_status on_verdict(phw_agreement *a, phw_message *out, phw_reader *in,
                             const phw_message *frame)
{
    (void)frame;
    const uint8_t same = phw_reader_u8(in);
    const bool tells = same == 1 && a->config.quantizer->told != NULL;
    const uint32_t told = tells ? phw_reader_u32(in) : 0;
    PHW_TRY(phw_reader_close(in));
    phw_ledger_add(&a->ledger, PHW_STAGE_POSITIONS, told);
    if (same == 1)
        return say_amplify(a, out);
    if (phw_agreement_can_drop(a))
        return say_blocks(a, out);
    a->peer_told = true;
    return phw_fail(PHW_ENOCONV, "agreement: the reconciled bits still differ");
}

static phw_status on_blocked(phw_agreement *a, phw_message *out, phw_reader *in,
                             const phw_message *frame)
{
    (void)frame;
    phw_bits good = {0};
    phw_reader_bits(in, &good, phw_blocks_n(a->blocks));
    phw_status s = phw_reader_close(in);
    if (!s) {
        s = phw_agreement_drop(a, &good);
        a->peer_told = s == PHW_ENOCONV; /* he has the same list */
    }
    phw_bits_free(&good);
    return s ? s : say_amplify(a, out);
}

static phw_status on_confirm(phw_agreement *a, phw_message *out, phw_reader *in,
                             const phw_message *frame)
{
    (void)frame;
    PHW_TRY(phw_agreement_confirmed(a, in, PHW_BOB));
    PHW_TRY(phw_agreement_confirm(a, out, PHW_ALICE));
    a->report.phase = PHW_PHASE_ENDED;
    a->state = PHW_AGREEMENT_OVER;
    return PHW_OK;
}

static const phw_agreement_rule rules[] = {
    {PHW_ALICE_START, PHW_MESSAGE_NONE, start},
    {PHW_ALICE_HELLO, PHW_MESSAGE_HELLO, on_hello},
    {PHW_ALICE_HAVE, PHW_MESSAGE_HAVE, on_have},
    {PHW_ALICE_KEEP, PHW_MESSAGE_KEEP, on_keep},
    {PHW_ALICE_SAMPLED, PHW_MESSAGE_SAMPLED, on_sampled},
    {PHW_ALICE_LOADED, PHW_MESSAGE_LOADED, on_loaded},
    {PHW_ALICE_REPLY, PHW_MESSAGE_REPLY, on_reply},
    {PHW_ALICE_VERDICT, PHW_MESSAGE_VERDICT, on_verdict},
    {PHW_ALICE_BLOCKED, PHW_MESSAGE_BLOCKED, on_blocked},
    {PHW_ALICE_CONFIRM, PHW_MESSAGE_CONFIRM, on_confirm},
};

const phw_agreement_rule *phw_agreement_alice(size_t *n)
{
    *n = sizeof rules / sizeof *rules;
    return rules;
}
