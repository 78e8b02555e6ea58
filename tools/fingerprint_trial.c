#include "tools/fingerprint_trial.h"

#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

#define FIRST 1024

/* Room for all senders at once: the columns are known from the first recording on. */
static phw_status start(phw_fingerprint_trial *t, const phw_fingerprint *model)
{
    if (t->sender != NULL)
        return PHW_OK;
    t->n_labels = model->set.n_labels;
    t->n_senders = t->n_labels;
    PHW_TRY(
        phw_array_alloc(&t->sender, PHW_FINGERPRINT_SENDERS_MAX, sizeof *t->sender));
    for (size_t l = 0; l < t->n_labels; ++l)
        memcpy(t->sender[l], model->label[l].name, sizeof t->sender[l]);
    return phw_array_alloc(&t->taken, PHW_FINGERPRINT_SENDERS_MAX * (t->n_labels + 1),
                           sizeof *t->taken);
}

static phw_status check_recording(const phw_fingerprint *model,
                                  const phw_fingerprint_frames *f)
{
    for (size_t s = 0; s < model->set.n_sessions; ++s) {
        if (strcmp(model->session[s].name, f->session) == 0)
            return phw_fail(PHW_EINPUT,
                            "%s: the model was learnt from this recording; a test on "
                            "it tells nothing",
                            f->session);
    }
    return PHW_OK;
}

static phw_status find_sender(size_t *out, phw_fingerprint_trial *t, const char *name)
{
    size_t i = 0;
    while (i < t->n_senders && strcmp(t->sender[i], name) != 0)
        ++i;
    if (i == PHW_FINGERPRINT_SENDERS_MAX)
        return phw_fail(PHW_EINPUT, "more than %d senders",
                        PHW_FINGERPRINT_SENDERS_MAX);
    if (i == t->n_senders) {
        memcpy(t->sender[i], name, strlen(name) + 1);
        ++t->n_senders;
    }
    *out = i;
    return PHW_OK;
}

static phw_status make_room(phw_fingerprint_trial *t)
{
    if (t->n_scores + t->n_labels <= t->n_scores_allocated)
        return PHW_OK;
    const size_t n = 2 * t->n_scores_allocated + t->n_labels + FIRST;
    phw_roc_score *grown = reallocarray(t->score, n, sizeof *grown);
    if (grown == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu scores", n);
    t->score = grown;
    t->n_scores_allocated = n;
    return PHW_OK;
}

static phw_status claim_all(phw_fingerprint_trial *t, const phw_fingerprint *model,
                            const double *distance, size_t sender, bool measured)
{
    PHW_TRY(make_room(t));
    for (size_t l = 0; l < t->n_labels; ++l) {
        const bool genuine = l == sender;
        const bool accepted = distance[l] <= model->label[l].rejection.threshold;
        if (measured)
            t->score[t->n_scores++] =
                (phw_roc_score){distance[l], genuine, (uint32_t)t->n_recordings};
        t->n_false_reject += genuine && !accepted;
        t->n_claims += !genuine;
        t->n_false_accept += !genuine && accepted;
    }
    return PHW_OK;
}

static phw_status test_frame(phw_fingerprint_trial *t, const phw_fingerprint *model,
                             const phw_fingerprint_frames *f, size_t i)
{
    size_t sender = 0;
    double distance[PHW_FINGERPRINT_LABELS_MAX];
    const double *x = f->value + i * f->n_features;
    PHW_TRY(find_sender(&sender, t, f->sender[i]));
    const phw_fingerprint_verdict v = phw_fingerprint_identify(model, x);
    const bool enrolled = sender < t->n_labels;
    phw_fingerprint_distances(distance, model, x);
    PHW_TRY(claim_all(t, model, distance, sender, f->measured[i]));
    ++t->taken[sender * (t->n_labels + 1) + (v.accepted ? v.label : t->n_labels)];
    ++t->n_frames;
    t->n_unmeasured += !f->measured[i];
    t->n_enrolled += enrolled;
    t->n_compared += enrolled && f->measured[i];
    t->n_nearest_wrong += enrolled && f->measured[i] && v.label != sender;
    t->n_stranger += !enrolled;
    t->n_stranger_accepted += !enrolled && v.accepted;
    return PHW_OK;
}

phw_status phw_fingerprint_trial_add(phw_fingerprint_trial *trial,
                                     const phw_fingerprint *model,
                                     const phw_fingerprint_frames *f)
{
    PHW_TRY(check_recording(model, f));
    PHW_TRY(start(trial, model));
    for (size_t i = 0; i < f->n; ++i) {
        if (f->sender[i][0] == '\0')
            ++trial->n_nobody;
        else
            PHW_TRY(test_frame(trial, model, f, i));
    }
    ++trial->n_recordings;
    return PHW_OK;
}

phw_status phw_fingerprint_trial_roc(phw_roc *out, const phw_fingerprint_trial *trial)
{
    double *distance = NULL;
    size_t n[2] = {0};
    PHW_TRY(phw_array_alloc(&distance, trial->n_scores + 1, sizeof *distance));
    /* Genuine ones from the front, the others from the back. */
    for (size_t i = 0; i < trial->n_scores; ++i) {
        const bool genuine = trial->score[i].genuine;
        const size_t at = genuine ? n[1] : trial->n_scores - 1 - n[0];
        distance[at] = trial->score[i].distance;
        ++n[genuine];
    }
    const phw_status s = phw_roc_compute(out, distance, n[1], distance + n[1], n[0]);
    free(distance);
    return s;
}

void phw_fingerprint_trial_free(phw_fingerprint_trial *trial)
{
    free(trial->sender);
    free(trial->taken);
    free(trial->score);
    *trial = (phw_fingerprint_trial){.n_frames = 0};
}
