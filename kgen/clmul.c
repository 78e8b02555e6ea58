#include "kgen/clmul.h"

/* Every fourth bit, starting at bit 0. */
static const uint64_t every_fourth = UINT64_C(0x1111111111111111);

/* The low 64 bits of the product. With only every fourth bit set in both factors, an
 * integer product adds at most 16 ones in a place; the sum's lowest bit is the parity
 * wanted, its carries fill the three free places above, and the one place where 16 ones
 * can meet is the topmost, whose carry leaves the word. */
static uint64_t low_half(uint64_t a, uint64_t b)
{
    uint64_t sum = 0;
    for (unsigned place = 0; place < 4; ++place) {
        uint64_t part = 0;
        for (unsigned i = 0; i < 4; ++i) {
            const unsigned j = (place - i) & 3;
            part ^= (a & every_fourth << i) * (b & every_fourth << j);
        }
        sum |= part & every_fourth << place;
    }
    return sum;
}

static uint64_t reverse(uint64_t x)
{
    static const uint64_t mask[] = {
        UINT64_C(0x5555555555555555),
        UINT64_C(0x3333333333333333),
        UINT64_C(0x0f0f0f0f0f0f0f0f),
    };
    for (unsigned i = 0; i < 3; ++i)
        x = (x & mask[i]) << (1U << i) | (x >> (1U << i) & mask[i]);
    return __builtin_bswap64(x);
}

phw_clmul_product phw_clmul(uint64_t a, uint64_t b)
{
    /* The product read backwards is the product of the factors read backwards: its low
     * half holds the bits 126 down to 63. */
    return (phw_clmul_product){
        .low = low_half(a, b),
        .high = reverse(low_half(reverse(a), reverse(b))) >> 1,
    };
}
