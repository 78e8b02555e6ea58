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
