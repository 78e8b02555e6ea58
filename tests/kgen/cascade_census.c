#include "kgen/cascade_census.h"

#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"

/* A first pass over errors at `rate`, known to whom the census asks. */
typedef struct world {
    phw_cascade_scheme scheme;
    phw_cascade_plan plan;
    phw_cascade_pass pass;
    phw_cascade_finds finds;
    phw_cascade_census census;
    phw_folded error;
} world;

static void enter(world *w, const phw_cascade_ranges *asked, bool roots)
{
    phw_bits differ = {0};
    cr_assert_eq(phw_bits_alloc(&differ, asked->n), PHW_OK);
    for (size_t i = 0; i < asked->n; ++i) {
        const phw_cascade_range r = asked->range[i];
        const uint32_t to = roots ? r.to : phw_cascade_range_middle(r);
        phw_bits_set(&differ, i, phw_folded_parity(&w->error, r.from, to) != 0);
    }
    cr_assert_eq(roots ? phw_cascade_pass_enter(&w->pass, &w->finds, asked->range,
                                                asked->n, &differ, 0, false)
                       : phw_cascade_pass_part(&w->pass, &w->finds, asked->range,
                                               asked->n, &differ, 0),
                 PHW_OK);
    phw_bits_free(&differ);
}

static void make(world *w, size_t n, double rate, double assumed)
{
    const phw_rng rng = {6, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6363), (uint32_t)n};
    const phw_reconcile_segment all = {0, n, assumed};
    const phw_reconcile_task task = {.n = n, .segment = &all, .n_segments = 1};
    *w = (world){.scheme = {.pass = {{.value = 0.8}}, .n_passes = 1, .reuse = true}};
    cr_assert_eq(phw_cascade_plan_make(&w->plan, &w->scheme, &task), PHW_OK);
    cr_assert_eq(phw_cascade_pass_make(&w->pass, &w->plan, &w->scheme, 0, 1), PHW_OK);
    cr_assert_eq(phw_folded_alloc(&w->error, n), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        if (phw_rng_below(&rng, i, 1U << 20) < rate * (1U << 20))
            phw_folded_flip(&w->error, i);
    phw_cascade_pass_open(&w->pass, &w->error.bit);
    phw_cascade_ranges roots = {0};
    cr_assert_eq(phw_cascade_pass_roots(&roots, &w->pass, false), PHW_OK);
    enter(w, &roots, true);
    phw_cascade_ranges_free(&roots);
    cr_assert_eq(phw_cascade_census_begin(&w->census, &w->pass), PHW_OK);
}

static void spend(world *w)
{
    phw_cascade_plan_free(&w->plan);
    phw_cascade_pass_free(&w->pass);
    phw_cascade_census_free(&w->census);
    phw_cascade_finds_free(&w->finds);
    phw_folded_free(&w->error);
}

/* Judges and halves until nothing is left to ask; returns how often. */
static unsigned count(world *w, phw_status *status, size_t *n_asked)
{
    phw_cascade_ranges asked = {0};
    unsigned n = 0;
    *n_asked = 0;
    for (;;) {
        *status = phw_cascade_census_judge(&w->census, &w->plan, &w->pass);
        asked.n = 0;
        if (!*status)
            cr_assert_eq(phw_cascade_census_ask(&asked, &w->census, &w->plan), PHW_OK);
        if (asked.n == 0)
            break;
        enter(w, &asked, false);
        cr_assert_eq(phw_cascade_census_refine(&w->census, &w->plan), PHW_OK);
        *n_asked += asked.n;
        ++n;
    }
    phw_cascade_ranges_free(&asked);
    return n;
}

/* The standard error of the rate is .006 at 5 % and k = 16 (kgen/odd_rate.h), and less
 * for smaller blocks: 5 of them are allowed. Each halving costs a parity a node: in
 * all as many as there are nodes at the end, less those at the start. */
Test(cascade_census, finds_the_rate_from_any_guess)
{
    static const struct {
        double assumed;
        unsigned at_least;
        unsigned at_most;
    } row[] = {{0.25, 0, 0}, {0.15, 0, 0}, {0.05, 0, 0}, {0.0125, 1, 3}, {1e-3, 5, 7}};

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        world w;
        phw_status status;
        size_t n_asked;
        make(&w, 10000, 0.05, row[i].assumed);
        const size_t n_blocks = w.census.node.n;
        const unsigned n = count(&w, &status, &n_asked);
        cr_assert_eq(status, PHW_OK);
        cr_expect_geq(n, row[i].at_least, "%g: %u", row[i].assumed, n);
        cr_expect_leq(n, row[i].at_most, "%g: %u", row[i].assumed, n);
        cr_expect_float_eq(w.plan.stripe[0].rate, 0.05, 0.03);
        cr_expect_eq(w.census.changed, row[i].assumed != 0.05);
        cr_expect_eq(w.census.node.n, n_blocks + n_asked);
        spend(&w);
    }
}

/* Every node of the census knows whether it is odd. */
Test(cascade_census, halving_tells_the_truth_of_every_node)
{
    world w;
    phw_status status;
    size_t n_asked;
    make(&w, 4099, 0.08, 0.005);
    cr_expect_gt(count(&w, &status, &n_asked), 0);
    cr_assert_eq(status, PHW_OK);
    uint32_t at = 0;
    for (size_t i = 0; i < w.census.node.n; ++i) {
        const phw_cascade_range r = w.census.node.range[i];
        cr_expect_eq(r.from, at);
        cr_expect_eq(phw_cascade_pass_odd(&w.pass, r),
                     phw_folded_parity(&w.error, r.from, r.to) != 0);
        at = r.to;
    }
    cr_expect_eq(at, 4099);
    spend(&w);
}

/* At 45 % from any guess: beyond a quarter by five standard errors once blocks are
 * small, and at most half of the bits told. 25 % itself is not refused. */
Test(cascade_census, refuses_beyond_a_quarter_and_not_before)
{
    static const double guesses[] = {0.01, 0.05, 0.2, 0.25};
    for (size_t i = 0; i < 4; ++i) {
        world w;
        phw_status status;
        size_t n_asked;
        make(&w, 10000, 0.45, guesses[i]);
        const size_t n_blocks = w.census.node.n;
        count(&w, &status, &n_asked);
        cr_expect_eq(status, PHW_ENOKEY);
        cr_expect_leq(n_blocks + n_asked, 5000);
        spend(&w);
        make(&w, 10000, 0.25, guesses[i]);
        count(&w, &status, &n_asked);
        cr_expect_eq(status, PHW_OK, "%g", guesses[i]);
        spend(&w);
    }
}

Test(cascade_census, tiny_frames_end)
{
    for (size_t n = 1; n < 70; ++n) {
        world w;
        phw_status status;
        size_t n_asked;
        make(&w, n, 0.3, 0.01);
        count(&w, &status, &n_asked);
        cr_expect_leq(n_asked, n);
        spend(&w);
    }
}
