#include "channel/path_losses.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/light_speed.h"

static double loss(const char *text, const double a[3], const double b[3],
                   double carrier_hz)
{
    phw_path_loss_choice c = {0};
    double db = -1;
    cr_assert_eq(phw_path_loss_choose(&c, text), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_path_loss_db(&db, &c, a, b, carrier_hz), PHW_OK, "%s",
                 phw_error_message());
    return db;
}

Test(path_losses, every_entry_is_found_and_says_what_it_is)
{
    size_t n = 0;
    const phw_path_loss *const *all = phw_path_loss_list(&n);
    cr_expect_eq(n, 9);
    for (size_t i = 0; i < n; ++i) {
        const phw_path_loss *found = NULL;
        cr_expect_eq(phw_path_loss_find(&found, all[i]->name), PHW_OK);
        cr_expect_eq(found, all[i]);
        cr_expect(all[i]->summary[0] != 0 && all[i]->reference[0] != 0);
        cr_expect((all[i]->sigma_db > 0) == (all[i]->decorrelation_m > 0));
    }
}

Test(path_losses, losses_grow_with_the_distance_and_are_the_same_both_ways)
{
    size_t n = 0;
    const phw_path_loss *const *all = phw_path_loss_list(&n);
    for (size_t i = 0; i < n; ++i) {
        const double hub[3] = {3, -4, 10};
        double before = 0;
        for (double d = 200; d < 5e5; d *= 1.05) {
            const double end[3] = {3 + d, -4, 1.5};
            const double db = loss(all[i]->name, hub, end, 0.9e9);
            cr_expect_eq(loss(all[i]->name, end, hub, 0.9e9), db);
            cr_expect_gt(db, before, "%s at %g m", all[i]->name, d);
            before = db;
        }
    }
}

/* 20 log10(4 pi 1e9 / c) = 32.4478 dB at 1 m and 1 GHz. */
Test(path_losses, free_space_has_the_known_constant)
{
    const double a[3] = {0, 0, 0};
    const double near[3] = {0, 0, 1};
    const double far[3] = {60, 80, 0};
    cr_expect_float_eq(loss("free-space", a, near, 1e9), 32.4478, 5e-5);
    cr_expect_float_eq(loss("free-space", a, far, 2.4e9),
                       32.4478 + 40 + 20 * log10(2.4), 5e-5);
    cr_expect_float_eq(loss("log-distance:exponent=2", a, far, 1e9), 72.4478, 5e-5);
    cr_expect_float_eq(loss("log-distance:exponent=3.5:reference_m=10", a, far, 1e9),
                       32.4478 + 20 + 35, 5e-5);
    cr_expect_float_eq(loss("log-distance:exponent=9:reference_m=10", a, near, 1e9),
                       32.4478, 5e-5);
}

/* Each line worked out from the table of TR 38.901 by an independent program. At 3.5
 * GHz, 10 m over 1.5 m: the breakpoint is at 4 9 0.5 3.5e9 / c = 210.14 m. */
Test(path_losses, tr_38_901_has_the_known_values)
{
    static const struct {
        const char *name;
        double ground_m;
        double high_m;
        double carrier_hz;
        double db;
    } known[] = {
        {"umi-los", 100, 10, 3.5e9, 85.31419},
        {"umi-los", 500, 10, 3.5e9, 107.10805},
        {"umi-nlos", 100, 10, 3.5e9, 104.64383},
        {"uma-los", 100, 25, 3.5e9, 83.13816},
        {"uma-los", 2000, 25, 3.5e9, 121.44410},
        {"uma-nlos", 500, 25, 3.5e9, 129.91583},
        {"inh-los", 20, 3, 3.5e9, 65.81025},
        {"inh-nlos", 20, 3, 3.5e9, 80.72339},
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i) {
        const double hub[3] = {0, 0, known[i].high_m};
        const double end[3] = {0, known[i].ground_m, 1.5};
        const double db = loss(known[i].name, hub, end, known[i].carrier_hz);
        cr_expect_float_eq(db, known[i].db, 1e-4, "%s at %g m: %.6f", known[i].name,
                           known[i].ground_m, db);
    }
}

/* Far off it is (ht hr / d^2)^2, whatever the carrier; nearer, where the ways differ by
 * half a wave, both rays add. Without reflection it is free space. */
Test(path_losses, two_rays_fall_by_forty_decibels_a_decade)
{
    const double hub[3] = {0, 0, 10};
    for (double d = 2e4; d < 1e6; d *= 3) {
        const double end[3] = {d, 0, 2};
        const double far_db = -20 * log10(20 / (d * d));
        cr_expect_float_eq(loss("two-ray-ground", hub, end, 0.9e9), far_db, 0.01);
        cr_expect_float_eq(loss("two-ray-ground:reflection=0", hub, end, 0.9e9),
                           loss("free-space", hub, end, 0.9e9), 1e-9);
    }
    const double lambda_m = PHW_LIGHT_SPEED_M_S / 0.9e9;
    const double peak_m = 4 * 10 * 2 / lambda_m;
    const double end[3] = {peak_m, 0, 2};
    cr_expect_float_eq(loss("two-ray-ground", hub, end, 0.9e9),
                       loss("free-space", hub, end, 0.9e9) - 6.02, 0.05);
    const double low[3] = {100, 0, 0};
    cr_expect_float_eq(loss("two-ray-ground", hub, low, 0.9e9), PHW_PATH_LOSS_MAX_DB,
                       0);
}

Test(path_losses, near_ends_lose_nothing_and_low_ones_are_held_to_the_table)
{
    const double a[3] = {0, 0, 1};
    const double b[3] = {0, 0.001, 1};
    cr_expect_float_eq(loss("free-space", a, b, 1e9), 0, 0);
    const double low[3] = {0, 900, -2};
    const double table[3] = {0, 900, 1.5};
    const double hub[3] = {0, 0, 10};
    cr_expect_float_eq(loss("umi-los", hub, low, 1e9), loss("umi-los", hub, table, 1e9),
                       0.01);
}

Test(path_losses, impossible_links_and_choices_are_refused)
{
    phw_path_loss_choice c = {0};
    const double a[3] = {1, 2, 3};
    const double b[3] = {1, 2, 4};
    const double none[3] = {1, nan(""), 3};
    double db = -7;
    cr_expect_eq(phw_path_loss_db(&db, &c, a, a, 1e9), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "(1, 2, 3)"));
    cr_expect_eq(phw_path_loss_db(&db, &c, a, none, 1e9), PHW_EARG);
    cr_expect_eq(phw_path_loss_db(&db, &c, a, b, 0), PHW_EARG);
    cr_expect_eq(phw_path_loss_db(&db, &c, a, b, HUGE_VAL), PHW_EARG);
    cr_expect_float_eq(db, -7, 0);
    cr_expect_eq(phw_path_loss_choose(&c, "umi"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "umi-nlos"));
    cr_expect_eq(phw_path_loss_choose(&c, "log-distance:exponent=-1"), PHW_EARG);
    cr_expect_eq(phw_path_loss_choose(&c, "two-ray-ground:reflection=2"), PHW_EARG);
    cr_expect_eq(phw_path_loss_choose(&c, "free-space:n=2"), PHW_EARG);
    cr_expect_null(c.entry);
}
