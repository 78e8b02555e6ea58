#include "kgen/prediction.h"

#include <math.h>

#include <criterion/criterion.h>

/* P(no run of r successes in n trials), by its recursion: ended runs of each length. */
static double no_run(double p, size_t r, size_t n)
{
    double state[64] = {1};
    for (size_t i = 0; i < n; ++i) {
        double failed = 0;
        for (size_t k = 0; k < r; ++k)
            failed += state[k] * (1 - p);
        for (size_t k = r - 1; k > 0; --k)
            state[k] = state[k - 1] * p;
        state[0] = failed;
    }
    double sum = 0;
    for (size_t k = 0; k < r; ++k)
        sum += state[k];
    return sum;
}

Test(prediction, counts_runs)
{
    static const int right[] = {1, 1, 0, 1, 1, 1, 0, 0, 1};
    phw_prediction p = {0};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; ++i)
        phw_prediction_count(&p, right[i]);
    cr_expect_eq(p.correct, 6);
    cr_expect_eq(p.longest, 3);
    cr_expect_eq(p.run, 1);
}

/* The asymptotic formula's error falls geometrically: 1e-6 at this size. */
Test(prediction, solves_for_the_share_that_makes_the_run_rare)
{
    static const struct {
        size_t n, longest;
    } table[] = {{1000, 29}, {1000, 40}, {5000, 30}, {20000, 50}};

    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        const phw_prediction p = {table[i].n, table[i].n / 2, 0, table[i].longest};
        const double local = pow(2, -phw_prediction_entropy(&p, 2));
        cr_expect_float_eq(no_run(local, table[i].longest + 1, table[i].n), 0.99, 1e-6,
                           "n %zu run %zu: %g", table[i].n, table[i].longest, local);
    }
}

Test(prediction, takes_the_bound_of_the_share_of_correct_ones)
{
    const phw_prediction p = {1000, 600, 0, 8};
    const double bound = 0.6 + 2.5758293035489008 * sqrt(0.24 / 999);
    cr_expect_float_eq(phw_prediction_entropy(&p, 2), -log2(bound), 1e-12);
}

Test(prediction, never_gives_more_than_the_alphabet_nor_less_than_nothing)
{
    const phw_prediction none = {1000, 0, 0, 0};
    const phw_prediction all = {1000, 1000, 1000, 1000};
    cr_expect_eq(phw_prediction_entropy(&none, 2), 1);
    cr_expect_float_eq(phw_prediction_entropy(&none, 256),
                       -log2(1 - pow(0.01, 1.0 / 1000)), 1e-12);
    cr_expect_eq(phw_prediction_entropy(&all, 2), 0);
}
