#include "kgen/odd_rate.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/reconciler.h"

/* A block of k bits is odd with probability (1 - (1 - 2p)^k) / 2. */
static double odd_share(double p, double k)
{
    return (1 - pow(1 - 2 * p, k)) / 2;
}

/* As many odd blocks as expected, to the nearest: the closed form of one size,
 * (1 - (1 - 2s)^(1/k)) / 2 and sqrt(s (1 - s) / N) / (k (1 - 2p)^(k-1)). */
Test(odd_rate, inverts_the_odd_share)
{
    static const double rates[] = {1e-4, 0.001, 0.01, 0.05, 0.1, 0.2, 0.25};
    static const size_t sizes[] = {1, 2, 3, 4, 8, 16, 80};

    for (size_t i = 0; i < sizeof rates / sizeof *rates; ++i) {
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; ++j) {
            const double k = (double)sizes[j];
            phw_odd_count c = {.size = sizes[j], .n_blocks = 100000000};
            c.n_odd = (size_t)(1e8 * odd_share(rates[i], k) + 0.5);
            const double s = (double)c.n_odd / 1e8;
            if (1 - 2 * s < 1e-3)
                continue;
            const double p = (1 - pow(1 - 2 * s, 1 / k)) / 2;
            const double sigma = sqrt(s * (1 - s) / 1e8) / (k * pow(1 - 2 * p, k - 1));
            double error = 0;
            cr_expect_float_eq(phw_odd_rate(&error, &c, 1), p, 1e-10);
            cr_expect_float_eq(error, sigma, 1e-6 * sigma);
        }
    }
}

Test(odd_rate, knows_the_ends)
{
    double error = 0;
    phw_odd_count c = {.size = 8, .n_blocks = 100, .n_odd = 0};
    cr_expect_eq(phw_odd_rate(NULL, &c, 1), 0);
    /* (1 - 2p)^8 is lost beside 1 from p = .495 on. */
    c.n_odd = 50;
    cr_expect_float_eq(phw_odd_rate(&error, &c, 1), 0.5, 0.006);
    cr_expect_eq(error, 0.5);
    c.n_odd = 100;
    cr_expect_float_eq(phw_odd_rate(NULL, &c, 1), 0.5, 0.006);
    c.size = 1;
    c.n_odd = 7;
    cr_expect_float_eq(phw_odd_rate(&error, &c, 1), 0.07, 1e-12);
    cr_expect_float_eq(error, sqrt(0.07 * 0.93 / 100), 1e-12);
}

/* Odd blocks drawn at rate p: in 400 draws each the estimate's mean lies within 5
 * standard errors of p, and its spread is the one told to 25 % (that of a spread over
 * 400 draws is 3.5 %). Blocks of two sizes, as a pass with a halved size has them. */
Test(odd_rate, is_as_wrong_as_it_says)
{
    const double p = 0.05;
    double sum = 0;
    double squares = 0;
    double told = 0;
    for (uint32_t t = 0; t < 400; ++t) {
        const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6f64), t};
        phw_odd_count c[] = {{.size = 16, .n_blocks = 300},
                             {.size = 15, .n_blocks = 300}};
        for (size_t i = 0; i < 600; ++i) {
            phw_odd_count *one = &c[i % 2];
            const double u = (double)phw_rng_below(&rng, i, 1U << 30) * 0x1p-30;
            one->n_odd += u < odd_share(p, (double)one->size) ? 1 : 0;
        }
        double error = 0;
        const double rate = phw_odd_rate(&error, c, 2);
        sum += rate;
        squares += (rate - p) * (rate - p);
        told += error / 400;
    }
    const double spread = sqrt(squares / 400);
    cr_expect_float_eq(sum / 400, p, 5 * spread / 20 + 0.1 * spread, "%g", sum / 400);
    cr_expect_float_eq(spread, told, 0.25 * told, "%g against %g", spread, told);
}

static phw_odd_verdict judge(double *rate, size_t size, size_t n_blocks, double share,
                             double assumed)
{
    const phw_odd_count c = {.size = size,
                             .n_blocks = n_blocks,
                             .n_odd = (size_t)((double)n_blocks * share + 0.5)};
    return phw_odd_judge(rate, &c, 1, assumed);
}

Test(odd_rate, judges_what_was_assumed)
{
    double rate = 0;
    cr_expect_eq(judge(&rate, 16, 625, odd_share(0.05, 16), 0.05), PHW_ODD_AGREES);
    cr_expect_eq(rate, 0.05);
    cr_expect_eq(judge(&rate, 6, 1667, odd_share(0.05, 6), 0.15), PHW_ODD_DIFFERS);
    cr_expect_float_eq(rate, 0.05, 1e-4);
    cr_expect_eq(judge(&rate, 80, 1250, 0.5, 0.01), PHW_ODD_BLIND);
    cr_expect_eq(rate, 0.01);
    cr_expect_eq(judge(&rate, 2, 5000, 0.5, 0.25), PHW_ODD_HOPELESS);
    cr_expect_eq(judge(&rate, 2, 5000, odd_share(0.25, 2), 0.25), PHW_ODD_AGREES);
    /* 5000 blocks of two, 1875 odd in the mean at a quarter and 34.2 of deviation: four
     * of them are no proof, six are. */
    cr_expect_eq(judge(&rate, 2, 5000, (1875 + 4 * 34.2) / 5000, 0.25),
                 PHW_ODD_DIFFERS);
    cr_expect_eq(rate, PHW_RECONCILE_RATE_MAX);
    cr_expect_eq(judge(&rate, 2, 5000, (1875 + 6 * 34.2) / 5000, 0.25),
                 PHW_ODD_HOPELESS);
    /* Nothing odd: the floor, never 0. */
    cr_expect_eq(judge(&rate, 16, 625, 0, 0.05), PHW_ODD_DIFFERS);
    cr_expect_eq(rate, PHW_RECONCILE_RATE_MIN);
    /* Above the limit, but not beyond doubt: the limit. */
    cr_expect_eq(judge(&rate, 2, 300, odd_share(0.27, 2), 0.05), PHW_ODD_DIFFERS);
    cr_expect_eq(rate, PHW_RECONCILE_RATE_MAX);
}

/* Blocks of two at the limit of 0.25 are odd with probability 0.375: of 10^4, 3750 with
 * a standard deviation of 48.41; at 0.05, 0.095: 950 and 29.32. */
Test(odd_rate, judges_by_five_and_by_two_standard_errors)
{
    double rate = 0;
    phw_odd_count c = {.size = 2, .n_blocks = 10000, .n_odd = 3750 + 241};
    cr_expect_neq(phw_odd_judge(&rate, &c, 1, 0.25), PHW_ODD_HOPELESS);
    c.n_odd = 3750 + 243;
    cr_expect_eq(phw_odd_judge(&rate, &c, 1, 0.25), PHW_ODD_HOPELESS);
    c.n_odd = 950 + 58;
    cr_expect_eq(phw_odd_judge(&rate, &c, 1, 0.05), PHW_ODD_AGREES);
    c.n_odd = 950 + 60;
    cr_expect_eq(phw_odd_judge(&rate, &c, 1, 0.05), PHW_ODD_DIFFERS);
    c.n_odd = 950 - 60;
    cr_expect_eq(phw_odd_judge(&rate, &c, 1, 0.05), PHW_ODD_DIFFERS);
}
