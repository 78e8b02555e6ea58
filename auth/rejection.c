#include "auth/rejection.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

#define NO_PLACE UINT32_MAX

/* How the frames are left out in turn. */
typedef struct division {
    uint32_t *part; /* of each frame, below PHW_REJECTION_PARTS_MAX */
    bool *skip;     /* scratch: the frames left out now */
    phw_rejection_rule rule[PHW_FINGERPRINT_LABELS_MAX];
} division;

/* The distances of frames left out, by the label's rule. */
typedef struct scores {
    double *distance[PHW_REJECTION_SESSIONS + 1];
    size_t n[PHW_REJECTION_SESSIONS + 1];
} scores;

const char *phw_rejection_rule_name(phw_rejection_rule rule)
{
    static const char *const name[] = {"law", "frames", "sessions"};
    return name[rule];
}

/* The place of each session among its label's. */
typedef struct sessions {
    uint32_t place[PHW_FINGERPRINT_SESSIONS_MAX];
    uint32_t n[PHW_FINGERPRINT_LABELS_MAX];
} sessions;

static void place_sessions(sessions *s, const phw_fingerprint_set *set)
{
    memset(s, 0, sizeof *s);
    for (size_t k = 0; k < set->n_sessions; ++k)
        s->place[k] = NO_PLACE;
    for (size_t i = 0; i < set->n; ++i) {
        uint32_t *place = &s->place[set->session[i]];
        if (*place == NO_PLACE)
            *place = s->n[set->label[i]]++;
    }
}

/* Blocks of a label's n frames: as many as there are frames, up to the most. */
static uint32_t block(size_t rank, size_t n)
{
    const size_t n_blocks = n < PHW_REJECTION_PARTS_MAX ? n : PHW_REJECTION_PARTS_MAX;
    return (uint32_t)(rank * n_blocks / n);
}

static phw_status divide(division *d, const phw_fingerprint_set *set,
                         const phw_template *whole)
{
    sessions *s = NULL;
    size_t rank[PHW_FINGERPRINT_LABELS_MAX] = {0};
    PHW_TRY(phw_array_alloc(&s, 1, sizeof *s));
    place_sessions(s, set);
    for (size_t i = 0; i < set->n; ++i) {
        const uint32_t label = set->label[i];
        if (s->n[label] > 1)
            d->part[i] = s->place[set->session[i]] % PHW_REJECTION_PARTS_MAX;
        else
            d->part[i] = block(rank[label]++, whole->count[label]);
    }
    for (size_t l = 0; l < set->n_labels; ++l)
        d->rule[l] = s->n[l] > 1 ? PHW_REJECTION_SESSIONS : PHW_REJECTION_FRAMES;
    free(s);
    return PHW_OK;
}

/* Learns without a part and takes the distances of its frames to their own labels. */
static phw_status score_part(scores *s, division *d, uint32_t part,
                             const phw_classifier *classifier,
                             const phw_fingerprint_set *set, const phw_params *params)
{
    phw_template t = {0};
    double distance[PHW_FINGERPRINT_LABELS_MAX];
    size_t n_left = 0;
    for (size_t i = 0; i < set->n; ++i) {
        d->skip[i] = d->part[i] == part;
        n_left += d->skip[i];
    }
    if (n_left == 0)
        return PHW_OK;
    const phw_status learnt = classifier->learn(&t, set, d->skip, params);
    /* What is left tells nothing: no score, which is not the whole's fault. */
    if (learnt == PHW_ESHORT || learnt == PHW_EINPUT)
        return PHW_OK;
    PHW_TRY(learnt);
    for (size_t i = 0; i < set->n; ++i) {
        const uint32_t label = set->label[i];
        const phw_rejection_rule rule = d->rule[label];
        if (!d->skip[i] || rule == PHW_REJECTION_LAW || t.count[label] == 0)
            continue;
        classifier->distances(distance, &t, set->value + i * set->n_features);
        s->distance[rule][s->n[rule]++] = distance[label];
    }
    phw_template_free(&t);
    return PHW_OK;
}

static int lesser(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static phw_rejection quantile(double *x, size_t n, phw_rejection_rule rule,
                              double false_rejection)
{
    const double place = ceil((1 - false_rejection) * ((double)n + 1));
    const bool too_few = place > (double)n;
    qsort(x, n, sizeof *x, lesser);
    return (phw_rejection){.threshold = x[too_few ? n - 1 : (size_t)place - 1],
                           .rule = rule,
                           .n_scores = n,
                           .too_few = too_few};
}

/* Thresholds by the law where it holds for labels of one session; whether all are. */
static bool apply_law(phw_rejection *out, division *d, const phw_classifier *classifier,
                      const phw_template *whole, double false_rejection)
{
    bool all = true;
    for (size_t l = 0; l < whole->n_labels; ++l) {
        double threshold = (double)NAN;
        if (d->rule[l] == PHW_REJECTION_FRAMES && classifier->law != NULL)
            threshold = classifier->law(whole, l, false_rejection);
        if (isfinite(threshold)) {
            d->rule[l] = PHW_REJECTION_LAW;
            out[l] = (phw_rejection){.threshold = threshold};
        }
        all = all && isfinite(threshold);
    }
    return all;
}

static phw_status apply_quantiles(phw_rejection *out, const division *d, scores *s,
                                  size_t n_labels, double false_rejection)
{
    phw_rejection common[PHW_REJECTION_SESSIONS + 1] = {{0}};
    for (int r = PHW_REJECTION_FRAMES; r <= PHW_REJECTION_SESSIONS; ++r) {
        if (s->n[r] > 0)
            common[r] = quantile(s->distance[r], s->n[r], (phw_rejection_rule)r,
                                 false_rejection);
    }
    for (size_t l = 0; l < n_labels; ++l) {
        if (d->rule[l] != PHW_REJECTION_LAW && s->n[d->rule[l]] == 0)
            return phw_fail(PHW_ESHORT,
                            "fingerprint: transmitter %zu has too few frames for a "
                            "threshold; enrol more, or name fewer features",
                            l);
    }
    for (size_t l = 0; l < n_labels; ++l) {
        if (d->rule[l] != PHW_REJECTION_LAW)
            out[l] = common[d->rule[l]];
    }
    return PHW_OK;
}

static phw_status allocate(division *d, scores *s, size_t n)
{
    PHW_TRY(phw_array_alloc(&d->part, n + 1, sizeof *d->part));
    PHW_TRY(phw_array_alloc(&d->skip, n + 1, sizeof *d->skip));
    PHW_TRY(phw_array_alloc(&s->distance[PHW_REJECTION_FRAMES], n + 1, sizeof(double)));
    return phw_array_alloc(&s->distance[PHW_REJECTION_SESSIONS], n + 1, sizeof(double));
}

static phw_status learn(phw_rejection *out, division *d, scores *s,
                        const phw_classifier *classifier, const phw_template *whole,
                        const phw_rejection_input *in)
{
    PHW_TRY(allocate(d, s, in->set->n));
    PHW_TRY(divide(d, in->set, whole));
    if (apply_law(out, d, classifier, whole, in->false_rejection))
        return PHW_OK;
    for (uint32_t part = 0; part < PHW_REJECTION_PARTS_MAX; ++part)
        PHW_TRY(score_part(s, d, part, classifier, in->set, in->params));
    return apply_quantiles(out, d, s, in->set->n_labels, in->false_rejection);
}

phw_status phw_rejection_learn(phw_rejection *out, const phw_classifier *classifier,
                               const phw_template *whole, const phw_rejection_input *in)
{
    division d = {0};
    scores s = {0};
    phw_rejection *all = NULL;
    if (!(in->false_rejection > 0 && in->false_rejection < 1))
        return phw_fail(PHW_EARG,
                        "fingerprint: false rejection %g; it is above 0 and "
                        "below 1",
                        in->false_rejection);
    phw_status status = phw_array_alloc(&all, PHW_FINGERPRINT_LABELS_MAX, sizeof *all);
    if (!status)
        status = learn(all, &d, &s, classifier, whole, in);
    if (!status)
        memcpy(out, all, in->set->n_labels * sizeof *out);
    free(all);
    free(s.distance[PHW_REJECTION_FRAMES]);
    free(s.distance[PHW_REJECTION_SESSIONS]);
    free(d.part);
    free(d.skip);
    return status;
}
