#include "phy/path_search.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/music.h"

enum {
    N = 52
};

typedef struct air {
    double frequency[N];
    phw_cf value[N];
    float variance[N];
    phw_pilot_estimate pilots;
} air;

/* 802.11's carriers: two even runs of 26. */
static void make(air *a, const phw_ray *path, size_t n_paths, double noise,
                 uint32_t trial)
{
    const phw_rng rng = {6, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x909), trial};
    phw_cf w[N];
    phw_rng_normal_complex(w, &rng, noise, 0, N);
    for (int k = 0; k < N; ++k) {
        a->frequency[k] = (k < 26 ? k - 26 : k - 25) / 64.0;
        a->variance[k] = (float)noise;
    }
    phw_path_response(a->value, path, n_paths, a->frequency, N);
    for (size_t k = 0; k < N; ++k)
        a->value[k] += w[k];
    a->pilots = (phw_pilot_estimate){N, a->frequency, a->value, a->variance};
}

static const phw_path_search_config preset = {.name = "music",
                                              .find = phw_music_search,
                                              .n_paths_max = 6,
                                              .earliest = -8,
                                              .refine = true,
                                              .false_alarm = 0.01};

Test(path_search, finds_as_many_paths_as_there_are)
{
    static const phw_ray known[] = {
        {-1.2, CMPLXF(0.8F, 0)}, {3.3, CMPLXF(0, 0.5F)}, {9.1, CMPLXF(-0.4F, 0.2F)}};
    air a;
    phw_cf value[N];
    phw_ray path[PHW_DELAY_TAPS_MAX];
    phw_channel_estimation *p = NULL;
    make(&a, known, 3, 1e-3, 0);
    cr_assert_eq(phw_path_search_create(&p, &a.pilots, &preset), PHW_OK);
    size_t n_wrong = 0;
    for (uint32_t run = 0; run < 200; ++run) {
        const size_t n = run % 4;
        phw_channel_response out = {.value = value, .path = path};
        make(&a, known, n, 1e-3, 10 + run);
        cr_assert_eq(phw_path_search_run(&out, p, &a.pilots), PHW_OK);
        n_wrong += out.n_paths != n;
        /* A gain of 0.45 at 30 dB and 52 pilots: deviation 0.01 samples and less. */
        for (size_t l = 0; l < n && out.n_paths == n; ++l)
            cr_expect_float_eq(path[l].delay, known[l].delay, 0.05, "%g",
                               path[l].delay);
    }
    /* One in a hundred, about; 5 deviations of 200. */
    cr_expect_leq(n_wrong, 2 + 5 * 1.42, "%zu", n_wrong);
    phw_path_search_destroy(p);
}

/* A delay of 60 samples is one of -4 to carriers 1 / 64 apart. */
Test(path_search, delays_come_around_where_they_are_asked_to)
{
    air a;
    phw_cf value[N];
    phw_ray path[PHW_DELAY_TAPS_MAX];
    const phw_ray known[] = {{60, 1}};
    make(&a, known, 1, 1e-4, 1);
    for (int i = 0; i < 2; ++i) {
        phw_channel_estimation *p = NULL;
        phw_path_search_config config = preset;
        phw_channel_response out = {.value = value, .path = path};
        config.n_paths = 1;
        config.earliest = i == 0 ? -8 : 0;
        cr_assert_eq(phw_path_search_create(&p, &a.pilots, &config), PHW_OK);
        cr_assert_eq(phw_path_search_run(&out, p, &a.pilots), PHW_OK);
        cr_expect_eq(out.n_paths, 1);
        cr_expect_float_eq(path[0].delay, i == 0 ? -4 : 60, 0.01, "%g", path[0].delay);
        phw_path_search_destroy(p);
    }
}

/* Intel's 5300 groups carriers by two, but for the ends and the middle. */
Test(path_search, the_longest_even_run_says_how_far_apart_pilots_are)
{
    static const int carrier[] = {-28, -26, -24, -22, -20, -18, -16, -14, -12, -10,
                                  -8,  -6,  -4,  -2,  -1,  1,   3,   5,   7,   9,
                                  11,  13,  15,  17,  19,  21,  23,  25,  27,  28};
    air a;
    phw_cf value[N];
    phw_ray path[PHW_DELAY_TAPS_MAX];
    phw_channel_estimation *p = NULL;
    const phw_ray known[] = {{-3.4, 1}, {5.2, CMPLXF(0, 0.6F)}};
    make(&a, NULL, 0, 1e-4, 3);
    for (size_t k = 0; k < 30; ++k)
        a.frequency[k] = carrier[k] / 64.0;
    phw_path_response(a.value, known, 2, a.frequency, 30);
    a.pilots.n = 30;
    phw_channel_response out = {.value = value, .path = path};
    cr_assert_eq(phw_path_search_create(&p, &a.pilots, &preset), PHW_OK);
    cr_assert_eq(phw_path_search_run(&out, p, &a.pilots), PHW_OK);
    cr_assert_eq(out.n_paths, 2);
    for (size_t l = 0; l < 2; ++l)
        cr_expect_float_eq(path[l].delay, known[l].delay, 1e-3, "%g", path[l].delay);
    phw_path_search_destroy(p);
}

Test(path_search, windows_longer_than_an_even_run_are_refused)
{
    air a;
    phw_channel_estimation *p = NULL;
    phw_path_search_config config = preset;
    make(&a, NULL, 0, 1, 1);
    config.window = 27;
    cr_expect_eq(phw_path_search_create(&p, &a.pilots, &config), PHW_EARG);
    config.window = 5;
    config.n_paths = 5;
    cr_expect_eq(phw_path_search_create(&p, &a.pilots, &config), PHW_EARG);
    a.pilots.n = 1;
    cr_expect_eq(phw_path_search_create(&p, &a.pilots, &preset), PHW_EARG);
    cr_expect_null(p);
    phw_path_search_destroy(p);
}

Test(path_search, other_pilots_than_it_was_made_for_are_refused)
{
    air a;
    phw_cf value[N];
    phw_channel_estimation *p = NULL;
    phw_channel_response out = {.value = value};
    make(&a, NULL, 0, 1, 1);
    cr_assert_eq(phw_path_search_create(&p, &a.pilots, &preset), PHW_OK);
    a.pilots.n = N - 1;
    cr_expect_eq(phw_path_search_run(&out, p, &a.pilots), PHW_EINPUT);
    phw_path_search_destroy(p);
}
