#include "kgen/polar_plan.h"

#include <math.h>

#include "kgen/polar_code.h"
#include "kgen/public_math.h"
#include "kgen/reconcile_task.h"

/* sqrt(n v) times this is said beyond the normal approximation, by the order from 6 on:
 * measured over 1000 to 4000 frames at 1, 5, 10 and 20 %. */
static const double beyond[PHW_POLAR_ORDER_MAX - PHW_POLAR_ORDER_MIN + 1] = {
    0.3, 0.4, 0.8, 1.4, 2.1, 3.5, 5.4};

/* And this times the share of the code's length that a block lacks. */
static const double beyond_short = 3;

static size_t say(const phw_polar_part *part, double p, double failure)
{
    const double n = (double)part->n_bits;
    const double lacking = 1 - n / (double)((size_t)1 << part->order);
    const double log_odds = phw_public_log((1 - p) / p) / phw_public_log(2);
    const double deviation = sqrt(n * p * (1 - p)) * log_odds;
    const double sigmas = phw_public_normal_quantile(failure) +
                          beyond[part->order - PHW_POLAR_ORDER_MIN] +
                          beyond_short * lacking;
    const double bits = n * phw_public_entropy(p) + deviation * sigmas + 1;
    return bits + PHW_POLAR_CHECK_BITS < n ? (size_t)bits : part->n_bits;
}

static unsigned floor_order(size_t n)
{
    unsigned order = 0;
    while (n >> (order + 1) > 0)
        ++order;
    return order;
}

static void add_part(phw_polar_plan *plan, unsigned order, size_t n_bits,
                     size_t n_blocks)
{
    plan->part[plan->n_parts++] = (phw_polar_part){
        .order = order > PHW_POLAR_ORDER_MIN ? order : PHW_POLAR_ORDER_MIN,
        .n_bits = n_bits,
        .n_blocks = n_blocks,
    };
}

/* Whole blocks, then what is left: a whole one besides where that is at most a quarter
 * more than a power of two, and so on. */
static void cut(phw_polar_plan *plan, size_t n, unsigned order)
{
    size_t left = n % ((size_t)1 << order);
    if (n >> order > 0)
        add_part(plan, order, (size_t)1 << order, n >> order);
    while (left > 0) {
        const unsigned below = floor_order(left);
        const size_t whole = (size_t)1 << below;
        const bool fits = below >= PHW_POLAR_ORDER_MIN && left <= whole + whole / 4;
        const size_t n_bits = fits ? whole : left;
        add_part(plan, fits ? below : below + 1, n_bits, 1);
        left -= n_bits;
    }
}

phw_status phw_polar_plan_make(phw_polar_plan *out, const phw_reconcile_task *task,
                               unsigned order, double frame_error_rate)
{
    PHW_TRY(phw_reconcile_task_check(task));
    if (order < PHW_POLAR_ORDER_MIN || order > PHW_POLAR_ORDER_MAX)
        return phw_fail(PHW_EARG, "polar: blocks of 2^%u bits, expected 2^%d to 2^%d",
                        order, PHW_POLAR_ORDER_MIN, PHW_POLAR_ORDER_MAX);
    if (!(frame_error_rate > 0 && frame_error_rate < 0.5))
        return phw_fail(PHW_EARG, "polar: a frame error rate of %g, expected 0 to 0.5",
                        frame_error_rate);
    const double rate = phw_reconcile_task_rate(task);
    phw_polar_plan plan = {0};
    cut(&plan, task->n, order);
    size_t n_blocks = 0;
    for (size_t i = 0; i < plan.n_parts; ++i)
        n_blocks += plan.part[i].n_blocks;
    for (size_t i = 0; i < plan.n_parts; ++i) {
        phw_polar_part *part = &plan.part[i];
        part->beta = phw_polar_code_beta(rate);
        part->n_known = say(part, rate, frame_error_rate / (double)n_blocks);
        plan.n_syndrome +=
            part->n_blocks *
            (part->n_known + (part->n_known < part->n_bits ? PHW_POLAR_CHECK_BITS : 0));
    }
    *out = plan;
    return PHW_OK;
}
