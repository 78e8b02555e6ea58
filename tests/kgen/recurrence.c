#include "kgen/recurrence.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "tests/kgen/periodic.h"

enum {
    N = 3000
};

static bool repeats(size_t *lag, const double *x, size_t n)
{
    bool found = false;
    cr_assert_eq(phw_recurrence_find(&found, lag, x, n), PHW_OK);
    return found;
}

Test(recurrence, a_pattern_that_comes_again_is_found_at_its_period)
{
    size_t lag = 0;
    double *x = periodic(PERIODIC_REPEAT, N, 1);
    cr_expect(repeats(&lag, x, N));
    cr_expect_eq(lag, 1000, "%zu", lag);
    /* Twice is enough. */
    cr_expect(repeats(&lag, x, 2000));
    cr_expect_eq(lag, 1000, "%zu", lag);
    cr_expect_not(repeats(&lag, x, 1000));
    cr_expect_eq(lag, 0);
    free(x);
}

/* Once in 10^6 each; memory is the model's. */
Test(recurrence, fading_does_not_repeat)
{
    static const double memory[] = {0, 0.5, 0.9, 0.99, 0.999};
    for (size_t k = 0; k < sizeof memory / sizeof *memory; ++k) {
        for (uint32_t trial = 0; trial < 20; ++trial) {
            double *x = normals(N, 200 + trial);
            double *noise = normals(N, 300 + trial);
            double state = x[0];
            for (size_t i = 0; i < N; ++i) {
                state = memory[k] * state + sqrt(1 - memory[k] * memory[k]) * x[i];
                x[i] = state + 0.1 * noise[i];
            }
            cr_expect_not(repeats(NULL, x, N), "memory %g, trial %u", memory[k], trial);
            free(x);
            free(noise);
        }
    }
}

Test(recurrence, refuses_what_is_too_short_or_constant)
{
    bool found = true;
    const double x[40] = {0}; /* all equal */
    cr_expect_eq(phw_recurrence_find(&found, NULL, x, 31), PHW_ESHORT);
    cr_expect_eq(phw_recurrence_find(&found, NULL, x, 40), PHW_ESHORT);
    cr_expect(found);
}
