#include "kgen/alphabet.h"

#include <math.h>

/* 99.5 % quantile of the normal, as in SP 800-90B. */
#define Z 2.5758293035489008

phw_status phw_alphabet_check(const uint8_t *symbol, size_t n, unsigned n_symbols,
                              unsigned most, const char *estimator)
{
    if (n_symbols < 2 || n_symbols > most)
        return phw_fail(PHW_EARG, "estimator %s: %u symbols, expected 2 to %u",
                        estimator, n_symbols, most);
    for (size_t i = 0; i < n; ++i) {
        if (symbol[i] >= n_symbols)
            return phw_fail(PHW_EARG, "estimator %s: symbol %u of an alphabet of %u",
                            estimator, symbol[i], n_symbols);
    }
    return PHW_OK;
}

double phw_alphabet_min_entropy(double p, size_t n)
{
    const double bound = p + Z * sqrt(p * (1 - p) / (double)(n - 1));
    return bound < 1 ? -log2(bound) : 0;
}
