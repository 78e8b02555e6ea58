/* The sequential test of auth/sequential.h, run on chi-square frames: how long it takes
 * and how often it errs. The seed is fixed; every bound is 5 sigma. */
#include "auth/sequential.h"

#include <criterion/criterion.h>

#include "tests/stat/channels.h"

enum {
    SAME = 1,
    OTHER
};

/* One run: how many frames, and what was said. */
static phw_sequential_verdict run_sequential(size_t *n_frames, size_t n, double ratio,
                                             double rate, uint64_t trial, bool other)
{
    phw_sequential s;
    cr_assert_eq(phw_sequential_start(&s, 2 * (double)n, ratio, rate, rate), PHW_OK);
    for (uint64_t i = 0; s.verdict == PHW_SEQUENTIAL_OPEN; ++i) {
        phw_cf d[8];
        double sum = 0;
        cr_assert_lt(i, 1000);
        draw(d, other ? OTHER : SAME, trial * 1000 + i, 2, n);
        for (size_t k = 0; k < n; ++k)
            sum += phw_cf_power(d[k]);
        (void)phw_sequential_step(&s, other ? sum * ratio : sum);
    }
    *n_frames = s.n_frames;
    return s.verdict;
}

/* The mean lengths of another program's 4000 runs; Wald's bounds on the errors. */
Test(sequential, ends_as_soon_and_errs_as_little_as_told)
{
    static const struct {
        size_t n;
        double ratio;
        double rate;
        double length[2];
    } row[] = {{4, 2, 1e-3, {9.77, 7.07}}, {2, 4, 1e-2, {4.32, 2.69}}};

    enum {
        RUNS = 8000
    };

    for (unsigned i = 0; i < 2; ++i) {
        double wald[2];
        phw_sequential_lengths(&wald[0], &wald[1], 2 * (double)row[i].n, row[i].ratio,
                               row[i].rate, row[i].rate);
        for (unsigned other = 0; other < 2; ++other) {
            double sum = 0;
            double squares = 0;
            unsigned errors = 0;
            for (unsigned t = 0; t < RUNS; ++t) {
                size_t n = 0;
                const phw_sequential_verdict v = run_sequential(
                    &n, row[i].n, row[i].ratio, row[i].rate, t, other != 0);
                sum += (double)n;
                squares += (double)n * (double)n;
                errors += v != (other ? PHW_SEQUENTIAL_OTHER : PHW_SEQUENTIAL_SAME);
            }
            const double mean = sum / RUNS;
            const double variance = squares / RUNS - mean * mean;
            const double sigma = sqrt(variance * (1.0 / RUNS + 1.0 / 4000));
            cr_expect_float_eq(mean, row[i].length[other], 5 * sigma + 0.005,
                               "row %u, %u: %g", i, other, mean);
            cr_expect(mean > wald[other] && mean < 2 * wald[other], "row %u: %g", i,
                      mean);
            /* At most the rate asked for, within 5 sigma. */
            cr_expect_gt(gsl_cdf_binomial_Q(errors, row[i].rate, RUNS), FIVE_SIGMA,
                         "row %u, %u: %u errors", i, other, errors);
        }
    }
}
