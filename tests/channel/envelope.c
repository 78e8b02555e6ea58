#include "channel/envelope.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "channel/laws.h"
#include "core/rng.h"

#define N 4000

static phw_envelope *made(phw_law_choice *c, const char *text)
{
    phw_envelope *e = NULL;
    cr_assert_eq(phw_law_choose(c, text), PHW_OK);
    cr_assert_eq(phw_envelope_create(&e, c), PHW_OK);
    return e;
}

/* Over the whole range of the table, half a knot apart at most. */
Test(envelope, the_table_is_the_law_to_3e_5)
{
    static const char *const text[] = {"nakagami:m=0.5", "nakagami:m=0.7",
                                       "nakagami:m=2", "nakagami:m=100"};
    for (size_t i = 0; i < 4; ++i) {
        phw_law_choice c = {0};
        phw_envelope *e = made(&c, text[i]);
        for (double p = 0x1p-32; p < 63; p *= 1.00713) {
            phw_cf fast = CMPLXF((float)sqrt(0.3 * p), -(float)sqrt(0.7 * p));
            phw_cf plain = fast;
            phw_envelope_apply(e, &fast, 1, NULL);
            c.entry->apply(&plain, 1, NULL, &c.params);
            cr_expect_leq(cabsf(fast - plain), 3e-5F * cabsf(plain),
                          "%s at %g: %g for %g", text[i], p, (double)cabsf(fast),
                          (double)cabsf(plain));
        }
        phw_envelope_destroy(e);
    }
}

Test(envelope, other_laws_are_as_the_entry_says)
{
    static const char *const text[] = {"rayleigh", "rician:k_db=3", "twdp", "static"};
    for (size_t i = 0; i < 4; ++i) {
        static phw_cf fast[N];
        static phw_cf plain[N];
        static double turn[PHW_LAW_WAVES_MAX * N];
        const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 9), 0};
        phw_rng_normal_complex(fast, &rng, 1, 0, N);
        phw_rng_normal_complex(plain, &rng, 1, 0, N);
        for (size_t k = 0; k < sizeof turn / sizeof turn[0]; ++k)
            turn[k] = fmod((double)k * 0.618, 1);
        phw_law_choice c = {0};
        phw_envelope *e = made(&c, text[i]);
        phw_envelope_apply(e, fast, N, turn);
        c.entry->apply(plain, N, turn, &c.params);
        for (size_t k = 0; k < N; ++k)
            cr_assert_eq(fast[k], plain[k], "%s", text[i]);
        phw_envelope_destroy(e);
    }
}

Test(envelope, values_do_not_depend_on_the_block)
{
    static phw_cf whole[N];
    static phw_cf parts[N];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 9), 0};
    phw_rng_normal_complex(whole, &rng, 1, 0, N);
    phw_rng_normal_complex(parts, &rng, 1, 0, N);
    phw_law_choice c = {0};
    phw_envelope *e = made(&c, "nakagami:m=1.3");
    phw_envelope_apply(e, whole, N, NULL);
    for (size_t from = 0, n = 1; from < N; from += n, n = n * 2 % 61 + 1)
        phw_envelope_apply(e, parts + from, from + n < N ? n : N - from, NULL);
    for (size_t k = 0; k < N; ++k)
        cr_assert_eq(whole[k], parts[k]);
    phw_envelope_destroy(e);
    phw_envelope_destroy(NULL);
}

/* No place in the table is read for them (as the sanitizers would see). */
Test(envelope, what_is_no_number_stays_none)
{
    phw_law_choice c = {0};
    phw_envelope *e = made(&c, "nakagami:m=3");
    phw_cf h[] = {CMPLXF(nanf(""), 1), CMPLXF(-nanf(""), nanf("")), 1};
    phw_envelope_apply(e, h, 3, NULL);
    cr_expect(isnan(crealf(h[0])) && isfinite(cimagf(h[0])));
    cr_expect(isnan(crealf(h[1])) && isnan(cimagf(h[1])));
    cr_expect(isfinite(crealf(h[2])) && cimagf(h[2]) == 0);
    phw_envelope_destroy(e);
}

/* Beyond the table the nearest end's factor is used: finite, of the right phase. */
Test(envelope, extreme_values_stay_finite)
{
    phw_law_choice c = {0};
    phw_envelope *e = made(&c, "nakagami:m=0.5");
    phw_cf h[] = {0, 1e-20F, 1e-38F, 100, CMPLXF(0, -3e5F)};
    phw_envelope_apply(e, h, 5, NULL);
    cr_expect_eq(h[0], 0);
    for (int i = 0; i < 5; ++i)
        cr_expect(isfinite(crealf(h[i])) && isfinite(cimagf(h[i])));
    cr_expect(crealf(h[3]) > 0 && cimagf(h[4]) < 0);
    phw_envelope_destroy(e);
}
