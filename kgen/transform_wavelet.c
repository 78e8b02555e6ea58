#include "kgen/transform_wavelet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

enum {
    KIND,
    BLOCK,
    LEVELS,
    DROP,
    KEEP
};

enum {
    HAAR,
    D4
};

#define BLOCK_MAX 1024

static const char *const kinds[] = {"haar", "d4", NULL};

static const phw_param params_table[] = {
    [KIND] = {.name = "kind",
              .unit = "",
              .summary = "Haar's wavelet, or Daubechies' of four coefficients",
              .max = 1,
              .preset = D4,
              .whole = true,
              .choice = kinds},
    [BLOCK] = {.name = "block",
               .unit = "",
               .summary =
                   "consecutive rows that are transformed together, a power of 2",
               .min = 2,
               .max = BLOCK_MAX,
               .preset = 16,
               .whole = true},
    [LEVELS] = {.name = "levels",
                .unit = "",
                .summary =
                    "times that averages are divided again; 0: until one is left",
                .max = 10,
                .preset = 0,
                .whole = true},
    [DROP] = {.name = "drop",
              .unit = "",
              .summary = "lowest coefficients dropped (1: the block's mean)",
              .max = BLOCK_MAX - 1,
              .preset = 0,
              .whole = true},
    [KEEP] = {.name = "keep",
              .unit = "",
              .summary = "coefficients kept after those, 0 for all",
              .max = BLOCK_MAX,
              .preset = 0,
              .whole = true},
};

/* What a transform does, from its parameters. */
typedef struct plan {
    double
        low[4]; /* the averaging filter; the detail's is it backwards, signs turned */
    size_t n_taps;
    size_t block;
    size_t levels;
    size_t drop;
    size_t n_kept;
} plan;

static phw_status fit(phw_blob *out, const phw_features *leader,
                      const phw_params *params)
{
    (void)leader;
    (void)params;
    *out = (phw_blob){0};
    return PHW_OK;
}

static phw_status make_plan(plan *out, const phw_params *params)
{
    plan p = {.n_taps = 2,
              .low = {M_SQRT1_2, M_SQRT1_2},
              .block = (size_t)params->value[BLOCK],
              .levels = (size_t)params->value[LEVELS],
              .drop = (size_t)params->value[DROP],
              .n_kept = (size_t)params->value[KEEP]};
    size_t most = 0;
    while (((size_t)2 << most) <= p.block)
        ++most;
    if (p.block != (size_t)1 << most || p.levels > most)
        return phw_fail(PHW_EARG,
                        "transform wavelet: %zu levels of a block of %zu; expected a "
                        "power of 2 and at most its exponent",
                        p.levels, p.block);
    if (p.drop >= p.block || p.n_kept > p.block - p.drop)
        return phw_fail(PHW_EARG, "transform wavelet: drop %zu and keep %zu of %zu",
                        p.drop, p.n_kept, p.block);
    if (p.levels == 0)
        p.levels = most;
    if (p.n_kept == 0)
        p.n_kept = p.block - p.drop;
    if (params->value[KIND] >= D4) {
        /* ((1 + s) (3 + s) (3 - s) (1 - s)) / (4 sqrt 2), s = sqrt 3 (Daubechies, Comm.
         * Pure Appl. Math. 41(7), 1988). */
        const double s = sqrt(3);
        p.n_taps = 4;
        p.low[0] = (1 + s) / (4 * M_SQRT2);
        p.low[1] = (3 + s) / (4 * M_SQRT2);
        p.low[2] = (3 - s) / (4 * M_SQRT2);
        p.low[3] = (1 - s) / (4 * M_SQRT2);
    }
    *out = p;
    return PHW_OK;
}

static phw_status check(const phw_params *params)
{
    plan p = {.block = 0};
    return make_plan(&p, params);
}

/* x[n], n a power of 2, into n / 2 averages and n / 2 details; `work` has n. */
static void divide(double *x, double *work, size_t n, const plan *p)
{
    for (size_t k = 0; k < n / 2; ++k) {
        double low = 0;
        double high = 0;
        for (size_t i = 0; i < p->n_taps; ++i) {
            const double value = x[(2 * k + i) & (n - 1)];
            const double back = p->low[p->n_taps - 1 - i];
            low += p->low[i] * value;
            high += (i % 2 == 0 ? back : -back) * value;
        }
        work[k] = low;
        work[n / 2 + k] = high;
    }
    memcpy(x, work, n * sizeof *x);
}

/* One component, into n_kept ones. Rounded to single precision as in "dct": values that
 * are equal but for the order of additions stay equal. */
static void transform(phw_features *out, size_t first, const double *x, const plan *p)
{
    double block[BLOCK_MAX];
    double work[BLOCK_MAX];
    for (size_t b = 0; b < out->n_rows; ++b) {
        memcpy(block, x + b * p->block, p->block * sizeof *block);
        for (size_t l = 0; l < p->levels; ++l)
            divide(block, work, p->block >> l, p);
        for (size_t k = 0; k < p->n_kept; ++k)
            phw_features_series(out, first + k)[b] = (double)(float)block[p->drop + k];
    }
}

static phw_status apply(phw_features *out, const phw_features *in,
                        const uint8_t *message, size_t size, const phw_params *params)
{
    (void)message;
    plan p = {.block = 0};
    size_t n_components = 0;
    phw_features x = {0};
    if (size != 0)
        return phw_fail(PHW_EPEER,
                        "transform wavelet: message of %zu bytes, expected 0", size);
    PHW_TRY(make_plan(&p, params));
    if (in->n_rows < p.block)
        return phw_fail(PHW_ESHORT, "transform wavelet: %zu rows, a block has %zu",
                        in->n_rows, p.block);
    if (__builtin_mul_overflow(in->n_components, p.n_kept, &n_components))
        return phw_fail(PHW_ENOMEM, "transform wavelet: %zu components are too many",
                        in->n_components);
    PHW_TRY(phw_features_alloc(&x, in->n_rows / p.block, n_components));
    for (size_t c = 0; c < in->n_components; ++c)
        transform(&x, c * p.n_kept, phw_features_series(in, c), &p);
    x.has_time = in->has_time;
    for (size_t b = 0; b < x.n_rows; ++b) {
        x.sequence[b] = in->sequence[b * p.block];
        x.time_s[b] = in->time_s[b * p.block];
    }
    *out = x;
    return PHW_OK;
}

const phw_transform phw_transform_wavelet = {
    .name = "wavelet",
    .summary = "orthonormal wavelets of blocks of consecutive rows, nothing to send",
    .reference = "Daubechies, Comm. Pure Appl. Math. 41(7), 1988; Mallat, IEEE Trans. "
                 "PAMI 11(7), 1989",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .check = check,
    .fit = fit,
    .apply = apply,
};
