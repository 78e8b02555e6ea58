#include "kgen/cascade_plan.h"

#include <math.h>
#include <stdlib.h>

#include "kgen/reconcile_task.h"

enum {
    STRIPE_BITS_MIN = 256,
    QUIET_MAX = 64
};

/* Of a rule's value: sizes stay in a double's whole numbers. */
#define RULE_MIN 1e-3
#define RULE_MAX 1e7

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

void phw_cascade_scheme_add(phw_cascade_scheme *inout, unsigned n,
                            phw_cascade_stage stage)
{
    for (unsigned i = 0; i < n; ++i)
        inout->pass[inout->n_passes++] = stage;
}

static bool builds_on_last(phw_cascade_rule rule)
{
    return rule == PHW_CASCADE_TIMES || rule == PHW_CASCADE_ROOT;
}

static phw_status check_stage(const phw_cascade_scheme *s, unsigned i)
{
    const phw_cascade_stage *p = &s->pass[i];
    if (p->kind == PHW_CASCADE_BICONF) {
        if (i == 0 || i + 1 < s->n_passes || s->quiet < 1 || s->quiet > QUIET_MAX)
            return phw_fail(PHW_EARG,
                            "cascade: BICONF ends a scheme, after 1 to %d quiet "
                            "rounds; here in pass %u of %u, after %u",
                            QUIET_MAX, i + 1, s->n_passes, s->quiet);
        return PHW_OK;
    }
    if (p->kind == PHW_CASCADE_MASKS || p->kind == PHW_CASCADE_HALVES)
        return i > 0 ? PHW_OK
                     : phw_fail(PHW_EARG, "cascade: the first pass has no blocks");
    const bool on_last = builds_on_last(p->rule);
    if (p->kind != PHW_CASCADE_BLOCKS || p->rule >= PHW_N_CASCADE_RULES ||
        !(p->value >= (on_last ? 1 : RULE_MIN)) || !(p->value <= RULE_MAX) ||
        (on_last && i == 0) || (i > 0 && s->pass[i - 1].kind != PHW_CASCADE_BLOCKS))
        return phw_fail(PHW_EARG, "cascade: pass %u of kind %d, rule %d, value %g",
                        i + 1, (int)p->kind, (int)p->rule, p->value);
    return PHW_OK;
}

phw_status phw_cascade_scheme_check(const phw_cascade_scheme *scheme)
{
    if (scheme->n_passes < 1 || scheme->n_passes > PHW_CASCADE_PASSES_MAX)
        return phw_fail(PHW_EARG, "cascade: %u passes, expected 1 to %d",
                        scheme->n_passes, PHW_CASCADE_PASSES_MAX);
    if (scheme->order >= PHW_N_CASCADE_ORDERS)
        return phw_fail(PHW_EARG, "cascade: order %d", (int)scheme->order);
    for (unsigned i = 0; i < scheme->n_passes; ++i)
        PHW_TRY(check_stage(scheme, i));
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

static void lay_out(phw_cascade_plan *plan, const phw_cascade_scheme *scheme,
                    const gathered *stripe, size_t n_stripes)
{
    size_t at = 0;
    for (size_t i = 0; i < n_stripes; ++i) {
        phw_cascade_stripe *s = &plan->stripe[i];
        *s = (phw_cascade_stripe){
            .from = at,
            .to = at + stripe[i].n,
            .rate = stripe[i].n > 0 ? stripe[i].errors / (double)stripe[i].n
                                    : PHW_RECONCILE_RATE_MIN,
        };
        s->k = phw_cascade_plan_block(scheme, s, 0);
        at = s->to;
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
    PHW_TRY(phw_reconcile_task_check(task));
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

/* The least power of two that is at least x. */
static double power_above(double x)
{
    double power = 1;
    while (power < x)
        power *= 2;
    return power;
}

/* The least power of two whose square is at least x. */
static double root_above(double x)
{
    double power = 1;
    while (power * power < x)
        power *= 2;
    return power;
}

static double size_by(phw_cascade_stage stage, double rate, double before)
{
    switch (stage.rule) {
    case PHW_CASCADE_POWER:
        return power_above(stage.value / rate);
    case PHW_CASCADE_TIMES:
        return ceil(stage.value * before);
    case PHW_CASCADE_SIZE:
        return ceil(stage.value);
    case PHW_CASCADE_ROOT:
        return root_above(stage.value * before);
    case PHW_CASCADE_ROOT_PER_RATE:
        return root_above(stage.value / rate);
    case PHW_CASCADE_PER_RATE:
    default:
        return ceil(stage.value / rate);
    }
}

size_t phw_cascade_plan_block(const phw_cascade_scheme *scheme,
                              const phw_cascade_stripe *stripe, unsigned pass)
{
    const size_t n = stripe->to - stripe->from;
    const size_t most = scheme->whole ? n : n / 2 + n % 2;
    double k = 1;
    for (unsigned p = 0; p <= pass; ++p)
        k = size_by(scheme->pass[p], stripe->rate, k);
    return k < (double)most ? (size_t)k : most;
}
