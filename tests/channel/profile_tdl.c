#include "channel/profile_tdl.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"

#include "tests/channel/statistics.h"

/* Computed once from the tables of TR 38.901 by an independent program: spread, mean,
 * longest delay in units of DS, sum of the linear powers as they stand, and the
 * frequency correlation R(df) = sum p e^{-j 2 pi df tau}. */
typedef struct answer {
    const char *name;
    size_t n;
    double spread;
    double mean;
    double longest;
    double strongest; /* share of the 0 dB tap: 1 / the table's power sum */
    double complex correlation[4];
} answer;

static const double offset[4] = {0.02, 0.1, 0.3, 1};

static const answer known[] = {
    {"tdl-a",
     23,
     1.0001,
     0.88774,
     9.6586,
     1 / 3.46766,
     {CMPLX(0.986131, -0.109631), CMPLX(0.764010, -0.384857),
      CMPLX(0.431147, -0.543131), CMPLX(-0.536915, -0.148037)}},
    {"tdl-b",
     23,
     0.99999,
     0.76942,
     4.7834,
     1 / 7.09303,
     {CMPLX(0.987612, -0.095103), CMPLX(0.778139, -0.331606),
      CMPLX(0.436154, -0.350600), CMPLX(0.078975, -0.360914)}},
    {"tdl-c",
     24,
     1.0000,
     0.72886,
     8.6523,
     1 / 5.8745,
     {CMPLX(0.988292, -0.089450), CMPLX(0.846799, -0.312058),
      CMPLX(0.439359, -0.587900), CMPLX(-0.083729, -0.099756)}},
};

#define N_KNOWN (sizeof known / sizeof known[0])

static double most(const double *value, size_t n)
{
    double m = 0;
    for (size_t i = 0; i < n; ++i)
        m = fmax(m, value[i]);
    return m;
}

Test(profile_tdl, delays_and_powers_give_the_known_moments)
{
    for (size_t i = 0; i < N_KNOWN; ++i) {
        const answer *a = &known[i];
        phw_taps t = {0};
        cr_assert_eq(phw_profile_taps(&t, phw_profile_find(a->name), 1, 0), PHW_OK);
        cr_expect_eq(t.n, a->n);
        cr_expect_float_eq(phw_taps_delay_spread(&t), a->spread, 6e-5, "%s", a->name);
        cr_expect_float_eq(phw_taps_mean_delay(&t), a->mean, 6e-6, "%s", a->name);
        cr_expect_float_eq(most(t.delay_s, t.n), a->longest, 1e-12, "%s", a->name);
        cr_expect_float_eq(most(t.power, t.n), a->strongest, 1e-6, "%s", a->name);
    }
}

Test(profile_tdl, frequency_correlation_is_the_known_one)
{
    for (size_t i = 0; i < N_KNOWN; ++i) {
        phw_taps t = {0};
        cr_assert_eq(phw_profile_taps(&t, phw_profile_find(known[i].name), 300e-9, 0),
                     PHW_OK);
        for (size_t k = 0; k < 4; ++k) {
            double complex sum = 0;
            for (size_t l = 0; l < t.n; ++l)
                sum += t.power[l] * phasor(-offset[k] / 300e-9 * t.delay_s[l]);
            cr_expect_float_eq(cabs(sum - known[i].correlation[k]), 0, 1.5e-6, "%s %g",
                               known[i].name, offset[k]);
        }
    }
}
