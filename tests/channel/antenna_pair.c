#include "channel/antenna_pair.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/fading.h"

static const phw_fading_config config = {
    .n = 5, .doppler_hz = 1, .rng = {.seed = 80, .purpose = 7, .trial = 1}};

static phw_antenna_pair *create(void)
{
    phw_antenna_pair *pair = NULL;
    cr_assert_eq(phw_antenna_pair_create(&pair, &config), PHW_OK);
    return pair;
}

/* Instants that come back at once, after one other, and after many. */
Test(antenna_pair, kept_values_are_those_of_the_processes)
{
    static const double instants[] = {1, 1, 2, 1, 2, 3, 1, 2, 2, -4, 3, 3.5, 1};
    phw_antenna_pair *pair = create();
    phw_fading *fading = NULL;
    cr_assert_eq(phw_fading_create(&fading, &config), PHW_OK);
    for (size_t i = 0; i < sizeof instants / sizeof instants[0]; ++i) {
        const phw_cf *got = NULL;
        phw_cf want[5];
        cr_assert_eq(phw_antenna_pair_read(&got, pair, instants[i]), PHW_OK);
        cr_assert_eq(phw_fading_read(fading, want, instants[i]), PHW_OK);
        cr_expect_eq(memcmp(got, want, sizeof want), 0, "reading %zu", i);
    }
    phw_fading_destroy(fading);
    phw_antenna_pair_destroy(pair);
}

Test(antenna_pair, reset_forgets_what_was_kept)
{
    phw_antenna_pair *pair = create();
    const phw_rng other = {.seed = 81};
    const phw_cf *got = NULL;
    cr_assert_eq(phw_antenna_pair_read(&got, pair, 1), PHW_OK);
    const phw_cf before = got[0];
    phw_antenna_pair_reset(pair, &other);
    cr_assert_eq(phw_antenna_pair_read(&got, pair, 1), PHW_OK);
    cr_expect_neq(got[0], before);
    phw_antenna_pair_reset(pair, &config.rng);
    cr_assert_eq(phw_antenna_pair_read(&got, pair, 1), PHW_OK);
    cr_expect_eq(got[0], before);
    phw_antenna_pair_destroy(pair);
}

Test(antenna_pair, what_cannot_be_is_refused)
{
    phw_fading_config many = config;
    many.n = 65;
    phw_antenna_pair *pair = NULL;
    cr_expect_eq(phw_antenna_pair_create(&pair, &many), PHW_EARG);
    many.n = 0;
    cr_expect_eq(phw_antenna_pair_create(&pair, &many), PHW_EARG);
    cr_expect_null(pair);
    pair = create();
    const phw_cf *got = NULL;
    cr_expect_eq(phw_antenna_pair_read(&got, pair, (double)NAN), PHW_EARG);
    cr_expect_null(got);
    phw_antenna_pair_destroy(pair);
    phw_antenna_pair_destroy(NULL);
}
