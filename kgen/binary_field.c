#include "kgen/binary_field.h"

uint64_t phw_binary_field_reduce(phw_clmul_product p)
{
    /* X^64 becomes X^4 + X^3 + X + 1, twice, because the first fold reaches four bits
     * past the word. */
    const uint64_t h = p.high;
    const uint64_t over = h >> 63 ^ h >> 61 ^ h >> 60;
    const uint64_t fold = h ^ h << 1 ^ h << 3 ^ h << 4;
    return p.low ^ fold ^ over ^ over << 1 ^ over << 3 ^ over << 4;
}

uint64_t phw_binary_field_multiply(uint64_t a, uint64_t b)
{
    return phw_binary_field_reduce(phw_clmul(a, b));
}

uint64_t phw_binary_field_cantor(unsigned i)
{
    /* Each solves y^2 + y = the one before; of the two solutions, y and y + 1, the even
     * one. */
    static const uint64_t v[PHW_BINARY_FIELD_CANTOR] = {
        UINT64_C(0x0000000000000001), UINT64_C(0x19c9369f278adc02),
        UINT64_C(0xa181e7d66f5ff794), UINT64_C(0x5db84357ce785d08),
        UINT64_C(0xb973d466f5c9d0ca), UINT64_C(0x521ac889831a075e),
        UINT64_C(0x033ce8beddc8a656), UINT64_C(0xb5846c4e07b91010),
        UINT64_C(0x4087b8cbb37a32ec), UINT64_C(0x00d0d3888c0ae17c),
        UINT64_C(0xafd5ac70237f2222), UINT64_C(0xe3f5af99cc3aaaf8),
        UINT64_C(0x5a1db3b16a0b58b8), UINT64_C(0x09947c54fe7ee248),
        UINT64_C(0x0e8eaf0e0068f544), UINT64_C(0xa2a113500b4b4f5a),
        UINT64_C(0xe96f9805d6ce0bb0), UINT64_C(0x53496f8b5c9edd4c),
        UINT64_C(0xad325cb6f4ac2a9e), UINT64_C(0x4a8dcf8bd7ede826),
        UINT64_C(0xa3e9c552b6434210), UINT64_C(0x5fa92ad9c9bc7ed0),
    };
    return v[i];
}
