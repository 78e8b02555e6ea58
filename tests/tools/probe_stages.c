#include "tools/probe_stages.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#define N 4096

static phw_probe_level level_of(const phw_cf *x, size_t n)
{
    phw_probe_level l = {0};
    phw_probe_level_add(&l, x, n / 3);
    phw_probe_level_add(&l, x + n / 3, n - n / 3);
    return l;
}

static phw_probe_level noise_of(double rms)
{
    static phw_cf x[N];
    const phw_rng r = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0), 0};
    phw_rng_normal_complex(x, &r, rms * rms, 0, N);
    return level_of(x, N);
}

static void expect_hint(const phw_wifi_counts *c, const phw_probe_level *l,
                        const char *word)
{
    char hint[PHW_PROBE_HINT_SIZE];
    phw_probe_hint(hint, c, l);
    cr_expect_not_null(strstr(hint, word), "no '%s' in: %s", word, hint);
}

Test(probe_stages, levels_do_not_depend_on_blocks)
{
    const phw_cf x[] = {CMPLXF(1, 2), CMPLXF(-3, 0), CMPLXF(0.5F, -4)};
    const phw_probe_level l = level_of(x, 3);
    cr_expect_eq(l.n, 3);
    cr_expect_eq(l.sum_re, -1.5);
    cr_expect_eq(l.sum_im, -2);
    cr_expect_eq(l.power, 5 + 9 + 16.25);
    cr_expect_eq(l.peak, 4);
}

Test(probe_stages, the_stage_that_loses_most_is_named)
{
    const phw_probe_level l = noise_of(0.1);

    const struct {
        phw_wifi_counts counts;
        const char *word;
    } row[] = {
        {{.n_samples = N}, "nothing repeats"},
        {{.n_samples = N, .n_short = 9}, "long training"},
        {{.n_samples = N, .n_short = 9, .n_long = 8, .n_signal = 3}, "SIGNAL"},
        {{.n_short = 9, .n_long = 8, .n_signal = 8, .n_complete = 1}, "end after"},
        {{.n_short = 9, .n_long = 8, .n_signal = 8, .n_complete = 8}, "not read here"},
        {{.n_short = 9, .n_long = 8, .n_signal = 8, .n_complete = 8, .n_crowded = 5},
         "in one another"},
        {{.n_short = 9, .n_long = 8, .n_signal = 8, .n_complete = 8, .n_decoded = 8},
         "with errors"},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i)
        expect_hint(&row[i].counts, &l, row[i].word);
    char hint[PHW_PROBE_HINT_SIZE] = "x";
    const phw_wifi_counts good = {.n_short = 9,
                                  .n_long = 8,
                                  .n_signal = 8,
                                  .n_complete = 7,
                                  .n_decoded = 6,
                                  .n_check = 5};
    phw_probe_hint(hint, &good, &l);
    cr_expect_str_empty(hint);
}

Test(probe_stages, samples_that_can_not_be_right_are_told)
{
    static phw_cf x[N];
    const phw_wifi_counts none = {.n_samples = N};
    const phw_rng r = {2, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0), 0};
    const phw_probe_level zero = {0};
    phw_probe_level l = noise_of(1e8);
    expect_hint(&none, &zero, "all samples are 0");
    expect_hint(&none, &l, "beyond 1e6");
    l = noise_of(1e-6);
    expect_hint(&none, &l, "almost 0");
    for (size_t i = 0; i < N; ++i) {
        float two[2];
        phw_rng_uniform(two, &r, 2 * i, 2);
        x[i] = CMPLXF(2 * two[0] - 1, 2 * two[1] - 1);
    }
    l = level_of(x, N);
    expect_hint(&none, &l, "spread evenly");
    for (size_t i = 0; i < N; ++i)
        x[i] = 0.1F * x[i] + CMPLXF(0.3F, 0);
    l = level_of(x, N);
    expect_hint(&none, &l, "constant (DC)");
}

Test(probe_stages, what_disturbs_frames_that_are_found_is_told)
{
    static phw_cf x[N];
    const phw_rng r = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0), 0};
    const phw_wifi_counts good = {.n_short = 9,
                                  .n_long = 8,
                                  .n_signal = 8,
                                  .n_complete = 7,
                                  .n_decoded = 6,
                                  .n_check = 5};
    phw_probe_level l = {0};
    phw_rng_normal_complex(x, &r, 1, 0, N);
    for (size_t i = 0; i < N; ++i)
        x[i] += 0.7F;
    phw_probe_level_add(&l, x, N);
    expect_hint(&good, &l, "DC");
    l = (phw_probe_level){0};
    for (size_t i = 0; i < N; ++i)
        x[i] = CMPLXF(fmaxf(fminf(crealf(x[i]) - 0.7F, 1), -1),
                      fmaxf(fminf(cimagf(x[i]), 1), -1));
    phw_probe_level_add(&l, x, N);
    expect_hint(&good, &l, "clipped");
}
