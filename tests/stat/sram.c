/* The shipped chips through codes and keys, against what was counted on them before,
 * and simulated ones against the binomial law. */
#include <math.h>
#include <string.h>

#include "auth/block_trial.h"
#include "auth/cell_model.h"
#include "auth/fuzzy_extractor.h"

#include "tests/auth/chips.h"

static phw_concatenation *code(const char *text)
{
    phw_concatenation *c = NULL;
    cr_assert_eq(phw_concatenation_create(&c, text), PHW_OK);
    return c;
}

/* The first read-out enrols; counted before with a program of its own that knew the
 * errors and decoded nothing. */
Test(sram, blocks_fail_as_often_as_counted_before)
{
    static const struct {
        const char *text;
        uint64_t failed[3], blocks[3];
        uint64_t strange_failed, strange_blocks; /* L45 enrolled, M42 read */
    } row[] = {
        {"repetition:times=3,golay", {3, 1, 1}, {168939, 112626, 18771}, 25024, 25028},
        {"repetition:times=5,golay", {0, 0, 0}, {101358, 67572, 11262}, 15015, 15016},
        {"bch", {1506, 757, 316}, {47682, 31788, 5298}, 7064, 7064},
        {"repetition:times=3,bch", {0, 0, 0}, {15876, 10584, 1764}, 2352, 2352}};

    phw_readouts r[3] = {chip(0), chip(1), chip(2)};
    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        phw_concatenation *c = code(row[i].text);
        for (size_t j = 0; j < 3; ++j) {
            phw_block_trial trial = {0};
            for (size_t k = 1; k < r[j].n; ++k)
                cr_assert_eq(
                    phw_block_trial_add(&trial, c, &r[j].cells[0], &r[j].cells[k]),
                    PHW_OK);
            cr_expect_eq(trial.failed, row[i].failed[j], "%s, %s: %lu", row[i].text,
                         chip_file[j], trial.failed);
            cr_expect_eq(trial.blocks, row[i].blocks[j]);
        }
        phw_block_trial strange = {0};
        for (size_t k = 0; k < r[2].n; ++k)
            cr_assert_eq(
                phw_block_trial_add(&strange, c, &r[0].cells[0], &r[2].cells[k]),
                PHW_OK);
        cr_expect_eq(strange.failed, row[i].strange_failed, "%s: %lu", row[i].text,
                     strange.failed);
        cr_expect_eq(strange.blocks, row[i].strange_blocks);
        phw_concatenation_destroy(c);
    }
    for (size_t j = 0; j < 3; ++j)
        phw_readouts_free(&r[j]);
}

/* Every read-out of every chip against a key of every chip, of as many cells as `puf
 * enroll` takes and more; the entropy does not matter here. */
static void expect_own_keys_only(const char *text, size_t n_blocks)
{
    phw_readouts r[3] = {chip(0), chip(1), chip(2)};
    for (size_t i = 0; i < 3; ++i) {
        phw_entropy entropy;
        phw_key key = {0};
        phw_helper_data h = {.n_blocks = 0};
        cr_assert_eq(phw_entropy_seeded(&entropy, i, "chip"), PHW_OK);
        const phw_fuzzy_config config = {.code = text,
                                         .key_bits = 128,
                                         .security_bits = 64,
                                         .cell_entropy = 0.94,
                                         .n_blocks = n_blocks};
        cr_assert_eq(phw_fuzzy_enroll(&key, &h, &r[i].cells[0], &config, &entropy),
                     PHW_OK);
        for (size_t j = 0; j < 3; ++j) {
            for (size_t k = 0; k < r[j].n; ++k) {
                phw_key again = {0};
                const phw_status s = phw_fuzzy_reproduce(&again, &h, &r[j].cells[k]);
                cr_expect_eq(s, i == j ? PHW_OK : PHW_EAUTH, "%s, %s of %s, %zu", text,
                             chip_file[i], chip_file[j], k);
                cr_expect_eq(again.byte != NULL, i == j);
                if (!s)
                    cr_expect_arr_eq(again.byte, key.byte, key.size);
                phw_key_free(&again);
            }
        }
        phw_key_free(&key);
        phw_helper_data_free(&h);
    }
    for (size_t j = 0; j < 3; ++j)
        phw_readouts_free(&r[j]);
}

Test(sram, golay_gives_every_chip_its_key_in_every_readout_and_no_other)
{
    expect_own_keys_only("repetition:times=5,golay", 3750);
}

Test(sram, bch_gives_every_chip_its_key_in_every_readout_and_no_other)
{
    expect_own_keys_only("repetition:times=3,bch", 588);
}

/* Cells that flip more often than others make a block's errors heavier in the tail than
 * the binomial law, and the mean does not move: of simulated chips, one enrolment and
 * one reading each, so that blocks are independent, BCH at a pair distance of 0.05
 * fails 0.0556 of the time. 20 chips of 255 blocks: 5 sigma of 5100 trials is 0.016;
 * the tail's share of it, measured at 0.0455 on real chips, is 2 %. */
Test(sram, the_cell_model_fails_as_the_binomial_law_says)
{
    enum {
        CHIPS = 20,
        N_CELLS = 255 * 255
    };

    phw_concatenation *c = code("bch");
    phw_block_trial trial = {0};
    const double noise = phw_cell_model_noise(0.05);
    for (uint16_t i = 0; i < CHIPS; ++i) {
        phw_bits cells[2] = {{0}};
        for (uint32_t readout = 0; readout < 2; ++readout) {
            const phw_cell_model model = {5, i, readout, noise};
            cr_assert_eq(phw_cell_model_read(&cells[readout], N_CELLS, &model), PHW_OK);
        }
        cr_assert_eq(phw_block_trial_add(&trial, c, &cells[0], &cells[1]), PHW_OK);
        phw_bits_free(&cells[0]);
        phw_bits_free(&cells[1]);
    }
    const double n = (double)trial.blocks;
    const double p = phw_concatenation_failure(c, 0.05);
    cr_expect_float_eq((double)trial.flipped / (double)trial.cells, 0.05,
                       5 * sqrt(0.05 * 0.95 / (double)trial.cells));
    cr_expect_float_eq((double)trial.failed / n, p, 5 * sqrt(p * (1 - p) / n), "%lu",
                       trial.failed);
    phw_concatenation_destroy(c);
}
