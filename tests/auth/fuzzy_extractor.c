#include "auth/fuzzy_extractor.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "auth/cell_model.h"
#include "kgen/toeplitz.h"

enum {
    N_CELLS = 20000
};

static const phw_fuzzy_config standard = {
    .code = PHW_FUZZY_CODE, .key_bits = 128, .security_bits = 64, .cell_entropy = 0.98};

/* A simulated chip; noise 0.1 flips 4.5 % of the cells between two power-ups. */
static phw_bits power_up(uint16_t number, uint32_t readout)
{
    const phw_cell_model model = {1, number, readout, 0.1};
    phw_bits b = {0};
    cr_assert_eq(phw_cell_model_read(&b, N_CELLS, &model), PHW_OK);
    return b;
}

static void enroll(phw_key *key, phw_helper_data *h, const phw_fuzzy_config *config)
{
    phw_entropy entropy;
    phw_bits cells = power_up(0, 0);
    cr_assert_eq(phw_entropy_seeded(&entropy, 1, "tag"), PHW_OK);
    cr_assert_eq(phw_fuzzy_enroll(key, h, &cells, config, &entropy), PHW_OK, "%s",
                 phw_error_message());
    phw_bits_free(&cells);
}

static void expect_same(const phw_key *a, const phw_key *b)
{
    cr_assert_eq(a->size, b->size);
    cr_expect_arr_eq(a->byte, b->byte, a->size);
}

static void expect_refused(const phw_helper_data *h, const phw_bits *cells,
                           const char *what, size_t i)
{
    phw_key key = {0};
    cr_expect_eq(phw_fuzzy_reproduce(&key, h, cells), PHW_EAUTH, "%s %zu", what, i);
    cr_expect_null(key.byte, "%s %zu", what, i);
}

Test(fuzzy_extractor, the_chip_gives_its_key_again_and_others_do_not)
{
    static const char *const codes[] = {PHW_FUZZY_CODE, "repetition:times=5,golay",
                                        "bch:t=30"};
    for (size_t c = 0; c < 3; ++c) {
        phw_key key = {0};
        phw_helper_data h = {0};
        phw_fuzzy_config config = standard;
        config.code = codes[c];
        enroll(&key, &h, &config);
        cr_assert_eq(key.size, 16);
        cr_expect(h.reproducible);
        for (uint32_t readout = 1; readout < 20; ++readout) {
            phw_key again = {0};
            phw_bits same = power_up(0, readout);
            phw_bits other = power_up(1, readout);
            cr_assert_eq(phw_fuzzy_reproduce(&again, &h, &same), PHW_OK, "%s",
                         codes[c]);
            expect_same(&again, &key);
            expect_refused(&h, &other, codes[c], readout);
            phw_key_free(&again);
            phw_bits_free(&same);
            phw_bits_free(&other);
        }
        phw_helper_data_free(&h);
        phw_key_free(&key);
    }
}

Test(fuzzy_extractor, any_change_of_the_helper_data_is_refused)
{
    phw_key key = {0};
    phw_helper_data h = {0};
    phw_bits cells = power_up(0, 0);
    enroll(&key, &h, &standard);
    for (size_t i = 0; i < h.offset.n; i += 41) {
        phw_bits_flip(&h.offset, i);
        expect_refused(&h, &cells, "offset", i);
        phw_bits_flip(&h.offset, i);
    }
    for (size_t i = 0; i < h.seed.n; i += 41) {
        phw_bits_flip(&h.seed, i);
        expect_refused(&h, &cells, "seed", i);
        phw_bits_flip(&h.seed, i);
    }
    for (size_t i = 0; i < sizeof h.tag; ++i) {
        h.tag[i] ^= 0x10;
        expect_refused(&h, &cells, "tag", i);
        h.tag[i] ^= 0x10;
    }
    phw_key again = {0};
    cr_assert_eq(phw_fuzzy_reproduce(&again, &h, &cells), PHW_OK);
    expect_same(&again, &key);
    phw_key_free(&again);
    phw_key_free(&key);
    phw_helper_data_free(&h);
    phw_bits_free(&cells);
}

/* Also what no file could hold. */
Test(fuzzy_extractor, helper_data_with_any_other_field_are_refused)
{
    phw_key key = {0};
    phw_helper_data h = {0};
    phw_bits cells = power_up(0, 0);
    enroll(&key, &h, &standard);
    for (size_t i = 0; i < 13; ++i) {
        phw_helper_data other = h;
        other.reproducible ^= i == 0;
        other.security_bits += i == 1;
        other.key_bits += i == 2 ? 8 : 0;
        other.key_bits = i == 3 ? 0 : other.key_bits;
        other.n_blocks += i == 4;
        other.n_blocks = i == 5 ? UINT32_MAX : other.n_blocks;
        other.n_blocks = i == 6 ? 0 : other.n_blocks;
        other.n_cells += i == 7;
        other.from += i == 8;
        other.from = i == 9 ? UINT64_MAX : other.from;
        other.code[0] ^= i == 10;
        other.seed.n -= i == 11;
        other.offset.n -= i == 12;
        expect_refused(&other, &cells, "field", i);
    }
    phw_key_free(&key);
    phw_helper_data_free(&h);
    phw_bits_free(&cells);
}

/* The tag as one who knew these bytes for its key's would write it. */
static void sign(phw_helper_data *h, const uint8_t *byte, size_t size,
                 const char *context)
{
    phw_key all = {0};
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&all, size), PHW_OK);
    memcpy(all.byte, byte, size);
    cr_assert_eq(phw_key_derive(&key, 32, &all, context), PHW_OK);
    cr_assert_eq(phw_helper_data_tag(h->tag, h, &key), PHW_OK);
    phw_key_free(&all);
    phw_key_free(&key);
}

static void expect_forgery_refused(phw_helper_data *h, const phw_bits *cells,
                                   const uint8_t *byte, size_t size, size_t i)
{
    static const char *const context[] = {"phyward puf helper data", "phyward puf key"};
    for (size_t c = 0; c < 2; ++c) {
        sign(h, byte, size, context[c]);
        expect_refused(h, cells, context[c], i);
    }
}

/* An attacker who chooses the hash's seed knows what it can hash to: all zero gives a
 * root of zeros for every chip; a single bit, a root that slides along the secret and
 * with it one new bit a query; a seed of period 2, one of
 * four roots. */
Test(fuzzy_extractor, seeds_of_the_attackers_choice_with_tags_to_match_are_refused)
{
    static const uint8_t zeros[16] = {0};
    static const uint8_t ones[16] = {255, 255, 255, 255, 255, 255, 255, 255,
                                     255, 255, 255, 255, 255, 255, 255, 255};
    static const uint8_t pattern[2] = {0x55, 0xaa};
    phw_key key = {0};
    phw_helper_data h = {0};
    phw_bits cells = power_up(0, 0);
    enroll(&key, &h, &standard);
    const size_t n = h.seed.n;
    phw_bits_free(&h.seed);
    cr_assert_eq(phw_bits_alloc(&h.seed, n), PHW_OK);
    expect_forgery_refused(&h, &cells, zeros, sizeof zeros, 0);
    for (size_t i = 0; i < n; i += 7) {
        uint8_t root[16] = {0};
        phw_bits_set(&h.seed, i, 1);
        expect_forgery_refused(&h, &cells, root, sizeof root, i);
        for (size_t bit = 0; bit < 128; bit += i % 2 ? 127 : 64) {
            root[bit / 8] = (uint8_t)(1U << bit % 8);
            expect_forgery_refused(&h, &cells, root, sizeof root, i);
            root[bit / 8] = 0;
        }
        phw_bits_set(&h.seed, i, 0);
    }
    for (size_t i = 0; i < n; ++i)
        phw_bits_set(&h.seed, i, i % 2);
    expect_forgery_refused(&h, &cells, zeros, sizeof zeros, 0);
    expect_forgery_refused(&h, &cells, ones, sizeof ones, 0);
    for (size_t p = 0; p < 2; ++p) {
        uint8_t root[16];
        memset(root, pattern[p], sizeof root);
        expect_forgery_refused(&h, &cells, root, sizeof root, p);
    }
    phw_key_free(&key);
    phw_helper_data_free(&h);
    phw_bits_free(&cells);
}

/* With the seed that slides, the root itself, all but one bit of it known, is signed
 * with either value of that bit, and neither is taken; nor is a secret with one wrong
 * bit. */
Test(fuzzy_extractor, only_the_whole_secret_signs_helper_data)
{
    phw_key key = {0};
    phw_key other = {0};
    phw_helper_data h = {0};
    phw_bits cells = power_up(0, 0);
    phw_entropy entropy;
    phw_fuzzy_account a = {0};
    uint8_t secret[1024] = {0};
    uint8_t written[PHW_HELPER_TAG_SIZE];
    enroll(&key, &h, &standard);
    cr_assert_eq(phw_fuzzy_plan(&a, &standard, N_CELLS), PHW_OK);
    const size_t size = (a.secret_bits + 7) / 8;
    cr_assert_eq(phw_entropy_seeded(&entropy, 1, "tag"), PHW_OK);
    phw_entropy_bytes(&entropy, secret, size);
    secret[size - 1] &= (uint8_t)(0xff >> (8 * size - a.secret_bits));
    memcpy(written, h.tag, sizeof written);
    sign(&h, secret, size, "phyward puf helper data");
    cr_expect_arr_eq(h.tag, written, sizeof written);

    phw_bits_free(&h.seed);
    cr_assert_eq(phw_bits_alloc(&h.seed, phw_toeplitz_seed_bits(a.secret_bits, 128)),
                 PHW_OK);
    phw_bits_set(&h.seed, a.secret_bits - 1, 1); /* the root is the first 128 bits */
    for (uint8_t guess = 0; guess < 2; ++guess) {
        secret[15] ^= (uint8_t)(guess << 7);
        expect_forgery_refused(&h, &cells, secret, 16, guess);
        secret[15] ^= (uint8_t)(guess << 7);
    }
    for (size_t bit = 0; bit < a.secret_bits; bit += 13) {
        secret[bit / 8] ^= (uint8_t)(1U << bit % 8);
        expect_forgery_refused(&h, &cells, secret, size, bit);
        secret[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    sign(&h, secret, size, "phyward puf helper data");
    cr_expect_eq(phw_fuzzy_reproduce(&other, &h, &cells), PHW_OK);
    phw_key_free(&key);
    phw_key_free(&other);
    phw_helper_data_free(&h);
    phw_bits_free(&cells);
}

/* What comes out is the hash of the secret under a name of its own, which the tag's is
 * not. */
Test(fuzzy_extractor, the_key_is_derived_from_the_hashed_secret)
{
    phw_key key = {0};
    phw_key root = {0};
    phw_key derived = {0};
    phw_helper_data h = {0};
    phw_entropy entropy;
    phw_bits secret = {0};
    phw_bits hashed = {0};
    phw_fuzzy_account a = {0};
    uint8_t byte[1024];
    enroll(&key, &h, &standard);
    cr_assert_eq(phw_fuzzy_plan(&a, &standard, N_CELLS), PHW_OK);
    cr_assert_eq(phw_entropy_seeded(&entropy, 1, "tag"), PHW_OK);
    phw_entropy_bytes(&entropy, byte, (a.secret_bits + 7) / 8);
    cr_assert_eq(phw_bits_from_bytes(&secret, byte, a.secret_bits), PHW_OK);
    cr_assert_eq(phw_toeplitz_hash(&hashed, &secret, &h.seed, 128, PHW_TOEPLITZ_PLAIN),
                 PHW_OK);
    cr_assert_eq(phw_key_from_bits(&root, &hashed, 16), PHW_OK);
    cr_assert_eq(phw_key_derive(&derived, 16, &root, "phyward puf key"), PHW_OK);
    expect_same(&derived, &key);
    phw_bits_free(&secret);
    phw_bits_free(&hashed);
    phw_key_free(&key);
    phw_key_free(&root);
    phw_key_free(&derived);
    phw_helper_data_free(&h);
}

Test(fuzzy_extractor, cells_of_another_length_are_refused)
{
    phw_key key = {0};
    phw_helper_data h = {0};
    phw_bits cells = power_up(0, 0);
    phw_bits shorter = {0};
    enroll(&key, &h, &standard);
    cr_assert_eq(phw_bits_slice(&shorter, &cells, 0, N_CELLS - 8), PHW_OK);
    expect_refused(&h, &shorter, "shorter", 0);
    cr_assert_eq(phw_bits_push(&cells, 0, 8), PHW_OK);
    expect_refused(&h, &cells, "longer", 0);
    phw_key_free(&key);
    phw_helper_data_free(&h);
    phw_bits_free(&cells);
    phw_bits_free(&shorter);
}

/* auth.md 4.1: k - n (1 - h) of a block, repetitions in n. */
Test(fuzzy_extractor, the_account_is_that_of_the_code)
{
    static const struct {
        const char *code;
        double p, left;
    } row[] = {{"bch", 0.50, 131.0},  {"bch", 0.52, 116.6},   {"bch", 0.55, 95.9},
               {"bch", 0.60, 63.9},   {"golay", 0.50, 12.00}, {"golay", 0.52, 10.64},
               {"golay", 0.55, 8.70}, {"golay", 0.60, 5.69}};

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        phw_fuzzy_account a = {0};
        phw_fuzzy_config config = standard;
        config.code = row[i].code;
        config.cell_entropy = -log2(row[i].p);
        cr_assert_eq(phw_fuzzy_plan(&a, &config, 1 << 20), PHW_OK);
        cr_expect_float_eq(a.source_bits / (double)a.n_blocks, row[i].left, 0.05, "%zu",
                           i);
        cr_expect_geq(a.source_bits, 256);
        cr_expect_geq(a.certified_bits, 128);
        cr_expect_lt(a.source_bits, 256 + 1 + row[i].left);
    }
    /* Whole entropy: 256 bits are 22 blocks of 12 (21.4), or 2 of 131. */
    phw_fuzzy_account a = {0};
    phw_fuzzy_config config = standard;
    config.code = "repetition:times=5,golay";
    config.cell_entropy = 1;
    cr_assert_eq(phw_fuzzy_plan(&a, &config, 1 << 20), PHW_OK);
    cr_expect_eq(a.n_blocks, 22);
    cr_expect_eq(a.n_cells, 2640);
    cr_expect_eq(phw_ledger_disclosed(&a.ledger), 22 * 108);
    cr_expect_eq(a.ledger.disclosed[PHW_STAGE_AMPLIFY], 128);
    cr_expect_eq(a.certified_bits, 22 * 12 - 128);
    config.code = "repetition:times=3,bch";
    cr_assert_eq(phw_fuzzy_plan(&a, &config, 1 << 20), PHW_OK);
    cr_expect_eq(a.n_blocks, 2);
    /* More when asked for, all of them certified; never fewer. */
    config.n_blocks = 5;
    cr_assert_eq(phw_fuzzy_plan(&a, &config, 1 << 20), PHW_OK);
    cr_expect_eq(a.n_blocks, 5);
    cr_expect_eq(a.certified_bits, 5 * 131 - 128);
    config.n_blocks = 1;
    cr_assert_eq(phw_fuzzy_plan(&a, &config, 1 << 20), PHW_OK);
    cr_expect_eq(a.n_blocks, 2);
    config.n_blocks = SIZE_MAX;
    cr_expect_eq(phw_fuzzy_plan(&a, &config, 1 << 20), PHW_ENOKEY);
}

Test(fuzzy_extractor, biased_cells_under_repetition_give_no_key)
{
    phw_fuzzy_account a = {0};
    phw_fuzzy_config config = standard;
    config.code = "repetition:times=5";
    config.cell_entropy = -log2(0.6); /* 1 - 5 (1 - 0.737) < 0 */
    cr_expect_eq(phw_fuzzy_plan(&a, &config, 1 << 20), PHW_ENOKEY);
    config = standard;
    cr_expect_eq(phw_fuzzy_plan(&a, &config, 2000), PHW_ENOKEY);
    config.from = 1 << 20;
    cr_expect_eq(phw_fuzzy_plan(&a, &config, 1 << 19), PHW_ENOKEY);
}

Test(fuzzy_extractor, configurations_out_of_range_are_refused)
{
    phw_fuzzy_config bad[] = {standard, standard, standard, standard,
                              standard, standard, standard, standard};
    phw_fuzzy_account a = {0};
    bad[0].key_bits = 120;
    bad[1].key_bits = 520;
    bad[2].key_bits = 129;
    bad[3].security_bits = 0;
    bad[4].security_bits = 257;
    bad[5].cell_entropy = 1.1;
    bad[6].cell_entropy = (double)NAN;
    bad[7].code = "paper";
    for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i)
        cr_expect_eq(phw_fuzzy_plan(&a, &bad[i], N_CELLS), PHW_EARG, "%zu", i);
}

Test(fuzzy_extractor, other_sizes_and_places_work_too)
{
    static const size_t key_bits[] = {128, 256, 512};
    for (size_t i = 0; i < 3; ++i) {
        phw_fuzzy_config config = standard;
        phw_key key = {0};
        phw_key again = {0};
        phw_helper_data h = {0};
        phw_helper_data back = {0};
        uint8_t *bytes = NULL;
        size_t size = 0;
        phw_bits cells = power_up(0, 5);
        config.from = 37 * i + 1;
        config.key_bits = key_bits[i];
        config.security_bits = 80;
        enroll(&key, &h, &config);
        cr_assert_eq(phw_helper_data_pack(&bytes, &size, &h), PHW_OK);
        cr_assert_eq(phw_helper_data_unpack(&back, bytes, size), PHW_OK);
        cr_assert_eq(phw_fuzzy_reproduce(&again, &back, &cells), PHW_OK);
        expect_same(&again, &key);
        cr_expect_eq(again.size, key_bits[i] / 8);
        free(bytes);
        phw_key_free(&key);
        phw_key_free(&again);
        phw_helper_data_free(&h);
        phw_helper_data_free(&back);
        phw_bits_free(&cells);
    }
}

/* The system's generator: two keys of one chip have nothing in common, and the helper
 * data say that it is a secret. */
Test(fuzzy_extractor, a_second_enrolment_gives_another_key)
{
    phw_key key[2] = {{0}};
    phw_helper_data h[2];
    phw_entropy entropy;
    phw_bits cells = power_up(0, 0);
    cr_assert_eq(phw_entropy_system(&entropy), PHW_OK);
    for (size_t i = 0; i < 2; ++i) {
        cr_assert_eq(phw_fuzzy_enroll(&key[i], &h[i], &cells, &standard, &entropy),
                     PHW_OK);
        cr_expect_not(h[i].reproducible);
    }
    cr_expect_neq(memcmp(key[0].byte, key[1].byte, 16), 0);
    for (size_t i = 0; i < 2; ++i) {
        phw_key_free(&key[i]);
        phw_helper_data_free(&h[i]);
    }
    phw_bits_free(&cells);
}
