#include "kgen/code_bch.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/bch.h"

enum {
    ERRORS
};

static const phw_param params[] = {
    [ERRORS] = {.name = "t",
                .unit = "",
                .summary = "errors a word that are corrected; 18 leaves 131 bits",
                .min = 1,
                .max = PHW_BCH_T_MAX,
                .preset = 18,
                .whole = true},
};

typedef struct codec {
    phw_codec head; /* first */
    phw_bch *bch;
    uint8_t word[PHW_BCH_N];
} codec;

static phw_status create(phw_codec **out, const phw_params *values)
{
    codec *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a code");
    const unsigned t = (unsigned)values->value[ERRORS];
    const phw_status s = phw_bch_create(&c->bch, t);
    if (s) {
        free(c);
        return s;
    }
    c->head = (phw_codec){&phw_code_bch, PHW_BCH_N, phw_bch_k(c->bch), t};
    *out = &c->head;
    return PHW_OK;
}

static void destroy(phw_codec *head)
{
    codec *c = (codec *)head;
    if (c == NULL)
        return;
    phw_bch_destroy(c->bch);
    free(c);
}

static void encode(phw_codec *head, uint8_t *word, const uint8_t *message)
{
    phw_bch_encode(((codec *)head)->bch, word, message);
}

static uint8_t decode(phw_codec *head, uint8_t *message, const uint8_t *word)
{
    codec *c = (codec *)head;
    memcpy(c->word, word, sizeof c->word);
    const uint8_t good = phw_bch_correct(c->bch, c->word);
    memcpy(message, c->word, head->k);
    sodium_memzero(c->word, sizeof c->word);
    return good;
}

const phw_code phw_code_bch = {
    .name = "bch",
    .summary = "BCH of 255 bits, t errors a word",
    .reference = "Bose and Ray-Chaudhuri, Inf. Control 3, 1960; Hocquenghem, Chiffres "
                 "2, 1959",
    .params = params,
    .n_params = sizeof params / sizeof *params,
    .create = create,
    .destroy = destroy,
    .encode = encode,
    .decode = decode,
};
