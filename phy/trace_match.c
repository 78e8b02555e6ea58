#include "phy/trace_match.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/clock_fit.h"
#include "phy/clock_search.h"
#include "phy/median.h"

/* Probes without a pair that make us doubt the multiple, and how far we look then: at
 * last as far as many lost ones in a row. */
#define DOUBT        32
#define LOOK         64
#define LOOK_FARTHER 512
#define SCAN         16384

/* Pairs that another multiple must have at least. */
#define LEAST 8

void phw_trace_pairs_free(phw_trace_pairs *pairs)
{
    free(pairs->a);
    free(pairs->b);
    *pairs = (phw_trace_pairs){0};
}

/* Two traces being paired: both up to probes i and k are done. */
typedef struct walk {
    const phw_trace *a;
    const phw_trace *b;
    const phw_number_config *config;
    phw_trace_pairs pairs;
    size_t i, k;
    int64_t shift;         /* a's number = b's + shift */
    size_t n_lonely;       /* probes since the last pair, or since the last doubt */
    size_t from_i, from_k; /* behind the last pair */
    int64_t *vote;         /* LOOK_FARTHER squared; NULL without a modulus */
} walk;

static bool is_near(const walk *w, size_t i, size_t k)
{
    return w->config->most_apart_s <= 0 ||
           fabs(w->a->time_s[i] - w->b->time_s[k]) <= w->config->most_apart_s;
}

static int compare(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;
    return (*x > *y) - (*x < *y);
}

/* How often the most frequent of the votes is there; `*shift` becomes it, the least one
 * of several as frequent. Sorts. */
static size_t mode(int64_t *shift, int64_t *vote, size_t n)
{
    size_t best = 0;
    qsort(vote, n, sizeof *vote, compare);
    for (size_t from = 0; from < n;) {
        size_t to = from;
        while (to < n && vote[to] == vote[from])
            ++to;
        if (to - from > best ||
            (to - from == best && llabs(vote[from]) < llabs(*shift))) {
            best = to - from;
            *shift = vote[from];
        }
        from = to;
    }
    return best;
}

/* Votes of probe i of A with up to `reach` probes of B from `k` on; how many there are
 * then. */
static size_t ask(walk *w, size_t i, size_t k, size_t reach, size_t n)
{
    for (size_t j = k; j < w->b->n_probes && j < k + reach && is_near(w, i, j); ++j) {
        int64_t apart = 0;
        if (!__builtin_sub_overflow(w->a->sequence[i], w->b->sequence[j], &apart) &&
            apart % w->config->modulus == 0)
            w->vote[n++] = apart;
    }
    return n;
}

/* Votes of up to `reach` probes of A behind the last pair, of SCAN if most have none,
 * as while B was deaf. */
static size_t collect(walk *w, size_t reach)
{
    size_t n = 0;
    size_t k = w->from_k;
    size_t n_asked = 0;
    const bool timed = w->config->most_apart_s > 0;
    const size_t most = timed ? SCAN : reach;
    for (size_t i = w->from_i;
         i < w->a->n_probes && i - w->from_i < most && n_asked < reach; ++i) {
        while (timed && k < w->b->n_probes &&
               w->b->time_s[k] < w->a->time_s[i] - w->config->most_apart_s)
            ++k;
        const size_t before = n;
        n = ask(w, i, k, reach, n);
        n_asked += n > before;
    }
    return n;
}

/* Takes the multiple that pairs most of the probes behind the last pair, if it is
 * another, and goes back to there. */
static void doubt(walk *w, size_t reach)
{
    const size_t n = collect(w, reach);
    size_t n_now = 0;
    int64_t shift = 0;
    for (size_t i = 0; i < n; ++i)
        n_now += w->vote[i] == w->shift;
    const size_t best = mode(&shift, w->vote, n);
    if (best < LEAST || best <= n_now || shift == w->shift)
        return;
    w->shift = shift;
    w->i = w->from_i;
    w->k = w->from_k;
    w->n_lonely = 0;
    ++w->pairs.n_shifts;
}

static void pair_up(walk *w)
{
    w->pairs.a[w->pairs.n] = w->i++;
    w->pairs.b[w->pairs.n++] = w->k++;
    w->n_lonely = 0;
    w->from_i = w->i;
    w->from_k = w->k;
}

/* Which of both stays alone: the one of the lesser number, or, of probes too far apart
 * in time, the earlier. */
static void pass(walk *w, int64_t b)
{
    const int64_t a = w->a->sequence[w->i];
    if (is_near(w, w->i, w->k)) {
        w->i += a <= b;
        w->k += b <= a;
        ++w->n_lonely;
        return;
    }
    const bool a_first = w->a->time_s[w->i] < w->b->time_s[w->k];
    const bool none_passed = w->i == w->from_i && w->k == w->from_k;
    w->i += a_first;
    w->k += !a_first;
    /* No multiple can pair it: nobody need come back. */
    if (none_passed) {
        w->from_i = w->i;
        w->from_k = w->k;
    } else {
        ++w->n_lonely;
    }
}

/* One step: a pair, or a probe that stays alone. */
static void step(walk *w)
{
    int64_t b = 0;
    if (__builtin_add_overflow(w->b->sequence[w->k], w->shift, &b))
        b = w->shift > 0 ? INT64_MAX : INT64_MIN;
    if (w->a->sequence[w->i] == b && is_near(w, w->i, w->k)) {
        pair_up(w);
        return;
    }
    const size_t before = w->n_lonely;
    pass(w, b);
    const bool ended = w->i == w->a->n_probes || w->k == w->b->n_probes;
    if (w->vote == NULL || w->n_lonely == before)
        return;
    /* What is behind the last pair stays the same: two looks are enough. */
    if (w->n_lonely == LOOK_FARTHER || (ended && w->n_lonely < LOOK_FARTHER))
        doubt(w, LOOK_FARTHER);
    else if (w->n_lonely == DOUBT)
        doubt(w, LOOK);
}

static phw_status check_numbers(const phw_trace *a, const phw_trace *b,
                                const phw_number_config *config)
{
    if (config->modulus < 0 || !(config->most_apart_s >= 0))
        return phw_fail(PHW_EARG,
                        "pairing: modulus %lld, %g s apart; expected 0 or more of both",
                        (long long)config->modulus, config->most_apart_s);
    if (config->most_apart_s > 0 && !(a->has_time && b->has_time))
        return phw_fail(PHW_EINPUT,
                        "pairing: trace %s has no time_s; expected instants of both, "
                        "or pairs by their numbers alone",
                        a->has_time ? "B" : "A");
    return PHW_OK;
}

phw_status phw_trace_match_sequence(phw_trace_pairs *out, const phw_trace *a,
                                    const phw_trace *b, const phw_number_config *config)
{
    PHW_TRY(check_numbers(a, b, config));
    const size_t most = a->n_probes < b->n_probes ? a->n_probes : b->n_probes;
    walk w = {.a = a, .b = b, .config = config};
    phw_status s = phw_array_alloc(&w.pairs.a, most, sizeof *w.pairs.a);
    if (!s)
        s = phw_array_alloc(&w.pairs.b, most, sizeof *w.pairs.b);
    if (!s && config->modulus > 0)
        s = phw_array_alloc(&w.vote, (size_t)LOOK_FARTHER * LOOK_FARTHER,
                            sizeof *w.vote);
    while (!s && w.i < a->n_probes && w.k < b->n_probes)
        step(&w);
    free(w.vote);
    if (s) {
        phw_trace_pairs_free(&w.pairs);
        return s;
    }
    w.pairs.n_unpaired_a = a->n_probes - w.pairs.n;
    w.pairs.n_unpaired_b = b->n_probes - w.pairs.n;
    const size_t n_timed = a->has_time && b->has_time ? w.pairs.n : 0;
    phw_clock_fit(&w.pairs.clock, a, b, w.pairs.a, w.pairs.b, n_timed);
    *out = w.pairs;
    return PHW_OK;
}

/* The shorter of both traces' median intervals. */
static phw_status shorter_interval(double *out, const phw_trace *a, const phw_trace *b)
{
    double x = 0;
    double y = 0;
    PHW_TRY(phw_median_interval(&x, a->time_s, a->n_probes));
    PHW_TRY(phw_median_interval(&y, b->time_s, b->n_probes));
    *out = fmin(x, y);
    if (*out <= 0)
        return phw_fail(PHW_EINPUT,
                        "pairing by time: most probes of trace %s are at "
                        "one instant; expected a clock that resolves them",
                        x <= 0 ? "A" : "B");
    return PHW_OK;
}

/* Bounds with their presets filled in. */
static phw_status read_bounds(phw_clock_bounds *out, const phw_trace *a,
                              const phw_trace *b, const phw_match_config *c)
{
    if (!(c->most_offset_s >= 0) || !(c->most_drift_ppm >= 0) ||
        !(c->most_drift_ppm < 1e5) || !(c->tolerance_s >= 0) ||
        !isfinite(c->most_offset_s))
        return phw_fail(PHW_EARG,
                        "pairing by time: offset %g s, drift %g ppm, tolerance %g s; "
                        "expected 0 or more, and a drift below 10 %%",
                        c->most_offset_s, c->most_drift_ppm, c->tolerance_s);
    if (!a->has_time || !b->has_time)
        return phw_fail(PHW_EINPUT,
                        "pairing by time: trace %s has no time_s; expected instants of "
                        "both, or pairs by number",
                        a->has_time ? "B" : "A");
    if (a->n_probes < 3 || b->n_probes < 3)
        return phw_fail(PHW_EINPUT,
                        "pairing by time: %zu and %zu probes; expected 3 "
                        "or more of both",
                        a->n_probes, b->n_probes);
    double interval = 0;
    PHW_TRY(shorter_interval(&interval, a, b));
    *out = (phw_clock_bounds){
        .most_offset_s = c->most_offset_s > 0 ? c->most_offset_s : interval / 2,
        .most_drift_ppm = c->most_drift_ppm > 0 ? c->most_drift_ppm : 100,
        .tolerance_s = c->tolerance_s > 0 ? c->tolerance_s : interval / 4};
    return PHW_OK;
}

/* Whether the next probe of B is nearer to A's i, or A's next nearer to B's k. */
static bool next_is_nearer(size_t *i, size_t *k, const phw_trace_pairs *p,
                           const phw_trace *a, const phw_trace *b)
{
    const double t = phw_clock_on_a(&p->clock, b->time_s[*k]);
    const double apart = fabs(t - a->time_s[*i]);
    if (*k + 1 < b->n_probes &&
        fabs(phw_clock_on_a(&p->clock, b->time_s[*k + 1]) - a->time_s[*i]) < apart) {
        ++*k;
        return true;
    }
    if (*i + 1 < a->n_probes && fabs(t - a->time_s[*i + 1]) < apart) {
        ++*i;
        return true;
    }
    return false;
}

/* Pairs the nearest by the clocks as they are known. */
static void pair_nearest(phw_trace_pairs *p, const phw_trace *a, const phw_trace *b,
                         double tolerance_s)
{
    size_t i = 0;
    size_t k = 0;
    p->n = 0;
    while (i < a->n_probes && k < b->n_probes) {
        const double apart = phw_clock_on_a(&p->clock, b->time_s[k]) - a->time_s[i];
        if (fabs(apart) > tolerance_s) {
            i += apart > 0;
            k += apart < 0;
        } else if (!next_is_nearer(&i, &k, p, a, b)) {
            p->a[p->n] = i++;
            p->b[p->n++] = k++;
        }
    }
}

static phw_status too_few(const phw_trace_pairs *p, double tolerance_s)
{
    return phw_fail(PHW_EINPUT,
                    "pairing by time: %zu pairs within %g s; expected 3 or more: give "
                    "traces of one session, a larger offset or tolerance",
                    p->n, tolerance_s);
}

/* The search is right to within a tolerance: every round takes the pairs that there are
 * by then, and the clocks by them. */
static phw_status pair_by_time(phw_trace_pairs *p, const phw_trace *a,
                               const phw_trace *b, const phw_clock_bounds *bounds,
                               bool fixed)
{
    const size_t n_rounds = fixed ? 1 : 5;
    phw_clock fit = p->clock;
    for (size_t round = 0; round < n_rounds; ++round) {
        pair_nearest(p, a, b, bounds->tolerance_s);
        phw_clock_fit(&fit, a, b, p->a, p->b, p->n);
        if (isnan(fit.drift))
            return too_few(p, bounds->tolerance_s);
        if (!fixed)
            p->clock = fit;
    }
    p->clock.rms_s = fit.rms_s;
    return PHW_OK;
}

phw_status phw_trace_match_time(phw_trace_pairs *out, const phw_trace *a,
                                const phw_trace *b, const phw_match_config *config)
{
    phw_clock_bounds bounds;
    PHW_TRY(read_bounds(&bounds, a, b, config));
    const size_t most = a->n_probes < b->n_probes ? a->n_probes : b->n_probes;
    phw_trace_pairs p = {.clock = {.start_s = a->time_s[0]}};
    double drift_ppm = 0;
    phw_status s = phw_array_alloc(&p.a, most, sizeof *p.a);
    if (!s)
        s = phw_array_alloc(&p.b, most, sizeof *p.b);
    if (!s && !config->fixed)
        s = phw_clock_search(&p.clock.offset_s, &drift_ppm, a, b, &bounds);
    p.clock.drift = drift_ppm * 1e-6;
    if (!s)
        s = pair_by_time(&p, a, b, &bounds, config->fixed);
    p.n_unpaired_a = a->n_probes - p.n;
    p.n_unpaired_b = b->n_probes - p.n;
    if (s)
        phw_trace_pairs_free(&p);
    else
        *out = p;
    return s;
}
