#include "kgen/estimator_90b_t_tuple.h"

#include <math.h>

#include "kgen/alphabet.h"
#include "kgen/repeats.h"

/* Occurrences from which a string counts as common: the standard's. */
#define COMMON 35

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_alphabet_check(symbol, n, n_symbols, 256, "90b-t-tuple"));
    phw_repeats r = {0};
    PHW_TRY(phw_repeats_measure(&r, symbol, n, n_symbols));
    double most = 0;
    for (size_t w = 1; w <= r.longest && r.most[w] >= COMMON; ++w) {
        const double share = (double)r.most[w] / (double)(n - w + 1);
        most = fmax(most, pow(share, 1 / (double)w));
    }
    phw_repeats_free(&r);
    if (!(most > 0))
        return phw_fail(PHW_ESHORT,
                        "estimator 90b-t-tuple: no symbol of %zu comes %d times", n,
                        COMMON);
    *min_entropy = phw_alphabet_min_entropy(most, n);
    return PHW_OK;
}

const phw_estimator phw_estimator_90b_t_tuple = {
    .name = "90b-t-tuple",
    .summary = "most common strings of all lengths that come 35 times",
    .reference = "NIST SP 800-90B (2018), section 6.3.5",
    .n_symbols_max = 256,
    .symbols = symbols,
};
