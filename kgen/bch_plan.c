#include "kgen/bch_plan.h"

#include <stdlib.h>

#include "kgen/bch_sketch.h"
#include "kgen/reconcile_task.h"

enum {
    N_MAX = (1 << PHW_BCH_ORDER_MAX) - 1
};

/* P(X = w) for w = 0 .. n. */
static void make_terms(double term[N_MAX + 1], size_t n, double p)
{
    double power = 1;
    for (size_t i = 0; i < n; ++i)
        power *= 1 - p;
    term[0] = power;
    for (size_t w = 0; w < n; ++w)
        term[w + 1] = term[w] * ((double)(n - w) / (double)(w + 1)) * (p / (1 - p));
}

double phw_bch_failure(size_t n, unsigned t, double p)
{
    double term[N_MAX + 1];
    make_terms(term, n, p);
    double tail = 0;
    for (size_t w = n; w > t; --w)
        tail += term[w];
    return tail;
}

/* The least t, 1 or more, with P(X > t) <= failure. */
static unsigned least_errors(size_t n, double p, double failure)
{
    double term[N_MAX + 1];
    make_terms(term, n, p);
    double tail = 0;
    size_t t = n;
    while (t > 1 && tail + term[t] <= failure)
        tail += term[t--];
    return (unsigned)t;
}

/* What a block of n bits at this rate needs. */
static phw_bch_part choose_part(size_t n, double rate, unsigned order, unsigned t,
                                double failure)
{
    phw_bch_part part = {.n_bits = n, .n_syndrome = n};
    const unsigned t_max = (1U << (order - 1)) - 1;
    if (n == 0)
        return part;
    if (t == 0)
        t = least_errors(n, rate, failure);
    if (t > t_max)
        return part;
    const size_t size = phw_bch_sketch_size(&t, order);
    if (size < n) {
        part.t = t;
        part.n_syndrome = size;
    }
    return part;
}

static double rate_at(const phw_reconcile_task *task, size_t *segment, size_t bit)
{
    while (bit >= task->segment[*segment].to)
        ++*segment;
    const double rate = task->segment[*segment].error_rate;
    return rate > PHW_RECONCILE_RATE_MIN ? rate : PHW_RECONCILE_RATE_MIN;
}

/* Goes through the frame in strides of the number of blocks; `bit` may be NULL. Gives
 * the greatest mean rate of a full block, and that of the last. */
static void spread(uint32_t *bit, double *full, double *last,
                   const phw_reconcile_task *task, size_t length)
{
    const size_t stride = (task->n + length - 1) / length;
    const size_t n_full = task->n / length;
    double sum = 0;
    size_t place = 0;
    *full = 0;
    *last = 0;
    for (size_t first = 0; first < stride; ++first) {
        size_t segment = 0;
        for (size_t i = first; i < task->n; i += stride) {
            if (bit != NULL)
                bit[place] = (uint32_t)i;
            sum += rate_at(task, &segment, i);
            if (++place % length != 0)
                continue;
            const double mean = sum / (double)length;
            *full = mean > *full ? mean : *full;
            sum = 0;
        }
    }
    if (place > n_full * length)
        *last = sum / (double)(place - n_full * length);
}

static bool is_even(const phw_reconcile_task *task)
{
    for (size_t i = 1; i < task->n_segments; ++i)
        if (task->segment[i].error_rate != task->segment[0].error_rate)
            return false;
    return true;
}

static phw_bch_plan plan_order(const phw_reconcile_task *task, const phw_bch_wish *wish,
                               unsigned order, bool even)
{
    const size_t length = ((size_t)1 << order) - 1;
    const size_t n_blocks = (task->n + length - 1) / length;
    const double failure =
        wish->frame_error_rate / (double)(n_blocks > 0 ? n_blocks : 1);
    double full = phw_reconcile_task_rate(task);
    double last = full;
    if (!even)
        spread(NULL, &full, &last, task, length);
    phw_bch_plan plan = {.order = order, .n_full = task->n / length};
    plan.full =
        choose_part(plan.n_full > 0 ? length : 0, full, order, wish->t, failure);
    plan.last = choose_part(task->n % length, last, order, wish->t, failure);
    return plan;
}

size_t phw_bch_plan_leak(const phw_bch_plan *plan)
{
    return plan->n_full * plan->full.n_syndrome + plan->last.n_syndrome;
}

static phw_status check_wish(const phw_bch_wish *wish)
{
    const unsigned order = wish->order > 0 ? wish->order : PHW_BCH_ORDER_MAX;
    if (order < PHW_BCH_ORDER_MIN || order > PHW_BCH_ORDER_MAX)
        return phw_fail(PHW_EARG, "bch: blocks of 2^%u - 1 bits, expected 2^%d to 2^%d",
                        order, PHW_BCH_ORDER_MIN, PHW_BCH_ORDER_MAX);
    if (wish->t >= 1U << (order - 1))
        return phw_fail(PHW_EARG,
                        "bch: %u errors in a block of %u bits, expected %u at most",
                        wish->t, (1U << order) - 1, (1U << (order - 1)) - 1);
    if (!(wish->frame_error_rate > 0 && wish->frame_error_rate < 1))
        return phw_fail(PHW_EARG, "bch: a frame error rate of %g, expected 0 to 1",
                        wish->frame_error_rate);
    return PHW_OK;
}

phw_status phw_bch_plan_make(phw_bch_plan *out, const phw_reconcile_task *task,
                             const phw_bch_wish *wish)
{
    PHW_TRY(phw_reconcile_task_check(task));
    PHW_TRY(check_wish(wish));
    const bool even = is_even(task);
    phw_bch_plan best = {0};
    for (unsigned order = PHW_BCH_ORDER_MIN; order <= PHW_BCH_ORDER_MAX; ++order) {
        if ((wish->order > 0 && wish->order != order) || wish->t >= 1U << (order - 1))
            continue;
        const phw_bch_plan plan = plan_order(task, wish, order, even);
        if (best.order == 0 || phw_bch_plan_leak(&plan) < phw_bch_plan_leak(&best))
            best = plan;
    }
    if (!even) {
        best.bit = malloc(task->n * sizeof *best.bit);
        if (best.bit == NULL)
            return phw_fail(PHW_ENOMEM, "bch: no memory for %zu places", task->n);
        double full;
        double last;
        spread(best.bit, &full, &last, task, ((size_t)1 << best.order) - 1);
    }
    *out = best;
    return PHW_OK;
}

void phw_bch_plan_free(phw_bch_plan *plan)
{
    free(plan->bit);
    *plan = (phw_bch_plan){0};
}
