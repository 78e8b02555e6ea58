/** @file
 * Maximum-length sequences: the bits of a linear feedback shift register whose
 * polynomial is primitive.
 */
#ifndef PHW_PHY_SHIFT_REGISTER_H
#define PHW_PHY_SHIFT_REGISTER_H

#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Orders that phw_m_sequence_polynomial() has. */
#define PHW_M_SEQUENCE_ORDER_MIN 3
#define PHW_M_SEQUENCE_ORDER_MAX 13

/** A primitive polynomial of that order: bit i is the coefficient of x^i, so that
 * x^5 + x^2 + 1 is 0x25. 0 for other orders. */
uint32_t phw_m_sequence_polynomial(unsigned order);

/** 2^order - 1 bits, one a byte, of the recurrence whose characteristic polynomial is
 * `polynomial` (bit `order` its highest), from the state 0 .. 0 1. They have the whole
 * period only when the polynomial is primitive. */
void phw_m_sequence_write(uint8_t *bit, uint32_t polynomial, unsigned order);

PHW_END_C

#endif
