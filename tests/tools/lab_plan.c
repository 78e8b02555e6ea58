#include "tools/lab_plan.h"

#include <string.h>

#include <criterion/criterion.h>

#include "tools/scenario.h"

/* Its own process for each test: one plan at a time. */
static const phw_lab_plan *plan(const char *text)
{
    static phw_scenario s;
    static phw_lab_plan p;
    cr_assert_eq(phw_scenario_parse(&s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_lab_plan_make(&p, &s), PHW_OK, "%s", phw_error_message());
    return &p;
}

static void expect(const phw_lab_plan *p, size_t o, const char *name, double instant_s)
{
    cr_expect_str_eq(p->observation[o].name, name);
    cr_expect_float_eq(phw_lab_plan_instant(p, o, 3), instant_s, 1e-12, "%s: %g", name,
                       phw_lab_plan_instant(p, o, 3));
}

Test(lab_plan, is_alice_bob_and_eve_without_nodes)
{
    const phw_lab_plan *p = plan("interval_s: 1\nturnaround_s: 0.1\nsnr_eve_db: 7\n");
    cr_assert_eq(p->n, 3);
    expect(p, 0, "alice", 3.1);
    expect(p, 1, "bob", 3);
    expect(p, 2, "eve", 3);
    cr_expect_eq(p->n_observers, 1);
    cr_expect_float_eq(p->node[2].snr_db, 7, 1e-12);
}

Test(lab_plan, has_every_sounding_heard_by_the_hub_and_the_observers)
{
    const phw_lab_plan *p = plan("interval_s: 1\nturnaround_s: 0.1\nnodes:\n"
                                 "  spy: {role: observer}\n"
                                 "  base: {}\n  one: {}\n  two: {}\n");
    cr_assert_eq(p->n, 7);
    expect(p, 0, "base", 3.1);
    expect(p, 1, "one", 3);
    expect(p, 2, "spy", 3);
    expect(p, 3, "two", 3);
    expect(p, 4, "spy-from-one", 3.1);
    expect(p, 5, "base-from-two", 3.2);
    expect(p, 6, "spy-from-two", 3.2);
}
