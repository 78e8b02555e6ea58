#include "kgen/estimator_90b_lz78y.h"

#include "kgen/alphabet.h"
#include "kgen/contexts.h"
#include "kgen/prediction.h"

/* Strings that the dictionary may hold: the standard's. */
#define N_STRINGS_MAX 65536

#define LENGTH_MAX PHW_CONTEXT_LENGTH_MAX

/* What was seen: a string is in the dictionary once something was counted after it. */
typedef struct dictionary {
    phw_contexts *seen;
    size_t n_strings;
} dictionary;

/* node[j]: the last j + 1 symbols before symbol[i]. */
static void find(uint32_t node[LENGTH_MAX], const dictionary *d, const uint8_t *symbol,
                 size_t i)
{
    uint32_t last = phw_contexts_root(d->seen);
    for (size_t j = 0; j < LENGTH_MAX; ++j)
        node[j] = last = phw_contexts_child(d->seen, last, symbol[i - 1 - j]);
}

static phw_status enter(uint32_t node[LENGTH_MAX], dictionary *d, size_t length,
                        const uint8_t *symbol, size_t i)
{
    uint32_t last = phw_contexts_root(d->seen);
    for (size_t j = 0; j < length; ++j) {
        if (node[j] == PHW_CONTEXT_NONE)
            PHW_TRY(phw_contexts_grow(&node[j], d->seen, last, symbol[i - 1 - j]));
        last = node[j];
    }
    ++d->n_strings;
    return phw_contexts_add(d->seen, last, symbol[i]);
}

/* Longest string first: the prediction is that of the largest count. */
static phw_status step(int *right, dictionary *d, const uint8_t *symbol, size_t i)
{
    uint32_t node[LENGTH_MAX];
    uint32_t most = 0;
    find(node, d, symbol, i);
    *right = 0;
    for (size_t j = LENGTH_MAX; j-- > 0;) {
        uint8_t guess = 0;
        const uint32_t count = phw_contexts_best(d->seen, &guess, node[j]);
        if (count > most) {
            most = count;
            *right = guess == symbol[i];
        }
        if (count > 0)
            PHW_TRY(phw_contexts_add(d->seen, node[j], symbol[i]));
        else if (d->n_strings < N_STRINGS_MAX)
            PHW_TRY(enter(node, d, j + 1, symbol, i));
    }
    return PHW_OK;
}

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_alphabet_check(symbol, n, n_symbols, 256, "90b-lz78y"));
    if (n < LENGTH_MAX + 3)
        return phw_fail(PHW_ESHORT, "estimator 90b-lz78y: %zu symbols, at least %d", n,
                        LENGTH_MAX + 3);
    dictionary d = {0};
    PHW_TRY(phw_contexts_create(&d.seen, n_symbols));
    phw_prediction p = {.n = n - LENGTH_MAX - 1};
    phw_status s = PHW_OK;
    for (size_t i = LENGTH_MAX; i < n && !s; ++i) {
        int right = 0;
        s = step(&right, &d, symbol, i);
        if (i > LENGTH_MAX)
            phw_prediction_count(&p, right);
    }
    phw_contexts_destroy(d.seen);
    if (!s)
        *min_entropy = phw_prediction_entropy(&p, n_symbols);
    return s;
}

const phw_estimator phw_estimator_90b_lz78y = {
    .name = "90b-lz78y",
    .summary = "predicts what most often followed a string of a growing dictionary",
    .reference = "NIST SP 800-90B (2018), section 6.3.10",
    .n_symbols_max = 256,
    .symbols = symbols,
};
