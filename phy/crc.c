#include "phy/crc.h"

const phw_crc phw_crc_16_gen2 = {16, 0x1021, 0xffff, 0xffff};
const phw_crc phw_crc_5_gen2 = {5, 0x09, 0x09, 0};
const phw_crc phw_crc_24_mode_s = {24, 0xfff409, 0, 0};

uint32_t phw_crc_remainder(const phw_crc *crc, const uint8_t *bit, size_t n)
{
    const uint32_t mask =
        crc->width < 32 ? (UINT32_C(1) << crc->width) - 1 : UINT32_MAX;
    uint32_t r = crc->preset;
    for (size_t i = 0; i < n; ++i) {
        const uint32_t feedback = (r >> (crc->width - 1) & 1U) ^ bit[i];
        r = (r << 1 ^ (feedback ? crc->polynomial : 0)) & mask;
    }
    return r;
}

uint32_t phw_crc_value(const phw_crc *crc, const uint8_t *bit, size_t n)
{
    return phw_crc_remainder(crc, bit, n) ^ crc->complement;
}

uint64_t phw_crc_number(const uint8_t *bit, size_t n)
{
    uint64_t x = 0;
    for (size_t i = 0; i < n; ++i)
        x = x << 1 | bit[i];
    return x;
}

bool phw_crc_matches(const phw_crc *crc, const uint8_t *bit, size_t n)
{
    if (n <= crc->width)
        return false;
    const size_t n_data = n - crc->width;
    return phw_crc_value(crc, bit, n_data) == phw_crc_number(bit + n_data, crc->width);
}
