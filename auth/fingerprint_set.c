#include "auth/fingerprint_set.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST 64

static phw_status grow(void *array, size_t n, size_t size)
{
    void *old = NULL;
    memcpy(&old, array, sizeof old);
    void *grown = realloc(old, n * size);
    if (grown == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu frames", n);
    memcpy(array, &grown, sizeof grown);
    return PHW_OK;
}

/* The frames are at most 2^20 and the features 32: no size overflows. */
static phw_status make_room(phw_fingerprint_set *set)
{
    if (set->n < set->n_allocated)
        return PHW_OK;
    const size_t n = set->n_allocated > 0 ? 2 * set->n_allocated : FIRST;
    PHW_TRY(grow(&set->value, n, set->n_features * sizeof *set->value));
    PHW_TRY(grow(&set->label, n, sizeof *set->label));
    PHW_TRY(grow(&set->session, n, sizeof *set->session));
    set->n_allocated = n;
    return PHW_OK;
}

phw_status phw_fingerprint_set_append(phw_fingerprint_set *set, const double *value,
                                      uint32_t label, uint32_t session)
{
    if (set->n_features < 1 || set->n_features > PHW_FINGERPRINT_FEATURES_MAX)
        return phw_fail(PHW_EARG, "fingerprint: %zu features; 1 to %d are possible",
                        set->n_features, PHW_FINGERPRINT_FEATURES_MAX);
    if (label >= PHW_FINGERPRINT_LABELS_MAX ||
        session >= PHW_FINGERPRINT_SESSIONS_MAX || set->n >= PHW_FINGERPRINT_FRAMES_MAX)
        return phw_fail(PHW_EARG,
                        "fingerprint: label %u, session %u, frame %zu; at most %d "
                        "labels, %d sessions and %zu frames are possible",
                        label, session, set->n, PHW_FINGERPRINT_LABELS_MAX,
                        PHW_FINGERPRINT_SESSIONS_MAX, PHW_FINGERPRINT_FRAMES_MAX);
    for (size_t j = 0; j < set->n_features; ++j) {
        if (!isfinite(value[j]))
            return phw_fail(PHW_EINPUT, "fingerprint: %s is not finite",
                            set->feature[j].name);
    }
    PHW_TRY(make_room(set));
    memcpy(set->value + set->n * set->n_features, value,
           set->n_features * sizeof *value);
    set->label[set->n] = label;
    set->session[set->n] = session;
    ++set->n;
    if (label >= set->n_labels)
        set->n_labels = (size_t)label + 1;
    if (session >= set->n_sessions)
        set->n_sessions = (size_t)session + 1;
    return PHW_OK;
}

void phw_fingerprint_set_free(phw_fingerprint_set *set)
{
    free(set->value);
    free(set->label);
    free(set->session);
    *set = (phw_fingerprint_set){.n = 0};
}
