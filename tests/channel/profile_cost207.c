#include "channel/profile_cost207.h"

#include <criterion/criterion.h>

#include "channel/profiles.h"
#include "channel/spectrum_gauss.h"

static phw_taps taps_of(const phw_profile *profile)
{
    phw_taps t = {0};
    cr_assert_eq(phw_profile_taps(&t, profile, 0, 0), PHW_OK);
    return t;
}

/* The report's rule is Clarke's to 0.5 us, Gauss 1 to 2 us, Gauss 2 beyond; tables keep
 * Clarke's at 0.6 us in two cases. */
Test(profile_cost207, late_taps_scatter_with_gaussian_spectra)
{
    for (size_t i = 0; i < PHW_N_PROFILES_COST207; ++i) {
        const phw_taps t = taps_of(&phw_profiles_cost207[i]);
        for (size_t l = 0; l < t.n; ++l) {
            const struct phw_spectrum *s = t.spectrum[l];
            if (t.delay_s[l] < 0.55e-6)
                cr_expect_null(s);
            else if (t.delay_s[l] > 0.65e-6 && t.delay_s[l] < 2.05e-6)
                cr_expect_eq(s, &phw_spectrum_gauss1, "%zu %zu", i, l);
            else if (t.delay_s[l] > 2.05e-6)
                cr_expect_eq(s, &phw_spectrum_gauss2, "%zu %zu", i, l);
        }
    }
}

Test(profile_cost207, the_rural_first_tap_is_rician)
{
    const phw_taps t = taps_of(phw_profile_find("cost207-ra"));
    const double k = 0.91 * 0.91 / (0.41 * 0.41);
    cr_expect_float_eq(t.steady[0], k / (k + 1), 1e-4);
    cr_expect_float_eq(taps_of(phw_profile_find("cost207-tu")).steady[0], 0, 0);
}
