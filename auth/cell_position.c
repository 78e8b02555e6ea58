#include "auth/cell_position.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/vectorised.h"

/* Ones at each place of a period. */
PHW_VECTORISED static void count(uint32_t *ones, size_t period, const uint8_t *bit,
                                 size_t n)
{
    memset(ones, 0, period * sizeof *ones);
    for (size_t from = 0; from < n; from += period) {
        const size_t size = n - from < period ? n - from : period;
        for (size_t c = 0; c < size; ++c)
            ones[c] += bit[from + c];
    }
}

static double sum_up(const uint32_t *ones, size_t period, size_t n)
{
    double sum = 0;
    for (size_t c = 0; c < period; ++c) {
        const size_t n_cells = n / period + (c < n % period);
        const double cells = (double)n_cells;
        const double excess = 2 * (double)ones[c] - cells;
        sum += excess * excess / cells;
    }
    return sum;
}

/* Every period up to a bound is one of its upper half, halved as often as need be; and
 * what lies at c or at c + p of the period 2 p lies at c of the period p. */
static void scan(double *bias, size_t n_periods, const uint8_t *bit, size_t n)
{
    uint32_t ones[PHW_CELL_PERIODS_MAX];
    for (size_t longest = n_periods / 2 + 1; longest <= n_periods; ++longest) {
        size_t period = longest;
        count(ones, period, bit, n);
        bias[period - 1] = sum_up(ones, period, n);
        while (period % 2 == 0) {
            period /= 2;
            for (size_t c = 0; c < period; ++c)
                ones[c] += ones[c + period];
            bias[period - 1] = sum_up(ones, period, n);
        }
    }
    sodium_memzero(ones, sizeof ones);
}

phw_status phw_cell_position_scan(double *bias, size_t n_periods, const phw_bits *cells)
{
    assert(n_periods <= PHW_CELL_PERIODS_MAX && n_periods <= cells->n);
    uint8_t *bit = malloc(cells->n + 1);
    if (bit == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu cells", cells->n);
    for (size_t i = 0; i < cells->n; ++i)
        bit[i] = (uint8_t)phw_bits_get(cells, i);
    scan(bias, n_periods, bit, cells->n);
    sodium_memzero(bit, cells->n);
    free(bit);
    return PHW_OK;
}
