#include "phy/pulse_clusters.h"

#include <criterion/criterion.h>

static phw_pulse_runs runs;

/* Silence, then marks and spaces in turn, silence. */
static void make(const double *length, size_t n)
{
    runs.n = n + 2;
    runs.first_high = false;
    runs.edge[1] = 100;
    for (size_t i = 0; i < n; ++i)
        runs.edge[i + 2] = runs.edge[i + 1] + length[i];
    runs.edge[n + 2] = runs.edge[n + 1] + 100;
}

Test(pulse_clusters, two_kinds_are_told_from_one)
{
    static const double length[] = {10, 30, 20, 31, 11, 29, 21, 30, 9};
    phw_pulse_clusters c;
    make(length, 9);
    cr_assert(phw_pulse_clusters_find(&c, &runs, true));
    cr_expect_eq(c.n, 5);
    cr_expect(phw_pulse_clusters_are_two(&c));
    cr_expect_not(phw_pulse_clusters_are_one(&c));
    cr_expect_float_eq(c.short_length, 10, 1e-9);
    cr_expect_float_eq(c.long_length, 20.5, 1e-9);
    cr_expect_float_eq(c.middle, 15.25, 1e-9);
    cr_assert(phw_pulse_clusters_find(&c, &runs, false));
    cr_expect_eq(c.n, 4);
    cr_expect(phw_pulse_clusters_are_one(&c));
    cr_expect_not(phw_pulse_clusters_are_two(&c));
}

Test(pulse_clusters, lengths_of_any_kind_are_not_two)
{
    static const double length[] = {10, 5, 14, 5, 18, 5, 22, 5, 26, 5, 30, 5, 34};
    phw_pulse_clusters c;
    make(length, 13);
    cr_assert(phw_pulse_clusters_find(&c, &runs, true));
    cr_expect_not(phw_pulse_clusters_are_two(&c));
    cr_expect_not(phw_pulse_clusters_are_one(&c));
    make(length, 0);
    cr_expect_not(phw_pulse_clusters_find(&c, &runs, true));
}
