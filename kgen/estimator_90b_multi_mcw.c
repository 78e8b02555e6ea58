#include "kgen/estimator_90b_multi_mcw.h"

#include "kgen/alphabet.h"
#include "kgen/prediction.h"

#define N_WINDOWS     4
#define N_SYMBOLS_MAX 256

static const size_t width_of[N_WINDOWS] = {63, 255, 1023, 4095};

/* The last symbols. */
typedef struct window {
    size_t width;
    size_t count[N_SYMBOLS_MAX]; /* of each symbol within */
    size_t last[N_SYMBOLS_MAX];  /* where each was seen last */
    uint8_t common;              /* most often seen, of equals last */
    size_t score;                /* correct predictions */
} window;

/* The most common one went out of the window: look for another. */
static void choose(window *w, unsigned n_symbols)
{
    for (unsigned s = 0; s < n_symbols; ++s) {
        const size_t most = w->count[w->common];
        if (w->count[s] > most ||
            (w->count[s] == most && w->last[s] > w->last[w->common]))
            w->common = (uint8_t)s;
    }
}

/* Moves on by symbol[i]. */
static void advance(window *w, const uint8_t *symbol, size_t i, unsigned n_symbols)
{
    const uint8_t in = symbol[i];
    ++w->count[in];
    w->last[in] = i;
    if (i < w->width) {
        if (w->count[in] >= w->count[w->common])
            w->common = in;
        return;
    }
    const uint8_t out = symbol[i - w->width];
    --w->count[out];
    if (out == w->common)
        choose(w, n_symbols);
    else if (w->count[in] >= w->count[w->common])
        w->common = in;
}

static void predict(phw_prediction *p, window *w, const uint8_t *symbol, size_t n,
                    unsigned n_symbols)
{
    unsigned best = 0;
    for (size_t i = 0; i < n; ++i) {
        if (i >= width_of[0])
            phw_prediction_count(p, w[best].common == symbol[i]);
        for (unsigned k = 0; k < N_WINDOWS; ++k) {
            if (i < width_of[k] || w[k].common != symbol[i])
                continue;
            if (++w[k].score >= w[best].score)
                best = k;
        }
        for (unsigned k = 0; k < N_WINDOWS; ++k)
            advance(&w[k], symbol, i, n_symbols);
    }
}

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_alphabet_check(symbol, n, n_symbols, N_SYMBOLS_MAX, "90b-multi-mcw"));
    if (n <= width_of[N_WINDOWS - 1])
        return phw_fail(PHW_ESHORT,
                        "estimator 90b-multi-mcw: %zu symbols, at least %zu", n,
                        width_of[N_WINDOWS - 1] + 1);
    window w[N_WINDOWS] = {{0}};
    for (unsigned k = 0; k < N_WINDOWS; ++k)
        w[k].width = width_of[k];
    phw_prediction p = {.n = n - width_of[0]};
    predict(&p, w, symbol, n, n_symbols);
    *min_entropy = phw_prediction_entropy(&p, n_symbols);
    return PHW_OK;
}

const phw_estimator phw_estimator_90b_multi_mcw = {
    .name = "90b-multi-mcw",
    .summary = "predicts the most common symbol of the last 63 to 4095",
    .reference = "NIST SP 800-90B (2018), section 6.3.7",
    .n_symbols_max = N_SYMBOLS_MAX,
    .symbols = symbols,
};
