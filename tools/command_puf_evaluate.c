#include "tools/command_puf_evaluate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth/concatenation.h"
#include "tools/cancel.h"
#include "tools/interval.h"
#include "tools/page.h"
#include "tools/plot_bars.h"
#include "tools/printable.h"
#include "tools/puf_dump.h"
#include "tools/puf_trials.h"
#include "tools/result.h"
#include "tools/scenario_options.h"

/* Most chips of one run. */
#define CHIPS_MAX 256

/* Shares of cells that differ, as a picture: within chips, then between them. */
typedef struct drawing {
    phw_plot_bar bar[PHW_PLOT_BARS_MAX];
    char name[PHW_PLOT_BARS_MAX][64];
    size_t n;
} drawing;

/* All that was read. */
typedef struct collection {
    phw_puf_chip *chip;
    size_t n;
    const char *code;
    phw_fuzzy_config config;
    uint64_t seed;
    phw_puf_pace *pace;
    drawing *drawing;
} collection;

static void free_collection(collection *c)
{
    for (size_t i = 0; i < c->n; ++i)
        phw_readouts_free(&c->chip[i].readouts);
    free(c->chip);
}

static phw_status read_chip(phw_puf_chip *chip, const char *path,
                            const phw_arguments *arguments)
{
    const char *slash = strrchr(path, '/');
    chip->name = slash != NULL ? slash + 1 : path;
    PHW_TRY(phw_cancel_check());
    PHW_TRY(phw_puf_readouts(&chip->readouts, path, 0, arguments));
    PHW_TRY(phw_cell_statistics_of(&chip->statistics, &chip->readouts));
    return phw_cell_entropy_assess(&chip->entropy, &chip->readouts.cells[0]);
}

static phw_status read_all(collection *c, const phw_arguments *arguments)
{
    const size_t n = arguments->n_positional;
    if (n > CHIPS_MAX)
        return phw_fail(PHW_EARG, "%zu dumps; expected at most %d", n, CHIPS_MAX);
    c->chip = calloc(n, sizeof *c->chip);
    if (c->chip == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu chips", n);
    for (; c->n < n; ++c->n) {
        const char *path = phw_argument_positional(arguments, c->n);
        const phw_status s = read_chip(&c->chip[c->n], path, arguments);
        if (s) {
            phw_readouts_free(&c->chip[c->n].readouts);
            return s;
        }
        if (c->chip[c->n].statistics.n_cells != c->chip[0].statistics.n_cells) {
            phw_readouts_free(&c->chip[c->n].readouts);
            return phw_fail(PHW_EINPUT,
                            "%s: read-outs of another length than those of "
                            "%s",
                            path, phw_argument_positional(arguments, 0));
        }
    }
    return PHW_OK;
}

/* The first that there is room for; not what is unknown. */
static void add_bar(drawing *d, size_t i, size_t j, double distance)
{
    if (d->n == PHW_PLOT_BARS_MAX || !isfinite(distance))
        return;
    char *name = d->name[d->n];
    const bool same = i == j;
    if (same)
        (void)snprintf(name, sizeof d->name[0], "chip %zu again", i + 1);
    else
        (void)snprintf(name, sizeof d->name[0], "chips %zu and %zu", i + 1, j + 1);
    d->bar[d->n++] = (phw_plot_bar){.name = name,
                                    .value = distance,
                                    .low = 1, /* no interval */
                                    .high = 0,
                                    .colour = same ? PHW_COLOUR_BOB : PHW_COLOUR_EVE};
}

static json_t *number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static phw_status append(json_t *rows, json_t *row)
{
    return json_array_append_new(rows, row) == 0
               ? PHW_OK
               : phw_fail(PHW_ENOMEM, "no memory for a row");
}

static phw_status add_chips(json_t *rows, const collection *c)
{
    for (size_t i = 0; i < c->n; ++i) {
        const phw_cell_statistics *x = &c->chip[i].statistics;
        const phw_cell_entropy *e = &c->chip[i].entropy;
        add_bar(c->drawing, i, i, x->pair_distance);
        PHW_TRY(append(
            rows,
            json_pack(
                "{s:o,s:I,s:I,s:f,s:o,s:o,s:f,s:f,s:f,s:f,s:I,s:f,s:f}", "chip",
                phw_printable(c->chip[i].name), "readouts", (json_int_t)x->n_readouts,
                "cells", (json_int_t)x->n_cells, "uniformity", x->ones, "reliability",
                number(1 - x->pair_distance), "hd_pairs", number(x->pair_distance),
                "hd_majority", x->majority_distance, "never_flipping",
                x->never_flipping, "lag64_correlation", x->near_correlation,
                "lag_correlation", x->far_correlation, "lag", (json_int_t)x->far_lag,
                "position_bias", e->position_bias, "cell_min_entropy", e->least)));
    }
    return PHW_OK;
}

static phw_status add_pair(json_t *rows, const collection *c, size_t i, size_t j)
{
    double distance = 0;
    const phw_puf_chip *a = &c->chip[i];
    const phw_puf_chip *b = &c->chip[j];
    PHW_TRY(phw_cell_distance(&distance, &a->readouts, &b->readouts));
    add_bar(c->drawing, i, j, distance);
    return append(rows,
                  json_pack("{s:o,s:o,s:f}", "chip", phw_printable(a->name), "other",
                            phw_printable(b->name), "uniqueness", distance));
}

static phw_status add_pairs(json_t *rows, const collection *c)
{
    phw_status s = PHW_OK;
    for (size_t i = 0; i < c->n; ++i) {
        for (size_t j = i + 1; j < c->n && !s; ++j)
            s = add_pair(rows, c, i, j);
    }
    return s;
}

static phw_status add_block_row(json_t *rows, const collection *c, size_t i, size_t j)
{
    phw_block_trial trial;
    phw_concatenation *code = NULL;
    PHW_TRY(phw_puf_trial_blocks(&trial, c->code, &c->chip[i], &c->chip[j], c->pace));
    PHW_TRY(phw_concatenation_create(&code, c->code));
    const double n = (double)trial.blocks;
    const double flipped = (double)trial.flipped / (double)trial.cells;
    const double expected = phw_concatenation_failure(code, flipped);
    const phw_interval share = phw_interval_share(trial.failed, trial.blocks);
    phw_concatenation_destroy(code);
    if (trial.blocks == 0)
        return PHW_OK; /* one read-out: nothing to compare */
    return append(
        rows, json_pack("{s:o,s:o,s:I,s:I,s:f,s:[f,f],s:f,s:o}", "enrolled",
                        phw_printable(c->chip[i].name), "read",
                        phw_printable(c->chip[j].name), "blocks",
                        (json_int_t)trial.blocks, "failed", (json_int_t)trial.failed,
                        "share", (double)trial.failed / n, "interval", share.low,
                        share.high, "flipped", flipped, "binomial", number(expected)));
}

static phw_status add_blocks(json_t *rows, const collection *c)
{
    phw_status s = PHW_OK;
    for (size_t i = 0; i < c->n * c->n && !s; ++i)
        s = add_block_row(rows, c, i / c->n, i % c->n);
    return s;
}

static phw_status add_keys_of(json_t *rows, const collection *c, size_t i)
{
    phw_puf_keys *keys = calloc(c->n, sizeof *keys);
    if (keys == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu chips' keys", c->n);
    phw_fuzzy_config config = c->config;
    config.cell_entropy = c->chip[i].entropy.least;
    phw_status s =
        phw_puf_trial_keys(keys, c->chip, c->n, i, &config, c->seed, c->pace);
    for (size_t j = 0; j < c->n && !s; ++j) {
        const phw_interval share =
            phw_interval_share(keys[j].reproduced, keys[j].attempts);
        if (keys[j].attempts > 0)
            s = append(rows, json_pack("{s:o,s:o,s:I,s:I,s:I,s:[f,f]}", "enrolled",
                                       phw_printable(c->chip[i].name), "read",
                                       phw_printable(c->chip[j].name), "keys",
                                       (json_int_t)keys[j].enrolled, "attempts",
                                       (json_int_t)keys[j].attempts, "reproduced",
                                       (json_int_t)keys[j].reproduced, "interval",
                                       share.low, share.high));
    }
    free(keys);
    return s;
}

/* Whether the chip's cells leave a key at all; the thread's message says why not. */
static phw_status has_keys(bool *has, const collection *c, size_t i)
{
    phw_fuzzy_account account;
    phw_fuzzy_config config = c->config;
    config.cell_entropy = c->chip[i].entropy.least;
    const phw_status s =
        phw_fuzzy_plan(&account, &config, c->chip[i].statistics.n_cells);
    *has = s == PHW_OK;
    return s == PHW_ENOKEY ? PHW_OK : s;
}

static phw_status add_keys(json_t *rows, const collection *c)
{
    for (size_t i = 0; i < c->n; ++i) {
        bool has = false;
        phw_status s = has_keys(&has, c, i);
        if (!s && has)
            s = add_keys_of(rows, c, i);
        if (s)
            return s == PHW_ECANCEL ? s : phw_fail_within(s, "%s", c->chip[i].name);
    }
    return PHW_OK;
}

/* A chip whose cells leave too little has no keys, and says why. */
static phw_status add_no_keys(json_t *rows, const collection *c)
{
    for (size_t i = 0; i < c->n; ++i) {
        bool has = true;
        PHW_TRY(has_keys(&has, c, i));
        if (!has)
            PHW_TRY(append(rows, json_pack("{s:o,s:s}", "chip",
                                           phw_printable(c->chip[i].name), "why",
                                           phw_error_message())));
    }
    return PHW_OK;
}

/* Where all chips say the same: 2^(1 - n) for unrelated, even cells. */
static phw_status add_shared(phw_result *r, const collection *c)
{
    const size_t cells = c->chip[0].statistics.n_cells;
    size_t same = 0;
    double even = 1;
    double odd = 1;
    for (size_t i = 0; i < cells; ++i) {
        size_t ones = 0;
        for (size_t j = 0; j < c->n; ++j)
            ones += phw_bits_get(&c->chip[j].readouts.cells[0], i);
        same += ones == 0 || ones == c->n;
    }
    for (size_t j = 0; j < c->n; ++j) {
        even *= 1 - c->chip[j].entropy.ones;
        odd *= c->chip[j].entropy.ones;
    }
    phw_result_number(r, "same_on_all_chips", "cells that all chips have alike", "",
                      (double)same / (double)cells);
    phw_result_number(r, "same_if_unrelated", "of unrelated chips", "", even + odd);
    return PHW_OK;
}

static const char caveat[] =
    "Intervals take trials as independent; they share cells, so they are too narrow. "
    "Keys are as long as the whole read-out's entropy asks for; puf enroll takes more "
    "cells, until these show as much themselves. Other chips may know the biases of "
    "places, which are charged; so few chips can't show that they tell nothing else";

static phw_status add_table(phw_result *r, const char *name, const char *label,
                            phw_status (*fill)(json_t *rows, const collection *c),
                            const collection *c)
{
    json_t *rows = json_array();
    const phw_status s =
        rows != NULL ? fill(rows, c) : phw_fail(PHW_ENOMEM, "no memory for rows");
    if (s)
        json_decref(rows);
    else
        phw_result_json(r, name, label, rows);
    return s;
}

static phw_status fill(phw_result *r, const collection *c)
{
    phw_result_count(r, "n_chips", "chips", "", c->n);
    phw_result_text(r, "code", "code", c->code);
    phw_status s = add_table(r, "chips", "chips", add_chips, c);
    if (!s && c->n > 1)
        s = add_table(r, "pairs", "between chips", add_pairs, c);
    if (!s && c->n > 1)
        s = add_shared(r, c);
    if (!s)
        s = add_table(r, "blocks", "blocks of the code, enrolled from read-out 0",
                      add_blocks, c);
    if (!s)
        s = add_table(r, "keys", "keys, enrolled from read-out 0", add_keys, c);
    if (!s)
        s = add_table(r, "no_keys", "chips without", add_no_keys, c);
    phw_result_text(r, "caveat", "mind", caveat);
    phw_result_count(r, "seed", "seed", "", c->seed);
    return s;
}

/* Every read-out meets every chip's first: once in blocks and once in keys. */
static phw_status fill_in_view(phw_result *r, collection *c,
                               const phw_arguments *arguments)
{
    phw_puf_pace pace = {.done = 0};
    double n_readouts = 0;
    for (size_t i = 0; i < c->n; ++i)
        n_readouts += (double)c->chip[i].readouts.n;
    phw_progress_start(&pace.bar, "read-outs", 2 * n_readouts * (double)c->n,
                       arguments);
    c->pace = &pace;
    const phw_status s = fill(r, c);
    c->pace = NULL;
    phw_progress_end(&pace.bar);
    return s;
}

static phw_status publish(const phw_result *r, const collection *c,
                          const phw_arguments *arguments)
{
    char subject[128];
    const char *const note[] = {caveat, NULL};
    const phw_plot_mark mark = {"unrelated", 0.5};
    const phw_plot_data data = {
        .title = "Cells that differ",
        .summary = "Mean share between two read-outs of one chip, and between chips, "
                   "numbered as in the table. One half is what chips that have nothing "
                   "in common differ in.",
        .x = {.label = "share of the cells", .to = 1},
        .bar = c->drawing->bar,
        .n_bars = c->drawing->n,
        .mark = &mark,
        .n_marks = 1};
    const phw_page_picture picture = {&phw_plot_bars, &data};
    const phw_page_section section = {
        .heading = "Figures", .picture = &picture, .n_pictures = 1, .result = r};
    (void)snprintf(subject, sizeof subject, "%zu dumps, %s the first", c->n,
                   c->chip[0].name);
    const phw_page page = {.title = "Memories at power-up",
                           .subject = subject,
                           .good = true,
                           .verdict = "Power-up of memories measured. The tables hold "
                                      "counts with their 95 % intervals",
                           .note = note,
                           .section = &section,
                           .n_sections = 1};
    return phw_page_publish(&page, "puf evaluate", arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    collection c = {.code = phw_argument_text(arguments, "code"),
                    .seed = phw_argument_count(arguments, "seed")};
    c.config = (phw_fuzzy_config){
        .code = c.code,
        .key_bits = (size_t)phw_argument_count(arguments, "key-bits"),
        .security_bits = (unsigned)phw_argument_count(arguments, "epsilon"),
    };
    phw_result *r = NULL;
    phw_concatenation *code = NULL;
    PHW_TRY(phw_concatenation_create(&code, c.code));
    phw_concatenation_destroy(code);
    drawing drawn = {.n = 0};
    c.drawing = &drawn;
    PHW_TRY(phw_result_create(&r));
    phw_status s = read_all(&c, arguments);
    if (!s)
        s = fill_in_view(r, &c, arguments);
    if (!s)
        s = publish(r, &c, arguments);
    if (!s)
        s = phw_result_print(r, arguments);
    free_collection(&c);
    phw_result_destroy(r);
    return s;
}

static const phw_option option[] = {
    PHW_OPTION_READOUT_BYTES, PHW_OPTION_PUF_CODE, PHW_OPTIONS_PUF_KEY,
    PHW_OPTION_SEED,          PHW_OPTIONS_REPORT,
};

const phw_command phw_command_puf_evaluate = {
    .name = "puf evaluate",
    .summary = "how well power-ups tell chips apart, and how often keys come back",
    .detail =
        "One dump a chip. Reliability is 1 less the mean share that differs between\n"
        "two read-outs, uniqueness that share between two chips, uniformity the ones.\n"
        "Blocks of the code and whole keys are enrolled from each chip's first\n"
        "read-out, at every place where one fits, and read from all the others;\n"
        "binomial is what independent cells would fail at the share that flipped.",
    .example =
        "phyward puf evaluate datasets/recordings/sram-puf/*.bin --readout-bytes 56320",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"DUMP", "read-outs of one chip, one after another", false}},
    .repeats = true,
    .run = run,
};
