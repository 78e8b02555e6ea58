#include "core/normal.h"

#include <math.h>

#include <criterion/criterion.h>

/* The ends of both words: the smallest and the greatest radius, all eighths of a turn.
 */
Test(normal, follows_the_formula_at_every_end)
{
    static const uint32_t radius[] = {0, 1, 0x7fffffff, 0x80000000, UINT32_MAX};
    for (size_t i = 0; i < sizeof radius / sizeof radius[0]; ++i) {
        for (uint32_t eighth = 0; eighth < 8; ++eighth) {
            const uint32_t word[2] = {radius[i], eighth << 29};
            const double u = ((double)word[0] + 0.5) * 0x1p-32;
            const double r = sqrt(-2 * log(u));
            const double turn = eighth / 8.0;
            float x[2];
            phw_normal_from_words(x, word, 2);
            cr_expect_float_eq((double)x[0], r * cos(2 * M_PI * turn), 5e-6);
            cr_expect_float_eq((double)x[1], r * sin(2 * M_PI * turn), 5e-6);
        }
    }
}

Test(normal, every_pair_depends_on_its_own_words_alone)
{
    enum {
        N = 74
    };

    uint32_t word[N];
    float all[N];
    for (uint32_t i = 0; i < N; ++i)
        word[i] = i * UINT32_C(2654435761);
    phw_normal_from_words(all, word, N);
    for (size_t i = 0; i < N; i += 2) {
        float two[2];
        phw_normal_from_words(two, word + i, 2);
        cr_expect_arr_eq(two, all + i, sizeof two, "pair %zu", i / 2);
    }
}
