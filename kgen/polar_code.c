#include "kgen/polar_code.h"

#include <stdlib.h>
#include <string.h>

typedef struct bit {
    double weight;
    uint32_t index;
} bit;

double phw_polar_code_beta(double error_rate)
{
    if (error_rate < 0.02)
        return 1.11;
    if (error_rate < 0.035)
        return 1.135;
    return error_rate < 0.075 ? 1.155 : 1.165;
}

static int compare(const void *a, const void *b)
{
    const bit *x = a;
    const bit *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static double weigh(size_t i, unsigned order, double beta)
{
    double sum = 0;
    double power = 1;
    for (unsigned j = 0; j < order; ++j) {
        sum += (i >> j & 1) ? power : 0;
        power *= beta;
    }
    return sum;
}

phw_status phw_polar_code_freeze(uint64_t *frozen, unsigned order, size_t n,
                                 size_t n_known, double beta)
{
    if (order < PHW_POLAR_ORDER_MIN || order > PHW_POLAR_ORDER_MAX)
        return phw_fail(PHW_EARG, "polar: blocks of 2^%u bits, expected 2^%d to 2^%d",
                        order, PHW_POLAR_ORDER_MIN, PHW_POLAR_ORDER_MAX);
    const size_t size = (size_t)1 << order;
    bit *all = malloc(size * sizeof *all);
    if (all == NULL)
        return phw_fail(PHW_ENOMEM, "polar: no memory for 2^%u bits", order);
    for (size_t i = 0; i < n; ++i)
        all[i] = (bit){weigh(i, order, beta), (uint32_t)i};
    qsort(all, n, sizeof *all, compare);
    memset(frozen, 0, size / 8);
    for (size_t i = 0; i < n_known; ++i)
        frozen[all[i].index / 64] |= UINT64_C(1) << (all[i].index % 64);
    for (size_t i = n; i < size; ++i)
        frozen[i / 64] |= UINT64_C(1) << (i % 64);
    free(all);
    return PHW_OK;
}
