#include "tools/channel_trial.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/capture_trace.h"

static bool is_of(const phw_channel_recording *r, size_t frame, const char *sender)
{
    return strcmp(r->frames.sender[frame], sender) == 0;
}

static bool is_known(const phw_channel_recording *r, size_t frame)
{
    return r->frames.sender[frame][0] != '\0';
}

static size_t count_of(const phw_channel_recording *r, const char *sender)
{
    size_t n = 0;
    for (size_t i = 0; i < r->frames.n; ++i)
        n += is_of(r, i, sender);
    return n;
}

/* How many frames enrol a sender of n: one is left to judge. */
static size_t count_first(const phw_channel_trial *t, size_t n)
{
    const size_t most = n < t->n_first + 1 ? n - 1 : t->n_first;
    return most < t->plan.test->n_references_min ? 0 : most;
}

static phw_status mark_enrolled(phw_channel_recording *r, const phw_channel_trial *t)
{
    PHW_TRY(phw_array_alloc(&r->enrolled, r->frames.n, sizeof *r->enrolled));
    for (size_t i = 0; i < r->frames.n; ++i) {
        const char *sender = r->frames.sender[i];
        size_t before = 0;
        for (size_t k = 0; k < i; ++k)
            before += is_of(r, k, sender);
        r->enrolled[i] = is_known(r, i) && before < count_first(t, count_of(r, sender));
    }
    return PHW_OK;
}

static phw_status open_recording(phw_channel_recording *r, const char *spec,
                                 const phw_truth *truth, double tolerance,
                                 const phw_channel_trial *t)
{
    phw_fingerprint_columns none = {.n = 0};
    phw_status s =
        phw_fingerprint_frames_read(&r->frames, &none, spec, truth, tolerance);
    if (!s)
        s = phw_capture_trace_read(&r->trace, phw_fingerprint_frames_file(spec));
    if (!s)
        s = mark_enrolled(r, t);
    return s;
}

phw_status phw_channel_trial_add(phw_channel_trial *t, const char *spec,
                                 const phw_truth *truth, double tolerance)
{
    phw_channel_recording *first = &t->recording[0];
    if (t->n_recordings == PHW_CHANNEL_RECORDINGS_MAX)
        return phw_fail(PHW_EARG, "%s: more than %d recordings", spec,
                        PHW_CHANNEL_RECORDINGS_MAX);
    phw_channel_recording *r = &t->recording[t->n_recordings++];
    PHW_TRY(open_recording(r, spec, truth, tolerance, t));
    for (phw_channel_recording *other = first; other < r; ++other) {
        if (phw_similarity_is_same_trace(&other->trace, &r->trace))
            return phw_fail(PHW_EARG, "%s: is %s once more; give each recording once",
                            spec, other->frames.session);
    }
    return phw_similarity_check(&t->plan, &first->trace, first->frames.session,
                                &r->trace, r->frames.session);
}

static phw_status correlate(double *out, const phw_channel_trial *t, size_t i, size_t k)
{
    const phw_trace *trace = &t->recording[0].trace;
    const size_t n = trace->n_coefficients;
    const phw_similarity_input input = {.reference = trace->cplx + i * n,
                                        .frame = trace->cplx + k * n,
                                        .position = trace->coefficient,
                                        .n_references = 1,
                                        .n = n};
    return t->plan.test->measure(out, &input, &t->plan.params);
}

/* Frame i with the enrolled frames before it. */
static phw_status compare_before(phw_channel_trial *t, size_t i)
{
    const phw_channel_recording *r = &t->recording[0];
    for (size_t k = 0; k < i; ++k) {
        double x = 0;
        if (!r->enrolled[k])
            continue;
        PHW_TRY(correlate(&x, t, i, k));
        if (is_of(r, k, r->frames.sender[i]))
            t->own_least = fmin(t->own_least, x);
        else
            t->other_most = fmax(t->other_most, x);
    }
    return PHW_OK;
}

/* The extremes over the pairs of enrolled frames of the first recording. */
static phw_status compare_enrolled(phw_channel_trial *t)
{
    t->own_least = HUGE_VAL;
    t->other_most = -HUGE_VAL;
    for (size_t i = 0; i < t->recording[0].frames.n; ++i) {
        if (t->recording[0].enrolled[i])
            PHW_TRY(compare_before(t, i));
    }
    return PHW_OK;
}

phw_status phw_channel_trial_learn(phw_channel_trial *t)
{
    char text[96];
    const char *name = t->recording[0].frames.session;
    PHW_TRY(phw_similarity_plan_test(&t->plan, "correlation:fit=full:threshold=0.5"));
    PHW_TRY(compare_enrolled(t));
    if (!isfinite(t->own_least) || !isfinite(t->other_most))
        return phw_fail(PHW_ESHORT,
                        "%s: has fewer than two senders with two frames enrolled each: "
                        "no threshold can be learnt of it; give --test",
                        name);
    if (!(t->own_least > t->other_most))
        return phw_fail(PHW_EINPUT,
                        "%s: the enrolled frames don't tell its senders apart: one "
                        "sender's correlate by %.4f, two senders' by %.4f",
                        name, t->own_least, t->other_most);
    (void)snprintf(text, sizeof text, "correlation:fit=full:threshold=%.12g",
                   1 - sqrt((1 - t->own_least) * (1 - t->other_most)));
    return phw_similarity_plan_test(&t->plan, text);
}

/* Frames into lists that have room for all. */
static void list_frames(phw_indices *reference, phw_indices *own, phw_indices *other,
                        const phw_channel_recording *a, const phw_channel_recording *b,
                        const char *sender)
{
    reference->n = own->n = other->n = 0;
    for (size_t i = 0; i < a->frames.n; ++i) {
        if (a->enrolled[i] && is_of(a, i, sender))
            reference->index[reference->n++] = i;
    }
    for (size_t i = 0; i < b->frames.n; ++i) {
        phw_indices *list = is_of(b, i, sender) ? own : other;
        if (is_known(b, i) && !b->enrolled[i])
            list->index[list->n++] = i;
    }
}

static phw_status judge(size_t *n_same, size_t *n_undecided, const phw_channel_trial *t,
                        const phw_channel_row *row, const phw_indices *reference,
                        const phw_indices *frames)
{
    phw_similarity_verdict v = {.n_rows = 0};
    const phw_channel_recording *a = &t->recording[row->enrolled];
    const phw_channel_recording *b = &t->recording[row->judged];
    if (frames->n == 0)
        return PHW_OK;
    const phw_status s =
        phw_similarity_judge(&v, &t->plan, &a->trace, reference, &b->trace, frames);
    if (s)
        return phw_fail_within(s, "%s", b->frames.session);
    *n_same = v.n_same;
    *n_undecided += v.n_undecided;
    phw_similarity_verdict_free(&v);
    return PHW_OK;
}

static phw_status fill_row(phw_channel_row *row, const phw_channel_trial *t,
                           phw_indices list[3])
{
    list_frames(&list[0], &list[1], &list[2], &t->recording[row->enrolled],
                &t->recording[row->judged], row->sender);
    row->n_own = list[1].n;
    row->n_other = list[2].n;
    PHW_TRY(judge(&row->n_own_same, &row->n_undecided, t, row, &list[0], &list[1]));
    return judge(&row->n_other_same, &row->n_undecided, t, row, &list[0], &list[2]);
}

static phw_status next_row(phw_channel_row **out, phw_channel_trial *t)
{
    if (t->n_rows == t->n_rows_allocated) {
        const size_t n = 2 * t->n_rows + 64;
        phw_channel_row *row = NULL;
        PHW_TRY(phw_array_alloc(&row, n, sizeof *row));
        if (t->n_rows > 0)
            memcpy(row, t->row, t->n_rows * sizeof *row);
        free(t->row);
        t->row = row;
        t->n_rows_allocated = n;
    }
    *out = &t->row[t->n_rows++];
    return PHW_OK;
}

/* The rows of one sender, whose first frame in recording `enrolled` is `frame`. */
static phw_status run_sender(phw_channel_trial *t, size_t enrolled, size_t frame,
                             phw_indices list[3])
{
    for (size_t judged = 0; judged < t->n_recordings; ++judged) {
        phw_channel_row *row = NULL;
        PHW_TRY(next_row(&row, t));
        row->enrolled = enrolled;
        row->judged = judged;
        memcpy(row->sender, t->recording[enrolled].frames.sender[frame],
               sizeof row->sender);
        PHW_TRY(fill_row(row, t, list));
    }
    return PHW_OK;
}

static bool is_first(const phw_channel_recording *r, size_t frame)
{
    for (size_t i = 0; i < frame; ++i) {
        if (is_of(r, i, r->frames.sender[frame]))
            return false;
    }
    return r->enrolled[frame];
}

static phw_status run_senders(phw_channel_trial *t, size_t enrolled,
                              phw_indices list[3])
{
    const phw_channel_recording *r = &t->recording[enrolled];
    for (size_t i = 0; i < r->frames.n; ++i) {
        if (is_first(r, i))
            PHW_TRY(run_sender(t, enrolled, i, list));
    }
    return PHW_OK;
}

static phw_status run_all(phw_channel_trial *t, phw_indices list[3])
{
    for (size_t i = 0; i < t->n_recordings; ++i)
        PHW_TRY(run_senders(t, i, list));
    if (t->n_rows == 0)
        return phw_fail(PHW_ESHORT,
                        "no recording has a sender with %zu frames or more; --truth or "
                        "LABEL=TRACE tell who sent them",
                        t->plan.test->n_references_min + 1);
    return PHW_OK;
}

phw_status phw_channel_trial_run(phw_channel_trial *t)
{
    phw_indices list[3] = {{0}, {0}, {0}};
    size_t most = 0;
    phw_status s = PHW_OK;
    for (size_t i = 0; i < t->n_recordings; ++i) {
        if (t->recording[i].frames.n > most)
            most = t->recording[i].frames.n;
    }
    for (size_t i = 0; i < 3 && !s; ++i)
        s = phw_array_alloc(&list[i].index, most, sizeof *list[i].index);
    if (!s)
        s = run_all(t, list);
    for (size_t i = 0; i < 3; ++i)
        phw_indices_free(&list[i]);
    return s;
}

phw_channel_row phw_channel_trial_sum(const phw_channel_trial *t, bool across)
{
    phw_channel_row sum = {.n_own = 0};
    for (size_t i = 0; i < t->n_rows; ++i) {
        const phw_channel_row *row = &t->row[i];
        if ((row->enrolled != row->judged) != across)
            continue;
        sum.n_own += row->n_own;
        sum.n_own_same += row->n_own_same;
        sum.n_other += row->n_other;
        sum.n_other_same += row->n_other_same;
        sum.n_undecided += row->n_undecided;
    }
    return sum;
}

void phw_channel_trial_free(phw_channel_trial *t)
{
    for (size_t i = 0; i < t->n_recordings; ++i) {
        phw_trace_free(&t->recording[i].trace);
        phw_fingerprint_frames_free(&t->recording[i].frames);
        free(t->recording[i].enrolled);
    }
    free(t->row);
    *t = (phw_channel_trial){.n_recordings = 0};
}
