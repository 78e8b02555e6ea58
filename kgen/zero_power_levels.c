#include "kgen/zero_power_levels.h"

#include "kgen/symbols.h"

uint32_t phw_zero_power_measure(phw_zero_power_work *work, const uint16_t *reading,
                                size_t n)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += reading[i];
    work->additions += n;
    return sum;
}

uint32_t phw_zero_power_product(phw_zero_power_work *work, uint32_t direct,
                                uint32_t reflected)
{
    ++work->multiplications;
    return direct * reflected;
}

size_t phw_zero_power_windows(size_t n, size_t window)
{
    return window == 0 || n < window ? 1 : n / window;
}

/* Bit by bit from the highest: the largest number that fewer than `rank` values lie
 * below. */
uint32_t phw_zero_power_order(phw_zero_power_work *work, const uint32_t *value,
                              size_t n, unsigned value_bits, size_t rank)
{
    uint32_t found = 0;
    for (unsigned bit = value_bits; bit-- > 0;) {
        const uint32_t candidate = found | (UINT32_C(1) << bit);
        size_t below = 0;
        for (size_t i = 0; i < n; ++i)
            below += value[i] < candidate;
        if (below < rank)
            found = candidate;
        work->comparisons += n + 1;
        work->additions += n;
        work->logic += 2;
    }
    return found;
}

void phw_zero_power_ranks(size_t *low, size_t *high, size_t n, unsigned level,
                          const phw_zero_power_config *config)
{
    const unsigned shift = 8 + config->n_bits;
    *low = (n * (256 * (size_t)level - config->guard_256)) >> shift;
    *high = (n * (256 * (size_t)level + config->guard_256)) >> shift;
}

void phw_zero_power_label(uint8_t *symbol, uint8_t *keep, phw_zero_power_work *work,
                          const uint32_t *value, size_t n, unsigned value_bits,
                          const phw_zero_power_config *config)
{
    const unsigned n_levels = 1U << config->n_bits;
    for (size_t i = 0; i < n; ++i) {
        symbol[i] = 0;
        keep[i] = 1;
    }
    for (unsigned level = 1; level < n_levels; ++level) {
        size_t low = 0;
        size_t high = 0;
        phw_zero_power_ranks(&low, &high, n, level, config);
        const uint32_t from = phw_zero_power_order(work, value, n, value_bits, low);
        const uint32_t to =
            high == low ? from : phw_zero_power_order(work, value, n, value_bits, high);
        for (size_t i = 0; i < n; ++i) {
            const uint8_t above = value[i] > to;
            symbol[i] = (uint8_t)(symbol[i] + above);
            keep[i] &= (uint8_t)(above | (value[i] <= from));
        }
        work->multiplications += 2;
        work->additions += n + 4;
        work->comparisons += 2 * n;
        work->logic += 2 * n + 2;
    }
    for (size_t i = 0; i < n; ++i)
        symbol[i] = phw_gray(symbol[i]);
    work->logic += 2 * n;
}
