#include "channel/impairment.h"

#include <math.h>

#include <criterion/criterion.h>

#define N 20000

static phw_signal ones(void)
{
    phw_signal s = {0};
    cr_assert_eq(phw_signal_alloc(&s, N, 1e6, 0), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        s.sample[i] = 1;
    return s;
}

Test(impairment, turns_a_constant_into_a_tone)
{
    phw_signal s = ones();
    cr_assert_eq(phw_impairment_cfo(&s, 12345.678, 0.5), PHW_OK);
    for (size_t i = 0; i < N; i += 7) {
        const double angle = 2 * M_PI * fmod(0.012345678 * (double)i, 1) + 0.5;
        const double complex error =
            (double complex)s.sample[i] - CMPLX(cos(angle), sin(angle));
        cr_expect_lt(cabs(error), 2e-7, "sample %zu", i);
    }
    phw_signal_free(&s);
}

Test(impairment, the_opposite_offset_undoes_it)
{
    phw_signal s = ones();
    cr_assert_eq(phw_impairment_cfo(&s, -4e5, 1), PHW_OK);
    cr_assert_eq(phw_impairment_cfo(&s, 4e5, -1), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        cr_expect_lt(cabsf(s.sample[i] - 1), 1e-6F);
    phw_signal_free(&s);
}

Test(impairment, offsets_beyond_half_the_rate_are_refused)
{
    phw_signal s = ones();
    cr_expect_eq(phw_impairment_cfo(&s, 5.1e5, 0), PHW_EARG);
    cr_expect_eq(phw_impairment_cfo(&s, nan(""), 0), PHW_EARG);
    cr_expect_eq(phw_impairment_cfo(&s, 0, HUGE_VAL), PHW_EARG);
    cr_expect_float_eq(crealf(s.sample[1]), 1, 0);
    phw_signal_free(&s);
}

/* A tone at +f of a mixer with imbalance has its image at -f, so much below it as the
 * closed form says. Known answers of the pairs (dB, degrees). */
Test(impairment, a_mixers_image_is_as_far_below_as_the_closed_form_says)
{
    static const double row[][3] = {
        {0.1, 0.5, 42.8254}, {0.2, 1, 36.8049}, {0.5, 2, 29.4591}, {1, 5, 22.8294}};
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        phw_signal s = ones();
        double complex direct = 0;
        double complex image = 0;
        cr_assert_eq(phw_impairment_cfo(&s, 1e5, 0.3), PHW_OK);
        cr_assert_eq(phw_impairment_imbalance(&s, row[i][0], row[i][1] * M_PI / 180),
                     PHW_OK);
        for (size_t n = 0; n < N; ++n) {
            const double angle = 2 * M_PI * fmod(0.1 * (double)n, 1);
            direct += (double complex)s.sample[n] * CMPLX(cos(angle), -sin(angle));
            image += (double complex)s.sample[n] * CMPLX(cos(angle), sin(angle));
        }
        cr_expect_float_eq(20 * log10(cabs(direct) / cabs(image)), row[i][2], 1e-3);
        phw_signal_free(&s);
    }
}

Test(impairment, leakage_stands_at_its_level_beside_the_signal)
{
    phw_signal s = ones();
    cr_assert_eq(phw_impairment_cfo(&s, 1e5, 0), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        s.sample[i] *= 0.25F;
    cr_assert_eq(phw_impairment_constant(&s, -40, M_PI / 2), PHW_OK);
    double complex mean = 0;
    for (size_t i = 0; i < N; ++i)
        mean += (double complex)s.sample[i] / N;
    cr_expect_float_eq(creal(mean), 0, 1e-7);
    cr_expect_float_eq(cimag(mean), 0.0025, 1e-7);
    phw_signal_free(&s);
}

/* Of a tone of amplitude A alone the third order is b A; of amplitudes 1 and 2, half of
 * the time each, with mean power 2.5, it is b / 2.5 and 8 b / 2.5. */
Test(impairment, the_third_order_grows_with_the_cube)
{
    phw_signal s = ones();
    for (size_t i = 0; i < N; i += 2)
        s.sample[i] = 2;
    cr_assert_eq(phw_impairment_cubic(&s, -20, M_PI), PHW_OK);
    for (size_t i = 0; i < N; i += 2) {
        cr_expect_lt(cabsf(s.sample[i] - (2 - 0.8F / 2.5F)), 1e-6F);
        cr_expect_lt(cabsf(s.sample[i + 1] - (1 - 0.1F / 2.5F)), 1e-6F);
    }
    phw_signal_free(&s);
}

Test(impairment, silence_has_no_leakage_and_no_third_order)
{
    phw_signal s = ones();
    for (size_t i = 0; i < N; ++i)
        s.sample[i] = 0;
    cr_assert_eq(phw_impairment_constant(&s, -40, 1), PHW_OK);
    cr_assert_eq(phw_impairment_cubic(&s, -20, 1), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        cr_expect_eq(cabsf(s.sample[i]), 0.0F);
    phw_signal_free(&s);
}

Test(impairment, flaws_beyond_their_range_are_refused_and_change_nothing)
{
    phw_signal s = ones();
    const double bad[] = {nan(""), HUGE_VAL, -HUGE_VAL, 1e3};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        cr_expect_eq(phw_impairment_imbalance(&s, bad[i], 0), PHW_EARG);
        cr_expect_eq(phw_impairment_imbalance(&s, 0, bad[i]), PHW_EARG);
        cr_expect_eq(phw_impairment_constant(&s, bad[i], 0), PHW_EARG);
        cr_expect_eq(phw_impairment_constant(&s, -40, bad[i]), PHW_EARG);
        cr_expect_eq(phw_impairment_cubic(&s, bad[i], 0), PHW_EARG);
        cr_expect_eq(phw_impairment_cubic(&s, -40, bad[i]), PHW_EARG);
    }
    for (size_t i = 0; i < N; ++i)
        cr_expect_eq(cabsf(s.sample[i] - 1), 0.0F);
    phw_signal_free(&s);
}
