#include "kgen/estimator_90b_lrs.h"

#include <math.h>

#include "kgen/alphabet.h"
#include "kgen/repeats.h"

/* Occurrences from which a string is left to the t-tuple estimate: the standard's. */
#define COMMON 35

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_alphabet_check(symbol, n, n_symbols, 256, "90b-lrs"));
    phw_repeats r = {0};
    PHW_TRY(phw_repeats_measure(&r, symbol, n, n_symbols));
    double most = 0;
    for (size_t w = 1; w <= r.longest; ++w) {
        if (r.most[w] >= COMMON)
            continue;
        const double places = (double)(n - w + 1);
        const double chance = (double)r.pairs[w] / (places * (places - 1) / 2);
        most = fmax(most, pow(chance, 1 / (double)w));
    }
    phw_repeats_free(&r);
    if (!(most > 0))
        return phw_fail(PHW_ESHORT,
                        "estimator 90b-lrs: no string of %zu symbols comes twice, but "
                        "fewer than %d times",
                        n, COMMON);
    *min_entropy = phw_alphabet_min_entropy(most, n);
    return PHW_OK;
}

const phw_estimator phw_estimator_90b_lrs = {
    .name = "90b-lrs",
    .summary = "chance that two places have the same string, for long strings",
    .reference = "NIST SP 800-90B (2018), section 6.3.6",
    .n_symbols_max = 256,
    .symbols = symbols,
};
