#include "kgen/quantizer_maq.h"

#include <math.h>

#include "kgen/alternating.h"
#include "kgen/quantile.h"
#include "kgen/series.h"

/* Cells of x[n] by a normal distribution of its mean and deviation. */
static phw_status place(uint8_t *cell, const double *x, size_t n, unsigned n_bits)
{
    phw_soft_map map;
    double mean = 0;
    double variance = 0;
    phw_alternating_soft(&map, n_bits);
    phw_series_moments(&mean, &variance, x, n);
    for (unsigned k = 0; k + 1 < map.n_levels; ++k)
        map.threshold[k] = mean + sqrt(variance) * map.threshold[k];
    phw_levels_count(cell, x, n, map.threshold, map.n_levels - 1);
    return PHW_OK;
}

static phw_status announce(uint8_t *said, const double *x, size_t n, unsigned n_bits,
                           const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_alternating_check("maq", x, n, n_bits));
    return phw_alternating_say(said, x, n, n_bits, place);
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)params;
    (void)leader;
    PHW_TRY(phw_alternating_check("maq", x, n, n_bits));
    return phw_alternating_symbols(out, x, n, n_bits, place, said);
}

static phw_status soft(float *llr, const double *x, size_t n, unsigned n_bits,
                       const phw_params *params, double rho, const uint8_t *said)
{
    (void)params;
    PHW_TRY(phw_alternating_check("maq", x, n, n_bits));
    phw_soft_map map;
    phw_alternating_soft(&map, n_bits);
    return phw_soft_by_moments(llr, x, n, &map, rho, said);
}

const phw_quantizer phw_quantizer_maq = {
    .name = "maq",
    .summary =
        "as cqa, at the levels of a normal distribution of the end's own mean and "
        "deviation",
    .reference = "Patwari et al., IEEE Trans. Mobile Comput. 9(1), 2010, section 3.3",
    .params = &phw_alternating_param,
    .n_params = 1,
    .n_bits_max = PHW_ALTERNATING_BITS_MAX,
    .n_bits = phw_alternating_bits,
    .index_exchange = phw_alternating_exchange,
    .said_bits = phw_alternating_said_bits,
    .announce = announce,
    .label = label,
    .soft = soft,
};
