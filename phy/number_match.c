#include "phy/number_match.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/clock_fit.h"

/* Frames come late by no more than the modulus over this: a window of block
 * acknowledgements is 64 of 4096. */
#define LATE 64

/* Above, doubles are not all whole numbers. */
#define LARGEST 9007199254740992.0

#define MODULUS_MAX INT64_C(4294967296)

/* A probe by its number. */
typedef struct numbered {
    int64_t number;
    size_t probe;
    bool dropped;
} numbered;

typedef struct numbers {
    numbered *of;
    size_t n;
} numbers;

static phw_status check_value(double x, const phw_numbering *c, char trace, size_t p)
{
    const double modulus = (double)c->number.modulus;
    const bool whole = fabs(x) <= LARGEST && floor(x) == x;
    if (whole && (c->number.modulus == 0 || (x >= 0 && x < modulus)))
        return PHW_OK;
    if (!whole)
        return phw_fail(PHW_EINPUT,
                        "trace %c: column %s is %g at probe %zu; expected whole "
                        "numbers that name frames",
                        trace, c->column, x, p);
    return phw_fail(PHW_EINPUT,
                    "trace %c: column %s is %.0f at probe %zu; expected 0 to %.0f: "
                    "give its modulus, or 0",
                    trace, c->column, x, p, modulus - 1);
}

/* The numbers that may have a pair, as they are in the trace. */
static phw_status load(numbers *out, phw_number_losses *lost, const phw_trace *t,
                       const phw_numbering *c, char trace)
{
    const double *value = phw_trace_find_column(t, c->column);
    const double *again = c->again != NULL ? phw_trace_find_column(t, c->again) : NULL;
    if (value == NULL)
        return phw_fail(PHW_EINPUT,
                        "trace %c has no column %s; expected it of both, or pairs by "
                        "the traces' own numbers, or by time",
                        trace, c->column);
    PHW_TRY(phw_array_alloc(&out->of, t->n_probes, sizeof *out->of));
    for (size_t p = 0; p < t->n_probes; ++p) {
        if (isnan(value[p])) {
            ++lost->n_without;
            continue;
        }
        PHW_TRY(check_value(value[p], c, trace, p));
        if (again != NULL && !isnan(again[p]) && again[p] != 0)
            ++lost->n_again;
        else
            out->of[out->n++] = (numbered){(int64_t)value[p], p, false};
    }
    return PHW_OK;
}

static void compact(numbers *x, phw_number_losses *lost)
{
    size_t n = 0;
    for (size_t i = 0; i < x->n; ++i) {
        if (!x->of[i].dropped)
            x->of[n++] = x->of[i];
    }
    lost->n_repeated += x->n - n;
    x->n = n;
}

/* Where in rising numbers the first is that is not less. */
static size_t place(const numbered *of, size_t n, int64_t number)
{
    size_t from = 0;
    while (from < n) {
        const size_t middle = from + (n - from) / 2;
        if (of[middle].number < number)
            from = middle + 1;
        else
            n = middle;
    }
    return from;
}

/* Strictly rising afterwards. What comes late or again is gone at once, and with it
 * what had the same number before. */
static void unwrap(numbers *x, phw_number_losses *lost, int64_t modulus)
{
    const size_t n_all = x->n;
    size_t n = 0;
    int64_t last = 0;
    for (size_t i = 0; i < n_all; ++i) {
        const int64_t number = x->of[i].number;
        const int64_t step = ((number - last) % modulus + modulus) % modulus;
        const int64_t back = (modulus - step) % modulus;
        if (n > 0 && back <= modulus / LATE) {
            const size_t same = place(x->of, n, last - back);
            if (same < n && x->of[same].number == last - back)
                x->of[same].dropped = true;
            continue;
        }
        last = n > 0 ? last + step : number;
        x->of[n++] = (numbered){last, x->of[i].probe, false};
    }
    x->n = n;
    lost->n_repeated += n_all - n;
    compact(x, lost);
}

/* What phw_trace_match_sequence() looks at. */
static phw_status view(phw_trace *out, const numbers *x, const phw_trace *t)
{
    *out = (phw_trace){.n_probes = x->n, .has_time = t->has_time};
    PHW_TRY(phw_array_alloc(&out->sequence, x->n, sizeof *out->sequence));
    PHW_TRY(phw_array_alloc(&out->time_s, x->n, sizeof *out->time_s));
    for (size_t i = 0; i < x->n; ++i) {
        out->sequence[i] = x->of[i].number;
        out->time_s[i] = t->time_s[x->of[i].probe];
    }
    return PHW_OK;
}

static phw_status match_counters(phw_trace_pairs *out, const numbers x[2],
                                 const phw_trace *a, const phw_trace *b,
                                 const phw_number_config *config)
{
    phw_trace seen[2] = {{0}, {0}};
    phw_status s = view(&seen[0], &x[0], a);
    if (!s)
        s = view(&seen[1], &x[1], b);
    if (!s)
        s = phw_trace_match_sequence(out, &seen[0], &seen[1], config);
    phw_trace_free(&seen[0]);
    phw_trace_free(&seen[1]);
    for (size_t i = 0; i < out->n; ++i) {
        out->a[i] = x[0].of[out->a[i]].probe;
        out->b[i] = x[1].of[out->b[i]].probe;
    }
    return s;
}

static int by_number(const void *a, const void *b)
{
    const numbered *x = a;
    const numbered *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static int by_probe(const void *a, const void *b)
{
    const numbered *x = a;
    const numbered *y = b;
    return (x->probe > y->probe) - (x->probe < y->probe);
}

/* Rising, and those once there only. */
static void make_unique(numbers *x, phw_number_losses *lost)
{
    qsort(x->of, x->n, sizeof *x->of, by_number);
    for (size_t i = 1; i < x->n; ++i) {
        if (x->of[i].number == x->of[i - 1].number) {
            x->of[i - 1].dropped = true;
            x->of[i].dropped = true;
        }
    }
    compact(x, lost);
}

/* A's probes in order, each with the probe of B of its name as number. */
static size_t join(numbered *out, const numbers x[2], const phw_trace *a,
                   const phw_trace *b, double most_apart_s)
{
    size_t n = 0;
    for (size_t i = 0, k = 0; i < x[0].n && k < x[1].n;) {
        const numbered *p = &x[0].of[i];
        const numbered *q = &x[1].of[k];
        const bool near =
            most_apart_s <= 0 ||
            fabs(a->time_s[p->probe] - b->time_s[q->probe]) <= most_apart_s;
        if (p->number == q->number && near)
            out[n++] = (numbered){(int64_t)q->probe, p->probe, false};
        i += p->number <= q->number;
        k += q->number <= p->number;
    }
    qsort(out, n, sizeof *out, by_probe);
    return n;
}

/* The longest run of pairs that rises in both: end[l] is where the run of l + 1 ends
 * earliest in B, its `probe` being the pair; before[i] is the pair before i in its run.
 */
static void take_rising(phw_trace_pairs *out, const numbered *pair, size_t n,
                        numbered *end, size_t *before)
{
    size_t longest = 0;
    for (size_t i = 0; i < n; ++i) {
        const size_t at = place(end, longest, pair[i].number);
        before[i] = at > 0 ? end[at - 1].probe : i;
        end[at] = (numbered){pair[i].number, i, false};
        longest += at == longest;
    }
    out->n = longest;
    size_t i = longest > 0 ? end[longest - 1].probe : 0;
    for (size_t l = longest; l-- > 0; i = before[i]) {
        out->a[l] = pair[i].probe;
        out->b[l] = (size_t)pair[i].number;
    }
}

static phw_status match_names(phw_trace_pairs *out, const numbers x[2],
                              const phw_trace *a, const phw_trace *b,
                              double most_apart_s)
{
    const size_t most = x[0].n < x[1].n ? x[0].n : x[1].n;
    numbered *pair = NULL;
    numbered *end = NULL;
    size_t *before = NULL;
    phw_status s = phw_array_alloc(&out->a, most, sizeof *out->a);
    if (!s)
        s = phw_array_alloc(&out->b, most, sizeof *out->b);
    if (!s)
        s = phw_array_alloc(&pair, most, sizeof *pair);
    if (!s)
        s = phw_array_alloc(&end, most, sizeof *end);
    if (!s)
        s = phw_array_alloc(&before, most, sizeof *before);
    if (!s)
        take_rising(out, pair, join(pair, x, a, b, most_apart_s), end, before);
    free(pair);
    free(end);
    free(before);
    return s;
}

static phw_status check(const phw_trace *a, const phw_trace *b,
                        const phw_number_config *number)
{
    if (number->modulus < 0 || number->modulus > MODULUS_MAX ||
        !(number->most_apart_s >= 0))
        return phw_fail(PHW_EARG,
                        "pairing: modulus %lld, %g s apart; expected 0 to 2^32, and 0 "
                        "or more",
                        (long long)number->modulus, number->most_apart_s);
    if (number->most_apart_s > 0 && !(a->has_time && b->has_time))
        return phw_fail(PHW_EINPUT,
                        "pairing: trace %s has no time_s; expected instants of both, "
                        "or pairs by their numbers alone",
                        a->has_time ? "B" : "A");
    return PHW_OK;
}

static phw_status match(phw_trace_pairs *out, numbers x[2], phw_number_losses lost[2],
                        const phw_trace *const t[2], const phw_numbering *config)
{
    for (size_t i = 0; i < 2; ++i) {
        PHW_TRY(load(&x[i], &lost[i], t[i], config, i == 0 ? 'A' : 'B'));
        if (config->number.modulus > 0)
            unwrap(&x[i], &lost[i], config->number.modulus);
        else
            make_unique(&x[i], &lost[i]);
    }
    if (config->number.modulus > 0)
        return match_counters(out, x, t[0], t[1], &config->number);
    return match_names(out, x, t[0], t[1], config->number.most_apart_s);
}

phw_status phw_trace_match_numbers(phw_trace_pairs *out, phw_number_losses lost[2],
                                   const phw_trace *a, const phw_trace *b,
                                   const phw_numbering *config)
{
    const phw_trace *const t[2] = {a, b};
    numbers x[2] = {{0}, {0}};
    phw_number_losses losses[2] = {{0}, {0}};
    phw_trace_pairs p = {0};
    PHW_TRY(check(a, b, &config->number));
    const phw_status s = match(&p, x, losses, t, config);
    free(x[0].of);
    free(x[1].of);
    if (s) {
        phw_trace_pairs_free(&p);
        return s;
    }
    p.n_unpaired_a = a->n_probes - p.n;
    p.n_unpaired_b = b->n_probes - p.n;
    phw_clock_fit(&p.clock, a, b, p.a, p.b, a->has_time && b->has_time ? p.n : 0);
    *out = p;
    lost[0] = losses[0];
    lost[1] = losses[1];
    return PHW_OK;
}
