#include "tools/command_puf_enroll.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "auth/cell_source.h"
#include "auth/concatenation.h"
#include "auth/fuzzy_extractor.h"
#include "tools/outputs.h"
#include "tools/puf_dump.h"
#include "tools/result.h"
#include "tools/scenario_options.h"

/* What an enrolment is made of and gives. */
typedef struct enrolment {
    phw_puf_dump dump;
    phw_cell_source entropy;
    bool assumed; /* the cells' min-entropy is the user's word */
    phw_fuzzy_config config;
    phw_fuzzy_account account;
    double block_failure;
    phw_helper_data helper;
    phw_key key;
} enrolment;

static void free_enrolment(enrolment *e)
{
    phw_puf_dump_free(&e->dump);
    phw_helper_data_free(&e->helper);
    phw_key_free(&e->key);
}

/* Assessed, or the user's word; what the read-out shows is told beside it. */
static phw_status find_entropy(enrolment *e, const phw_arguments *arguments)
{
    if (!e->assumed)
        return phw_cell_source_plan(&e->entropy, &e->config, &e->dump.cells);
    e->config.cell_entropy = phw_argument_number(arguments, "cell-entropy");
    return phw_cell_entropy_assess(&e->entropy.all, &e->dump.cells);
}

static phw_status configure(enrolment *e, const phw_arguments *arguments)
{
    e->assumed = phw_argument_given(arguments, "cell-entropy");
    e->config = (phw_fuzzy_config){
        .code = phw_argument_text(arguments, "code"),
        .from = (size_t)phw_argument_count(arguments, "offset"),
        .key_bits = (size_t)phw_argument_count(arguments, "key-bits"),
        .security_bits = (unsigned)phw_argument_count(arguments, "epsilon"),
    };
    PHW_TRY(find_entropy(e, arguments));
    PHW_TRY(phw_fuzzy_plan(&e->account, &e->config, e->dump.cells.n));
    phw_concatenation *code = NULL;
    PHW_TRY(phw_concatenation_create(&code, e->config.code));
    e->block_failure =
        phw_concatenation_failure(code, phw_argument_number(arguments, "error-rate"));
    phw_concatenation_destroy(code);
    return PHW_OK;
}

static phw_status enroll(enrolment *e, const phw_arguments *arguments)
{
    phw_entropy entropy;
    if (phw_argument_given(arguments, "seed"))
        PHW_TRY(
            phw_entropy_seeded(&entropy, phw_argument_count(arguments, "seed"), "puf"));
    else
        PHW_TRY(phw_entropy_system(&entropy));
    const phw_status s =
        phw_fuzzy_enroll(&e->key, &e->helper, &e->dump.cells, &e->config, &entropy);
    phw_entropy_wipe(&entropy);
    return s;
}

static phw_status add_helper(phw_outputs *outputs, const enrolment *e, const char *path)
{
    phw_writer *w = NULL;
    uint8_t *bytes = NULL;
    size_t size = 0;
    PHW_TRY(phw_outputs_add(&w, outputs, path, false));
    PHW_TRY(phw_helper_data_pack(&bytes, &size, &e->helper));
    phw_writer_write(w, bytes, size);
    free(bytes);
    return PHW_OK;
}

/* The key is renamed last. */
static phw_status write_files(const enrolment *e, const phw_arguments *arguments)
{
    const char *helper = phw_argument_text(arguments, "helper");
    const bool again = access(helper, F_OK) == 0;
    phw_outputs outputs = {0};
    phw_status s = add_helper(&outputs, e, helper);
    if (!s)
        s = phw_outputs_add_key(&outputs, &e->key, phw_argument_text(arguments, "key"));
    if (!s)
        s = phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    if (!s && again && !phw_argument_given(arguments, "quiet"))
        (void)fprintf(stderr,
                      "phyward puf enroll: %s replaces helper data: two of one "
                      "chip tell more of it than either account says\n",
                      helper);
    return s;
}

static void add_entropy(phw_result *r, const enrolment *e)
{
    const phw_cell_entropy *all = &e->entropy.all;
    phw_result_number(r, "ones", "share of ones", "", all->ones);
    phw_result_number(r, "min_entropy_by_value", "min-entropy of a cell, by its bias",
                      "bit", all->by_value);
    phw_result_number(r, "min_entropy_by_position", "given its place in a period",
                      "bit", all->by_position);
    phw_result_count(r, "period", "which is of so many cells", "", all->period);
    phw_result_number(r, "min_entropy_by_lag", "given the cell that tells most of it",
                      "bit", all->by_lag);
    phw_result_count(r, "lag", "which is so many cells away", "", all->lag);
    phw_result_number(r, "lag_correlation", "correlation at that distance", "",
                      all->lag_correlation);
    phw_result_number(r, "min_entropy_readout", "given both, of the read-out's cells",
                      "bit", all->least);
    if (!e->assumed)
        phw_result_number(r, "min_entropy_source", "and of the source cells alone",
                          "bit", e->entropy.source.least);
    phw_result_number(r, "min_entropy_per_cell", "min-entropy that a cell is given",
                      "bit", e->config.cell_entropy);
    phw_result_text(r, "entropy_estimator", "as told by",
                    e->assumed ? "the user (--cell-entropy), not by the cells"
                               : "the least of the last two, by 99 % bounds");
    phw_result_text(r, "assumption", "assumed",
                    "who knows the bias of each place of the worst period up to 1024 "
                    "and the cell at the worst distance, and all other chips, can "
                    "tell no more of a cell");
}

static void add_account(phw_result *r, const enrolment *e,
                        const phw_arguments *arguments)
{
    const phw_fuzzy_account *a = &e->account;
    const double blocks = (double)a->n_blocks;
    phw_result_text(r, "code", "code", e->config.code);
    phw_result_count(r, "blocks", "blocks", "", a->n_blocks);
    phw_result_count(r, "source_cells", "source cells", "", a->n_cells);
    phw_result_count(r, "offset", "from cell", "", e->config.from);
    phw_result_number(r, "min_entropy_bits", "min-entropy to begin with", "bit",
                      a->min_entropy_bits);
    phw_result_count(r, "disclosed_bits", "said by the helper data", "bit",
                     phw_ledger_disclosed(&a->ledger));
    phw_result_number(r, "source_bits", "left to be hashed", "bit", a->source_bits);
    phw_result_count(r, "amplification_bits", "spent on hashing", "bit",
                     a->ledger.disclosed[PHW_STAGE_AMPLIFY]);
    phw_result_count(r, "certified_bits", "bits that can be certified", "bit",
                     a->certified_bits);
    phw_result_count(r, "key_bits", "bits of the key", "bit", e->config.key_bits);
    phw_result_count(r, "epsilon_bits",
                     "but for the tag, hashed secret off uniform by at most 2 to the "
                     "minus",
                     "", e->config.security_bits);
    phw_result_text(r, "secrecy", "secrecy",
                    "computational: the helper data's tag and the key are hashes of "
                    "one secret, the hash (BLAKE2b) taken for a random oracle");
    phw_result_number(r, "error_rate", "if that share of cells flips", "",
                      phw_argument_number(arguments, "error-rate"));
    phw_result_number(r, "block_failure", "a block fails with probability", "",
                      e->block_failure);
    phw_result_number(r, "key_failure", "and the key", "",
                      -expm1(blocks * log1p(-e->block_failure)));
}

/* More than the cells show is certified by nobody. */
static void warn(const enrolment *e, const phw_arguments *arguments)
{
    if (e->config.cell_entropy > e->entropy.all.least && e->assumed &&
        !phw_argument_given(arguments, "quiet"))
        (void)fprintf(stderr,
                      "phyward puf enroll: --cell-entropy %g is more than the %.4f "
                      "that the read-out shows: the certified bits are your word\n",
                      e->config.cell_entropy, e->entropy.all.least);
}

static phw_status tell(const enrolment *e, const phw_arguments *arguments)
{
    char fingerprint[PHW_FINGERPRINT_SIZE];
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_key_fingerprint(fingerprint, &e->key);
    phw_result_text(r, "file", "chip", phw_argument_positional(arguments, 0));
    phw_result_count(r, "readouts", "read-outs enrolled", "", e->dump.n_indices);
    phw_result_count(r, "cells", "cells", "", e->dump.cells.n);
    add_entropy(r, e);
    add_account(r, e, arguments);
    phw_result_text(r, "key_fingerprint", "key fingerprint", fingerprint);
    phw_result_flag(r, "reproducible", "reproducible, so no secret",
                    e->helper.reproducible);
    if (phw_argument_given(arguments, "seed"))
        phw_result_count(r, "seed", "seed", "", phw_argument_count(arguments, "seed"));
    warn(e, arguments);
    phw_status s = write_files(e, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    enrolment e = {0};
    if (phw_argument_text(arguments, "helper") == NULL)
        return phw_fail(PHW_EARG, "--helper is missing (the file to write the helper "
                                  "data to); see phyward help puf enroll");
    phw_status s =
        phw_puf_dump_read(&e.dump, phw_argument_positional(arguments, 0), 0, arguments);
    if (!s)
        s = configure(&e, arguments);
    if (!s)
        s = enroll(&e, arguments);
    if (!s)
        s = tell(&e, arguments);
    free_enrolment(&e);
    return s;
}

static const phw_option option[] = {
    PHW_OPTION_READOUT_BYTES,
    PHW_OPTION_READOUT_INDEX,
    {.param = {.name = "helper", .summary = "the public helper data to write"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "FILE",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "key", .summary = "key file to write, mode 0600"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "KEY",
     .file = PHW_OPTION_WRITES},
    {.param = {.name = "offset",
               .unit = "",
               .summary = "the first source cell",
               .max = 134217728,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "CELL"},
    PHW_OPTION_PUF_CODE,
    PHW_OPTIONS_PUF_KEY,
    {.param = {.name = "cell-entropy",
               .unit = "",
               .summary = "takes a cell's min-entropy as this, whatever the cells show",
               .max = 1},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "BITS",
     .no_preset = true},
    {.param = {.name = "error-rate",
               .unit = "",
               .summary = "share of cells that flip, for the failures foretold",
               .max = 0.5,
               .preset = 0.05},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "P"},
    PHW_OPTION_SEED_OF_SECRETS("secret and hash"),
};

const phw_command phw_command_puf_enroll = {
    .name = "puf enroll",
    .summary = "a key of a chip's power-up, and public helper data to find it again",
    .detail =
        "The helper data are the chip's cells xor the words of a random secret; the\n"
        "key is the secret, hashed. They disclose n - k bits of each block, and there\n"
        "are as many blocks as the key then needs, by the least min-entropy of a cell\n"
        "that is left by the bias of places and by the dependence of cells on each\n"
        "other, in the whole read-out and in the source cells themselves; where they\n"
        "leave none there is no key (exit status 6).\n\n"
        "A tag under a key of the secret guards the helper data. With it published,\n"
        "secrecy rests on the hash besides: it is computational.\n\n"
        "Enroll a chip once: each set of helper data tells more of it.",
    .example =
        "phyward puf enroll datasets/recordings/sram-puf/M39-20240208-144959.bin \\\n"
        "      --readout-bytes 56320 --index 0 --helper h.bin --key k.bin",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"DUMP", "read-outs of one chip, one after another", false}},
    .run = run,
};
