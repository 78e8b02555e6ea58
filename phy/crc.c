#include "phy/crc.h"

const phw_crc phw_crc_16_gen2 = {16, 0x1021, 0xffff, 0xffff};
const phw_crc phw_crc_5_gen2 = {5, 0x09, 0x09, 0};
const phw_crc phw_crc_8_ht = {8, 0x07, 0xff, 0xff};
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

/* x^32 + x^26 + x^23 + ... + 1 with its bits turned round, by half bytes. */
uint32_t phw_crc_32(const uint8_t *byte, size_t n)
{
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    uint32_t r = UINT32_MAX;
    for (size_t i = 0; i < n; ++i) {
        r ^= byte[i];
        r = r >> 4 ^ table[r & 15];
        r = r >> 4 ^ table[r & 15];
    }
    return ~r;
}
