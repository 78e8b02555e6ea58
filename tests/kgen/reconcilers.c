/* What every reconciler in the registry holds to: an entry that is added is tested. */
#include "kgen/reconcilers.h"

#include <math.h>

#include <criterion/criterion.h>

#include "wire.h"

/* What the properties are tried over. */
static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 1000};
static const double rates[] = {0, 0.01, 0.05, 0.25};
static const double factors[] = {1, 3, 1.0 / 3};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* One frame of an entry with its own parameters. */
typedef struct frame {
    const phw_reconciler *r;
    phw_params params;
    phw_reconcile_segment all;
    phw_reconcile_task task;
    phw_bits alice;
    phw_bits bob;
} frame;

static void make_frame(frame *f, const phw_reconciler *r, size_t n, double rate,
                       double estimate, uint32_t trial)
{
    *f = (frame){.r = r};
    phw_params_preset(&f->params, r->params, r->n_params);
    f->all = (phw_reconcile_segment){0, n, fmin(estimate, PHW_RECONCILE_RATE_MAX)};
    f->task = (phw_reconcile_task){.n = n,
                                   .segment = &f->all,
                                   .n_segments = n > 0 ? 1 : 0,
                                   .seed = 1000 + trial,
                                   .params = f->params};
    f->alice = random_bits(n, trial);
    f->bob = noisy_bits(&f->alice, rate, trial);
}

static void free_frame(frame *f)
{
    phw_bits_free(&f->alice);
    phw_bits_free(&f->bob);
}

/* An entry may refuse a length or a rate, in words, and then at both ends. */
static bool possible(const frame *f)
{
    phw_status s[2];
    for (int role = 0; role < 2; ++role) {
        phw_reconciliation *end = NULL;
        phw_entropy entropy;
        s[role] = make_end(&end, &entropy, f->r, role, &f->task, &f->alice, 1);
        cr_assert_eq(s[role] == PHW_OK, end != NULL);
        f->r->destroy(end);
    }
    cr_assert_eq(s[0], s[1], "%s: one end refuses", f->r->name);
    cr_assert(s[0] == PHW_OK || s[0] == PHW_EARG || s[0] == PHW_ENOKEY, "%s: %s",
              f->r->name, phw_error_message());
    return s[0] == PHW_OK;
}

/* Codes and Winnow may flip bits that were right; the Cascades never do. */
static bool may_flip_wrongly(const phw_reconciler *r)
{
    static const char *const names[] = {"bch", "ldpc", "polar", "winnow"};
    for (size_t i = 0; i < COUNT(names); ++i) {
        if (strcmp(r->name, names[i]) == 0)
            return true;
    }
    return false;
}

typedef void property(const frame *f);

/* Over every entry, size, rate and estimate. */
static void for_all(property *holds)
{
    size_t n_entries = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n_entries);
    for (size_t e = 0; e < n_entries; ++e) {
        unsigned n_tried = 0;
        for (size_t i = 0; i < COUNT(sizes) * COUNT(rates) * COUNT(factors); ++i) {
            const double rate = rates[i / COUNT(sizes) % COUNT(rates)];
            const double factor = factors[i / COUNT(sizes) / COUNT(rates)];
            frame f;
            make_frame(&f, list[e], sizes[i % COUNT(sizes)], rate, factor * rate,
                       (uint32_t)i);
            if (possible(&f)) {
                holds(&f);
                ++n_tried;
            }
            free_frame(&f);
        }
        cr_expect_gt(n_tried, COUNT(sizes), "%s refuses nearly all", list[e]->name);
    }
}

Test(reconcilers, are_found_by_name)
{
    size_t n = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n);
    cr_assert_geq(n, 2);
    for (size_t i = 0; i < n; ++i) {
        const phw_reconciler *found = NULL;
        cr_expect_eq(phw_reconciler_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
    }
    const phw_reconciler *none = NULL;
    cr_expect_eq(phw_reconciler_find(&none, "magic"), PHW_EARG);
    cr_expect_null(none);
}

/* Each message is padded to bytes: the wire carries what is counted, and it may carry
 * more (a code's parameters). Both ends count the same. */
static void counts_what_crossed(const frame *f)
{
    const phw_reconcile_task *t = &f->task;
    outcome o = converse(f->r, t, &f->alice, &f->bob);
    cr_assert_eq(o.status, PHW_OK, "%s, n %zu: %s", f->r->name, t->n,
                 phw_error_message());
    cr_expect_eq(o.alice.leak_bits, o.bob.leak_bits, "%s", f->r->name);
    cr_expect_eq(o.alice.reply_bits, o.bob.reply_bits, "%s", f->r->name);
    cr_expect_leq(o.alice.leak_bits, 8 * o.payload[PHW_ALICE], "%s", f->r->name);
    cr_expect_leq(o.alice.reply_bits, 8 * o.payload[PHW_BOB], "%s", f->r->name);
    cr_expect_eq(o.alice.n_messages, o.messages[0] + o.messages[1], "%s", f->r->name);
    cr_expect_eq(o.bob.n_messages, o.messages[0] + o.messages[1], "%s", f->r->name);
    cr_expect_eq(o.alice.n_rounds, o.bob.n_rounds, "%s", f->r->name);
    cr_expect_leq(o.alice.n_rounds, o.messages[PHW_ALICE], "%s", f->r->name);
    for (int role = 0; role < 2; ++role) {
        const phw_reconcile_figures *own = role == PHW_ALICE ? &o.alice : &o.bob;
        const phw_reconcile_figures *other = role == PHW_ALICE ? &o.bob : &o.alice;
        cr_expect_eq(own->bytes_sent,
                     o.payload[role] + PHW_MESSAGE_HEADER_SIZE * o.messages[role], "%s",
                     f->r->name);
        cr_expect_eq(own->bytes_sent, other->bytes_received, "%s", f->r->name);
    }
    phw_bits_free(&o.corrected);
}

Test(reconcilers, both_ends_count_what_crossed_the_wire)
{
    for_all(counts_what_crossed);
}

static void corrects_true_errors(const frame *f)
{
    outcome o = converse(f->r, &f->task, &f->alice, &f->bob);
    const size_t n_corrected = phw_bits_count(&o.corrected);
    cr_assert_eq(o.status, PHW_OK);
    if (f->r->silent) {
        cr_expect_eq(n_corrected + o.alice.n_corrected, 0, "%s", f->r->name);
        cr_expect(o.n_errors > 0 || (o.n_left == 0 && o.bob.n_corrected == 0),
                  "%s errs without errors", f->r->name);
        phw_bits_free(&o.corrected);
        return;
    }
    cr_expect_eq(o.bob.n_corrected, n_corrected, "%s", f->r->name);
    phw_bits truth = {0};
    cr_assert_eq(phw_bits_copy(&truth, &f->alice), PHW_OK);
    phw_bits_xor(&truth, &f->bob);
    phw_bits_xor(&truth, &o.corrected);
    cr_expect_eq(phw_bits_count(&truth), o.n_left,
                 "%s: corrected is what the key was changed by", f->r->name);
    if (!may_flip_wrongly(f->r)) {
        cr_expect_eq(o.n_left + n_corrected, o.n_errors,
                     "%s flips a bit that was right", f->r->name);
        cr_expect_eq(o.n_left % 2, 0, "%s: what is left is even", f->r->name);
        cr_expect_eq(o.alice.n_corrected, n_corrected, "%s", f->r->name);
    }
    if (o.n_errors == 0)
        cr_expect(o.n_left == 0 && n_corrected == 0, "%s errs without errors",
                  f->r->name);
    phw_bits_free(&truth);
    phw_bits_free(&o.corrected);
}

/* What a machine that knows how sure Bob is of each bit asks for tells that, too: more
 * than the errors' positions do, so that his answers have to be charged. */
Test(reconcilers, who_reads_what_bob_alone_knows_has_his_answers_charged)
{
    size_t n_entries = 0;
    unsigned n_soft = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n_entries);
    for (size_t e = 0; e < n_entries; ++e) {
        cr_expect(!list[e]->soft || list[e]->silent, "%s", list[e]->name);
        n_soft += list[e]->soft;
    }
    cr_expect_gt(n_soft, 0);
}

Test(reconcilers, corrections_are_true_errors)
{
    for_all(corrects_true_errors);
}

/* As many bits as Bob counts for a message fill its bytes, no fewer and no more: what
 * is counted is what crossed, message by message. Codes send numbers with theirs. */
static void fills_every_message(const frame *f)
{
    phw_reconciliation *bob = NULL;
    phw_entropy entropy;
    phw_tape tape = {0};
    phw_message out = {0};
    bool done = false;
    uint64_t leak = 0;
    if (f->r->silent)
        return;
    outcome o = converse_taped(&tape, f->r, &f->task, &f->alice, &f->bob);
    cr_assert_eq(
        make_end(&bob, &entropy, f->r, PHW_BOB, &f->task, &f->bob, f->task.seed),
        PHW_OK);
    for (size_t i = 0; i < tape.n; ++i) {
        const phw_message m = phw_tape_at(&tape, i);
        if (tape.entry[i].role != PHW_ALICE)
            continue;
        cr_assert_eq(f->r->step(bob, &out, &done, &m), PHW_OK);
        const uint64_t now = f->r->figures(bob).leak_bits;
        cr_expect_eq((now - leak + 7) / 8, m.size - PHW_MESSAGE_HEADER_SIZE,
                     "%s, n %zu, message %zu: %llu bits", f->r->name, f->task.n, i,
                     (unsigned long long)(now - leak));
        leak = now;
    }
    cr_expect_eq(leak, o.alice.leak_bits);
    f->r->destroy(bob);
    phw_message_free(&out);
    phw_tape_free(&tape);
    phw_bits_free(&o.corrected);
}

Test(reconcilers, every_message_is_filled_by_the_bits_that_are_counted)
{
    for_all(fills_every_message);
}

static bool same_tape(const phw_tape *x, const phw_tape *y)
{
    return x->n == y->n && x->n_bytes == y->n_bytes &&
           (x->n_bytes == 0 || memcmp(x->byte, y->byte, x->n_bytes) == 0);
}

/* Both ends after other bits and other messages, begun again with the frame's. */
static void tape_after_reset(phw_tape *tape, const frame *f)
{
    phw_reconciliation *end[2] = {NULL, NULL};
    phw_entropy entropy[2];
    phw_bits other[2] = {random_bits(f->task.n, 77), {0}};
    other[1] = noisy_bits(&other[0], 0.08, 77);
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(
            make_end(&end[i], &entropy[i], f->r, i, &f->task, &other[i], f->task.seed),
            PHW_OK);
    outcome before = {0};
    talk(&before, NULL, f->r, end);
    cr_assert_eq(before.status, PHW_OK);
    for (int i = 0; i < 2; ++i) {
        cr_assert_eq(phw_entropy_seeded(&entropy[i], f->task.seed,
                                        i == PHW_ALICE ? "alice" : "bob"),
                     PHW_OK);
        cr_assert_eq(f->r->reset(end[i], i == PHW_ALICE ? &f->alice : &f->bob), PHW_OK);
        cr_expect_eq(f->r->figures(end[i]).leak_bits, 0);
        cr_expect_eq(f->r->figures(end[i]).n_messages, 0);
        cr_expect_eq(phw_bits_count(f->r->corrected(end[i])), 0);
    }
    outcome after = {0};
    talk(&after, tape, f->r, end);
    cr_assert_eq(after.status, PHW_OK);
    for (int i = 0; i < 2; ++i) {
        f->r->destroy(end[i]);
        phw_bits_free(&other[i]);
    }
}

static void repeats(const frame *f)
{
    phw_tape tape[3] = {{0}};
    for (int i = 0; i < 2; ++i) {
        outcome o = converse_taped(&tape[i], f->r, &f->task, &f->alice, &f->bob);
        phw_bits_free(&o.corrected);
    }
    tape_after_reset(&tape[2], f);
    cr_expect(same_tape(&tape[0], &tape[1]), "%s, n %zu: not the same again",
              f->r->name, f->task.n);
    cr_expect(same_tape(&tape[0], &tape[2]), "%s, n %zu: not the same after a reset",
              f->r->name, f->task.n);
    for (int i = 0; i < 3; ++i)
        phw_tape_free(&tape[i]);
}

Test(reconcilers, a_reset_machine_is_as_a_fresh_one)
{
    for_all(repeats);
}

/* Told the rate, of 20 frames of 1000 bits at 1 and at 3 % at least half come out
 * right, whatever the scheme (the weakest code is made for less than 1 % of failures,
 * the weakest Cascade fails at 4 %: 10 of 20 then have a probability below 1e-9). */
Test(reconcilers, right_estimates_mostly_end_with_equal_keys)
{
    size_t n_entries = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n_entries);
    for (size_t e = 0; e < n_entries; ++e) {
        for (unsigned i = 0; i < 2; ++i) {
            const double rate = i == 0 ? 0.01 : 0.03;
            unsigned n_right = 0;
            for (uint32_t trial = 0; trial < 20; ++trial) {
                frame f;
                make_frame(&f, list[e], 1000, rate, rate, trial);
                outcome o = converse(f.r, &f.task, &f.alice, &f.bob);
                n_right += o.n_left == 0;
                phw_bits_free(&o.corrected);
                free_frame(&f);
            }
            cr_expect_geq(n_right, 10, "%s at %g: %u of 20", list[e]->name, rate,
                          n_right);
        }
    }
}

Test(reconcilers, malformed_tasks_are_refused)
{
    size_t n_entries = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n_entries);
    for (size_t e = 0; e < n_entries; ++e) {
        static const struct {
            double rate;
            size_t to;
            phw_status status;
        } row[] = {
            {0.2501, 100, PHW_ENOKEY},    {-1, 100, PHW_EARG},
            {(double)NAN, 100, PHW_EARG}, {0.05, 99, PHW_EARG},
            {0.05, 101, PHW_EARG},
        };

        for (size_t i = 0; i < COUNT(row); ++i) {
            frame f;
            phw_entropy entropy;
            phw_reconciliation *end = NULL;
            make_frame(&f, list[e], 100, 0.05, 0.05, 1);
            f.all.error_rate = row[i].rate;
            f.all.to = row[i].to;
            cr_expect_eq(make_end(&end, &entropy, f.r, PHW_BOB, &f.task, &f.bob, 1),
                         row[i].status, "%s, case %zu", f.r->name, i);
            cr_expect_null(end);
            f.r->destroy(NULL);
            free_frame(&f);
        }
    }
}
