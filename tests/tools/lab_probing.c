#include "tools/lab_probing.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tools/scenario.h"

static void expect_same(const phw_trace *a, const phw_trace *b)
{
    const size_t n = a->n_probes * a->n_coefficients;
    cr_assert_eq(a->n_probes, b->n_probes);
    cr_assert_eq(a->n_coefficients, b->n_coefficients);
    cr_expect_eq(memcmp(a->cplx, b->cplx, n * sizeof *a->cplx), 0);
    cr_expect_eq(memcmp(a->time_s, b->time_s, a->n_probes * sizeof *a->time_s), 0);
}

/* The air that stays between trials leaves nothing of one in the next. */
static void expect_fresh(const char *text)
{
    phw_scenario *s = calloc(1, sizeof *s);
    phw_air *air = NULL;
    cr_assert_not_null(s);
    cr_assert_eq(phw_scenario_parse(s, "s.yaml", text, strlen(text)), PHW_OK);
    for (uint32_t trial = 3; trial > 0; --trial) {
        phw_probing fresh = {0};
        phw_probing again = {0};
        cr_assert_eq(phw_probing_run(&fresh, s, 7, trial, 1, NULL), PHW_OK);
        cr_assert_eq(phw_probing_trial(&again, &air, s, 7, trial), PHW_OK);
        cr_assert_eq(fresh.n, again.n);
        for (size_t i = 0; i < fresh.n; ++i)
            expect_same(&fresh.trace[i], &again.trace[i]);
        phw_probing_free(&fresh);
        phw_probing_free(&again);
    }
    phw_air_destroy(air);
    free(s);
}

Test(lab_probing, trials_on_one_air_are_those_on_airs_of_their_own)
{
    expect_fresh("profile: tdl-b\ndelay_spread_s: 50ns\nspeed_m_s: 3\nn_probes: 100\n"
                 "eve_correlation: 0.5\nsubcarriers: 8\n");
    expect_fresh("level: iq\nprofile: tdl-b\ndelay_spread_s: 50ns\nspeed_m_s: 1\n"
                 "n_probes: 5\nsnr_alice_db: 30\nsnr_bob_db: 30\nsnr_eve_db: 30\n");
}
