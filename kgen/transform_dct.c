#include "kgen/transform_dct.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

enum {
    BLOCK,
    DROP,
    KEEP
};

static const phw_param params_table[] = {
    [BLOCK] = {.name = "block",
               .unit = "",
               .summary = "consecutive rows that are transformed together",
               .min = 1,
               .max = 256,
               .preset = 16,
               .whole = true},
    [DROP] = {.name = "drop",
              .unit = "",
              .summary = "lowest coefficients dropped (1: the trend that a watcher of "
                         "the trajectory knows)",
              .min = 0,
              .max = 255,
              .preset = 0,
              .whole = true},
    [KEEP] = {.name = "keep",
              .unit = "",
              .summary = "coefficients kept after those, 0 for all",
              .min = 0,
              .max = 256,
              .preset = 0,
              .whole = true},
};

static phw_status fit(phw_blob *out, const phw_features *leader,
                      const phw_params *params)
{
    (void)leader;
    (void)params;
    *out = (phw_blob){0};
    return PHW_OK;
}

/* X_k = s_k sum_i x_i cos(pi (2 i + 1) k / (2 B)), s_0 = sqrt(1 / B), else
 * sqrt(2 / B): orthonormal DCT-II (Ahmed, Natarajan and Rao 1974). The row of the
 * matrix for k, without s_k. */
static void cosines(double *out, size_t block, size_t k)
{
    for (size_t i = 0; i < block; ++i)
        out[i] =
            cos(M_PI * (double)((2 * i + 1) * k % (4 * block)) / (double)(2 * block));
}

/* Coefficient k of every block of x. Rounded to single precision, so that values which
 * are equal but for the order of additions (integer RSSI) stay equal. */
static void transform(double *out, const double *x, size_t n_blocks, size_t block,
                      size_t k, const double *row)
{
    const double scale = sqrt((k == 0 ? 1.0 : 2.0) / (double)block);
    for (size_t b = 0; b < n_blocks; ++b) {
        double sum = 0;
        for (size_t i = 0; i < block; ++i)
            sum += x[b * block + i] * row[i];
        out[b] = (double)(float)(sum * scale);
    }
}

static phw_status count_kept(size_t *n_kept, const phw_params *params)
{
    const size_t block = (size_t)params->value[BLOCK];
    const size_t drop = (size_t)params->value[DROP];
    const size_t keep = (size_t)params->value[KEEP];
    if (drop >= block || keep > block - drop)
        return phw_fail(PHW_EARG,
                        "transform dct: drop %zu and keep %zu of a block of %zu", drop,
                        keep, block);
    *n_kept = keep > 0 ? keep : block - drop;
    return PHW_OK;
}

static phw_status check(const phw_params *params)
{
    size_t n_kept = 0;
    return count_kept(&n_kept, params);
}

/* Each row of the output stands at its block's first row. */
static void stamp(phw_features *out, const phw_features *in, size_t block)
{
    out->has_time = in->has_time;
    for (size_t b = 0; b < out->n_rows; ++b) {
        out->sequence[b] = in->sequence[b * block];
        out->time_s[b] = in->time_s[b * block];
    }
}

static phw_status apply(phw_features *out, const phw_features *in,
                        const uint8_t *message, size_t size, const phw_params *params)
{
    (void)message;
    const size_t block = (size_t)params->value[BLOCK];
    const size_t drop = (size_t)params->value[DROP];
    size_t n_kept = 0;
    if (size != 0)
        return phw_fail(PHW_EPEER, "transform dct: message of %zu bytes, expected 0",
                        size);
    PHW_TRY(count_kept(&n_kept, params));
    const size_t n_blocks = in->n_rows / block;
    if (n_blocks == 0)
        return phw_fail(PHW_ESHORT, "transform dct: %zu rows, a block has %zu",
                        in->n_rows, block);
    if (in->n_components > SIZE_MAX / n_kept)
        return phw_fail(PHW_ENOMEM, "transform dct: %zu components are too many",
                        in->n_components);
    double *row = NULL;
    PHW_TRY(phw_array_alloc(&row, block, sizeof *row));
    phw_features x = {0};
    const phw_status s = phw_features_alloc(&x, n_blocks, in->n_components * n_kept);
    for (size_t k = 0; k < n_kept && !s; ++k) {
        cosines(row, block, drop + k);
        for (size_t c = 0; c < in->n_components; ++c)
            transform(phw_features_series(&x, c * n_kept + k),
                      phw_features_series(in, c), n_blocks, block, drop + k, row);
    }
    free(row);
    if (s)
        return s;
    stamp(&x, in, block);
    *out = x;
    return PHW_OK;
}

const phw_transform phw_transform_dct = {
    .name = "dct",
    .summary = "orthonormal DCT-II of blocks of consecutive rows, nothing to send",
    .reference = "Ahmed, Natarajan and Rao, IEEE Trans. Comput. C-23(1), 1974",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .check = check,
    .fit = fit,
    .apply = apply,
};
