#include "channel/crossfade.h"

#include <math.h>

#include <criterion/criterion.h>

#define SHARE 384.0
#define FADE  128.0

Test(crossfade, an_instant_lies_in_the_stretch_whose_share_it_is)
{
    for (int k = -2000; k <= 2000; ++k) {
        const double at = 1.7 * k;
        const phw_crossfade p = phw_crossfade_place(at, SHARE, FADE);
        cr_expect_float_eq((double)p.number * SHARE + p.x, at, 1e-9, "at %g", at);
        cr_expect(p.x >= 0 && p.x < SHARE, "at %g: %g", at, p.x);
        cr_expect_float_eq(p.faded, p.x - (SHARE - FADE), 0, "at %g", at);
    }
}

Test(crossfade, the_angle_is_zero_until_the_fade_and_a_quarter_turn_at_its_end)
{
    cr_expect_float_eq(phw_crossfade_place(0, SHARE, FADE).angle, 0, 0);
    cr_expect_float_eq(phw_crossfade_place(SHARE - FADE, SHARE, FADE).angle, 0, 0);
    cr_expect_float_eq(phw_crossfade_place(SHARE - FADE / 2, SHARE, FADE).angle,
                       M_PI / 4, 1e-12);
    cr_expect_float_eq(phw_crossfade_angle(0.5), M_PI / 4, 1e-12);
    cr_expect_float_eq(phw_crossfade_angle(1), M_PI / 2, 0);
    cr_expect_float_eq(phw_crossfade_angle(7), M_PI / 2, 0);
    cr_expect_float_eq(phw_crossfade_angle(-7), 0, 0);
}

Test(crossfade, the_angle_rises_level_at_both_ends)
{
    const double step = 1e-4;
    double last = 0;
    for (double u = step; u <= 1; u += step) {
        cr_expect_gt(phw_crossfade_angle(u), last, "at %g", u);
        last = phw_crossfade_angle(u);
    }
    cr_expect_lt(phw_crossfade_angle(step), 1e-3 * step);
    cr_expect_gt(phw_crossfade_angle(1 - step), M_PI / 2 - 1e-3 * step);
}

/* Instants a rounding away from a seam must not fall out of [0, share). */
Test(crossfade, seams_belong_to_one_stretch)
{
    for (int k = -1000; k <= 1000; ++k) {
        const double share = 0.1;
        const double seam = share * k;
        const double near[] = {nextafter(seam, -1e9), seam, nextafter(seam, 1e9)};
        for (int i = 0; i < 3; ++i) {
            const phw_crossfade p = phw_crossfade_place(near[i], share, share / 4);
            cr_expect(p.x >= 0 && p.x <= share, "%d: %.17g", k, p.x);
            cr_expect(p.angle >= 0 && p.angle <= M_PI / 2 + 1e-15, "%d: %g", k,
                      p.angle);
        }
    }
}
