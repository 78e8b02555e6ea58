#include "kgen/randomizers.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#define ROWS       40
#define COMPONENTS 7

Test(randomizers, are_found_by_name)
{
    size_t n = 0;
    const phw_randomizer *const *list = phw_randomizer_list(&n);
    for (size_t i = 0; i < n; ++i) {
        const phw_randomizer *found = NULL;
        cr_assert_eq(phw_randomizer_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
        cr_expect_gt(strlen(list[i]->summary), 0);
    }
    const phw_randomizer *found = NULL;
    cr_expect_eq(phw_randomizer_find(&found, "ijam"), PHW_EARG);
    for (size_t i = 0; i < n; ++i)
        cr_expect_not_null(strstr(phw_error_message(), list[i]->name));
}

Test(randomizers, have_what_their_stage_asks_for)
{
    size_t n = 0;
    const phw_randomizer *const *list = phw_randomizer_list(&n);
    for (size_t i = 0; i < n; ++i) {
        const phw_randomizer *r = list[i];
        const bool ends_draw = r->draws[0] || r->draws[1];
        cr_expect_eq(r->draw != NULL, ends_draw, "%s", r->name);
        cr_expect_eq(r->pick != NULL, r->stage == PHW_RANDOMIZES_VALUES, "%s", r->name);
        cr_expect_eq(r->reach != PHW_REACH_NONE, r->stage == PHW_RANDOMIZES_AIR);
        cr_expect(!r->thins || r->stage == PHW_RANDOMIZES_VALUES);
        cr_expect(!ends_draw || r->stage == PHW_RANDOMIZES_AIR);
    }
}

static void check_picks(const phw_randomizer *r, uint64_t seed)
{
    unsigned taken[ROWS * COMPONENTS] = {0};
    phw_params params;
    phw_picks p = {0};
    phw_picks again = {0};
    phw_params_preset(&params, r->params, r->n_params);
    cr_assert_eq(r->pick(&p, ROWS, COMPONENTS, &params, seed), PHW_OK);
    cr_assert_eq(r->pick(&again, ROWS, COMPONENTS, &params, seed), PHW_OK);
    cr_expect(r->thins ? p.n_rows < ROWS : p.n_rows == ROWS, "%s", r->name);
    cr_expect_arr_eq(p.from, again.from, p.n_rows * p.n_components * sizeof *p.from);
    size_t last = 0;
    for (size_t i = 0; i < p.n_rows * p.n_components; ++i) {
        cr_assert_lt(p.from[i], ROWS * COMPONENTS);
        cr_expect_eq(taken[p.from[i]]++, 0, "%s takes a value twice", r->name);
        const size_t row = p.from[i] % ROWS;
        cr_expect_eq(row, p.from[i % p.n_rows] % ROWS, "%s mixes rows", r->name);
        cr_expect(i % p.n_rows == 0 || row > last, "%s turns rows round", r->name);
        last = row;
    }
    phw_picks_free(&p);
    phw_picks_free(&again);
}

Test(randomizers, of_values_pick_each_at_most_once_and_keep_rows_in_order)
{
    size_t n = 0;
    const phw_randomizer *const *list = phw_randomizer_list(&n);
    for (size_t i = 0; i < n; ++i) {
        for (uint64_t seed = 1; seed < 20 && list[i]->pick != NULL; ++seed)
            check_picks(list[i], seed);
    }
}

Test(randomizers, of_values_differ_from_seed_to_seed_and_row_to_row)
{
    const phw_randomizer *r = NULL;
    phw_params params;
    phw_picks p = {0};
    phw_picks other = {0};
    size_t n_alike = 0;
    cr_assert_eq(phw_randomizer_find(&r, "permute"), PHW_OK);
    phw_params_preset(&params, r->params, r->n_params);
    cr_assert_eq(r->pick(&p, ROWS, COMPONENTS, &params, 1), PHW_OK);
    cr_assert_eq(r->pick(&other, ROWS, COMPONENTS, &params, 2), PHW_OK);
    for (size_t i = 0; i < ROWS * COMPONENTS; ++i)
        n_alike += p.from[i] == other.from[i];
    /* One in seven of 280 at random, 5 sigma above: 40 + 29. */
    cr_expect_lt(n_alike, 69);
    n_alike = 0;
    for (size_t r0 = 1; r0 < ROWS; ++r0)
        n_alike += p.from[r0] / ROWS == p.from[0] / ROWS;
    cr_expect_lt(n_alike, 17); /* of 39: 5.6 + 5 * 2.2 */
    phw_picks_free(&p);
    phw_picks_free(&other);
}

Test(randomizers, sample_refuses_fewer_rows_than_a_block)
{
    const phw_randomizer *r = NULL;
    phw_params params;
    phw_picks p = {0};
    cr_assert_eq(phw_randomizer_find(&r, "sample"), PHW_OK);
    cr_assert_eq(phw_params_read(&params, r->params, r->n_params, "every=50"), PHW_OK);
    cr_expect_eq(r->pick(&p, ROWS, COMPONENTS, &params, 1), PHW_ESHORT);
    cr_expect_null(p.from);
}
