#include "tools/puf_trials.h"

#include <string.h>

#include "auth/concatenation.h"
#include "core/entropy.h"
#include "core/key.h"
#include "tools/cancel.h"

static phw_status go_on(phw_puf_pace *pace, double done)
{
    pace->done += done;
    phw_progress_show(&pace->bar, pace->done);
    return phw_cancel_check();
}

phw_status phw_puf_trial_blocks(phw_block_trial *out, const char *code,
                                const phw_puf_chip *enrolled, const phw_puf_chip *read,
                                phw_puf_pace *pace)
{
    phw_concatenation *c = NULL;
    phw_block_trial trial = {0};
    PHW_TRY(phw_concatenation_create(&c, code));
    phw_status s = PHW_OK;
    for (size_t i = enrolled == read ? 1 : 0; i < read->readouts.n && !s; ++i) {
        s = phw_block_trial_add(&trial, c, &enrolled->readouts.cells[0],
                                &read->readouts.cells[i]);
        if (!s)
            s = go_on(pace, 1);
    }
    phw_concatenation_destroy(c);
    if (!s)
        *out = trial;
    return s;
}

static phw_status try_key(phw_puf_keys *count, const phw_helper_data *h,
                          const phw_key *wanted, const phw_bits *cells)
{
    phw_key key = {0};
    ++count->attempts;
    const phw_status s = phw_fuzzy_reproduce(&key, h, cells);
    if (s == PHW_EAUTH)
        return PHW_OK;
    PHW_TRY(s);
    const bool same =
        key.size == wanted->size && memcmp(key.byte, wanted->byte, key.size) == 0;
    phw_key_free(&key);
    ++count->reproduced;
    return same ? PHW_OK : phw_fail(PHW_ENOCONV, "puf: a key that was never enrolled");
}

/* All that one key is tried with. */
typedef struct crowd {
    const phw_puf_chip *chip;
    size_t n;
    size_t enrolled; /* the chip that the key is of */
    double share;    /* of a read-out that a key takes */
    phw_puf_pace *pace;
} crowd;

static phw_status try_chip(phw_puf_keys *out, const crowd *c, size_t which,
                           const phw_helper_data *h, const phw_key *key)
{
    const phw_readouts *read = &c->chip[which].readouts;
    ++out->enrolled;
    for (size_t i = which == c->enrolled ? 1 : 0; i < read->n; ++i) {
        PHW_TRY(try_key(out, h, key, &read->cells[i]));
        PHW_TRY(go_on(c->pace, c->share));
    }
    return PHW_OK;
}

/* One key against every read-out. */
static phw_status try_chips(phw_puf_keys *out, const crowd *c, const phw_helper_data *h,
                            const phw_key *key)
{
    phw_status s = PHW_OK;
    for (size_t j = 0; j < c->n && !s; ++j)
        s = try_chip(&out[j], c, j, h, key);
    return s;
}

phw_status phw_puf_trial_keys(phw_puf_keys *out, const phw_puf_chip *chip, size_t n,
                              size_t enrolled, const phw_fuzzy_config *config,
                              uint64_t seed, phw_puf_pace *pace)
{
    const phw_bits *cells = &chip[enrolled].readouts.cells[0];
    phw_fuzzy_account account;
    phw_entropy entropy;
    phw_fuzzy_config at = *config;
    PHW_TRY(phw_fuzzy_plan(&account, config, cells->n));
    PHW_TRY(phw_entropy_seeded(&entropy, seed, "puf evaluate"));
    const crowd all = {chip, n, enrolled, (double)account.n_cells / (double)cells->n,
                       pace};
    memset(out, 0, n * sizeof *out);
    phw_status s = PHW_OK;
    for (; at.from + account.n_cells <= cells->n && !s; at.from += account.n_cells) {
        phw_helper_data h = {.n_blocks = 0};
        phw_key key = {0};
        s = phw_fuzzy_enroll(&key, &h, cells, &at, &entropy);
        if (!s)
            s = try_chips(out, &all, &h, &key);
        phw_helper_data_free(&h);
        phw_key_free(&key);
    }
    phw_entropy_wipe(&entropy);
    return s;
}
