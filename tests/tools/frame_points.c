#include "tools/frame_points.h"

#include <stdlib.h>

#include <criterion/criterion.h>

enum {
    N = 128
};

static phw_cf point[N];

/* A decoded frame whose points tell its number and their own. */
static phw_wifi_data data_of(size_t frame)
{
    for (size_t i = 0; i < N; ++i)
        point[i] = CMPLXF(frame, i);
    return (phw_wifi_data){.decoded = true, .point = point, .n_points = N};
}

static phw_frame_points *new_points(void)
{
    phw_frame_points *p = calloc(1, sizeof *p);
    cr_assert_not_null(p);
    return p;
}

Test(frame_points, each_modulation_has_its_set)
{
    const unsigned rate[] = {6, 9, 12, 18, 24, 36, 48, 54};
    const size_t kind[] = {0, 0, 1, 1, 2, 2, 3, 3};
    const size_t kind_ht[] = {0, 1, 1, 2, 2, 3, 3, 3};
    for (size_t i = 0; i < 8; ++i) {
        phw_frame_points *p = new_points();
        phw_wifi_data d = data_of(0);
        const phw_wifi_frame frame = {.rate_mbps = rate[i]};
        phw_frame_points_add(p, &frame, &d);
        cr_expect_eq(p->set[kind[i]].n, 96, "%u Mb/s", rate[i]);
        *p = (phw_frame_points){{{.n = 0}}};
        d.format = PHW_WIFI_HT;
        d.ht_ok = true;
        d.ht.mcs = (unsigned)i;
        phw_frame_points_add(p, &frame, &d);
        cr_expect_eq(p->set[kind_ht[i]].n, 96, "MCS %zu", i);
        free(p);
    }
}

Test(frame_points, frames_without_points_give_none)
{
    phw_frame_points *p = new_points();
    const phw_wifi_frame frame = {.rate_mbps = 6};
    phw_wifi_data d = data_of(0);
    d.decoded = false;
    phw_frame_points_add(p, &frame, &d);
    d = data_of(0);
    d.n_points = 0;
    phw_frame_points_add(p, &frame, &d);
    for (size_t k = 0; k < PHW_FRAME_POINTS_KINDS; ++k)
        cr_expect_eq(p->set[k].n, 0);
    free(p);
}

Test(frame_points, of_many_frames_some_from_all_over_the_capture_are_kept)
{
    enum {
        FRAMES = 5000
    };

    phw_frame_points *p = new_points();
    const phw_wifi_frame frame = {.rate_mbps = 6};
    const phw_frame_point_set *s = &p->set[0];
    size_t n_late = 0;
    for (size_t i = 0; i < FRAMES; ++i) {
        const phw_wifi_data d = data_of(i);
        phw_frame_points_add(p, &frame, &d);
        cr_assert_leq(s->n, PHW_FRAME_POINTS_MAX);
    }
    cr_expect_geq(s->n, PHW_FRAME_POINTS_MAX / 2 - 96);
    for (size_t i = 0; i < s->n; ++i) {
        cr_assert(i == 0 || s->re[i] >= s->re[i - 1]);
        n_late += s->re[i] >= FRAMES / 2.0;
    }
    cr_expect_geq(n_late, s->n / 4);
    free(p);
}
