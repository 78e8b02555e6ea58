#include "kgen/bch_plan.h"

#include <math.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

#include "kgen/trial.h"

static phw_bch_plan plan(size_t n, double rate, unsigned order, double fer)
{
    const phw_reconcile_segment all = {0, n, rate};
    const phw_reconcile_task task = {.n = n, .segment = &all, .n_segments = 1};
    const phw_bch_wish wish = {.order = order, .frame_error_rate = fer};
    phw_bch_plan p = {0};
    cr_assert_eq(phw_bch_plan_make(&p, &task, &wish), PHW_OK);
    return p;
}

Test(bch_plan, failure_is_the_binomial_tail)
{
    static const double rates[] = {1e-5, 0.01, 0.1, 0.25};
    static const size_t sizes[] = {1, 64, 127, 1023};
    for (unsigned i = 0; i < 4; ++i)
        for (unsigned j = 0; j < 4; ++j)
            for (unsigned t = 0; t < sizes[j]; t += 7) {
                const double want = gsl_cdf_binomial_Q(t, rates[i], (unsigned)sizes[j]);
                const double got = phw_bch_failure(sizes[j], t, rates[i]);
                cr_expect_float_eq(got, want, 1e-9 * want + 1e-300);
            }
    /* By hand: P(X > 1) of three fair-ish coins. */
    cr_expect_float_eq(phw_bch_failure(3, 1, 0.25), 3 * 0.0625 * 0.75 + 0.015625,
                       1e-15);
}

/* t, k and f of one block at a frame error rate of 1 %, computed apart from this. */
Test(bch_plan, blocks_are_those_of_the_table)
{
    static const double rates[] = {0.01, 0.02, 0.05, 0.10, 0.15};

    static const struct {
        unsigned t;
        size_t k;
        double f;
    } row[5][4] = {
        {{4, 99, 2.73}, {7, 199, 2.72}, {11, 412, 2.40}, {18, 848, 2.12}},
        {{7, 78, 2.73}, {11, 171, 2.33}, {18, 358, 2.12}, {34, 708, 2.18}},
        {{13, 50, 2.12}, {21, 115, 1.92}, {38, 229, 1.93}, {73, 443, 1.98}},
        {{21, 29, 1.65}, {42, 47, 1.74}, {85, 76, 1.82}, {125, 153, 1.81}},
        {{31, 8, 1.54}, {55, 21, 1.50}, {109, 31, 1.54}, {181, 91, 1.49}},
    };

    for (unsigned i = 0; i < 5; ++i) {
        for (unsigned j = 0; j < 4; ++j) {
            const size_t n = ((size_t)1 << (7 + j)) - 1;
            phw_bch_plan p = plan(n, rates[i], 7 + j, 1e-2);
            const size_t leak = phw_bch_plan_leak(&p);
            cr_expect_eq(p.n_full, 1);
            cr_expect_eq(p.last.n_bits, 0);
            cr_expect_eq(p.full.t, row[i][j].t, "%g %zu: t %u", rates[i], n, p.full.t);
            cr_expect_eq(n - leak, row[i][j].k, "%g %zu: k %zu", rates[i], n, n - leak);
            cr_expect_float_eq(phw_trial_efficiency((double)leak, n, rates[i]),
                               row[i][j].f, 0.0051, "%g %zu: %g", rates[i], n,
                               phw_trial_efficiency((double)leak, n, rates[i]));
            phw_bch_plan_free(&p);
        }
    }
}

/* No t less would do, and t that comes free with the generator is taken. */
Test(bch_plan, t_is_the_least_that_does)
{
    for (size_t n = 1; n < 30000; n = 2 * n + 1) {
        for (unsigned order = 7; order <= 10; ++order) {
            phw_bch_plan p = plan(n, 0.03, order, 1e-3);
            const size_t n_blocks = p.n_full + (p.last.n_bits > 0);
            const phw_bch_part *part[] = {&p.full, &p.last};
            cr_expect_eq(p.n_full * (((size_t)1 << order) - 1) + p.last.n_bits, n);
            for (unsigned i = 0; i < 2; ++i) {
                if (part[i]->t == 0) {
                    cr_expect_eq(part[i]->n_syndrome, part[i]->n_bits);
                    continue;
                }
                const double most = 1e-3 / (double)n_blocks;
                unsigned t = part[i]->t;
                cr_expect_leq(phw_bch_failure(part[i]->n_bits, t, 0.03), most);
                /* The next shorter generator's t. */
                while (t > 1 && phw_bch_failure(part[i]->n_bits, t - 1, 0.03) <= most)
                    --t;
                cr_expect_leq(part[i]->n_syndrome, order * t);
            }
            phw_bch_plan_free(&p);
        }
    }
}

Test(bch_plan, length_is_that_of_least_leak)
{
    static const double rates[] = {0, 0.01, 0.05, 0.25};
    for (unsigned i = 0; i < 4; ++i) {
        for (size_t n = 10; n < 1000000; n *= 7) {
            phw_bch_plan best = plan(n, rates[i], 0, 1e-3);
            for (unsigned order = 7; order <= 10; ++order) {
                phw_bch_plan p = plan(n, rates[i], order, 1e-3);
                cr_expect_leq(phw_bch_plan_leak(&best), phw_bch_plan_leak(&p));
                phw_bch_plan_free(&p);
            }
            cr_expect_leq(phw_bch_plan_leak(&best), n);
            phw_bch_plan_free(&best);
        }
    }
}

/* Of two halves at 1 % and 15 % every block takes its share. */
Test(bch_plan, unlike_segments_are_spread_over_the_blocks)
{
    const size_t n = 4000;
    const phw_reconcile_segment g[] = {{0, 2000, 0.01}, {2000, n, 0.15}};
    const phw_reconcile_task task = {.n = n, .segment = g, .n_segments = 2};
    const phw_bch_wish wish = {.order = 8, .frame_error_rate = 1e-3};
    phw_bch_plan p = {0};
    cr_assert_eq(phw_bch_plan_make(&p, &task, &wish), PHW_OK);
    cr_assert_not_null(p.bit);
    uint8_t seen[4000] = {0};
    double worst = 0;
    for (size_t b = 0; b <= p.n_full; ++b) {
        const size_t size = b < p.n_full ? 255 : p.last.n_bits;
        double sum = 0;
        for (size_t i = 0; i < size; ++i) {
            const uint32_t bit = p.bit[255 * b + i];
            cr_assert_lt(bit, n);
            ++seen[bit];
            sum += bit < 2000 ? 0.01 : 0.15;
        }
        if (b < p.n_full)
            worst = fmax(worst, sum / 255);
    }
    for (size_t i = 0; i < n; ++i)
        cr_assert_eq(seen[i], 1);
    /* A stride is 250 bits: a block has five more of one kind at most. */
    cr_expect_geq(worst, (130 * 0.01 + 125 * 0.15) / 255 - 1e-12);
    cr_expect_leq(worst, (125 * 0.01 + 130 * 0.15) / 255 + 1e-12);
    cr_expect_leq(phw_bch_failure(255, p.full.t, worst), 1e-3 / 16);
    phw_bch_plan_free(&p);
}

Test(bch_plan, wishes_out_of_range_are_refused)
{
    const phw_reconcile_segment all = {0, 100, 0.1};
    const phw_reconcile_task task = {.n = 100, .segment = &all, .n_segments = 1};
    static const phw_bch_wish bad[] = {{6, 0, 0.1},   {11, 0, 0.1}, {7, 64, 0.1},
                                       {0, 512, 0.1}, {7, 1, 0},    {7, 1, 1}};
    phw_bch_plan p = {0};
    for (unsigned i = 0; i < sizeof bad / sizeof *bad; ++i)
        cr_expect_eq(phw_bch_plan_make(&p, &task, &bad[i]), PHW_EARG, "%u", i);
    const phw_bch_wish nan = {7, 0, (double)NAN};
    cr_expect_eq(phw_bch_plan_make(&p, &task, &nan), PHW_EARG);
    cr_expect_eq(p.order, 0);
}
