#include "kgen/quantizer_vq.h"

#include "tests/kgen/pair.h"

/* bits, book: 0 circle, 1 axes */
static phw_symbols label(const double *x, size_t n, unsigned n_bits, double book)
{
    const phw_params params = {{n_bits, book}};
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_vq.label(&s, x, n, n_bits, &params, true, NULL), PHW_OK);
    return s;
}

/* Sum 0: quadrants of (-,-), (+,-), (+,+), (-,+) are sectors 0 to 3, Gray coded. */
Test(quantizer_vq, four_sectors_are_quadrants)
{
    const double x[] = {-1, -2, 1, -2, 1, 2, -1, 2, 0};
    const uint8_t symbol[] = {0, 1, 3, 2};
    phw_symbols s = label(x, 9, 2, 0);
    for (size_t i = 0; i < 4; ++i) {
        cr_expect_eq(s.symbol[2 * i], symbol[i]);
        cr_expect_eq(s.keep[2 * i], 1);
        cr_expect_eq(s.keep[2 * i + 1], 0);
    }
    cr_expect_eq(s.keep[8], 0, "half a vector");
    phw_symbols_free(&s);
}

Test(quantizer_vq, the_greatest_value_names_an_axis)
{
    const double x[] = {1, -3, 2, 0, 0, 1, 2, -3};
    phw_symbols s = label(x, 8, 3, 1);
    cr_expect_eq(s.symbol[0], 1, "below on axis 1");
    cr_expect_eq(s.symbol[4], 2, "below on axis 3, Gray coded");
    phw_symbols_free(&s);
}

/* White normal values make all words equally likely: each of M has a share of 1/M
 * within 5 sqrt((M - 1) / n) / M of n vectors. */
Test(quantizer_vq, words_are_equally_likely)
{
    enum {
        N = 160000
    };

    double *x = normals(N, 3);
    for (unsigned n_bits = 1; n_bits <= 4; ++n_bits) {
        for (unsigned book = 0; book < 2; ++book) {
            phw_symbols s = label(x, N, n_bits, book);
            double count[16] = {0};
            double n = 0;
            const double words = 1U << n_bits;
            for (size_t i = 0; i < N; ++i) {
                n += s.keep[i];
                count[s.symbol[i]] += s.keep[i];
            }
            for (unsigned k = 0; k < words; ++k)
                cr_expect_float_eq(count[k] / n, 1 / words,
                                   5 * sqrt((words - 1) / n) / words,
                                   "book %u of %u bits, word %u", book, n_bits, k);
            phw_symbols_free(&s);
        }
    }
    free(x);
}
