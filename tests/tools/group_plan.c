#include "tools/group_plan.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tools/scenario.h"

/* Its own process for each test: one scenario at a time. */
static const phw_scenario *read(const char *text)
{
    static phw_scenario s;
    cr_assert_eq(phw_scenario_parse(&s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    return &s;
}

static const phw_scenario *five(void)
{
    return read("carrier_hz: 300MHz\nnodes:\n"
                "  spy: {role: observer}\n"
                "  base: {position_m: [0, 0, 9]}\n"
                "  a: {position_m: [10, 0, 0]}\n"
                "  b: {position_m: [12, 0, 0]}\n"
                "  c: {position_m: [20, 0, 0]}\n");
}

Test(group_plan, a_star_joins_the_first_end_with_every_other)
{
    const phw_scenario *s = five();
    size_t n = 0;
    cr_assert_eq(phw_group_pairs(&n, s), PHW_OK);
    cr_expect_eq(n, 3);
    for (size_t i = 0; i < 7; ++i) {
        phw_group_pair p;
        phw_group_pair_at(&p, s, PHW_GROUP_STAR, i);
        cr_expect_eq(p.from, 1);
        cr_expect_eq(p.to, 2 + i % 3, "pair %zu ends at %zu", i, p.to);
    }
}

Test(group_plan, a_chain_joins_every_end_with_the_next)
{
    const phw_scenario *s = five();
    for (size_t i = 0; i < 3; ++i) {
        phw_group_pair p;
        phw_group_pair_at(&p, s, PHW_GROUP_CHAIN, i);
        cr_expect_eq(p.from, 1 + i);
        cr_expect_eq(p.to, 2 + i);
    }
}

Test(group_plan, the_neighbour_is_the_nearest_end_that_is_neither)
{
    const phw_scenario *s = five();
    phw_group_pair p;
    phw_group_pair_at(&p, s, PHW_GROUP_STAR, 0);
    cr_expect_eq(p.neighbour, 3);
    cr_expect_float_eq(p.distance_m, 2, 1e-12);
    phw_group_pair_at(&p, s, PHW_GROUP_STAR, 2);
    cr_expect_eq(p.neighbour, 3);
    cr_expect_float_eq(p.distance_m, 8, 1e-12);
    phw_group_pair_at(&p, s, PHW_GROUP_CHAIN, 1); /* a with b: c is nearer than base */
    cr_expect_eq(p.neighbour, 4);
}

Test(group_plan, two_ends_have_no_neighbour)
{
    const phw_scenario *s = read("nodes:\n  one: {}\n  two: {position_m: [1, 0, 0]}\n");
    phw_group_pair p;
    phw_group_pair_at(&p, s, PHW_GROUP_STAR, 0);
    cr_expect_eq(p.neighbour, SIZE_MAX);
    cr_expect(isnan(p.distance_m));
    phw_scenario alone;
    phw_group_scenario(&alone, s, &p);
    cr_expect_eq(phw_scenario_count(&alone, PHW_SECTION_NODES), 2);
}

Test(group_plan, fewer_than_two_ends_are_refused_by_name)
{
    size_t n = 0;
    cr_expect_eq(phw_group_pairs(&n, read("nodes:\n  one: {}\n")), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "at least two nodes"));
    cr_expect_eq(phw_group_pairs(&n, read("interval_s: 1\n")), PHW_EINPUT);
}

Test(group_plan, a_pairs_scenario_has_its_ends_then_who_listens)
{
    const phw_scenario *s = five();
    phw_group_pair p;
    static phw_scenario one;
    phw_group_pair_at(&p, s, PHW_GROUP_CHAIN, 2);
    phw_group_scenario(&one, s, &p);
    static const char *const name[] = {"b", "c", "a", "spy"};
    static const int role[] = {PHW_ROLE_END, PHW_ROLE_END, PHW_ROLE_OBSERVER,
                               PHW_ROLE_OBSERVER};
    cr_assert_eq(phw_scenario_count(&one, PHW_SECTION_NODES), 4);
    for (size_t i = 0; i < 4; ++i) {
        const phw_scenario_item *node =
            phw_scenario_item_at(&one, PHW_SECTION_NODES, i);
        cr_expect_str_eq(node->name, name[i]);
        cr_expect_eq((int)phw_scenario_item_value(node, PHW_NODE_ROLE), role[i]);
    }
    cr_expect_float_eq(one.value[PHW_SCENARIO_CARRIER_HZ], 300e6, 1);
}
