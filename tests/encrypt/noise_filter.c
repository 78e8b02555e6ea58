#include "encrypt/noise_filter.h"

#include <criterion/criterion.h>

#include "core/rng.h"

/* The definition, summed in double. */
Test(noise_filter, is_a_convolution)
{
    static const size_t sizes[] = {1, 2, 63, 256, 257, 700};
    const phw_rng rng = {.seed = 3, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 1)};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; ++s) {
        enum {
            MOST = 4096
        };

        const size_t n = sizes[s];
        static float tap[700];
        static phw_cf input[MOST];
        phw_noise_filter *filter = NULL;
        phw_rng_normal(tap, &rng, 0, n);
        cr_assert_eq(phw_noise_filter_create(&filter, tap, n), PHW_OK);
        const size_t points = phw_noise_filter_points(filter);
        cr_assert_leq(points, MOST);
        cr_expect_eq(phw_noise_filter_block(filter), points - n + 1);
        phw_rng_normal_complex(input, &rng, 1, 1000, points);
        phw_cf *x = phw_noise_filter_input(filter);
        for (size_t i = 0; i < points; ++i)
            x[i] = input[i];
        const phw_cf *y = phw_noise_filter_run(filter);
        for (size_t k = 0; k < phw_noise_filter_block(filter); k += 37) {
            double complex want = 0;
            for (size_t j = 0; j < n; ++j)
                want += (double)tap[j] * (double complex)input[k + n - 1 - j];
            cr_expect_lt(cabs((double complex)y[k] - want), 2e-4, "%zu taps", n);
        }
        phw_noise_filter_destroy(filter);
    }
}

Test(noise_filter, needs_a_tap)
{
    phw_noise_filter *filter = NULL;
    const float tap[1] = {1};
    cr_expect_eq(phw_noise_filter_create(&filter, tap, 0), PHW_EARG);
    cr_expect_eq(phw_noise_filter_create(&filter, tap, (1UL << 20) + 1), PHW_EARG);
    phw_noise_filter_destroy(NULL);
}
