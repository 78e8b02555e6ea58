#include "phy/shift_register.h"

#include <stddef.h>

#include <criterion/criterion.h>

/* A shift register's sequence of period 2^m - 1 has 2^(m - 1) ones, and autocorrelation
 * -1 at every shift: at shifts that divide the period above all, where a shorter period
 * would show. */
Test(shift_register, every_order_has_the_whole_period)
{
    for (unsigned order = PHW_M_SEQUENCE_ORDER_MIN; order <= PHW_M_SEQUENCE_ORDER_MAX;
         ++order) {
        const long n = (1L << order) - 1;
        uint8_t bit[1 << PHW_M_SEQUENCE_ORDER_MAX];
        phw_m_sequence_write(bit, phw_m_sequence_polynomial(order), order);
        long ones = 0;
        for (long i = 0; i < n; ++i)
            ones += bit[i];
        cr_expect_eq(ones, (n + 1) / 2, "order %u", order);
        for (long shift = 1; shift < n; shift = shift < 80 ? shift + 1 : shift * 2) {
            long sum = 0;
            for (long i = 0; i < n; ++i)
                sum += bit[i] == bit[(i + shift) % n] ? 1 : -1;
            cr_expect_eq(sum, -1, "order %u shift %ld", order, shift);
        }
    }
}

Test(shift_register, other_orders_have_no_polynomial)
{
    cr_expect_eq(phw_m_sequence_polynomial(PHW_M_SEQUENCE_ORDER_MIN - 1), 0);
    cr_expect_eq(phw_m_sequence_polynomial(PHW_M_SEQUENCE_ORDER_MAX + 1), 0);
}

Test(shift_register, a_polynomial_of_a_shorter_period_shows)
{
    /* x^4 + x^3 + x^2 + x + 1 divides x^5 - 1. */
    uint8_t bit[15];
    phw_m_sequence_write(bit, 0x1f, 4);
    for (int i = 0; i < 10; ++i)
        cr_expect_eq(bit[i], bit[i + 5]);
}
