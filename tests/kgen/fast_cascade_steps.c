#include "kgen/fast_cascade_steps.h"

#include <criterion/criterion.h>

#include "fast_cascade_pair.h"

/* A lone difference in a block of 16 of one pass of 64 bits: 4 roots, then the halves
 * of 8, 4, 2 and 1 places, in 5 rounds. */
Test(fast_cascade_steps, plain_steps_find_a_difference)
{
    const phw_fast_cascade_scheme s = sixteens(1, 0);
    for (size_t at = 0; at < 64; ++at) {
        phw_bits a = random_bits(64, 1);
        phw_bits b = {0};
        cr_assert_eq(phw_bits_copy(&b, &a), PHW_OK);
        phw_bits_flip(&b, at);
        fast_cascade_pair p = make_pair(&s, &a, &b, 0.05, 9);
        p.end[0]->calls = &phw_fast_cascade_steps_plain()->calls;
        p.end[1]->calls = &phw_fast_cascade_steps_plain()->calls;
        cr_assert_eq(talk_through(&p), PHW_OK);
        cr_expect_eq(differences(&p), 0);
        cr_expect_eq(p.said.n, 8);
        cr_expect_eq(phw_fast_cascade_figures(p.end[0]).n_rounds, 5);
        drop_pair(&p);
        phw_bits_free(&a);
        phw_bits_free(&b);
    }
}
