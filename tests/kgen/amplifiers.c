#include "kgen/amplifiers.h"

#include <criterion/criterion.h>

Test(amplifiers, are_found_by_name)
{
    size_t n = 0;
    const phw_amplifier *const *list = phw_amplifier_list(&n);
    cr_assert_geq(n, 1);
    for (size_t i = 0; i < n; ++i) {
        const phw_amplifier *found = NULL;
        cr_expect_eq(phw_amplifier_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
    }
    const phw_amplifier *none = NULL;
    cr_expect_eq(phw_amplifier_find(&none, "trevisan"), PHW_EARG);
    cr_expect_null(none);
}

/* The seed is what the hash asks for, and a key of every entry is linear in x: the zero
 * string gives the zero key. */
Test(amplifiers, hash_nothing_to_nothing)
{
    size_t n = 0;
    const phw_amplifier *const *list = phw_amplifier_list(&n);
    for (size_t i = 0; i < n; ++i) {
        phw_params params;
        phw_params_preset(&params, list[i]->params, list[i]->n_params);
        phw_bits x = {0};
        phw_bits seed = {0};
        phw_bits key = {0};
        cr_assert_eq(phw_bits_alloc(&x, 500), PHW_OK);
        cr_assert_eq(phw_bits_alloc(&seed, list[i]->seed_bits(500, 128)), PHW_OK);
        for (size_t j = 0; j < seed.n; j += 3)
            phw_bits_set(&seed, j, true);
        cr_assert_eq(list[i]->amplify(&key, &x, &seed, 128, &params), PHW_OK);
        cr_expect_eq(key.n, 128);
        cr_expect_eq(phw_bits_count(&key), 0);
        phw_bits_free(&key);
        phw_bits_set(&x, 77, true);
        cr_assert_eq(list[i]->amplify(&key, &x, &seed, 128, &params), PHW_OK);
        cr_expect_gt(phw_bits_count(&key), 0);
        phw_bits_free(&key);
        phw_bits_free(&x);
        phw_bits_free(&seed);
    }
}
