#include "kgen/flight.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

/* Tables of so many tasks are told apart. */
enum {
    LENDERS = 4
};

/* One frame. */
typedef struct frame {
    phw_reconciliation *machine;
    size_t n; /* bits */
    bool done;
} frame;

struct phw_flight {
    phw_role role;
    const phw_reconciler *reconciler;
    frame *frame;
    size_t n_frames;
    phw_message heard; /* one frame's message, taken out of the flight's */
    phw_message said;  /* one frame's message, to be put into it */
    uint64_t n_messages;
    uint64_t bytes_sent;
    uint64_t bytes_received;
    bool opened; /* whether this end had its first turn */
    bool ended;
};

static phw_status check_size(const phw_reconcile_task *task, size_t n_frames,
                             const phw_bits *key)
{
    if (n_frames > PHW_FLIGHT_FRAMES_MAX)
        return phw_fail(PHW_EARG, "flight: %zu frames, expected 0 to %d", n_frames,
                        PHW_FLIGHT_FRAMES_MAX);
    size_t n = 0;
    for (size_t i = 0; i < n_frames; ++i) {
        if (task[i].n > PHW_FLIGHT_BITS_MAX - n)
            return phw_fail(PHW_EARG,
                            "flight: more than %u bits together; expected fewer or "
                            "shorter frames",
                            PHW_FLIGHT_BITS_MAX);
        n += task[i].n;
    }
    if (key->n != n)
        return phw_fail(PHW_EARG, "flight: %zu bits where the tasks have %zu", key->n,
                        n);
    return PHW_OK;
}

static phw_status check_bits(const phw_flight *f, const phw_bits *key)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n_frames; ++i)
        n += f->frame[i].n;
    if (key->n != n)
        return phw_fail(PHW_EARG, "flight: %zu bits where the tasks have %zu", key->n,
                        n);
    return PHW_OK;
}

static bool same_segments(const phw_reconcile_task *a, const phw_reconcile_task *b)
{
    bool same = a->n_segments == b->n_segments;
    for (size_t i = 0; i < a->n_segments && same; ++i) {
        const phw_reconcile_segment *x = &a->segment[i];
        const phw_reconcile_segment *y = &b->segment[i];
        same = x->from == y->from && x->to == y->to && x->error_rate == y->error_rate;
    }
    return same;
}

/* Whether the public parts of two tasks give the same tables. */
static bool alike(const phw_reconciler *r, const phw_reconcile_task *a,
                  const phw_reconcile_task *b)
{
    bool same = a->n == b->n && a->seed == b->seed && same_segments(a, b);
    for (size_t i = 0; i < r->n_params && same; ++i)
        same = a->params.value[i] == b->params.value[i];
    return same;
}

/* The frames that tables of later ones may be taken from. */
typedef struct lenders {
    size_t frame[LENDERS];
    size_t n;
} lenders;

/* A frame's machine, with an earlier one's tables where tasks are alike. */
static phw_status make_frame(phw_flight *f, lenders *from, size_t i,
                             const phw_reconcile_task *task, const phw_bits *key)
{
    const phw_reconciler *r = f->reconciler;
    phw_reconciliation **out = &f->frame[i].machine;
    for (size_t j = 0; j < from->n && r->share != NULL; ++j) {
        const size_t with = from->frame[j];
        if (alike(r, &task[with], &task[i]))
            return r->share(out, f->frame[with].machine, key);
    }
    if (from->n < LENDERS)
        from->frame[from->n++] = i;
    return r->create(out, f->role, &task[i], key);
}

static phw_status make_frames(phw_flight *f, const phw_reconcile_task *task,
                              const phw_bits *key)
{
    lenders with = {.n = 0};
    size_t from = 0;
    phw_status s = PHW_OK;
    for (size_t i = 0; i < f->n_frames && !s; ++i) {
        phw_bits part = {0};
        const size_t n = task[i].n;
        f->frame[i].n = n;
        s = phw_bits_slice(&part, key, from, from + n);
        if (!s)
            s = make_frame(f, &with, i, task, &part);
        phw_bits_free(&part);
        from += n;
    }
    return s;
}

static phw_status share_frames(phw_flight *f, const phw_flight *with,
                               const phw_bits *key)
{
    size_t from = 0;
    phw_status s = PHW_OK;
    for (size_t i = 0; i < f->n_frames && !s; ++i) {
        phw_bits part = {0};
        const size_t n = with->frame[i].n;
        f->frame[i].n = n;
        s = phw_bits_slice(&part, key, from, from + n);
        if (!s)
            s = f->reconciler->share(&f->frame[i].machine, with->frame[i].machine,
                                     &part);
        phw_bits_free(&part);
        from += n;
    }
    return s;
}

/* A flight without machines. */
static phw_status begin(phw_flight **out, phw_role role,
                        const phw_reconciler *reconciler, size_t n_frames)
{
    phw_flight *f = calloc(1, sizeof *f);
    if (f == NULL)
        return phw_fail(PHW_ENOMEM, "flight: no memory");
    f->role = role;
    f->reconciler = reconciler;
    f->frame = calloc(n_frames > 0 ? n_frames : 1, sizeof *f->frame);
    if (f->frame == NULL) {
        free(f);
        return phw_fail(PHW_ENOMEM, "flight: no memory for %zu frames", n_frames);
    }
    f->n_frames = n_frames;
    *out = f;
    return PHW_OK;
}

phw_status phw_flight_create(phw_flight **out, phw_role role,
                             const phw_reconciler *reconciler,
                             const phw_reconcile_task *task, size_t n_frames,
                             const phw_bits *key)
{
    phw_flight *f = NULL;
    PHW_TRY(check_size(task, n_frames, key));
    PHW_TRY(begin(&f, role, reconciler, n_frames));
    const phw_status s = make_frames(f, task, key);
    if (s) {
        phw_flight_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

phw_status phw_flight_share(phw_flight **out, const phw_flight *with,
                            const phw_bits *key)
{
    phw_flight *f = NULL;
    if (with->reconciler->share == NULL)
        return phw_fail(PHW_EARG, "flight: %s has no tables to share",
                        with->reconciler->name);
    PHW_TRY(check_bits(with, key));
    PHW_TRY(begin(&f, with->role, with->reconciler, with->n_frames));
    const phw_status s = share_frames(f, with, key);
    if (s) {
        phw_flight_destroy(f);
        return s;
    }
    *out = f;
    return PHW_OK;
}

void phw_flight_destroy(phw_flight *f)
{
    if (f == NULL)
        return;
    /* Who lends tables comes before who uses them. */
    for (size_t i = f->n_frames; i > 0; --i)
        f->reconciler->destroy(f->frame[i - 1].machine);
    free(f->frame);
    phw_message_free(&f->heard);
    phw_message_free(&f->said);
    free(f);
}

phw_status phw_flight_reset(phw_flight *f, const phw_bits *key)
{
    PHW_TRY(check_bits(f, key));
    size_t from = 0;
    phw_status s = PHW_OK;
    for (size_t i = 0; i < f->n_frames && !s; ++i) {
        phw_bits part = {0};
        frame *at = &f->frame[i];
        s = phw_bits_slice(&part, key, from, from + at->n);
        if (!s)
            s = f->reconciler->reset(at->machine, &part);
        phw_bits_free(&part);
        at->done = false;
        from += at->n;
    }
    f->n_messages = 0;
    f->bytes_sent = 0;
    f->bytes_received = 0;
    f->opened = false;
    f->ended = s != PHW_OK;
    return s;
}

/* The frame's own message, as its machine knows it; `*in` is NULL when the peer has
 * nothing to say of the frame. */
static phw_status take_part(const phw_message **in, phw_reader *r, phw_message *heard,
                            bool opening)
{
    *in = NULL;
    const uint64_t told = phw_reader_varint(r);
    PHW_TRY(r->status);
    if (told == 0)
        return opening ? PHW_OK
                       : phw_fail(PHW_EPEER, "flight: a frame of the peer's fell "
                                             "silent before its end");
    /* What is not there is refused by the view, before anything is made for it. */
    const size_t size = told - 1 <= r->size ? (size_t)(told - 1) : SIZE_MAX;
    const uint8_t *at = phw_reader_view(r, size);
    PHW_TRY(r->status);
    phw_message_begin(heard, 0, 0);
    phw_message_put_bytes(heard, at, size);
    PHW_TRY(phw_message_end(heard));
    *in = heard;
    return PHW_OK;
}

static void put_part(phw_message *out, const phw_message *said)
{
    if (said->size == 0) {
        phw_message_put_varint(out, 0);
        return;
    }
    const size_t size = said->size - PHW_MESSAGE_HEADER_SIZE;
    phw_message_put_varint(out, (uint64_t)size + 1);
    phw_message_put_bytes(out, said->byte + PHW_MESSAGE_HEADER_SIZE, size);
}

/* One turn of one frame; `spoke` becomes true when there is a part of it in `out`. `r`
 * is NULL for Alice's first turn, and where she had nothing to open with. */
static phw_status turn(phw_flight *f, frame *at, phw_message *out, bool *spoke,
                       phw_reader *r)
{
    const phw_message *in = NULL;
    if (r != NULL)
        PHW_TRY(take_part(&in, r, &f->heard, !f->opened && f->role == PHW_BOB));
    const phw_status s = f->reconciler->step(at->machine, &f->said, &at->done, in);
    const bool speaks = !s && f->said.size > 0;
    if (r != NULL && in == NULL && (s == PHW_EARG || !at->done || speaks))
        return phw_fail(PHW_EPEER, "flight: a frame was not opened");
    PHW_TRY(s);
    if (!speaks && !at->done)
        return phw_fail(PHW_EPEER, "flight: a frame waits for what never comes");
    if (speaks || (!f->opened && f->role == PHW_ALICE))
        put_part(out, &f->said);
    *spoke = *spoke || speaks;
    return PHW_OK;
}

static phw_status take_turns(phw_flight *f, phw_message *out, bool *spoke,
                             const phw_message *in)
{
    phw_reader r = {0};
    if (in != NULL) {
        r = phw_reader_open(in);
        ++f->n_messages;
        f->bytes_received += in->size;
    }
    phw_message_begin(out, 0, 0);
    f->ended = true;
    for (size_t i = 0; i < f->n_frames; ++i) {
        frame *at = &f->frame[i];
        if (at->done)
            continue;
        const phw_status s = turn(f, at, out, spoke, in != NULL ? &r : NULL);
        if (s)
            return phw_fail_within(s, "frame %zu", i);
        f->ended = f->ended && at->done;
    }
    return in != NULL ? phw_reader_close(&r) : PHW_OK;
}

phw_status phw_flight_step(phw_flight *f, phw_message *out, bool *done,
                           const phw_message *in)
{
    if (in != NULL && f->ended)
        return phw_fail(PHW_EPEER, "flight: a message after the end");
    if (in == NULL && f->opened)
        return phw_fail(PHW_EARG, "flight: a step without the peer's message");
    bool spoke = false;
    phw_status s = take_turns(f, out, &spoke, in);
    f->opened = true;
    if (!s && spoke)
        s = phw_message_end(out);
    if (s || !spoke)
        phw_message_clear(out);
    if (s) {
        f->ended = true;
        return s;
    }
    f->n_messages += spoke;
    f->bytes_sent += out->size;
    *done = f->ended;
    return PHW_OK;
}

phw_reconcile_figures phw_flight_figures(const phw_flight *f)
{
    phw_reconcile_figures sum = {0};
    for (size_t i = 0; i < f->n_frames; ++i) {
        const phw_reconcile_figures one = f->reconciler->figures(f->frame[i].machine);
        sum.leak_bits += one.leak_bits;
        sum.reply_bits += one.reply_bits;
        sum.n_corrected += one.n_corrected;
        sum.gave_up = sum.gave_up || one.gave_up;
        if (one.n_rounds > sum.n_rounds)
            sum.n_rounds = one.n_rounds;
    }
    sum.n_messages = f->n_messages;
    sum.bytes_sent = f->bytes_sent;
    sum.bytes_received = f->bytes_received;
    return sum;
}

/* What `of` gives for each frame, one after the other. */
static phw_status join(phw_bits *out, const phw_flight *f,
                       const phw_bits *(*of)(const phw_reconciliation *))
{
    phw_bits all = {0};
    for (size_t i = 0; i < f->n_frames; ++i) {
        const phw_status s = phw_bits_append(&all, of(f->frame[i].machine));
        if (s) {
            phw_bits_free(&all);
            return s;
        }
    }
    *out = all;
    return PHW_OK;
}

phw_status phw_flight_key(phw_bits *out, const phw_flight *f)
{
    return join(out, f, f->reconciler->key);
}

phw_status phw_flight_corrected(phw_bits *out, const phw_flight *f)
{
    return join(out, f, f->reconciler->corrected);
}

size_t phw_flight_n_frames(const phw_flight *f)
{
    return f->n_frames;
}

const phw_bits *phw_flight_frame_key(const phw_flight *f, size_t i)
{
    assert(i < f->n_frames);
    return f->reconciler->key(f->frame[i].machine);
}

const phw_bits *phw_flight_frame_corrected(const phw_flight *f, size_t i)
{
    assert(i < f->n_frames);
    return f->reconciler->corrected(f->frame[i].machine);
}

phw_reconcile_figures phw_flight_frame_figures(const phw_flight *f, size_t i)
{
    assert(i < f->n_frames);
    return f->reconciler->figures(f->frame[i].machine);
}
