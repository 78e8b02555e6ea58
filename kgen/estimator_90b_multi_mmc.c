#include "kgen/estimator_90b_multi_mmc.h"

#include <stdbool.h>

#include "kgen/alphabet.h"
#include "kgen/contexts.h"
#include "kgen/prediction.h"

/* Pairs of a string and the symbol after it that a model may hold: the standard's. */
#define N_PAIRS_MAX 100000

#define N_MODELS PHW_CONTEXT_LENGTH_MAX

/* Model d looks at the last d + 1 symbols. */
typedef struct models {
    phw_contexts *seen;
    size_t score[N_MODELS]; /* correct predictions */
    size_t n_pairs[N_MODELS];
    unsigned best;
    phw_prediction record;
} models;

/* One model's turn at a string that it has: `chosen` when its word counts. */
static void judge(models *m, unsigned d, bool chosen, bool right)
{
    if (chosen)
        phw_prediction_count(&m->record, right);
    if (right && ++m->score[d] >= m->score[m->best])
        m->best = d;
}

/* Model d: predicts where it has the string and all shorter models had theirs
 * (*known), then learns `symbol`. */
static phw_status turn(models *m, unsigned d, unsigned best, uint32_t node,
                       uint8_t symbol, bool *known)
{
    uint8_t guess = 0;
    *known = *known && phw_contexts_best(m->seen, &guess, node) > 0;
    if (*known)
        judge(m, d, d == best, guess == symbol);
    const bool old = *known && phw_contexts_count(m->seen, node, symbol) > 0;
    if (!old && m->n_pairs[d] == N_PAIRS_MAX)
        return PHW_OK;
    m->n_pairs[d] += !old;
    return phw_contexts_add(m->seen, node, symbol);
}

static phw_status step(models *m, const uint8_t *symbol, size_t i)
{
    const unsigned best = m->best;
    uint32_t node = phw_contexts_root(m->seen);
    bool known = true;
    for (unsigned d = 0; d < N_MODELS && d < i; ++d) {
        const uint8_t before = symbol[i - 1 - d];
        uint32_t child = phw_contexts_child(m->seen, node, before);
        if (child == PHW_CONTEXT_NONE && m->n_pairs[d] < N_PAIRS_MAX)
            PHW_TRY(phw_contexts_grow(&child, m->seen, node, before));
        PHW_TRY(turn(m, d, best, child, symbol[i], &known));
        node = child;
    }
    return PHW_OK;
}

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_alphabet_check(symbol, n, n_symbols, 256, "90b-multi-mmc"));
    if (n < 4)
        return phw_fail(PHW_ESHORT, "estimator 90b-multi-mmc: %zu symbols, at least 4",
                        n);
    models m = {.record = {.n = n - 2}};
    PHW_TRY(phw_contexts_create(&m.seen, n_symbols));
    phw_status s = PHW_OK;
    for (size_t i = 1; i < n && !s; ++i)
        s = step(&m, symbol, i);
    phw_contexts_destroy(m.seen);
    if (!s)
        *min_entropy = phw_prediction_entropy(&m.record, n_symbols);
    return s;
}

const phw_estimator phw_estimator_90b_multi_mmc = {
    .name = "90b-multi-mmc",
    .summary = "predicts what most often followed the last 1 to 16 symbols",
    .reference = "NIST SP 800-90B (2018), section 6.3.9",
    .n_symbols_max = 256,
    .symbols = symbols,
};
