#include "kgen/estimator_mcv.h"

#include "tests/kgen/nist_samples.h"

static double assess(const uint8_t *symbol, size_t n, unsigned n_symbols)
{
    double h = -1;
    cr_assert_eq(phw_estimator_mcv.symbols(&h, symbol, n, n_symbols, NULL), PHW_OK);
    return h;
}

/* reference/reliability 2.5: what NIST's tool prints. */
Test(estimator_mcv, agrees_with_the_reference_on_its_samples)
{
    static const struct {
        const char *file;
        unsigned width;
        double literal, bits;
    } table[] = {
        {"rand1_short.bin", 1, 0.96105882570055079, 0},
        {"rand4_short.bin", 4, 3.7900373902139739, 0.97918948296240216},
        {"rand8_short.bin", 8, 7.0104540377360411, 0.98338678465915019},
        {"truerand_1bit.packed", 1, 0.99504301513122573, 0},
        {"biased-random-bits.packed", 1, 0.028633069781464748, 0},
    };

    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        size_t n = 0;
        uint8_t *symbol = read_samples(table[i].file, &n);
        const unsigned width = table[i].width;
        cr_expect_float_eq(assess(symbol, n, 1U << width), table[i].literal, 1e-12,
                           "%s", table[i].file);
        if (width > 1) {
            uint8_t *bit = bit_string(symbol, n, width);
            cr_expect_float_eq(assess(bit, n * width, 2), table[i].bits, 1e-12, "%s",
                               table[i].file);
            free(bit);
        }
        free(symbol);
    }
}

Test(estimator_mcv, claims_nothing_for_a_constant_or_no_sequence)
{
    const uint8_t zeros[100] = {0};
    cr_expect_eq(assess(zeros, 100, 2), 0);
    cr_expect_eq(assess(zeros, 1, 2), 0);
    cr_expect_eq(assess(zeros, 0, 2), 0);
}

Test(estimator_mcv, refuses_symbols_outside_the_alphabet)
{
    const uint8_t symbol[] = {0, 1, 2, 4};
    double h = 7;
    cr_expect_eq(phw_estimator_mcv.symbols(&h, symbol, 4, 4, NULL), PHW_EARG);
    cr_expect_eq(phw_estimator_mcv.symbols(&h, symbol, 4, 1, NULL), PHW_EARG);
    cr_expect_eq(phw_estimator_mcv.symbols(&h, symbol, 4, 257, NULL), PHW_EARG);
    cr_expect_eq(h, 7);
}
