#include "kgen/reconcile_task.h"

enum {
    SEGMENTS_MAX = 4096
};

static phw_status check_segment(const phw_reconcile_segment *g, size_t i)
{
    if (!(g->error_rate >= 0))
        return phw_fail(PHW_EARG, "reconcile: segment %zu has error rate %g", i,
                        g->error_rate);
    if (g->error_rate > PHW_RECONCILE_RATE_MAX)
        return phw_fail(PHW_ENOKEY,
                        "reconcile: an error rate of %.3f is above %.2f, where "
                        "correcting costs what is there",
                        g->error_rate, PHW_RECONCILE_RATE_MAX);
    return PHW_OK;
}

phw_status phw_reconcile_task_check(const phw_reconcile_task *task)
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
        PHW_TRY(check_segment(g, i));
        at = g->to;
    }
    if (at != task->n)
        return phw_fail(PHW_EARG, "reconcile: segments end at bit %zu of %zu", at,
                        task->n);
    return PHW_OK;
}

double phw_reconcile_task_rate(const phw_reconcile_task *task)
{
    double sum = 0;
    for (size_t i = 0; i < task->n_segments; ++i) {
        const phw_reconcile_segment *g = &task->segment[i];
        const double rate = g->error_rate > PHW_RECONCILE_RATE_MIN
                                ? g->error_rate
                                : PHW_RECONCILE_RATE_MIN;
        sum += rate * (double)(g->to - g->from);
    }
    return task->n > 0 ? sum / (double)task->n : PHW_RECONCILE_RATE_MIN;
}
