#include "kgen/quantizer_maq.h"

#include "kgen/alternating.h"

#include "tests/kgen/pair.h"

/* Quantiles of a normal of mean 5 and deviation 2: one bit has cells at 5 + 2 z with
 * z = 0, +-0.318639, +-0.674490, +-1.150349. Values just beside each, weighted by
 * nothing: two far ones give the moments. */
Test(quantizer_maq, thresholds_are_of_the_normal_distribution)
{
    static const double z[] = {
        -1.150349380376008, -0.674489750196082, -0.318639363964375, 0,
        0.318639363964375,  0.674489750196082,  1.150349380376008};

    enum {
        N = 40000
    };

    double *x = normals(N, 1);
    double mean = 0;
    double square = 0;
    for (size_t i = 0; i < N; ++i)
        mean += x[i] / N;
    for (size_t i = 0; i < N; ++i)
        square += (x[i] - mean) * (x[i] - mean) / N;
    for (size_t i = 0; i < N; ++i)
        x[i] = 5 + 2 * (x[i] - mean) / sqrt(square);
    const phw_params one = {{1}};
    uint8_t *said = calloc(N, 1);
    size_t wrong = 0;
    cr_assert_eq(phw_quantizer_maq.announce(said, x, N, 1, &one), PHW_OK);
    for (size_t i = 0; i < N; ++i) {
        const double u = (x[i] - 5) / 2;
        unsigned cell = 0;
        for (unsigned k = 0; k < 7; ++k) {
            cell += u >= z[k];
            if (fabs(u - z[k]) < 1e-6)
                cell = 8; /* too near to tell */
        }
        wrong += cell < 8 && said[i] != phw_alternating_map(cell);
    }
    cr_expect_eq(wrong, 0);
    free(said);
    free(x);
}
