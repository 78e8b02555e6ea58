#include "phy/shift_register.h"

#include <stddef.h>

/* Peterson and Weldon, Error-Correcting Codes, 1972, appendix C; in octal. */
static const uint32_t polynomial[] = {
    013, 023, 045, 0103, 0211, 0435, 01021, 02011, 04005, 010123, 020033,
};

uint32_t phw_m_sequence_polynomial(unsigned order)
{
    if (order < PHW_M_SEQUENCE_ORDER_MIN || order > PHW_M_SEQUENCE_ORDER_MAX)
        return 0;
    return polynomial[order - PHW_M_SEQUENCE_ORDER_MIN];
}

/* With p(x) = x^m + sum of c_i x^i: a(n + m) = sum of c_i a(n + i). The state's bit i
 * is a(n + i). */
void phw_m_sequence_write(uint8_t *bit, uint32_t p, unsigned order)
{
    const size_t n = ((size_t)1 << order) - 1;
    const uint32_t taps = p & (uint32_t)n;
    uint32_t state = 1U << (order - 1);
    for (size_t i = 0; i < n; ++i) {
        bit[i] = (uint8_t)(state & 1);
        const uint32_t next = (uint32_t)__builtin_parity(state & taps);
        state = state >> 1 | next << (order - 1);
    }
}
