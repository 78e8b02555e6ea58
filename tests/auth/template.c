#include "auth/template.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/signal.h"

#include "tests/auth/transmitters.h"

/* (x, y) -> x + 2 y. */
static phw_template sum_of_two(void)
{
    phw_template t = {.n_features = 2, .n_dimensions = 1};
    cr_assert_eq(phw_array_alloc(&t.map, 2, sizeof *t.map), PHW_OK);
    t.map[0] = 1;
    t.map[1] = 2;
    return t;
}

static phw_fingerprint_set three(void)
{
    static const double x[][2] = {{1, 1}, {5, 0}, {3, 1}, {7, 2}};
    static const uint32_t label[] = {0, 2, 0, 2};
    phw_fingerprint_set set = {.n_features = 2};
    for (size_t i = 0; i < 4; ++i)
        cr_assert_eq(phw_fingerprint_set_append(&set, x[i], label[i], 0), PHW_OK);
    return set;
}

Test(template, centres_are_the_mean_images_and_points_stand_label_by_label)
{
    phw_template t = sum_of_two();
    phw_fingerprint_set set = three();
    cr_assert_eq(phw_template_place(&t, &set, NULL, true), PHW_OK);
    cr_expect_eq(t.centre[0], 4);
    cr_expect_eq(t.centre[2], 8);
    cr_expect_eq(t.count[1], 0);
    cr_expect_eq(t.n_points, 4);
    const double want[] = {3, 5, 5, 11};
    for (size_t i = 0; i < 4; ++i)
        cr_expect_eq(t.point[i], want[i]);
    double distance[3];
    const double x[] = {1, 2};
    phw_template_distances(distance, &t, x);
    cr_expect_eq(distance[0], 1);
    cr_expect_eq(distance[1], HUGE_VAL, "a label without frames");
    cr_expect_eq(distance[2], 3);
    phw_template_free(&t);
    phw_fingerprint_set_free(&set);
}

Test(template, frames_left_out_do_not_count)
{
    phw_template t = sum_of_two();
    phw_fingerprint_set set = three();
    const bool skip[] = {false, true, true, false};
    cr_assert_eq(phw_template_place(&t, &set, skip, false), PHW_OK);
    cr_expect_eq(t.centre[0], 3);
    cr_expect_eq(t.centre[2], 11);
    cr_expect_null(t.point);
    phw_template_free(&t);
    phw_fingerprint_set_free(&set);
}
