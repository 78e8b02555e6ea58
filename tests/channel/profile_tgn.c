#include "channel/profile_tgn.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"
#include "channel/spectrum_bell.h"

Test(profile_tgn, powers_of_clusters_that_overlap_add)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, phw_profile_find("tgn-b"), 0, 0), PHW_OK);
    const double ratio = pow(10, -1.08) + pow(10, -0.32);
    cr_expect_float_eq(t.power[2] / t.power[0], ratio, 1e-12);
}

Test(profile_tgn, clusters_say_where_they_are_seen)
{
    static const size_t n_clusters[PHW_N_PROFILES_TGN] = {1, 2, 2, 3, 4, 6};
    for (size_t m = 0; m < PHW_N_PROFILES_TGN; ++m) {
        const phw_profile *p = &phw_profiles_tgn[m];
        phw_profile_facts f;
        phw_profile_describe(&f, p);
        double sum = 0;
        for (size_t i = 0; i < n_clusters[m]; ++i) {
            const phw_tgn_cluster *c = phw_profile_tgn_cluster(p, i);
            cr_assert_not_null(c);
            cr_expect(c->n > 0 && c->first + c->n <= f.n_taps);
            cr_expect(c->arrival.spread_deg > 10 && c->departure.spread_deg < 60);
            for (size_t l = 0; l < c->n; ++l)
                sum += pow(10, c->power_db[l] / 10);
        }
        cr_expect_null(phw_profile_tgn_cluster(p, n_clusters[m]));
        cr_expect_float_eq(sum, f.power_sum, 1e-12 * sum);
    }
    cr_expect_null(phw_profile_tgn_cluster(phw_profile_find("tdl-a"), 0));
    const phw_tgn_cluster *f4 = phw_profile_tgn_cluster(phw_profile_find("tgn-f"), 3);
    cr_expect_float_eq(f4->arrival.mean_deg, 251.5, 0);
    cr_expect_float_eq(f4->departure.spread_deg, 27.2, 0);
}

Test(profile_tgn, people_move_with_the_bell_spectrum)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, phw_profile_find("tgn-f"), 0, 0), PHW_OK);
    for (size_t l = 0; l < t.n; ++l)
        cr_expect_eq(t.spectrum[l], &phw_spectrum_bell);
}

Test(profile_tgn, a_line_of_sight_is_asked_for)
{
    static const double k_db[PHW_N_PROFILES_TGN] = {0, 0, 0, 3, 6, 6};
    for (size_t m = 0; m < PHW_N_PROFILES_TGN; ++m) {
        char text[] = "tgn-a:los=yes";
        text[4] = (char)('a' + m);
        phw_taps plain = {0};
        phw_taps los = {0};
        cr_assert_eq(phw_profile_taps(&plain, &phw_profiles_tgn[m], 0, 0), PHW_OK);
        cr_assert_eq(phw_profile_read(&los, text, 0, 0), PHW_OK);
        cr_expect_float_eq(plain.steady[0], 0, 0);
        cr_expect_float_eq(10 * log10(los.steady[0] / (1 - los.steady[0])), k_db[m],
                           1e-9);
        cr_expect_float_eq(los.power[0], plain.power[0], 0);
    }
}
