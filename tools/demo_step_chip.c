#include "tools/demo_step_chip.h"

#include <stdio.h>
#include <string.h>

#include "auth/cell_model.h"
#include "auth/cell_source.h"
#include "auth/fuzzy_extractor.h"
#include "auth/handshake.h"
#include "tools/cancel.h"
#include "tools/interval.h"

/* The simulated memory: shares of cells that differ between two power-ups as measured
 * on real chips. */
#define CELLS         65536
#define PAIR_DISTANCE 0.045

/* Power-ups of the tag's chip, and other chips, that are tried. */
#define TRIES 50

static const uint8_t identity[] = "tag 1";

typedef struct chip {
    uint64_t seed;
    phw_fuzzy_account account;
    phw_helper_data helper;
    phw_key enrolled;
    phw_key reproduced; /* of the first power-up after enrolment */
    phw_bits first;
    size_t n_own, n_other; /* keys that came out */
    double own_distance, other_distance;
    bool known;   /* the handshake with the tag ended well */
    bool refused; /* that with an impostor did not */
} chip;

static phw_status power_up(phw_bits *out, const chip *c, uint16_t which,
                           uint32_t readout)
{
    const phw_cell_model model = {c->seed, which, readout,
                                  phw_cell_model_noise(PAIR_DISTANCE)};
    return phw_cell_model_read(out, CELLS, &model);
}

static phw_status enroll(chip *c)
{
    phw_cell_source assessed;
    phw_fuzzy_config config = {
        .code = PHW_FUZZY_CODE, .key_bits = 256, .security_bits = 64};
    phw_entropy entropy;
    PHW_TRY(power_up(&c->first, c, 0, 0));
    PHW_TRY(phw_cell_source_plan(&assessed, &config, &c->first));
    PHW_TRY(phw_fuzzy_plan(&c->account, &config, CELLS));
    PHW_TRY(phw_entropy_seeded(&entropy, c->seed, "demo chip"));
    const phw_status s =
        phw_fuzzy_enroll(&c->enrolled, &c->helper, &c->first, &config, &entropy);
    phw_entropy_wipe(&entropy);
    return s;
}

/* One power-up against the helper data: whether the enrolled key comes out. */
static phw_status attempt(chip *c, uint16_t which, uint32_t readout, bool *came_out,
                          double *distance)
{
    phw_bits cells = {0};
    phw_key key = {0};
    PHW_TRY(power_up(&cells, c, which, readout));
    *distance += (double)phw_bits_distance(&cells, &c->first) / CELLS / TRIES;
    phw_status s = phw_fuzzy_reproduce(&key, &c->helper, &cells);
    phw_bits_free(&cells);
    *came_out = s == PHW_OK && key.size == c->enrolled.size &&
                memcmp(key.byte, c->enrolled.byte, key.size) == 0;
    if (*came_out && c->reproduced.size == 0)
        c->reproduced = key;
    else
        phw_key_free(&key);
    return s == PHW_EAUTH ? PHW_OK : s;
}

static phw_status try_all(chip *c, phw_progress *progress)
{
    for (uint16_t i = 1; i <= TRIES; ++i) {
        bool came_out = false;
        PHW_TRY(phw_cancel_check());
        phw_progress_within(progress, (i - 1.0) / TRIES);
        PHW_TRY(attempt(c, 0, i, &came_out, &c->own_distance));
        c->n_own += came_out;
        PHW_TRY(attempt(c, i, 0, &came_out, &c->other_distance));
        c->n_other += came_out;
    }
    return PHW_OK;
}

static phw_status trade(phw_handshake *reader, phw_handshake *tag)
{
    phw_message message[4] = {{0}};
    bool done[2] = {false};
    phw_status s = phw_handshake_step(reader, &message[0], &done[0], NULL);
    if (!s)
        s = phw_handshake_step(tag, &message[1], &done[1], &message[0]);
    if (!s)
        s = phw_handshake_step(reader, &message[2], &done[0], &message[1]);
    if (!s)
        s = phw_handshake_step(tag, &message[3], &done[1], &message[2]);
    for (size_t i = 0; i < 4; ++i)
        phw_message_free(&message[i]);
    return !s && !(done[0] && done[1]) ? PHW_EAUTH : s;
}

/* Whether a reader with the enrolled key takes who holds `key` for the tag. */
static phw_status meet(bool *known, const chip *c, const phw_key *key)
{
    phw_entropy entropy[2] = {0};
    phw_handshake *end[2] = {NULL, NULL};
    phw_status s = phw_entropy_seeded(&entropy[0], c->seed, "demo reader");
    if (!s)
        s = phw_entropy_seeded(&entropy[1], c->seed, "demo tag");
    if (!s)
        s = phw_handshake_create(&end[0], PHW_HANDSHAKE_READER, &c->enrolled, identity,
                                 sizeof identity - 1, &entropy[0]);
    if (!s)
        s = phw_handshake_create(&end[1], PHW_HANDSHAKE_TAG, key, identity,
                                 sizeof identity - 1, &entropy[1]);
    if (!s)
        s = trade(end[0], end[1]);
    *known = s == PHW_OK;
    phw_handshake_destroy(end[0]);
    phw_handshake_destroy(end[1]);
    return s == PHW_EAUTH ? PHW_OK : s;
}

/* The impostor has no better than a key of its own. */
static phw_status meet_both(chip *c)
{
    phw_entropy entropy;
    phw_key own = {0};
    bool taken = true;
    if (c->reproduced.size > 0)
        PHW_TRY(meet(&c->known, c, &c->reproduced));
    PHW_TRY(phw_entropy_seeded(&entropy, c->seed, "demo impostor"));
    PHW_TRY(phw_key_alloc(&own, c->enrolled.size));
    phw_entropy_bytes(&entropy, own.byte, own.size);
    const phw_status s = meet(&taken, c, &own);
    c->refused = !s && !taken;
    phw_key_free(&own);
    phw_entropy_wipe(&entropy);
    return s;
}

static void fill(phw_result *r, const chip *c)
{
    const phw_interval own = phw_interval_share(c->n_own, TRIES);
    const phw_interval other = phw_interval_share(c->n_other, TRIES);
    phw_result_text(r, "cell_model", "cells", "simulated, sign of mismatch plus noise");
    phw_result_count(r, "source_cells", "of them, used", "", c->account.n_cells);
    phw_result_count(r, "certified_bits", "bits that can be certified", "bit",
                     c->account.certified_bits);
    phw_result_number(r, "own_distance", "cells that flip at a power-up, share", "",
                      c->own_distance);
    phw_result_count(r, "tries", "power-ups tried", "", TRIES);
    phw_result_count(r, "reproduced", "of them, gave the key", "", c->n_own);
    phw_result_interval(r, "reproduced_interval", "  95 % interval of the share", "",
                        own.low, own.high);
    phw_result_number(r, "other_distance", "cells that differ on another chip, share",
                      "", c->other_distance);
    phw_result_count(r, "other_chips", "other chips tried", "", TRIES);
    phw_result_count(r, "other_reproduced", "of them, gave the key", "", c->n_other);
    phw_result_interval(r, "other_interval", "  95 % interval of the share", "",
                        other.low, other.high);
    phw_result_flag(r, "handshake", "reader and tag knew each other", c->known);
    phw_result_flag(r, "impostor_refused", "an impostor was refused", c->refused);
}

static void tell(phw_demo_outcome *out, const chip *c)
{
    (void)snprintf(out->said, sizeof out->said,
                   "the tag's chip gave its key at %zu of %d power-ups, and reader and "
                   "tag %s each other by it",
                   c->n_own, TRIES, c->known ? "knew" : "did not know");
    (void)snprintf(
        out->eve, sizeof out->eve,
        "other chips with the public helper data: %zu of %d gave the key "
        "(95 %% interval up to %.3f), their cells differ in %.1f %%; without "
        "it the reader %s her",
        c->n_other, TRIES, phw_interval_share(c->n_other, TRIES).high,
        100 * c->other_distance, c->refused ? "refused" : "took");
    out->good = c->n_own == TRIES && c->n_other == 0 && c->known && c->refused;
    out->by_eve = c->n_own == TRIES && c->known;
    out->failure = PHW_EAUTH;
    fill(out->figures, c);
}

static phw_status run(phw_demo_outcome *out, phw_demo *demo)
{
    chip c = {.seed = demo->seed};
    phw_status s = enroll(&c);
    if (!s)
        s = try_all(&c, demo->progress);
    if (!s)
        s = meet_both(&c);
    if (!s)
        tell(out, &c);
    phw_helper_data_free(&c.helper);
    phw_key_free(&c.enrolled);
    phw_key_free(&c.reproduced);
    phw_bits_free(&c.first);
    return s;
}

const phw_demo_step phw_demo_step_chip = {
    .name = "chip",
    .title = "The tag's hardware",
    .run = run,
};
