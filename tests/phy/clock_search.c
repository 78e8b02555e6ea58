#include "phy/clock_search.h"

#include "tests/phy/observed.h"

/* Packets at random instants (mean 10 ms), half of them lost at either end. */
static void random_packets(phw_trace *a, phw_trace *b, size_t n, double offset_s,
                           double drift_ppm)
{
    double t = 1000;
    size_t n_a = 0;
    size_t n_b = 0;
    for (uint64_t i = 0; n_a < n && n_b < n; ++i) {
        t += 0.02 * observed_uniform(120, 3 * i);
        if (observed_uniform(120, 3 * i + 1) < 0.7)
            a->time_s[n_a++] = t;
        if (observed_uniform(120, 3 * i + 2) < 0.7)
            b->time_s[n_b++] = t + offset_s + drift_ppm * 1e-6 * (t - 1000);
    }
    a->n_probes = n_a;
    b->n_probes = n_b;
}

Test(clock_search, finds_clocks_far_apart_by_the_pattern_of_the_packets)
{
    static const double offset[] = {0, 0.37, -2.2};
    static const double drift[] = {0, 80, -35};
    for (size_t i = 0; i < 9; ++i) {
        phw_trace a = observed_rest(3000, 1);
        phw_trace b = observed_rest(3000, 1);
        const phw_clock_bounds bounds = {3, 100, 1e-3};
        double offset_s = 9;
        double drift_ppm = 9;
        random_packets(&a, &b, 3000, offset[i % 3], drift[i / 3]);
        cr_assert_eq(phw_clock_search(&offset_s, &drift_ppm, &a, &b, &bounds), PHW_OK);
        /* To within a tolerance at both ends of some 40 s. */
        cr_expect_float_eq(offset_s, offset[i % 3], 2e-3, "%g", offset_s);
        cr_expect_float_eq(drift_ppm, drift[i / 3], 2e-3 / 40 * 1e6, "%g", drift_ppm);
        phw_trace_free(&a);
        phw_trace_free(&b);
    }
}

Test(clock_search, of_even_packets_takes_the_least_offset)
{
    phw_trace a = observed_rest(1000, 1);
    phw_trace b = observed_rest(1000, 1);
    const phw_clock_bounds bounds = {0.5, 100, 1e-4};
    double offset_s = 9;
    double drift_ppm = 9;
    for (size_t p = 0; p < 1000; ++p)
        b.time_s[p] += 0.2e-3;
    /* B started later: every multiple of 1 ms down to its start pairs as well. */
    memmove(b.time_s, b.time_s + 500, 500 * sizeof *b.time_s);
    b.n_probes = 500;
    cr_assert_eq(phw_clock_search(&offset_s, &drift_ppm, &a, &b, &bounds), PHW_OK);
    cr_expect_float_eq(offset_s, 0.2e-3, 1e-4, "%g", offset_s);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

Test(clock_search, says_when_there_is_nothing_to_find)
{
    phw_trace a = observed_rest(10, 1);
    phw_trace b = observed_rest(10, 1);
    double offset_s = 9;
    double drift_ppm = 9;
    for (size_t p = 0; p < 10; ++p)
        b.time_s[p] += 100;
    cr_expect_eq(phw_clock_search(&offset_s, &drift_ppm, &a, &b,
                                  &(phw_clock_bounds){1, 100, 1e-4}),
                 PHW_EINPUT);
    cr_expect_eq(phw_clock_search(&offset_s, &drift_ppm, &a, &b,
                                  &(phw_clock_bounds){1e9, 100, 1e-9}),
                 PHW_EARG);
    cr_expect_eq(offset_s, 9);
    phw_trace_free(&a);
    phw_trace_free(&b);
}
