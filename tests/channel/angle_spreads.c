#include "channel/angle_spreads.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/angles.h"

/* A spread with a mean has it, the elevation and one more parameter. */
static phw_angles_choice choose(const char *text)
{
    phw_angles_choice choice = {0};
    cr_assert_eq(phw_angles_choose(&choice, text), PHW_OK, "%s", phw_error_message());
    return choice;
}

static const char *const directed[] = {
    "laplacian:spread_deg=5", "laplacian:spread_deg=68", "von-mises:kappa=0",
    "von-mises:kappa=3",      "von-mises:kappa=300",     "gaussian:spread_deg=20",
    "gaussian:spread_deg=90", "sector:width_deg=30",     "sector:width_deg=360",
};

enum {
    N_DIRECTED = sizeof directed / sizeof directed[0]
};

Test(angle_spreads, each_entry_is_found_by_its_name)
{
    size_t n = 0;
    const phw_angle_spread *const *all = phw_angle_spread_list(&n);
    cr_assert_eq(n, 6);
    for (size_t i = 0; i < n; ++i) {
        const phw_angle_spread *found = NULL;
        cr_expect_eq(phw_angle_spread_find(&found, all[i]->name), PHW_OK);
        cr_expect_eq(found, all[i]);
        cr_expect(all[i]->summary[0] != '\0' && all[i]->reference[0] != '\0');
        cr_expect_eq(all[i]->solid,
                     all[i]->quantile == NULL && all[i]->density == NULL);
    }
}

/* The mean of cos(m x) over N evenly spaced quantiles is its integral but for the two
 * cells at the tails, 1 / N each, that a middle can't stand for. */
Test(angle_spreads, quantiles_have_the_moments)
{
    enum {
        N = 20000
    };

    for (int s = 0; s < N_DIRECTED; ++s) {
        const phw_angles_choice choice = choose(directed[s]);
        phw_angles_sampler sampler;
        phw_angles_sampler_fill(&sampler, &choice);
        for (unsigned m = 1; m <= 5; ++m) {
            double along = 0;
            double across = 0;
            for (int i = 0; i < N; ++i) {
                double u[3];
                phw_angles_direction(u, &sampler, (i + 0.5) / N, 0.5);
                const double x = atan2(u[1], u[0]);
                along += cos(m * x) / N;
                across += sin(m * x) / N;
            }
            cr_expect_float_eq(along, choice.entry->moment(m, &choice.params), 2.0 / N,
                               "%s m %u: %.6f", directed[s], m, along);
            cr_expect_float_eq(across, 0, 2.0 / N, "%s m %u", directed[s], m);
        }
    }
}

Test(angle_spreads, moments_at_once_are_those_one_by_one)
{
    static const char *const texts[] = {"von-mises:kappa=0", "von-mises:kappa=0.3",
                                        "von-mises:kappa=40", "von-mises:kappa=10000"};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; ++k) {
        const phw_angles_choice choice = choose(texts[k]);
        for (unsigned first = 1; first < 1200; first += 97) {
            double c[100];
            choice.entry->moments(c, first, 100, &choice.params);
            for (unsigned i = 0; i < 100; i += 33)
                cr_expect_float_eq(c[i],
                                   choice.entry->moment(first + i, &choice.params),
                                   1e-14, "%s m %u", texts[k], first + i);
        }
    }
    /* I_1(40) / I_0(40) by its asymptotic series. */
    const phw_angles_choice narrow = choose("von-mises:kappa=40");
    cr_expect_float_eq(narrow.entry->moment(1, &narrow.params),
                       1 - 1 / 80.0 - 1 / 12800.0 - 1 / 512000.0, 3e-7);
}

Test(angle_spreads, a_zeroed_choice_is_isotropic)
{
    const phw_angles_choice none = {0};
    cr_expect_str_eq(phw_angles_entry(&none)->name, "isotropic");
}

Test(angle_spreads, what_cannot_be_is_refused)
{
    const char *const bad[] = {"",
                               "clarke",
                               "isotropic:mean_deg=3",
                               "laplacian:spread_deg=0",
                               "laplacian:spread_deg=nan",
                               "von-mises:kappa=-1",
                               "sector:width_deg=361",
                               "gaussian:elevation_deg=91",
                               "a-name-that-is-too-long-to-be-one-of-ours:x=1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_angles_choice choice = {0};
        cr_expect_eq(phw_angles_choose(&choice, bad[i]), PHW_EARG, "%s", bad[i]);
        cr_expect_null(choice.entry);
        cr_expect(strlen(phw_error_message()) > 0);
    }
}
