#include "encrypt/noise_filter.h"

#include <stdlib.h>

#include <sodium.h>

#include "core/fft.h"
#include "core/signal.h"

#define TAPS_MAX (1UL << 20)

/* Least points of a transform: short filters run in blocks of this. */
#define POINTS_MIN 1024

struct phw_noise_filter {
    size_t n_taps;
    size_t n_points;
    phw_fft *forward;
    phw_fft *inverse;
    phw_cf *response; /* the taps' transform over n_points */
    phw_cf *block;
};

static phw_status transform_taps(phw_noise_filter *filter, const float *tap)
{
    for (size_t i = 0; i < filter->n_taps; ++i)
        filter->response[i] = tap[i];
    phw_fft_execute(filter->forward, filter->response, filter->response);
    const float scale = 1 / (float)filter->n_points;
    for (size_t k = 0; k < filter->n_points; ++k)
        filter->response[k] *= scale;
    return PHW_OK;
}

phw_status phw_noise_filter_create(phw_noise_filter **out, const float *tap,
                                   size_t n_taps)
{
    if (n_taps == 0 || n_taps > TAPS_MAX)
        return phw_fail(PHW_EARG, "noise filter: %zu taps; expected 1 to %lu", n_taps,
                        TAPS_MAX);
    phw_noise_filter *filter = calloc(1, sizeof *filter);
    if (filter == NULL)
        return phw_fail(PHW_ENOMEM, "noise filter: no memory");
    filter->n_taps = n_taps;
    filter->n_points = POINTS_MIN;
    while (filter->n_points < 4 * n_taps)
        filter->n_points *= 2;
    const size_t n = filter->n_points;
    phw_status s = phw_fft_create(&filter->forward, n, PHW_FFT_FORWARD);
    if (!s)
        s = phw_fft_create(&filter->inverse, n, PHW_FFT_INVERSE);
    if (!s)
        s = phw_array_alloc(&filter->response, n, sizeof *filter->response);
    if (!s)
        s = phw_array_alloc(&filter->block, n, sizeof *filter->block);
    if (!s)
        s = transform_taps(filter, tap);
    if (s)
        phw_noise_filter_destroy(filter);
    else
        *out = filter;
    return s;
}

void phw_noise_filter_destroy(phw_noise_filter *filter)
{
    if (filter == NULL)
        return;
    if (filter->block != NULL)
        sodium_memzero(filter->block, filter->n_points * sizeof *filter->block);
    free(filter->block);
    free(filter->response);
    phw_fft_destroy(filter->inverse);
    phw_fft_destroy(filter->forward);
    free(filter);
}

size_t phw_noise_filter_points(const phw_noise_filter *filter)
{
    return filter->n_points;
}

size_t phw_noise_filter_block(const phw_noise_filter *filter)
{
    return filter->n_points - filter->n_taps + 1;
}

phw_cf *phw_noise_filter_input(phw_noise_filter *filter)
{
    return filter->block;
}

/* The first taps - 1 outputs of a circular convolution wrap around; the rest are the
 * filter's. */
const phw_cf *phw_noise_filter_run(phw_noise_filter *filter)
{
    phw_fft_execute(filter->forward, filter->block, filter->block);
    for (size_t k = 0; k < filter->n_points; ++k)
        filter->block[k] *= filter->response[k];
    phw_fft_execute(filter->inverse, filter->block, filter->block);
    return filter->block + filter->n_taps - 1;
}
