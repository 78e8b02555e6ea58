#include "kgen/cascade_census.h"

#include "kgen/odd_rate.h"

enum {
    SIZES_MAX = 16, /* a stripe's nodes differ in size by 1, but for its last block's */
    PLACES_MIN = 4  /* halves of two places or more are parities, not bits */
};

phw_status phw_cascade_census_begin(phw_cascade_census *c,
                                    const phw_cascade_pass *first)
{
    c->node.n = 0;
    c->changed = false;
    for (size_t i = 0; i < first->n_layers; ++i)
        c->blind[i] = true;
    return phw_cascade_pass_roots(&c->node, first, false);
}

/* One more node of a stripe; sizes beyond the table, of a last block halved often, are
 * passed over. */
static size_t count_node(phw_odd_count *count, size_t n, size_t size, bool odd)
{
    size_t i = 0;
    while (i < n && count[i].size != size)
        ++i;
    if (i == SIZES_MAX)
        return n;
    if (i == n)
        count[n++] = (phw_odd_count){.size = size};
    ++count[i].n_blocks;
    count[i].n_odd += odd ? 1 : 0;
    return n;
}

/* The stripe's nodes by size; returns the number of sizes. */
static size_t count_nodes(phw_odd_count count[SIZES_MAX], const phw_cascade_census *c,
                          const phw_cascade_stripe *stripe,
                          const phw_cascade_pass *first)
{
    size_t n = 0;
    for (size_t i = 0; i < c->node.n; ++i) {
        const phw_cascade_range r = c->node.range[i];
        if (r.from >= stripe->from && r.to <= stripe->to)
            n = count_node(count, n, r.to - r.from, phw_cascade_pass_odd(first, r));
    }
    return n;
}

static bool can_be_halved(const phw_odd_count *count, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        if (count[i].size >= PLACES_MIN)
            return true;
    }
    return false;
}

static phw_status judge(phw_cascade_census *c, phw_cascade_stripe *stripe, bool *blind,
                        const phw_cascade_pass *first)
{
    phw_odd_count count[SIZES_MAX];
    const size_t n = count_nodes(count, c, stripe, first);
    const double assumed = stripe->rate;
    const phw_odd_verdict verdict = phw_odd_judge(&stripe->rate, count, n, assumed);
    if (verdict == PHW_ODD_HOPELESS)
        return phw_fail(PHW_ENOKEY,
                        "reconcile: %.4f of the bits were taken to differ, but the odd "
                        "blocks of the first pass say more than %.2f, where correcting "
                        "costs what is there",
                        assumed, PHW_RECONCILE_RATE_MAX);
    *blind = verdict == PHW_ODD_BLIND && can_be_halved(count, n);
    if (verdict == PHW_ODD_BLIND && !*blind)
        stripe->rate = PHW_RECONCILE_RATE_MAX; /* too few bits to tell; it is high */
    c->changed = c->changed || stripe->rate != assumed;
    return PHW_OK;
}

phw_status phw_cascade_census_judge(phw_cascade_census *c, phw_cascade_plan *plan,
                                    const phw_cascade_pass *first)
{
    for (size_t i = 0; i < plan->n_stripes; ++i) {
        if (c->blind[i] && plan->stripe[i].to > plan->stripe[i].from)
            PHW_TRY(judge(c, &plan->stripe[i], &c->blind[i], first));
    }
    return PHW_OK;
}

/* Whether a node, met in the order of places, is to be halved; `stripe` goes along. */
static bool is_asked(const phw_cascade_census *c, size_t *stripe,
                     const phw_cascade_plan *plan, phw_cascade_range r)
{
    while (r.from >= plan->stripe[*stripe].to)
        ++*stripe;
    return c->blind[*stripe] && r.to - r.from >= PLACES_MIN;
}

phw_status phw_cascade_census_ask(phw_cascade_ranges *out, const phw_cascade_census *c,
                                  const phw_cascade_plan *plan)
{
    size_t stripe = 0;
    PHW_TRY(phw_cascade_ranges_reserve(out, c->node.n));
    for (size_t i = 0; i < c->node.n; ++i) {
        if (is_asked(c, &stripe, plan, c->node.range[i]))
            out->range[out->n++] = c->node.range[i];
    }
    return PHW_OK;
}

phw_status phw_cascade_census_refine(phw_cascade_census *c,
                                     const phw_cascade_plan *plan)
{
    phw_cascade_ranges next = {0};
    size_t stripe = 0;
    PHW_TRY(phw_cascade_ranges_reserve(&next, 2 * c->node.n));
    for (size_t i = 0; i < c->node.n; ++i) {
        const phw_cascade_range r = c->node.range[i];
        if (is_asked(c, &stripe, plan, r)) {
            next.range[next.n++] = phw_cascade_range_half(r, false);
            next.range[next.n++] = phw_cascade_range_half(r, true);
        } else {
            next.range[next.n++] = r;
        }
    }
    phw_cascade_ranges_free(&c->node);
    c->node = next;
    return PHW_OK;
}

void phw_cascade_census_free(phw_cascade_census *c)
{
    phw_cascade_ranges_free(&c->node);
}
