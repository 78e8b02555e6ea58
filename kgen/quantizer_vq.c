#include "kgen/quantizer_vq.h"

#include <math.h>
#include <string.h>

#include "kgen/series.h"

enum {
    BITS,
    BOOK
};

enum {
    CIRCLE,
    AXES
};

static const char *const books[] = {"circle", "axes", NULL};

static const phw_param params_table[] = {
    [BITS] = {.name = "bits",
              .unit = "",
              .summary = "bits a vector",
              .min = 1,
              .max = PHW_QUANTIZER_BITS_MAX,
              .preset = 2,
              .whole = true},
    [BOOK] = {.name = "book",
              .unit = "",
              .summary = "the words, equally likely when samples are normal and white: "
                         "2^bits points on a circle of pairs (circle), or both "
                         "directions of the axes of 2^(bits - 1) samples (axes)",
              .min = 0,
              .max = 1,
              .preset = CIRCLE,
              .whole = true,
              .choice = books},
};

static unsigned n_bits_asked(const phw_params *params)
{
    return (unsigned)params->value[BITS];
}

static phw_exchange nobody(const phw_params *params)
{
    (void)params;
    return PHW_EXCHANGE_NONE;
}

static size_t dimension(const phw_params *params, unsigned n_bits)
{
    return params->value[BOOK] > CIRCLE ? (size_t)1 << (n_bits - 1) : 2;
}

static size_t span(const phw_params *params)
{
    (void)params;
    return (size_t)1 << (PHW_QUANTIZER_BITS_MAX - 1);
}

/* The sector of the circle that the pair x, less its mean, points to. */
static uint8_t sector(const double *x, double mean, unsigned n_bits)
{
    const unsigned n = 1U << n_bits;
    const double turn = (atan2(x[1] - mean, x[0] - mean) + M_PI) / (2 * M_PI);
    const unsigned k = (unsigned)(turn * n);
    return phw_gray(k < n ? k : 0);
}

/* The axis of the greatest value, and on which side of the mean it is. */
static uint8_t axis(const double *x, double mean, size_t d)
{
    unsigned most = 0;
    for (unsigned k = 1; k < d; ++k) {
        if (fabs(x[k] - mean) > fabs(x[most] - mean))
            most = k;
    }
    return (uint8_t)((x[most] > mean ? d : 0) + phw_gray(most));
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)leader;
    (void)said;
    if (n_bits < 1 || n_bits > PHW_QUANTIZER_BITS_MAX)
        return phw_fail(PHW_EARG, "quantizer vq: makes 1 to %d bits a vector, not %u",
                        PHW_QUANTIZER_BITS_MAX, n_bits);
    PHW_TRY(phw_series_check(x, n));
    const size_t d = dimension(params, n_bits);
    if (n < d)
        return phw_fail(PHW_ESHORT, "quantizer vq: %zu values for vectors of %zu", n,
                        d);
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, n_bits));
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    memset(symbols.keep, 0, n);
    for (size_t i = 0; i + d <= n; i += d) {
        symbols.keep[i] = 1;
        symbols.symbol[i] = params->value[BOOK] > CIRCLE ? axis(x + i, mean, d)
                                                         : sector(x + i, mean, n_bits);
    }
    *out = symbols;
    return PHW_OK;
}

const phw_quantizer phw_quantizer_vq = {
    .name = "vq",
    .summary = "samples side by side as a vector: the nearest word of a fixed codebook",
    .reference = "Gersho and Gray, Vector Quantization and Signal Compression, 1992 "
                 "(shape only)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = PHW_QUANTIZER_BITS_MAX,
    .n_bits = n_bits_asked,
    .index_exchange = nobody,
    .span = span,
    .label = label,
};
