#include "channel/interference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

#define RATE 1e6

enum {
    N = 20000
};

static const phw_rng rng = {.seed = 5,
                            .purpose = PHW_RNG_PURPOSE(PHW_RNG_INTERFERENCE, 4)};

static phw_interference *create(const char *text, double reference)
{
    phw_interferer_choice c;
    phw_interference *x = NULL;
    cr_assert_eq(phw_interferer_choose(&c, text), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_interference_create(&x, &c, reference, RATE, &rng), PHW_OK, "%s",
                 phw_error_message());
    return x;
}

Test(interference, is_added_at_its_power_over_the_reference)
{
    phw_interference *x = create("tone:power_db=20", 0.01);
    phw_cf y[100];
    for (size_t i = 0; i < 100; ++i)
        y[i] = 5;
    phw_interference_add(x, y, 100);
    for (size_t i = 0; i < 100; ++i)
        cr_expect_float_eq((double)cabsf(y[i] - 5), 1, 1e-6);
    phw_interference_destroy(x);
}

Test(interference, nothing_is_added_to_no_noise)
{
    phw_interference *x = create("jammer:power_db=50", 0);
    phw_cf y[3] = {1, 2, 3};
    phw_interference_add(x, y, 3);
    cr_expect_eq(y[0], 1.0F);
    cr_expect_eq(y[2], 3.0F);
    phw_interference_destroy(x);
}

Test(interference, blocks_do_not_matter)
{
    static const char *const kinds[] = {
        "tone:offset_hz=1k",          "burst",  "ofdm",
        "chirp:from_hz=-1k:to_hz=4k", "jammer", "reactive:delay_s=100u"};
    static phw_cf whole[N];
    static phw_cf parts[N];
    const phw_rng noise = {.seed = 1};
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; ++k) {
        phw_interference *x = create(kinds[k], 1);
        phw_rng_normal_complex(whole, &noise, 1, 0, N);
        for (size_t i = 0; i < N; i += 1000)
            whole[i] = 20;
        memcpy(parts, whole, sizeof whole);
        phw_interference_start(x, 3.25);
        phw_interference_add(x, whole, N);
        phw_interference_start(x, 3.25);
        for (size_t at = 0, take = 1; at < N; at += take, take = take % 900 + 1) {
            take = take < N - at ? take : N - at;
            phw_interference_add(x, parts + at, take);
        }
        cr_expect_eq(memcmp(whole, parts, sizeof whole), 0, "%s", kinds[k]);
        phw_interference_destroy(x);
    }
}

Test(interference, goes_on_with_time)
{
    phw_interference *x = create("burst", 1);
    static phw_cf all[N];
    static phw_cf late[N];
    phw_interference_start(x, -1);
    phw_interference_add(x, all, N);
    phw_interference_start(x, -1 + 5000 / RATE);
    phw_interference_add(x, late, N - 5000);
    cr_expect_eq(memcmp(all + 5000, late, (N - 5000) * sizeof *all), 0);
    phw_interference_destroy(x);
}

/* Windows of 16 samples: heard in [160, 176), a delay of 20 samples is 2 windows, a
 * hold of 100 is 7. */
Test(interference, a_reactive_jammer_answers_after_its_delay)
{
    phw_interference *x =
        create("reactive:power_db=0:threshold_db=3:delay_s=20u:hold_s=100u", 1);
    phw_cf y[1000] = {0};
    y[165] = 6;
    phw_interference_start(x, 0);
    phw_interference_add(x, y, 1000);
    for (size_t i = 0; i < 1000; ++i) {
        const bool on = i >= 176 + 32 && i < 176 + 32 + 112;
        cr_expect_eq(y[i] != 0, on || i == 165, "%zu", i);
    }
    phw_interference_destroy(x);
}

/* The last window that is strong enough ends at 496. */
Test(interference, a_reactive_jammer_holds_on_while_it_hears)
{
    phw_interference *x = create("reactive:threshold_db=0:delay_s=0:hold_s=16u", 1);
    phw_cf y[1000] = {0};
    for (size_t i = 0; i < 500; ++i)
        y[i] = 2;
    phw_interference_add(x, y, 1000);
    for (size_t i = 0; i < 1000; ++i) {
        const bool on = i >= 16 && i < 512;
        cr_expect_eq(y[i] != (i < 500 ? 2.0F : 0), on, "%zu", i);
    }
    phw_interference_destroy(x);
}

Test(interference, quiet_below_the_threshold)
{
    phw_interference *x = create("reactive:threshold_db=10", 1);
    static phw_cf y[N];
    static phw_cf was[N];
    const phw_rng noise = {.seed = 1};
    phw_rng_normal_complex(y, &noise, 1, 0, N);
    memcpy(was, y, sizeof y);
    phw_interference_add(x, y, N);
    cr_expect_eq(memcmp(was, y, sizeof y), 0);
    phw_interference_destroy(x);
}

Test(interference, what_a_rate_cannot_hold_is_refused)
{
    static const char *const bad[] = {"tone:offset_hz=501k", "chirp:to_hz=2M",
                                      "chirp:from_hz=-2M:to_hz=0"};
    phw_interference *x = NULL;
    phw_interferer_choice c;
    for (size_t i = 0; i < 3; ++i) {
        cr_assert_eq(phw_interferer_choose(&c, bad[i]), PHW_OK);
        cr_expect_eq(phw_interference_create(&x, &c, 1, RATE, &rng), PHW_EARG);
    }
    cr_assert_eq(phw_interferer_choose(&c, "reactive:delay_s=1"), PHW_OK);
    cr_expect_eq(phw_interference_create(&x, &c, 1, 1e9, &rng), PHW_EARG);
    cr_expect_eq(phw_interference_create(&x, &c, -1, RATE, &rng), PHW_EARG);
    cr_expect_eq(phw_interference_create(&x, &c, HUGE_VAL, RATE, &rng), PHW_EARG);
    cr_expect_eq(phw_interference_create(&x, &c, 1, 0, &rng), PHW_EARG);
    cr_expect_eq(phw_interference_create(&x, &c, 1, (double)NAN, &rng), PHW_EARG);
    cr_expect_null(x);
    phw_interference_destroy(NULL);
}
