#include "kgen/picks.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/bits.h"
#include "kgen/labels.h"
#include "kgen/randomizer_permute.h"
#include "kgen/randomizer_sample.h"

#define ROWS       12
#define COMPONENTS 5

static phw_features matrix(void)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, ROWS, COMPONENTS), PHW_OK);
    for (size_t i = 0; i < ROWS * COMPONENTS; ++i)
        x.value[i] = (double)i;
    for (size_t r = 0; r < ROWS; ++r)
        x.sequence[r] = 100 + (int64_t)r;
    return x;
}

static phw_picks draw(const phw_randomizer *r, const char *params)
{
    phw_params p;
    phw_picks picks = {0};
    cr_assert_eq(phw_params_read(&p, r->params, r->n_params, params), PHW_OK);
    cr_assert_eq(r->pick(&picks, ROWS, COMPONENTS, &p, 77), PHW_OK);
    return picks;
}

/* Symbols that tell where they are from, of `n_bits` or, where `uneven`, of one less in
 * the last component; every third is dropped. */
static phw_raw label(const phw_features *x, unsigned n_bits, bool uneven)
{
    phw_labels labels = {0};
    phw_symbols symbols[COMPONENTS] = {{0}};
    phw_raw raw = {0};
    phw_bits keep = {0};
    labels.component = symbols;
    labels.n_components = x->n_components;
    labels.n_rows = x->n_rows;
    for (size_t c = 0; c < x->n_components; ++c) {
        const unsigned bits = uneven && c + 1 == x->n_components ? n_bits - 1 : n_bits;
        cr_assert_eq(phw_symbols_alloc(&symbols[c], x->n_rows, bits), PHW_OK);
        for (size_t r = 0; r < x->n_rows; ++r) {
            const size_t value = (size_t)phw_features_series(x, c)[r];
            symbols[c].symbol[r] = (uint8_t)(value % (1U << bits));
            symbols[c].keep[r] = value % 3 != 0;
        }
    }
    cr_assert_eq(phw_labels_keep(&keep, &labels), PHW_OK);
    cr_assert_eq(phw_raw_build(&raw, &labels, &keep), PHW_OK);
    phw_bits_free(&keep);
    for (size_t c = 0; c < x->n_components; ++c)
        phw_symbols_free(&symbols[c]);
    return raw;
}

/* Raw material of picked values, undone, is that of the values themselves. */
static void check_undo(const phw_randomizer *r, const char *params, bool all)
{
    phw_features x = matrix();
    phw_picks picks = draw(r, params);
    phw_features y = {0};
    phw_raw undone = {0};
    cr_assert_eq(phw_picks_apply(&y, &x, &picks), PHW_OK);
    phw_raw plain = label(&x, 2, false);
    phw_raw picked = label(&y, 2, false);
    cr_assert_eq(phw_picks_undo(&undone, &picked, &picks), PHW_OK, "%s",
                 phw_error_message());
    if (all)
        cr_expect_eq(phw_bits_distance(&undone.bits, &plain.bits), 0);
    cr_expect_eq(undone.bits.n, picked.bits.n);
    for (size_t k = 0; k < undone.n_components; ++k) {
        const phw_raw_component *c = &undone.component[k];
        for (size_t i = 0; i < c->n; ++i) {
            const size_t value = c->component * ROWS + c->row[i];
            cr_expect_eq(c->symbol[i], value % 4);
            cr_expect_neq(value % 3, 0);
        }
    }
    phw_raw_free(&plain);
    phw_raw_free(&picked);
    phw_raw_free(&undone);
    phw_features_free(&y);
    phw_features_free(&x);
    phw_picks_free(&picks);
}

Test(picks, undone_are_the_values_in_their_own_places)
{
    check_undo(&phw_randomizer_permute, "", true);
    check_undo(&phw_randomizer_sample, "every=3", false);
    check_undo(&phw_randomizer_sample, "every=1", true);
}

Test(picks, give_rows_their_own_numbers)
{
    phw_features x = matrix();
    phw_picks picks = draw(&phw_randomizer_sample, "every=4");
    phw_features y = {0};
    cr_assert_eq(phw_picks_apply(&y, &x, &picks), PHW_OK);
    cr_expect_eq(y.n_rows, 3);
    for (size_t r = 0; r < y.n_rows; ++r) {
        const double first = phw_features_series(&y, 0)[r];
        cr_expect_eq(y.sequence[r], 100 + (int64_t)first);
        cr_expect(first >= 4 * (double)r && first < 4 * (double)(r + 1));
    }
    phw_features_free(&y);
    phw_features_free(&x);
    phw_picks_free(&picks);
}

/* What was said of a symbol stays with it. */
Test(picks, undone_keep_what_was_said)
{
    phw_picks picks = draw(&phw_randomizer_permute, "");
    uint8_t symbol[] = {2 << 1 | 1, 3 << 1};
    size_t row[] = {3, 7};
    phw_raw_component one = {symbol, row, 2, 1, 2, 1};
    const phw_raw raw = {.component = &one, .n_components = 1};
    phw_raw undone = {0};
    cr_assert_eq(phw_picks_undo(&undone, &raw, &picks), PHW_OK);
    size_t n = 0;
    for (size_t k = 0; k < undone.n_components; ++k) {
        const phw_raw_component *c = &undone.component[k];
        cr_expect_eq(c->said_bits, 2);
        cr_expect_eq(c->n_bits, 1);
        for (size_t i = 0; i < c->n; ++i, ++n)
            cr_expect_eq(c->symbol[i], c->row[i] == 3 ? 5 : 6);
    }
    cr_expect_eq(n, 2);
    cr_expect_eq(undone.bits.n, 2);
    phw_raw_free(&undone);
    phw_picks_free(&picks);
}

/* Which component a symbol was picked for would show in its length. */
Test(picks, undone_have_equally_long_symbols)
{
    phw_features x = matrix();
    phw_picks picks = draw(&phw_randomizer_permute, "");
    phw_features y = {0};
    phw_raw undone = {0};
    cr_assert_eq(phw_picks_apply(&y, &x, &picks), PHW_OK);
    phw_raw picked = label(&y, 2, true);
    cr_assert_eq(phw_picks_undo(&undone, &picked, &picks), PHW_OK);
    unsigned least[COMPONENTS] = {2, 2, 2, 2, 2};
    for (size_t k = 0; k < picked.n_components; ++k) {
        const phw_raw_component *c = &picked.component[k];
        for (size_t i = 0; i < c->n; ++i) {
            const size_t of = picks.from[c->component * ROWS + c->row[i]] / ROWS;
            least[of] = c->n_bits < least[of] ? c->n_bits : least[of];
        }
    }
    size_t n_short = 0;
    size_t n_bits = 0;
    for (size_t k = 0; k < undone.n_components; ++k) {
        const phw_raw_component *c = &undone.component[k];
        cr_expect_eq(c->n_bits, least[c->component]);
        n_short += c->n_bits == 1;
        n_bits += c->n * c->n_bits;
    }
    cr_expect_gt(n_short, 1); /* not the one that was picked for alone */
    cr_expect_eq(n_bits, undone.bits.n);
    phw_raw_free(&undone);
    phw_raw_free(&picked);
    phw_features_free(&y);
    phw_features_free(&x);
    phw_picks_free(&picks);
}

Test(picks, refuse_what_is_not_theirs)
{
    phw_features x = matrix();
    phw_picks picks = draw(&phw_randomizer_sample, "every=4");
    phw_features y = {0};
    phw_raw undone = {0};
    phw_raw plain = label(&x, 1, false);
    cr_expect_eq(phw_picks_undo(&undone, &plain, &picks), PHW_EARG);
    cr_assert_eq(phw_picks_apply(&y, &x, &picks), PHW_OK);
    phw_features z = {0};
    cr_expect_eq(phw_picks_apply(&z, &y, &picks), PHW_EARG);
    const phw_raw empty = {0};
    cr_expect_eq(phw_picks_undo(&undone, &empty, &picks), PHW_ESHORT);
    cr_expect_null(undone.component);
    phw_picks huge = {0};
    cr_expect_eq(phw_picks_alloc(&huge, 1, 1, (size_t)1 << 31, 2), PHW_EARG);
    cr_expect_eq(phw_picks_alloc(&huge, 0, 1, 10, 2), PHW_ESHORT);
    phw_raw_free(&plain);
    phw_features_free(&y);
    phw_features_free(&x);
    phw_picks_free(&picks);
}
