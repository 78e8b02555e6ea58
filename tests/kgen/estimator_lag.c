#include "kgen/estimator_lag.h"

#include <gsl/gsl_cdf.h>

#include "kgen/estimator_markov.h"
#include "kgen/estimator_mcv.h"

#include "tests/kgen/pair.h"
#include "tests/kgen/periodic.h"

#define Z99 2.5758293035489008

static double assess(const uint8_t *symbol, size_t n, unsigned n_symbols)
{
    double h = -1;
    cr_assert_eq(phw_estimator_lag.symbols(&h, symbol, n, n_symbols, NULL), PHW_OK);
    return h;
}

static double by(const phw_estimator *estimator, const uint8_t *symbol, size_t n,
                 unsigned n_symbols)
{
    double h = -1;
    cr_assert_eq(estimator->symbols(&h, symbol, n, n_symbols, NULL), PHW_OK);
    return h;
}

static double largest_share(const uint8_t *symbol, size_t n)
{
    size_t count[16] = {0};
    size_t most = 0;
    for (size_t i = 0; i < n; ++i) {
        const size_t c = ++count[symbol[i]];
        most = c > most ? c : most;
    }
    return (double)most / (double)n;
}

/* Independent symbols of an alphabet of k. */
static void fill(uint8_t *symbol, size_t n, unsigned k, uint32_t trial)
{
    const phw_rng rng = {11, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x1a6), trial};
    for (size_t i = 0; i < n; ++i)
        symbol[i] = (uint8_t)phw_rng_below(&rng, i, k);
}

/* A repeated series with fresh noise each time is to the past what it is to the other
 * end: two noisy copies, which differ at a share e of the places. So one period back
 * guesses 1 - e, less 5 sigma of e counted over n / 2 pairs and more. */
Test(estimator_lag, claims_no_more_of_a_periodic_series_than_its_noise)
{
    enum {
        N = 8192
    };

    static uint8_t a[N];
    static uint8_t b[N];
    for (size_t i = 0; i < N_PERIODIC; ++i) {
        double *x = periodic(i, N, 1);
        double *y = periodic(i, N, 2);
        size_t differ = 0;
        for (size_t r = 0; r < N; ++r) {
            a[r] = x[r] > 0;
            b[r] = y[r] > 0;
            differ += a[r] != b[r];
        }
        const double e = (double)differ / N;
        const double sigma = sqrt((e + 1.0 / N) / (N / 2));
        const double h = assess(a, N, 2);
        cr_expect_leq(h, -log2(1 - e - 5 * sigma), "%s: %g at %g", periodic_name[i], h,
                      e);
        cr_expect_gt(by(&phw_estimator_mcv, a, N, 2), 0.9, "%s", periodic_name[i]);
        free(x);
        free(y);
    }
}

/* False alarm 1e-6 a sequence: 800 sequences, 1e-3 in all. */
Test(estimator_lag, takes_nothing_off_independent_symbols)
{
    enum {
        N = 2048
    };

    uint8_t symbol[N];
    for (unsigned k = 2; k <= 16; k *= 2) {
        for (uint32_t trial = 0; trial < 200; ++trial) {
            fill(symbol, N, k, trial);
            const double h = assess(symbol, N, k);
            cr_expect_eq(h, -log2(largest_share(symbol, N)), "%u, %u", k, trial);
            cr_expect_geq(h, by(&phw_estimator_mcv, symbol, N, k));
        }
    }
}

/* What comes 137 steps later is the symbol, its inverse or its successor, but for a
 * tenth that is drawn anew; a fresh draw of k is right once in k. 5 sigma of the share
 * and the margin of 2.576. */
Test(estimator_lag, finds_copies_inversions_and_permutations)
{
    enum {
        N = 6000,
        LAG = 137
    };

    static const struct {
        unsigned k;
        unsigned shift;
    } table[] = {{2, 0}, {2, 1}, {3, 2}, {4, 1}, {4, 0}, {8, 0}, {16, 0}};

    uint8_t symbol[N];
    for (size_t t = 0; t < sizeof table / sizeof table[0]; ++t) {
        const unsigned k = table[t].k;
        const phw_rng rng = {12, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x1a7), (uint32_t)t};
        fill(symbol, N, k, 1000 + (uint32_t)t);
        for (size_t i = LAG; i < N; ++i) {
            if (phw_rng_below(&rng, i, 10) != 0)
                symbol[i] = (uint8_t)((symbol[i - LAG] + table[t].shift) % k);
        }
        const double truth = 0.9 + 0.1 / k;
        const double sigma = sqrt(truth * (1 - truth) / (N - LAG));
        const double h = assess(symbol, N, k);
        cr_expect_leq(h, -log2(truth - 5 * sigma), "%u + %u: %g", k, table[t].shift, h);
        cr_expect_geq(h, -log2(truth + (5 + Z99 + 0.1) * sigma), "%u + %u: %g", k,
                      table[t].shift, h);
        cr_expect_gt(by(&phw_estimator_markov, symbol, N, k), h + 0.4);
    }
}

/* Chi-square of one lag's table of pairs by its definition, against the shares of the
 * whole; the margins of the pairs are those of the sequence less its ends. */
static double chi_square(const uint8_t *s, size_t n, unsigned k, size_t lag)
{
    double share[4] = {0};
    for (size_t i = 0; i < n; ++i)
        share[s[i]] += 1.0 / (double)n;
    double sum = 0;
    for (unsigned a = 0; a < k; ++a) {
        for (unsigned b = 0; b < k; ++b) {
            double d = 0;
            for (size_t i = 0; i + lag < n; ++i)
                d += ((s[i] == a) - share[a]) * ((s[i + lag] == b) - share[b]);
            sum += d * d / (share[a] * share[b]);
        }
    }
    return sum / (double)(n - lag);
}

static double plain_claim(const uint8_t *s, size_t n, unsigned k, size_t lag)
{
    size_t table[4][4] = {{0}};
    for (size_t i = 0; i + lag < n; ++i)
        ++table[s[i]][s[i + lag]];
    size_t right = 0;
    for (unsigned a = 0; a < k; ++a) {
        size_t most = 0;
        for (unsigned b = 0; b < k; ++b)
            most = table[a][b] > most ? table[a][b] : most;
        right += most;
    }
    const double m = (double)(n - lag);
    const double p = (double)right / m;
    const double bound = p + Z99 * sqrt(p * (1 - p) / (m - 1));
    return bound < 1 ? -log2(bound) : 0;
}

/* Slow and plain, over all significant lags; `n_found` of them. */
static double plain(const uint8_t *s, size_t n, unsigned k, size_t *n_found)
{
    const double freedom = (double)(k - 1) * (k - 1);
    const double threshold = gsl_cdf_chisq_Qinv(1e-6 / (double)(n / 2 - 1), freedom);
    double h = -log2(largest_share(s, n));
    *n_found = 0;
    for (size_t lag = 2; lag <= n / 2; ++lag) {
        if (chi_square(s, n, k, lag) <= threshold)
            continue;
        h = fmin(h, plain_claim(s, n, k, lag));
        ++*n_found;
    }
    return h;
}

/* Up to 16 significant lags none is left out: one with its multiples, and none. */
Test(estimator_lag, is_the_plain_search_over_tables_of_pairs)
{
    enum {
        N = 700
    };

    static const size_t length[] = {N, N - 1, 513, 300};
    uint8_t symbol[N];
    size_t most = 0;
    for (unsigned k = 2; k <= 4; ++k) {
        for (uint32_t t = 0; t < 8; ++t) {
            const size_t n = length[t % 4];
            const size_t period = 40 + 10 * t;
            const phw_rng rng = {13, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x1a8), t};
            fill(symbol, n, k, 2000 + t);
            for (size_t i = period; i < n && t > 1; ++i) {
                if (phw_rng_below(&rng, i, 10) < 7)
                    symbol[i] = symbol[i - period];
            }
            size_t n_found = 0;
            const double h = plain(symbol, n, k, &n_found);
            cr_expect_leq(n_found, 16);
            cr_expect_float_eq(assess(symbol, n, k), h, 1e-12, "%u %u: %zu lags", k, t,
                               n_found);
            most = n_found > most ? n_found : most;
        }
    }
    cr_expect_geq(most, 2);
}

/* Clarke's autocorrelation J0(2 pi f_D T k): 300 waves from all sides. */
static void clarke(uint8_t *sign, size_t n, double doppler, uint32_t trial)
{
    enum {
        WAVES = 300
    };

    const phw_rng rng = {14, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x1a9), trial};
    float u[2 * WAVES];
    phw_rng_uniform(u, &rng, 0, 2 * WAVES);
    for (size_t i = 0; i < n; ++i) {
        double x = 0;
        for (size_t w = 0; w < WAVES; ++w)
            x += cos(2 * M_PI *
                     (doppler * cos(2 * M_PI * (double)u[2 * w]) * (double)i +
                      (double)u[2 * w + 1]));
        sign[i] = x > 0;
    }
}

/* Slow fading is best guessed from one step back, by markov: lag is above it, and the
 * least of both is what it was. At f_D T = 0.3827 J0 has its zero at one step, markov
 * sees nothing, and two steps back, J0 = -0.240, the sign is inverted with probability
 * 1/2 + asin(0.240) / pi = 0.577. That share's deviation is at most 3 times that of
 * independent pairs (Bartlett: 1 + 2 sum_k rho_k^2 < 9, as J0^2 < 1 / (pi^2 f_D T k),
 * signs' rho < J0). */
Test(estimator_lag, penalises_clarke_fading_no_more_than_its_best_guess)
{
    enum {
        N = 4096
    };

    static uint8_t sign[N];
    for (uint32_t t = 0; t < 3; ++t) {
        clarke(sign, N, 0.02 + 0.04 * t, t);
        const double markov = by(&phw_estimator_markov, sign, N, 2);
        const double h = assess(sign, N, 2);
        cr_expect(h >= markov && h < 1, "%u: %g below markov's %g", t, h, markov);
    }
    clarke(sign, N, 0.3827, 9);
    const double p = 0.5 + asin(0.2402) / M_PI;
    const double sigma = 3 * sqrt(p * (1 - p) / N);
    const double h = assess(sign, N, 2);
    cr_expect_leq(h, -log2(p - 5 * sigma), "%g", h);
    cr_expect_geq(h, -log2(p + 5 * sigma + Z99 * 0.5 / sqrt(N / 2.0)), "%g", h);
}

Test(estimator_lag, claims_nothing_of_constant_or_single_symbols)
{
    uint8_t symbol[100] = {0};
    for (unsigned k = 2; k <= 16; ++k) {
        for (size_t n = 0; n <= 100; n += n < 8 ? 1 : 46)
            cr_expect_eq(assess(symbol, n, k), 0, "%zu of %u", n, k);
    }
}

/* 1 in 4 is a one, of 8: too few pairs for any test. */
Test(estimator_lag, has_the_largest_share_for_short_sequences)
{
    const uint8_t symbol[] = {0, 0, 0, 1, 0, 0, 0, 1};
    cr_expect_float_eq(assess(symbol, 8, 2), -log2(0.75), 1e-12);
    cr_expect_float_eq(assess(symbol, 2, 2), 0, 1e-12);
    cr_expect_float_eq(assess(symbol + 2, 2, 2), 1, 1e-12);
}

Test(estimator_lag, refuses_symbols_outside_the_alphabet)
{
    const uint8_t symbol[] = {0, 1, 2, 4};
    double h = 7;
    cr_expect_eq(phw_estimator_lag.symbols(&h, symbol, 4, 4, NULL), PHW_EARG);
    cr_expect_eq(phw_estimator_lag.symbols(&h, symbol, 4, 17, NULL), PHW_EARG);
    cr_expect_eq(phw_estimator_lag.symbols(&h, symbol, 4, 1, NULL), PHW_EARG);
    cr_expect_eq(phw_estimator_lag.symbols(&h, symbol, 40000001, 4, NULL), PHW_EARG);
    cr_expect_eq(h, 7);
}

/* Rows of a kept third or so less, drawn apart from the symbols. */
static size_t thin_out(uint8_t *symbol, size_t *row, size_t n)
{
    double *u = normals(n, 77);
    size_t kept = 0;
    for (size_t i = 0; i < n; ++i) {
        if (u[i] > 0.5)
            continue;
        symbol[kept] = symbol[i];
        row[kept++] = i;
    }
    free(u);
    return kept;
}

/* Bits that repeat every 1000 rows, of which P(normal <= 0.5) = 0.6915 are kept: so
 * many kept ones have their partner, which tells them, and the others are guessed half
 * of the time: -log2(0.6915 + 0.3085 / 2) = 0.241, and the shares of some thousand
 * draws are within 0.03 of that. The kept ones in their order look independent. */
Test(estimator_lag, sees_a_period_across_dropped_rows)
{
    enum {
        N = 6000
    };

    double *pattern = normals(1000, 5);
    uint8_t symbol[N];
    size_t row[N];
    for (size_t i = 0; i < N; ++i)
        symbol[i] = pattern[i % 1000] > 0;
    const size_t n = thin_out(symbol, row, N);
    double h = 0;
    cr_assert_eq(phw_estimator_lag.symbols(&h, symbol, n, 2, NULL), PHW_OK);
    cr_expect_gt(h, 0.9);
    cr_assert_eq(phw_lag_estimate_rows(&h, symbol, row, n, 2), PHW_OK);
    cr_expect_float_eq(h, 0.241, 0.05, "%g", h);
    /* A fixed step is none. */
    for (size_t i = 0; i < n; ++i)
        row[i] *= 3;
    double again = 0;
    cr_assert_eq(phw_lag_estimate_rows(&again, symbol, row, n, 2), PHW_OK);
    cr_expect_eq(h, again);
    free(pattern);
}

Test(estimator_lag, of_rows_without_a_gap_is_that_of_the_sequence)
{
    double *x = periodic(PERIODIC_SINE, 3000, 1);
    uint8_t symbol[3000];
    size_t row[3000];
    double h = 0;
    double by_rows = 0;
    for (size_t i = 0; i < 3000; ++i) {
        symbol[i] = x[i] > 0;
        row[i] = 10 + i;
    }
    cr_assert_eq(phw_estimator_lag.symbols(&h, symbol, 3000, 2, NULL), PHW_OK);
    cr_assert_eq(phw_lag_estimate_rows(&by_rows, symbol, row, 3000, 2), PHW_OK);
    cr_expect_eq(h, by_rows);
    cr_expect_lt(h, 0.5);
    free(x);
}

Test(estimator_lag, takes_nothing_from_independent_symbols_with_gaps)
{
    double *x = normals(5000, 8);
    uint8_t symbol[5000];
    size_t row[5000];
    double h = 0;
    double ones = 0;
    for (size_t i = 0; i < 5000; ++i)
        symbol[i] = x[i] > 0;
    const size_t n = thin_out(symbol, row, 5000);
    for (size_t i = 0; i < n; ++i)
        ones += symbol[i];
    cr_assert_eq(phw_lag_estimate_rows(&h, symbol, row, n, 2), PHW_OK);
    const double share = ones / (double)n;
    cr_expect_float_eq(h, -log2(fmax(share, 1 - share)), 1e-12);
    free(x);
}
