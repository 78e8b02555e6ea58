#include <criterion/criterion.h>

#include "kgen/fast_cascade_steps.h"

#include "fast_cascade_pair.h"

/* What Alice says with the given steps at both ends. */
static phw_bits said_by(const phw_fast_cascade_steps *steps,
                        const phw_fast_cascade_scheme *s, const phw_bits *a,
                        const phw_bits *b)
{
    fast_cascade_pair p = make_pair(s, a, b, 0.05, 9);
    p.end[0]->calls = &steps->calls;
    p.end[1]->calls = &steps->calls;
    cr_assert_eq(talk_through(&p), PHW_OK);
    phw_bits said = p.said;
    p.said = (phw_bits){0};
    drop_pair(&p);
    return said;
}

Test(fast_cascade_steps_bmi2, all_instruction_sets_say_the_same)
{
    static const size_t sizes[] = {1, 63, 64, 65, 1000, 2048, 5000, 10000};
    const phw_fast_cascade_steps *fast = phw_fast_cascade_steps_bmi2();
    if (fast == NULL)
        cr_skip_test("this CPU or compiler has the plain steps alone");
    for (unsigned k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        for (unsigned o = 0; o < 3 * PHW_N_FAST_CASCADE_ORDERS; ++o) {
            phw_fast_cascade_scheme s = sixteens(3, 6);
            s.order = o / 3;
            s.four = o % 3 == 1;
            s.sparing = o % 3 == 2;
            phw_bits a = random_bits(sizes[k], k);
            phw_bits b = noisy_bits(&a, 0.06, o);
            phw_bits one = said_by(phw_fast_cascade_steps_plain(), &s, &a, &b);
            phw_bits other = said_by(fast, &s, &a, &b);
            cr_expect(phw_bits_equal(&one, &other), "n %zu", sizes[k]);
            phw_bits_free(&one);
            phw_bits_free(&other);
            phw_bits_free(&a);
            phw_bits_free(&b);
        }
    }
}
