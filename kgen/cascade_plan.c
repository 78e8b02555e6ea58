#include "kgen/cascade_plan.h"

#include <math.h>
#include <stdlib.h>

enum {
    SEGMENTS_MAX = 4096,
    STRIPE_BITS_MIN = 256
};

/* Stripes are started afresh when the rate has grown by this. 1.25^46 spans the allowed
 * rates, so PHW_CASCADE_STRIPES_MAX suffice. Only + * / and comparisons are used on the
 * way from counts to block sizes, all exactly rounded by IEEE 754, so that two hosts
 * never disagree. */
static const double rate_step = 1.25;

/* One stripe while it is being gathered. */
typedef struct gathered {
    size_t first_segment; /* in the order of rising rates */
    size_t last_segment;  /* one past the last */
    size_t n;             /* bits */
    double errors;        /* sum of bits times rate */
} gathered;

static phw_status check(const phw_reconcile_task *task)
{
    if (task->n > PHW_RECONCILE_BITS_MAX)
        return phw_fail(PHW_EARG, "reconcile: %zu bits, at most %u are done at once",
                        task->n, PHW_RECONCILE_BITS_MAX);
    if (task->n_segments > SEGMENTS_MAX || (task->n > 0 && task->n_segments == 0))
        return phw_fail(PHW_EARG, "reconcile: %zu segments, expected 1 to %d",
                        task->n_segments, SEGMENTS_MAX);
    size_t at = 0;
    for (size_t i = 0; i < task->n_segments; ++i) {
        const phw_reconcile_segment *g = &task->segment[i];
        if (g->from != at || g->to < g->from || g->to > task->n)
            return phw_fail(PHW_EARG,
                            "reconcile: segment %zu does not start at bit %zu", i, at);
        if (!(g->error_rate >= 0))
            return phw_fail(PHW_EARG, "reconcile: segment %zu has error rate %g", i,
                            g->error_rate);
        if (g->error_rate > PHW_RECONCILE_RATE_MAX)
            return phw_fail(PHW_ENOKEY,
                            "reconcile: an error rate of %.3f is above %.2f, where "
                            "correcting costs what is there",
                            g->error_rate, PHW_RECONCILE_RATE_MAX);
        at = g->to;
    }
    if (at != task->n)
        return phw_fail(PHW_EARG, "reconcile: segments end at bit %zu of %zu", at,
                        task->n);
    return PHW_OK;
}

/* Indices of segments, rising in rate; equal rates keep their order. Insertion sort:
 * stable, and the lists are short. */
static void sort_segments(uint32_t *index, const phw_reconcile_task *task)
{
    for (size_t i = 0; i < task->n_segments; ++i) {
        size_t at = i;
        while (at > 0 &&
               task->segment[index[at - 1]].error_rate > task->segment[i].error_rate) {
            index[at] = index[at - 1];
            --at;
        }
        index[at] = (uint32_t)i;
    }
}

static size_t gather(gathered *stripe, const uint32_t *index,
                     const phw_reconcile_task *task)
{
    size_t n = 0;
    double first_rate = 0;
    for (size_t i = 0; i < task->n_segments; ++i) {
        const phw_reconcile_segment *g = &task->segment[index[i]];
        const double rate = fmax(g->error_rate, PHW_RECONCILE_RATE_MIN);
        const bool apart = n == 0 || rate > rate_step * first_rate;
        if (apart && (n == 0 || stripe[n - 1].n >= STRIPE_BITS_MIN)) {
            stripe[n++] = (gathered){.first_segment = i};
            first_rate = rate;
        }
        gathered *s = &stripe[n - 1];
        s->last_segment = i + 1;
        s->n += g->to - g->from;
        s->errors += (double)(g->to - g->from) * rate;
    }
    /* A short rest joins the stripe before it. */
    if (n > 1 && stripe[n - 1].n < STRIPE_BITS_MIN) {
        stripe[n - 2].last_segment = stripe[n - 1].last_segment;
        stripe[n - 2].n += stripe[n - 1].n;
        stripe[n - 2].errors += stripe[n - 1].errors;
        --n;
    }
    return n;
}

static size_t half(size_t n)
{
    return n / 2 + n % 2;
}

static void lay_out(phw_cascade_plan *plan, const phw_cascade_scheme *scheme,
                    const gathered *stripe, size_t n_stripes)
{
    size_t at = 0;
    for (size_t i = 0; i < n_stripes; ++i) {
        const double rate = stripe[i].n > 0 ? stripe[i].errors / (double)stripe[i].n
                                            : PHW_RECONCILE_RATE_MIN;
        const double k = ceil(scheme->first / rate);
        const size_t most = half(stripe[i].n);
        plan->stripe[i] = (phw_cascade_stripe){
            .from = at,
            .to = at + stripe[i].n,
            .k = k < (double)most ? (size_t)k : most,
        };
        at += stripe[i].n;
    }
    plan->n_stripes = n_stripes;
}

static void place_bits(uint32_t *order, const uint32_t *index,
                       const phw_reconcile_task *task)
{
    size_t at = 0;
    for (size_t i = 0; i < task->n_segments; ++i) {
        const phw_reconcile_segment *g = &task->segment[index[i]];
        for (size_t bit = g->from; bit < g->to; ++bit)
            order[at++] = (uint32_t)bit;
    }
}

phw_status phw_cascade_plan_make(phw_cascade_plan *out,
                                 const phw_cascade_scheme *scheme,
                                 const phw_reconcile_task *task)
{
    PHW_TRY(check(task));
    phw_cascade_plan plan = {.n = task->n};
    if (task->n == 0) {
        *out = plan;
        return PHW_OK;
    }
    gathered stripe[PHW_CASCADE_STRIPES_MAX];
    uint32_t *index = malloc(task->n_segments * sizeof *index);
    if (index == NULL)
        return phw_fail(PHW_ENOMEM, "reconcile: no memory for %zu segments",
                        task->n_segments);
    sort_segments(index, task);
    lay_out(&plan, scheme, stripe, gather(stripe, index, task));
    if (plan.n_stripes > 1) {
        plan.order = malloc(task->n * sizeof *plan.order);
        if (plan.order == NULL) {
            free(index);
            return phw_fail(PHW_ENOMEM, "reconcile: no memory for %zu places", task->n);
        }
        place_bits(plan.order, index, task);
    }
    free(index);
    *out = plan;
    return PHW_OK;
}

void phw_cascade_plan_free(phw_cascade_plan *plan)
{
    free(plan->order);
    *plan = (phw_cascade_plan){0};
}

size_t phw_cascade_plan_block(const phw_cascade_scheme *scheme,
                              const phw_cascade_stripe *first, unsigned pass)
{
    const size_t most = half(first->to - first->from);
    double k = (double)first->k;
    for (unsigned p = 1; p <= pass; ++p)
        k *= p == 1 ? scheme->second : 2;
    return k < (double)most ? (size_t)k : most;
}
