/* The ledger against a tap that knows nothing but the messages' formats: what is
 * charged of reconciliation, verification and of what quantizers say is what crossed
 * the wire. */
#include <string.h>

#include <criterion/criterion.h>

#include "kgen/agreement_machine.h"
#include "kgen/reconcilers.h"
#include "kgen/rehearsal.h"

#include "meeting.h"

/* What the tap saw. */
typedef struct tap {
    unsigned tag_bits;
    uint64_t parity_bytes[2]; /* by role of who sent them */
    uint64_t parity_frames[2];
    uint64_t n_tags; /* each below 2^tag_bits */
    uint64_t sampled_bytes[2];
    uint64_t said_bytes; /* behind the basis: sayings, kept places, grades */
    phw_bits said;       /* the first of them, as many as asked for */
    size_t n_said;
    uint64_t key_bits; /* as announced */
} tap;

static void see_tags(tap *t, phw_reader *in)
{
    (void)phw_reader_u64(in);
    (void)phw_reader_u64(in);
    while (in->at < in->size) {
        const uint64_t tag = phw_reader_u64(in);
        cr_expect(t->tag_bits == 64 || tag >> t->tag_bits == 0);
        ++t->n_tags;
    }
    cr_expect_eq(in->status, PHW_OK);
}

static void see_labels(tap *t, phw_reader *in)
{
    const uint32_t basis = phw_reader_u32(in);
    cr_assert_not_null(phw_reader_view(in, basis));
    t->said_bytes = in->size - in->at;
    phw_bits_free(&t->said);
    if (8 * t->said_bytes >= t->n_said)
        phw_reader_bits(in, &t->said, t->n_said);
}

static void see(void *context, phw_role from, phw_message *frame)
{
    tap *t = context;
    phw_reader in = phw_reader_open(frame);
    switch (phw_message_type(frame)) {
    case PHW_MESSAGE_PARITY:
    case PHW_MESSAGE_REPLY:
        t->parity_bytes[from] += in.size;
        ++t->parity_frames[from];
        break;
    case PHW_MESSAGE_VERIFY:
    case PHW_MESSAGE_BLOCKS:
        see_tags(t, &in);
        break;
    case PHW_MESSAGE_LABELS:
        see_labels(t, &in);
        break;
    case PHW_MESSAGE_SAMPLE:
        t->sampled_bytes[from] = in.size - PHW_TRANSCRIPT_SIZE;
        break;
    case PHW_MESSAGE_SAMPLED:
        t->sampled_bytes[from] = in.size;
        break;
    default:
        break;
    }
}

/* Bits are padded to bytes, at most seven a message, and a code may send numbers with
 * them: never fewer on the wire than are charged. */
static void expect_parities(const phw_rehearsal *r, const tap *t,
                            const phw_agreement_config *c)
{
    const phw_ledger *ledger = &r->report[PHW_ALICE].ledger;
    const uint64_t reply = ledger->reply;
    uint64_t leak = ledger->disclosed[PHW_STAGE_RECONCILE];
    const bool silent =
        c->accounting == PHW_ACCOUNTING_ERROR_KNOWN && c->reconciler->silent;
    if (c->accounting == PHW_ACCOUNTING_TWO_WAY || silent) {
        cr_assert_geq(leak, reply);
        leak -= reply;
    }
    if (r->report[PHW_ALICE].n_failed_blocks == 0)
        cr_expect_eq(leak, r->report[PHW_ALICE].reconcile.leak_bits);
    leak = r->report[PHW_ALICE].reconcile.leak_bits;
    cr_expect_leq(leak, 8 * t->parity_bytes[PHW_ALICE], "%s", c->reconciler->name);
    cr_expect_leq(reply, 8 * t->parity_bytes[PHW_BOB], "%s", c->reconciler->name);
    /* Interactive schemes send parities and nothing else; a block's stand by
     * themselves. */
    if (reply > 1 && c->reconcile_block_bits == 0) {
        cr_expect_geq(leak + 7 * t->parity_frames[PHW_ALICE],
                      8 * t->parity_bytes[PHW_ALICE], "%s", c->reconciler->name);
        cr_expect_geq(reply + 7 * t->parity_frames[PHW_BOB],
                      8 * t->parity_bytes[PHW_BOB], "%s", c->reconciler->name);
    }
}

/* But for the positions, which each end counts by its own symbols. */
static void expect_same_ledgers(const phw_rehearsal *r, const char *name)
{
    const phw_ledger *alice = &r->report[PHW_ALICE].ledger;
    const phw_ledger *bob = &r->report[PHW_BOB].ledger;
    cr_expect_eq(alice->reply, bob->reply, "%s", name);
    cr_expect_eq(alice->disclosed[PHW_STAGE_RECONCILE],
                 bob->disclosed[PHW_STAGE_RECONCILE], "%s", name);
    cr_expect_eq(alice->disclosed[PHW_STAGE_VERIFY], bob->disclosed[PHW_STAGE_VERIFY],
                 "%s", name);
}

/* One rehearsal and what is common to all. */
static phw_rehearsal listen(tap *t, const phw_agreement_config *c, uint64_t seed)
{
    phw_trace a = make_trace(1500, 20, 1, 1);
    phw_trace b = make_trace(1500, 20, 1, 2);
    *t = (tap){.tag_bits = c->tag_bits, .n_said = t->n_said};
    phw_rehearsal r = meet(&a, &b, c, seed, see, t);
    const phw_agreement_report *p = &r.report[PHW_ALICE];
    if (p->phase >= PHW_PHASE_VERIFICATION) {
        expect_parities(&r, t, c);
        expect_same_ledgers(&r, c->reconciler->name);
        /* A bit of Bob's list beside each block's tag. */
        cr_expect_eq(p->ledger.disclosed[PHW_STAGE_VERIFY],
                     c->tag_bits * t->n_tags + t->n_tags - 1);
        for (int role = 0; role < 2; ++role)
            cr_expect_eq(t->sampled_bytes[role], (p->n_sampled + 7) / 8);
    }
    phw_trace_free(&a);
    phw_trace_free(&b);
    return r;
}

/* Two-bit symbols that differ in 6 % of their bits: codes may find it too much for the
 * length that they are given, and end without a key. */
Test(rehearsal_tap, every_reconciler_charges_what_crossed_the_wire)
{
    size_t n = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n);
    for (size_t i = 0; i < n; ++i) {
        phw_agreement_config c = plain_config();
        c.reconciler = list[i];
        phw_params_preset(&c.reconciler_params, list[i]->params, list[i]->n_params);
        c.tag_bits = 40;
        c.key_bits_min = 1;
        unsigned n_agreed = 0;
        for (uint64_t seed = 1; seed <= 3; ++seed) {
            tap t = {0};
            phw_rehearsal r = listen(&t, &c, seed);
            n_agreed += r.report[PHW_BOB].status == PHW_OK;
            cr_expect_geq(r.report[PHW_ALICE].phase, PHW_PHASE_VERIFICATION, "%s: %s",
                          list[i]->name, r.report[PHW_ALICE].reason);
            phw_bits_free(&t.said);
            phw_rehearsal_free(&r);
        }
        cr_expect_gt(n_agreed, 0, "%s never agrees", list[i]->name);
    }
}

/* The same session, counted three ways: the digest of the configuration enters what is
 * drawn, so figures are compared within each. */
Test(rehearsal_tap, accountings_charge_what_they_say)
{
    phw_agreement_config c = plain_config();
    for (int how = 0; how < PHW_N_ACCOUNTINGS; ++how) {
        tap t = {0};
        c.accounting = (phw_accounting)how;
        c.key_bits_min = 1;
        phw_rehearsal r = listen(&t, &c, 1);
        const phw_agreement_report *p = &r.report[PHW_ALICE];
        const uint64_t *charged = p->ledger.disclosed;
        cr_assert_gt(p->reconcile.leak_bits, 0);
        cr_expect_eq(p->ledger.reply, p->reconcile.reply_bits);
        cr_expect_eq(charged[PHW_STAGE_RECONCILE],
                     p->reconcile.leak_bits +
                         (how == PHW_ACCOUNTING_TWO_WAY ? p->reconcile.reply_bits : 0));
        cr_expect_eq(charged[PHW_STAGE_POSITIONS] > 0, how != PHW_ACCOUNTING_ONE_WAY);
        phw_bits_free(&t.said);
        phw_rehearsal_free(&r);
    }
}

/* Blocks that fail are told by a tag each. */
Test(rehearsal_tap, tags_of_blocks_are_charged)
{
    phw_agreement_config c = plain_config();
    uint64_t most = 0;
    c.reconcile_block_bits = 128;
    c.key_bits_min = 1;
    for (uint64_t seed = 1; seed <= 6; ++seed) {
        tap t = {0};
        cr_assert_eq(phw_reconciler_find(&c.reconciler, "original"), PHW_OK);
        phw_params_preset(&c.reconciler_params, c.reconciler->params,
                          c.reconciler->n_params);
        phw_rehearsal r = listen(&t, &c, seed);
        most = t.n_tags > most ? t.n_tags : most;
        phw_bits_free(&t.said);
        phw_rehearsal_free(&r);
    }
    cr_expect_gt(most, 20, "no block ever failed");
}

/* What is said of samples: the message's bits behind the basis are the facts that both
 * charge, for the samples that are kept. */
Test(rehearsal_tap, sayings_of_quantizers_are_charged)
{
    size_t n = 0;
    unsigned n_tried = 0;
    unsigned n_said = 0;
    const phw_quantizer *const *list = phw_quantizer_list(&n);
    for (size_t i = 0; i < n; ++i) {
        phw_agreement_config c = plain_config();
        c.quantizer = list[i];
        phw_params_preset(&c.quantizer_params, list[i]->params, list[i]->n_params);
        c.key_bits_min = 1;
        if (phw_agreement_check(&c) != PHW_OK)
            continue;
        tap t = {0};
        phw_rehearsal r = listen(&t, &c, 1);
        t.n_said = r.facts.said.n;
        phw_rehearsal_free(&r);
        r = listen(&t, &c, 1);
        const phw_agreement_report *p = &r.report[PHW_ALICE];
        ++n_tried;
        if (p->phase >= PHW_PHASE_VERIFICATION) {
            const uint64_t indices = p->ledger.disclosed[PHW_STAGE_INDICES];
            cr_expect(phw_bits_equal(&t.said, &r.facts.said), "%s", list[i]->name);
            if (t.said_bytes == 0)
                cr_expect_eq(indices, 0, "%s", list[i]->name);
            if (t.n_said > 0) {
                const uint64_t per_sample = t.n_said / r.facts.keep.n;
                cr_expect_geq(indices, per_sample * phw_bits_count(&r.facts.keep), "%s",
                              list[i]->name);
                ++n_said;
            }
        }
        phw_bits_free(&t.said);
        phw_rehearsal_free(&r);
    }
    cr_expect_geq(n_tried, 8);
    cr_expect_geq(n_said, 1);
}
