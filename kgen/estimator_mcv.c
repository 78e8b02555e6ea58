#include "kgen/estimator_mcv.h"

#include <math.h>

/* 99.5 % quantile of the normal: the standard's bound. */
#define Z 2.5758293035489008

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    if (n_symbols < 2 || n_symbols > 256)
        return phw_fail(PHW_EARG, "estimator mcv: %u symbols, expected 2 to 256",
                        n_symbols);
    size_t count[256] = {0};
    for (size_t i = 0; i < n; ++i) {
        if (symbol[i] >= n_symbols)
            return phw_fail(PHW_EARG, "estimator mcv: symbol %u of an alphabet of %u",
                            symbol[i], n_symbols);
        ++count[symbol[i]];
    }
    size_t most = 0;
    for (unsigned s = 0; s < n_symbols; ++s)
        most = count[s] > most ? count[s] : most;
    if (n < 2) {
        *min_entropy = 0;
        return PHW_OK;
    }
    const double p = (double)most / (double)n;
    const double bound = fmin(1, p + Z * sqrt(p * (1 - p) / (double)(n - 1)));
    *min_entropy = bound < 1 ? -log2(bound) : 0;
    return PHW_OK;
}

const phw_estimator phw_estimator_mcv = {
    .name = "mcv",
    .summary = "most common value, with its 99 % bound",
    .reference = "NIST SP 800-90B (2018), section 6.3.1",
    .n_symbols_max = 256,
    .symbols = symbols,
};
