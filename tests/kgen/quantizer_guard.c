#include "kgen/quantizer_guard.h"

#include "tests/kgen/pair.h"

/* alpha, sides: 0 one, 1 two */
static phw_params params(double alpha, double sides)
{
    return (phw_params){{alpha, sides}};
}

/* Bits that both ends keep, and in how many of them they differ. */
static void compare(size_t *kept, size_t *wrong, const pair *p, const phw_params *q)
{
    phw_symbols a = {0};
    phw_symbols b = {0};
    cr_assert_eq(phw_quantizer_guard.label(&a, p->x, p->n, 1, q, true, NULL), PHW_OK);
    cr_assert_eq(phw_quantizer_guard.label(&b, p->y, p->n, 1, q, false, NULL), PHW_OK);
    *kept = 0;
    *wrong = 0;
    for (size_t i = 0; i < p->n; ++i) {
        const bool both = a.keep[i] && b.keep[i];
        *kept += both;
        *wrong += both && a.symbol[i] != b.symbol[i];
    }
    phw_symbols_free(&a);
    phw_symbols_free(&b);
}

Test(quantizer_guard, keeps_1029_indoor_bits_of_which_66_differ)
{
    pair p = pair_indoor();
    const phw_params q = params(0.6, 0);
    size_t kept = 0;
    size_t wrong = 0;
    compare(&kept, &wrong, &p, &q);
    cr_expect_eq(kept, 1029);
    cr_expect_eq(wrong, 66);
    pair_free(&p);
}

Test(quantizer_guard, says_whose_list_is_public)
{
    const phw_params none = params(0, 1);
    const phw_params one = params(0.6, 0);
    const phw_params two = params(0.6, 1);
    cr_expect_eq(phw_quantizer_guard.index_exchange(&none), PHW_EXCHANGE_NONE);
    cr_expect_eq(phw_quantizer_guard.index_exchange(&one), PHW_EXCHANGE_LEADER);
    cr_expect_eq(phw_quantizer_guard.index_exchange(&two), PHW_EXCHANGE_BOTH);
}

Test(quantizer_guard, band_is_of_the_populations_deviation)
{
    /* Mean 0, population sigma 1, sample sigma 1.095: |x| = 1.05 lies outside the
     * one and inside the other. */
    const double x[] = {
        1.05, -1.05, 1.05, -1.05, 0.8888194417315589, -0.8888194417315589};
    const phw_params q = params(1, 1);
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_guard.label(&s, x, 6, 1, &q, true, NULL), PHW_OK);
    const uint8_t want[] = {1, 1, 1, 1, 0, 0};
    cr_expect_arr_eq(s.keep, want, 6);
    phw_symbols_free(&s);
}

/* reference/keygen 3.5. A share of N = 1e6 has 5 sqrt(p (1 - p) / N), and the bit error
 * rate is over the kept ones; both ends' own mean and deviation err by 1 / sqrt(N),
 * which moves the shares by less than the same again. Published digits add 5e-7, or
 * half a unit of the third of a small rate. */
Test(quantizer_guard, keeps_and_errs_as_the_gaussian_integrals_say)
{
    static const struct {
        double rho, alpha, sides, keep, bdr, digits;
    } table[] = {
        {0.5, 0.2, 1, 0.711850, 2.76e-1, 5e-4},
        {0.9, 0.2, 1, 0.737578, 4.99e-2, 5e-5},
        {0.5, 0.5, 1, 0.399235, 1.82e-1, 5e-4},
        {0.9, 0.5, 1, 0.492258, 3.26e-3, 5e-6},
        {0.9, 1.0, 1, 0.230981, -1, 0},
        {0.5, 0.5, 0, 0.617075, 0.264667, 5e-7},
        {0.9, 0.5, 0, 0.617075, 0.037695, 5e-7},
        {0.9, 0.6, 0, 0.548506, 0.026321, 5e-7},
        {0.98, 0.6, 0, 0.548506, 1.07e-4, 5e-7},
    };

    enum {
        N = 1000000
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        pair p = pair_normal(N, table[i].rho, 20);
        const phw_params q = params(table[i].alpha, table[i].sides);
        size_t kept = 0;
        size_t wrong = 0;
        compare(&kept, &wrong, &p, &q);
        const double keep = (double)kept / N;
        const double bdr = (double)wrong / (double)kept;
        const double k = table[i].keep;
        const double b = table[i].bdr;
        cr_expect_float_eq(keep, k, 5 * sqrt(k * (1 - k) / N) + 5e-7,
                           "row %zu: keep %.6f, expected %.6f", i, keep, k);
        if (b >= 0)
            cr_expect_float_eq(bdr, b,
                               5 * sqrt(b * (1 - b) / (double)kept) + table[i].digits,
                               "row %zu: errs %.6f, expected %.6f", i, bdr, b);
        pair_free(&p);
    }
}
