#include "kgen/quantizer_cqa.h"

#include "kgen/alternating.h"
#include "kgen/quantile.h"

/* Cells of equally many samples, by rank. */
static phw_status place(uint8_t *cell, const double *x, size_t n, unsigned n_bits)
{
    return phw_levels_rank(cell, x, n, phw_alternating_cells(n_bits));
}

static phw_status announce(uint8_t *said, const double *x, size_t n, unsigned n_bits,
                           const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_alternating_check("cqa", x, n, n_bits));
    return phw_alternating_say(said, x, n, n_bits, place);
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)params;
    (void)leader;
    PHW_TRY(phw_alternating_check("cqa", x, n, n_bits));
    return phw_alternating_symbols(out, x, n, n_bits, place, said);
}

static phw_status soft(float *llr, const double *x, size_t n, unsigned n_bits,
                       const phw_params *params, double rho, const uint8_t *said)
{
    (void)params;
    PHW_TRY(phw_alternating_check("cqa", x, n, n_bits));
    phw_soft_map map;
    phw_alternating_soft(&map, n_bits);
    return phw_soft_by_rank(llr, x, n, &map, rho, said);
}

const phw_quantizer phw_quantizer_cqa = {
    .name = "cqa",
    .summary = "equal-probability levels of one of two maps, the safer one of each "
               "sample is public",
    .reference = "Wallace and Sharma, IEEE Trans. Inf. Forensics Security 5(3), 2010",
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
