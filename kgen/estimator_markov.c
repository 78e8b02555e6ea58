#include "kgen/estimator_markov.h"

#include <math.h>

#define N_SYMBOLS_MAX 16

/* Steps of the path whose probability is assessed. */
#define STEPS 128

/* How often each symbol came, and each after each. */
typedef struct counts {
    size_t of[N_SYMBOLS_MAX];                  /* all symbols */
    size_t from[N_SYMBOLS_MAX];                /* all but the last */
    size_t pair[N_SYMBOLS_MAX][N_SYMBOLS_MAX]; /* [one][the next] */
} counts;

static phw_status count(counts *out, const uint8_t *symbol, size_t n,
                        unsigned n_symbols)
{
    *out = (counts){0};
    for (size_t i = 0; i < n; ++i) {
        if (symbol[i] >= n_symbols)
            return phw_fail(PHW_EARG,
                            "estimator markov: symbol %u of an alphabet of %u",
                            symbol[i], n_symbols);
        ++out->of[symbol[i]];
        if (i == 0)
            continue;
        ++out->from[symbol[i - 1]];
        ++out->pair[symbol[i - 1]][symbol[i]];
    }
    return PHW_OK;
}

static double log_share(size_t part, size_t whole)
{
    return part > 0 ? log2((double)part / (double)whole) : -HUGE_VAL;
}

/* Section 6.3.3: the most likely of six paths of 128 bits. They are all that can be the
 * most likely but for the last step, and the standard has no others. */
static double binary(const counts *c, size_t n)
{
    double start[2];
    double step[2][2];
    for (unsigned i = 0; i < 2; ++i) {
        start[i] = log_share(c->of[i], n);
        for (unsigned j = 0; j < 2; ++j)
            step[i][j] = log_share(c->pair[i][j], c->from[i]);
    }
    double most = -HUGE_VAL;
    for (unsigned i = 0; i < 2; ++i) {
        const unsigned j = 1 - i;
        most = fmax(most, start[i] + (STEPS - 1) * step[i][i]);
        most = fmax(most, start[i] + 64 * step[i][j] + 63 * step[j][i]);
        most = fmax(most, start[i] + step[i][j] + (STEPS - 2) * step[j][j]);
    }
    return fmin(-most / STEPS, 1);
}

/* log2 of min(1, part / whole + the Hoeffding margin of `whole` draws); 0 when there
 * were none. */
static double log_bound(size_t part, size_t whole, double log_term)
{
    if (whole == 0)
        return 0;
    const double margin = sqrt(log_term / (2 * (double)whole));
    return log2(fmin(1, (double)part / (double)whole + margin));
}

/* The most likely path by dynamic programming, over upper bounds of the probabilities:
 * section 6.3.3 of the second draft (2016), which has any alphabet; the final standard
 * keeps bits only. With alpha = min(0.99^(k^2), 0.99^128) every probability is raised
 * by sqrt(ln(1 / (1 - alpha)) / (2 observations)), so that few observations claim
 * little.
 */
static double larger(const counts *c, size_t n, unsigned k)
{
    const double alpha = fmin(pow(0.99, (double)k * k), pow(0.99, STEPS));
    const double log_term = -log(1 - alpha);
    double best[N_SYMBOLS_MAX];
    double step[N_SYMBOLS_MAX][N_SYMBOLS_MAX];
    for (unsigned i = 0; i < k; ++i) {
        best[i] = log_bound(c->of[i], n, log_term);
        for (unsigned j = 0; j < k; ++j)
            step[i][j] = log_bound(c->pair[i][j], c->from[i], log_term);
    }
    for (unsigned t = 1; t < STEPS; ++t) {
        double next[N_SYMBOLS_MAX];
        for (unsigned j = 0; j < k; ++j) {
            next[j] = -HUGE_VAL;
            for (unsigned i = 0; i < k; ++i)
                next[j] = fmax(next[j], best[i] + step[i][j]);
        }
        for (unsigned j = 0; j < k; ++j)
            best[j] = next[j];
    }
    double most = -HUGE_VAL;
    for (unsigned i = 0; i < k; ++i)
        most = fmax(most, best[i]);
    return fmin(-most / STEPS, log2(k));
}

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    if (n_symbols < 2 || n_symbols > N_SYMBOLS_MAX)
        return phw_fail(PHW_EARG, "estimator markov: %u symbols, expected 2 to %d",
                        n_symbols, N_SYMBOLS_MAX);
    counts c;
    PHW_TRY(count(&c, symbol, n, n_symbols));
    double h = 0;
    if (n >= 2)
        h = n_symbols == 2 ? binary(&c, n) : larger(&c, n, n_symbols);
    *min_entropy = fmax(0, h);
    return PHW_OK;
}

const phw_estimator phw_estimator_markov = {
    .name = "markov",
    .summary = "most likely 128-step path of a first-order Markov chain",
    .reference =
        "NIST SP 800-90B (2018), section 6.3.3; larger alphabets: second draft "
        "(2016), section 6.3.3",
    .n_symbols_max = N_SYMBOLS_MAX,
    .symbols = symbols,
};
