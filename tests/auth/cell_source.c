#include "auth/cell_source.h"

#include <math.h>

#include "auth/cell_model.h"

#include "tests/auth/chips.h"

static phw_fuzzy_config wanted(const char *code)
{
    return (phw_fuzzy_config){.code = code, .key_bits = 128, .security_bits = 64};
}

static phw_bits ideal(size_t n)
{
    const phw_cell_model model = {3, 1, 0, 0.1};
    phw_bits b = {0};
    cr_assert_eq(phw_cell_model_read(&b, n, &model), PHW_OK);
    return b;
}

/* What the cells are given is what they show themselves, all of them. */
static void expect_certified(const phw_bits *cells, const phw_fuzzy_config *config,
                             const phw_cell_source *found)
{
    phw_fuzzy_account a = {0};
    phw_bits source = {0};
    phw_cell_entropy e = {0};
    cr_assert_eq(phw_fuzzy_plan(&a, config, cells->n), PHW_OK, "%s",
                 phw_error_message());
    cr_expect_eq(a.n_blocks, config->n_blocks);
    cr_expect_geq(a.certified_bits, config->key_bits);
    cr_assert_eq(phw_bits_slice(&source, cells, config->from, config->from + a.n_cells),
                 PHW_OK);
    cr_assert_eq(phw_cell_entropy_assess(&e, &source), PHW_OK);
    cr_expect_eq(e.least, found->source.least);
    cr_expect_eq(e.n, a.n_cells);
    cr_expect_eq(found->all.n, cells->n);
    cr_expect_eq(config->cell_entropy, fmin(found->all.least, found->source.least));
    phw_bits_free(&source);
}

Test(cell_source, ideal_cells_certify_themselves_from_anywhere)
{
    static const size_t from[] = {0, 1, 5000};
    phw_bits b = ideal(65536);
    for (size_t i = 0; i < sizeof from / sizeof *from; ++i) {
        phw_cell_source found = {0};
        phw_fuzzy_config config = wanted(PHW_FUZZY_CODE);
        config.from = from[i];
        cr_assert_eq(phw_cell_source_plan(&found, &config, &b), PHW_OK, "%s",
                     phw_error_message());
        expect_certified(&b, &config, &found);
    }
    phw_bits_free(&b);
}

/* A read-out that is good but for its beginning: the whole tells little of that. */
Test(cell_source, a_bad_part_is_not_certified_by_the_rest)
{
    enum {
        ALL = 400000,
        BAD = 4000
    };

    phw_bits b = ideal(ALL);
    phw_cell_source found = {0};
    phw_fuzzy_config config = wanted(PHW_FUZZY_CODE);
    phw_fuzzy_account a = {0};
    for (size_t i = 0; i < BAD; ++i)
        phw_bits_set(&b, i, 0);
    cr_assert_eq(phw_cell_source_plan(&found, &config, &b), PHW_OK, "%s",
                 phw_error_message());
    expect_certified(&b, &config, &found);
    /* The good ones among the source cells hold all that is certified. */
    cr_assert_eq(phw_fuzzy_plan(&a, &config, b.n), PHW_OK);
    cr_expect_geq((double)(a.n_cells - BAD), a.min_entropy_bits);
    /* By the whole alone, all source cells would have been bad ones. */
    config.cell_entropy = found.all.least;
    config.n_blocks = 0;
    cr_assert_eq(phw_fuzzy_plan(&a, &config, b.n), PHW_OK);
    cr_expect_lt(a.n_cells, BAD);
    phw_bits_free(&b);
}

/* And the other way round: cells beside bad ones are not trusted for looking better. */
Test(cell_source, a_good_part_is_given_no_more_than_the_whole)
{
    phw_bits b = ideal(200000);
    phw_cell_source found = {0};
    phw_fuzzy_config config = wanted("bch");
    for (size_t i = 100000; i < b.n; ++i)
        phw_bits_set(&b, i, i % 64 < 16 || phw_bits_get(&b, i));
    cr_assert_eq(phw_cell_source_plan(&found, &config, &b), PHW_OK, "%s",
                 phw_error_message());
    cr_expect_lt(found.all.least, found.source.least);
    expect_certified(&b, &config, &found);
    phw_bits_free(&b);
}

Test(cell_source, cells_that_never_show_enough_give_no_key)
{
    phw_bits b = ideal(200000);
    phw_cell_source found = {0};
    for (size_t i = 100000; i < 200000; ++i)
        phw_bits_set(&b, i, i % 64 < 12 || phw_bits_get(&b, i));
    phw_fuzzy_config config = wanted("bch:t=5");
    config.from = 100000;
    cr_expect_eq(phw_cell_source_plan(&found, &config, &b), PHW_OK);
    config = wanted(PHW_FUZZY_CODE);
    config.from = 100000;
    const phw_fuzzy_config before = config;
    cr_expect_eq(phw_cell_source_plan(&found, &config, &b), PHW_ENOKEY);
    cr_expect_eq(config.n_blocks, before.n_blocks);
    config.from = 300000;
    cr_expect_eq(phw_cell_source_plan(&found, &config, &b), PHW_ENOKEY);
    config = wanted("paper");
    cr_expect_eq(phw_cell_source_plan(&found, &config, &b), PHW_EARG);
    b.n = 1000;
    cr_expect_eq(phw_cell_source_plan(&found, &config, &b), PHW_ESHORT);
    phw_bits_free(&b);
}

/* Bits of the source cells that a guess leaves whose columns are learnt on the rest of
 * the read-out, and, apart, on another chip. */
static double left(const phw_bits *b, size_t n, const phw_bits *teacher, size_t from)
{
    double ones[2][64] = {{0}};
    double bits = 0;
    for (size_t i = from; i < teacher->n; ++i)
        ones[0][i % 64] += phw_bits_get(teacher, i) ? 1 : -1;
    for (size_t i = 0; i < n; ++i)
        ones[1][i % 64] += phw_bits_get(b, i);
    for (size_t c = 0; c < 64; ++c) {
        const double cells = (double)(n / 64 + (c < n % 64));
        const double is = ones[1][c] / cells;
        bits -= cells * log2(ones[0][c] > 0 ? is : 1 - is);
    }
    return bits;
}

/* What remains after the helper data, by guesses at columns, is no less than what is
 * certified: 256 bits and more. */
Test(cell_source, the_certified_remainder_holds_on_real_chips)
{
    phw_readouts r[3] = {chip(0), chip(1), chip(2)};
    for (size_t i = 0; i < 3; ++i) {
        const phw_bits *b = &r[i].cells[0];
        phw_cell_source found = {0};
        phw_fuzzy_account a = {0};
        phw_fuzzy_config config = wanted(PHW_FUZZY_CODE);
        cr_assert_eq(phw_cell_source_plan(&found, &config, b), PHW_OK, "%s: %s",
                     chip_file[i], phw_error_message());
        expect_certified(b, &config, &found);
        cr_assert_eq(phw_fuzzy_plan(&a, &config, b->n), PHW_OK);
        const double disclosed = (double)phw_ledger_disclosed(&a.ledger);
        cr_expect_geq(a.source_bits, 256);
        cr_expect_leq(a.source_bits, left(b, a.n_cells, b, a.n_cells) - disclosed);
        for (size_t j = 0; j < 3; ++j) {
            if (j != i)
                cr_expect_leq(a.source_bits,
                              left(b, a.n_cells, &r[j].cells[0], 0) - disclosed);
        }
    }
    for (size_t i = 0; i < 3; ++i)
        phw_readouts_free(&r[i]);
}
