#include "tools/fingerprint_sessions.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "tools/cancel.h"
#include "tools/fingerprint_options.h"

/* What was refused of each recording. */
typedef struct tally {
    size_t *tested; /* n_recordings each */
    size_t *refused;
    double *rate;
} tally;

static void test_recording(phw_fingerprint_session_row *row, tally *t, size_t r,
                           const phw_fingerprint *model,
                           const phw_fingerprint_sessions *in)
{
    const phw_fingerprint_frames *f = &in->recording[r];
    for (size_t i = 0; i < f->n; ++i) {
        const double *x = f->value + i * f->n_features;
        if (f->sender[i][0] == '\0' || !f->measured[i])
            continue;
        const bool accepted = phw_fingerprint_verify(model, x, 0).accepted;
        if (strcmp(f->sender[i], in->label) == 0) {
            ++t->tested[r];
            t->refused[r] += !accepted;
        } else {
            ++row->n_impostors;
            row->n_accepted += accepted;
        }
    }
}

/* Enrols `k` recordings from `first` on and tests the others. */
static phw_status run_trial(phw_fingerprint_session_row *row, tally *t,
                            const phw_fingerprint_sessions *in, size_t first, size_t k)
{
    phw_fingerprint model = {.label = NULL};
    size_t n = 0;
    PHW_TRY(phw_fingerprint_start(&model, in->config, in->columns));
    phw_status s = PHW_OK;
    for (size_t i = 0; i < k && !s; ++i)
        s = phw_fingerprint_frames_enroll(
            &n, &model, in->label, &in->recording[(first + i) % in->n_recordings],
            in->label);
    if (!s)
        s = phw_fingerprint_learn(&model);
    if (!s) {
        row->threshold += model.label[0].rejection.threshold;
        ++row->n_trials;
        for (size_t i = k; i < in->n_recordings; ++i)
            test_recording(row, t, (first + i) % in->n_recordings, &model, in);
    }
    phw_fingerprint_free(&model);
    /* A choice of too few frames is none. */
    return s == PHW_ESHORT ? PHW_OK : s;
}

static size_t count_frames(const phw_fingerprint_sessions *in)
{
    size_t n = 0;
    for (size_t r = 0; r < in->n_recordings; ++r) {
        const phw_fingerprint_frames *f = &in->recording[r];
        for (size_t i = 0; i < f->n; ++i)
            n += f->measured[i] && strcmp(f->sender[i], in->label) == 0;
    }
    return n;
}

static void conclude(phw_fingerprint_session_row *row, tally *t,
                     const phw_fingerprint_sessions *in)
{
    const double n_frames = (double)count_frames(in);
    size_t n = 0;
    for (size_t r = 0; r < in->n_recordings; ++r) {
        row->n_tested += t->tested[r];
        row->n_refused += t->refused[r];
        if (t->tested[r] > 0)
            t->rate[n++] = (double)t->refused[r] / (double)t->tested[r];
    }
    row->rate = (double)row->n_refused / (double)row->n_tested;
    row->frames =
        phw_interval_share((uint64_t)llround(row->rate * n_frames), (uint64_t)n_frames);
    row->recordings = phw_interval_mean(&row->recordings_mean, t->rate, n);
    row->recordings.low = fmax(0, row->recordings.low);
    row->recordings.high = fmin(1, row->recordings.high);
    row->threshold /= (double)row->n_trials;
}

static phw_status run_row(phw_fingerprint_session_row *row, tally *t,
                          const phw_fingerprint_sessions *in, size_t k)
{
    phw_fingerprint_session_row own = {.n_enrolled = k};
    memset(t->tested, 0, in->n_recordings * sizeof *t->tested);
    memset(t->refused, 0, in->n_recordings * sizeof *t->refused);
    for (size_t first = 0; first < in->n_recordings; ++first) {
        PHW_TRY(phw_cancel_check());
        PHW_TRY(run_trial(&own, t, in, first, k));
    }
    if (own.n_trials == 0)
        return phw_fail(PHW_ESHORT,
                        "%zu recordings hold too few frames of %s to learn from; name "
                        "fewer features",
                        k, in->label);
    conclude(&own, t, in);
    *row = own;
    return PHW_OK;
}

phw_status phw_fingerprint_sessions_run(phw_fingerprint_session_row *row,
                                        const phw_fingerprint_sessions *in)
{
    tally t = {0};
    if (in->n_recordings < 2)
        return phw_fail(PHW_ESHORT,
                        "%zu recording with frames of %s; two or more are needed",
                        in->n_recordings, in->label);
    phw_status s = phw_array_alloc(&t.tested, in->n_recordings, sizeof *t.tested);
    if (!s)
        s = phw_array_alloc(&t.refused, in->n_recordings, sizeof *t.refused);
    if (!s)
        s = phw_array_alloc(&t.rate, in->n_recordings, sizeof *t.rate);
    for (size_t k = 1; k < in->n_recordings && !s; ++k)
        s = run_row(&row[k - 1], &t, in, k);
    free(t.tested);
    free(t.refused);
    free(t.rate);
    return s;
}
