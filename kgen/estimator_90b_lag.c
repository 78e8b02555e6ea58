#include "kgen/estimator_90b_lag.h"

#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/alphabet.h"
#include "kgen/prediction.h"

/* Steps that the predictors look back. */
#define N_LAGS 128

/* The predictors' correct predictions so far, and the best of them. */
typedef struct scores {
    uint32_t of[N_LAGS]; /* of lag 1, 2, ... */
    uint32_t most;
    size_t best; /* its lag less 1 */
} scores;

/* past[0] is the last symbol, past[1] the one before it. A score among the largest
 * that has just grown is the best; of several the longest lag's. */
static void update(scores *s, const uint8_t *past, uint8_t symbol, size_t n_lags)
{
    uint32_t most = 0;
    for (size_t d = 0; d < n_lags; ++d) {
        const uint32_t right = past[d] == symbol;
        s->of[d] += right;
        const uint32_t grown = right ? s->of[d] : 0;
        most = grown > most ? grown : most;
    }
    if (most < s->most || most == 0)
        return;
    s->most = most;
    size_t d = n_lags - 1;
    while (s->of[d] != most || past[d] != symbol)
        --d;
    s->best = d;
}

static void predict(phw_prediction *p, const uint8_t *backwards, size_t n)
{
    scores s = {{0}, 0, 0};
    for (size_t i = 1; i < n; ++i) {
        const uint8_t *past = backwards + (n - i);
        const uint8_t symbol = backwards[n - 1 - i];
        phw_prediction_count(p, past[s.best] == symbol);
        update(&s, past, symbol, i < N_LAGS ? i : N_LAGS);
    }
}

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_alphabet_check(symbol, n, n_symbols, 256, "90b-lag"));
    if (n < 3 || n > UINT32_MAX)
        return phw_fail(PHW_ESHORT, "estimator 90b-lag: %zu symbols, expected 3 to %u",
                        n, UINT32_MAX);
    uint8_t *backwards = NULL;
    PHW_TRY(phw_array_alloc(&backwards, n, sizeof *backwards));
    for (size_t i = 0; i < n; ++i)
        backwards[n - 1 - i] = symbol[i];
    phw_prediction p = {.n = n - 1};
    predict(&p, backwards, n);
    *min_entropy = phw_prediction_entropy(&p, n_symbols);
    sodium_memzero(backwards, n);
    free(backwards);
    return PHW_OK;
}

const phw_estimator phw_estimator_90b_lag = {
    .name = "90b-lag",
    .summary = "predicts the symbol 1 to 128 steps back",
    .reference = "NIST SP 800-90B (2018), section 6.3.8",
    .n_symbols_max = 256,
    .symbols = symbols,
};
