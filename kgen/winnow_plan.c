#include "kgen/winnow_plan.h"

#include <math.h>

#include "kgen/reconcile_task.h"

enum {
    ORDERS = PHW_WINNOW_ORDER_MAX + 1,
    GRID = 400 /* from 1/4 down: past 10^-15 */
};

/* 2^(-1/8): the grid of error rates. */
static const double grid_step = 0.91700404320467122;

/* Errors that share a block with one that a pass left, on average: 1 to 3. Frames of
 * 256 to 10^4 bits at 1 to 10 % end unequal about as rarely as asked by this. */
static const double partners = 2.5;

/* What a section may have more of errors than expected, in standard deviations and
 * besides (more of them for each doubling past 2^10 bits, where smaller blocks cost
 * next to nothing), and how many a block may then hold: with more, a pass adds errors.
 */
static const double sigmas = 6;
static const double few = 4;
static const double few_a_doubling = 6;
static const double fill_most = 1.5;

/* The schedule from every rate of the grid on. */
typedef struct table {
    double rate[GRID];
    double cost[GRID];         /* expected bits a section, from here on */
    unsigned char order[GRID]; /* of the next pass */
} table;

/* Adds up the sum of the header over even w, each term from the one before. */
static double errors_left(unsigned order, double p)
{
    const double n = (double)(1U << order);
    const double odds = p / (1 - p);
    double power = 1 - p;
    for (unsigned i = 0; i < order; ++i)
        power *= power;
    double all = power;  /* C(N, w) p^w q^(N - w) */
    double half = power; /* (-1)^(w / 2) C(N / 2, w / 2) p^w q^(N - w) */
    double sum = 0;
    for (unsigned i = 2; i <= 1U << order; i += 2) {
        const double w = i;
        all *= (n - w + 2) / (w - 1) * odds;
        all *= (n - w + 1) / w * odds;
        half *= -(n - w + 2) / w * odds * odds;
        /* No word of the code has weight 2. */
        const double words = i > 2 ? (all + (n - 1) * half) / n : 0;
        sum += w * all + words * w * ((n - w) * odds + w / odds);
        if (w > 3 * n * p + 60)
            break;
    }
    return sum;
}

phw_winnow_effect phw_winnow_effect_of(unsigned order, double rate)
{
    double unlike = 1 - 2 * rate;
    for (unsigned i = 0; i < order; ++i)
        unlike *= unlike;
    const double left =
        order == 0 ? 0 : errors_left(order, rate) / (double)(1U << order);
    return (phw_winnow_effect){.odd = (1 - unlike) / 2, .left = left};
}

/* Errors that one pass leaves together may meet again in the next. */
static double rate_after(const phw_winnow_plan *plan, unsigned order, double rate,
                         double left)
{
    const double others = plan->section > 1 ? (double)(plan->section - 1) : 1;
    return left + partners * rate * ((double)(1U << order) - 1) / others;
}

/* A frame with more errors than are expected must not be made worse: blocks are so
 * small that even then `fill_most` fall in each. What is left comes in pairs and
 * fours, with a variance of about three times the mean. */
static bool is_fit(const phw_winnow_plan *plan, unsigned order, double rate)
{
    const double n = (double)plan->section;
    const double expected = n * rate;
    double most = expected + sigmas * sqrt(3 * expected) + few;
    for (size_t size = plan->section; size >= 2048; size /= 2)
        most += few_a_doubling;
    return (double)(1U << order) * most <= n * fill_most;
}

static size_t blocks(size_t n, unsigned order)
{
    return (n + ((size_t)1 << order) - 1) >> order;
}

/* The least expected cost from rate k of the grid on; those below are known. Rates
 * afterwards are taken up to the grid's next. */
static void find_order(table *t, const phw_winnow_plan *plan, unsigned k)
{
    t->order[k] = 0;
    t->cost[k] = (double)plan->section; /* every bit told */
    for (unsigned order = 1; order < ORDERS; ++order) {
        const double rate = t->rate[k];
        if (!is_fit(plan, order, rate))
            break;
        const phw_winnow_effect effect = phw_winnow_effect_of(order, rate);
        const double after = rate_after(plan, order, rate, effect.left);
        unsigned next = k;
        while (next + 1 < GRID && t->rate[next + 1] >= after)
            ++next;
        const double cost =
            (double)blocks(plan->section, order) * (1 + order * effect.odd) +
            t->cost[next];
        if (next > k && cost < t->cost[k]) {
            t->cost[k] = cost;
            t->order[k] = (unsigned char)order;
        }
    }
}

static void fill(table *t, const phw_winnow_plan *plan, double goal)
{
    t->rate[0] = PHW_RECONCILE_RATE_MAX;
    for (unsigned k = 1; k < GRID; ++k)
        t->rate[k] = t->rate[k - 1] * grid_step;
    for (unsigned k = GRID; k-- > 0;) {
        if (t->rate[k] <= goal)
            t->cost[k] = 0;
        else
            find_order(t, plan, k);
    }
}

/* The grid's least rate that is no less. */
static unsigned place(const table *t, double rate)
{
    unsigned k = 0;
    while (k + 1 < GRID && t->rate[k + 1] >= rate)
        ++k;
    return k;
}

/* Blocks of the next pass: by the table, or twice the last while they fit. */
static unsigned next_order(const phw_winnow_plan *plan, const table *t, unsigned first,
                           double rate)
{
    if (plan->n_passes + 1 == PHW_WINNOW_PASSES_MAX)
        return 0;
    if (first == 0)
        return t->order[place(t, rate)];
    unsigned order = first + plan->n_passes;
    while (order > 0 && (order > PHW_WINNOW_ORDER_MAX ||
                         (size_t)1 << order > (plan->section + 1) / 2))
        --order;
    return order;
}

static void add_passes(phw_winnow_plan *plan, unsigned first, double rate, double goal)
{
    table t;
    if (first == 0)
        fill(&t, plan, goal);
    while (rate > goal) {
        const unsigned order = next_order(plan, &t, first, rate);
        const double left = (double)(1U << order) * rate > 8
                                ? rate
                                : phw_winnow_effect_of(order, rate).left;
        plan->order[plan->n_passes++] = (unsigned char)order;
        rate = order == 0 ? 0 : rate_after(plan, order, rate, left);
    }
}

phw_status phw_winnow_plan_make(phw_winnow_plan *out, const phw_reconcile_task *task,
                                unsigned first, double frame_error_rate)
{
    PHW_TRY(phw_reconcile_task_check(task));
    if (first > PHW_WINNOW_ORDER_MAX)
        return phw_fail(PHW_EARG, "winnow: blocks of 2^%u bits, expected 2^%d at most",
                        first, PHW_WINNOW_ORDER_MAX);
    if (!(frame_error_rate > 0 && frame_error_rate < 1))
        return phw_fail(PHW_EARG, "winnow: a frame error rate of %g, expected 0 to 1",
                        frame_error_rate);
    phw_winnow_plan plan = {.n = task->n};
    if (task->n > 0) {
        plan.n_sections =
            (task->n + PHW_WINNOW_SECTION_MAX - 1) / PHW_WINNOW_SECTION_MAX;
        plan.section = (task->n + plan.n_sections - 1) / plan.n_sections;
        add_passes(&plan, first, phw_reconcile_task_rate(task),
                   2 * frame_error_rate / (double)task->n);
    }
    *out = plan;
    return PHW_OK;
}

size_t phw_winnow_plan_blocks(const phw_winnow_plan *plan, unsigned pass)
{
    return blocks(plan->section, plan->order[pass]);
}
