#include "auth/roc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "core/signal.h"

#define TAIL       0.025
#define HALVINGS   60
#define ROUNDS_MIN 100

/* Scores in the order of their distances, and how often each group counts. */
typedef struct ranking {
    phw_roc_score *score;
    size_t n;
    double *weight; /* by group; NULL: once */
} ranking;

/* How many of either kind, weighted. */
typedef struct tally {
    double genuine;
    double impostor;
} tally;

/* Area and equal error rate. */
typedef struct figures {
    double auc;
    double eer;
    double eer_threshold;
} figures;

static int nearer(const void *a, const void *b)
{
    const double x = ((const phw_roc_score *)a)->distance;
    const double y = ((const phw_roc_score *)b)->distance;
    return (x > y) - (x < y);
}

static void count(tally *t, const ranking *r, size_t i)
{
    const double w = r->weight != NULL ? r->weight[r->score[i].group] : 1;
    if (r->score[i].genuine)
        t->genuine += w;
    else
        t->impostor += w;
}

/* All scores equal to that at `from`; returns the place after them. */
static size_t count_ties(tally *t, const ranking *r, size_t from)
{
    const double distance = r->score[from].distance;
    size_t i = from;
    *t = (tally){0};
    for (; i < r->n && r->score[i].distance == distance; ++i)
        count(t, r, i);
    return i;
}

static tally count_all(const ranking *r)
{
    tally all = {0};
    for (size_t i = 0; i < r->n; ++i)
        count(&all, r, i);
    return all;
}

/* Where the line from (fa0, fr0), fa0 < fr0, to (fa1, fr1) meets fa = fr. */
static double crossing(double fa0, double fr0, double fa1, double fr1)
{
    const double before = fr0 - fa0;
    const double share = before / (before + fa1 - fr1);
    return fa0 + share * (fa1 - fa0);
}

static figures sweep(const ranking *r)
{
    const tally all = count_all(r);
    tally below = {0};
    figures f = {.eer = -1};
    double fa = 0;
    double fr = 1;
    for (size_t i = 0; i < r->n;) {
        tally tie;
        const double threshold = r->score[i].distance;
        i = count_ties(&tie, r, i);
        below.genuine += tie.genuine;
        below.impostor += tie.impostor;
        f.auc += tie.genuine * (all.impostor - below.impostor + tie.impostor / 2);
        const double fa_now = below.impostor / all.impostor;
        const double fr_now = 1 - below.genuine / all.genuine;
        if (f.eer < 0 && fa_now >= fr_now) {
            f.eer = crossing(fa, fr, fa_now, fr_now);
            f.eer_threshold = threshold;
        }
        fa = fa_now;
        fr = fr_now;
    }
    f.auc /= all.genuine * all.impostor;
    return f;
}

static phw_status check(const double *distance, size_t n, const char *kind)
{
    if (n == 0)
        return phw_fail(PHW_ESHORT, "roc: no %s score; one or more are needed", kind);
    for (size_t i = 0; i < n; ++i) {
        if (isnan(distance[i]))
            return phw_fail(PHW_EINPUT, "roc: %s score %zu is not a number", kind, i);
    }
    return PHW_OK;
}

static phw_status rank(ranking *out, const double *genuine, size_t n_genuine,
                       const double *impostor, size_t n_impostor)
{
    const size_t n = n_genuine + n_impostor;
    PHW_TRY(phw_array_alloc(&out->score, n, sizeof *out->score));
    for (size_t i = 0; i < n_genuine; ++i)
        out->score[i] = (phw_roc_score){.distance = genuine[i], .genuine = true};
    for (size_t i = 0; i < n_impostor; ++i)
        out->score[n_genuine + i] = (phw_roc_score){.distance = impostor[i]};
    out->n = n;
    qsort(out->score, n, sizeof *out->score, nearer);
    return PHW_OK;
}

static phw_roc_point point_of(double threshold, tally below, tally all)
{
    return (phw_roc_point){
        .threshold = threshold,
        .false_accept = below.impostor / all.impostor,
        .false_reject = (all.genuine - below.genuine) / all.genuine,
        .n_false_accept = (size_t)below.impostor,
        .n_false_reject = (size_t)(all.genuine - below.genuine),
    };
}

static phw_status draw(phw_roc *roc, const ranking *r)
{
    const tally all = count_all(r);
    tally below = {0};
    PHW_TRY(phw_array_alloc(&roc->point, r->n + 1, sizeof *roc->point));
    roc->point[roc->n_points++] = point_of(-HUGE_VAL, below, all);
    for (size_t i = 0; i < r->n;) {
        tally tie;
        const double threshold = r->score[i].distance;
        i = count_ties(&tie, r, i);
        below.genuine += tie.genuine;
        below.impostor += tie.impostor;
        roc->point[roc->n_points++] = point_of(threshold, below, all);
    }
    return PHW_OK;
}

/* The end, on the side of `edge` (0 or 1), of the areas that lie within `z` of their
 * own standard error of `auc`. */
static double auc_end(double auc, double edge, double z, const phw_roc *roc)
{
    double outside = edge;
    double inside = auc;
    for (int i = 0; i < HALVINGS; ++i) {
        const double a = (outside + inside) / 2;
        const double se = phw_roc_auc_error(a, roc->n_genuine, roc->n_impostor);
        if (fabs(auc - a) > z * se)
            outside = a;
        else
            inside = a;
    }
    return inside;
}

static void conclude(phw_roc *roc, const ranking *r)
{
    const figures f = sweep(r);
    const double z = gsl_cdf_ugaussian_Qinv(TAIL);
    roc->auc = f.auc;
    roc->auc_error = phw_roc_auc_error(f.auc, roc->n_genuine, roc->n_impostor);
    roc->auc_span.low = auc_end(f.auc, 0, z, roc);
    roc->auc_span.high = auc_end(f.auc, 1, z, roc);
    roc->eer = f.eer;
    roc->eer_threshold = f.eer_threshold;
}

phw_status phw_roc_compute(phw_roc *out, const double *genuine, size_t n_genuine,
                           const double *impostor, size_t n_impostor)
{
    phw_roc roc = {.n_genuine = n_genuine, .n_impostor = n_impostor};
    ranking r = {0};
    PHW_TRY(check(genuine, n_genuine, "genuine"));
    PHW_TRY(check(impostor, n_impostor, "impostor"));
    phw_status s = rank(&r, genuine, n_genuine, impostor, n_impostor);
    if (!s)
        s = draw(&roc, &r);
    if (!s) {
        conclude(&roc, &r);
        *out = roc;
    }
    free(r.score);
    return s;
}

void phw_roc_free(phw_roc *roc)
{
    free(roc->point);
    *roc = (phw_roc){0};
}

phw_roc_point phw_roc_at(const phw_roc *roc, double threshold)
{
    size_t low = 0;
    size_t high = roc->n_points;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (roc->point[middle].threshold <= threshold)
            low = middle;
        else
            high = middle;
    }
    phw_roc_point p = roc->point[low];
    p.threshold = threshold;
    return p;
}

double phw_roc_auc_error(double auc, size_t n_genuine, size_t n_impostor)
{
    const double n1 = (double)n_genuine;
    const double n0 = (double)n_impostor;
    const double square = auc * auc;
    const double q1 = auc / (2 - auc);
    const double q2 = 2 * square / (1 + auc);
    const double variance =
        (auc * (1 - auc) + (n1 - 1) * (q1 - square) + (n0 - 1) * (q2 - square)) /
        (n1 * n0);
    return sqrt(fmax(0, variance));
}

void phw_roc_normal(double *auc, double *eer, double separation)
{
    *auc = gsl_cdf_ugaussian_P(separation / sqrt(2));
    *eer = gsl_cdf_ugaussian_Q(separation / 2);
}

static int lesser(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The middle 95 % of x[n], sorted here. */
static phw_roc_interval percentiles(double *x, size_t n)
{
    qsort(x, n, sizeof *x, lesser);
    const double last = (double)(n - 1);
    return (phw_roc_interval){x[(size_t)floor(TAIL * last)],
                              x[(size_t)ceil((1 - TAIL) * last)]};
}

/* Draws groups until both kinds are there; word by word, so that a round's draws are
 * its own. */
static void draw_groups(const ranking *r, size_t n_groups, phw_rng rng, size_t round)
{
    tally all = {0};
    rng.trial = (uint32_t)round;
    for (uint64_t word = 0; all.genuine == 0 || all.impostor == 0;) {
        memset(r->weight, 0, n_groups * sizeof *r->weight);
        for (size_t i = 0; i < n_groups; ++i)
            ++r->weight[phw_rng_below(&rng, word++, (uint32_t)n_groups)];
        all = count_all(r);
    }
}

static phw_status check_bootstrap(const phw_roc_score *score, size_t n_scores,
                                  size_t n_groups, size_t n_rounds)
{
    size_t n[2] = {0};
    if (n_rounds < ROUNDS_MIN)
        return phw_fail(PHW_EARG, "roc: %zu rounds; %d or more are needed", n_rounds,
                        ROUNDS_MIN);
    if (n_groups < PHW_ROC_GROUPS_MIN || n_groups > UINT32_MAX)
        return phw_fail(PHW_ESHORT,
                        "roc: %zu groups can't be resampled; %d or more are needed",
                        n_groups, PHW_ROC_GROUPS_MIN);
    for (size_t i = 0; i < n_scores; ++i) {
        ++n[score[i].genuine];
        if (isnan(score[i].distance) || score[i].group >= n_groups)
            return phw_fail(PHW_EINPUT, "roc: score %zu: distance %g, group %u of %zu",
                            i, score[i].distance, score[i].group, n_groups);
    }
    if (n[0] == 0 || n[1] == 0)
        return phw_fail(PHW_ESHORT, "roc: %zu genuine and %zu impostor scores", n[1],
                        n[0]);
    return PHW_OK;
}

phw_status phw_roc_bootstrap(phw_roc_interval *auc, phw_roc_interval *eer,
                             const phw_roc_score *score, size_t n_scores,
                             size_t n_groups, size_t n_rounds, const phw_rng *rng)
{
    ranking r = {.n = n_scores};
    double *value = NULL;
    PHW_TRY(check_bootstrap(score, n_scores, n_groups, n_rounds));
    phw_status s = phw_array_alloc(&r.score, n_scores, sizeof *r.score);
    if (!s)
        s = phw_array_alloc(&r.weight, n_groups, sizeof *r.weight);
    if (!s)
        s = phw_array_alloc(&value, n_rounds, 2 * sizeof *value);
    if (!s) {
        memcpy(r.score, score, n_scores * sizeof *score);
        qsort(r.score, r.n, sizeof *r.score, nearer);
        for (size_t i = 0; i < n_rounds; ++i) {
            draw_groups(&r, n_groups, *rng, i);
            const figures f = sweep(&r);
            value[i] = f.auc;
            value[n_rounds + i] = f.eer;
        }
        *auc = percentiles(value, n_rounds);
        *eer = percentiles(value + n_rounds, n_rounds);
    }
    free(value);
    free(r.weight);
    free(r.score);
    return s;
}
