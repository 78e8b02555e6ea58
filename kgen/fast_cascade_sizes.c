#include "kgen/fast_cascade_sizes.h"

#include <stdint.h>

size_t phw_fast_cascade_power(double errors, double rate)
{
    const double most = errors / rate;
    size_t k = 1;
    while (k < SIZE_MAX / 4 && 2 * (double)k <= most)
        k *= 2;
    return k;
}

unsigned phw_fast_cascade_passes(size_t n)
{
    return n < 32768 ? 2 : n < 2097152 ? 3 : 4;
}

size_t phw_fast_cascade_late(unsigned pass, double rate)
{
    return phw_fast_cascade_power(pass == 2 ? 240 : 4000, rate);
}
