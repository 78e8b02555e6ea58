#include "kgen/estimator_lag.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <sodium.h>

#include "core/fft.h"
#include "core/signal.h"

#define N_SYMBOLS_MAX 16

/* Up to here any rule of guessing is tried. */
#define N_SYMBOLS_RULE 4

#define LAG_MIN 2

/* Of all lags together. */
#define FALSE_ALARM 1e-6

/* Pairs of a symbol with itself below which chi-square's limit is not trusted. */
#define PAIRS_MIN 5

#define N_MAX 40000000

/* Lags whose pairs are counted. */
#define N_CANDIDATES 16

/* Two-sided 99 % quantile of the normal, as in SP 800-90B. */
#define Z99 2.5758293035489008

/* No symbol: in all correlations 0. */
#define HOLE N_SYMBOLS_MAX

/* Pairs of symbols below which a lag of a sequence with holes is not looked at. */
#define PAIRS_LEAST 32

/* A sequence and what its symbols stand for in the correlations: feature a of symbol s
 * is of[a][s], each of mean 0. */
typedef struct sequence {
    const uint8_t *symbol;
    size_t n;      /* with holes */
    size_t n_kept; /* without */
    unsigned n_symbols;
    unsigned n_features;
    double of[N_SYMBOLS_MAX][N_SYMBOLS_MAX + 1];
    double share[N_SYMBOLS_MAX]; /* how often each symbol came */
    double most;                 /* the largest of them */
    double repeat;               /* share of repeats among independent symbols */
} sequence;

/* Correlations of the features at all lags. */
typedef struct correlator {
    phw_fft *fft;
    size_t n_points;
    phw_cf *spectrum; /* n_spectra times n_points */
    size_t n_spectra;
    phw_cf *product;  /* n_points */
    double *strength; /* of lags 0 .. n_lags - 1 */
    double *pairs;    /* of symbols, likewise */
    size_t n_lags;
} correlator;

/* The lags of greatest strength, falling. */
typedef struct candidates {
    size_t lag[N_CANDIDATES];
    double strength[N_CANDIDATES];
    size_t n;
} candidates;

/* Orthonormal contrasts of the symbols that are not rare (Helmert's, weighted): one
 * symbol against those after it. The sum of the squares of all their correlations is
 * chi-square of the table of pairs. */
static void contrast(sequence *q, const double *share)
{
    double rest = 0;
    for (unsigned s = 0; s < q->n_symbols; ++s)
        rest += share[s];
    for (unsigned a = 0; a < q->n_symbols; ++a) {
        const double whole = rest;
        rest -= share[a];
        if (!(share[a] > 0) || !(rest > 1e-9))
            continue;
        double *of = q->of[q->n_features++];
        of[a] = sqrt(rest / (share[a] * whole));
        for (unsigned s = a + 1; s < q->n_symbols; ++s)
            of[s] = share[s] > 0 ? -sqrt(share[a] / (rest * whole)) : 0;
    }
}

static void choose_features(sequence *q)
{
    const unsigned k = q->n_symbols;
    if (k > N_SYMBOLS_RULE) {
        q->n_features = k;
        for (unsigned a = 0; a < k; ++a) {
            for (unsigned s = 0; s < k; ++s)
                q->of[a][s] = (a == s) - q->share[a];
        }
        return;
    }
    double common[N_SYMBOLS_MAX] = {0};
    for (unsigned s = 0; s < k; ++s) {
        const double kept = (double)q->n_kept * q->share[s];
        if (kept * kept / (double)q->n >= PAIRS_MIN)
            common[s] = q->share[s];
    }
    contrast(q, common);
}

static phw_status count(sequence *q)
{
    size_t of[N_SYMBOLS_MAX] = {0};
    for (size_t i = 0; i < q->n; ++i) {
        if (q->symbol[i] == HOLE)
            continue;
        if (q->symbol[i] >= q->n_symbols)
            return phw_fail(PHW_EARG, "estimator lag: symbol %u of an alphabet of %u",
                            q->symbol[i], q->n_symbols);
        ++of[q->symbol[i]];
        ++q->n_kept;
    }
    for (unsigned s = 0; s < q->n_symbols && q->n_kept > 0; ++s) {
        q->share[s] = (double)of[s] / (double)q->n_kept;
        q->most = fmax(q->most, q->share[s]);
        q->repeat += q->share[s] * q->share[s];
    }
    return PHW_OK;
}

/* The least 2^a, 3 * 2^a, 5 * 2^a that is not below n. */
static size_t fast_size(size_t n)
{
    size_t best = 0;
    for (size_t odd = 1; odd <= 5; odd += 2) {
        size_t size = odd;
        while (size < n)
            size *= 2;
        best = best == 0 || size < best ? size : best;
    }
    return best;
}

static void wipe(void *array, size_t n, size_t size)
{
    if (array != NULL)
        sodium_memzero(array, n * size);
    free(array);
}

static void free_correlator(correlator *c)
{
    wipe(c->spectrum, c->n_spectra * c->n_points, sizeof *c->spectrum);
    wipe(c->product, c->n_points, sizeof *c->product);
    wipe(c->strength, c->n_lags, sizeof *c->strength);
    wipe(c->pairs, c->n_lags, sizeof *c->pairs);
    phw_fft_destroy(c->fft);
}

/* Padded so that no lag up to n / 2 wraps around. */
static phw_status alloc_correlator(correlator *c, const sequence *q)
{
    c->n_lags = q->n / 2 + 1;
    c->n_points = fast_size(q->n + q->n / 2);
    c->n_spectra = q->n_symbols <= N_SYMBOLS_RULE ? q->n_features : 1;
    PHW_TRY(phw_array_alloc(&c->spectrum, c->n_spectra * c->n_points, sizeof(phw_cf)));
    PHW_TRY(phw_array_alloc(&c->product, c->n_points, sizeof(phw_cf)));
    PHW_TRY(phw_array_alloc(&c->strength, c->n_lags, sizeof(double)));
    PHW_TRY(phw_array_alloc(&c->pairs, c->n_lags, sizeof(double)));
    return phw_fft_create(&c->fft, c->n_points, PHW_FFT_FORWARD);
}

/* How many pairs of symbols there are at each lag. */
static void count_pairs(correlator *c, const sequence *q)
{
    for (size_t lag = 0; lag < c->n_lags; ++lag)
        c->pairs[lag] = (double)(q->n - lag);
    if (q->n_kept == q->n)
        return;
    for (size_t i = 0; i < c->n_points; ++i)
        c->product[i] = i < q->n && q->symbol[i] != HOLE;
    phw_fft_execute(c->fft, c->product, c->product);
    for (size_t k = 0; k < c->n_points; ++k)
        c->product[k] *= conjf(c->product[k]);
    phw_fft_execute(c->fft, c->product, c->product);
    for (size_t lag = 0; lag < c->n_lags; ++lag) {
        const double pairs =
            rint((double)crealf(c->product[lag]) / (double)c->n_points);
        c->pairs[lag] = pairs < PAIRS_LEAST ? 0 : pairs;
    }
}

static void transform(phw_cf *out, const correlator *c, const sequence *q, unsigned a)
{
    for (size_t i = 0; i < q->n; ++i)
        out[i] = (float)q->of[a][q->symbol[i]];
    for (size_t i = q->n; i < c->n_points; ++i)
        out[i] = 0;
    phw_fft_execute(c->fft, out, out);
}

/* Adds the squares of the correlations of features a and b at all lags, b after a and
 * a after b: the two ends of one transform. */
static void add_pair(correlator *c, unsigned a, unsigned b)
{
    const phw_cf *one = c->spectrum + a * c->n_points;
    const phw_cf *other = c->spectrum + b * c->n_points;
    for (size_t k = 0; k < c->n_points; ++k)
        c->product[k] = conjf(one[k]) * other[k];
    phw_fft_execute(c->fft, c->product, c->product);
    const double scale = 1 / (double)c->n_points;
    for (size_t lag = LAG_MIN; lag < c->n_lags; ++lag) {
        const double x = scale * (double)crealf(c->product[lag]);
        const double y = scale * (double)crealf(c->product[c->n_points - lag]);
        c->strength[lag] += a == b ? x * x : x * x + y * y;
    }
}

/* strength = chi-square / pairs where it is significant, else 0. */
static void test_rules(correlator *c, const sequence *q)
{
    for (unsigned a = 0; a < q->n_features; ++a)
        transform(c->spectrum + a * c->n_points, c, q, a);
    for (unsigned a = 0; a < q->n_features; ++a) {
        for (unsigned b = a; b < q->n_features; ++b)
            add_pair(c, a, b);
    }
    const double freedom = (double)q->n_features * (double)q->n_features;
    const double alarm = FALSE_ALARM / (double)(c->n_lags - LAG_MIN);
    const double threshold = gsl_cdf_chisq_Qinv(alarm, freedom);
    for (size_t lag = LAG_MIN; lag < c->n_lags; ++lag) {
        const double pairs = c->pairs[lag];
        const double chi_square = pairs > 0 ? c->strength[lag] / pairs : 0;
        c->strength[lag] = chi_square > threshold ? chi_square / pairs : 0;
    }
}

/* Kullback-Leibler divergence of one coin from another, nats, where p > q; else 0. */
static double divergence(double p, double q)
{
    if (!(p > q))
        return 0;
    return p * log(p / q) + (p < 1 ? (1 - p) * log((1 - p) / (1 - q)) : 0);
}

/* strength = the share of repeats beyond the expected where it is significant, else 0.
 * Chernoff: P(share of m trials >= p) <= exp(-m D(p || p0)). */
static void test_repeats(correlator *c, const sequence *q)
{
    phw_cf *power = c->spectrum;
    for (unsigned a = 0; a < q->n_features; ++a) {
        transform(c->product, c, q, a);
        for (size_t k = 0; k < c->n_points; ++k)
            power[k] += c->product[k] * conjf(c->product[k]);
    }
    phw_fft_execute(c->fft, power, power);
    const double least = log((double)(c->n_lags - LAG_MIN) / FALSE_ALARM);
    for (size_t lag = LAG_MIN; lag < c->n_lags; ++lag) {
        const double pairs = c->pairs[lag];
        const double sum = (double)crealf(power[lag]) / (double)c->n_points;
        const double more = pairs > 0 ? sum / pairs : 0;
        const double p = fmin(1, q->repeat + more);
        c->strength[lag] = pairs * divergence(p, q->repeat) > least ? more : 0;
    }
}

static void keep(candidates *best, size_t lag, double strength)
{
    if (best->n == N_CANDIDATES && !(strength > best->strength[N_CANDIDATES - 1]))
        return;
    size_t i = best->n < N_CANDIDATES ? best->n++ : N_CANDIDATES - 1;
    for (; i > 0 && strength > best->strength[i - 1]; --i) {
        best->lag[i] = best->lag[i - 1];
        best->strength[i] = best->strength[i - 1];
    }
    best->lag[i] = lag;
    best->strength[i] = strength;
}

static phw_status search(candidates *best, const sequence *q)
{
    correlator c = {0};
    const phw_status s = alloc_correlator(&c, q);
    if (!s) {
        count_pairs(&c, q);
        if (q->n_symbols <= N_SYMBOLS_RULE)
            test_rules(&c, q);
        else
            test_repeats(&c, q);
        for (size_t lag = LAG_MIN; lag < c.n_lags; ++lag) {
            if (c.strength[lag] > 0)
                keep(best, lag, c.strength[lag]);
        }
    }
    free_correlator(&c);
    return s;
}

/* Pairs whose second symbol the rule for this lag guesses, of `pairs`; and symbols
 * whose partner is a hole. */
static size_t guessed(size_t *pairs, size_t *alone, const sequence *q, size_t lag)
{
    size_t pair[N_SYMBOLS_MAX + 1][N_SYMBOLS_MAX + 1] = {{0}};
    for (size_t i = 0; i + lag < q->n; ++i)
        ++pair[q->symbol[i]][q->symbol[i + lag]];
    size_t sum = 0;
    *pairs = 0;
    *alone = 0;
    for (unsigned s = 0; s < q->n_symbols; ++s) {
        *alone += pair[HOLE][s];
        for (unsigned t = 0; t < q->n_symbols; ++t)
            *pairs += pair[s][t];
    }
    for (unsigned s = 0; s < q->n_symbols; ++s) {
        size_t most = pair[s][s];
        for (unsigned t = 0; t < q->n_symbols && q->n_symbols <= N_SYMBOLS_RULE; ++t)
            most = pair[s][t] > most ? pair[s][t] : most;
        sum += most;
    }
    return sum;
}

static double claim(const sequence *q, size_t lag)
{
    size_t n_pairs = 0;
    size_t n_alone = 0;
    const double right = (double)guessed(&n_pairs, &n_alone, q, lag);
    const double pairs = (double)n_pairs;
    const double p = right / pairs;
    const double bound = fmin(1, p + Z99 * sqrt(p * (1 - p) / (pairs - 1)));
    if (n_alone == 0)
        return -log2(bound);
    /* They are guessed to be the most frequent symbol. */
    const double alone = (double)n_alone;
    return -log2((pairs * bound + alone * q->most) / (pairs + alone));
}

static phw_status estimate(double *min_entropy, const uint8_t *symbol, size_t n,
                           unsigned n_symbols)
{
    if (n_symbols < 2 || n_symbols > N_SYMBOLS_MAX)
        return phw_fail(PHW_EARG, "estimator lag: %u symbols, expected 2 to %d",
                        n_symbols, N_SYMBOLS_MAX);
    if (n > N_MAX)
        return phw_fail(PHW_EARG, "estimator lag: %zu symbols, at most %d", n, N_MAX);
    sequence q = {.symbol = symbol, .n = n, .n_symbols = n_symbols};
    candidates best = {.n = 0};
    PHW_TRY(count(&q));
    if (n / 2 >= LAG_MIN)
        choose_features(&q);
    if (q.n_features > 0 && q.most < 1)
        PHW_TRY(search(&best, &q));
    double h = q.n_kept >= 2 && q.most < 1 ? -log2(q.most) : 0;
    for (size_t i = 0; i < best.n; ++i)
        h = fmin(h, claim(&q, best.lag[i]));
    *min_entropy = h;
    return PHW_OK;
}

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    for (size_t i = 0; i < n; ++i) {
        if (symbol[i] >= n_symbols)
            return phw_fail(PHW_EARG, "estimator lag: symbol %u of an alphabet of %u",
                            symbol[i], n_symbols);
    }
    return estimate(min_entropy, symbol, n, n_symbols);
}

/* The greatest step that all rows are multiples of, from the first. */
static size_t step_of(const size_t *row, size_t n)
{
    size_t step = 0;
    for (size_t i = 1; i < n; ++i) {
        size_t a = row[i] - row[0];
        while (a != 0) {
            const size_t rest = step % a;
            step = a;
            a = rest;
        }
    }
    return step > 0 ? step : 1;
}

phw_status phw_lag_estimate_rows(double *min_entropy, const uint8_t *symbol,
                                 const size_t *row, size_t n, unsigned n_symbols)
{
    uint8_t *filled = NULL;
    const size_t step = n > 0 ? step_of(row, n) : 1;
    const size_t length = n > 0 ? (row[n - 1] - row[0]) / step + 1 : 0;
    PHW_TRY(phw_array_alloc(&filled, length, 1));
    for (size_t i = 0; i < length; ++i)
        filled[i] = HOLE;
    for (size_t i = 0; i < n; ++i)
        filled[(row[i] - row[0]) / step] = symbol[i];
    const phw_status s = estimate(min_entropy, filled, length, n_symbols);
    wipe(filled, length, 1);
    return s;
}

const phw_estimator phw_estimator_lag = {
    .name = "lag",
    .summary = "best guess of a symbol from the one any number of steps back",
    .reference = "autocorrelation of the symbols at all lags; NIST SP 800-90B (2018), "
                 "section 6.3.8, has lags up to 128",
    .n_symbols_max = N_SYMBOLS_MAX,
    .symbols = symbols,
};
