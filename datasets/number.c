#include "datasets/number.h"

#include <string.h>

bool phw_number_is_known(const phw_number_type *type)
{
    const bool wide = type->size == 4 || type->size == 8;
    return wide ||
           (type->class_ != PHW_NUMBER_REAL && (type->size == 1 || type->size == 2));
}

/* The bytes of a number as they lie, the least significant first. */
static uint64_t bits_at(const phw_number_type *type, const uint8_t *at)
{
    uint64_t x = 0;
    for (size_t i = 0; i < type->size; ++i)
        x |= (uint64_t)at[type->big_endian ? type->size - 1 - i : i] << (8 * i);
    return x;
}

static double real_at(const phw_number_type *type, const uint8_t *at)
{
    const uint64_t bits = bits_at(type, at);
    if (type->size == 8) {
        double x;
        memcpy(&x, &bits, sizeof x);
        return x;
    }
    const uint32_t half = (uint32_t)bits;
    float x;
    memcpy(&x, &half, sizeof x);
    return (double)x;
}

int64_t phw_number_whole_at(const phw_number_type *type, const uint8_t *at)
{
    const uint64_t bits = bits_at(type, at);
    const unsigned unused = (64 - 8 * (unsigned)type->size) % 64;
    if (type->class_ == PHW_NUMBER_UNSIGNED)
        return bits > INT64_MAX ? INT64_MAX : (int64_t)bits;
    return (int64_t)(bits << unused) >> unused;
}

double phw_number_at(const phw_number_type *type, const uint8_t *at)
{
    if (type->class_ == PHW_NUMBER_REAL)
        return real_at(type, at);
    return (double)phw_number_whole_at(type, at);
}
