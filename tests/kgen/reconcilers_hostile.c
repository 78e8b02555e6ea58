/* What every reconciler of the registry does with messages that the other end would not
 * send: an error in order, or an end in order, and never more rounds than the cap. */
#include <math.h>

#include <criterion/criterion.h>

#include "kgen/reconcilers.h"

#include "wire.h"

#define N_BITS 100

/* 64 passes' worth of log2 N_BITS for each of 16 passes, both ways. */
#define MESSAGES_CAP (2 * 64 * 16 * 7)

/* A genuine conversation to be forged. */
typedef struct session {
    const phw_reconciler *r;
    phw_params params;
    phw_reconcile_segment all;
    phw_reconcile_task task;
    phw_bits bits[2];
    phw_tape tape;
} session;

static void make_session(session *s, const phw_reconciler *r, uint32_t trial)
{
    *s = (session){.r = r, .all = {0, N_BITS, 0.05}};
    phw_params_preset(&s->params, r->params, r->n_params);
    s->task = (phw_reconcile_task){.n = N_BITS,
                                   .segment = &s->all,
                                   .n_segments = 1,
                                   .seed = trial,
                                   .params = s->params};
    s->bits[PHW_ALICE] = random_bits(N_BITS, trial);
    s->bits[PHW_BOB] = noisy_bits(&s->bits[PHW_ALICE], 0.05, trial);
    outcome o =
        converse_taped(&s->tape, r, &s->task, &s->bits[PHW_ALICE], &s->bits[PHW_BOB]);
    cr_assert_eq(o.status, PHW_OK);
    phw_bits_free(&o.corrected);
}

static void free_session(session *s)
{
    phw_bits_free(&s->bits[0]);
    phw_bits_free(&s->bits[1]);
    phw_tape_free(&s->tape);
}

/* Over every entry. */
static void for_all(void (*test)(session *s))
{
    size_t n = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n);
    for (size_t i = 0; i < n; ++i) {
        session s;
        make_session(&s, list[i], 5);
        test(&s);
        free_session(&s);
    }
}

/* What stands between the ends: changes message number `at`, of `from`. */
typedef void tamper(phw_message *inout, void *context, size_t at, int from);

/* A dead machine says nothing more. */
static void expect_dead(const phw_reconciler *r, phw_reconciliation *end,
                        const phw_message *in)
{
    phw_message out = {0};
    bool done = false;
    cr_expect_neq(r->step(end, &out, &done, in), PHW_OK, "%s: it stays dead", r->name);
    cr_expect_eq(out.size, 0, "%s speaks after an error", r->name);
    phw_message_free(&out);
}

/* Both ends and the one between them, to the end or to the first error, which is
 * returned; `n_carried` gets the messages, when not NULL. */
static phw_status run(const session *s, tamper *change, void *context,
                      size_t *n_carried)
{
    phw_reconciliation *end[2] = {NULL, NULL};
    phw_entropy entropy[2];
    phw_message frame[2] = {{0}};
    bool done[2] = {false, false};
    phw_status status = PHW_OK;
    size_t n = 0;
    const phw_message *in = NULL;
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(make_end(&end[i], &entropy[i], s->r, i, &s->task, &s->bits[i],
                              s->task.seed),
                     PHW_OK);
    for (int role = PHW_ALICE; !status && !done[role]; role = 1 - role) {
        status = s->r->step(end[role], &frame[role], &done[role], in);
        if (status)
            expect_dead(s->r, end[role], in);
        if (frame[role].size == 0)
            break;
        change(&frame[role], context, n++, role);
        in = &frame[role];
        cr_assert_lt(n, MESSAGES_CAP, "%s hangs", s->r->name);
    }
    cr_expect(phw_bits_equal(s->r->key(end[PHW_ALICE]), &s->bits[PHW_ALICE]));
    for (int i = 0; i < 2; ++i) {
        s->r->destroy(end[i]);
        phw_message_free(&frame[i]);
    }
    if (n_carried != NULL)
        *n_carried = n;
    return status;
}

/* Puts bytes in the place of a message's payload. */
static void set_payload(phw_message *m, const uint8_t *byte, size_t size)
{
    phw_message forged = {0};
    phw_message_begin(&forged, phw_message_type(m), phw_message_sequence(m));
    phw_message_put_bytes(&forged, byte, size);
    cr_assert_eq(phw_message_end(&forged), PHW_OK);
    phw_message_free(m);
    *m = forged;
}

/* One message changed in one way. */
typedef struct forgery {
    size_t at; /* which */
    const uint8_t *byte;
    size_t size; /* its new payload */
} forgery;

static void replace(phw_message *inout, void *context, size_t at, int from)
{
    (void)from;
    const forgery *f = context;
    if (at == f->at)
        set_payload(inout, f->byte, f->size);
}

/* Message k with another payload. */
static phw_status forge(const session *s, size_t k, const uint8_t *byte, size_t size)
{
    forgery f = {k, byte, size};
    const phw_status status = run(s, replace, &f, NULL);
    cr_expect(status == PHW_OK || status == PHW_EPEER, "%s, message %zu: %s",
              s->r->name, k, phw_error_message());
    return status;
}

static const uint8_t *payload(const session *s, size_t k, size_t *size)
{
    const phw_message m = phw_tape_at(&s->tape, k);
    *size = m.size - PHW_MESSAGE_HEADER_SIZE;
    return m.byte + PHW_MESSAGE_HEADER_SIZE;
}

static void truncate_all(session *s)
{
    for (size_t k = 0; k < s->tape.n; ++k) {
        size_t size;
        const uint8_t *byte = payload(s, k, &size);
        for (size_t cut = 0; cut < size; ++cut)
            cr_expect_eq(forge(s, k, byte, cut), PHW_EPEER,
                         "%s, message %zu cut at %zu", s->r->name, k, cut);
    }
}

Test(reconcilers_hostile, truncated_messages_are_refused)
{
    for_all(truncate_all);
}

/* A byte, a header's worth, and all that a frame can hold. */
static void lengthen_all(session *s)
{
    static uint8_t byte[PHW_MESSAGE_SIZE_MAX - PHW_MESSAGE_HEADER_SIZE];
    static const size_t more[] = {1, 12, 4096};
    for (size_t k = 0; k < s->tape.n; ++k) {
        size_t size;
        const uint8_t *genuine = payload(s, k, &size);
        memset(byte, 0, sizeof byte);
        memcpy(byte, genuine, size);
        for (size_t i = 0; i < sizeof more / sizeof *more; ++i)
            cr_expect_eq(forge(s, k, byte, size + more[i]), PHW_EPEER,
                         "%s, message %zu with %zu bytes more", s->r->name, k, more[i]);
        if (k < 2)
            cr_expect_eq(forge(s, k, byte, sizeof byte), PHW_EPEER);
    }
}

Test(reconcilers_hostile, longer_messages_are_refused)
{
    for_all(lengthen_all);
}

/* Every bit of the messages, of long ones some spread over all. */
static void flip_all(session *s)
{
    enum {
        N_FLIPS = 24
    };

    unsigned n_refused = 0;
    unsigned n_bits = 0;
    for (size_t k = 0; k < s->tape.n; ++k) {
        uint8_t byte[4096];
        size_t size;
        const uint8_t *genuine = payload(s, k, &size);
        cr_assert_leq(size, sizeof byte);
        memcpy(byte, genuine, size);
        const size_t stride = 1 + 8 * size / N_FLIPS;
        for (size_t bit = k % stride; bit < 8 * size; bit += stride) {
            byte[bit / 8] ^= (uint8_t)(1U << bit % 8);
            n_refused += forge(s, k, byte, size) == PHW_EPEER;
            byte[bit / 8] ^= (uint8_t)(1U << bit % 8);
            ++n_bits;
        }
    }
    cr_expect_gt(n_bits, 0);
    cr_expect_leq(n_refused, n_bits);
}

Test(reconcilers_hostile, flipped_bits_end_cleanly)
{
    for_all(flip_all);
}

/* The sender's message before or after comes in its place: a duplicate, or one that
 * overtook another. */
static void reorder_all(session *s)
{
    for (size_t k = 0; k < s->tape.n; ++k) {
        size_t size;
        if (k >= 2) {
            const uint8_t *before = payload(s, k - 2, &size);
            (void)forge(s, k, before, size);
        }
        if (k + 2 < s->tape.n) {
            const uint8_t *after = payload(s, k + 2, &size);
            (void)forge(s, k, after, size);
        }
        if (k + 1 < s->tape.n) {
            const uint8_t *others = payload(s, k + 1, &size);
            (void)forge(s, k, others, size);
        }
    }
}

Test(reconcilers_hostile, duplicates_and_wrong_orders_end_cleanly)
{
    for_all(reorder_all);
}

/* Lies in a third of the bytes of every message of one end. */
typedef struct liar {
    int role;
    phw_rng rng;
    size_t n_drawn;
} liar;

static void lie(phw_message *inout, void *context, size_t at, int from)
{
    (void)at;
    liar *l = context;
    if (from != l->role)
        return;
    for (size_t i = PHW_MESSAGE_HEADER_SIZE; i < inout->size; ++i) {
        const uint32_t dice = phw_rng_below(&l->rng, l->n_drawn++, 3 * 255);
        /* Bit 0 is never padding. */
        if (dice < 255)
            inout->byte[i] ^= i + 1 < inout->size ? (uint8_t)(dice + 1) : 1;
    }
}

static void lie_all(session *s)
{
    unsigned n_ended = 0;
    for (uint32_t trial = 0; trial < 100; ++trial) {
        liar l = {
            (int)(trial % 2), {17, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x776c), trial}, 0};
        const phw_status status = run(s, lie, &l, NULL);
        cr_expect(status == PHW_OK || status == PHW_EPEER, "%s: %s", s->r->name,
                  phw_error_message());
        ++n_ended;
    }
    cr_expect_eq(n_ended, 100);
}

Test(reconcilers_hostile, lies_end_cleanly)
{
    for_all(lie_all);
}

static void noise(phw_message *inout, void *context, size_t at, int from)
{
    (void)at;
    liar *l = context;
    uint8_t byte[64];
    if (from != l->role)
        return;
    const size_t size = phw_rng_below(&l->rng, l->n_drawn++, sizeof byte);
    for (size_t i = 0; i < size; ++i)
        byte[i] = (uint8_t)phw_rng_below(&l->rng, l->n_drawn++, 256);
    set_payload(inout, byte, size);
}

static void noise_all(session *s)
{
    unsigned n_refused = 0;
    for (uint32_t trial = 0; trial < 100; ++trial) {
        liar l = {PHW_ALICE, {17, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x776d), trial}, 0};
        n_refused += run(s, noise, &l, NULL) == PHW_EPEER;
    }
    cr_expect_geq(n_refused, 50, "%s takes noise for messages: %u of 100", s->r->name,
                  n_refused);
}

Test(reconcilers_hostile, noise_is_refused)
{
    for_all(noise_all);
}

static void silence_all(session *s)
{
    phw_reconciliation *end = NULL;
    phw_entropy entropy;
    phw_message out = {0};
    bool done = false;
    cr_assert_eq(
        make_end(&end, &entropy, s->r, PHW_BOB, &s->task, &s->bits[PHW_BOB], 1),
        PHW_OK);
    cr_expect_neq(s->r->step(end, &out, &done, NULL), PHW_OK, "%s: Bob does not open",
                  s->r->name);
    cr_expect(!done);
    s->r->destroy(end);
    phw_message_free(&out);
}

Test(reconcilers_hostile, bob_does_not_open)
{
    for_all(silence_all);
}

static void leave_alone(phw_message *inout, void *context, size_t at, int from)
{
    (void)inout;
    (void)context;
    (void)at;
    (void)from;
}

static void honest_all(session *s)
{
    size_t n = 0;
    cr_expect_eq(run(s, leave_alone, NULL, &n), PHW_OK);
    cr_expect_eq(n, s->tape.n, "%s", s->r->name);
}

/* So that the others say something. */
Test(reconcilers_hostile, untouched_messages_are_taken)
{
    for_all(honest_all);
}
