#include "kgen/swift_sizes.h"

#include <stdint.h>

size_t phw_swift_power(double errors, double rate)
{
    const double most = errors / rate;
    size_t k = 1;
    while (k < SIZE_MAX / 4 && 2 * (double)k <= most)
        k *= 2;
    return k;
}
