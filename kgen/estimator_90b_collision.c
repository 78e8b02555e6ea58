#include "kgen/estimator_90b_collision.h"

#include <math.h>

#include "kgen/alphabet.h"

/* 99.5 % quantile of the normal: the standard's bound. */
#define Z 2.5758293035489008

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_alphabet_check(symbol, n, n_symbols, 2, "90b-collision"));
    size_t times = 0;
    size_t steps = 0;
    double squares = 0;
    while (steps + 2 <= n) {
        const size_t t = symbol[steps] == symbol[steps + 1] ? 2 : 3;
        if (steps + t > n)
            break;
        steps += t;
        squares += (double)(t * t);
        ++times;
    }
    if (times < 2)
        return phw_fail(PHW_ESHORT, "estimator 90b-collision: %zu bits are too few", n);
    const double mean = (double)steps / (double)times;
    const double deviation =
        sqrt((squares - (double)steps * mean) / (double)(times - 1));
    const double low = fmax(2, mean - Z * deviation / sqrt((double)times));
    /* Independent bits: 2 + 2 p (1 - p) steps, 2.5 at most. */
    *min_entropy = low < 2.5 ? -log2(0.5 + sqrt(1.25 - 0.5 * low)) : 1;
    return PHW_OK;
}

const phw_estimator phw_estimator_90b_collision = {
    .name = "90b-collision",
    .summary = "time until two bits are equal",
    .reference = "NIST SP 800-90B (2018), section 6.3.2",
    .n_symbols_max = 2,
    .symbols = symbols,
};
