#include "phy/epc_levels.h"

#include <math.h>

#include <criterion/criterion.h>

Test(epc_levels, two_levels_and_the_noise_about_them_are_told)
{
    const float x[16] = {9, 2, 2, 9, 9, 5, 7, 9, 9, 1, 3, 9, 9, 6, 6, 9};
    const phw_epc_sums sums = {.x = x, .n = 16};
    phw_epc_levels l = {.middle = 3};
    double middle = 0;
    double step = 0;
    double snr_db = 0;
    for (size_t k = 0; k < 4; ++k)
        phw_epc_levels_add(&l, &sums, 4 * (double)k + 1, 4, k % 2 == 1);
    phw_epc_levels_settle(&middle, &step, &snr_db, &l);
    cr_expect_float_eq(middle, 4, 1e-12); /* 2 and 6: the edges, 9, are in neither */
    cr_expect_float_eq(step, 2, 1e-12);
    cr_expect_float_eq(snr_db, 10 * log10(4 / 0.5), 1e-9);
}

Test(epc_levels, one_level_alone_tells_nothing)
{
    const float x[4] = {1, 2, 3, 4};
    const phw_epc_sums sums = {.x = x, .n = 4};
    phw_epc_levels l = {0};
    double middle = 7;
    double step = 8;
    double snr_db = 9;
    phw_epc_levels_add(&l, &sums, 1, 40, true); /* past the end, too */
    cr_expect_eq(l.n[1], 3);
    phw_epc_levels_settle(&middle, &step, &snr_db, &l);
    cr_expect(middle == 7 && step == 8 && snr_db == 9);
}
