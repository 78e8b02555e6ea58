#include "kgen/cells.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "kgen/series.h"

enum {
    N = 8
};

/* Rising values, so that row r has the r-th score. Row 0 is dropped, 2 between equal
 * symbols, 5 between two; the last bit tells 6 from 7. */
static double x[N] = {0, 1, 2, 3, 4, 5, 6, 7};
static size_t row[] = {1, 3, 4, 6, 7};
static uint8_t symbol[] = {1, 1, 1, 2, 3};
static const phw_raw_component kept = {symbol, row, 5, 2, 0, 0};

static double middle(size_t r)
{
    double score[N];
    cr_assert_eq(phw_series_normal_scores(score, x, N), PHW_OK);
    return (score[r - 1] + score[r]) / 2;
}

static void expect_cell(const phw_cell *c, double from, double to, unsigned s)
{
    cr_expect_eq(c->from, from, "%g, not %g", c->from, from);
    cr_expect_eq(c->to, to, "%g, not %g", c->to, to);
    cr_expect_eq(c->symbol, s);
}

Test(cells, with_holes_end_at_every_dropped_value)
{
    phw_cell *cell = NULL;
    size_t n = 0;
    cr_assert_eq(phw_cells_make(&cell, &n, x, N, &kept, 2, true), PHW_OK);
    cr_assert_eq(n, 4);
    expect_cell(&cell[0], middle(1), middle(2), 1);
    expect_cell(&cell[1], middle(3), middle(5), 1);
    expect_cell(&cell[2], middle(6), middle(7), 2);
    expect_cell(&cell[3], middle(7), HUGE_VAL, 3);
    free(cell);
}

Test(cells, without_holes_go_on_across_what_was_dropped_within)
{
    phw_cell *cell = NULL;
    size_t n = 0;
    cr_assert_eq(phw_cells_make(&cell, &n, x, N, &kept, 2, false), PHW_OK);
    cr_assert_eq(n, 3);
    expect_cell(&cell[0], middle(1), middle(5), 1);
    expect_cell(&cell[1], middle(6), middle(7), 2);
    expect_cell(&cell[2], middle(7), HUGE_VAL, 3);
    free(cell);
}

Test(cells, of_the_first_planes_join_symbols_that_differ_later)
{
    phw_cell *cell = NULL;
    size_t n = 0;
    cr_assert_eq(phw_cells_make(&cell, &n, x, N, &kept, 1, false), PHW_OK);
    cr_assert_eq(n, 2);
    expect_cell(&cell[0], middle(1), middle(5), 0);
    expect_cell(&cell[1], middle(6), HUGE_VAL, 1);
    free(cell);
}

Test(cells, of_nothing_kept_are_none)
{
    const phw_raw_component none = {symbol, row, 0, 2, 0, 0};
    phw_cell *cell = NULL;
    size_t n = 1;
    cr_assert_eq(phw_cells_make(&cell, &n, x, N, &none, 2, true), PHW_OK);
    cr_expect_eq(n, 0);
    free(cell);
}
