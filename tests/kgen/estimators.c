#include "kgen/estimators.h"

#include <stdbool.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

Test(estimators, are_found_by_name)
{
    size_t n = 0;
    const phw_estimator *const *list = phw_estimator_list(&n);
    cr_assert_gt(n, 0);
    for (size_t i = 0; i < n; ++i) {
        const phw_estimator *found = NULL;
        cr_assert_eq(phw_estimator_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
        cr_expect((list[i]->symbols != NULL) != (list[i]->series != NULL),
                  "%s looks at symbols or at the series", list[i]->name);
    }
    const phw_estimator *found = NULL;
    cr_expect_eq(phw_estimator_find(&found, "shannon"), PHW_EARG);
    for (size_t i = 0; i < n; ++i)
        cr_expect_not_null(strstr(phw_error_message(), list[i]->name));
}

/* Every estimator of symbols: repeatable, at least 0, at most what the alphabet holds,
 * and less for a biased sequence. */
Test(estimators, stay_within_the_alphabet_and_see_a_bias)
{
    enum {
        N = 20000
    };

    static uint8_t fair[N];
    static uint8_t biased[N];
    size_t n = 0;
    const phw_estimator *const *list = phw_estimator_list(&n);
    const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x80), 0};
    for (unsigned k = 2; k <= 16; k *= 2) {
        for (size_t i = 0; i < N; ++i) {
            fair[i] = (uint8_t)phw_rng_below(&rng, 2 * i, k);
            biased[i] = phw_rng_below(&rng, 2 * i + 1, 2) ? fair[i] : 0;
        }
        for (size_t i = 0; i < n; ++i) {
            if (list[i]->symbols == NULL || k > list[i]->n_symbols_max)
                continue;
            double a = 0;
            double b = 0;
            double again = 0;
            cr_assert_eq(list[i]->symbols(&a, fair, N, k, NULL), PHW_OK);
            cr_assert_eq(list[i]->symbols(&again, fair, N, k, NULL), PHW_OK);
            cr_assert_eq(list[i]->symbols(&b, biased, N, k, NULL), PHW_OK);
            cr_expect_eq(a, again);
            /* The standard's collision and compression estimates invert a mean whose
             * slope is 0 at fair bits: their 99 % bounds are a quarter below. */
            const bool flat = strncmp(list[i]->name, "90b-co", 6) == 0;
            cr_expect(a <= __builtin_ctz(k), "%s %u: %g", list[i]->name, k, a);
            cr_expect_gt(a, (flat ? 0.7 : 0.8) * __builtin_ctz(k), "%s %u: %g",
                         list[i]->name, k, a);
            cr_expect(b >= 0 && b < a, "%s %u: %g", list[i]->name, k, b);
        }
    }
}
