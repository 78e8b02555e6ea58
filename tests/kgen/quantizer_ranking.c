#include "kgen/quantizer_ranking.h"

#include "tests/kgen/pair.h"

/* The symbol of each order of g values; 0xff where it is dropped. */
static void orders(uint8_t *symbol, size_t g, unsigned n_bits)
{
    static const unsigned n_orders[] = {1, 1, 2, 6, 24};
    for (unsigned k = 0; k < n_orders[g]; ++k) {
        /* The k-th order in the factorial number system. */
        double x[4] = {0};
        unsigned rest = k;
        for (size_t i = 1; i < g; ++i) {
            const double at = rest % (i + 1);
            rest /= (unsigned)(i + 1);
            for (size_t j = 0; j < i; ++j)
                x[j] += x[j] >= at;
            x[i] = at;
        }
        phw_symbols s = {0};
        const phw_params params = {{n_bits}};
        cr_assert_eq(phw_quantizer_ranking.label(&s, x, g, n_bits, &params, true, NULL),
                     PHW_OK);
        symbol[k] = s.keep[0] ? s.symbol[0] : 0xff;
        for (size_t i = 1; i < g; ++i)
            cr_expect_eq(s.keep[i], 0);
        phw_symbols_free(&s);
    }
}

Test(quantizer_ranking, symbols_have_equally_many_orders)
{
    static const struct {
        size_t g, n_orders, each;
    } table[] = {{2, 2, 1}, {3, 6, 1}, {4, 24, 3}, {4, 24, 1}};

    for (unsigned n_bits = 1; n_bits <= 4; ++n_bits) {
        uint8_t symbol[24];
        size_t count[256] = {0};
        orders(symbol, table[n_bits - 1].g, n_bits);
        for (size_t k = 0; k < table[n_bits - 1].n_orders; ++k)
            ++count[symbol[k]];
        for (unsigned s = 0; s < 1U << n_bits; ++s)
            cr_expect_eq(count[s], table[n_bits - 1].each, "%u bits, symbol %u", n_bits,
                         s);
    }
}

Test(quantizer_ranking, of_equal_values_has_no_order)
{
    const double x[] = {1, 1, 2, 3, 3, 1};
    const phw_params params = {{1}};
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_ranking.label(&s, x, 6, 1, &params, true, NULL), PHW_OK);
    const uint8_t keep[] = {0, 0, 1, 0, 1, 0};
    cr_expect_arr_eq(s.keep, keep, 6);
    cr_expect_neq(s.symbol[2], s.symbol[4]);
    phw_symbols_free(&s);
}

Test(quantizer_ranking, is_blind_to_a_rising_distortion)
{
    double *x = normals(1000, 1);
    double y[1000];
    const phw_params params = {{3}};
    phw_symbols a = {0};
    phw_symbols b = {0};
    for (size_t i = 0; i < 1000; ++i)
        y[i] = exp(3 * x[i]);
    cr_assert_eq(phw_quantizer_ranking.label(&a, x, 1000, 3, &params, true, NULL),
                 PHW_OK);
    cr_assert_eq(phw_quantizer_ranking.label(&b, y, 1000, 3, &params, false, NULL),
                 PHW_OK);
    cr_expect_arr_eq(a.symbol, b.symbol, 1000);
    phw_symbols_free(&a);
    phw_symbols_free(&b);
    free(x);
}
