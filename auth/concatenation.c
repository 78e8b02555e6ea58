#include "auth/concatenation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <sodium.h>

#include "kgen/code_repetition.h"
#include "kgen/codes.h"

struct phw_concatenation {
    phw_codec *inner; /* one bit a message */
    phw_codec *outer;
    uint8_t *word; /* outer->n: scratch */
};

/* One code of a list by commas. */
static phw_status create_codec(phw_codec **out, const char *text)
{
    char name[32];
    const char *rest = NULL;
    const phw_code *code = NULL;
    phw_params params;
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_code_find(&code, name));
    if (phw_params_read(&params, code->params, code->n_params, rest) != PHW_OK)
        return phw_fail_within(PHW_EARG, "code %s", name);
    return code->create(out, &params);
}

static void destroy_codec(phw_codec *codec)
{
    if (codec != NULL)
        codec->code->destroy(codec);
}

static phw_status create_both(phw_concatenation *c, char *text)
{
    char *comma = strchr(text, ',');
    if (comma == NULL) {
        PHW_TRY(create_codec(&c->inner, "repetition:times=1"));
        return create_codec(&c->outer, text);
    }
    *comma = '\0';
    PHW_TRY(create_codec(&c->inner, text));
    if (c->inner->code != &phw_code_repetition || strchr(comma + 1, ',') != NULL)
        return phw_fail(PHW_EARG, "code: expected CODE or repetition:times=R,CODE");
    return create_codec(&c->outer, comma + 1);
}

phw_status phw_concatenation_create(phw_concatenation **out, const char *text)
{
    char copy[PHW_CONCATENATION_TEXT_SIZE];
    if (strlen(text) >= sizeof copy)
        return phw_fail(PHW_EARG,
                        "code: a text of %zu characters; expected %zu at most",
                        strlen(text), sizeof copy - 1);
    phw_concatenation *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a code");
    memcpy(copy, text, strlen(text) + 1);
    phw_status s = create_both(c, copy);
    if (!s) {
        c->word = malloc(c->outer->n);
        if (c->word == NULL)
            s = phw_fail(PHW_ENOMEM, "no memory for a code");
    }
    if (s)
        phw_concatenation_destroy(c);
    else
        *out = c;
    return s;
}

void phw_concatenation_destroy(phw_concatenation *c)
{
    if (c == NULL)
        return;
    if (c->word != NULL)
        sodium_memzero(c->word, c->outer->n);
    free(c->word);
    destroy_codec(c->inner);
    destroy_codec(c->outer);
    free(c);
}

size_t phw_concatenation_n(const phw_concatenation *c)
{
    return c->inner->n * c->outer->n;
}

size_t phw_concatenation_k(const phw_concatenation *c)
{
    return c->outer->k;
}

void phw_concatenation_encode(phw_concatenation *c, uint8_t *block,
                              const uint8_t *message)
{
    c->outer->code->encode(c->outer, c->word, message);
    for (size_t i = 0; i < c->outer->n; ++i)
        c->inner->code->encode(c->inner, block + i * c->inner->n, c->word + i);
    sodium_memzero(c->word, c->outer->n);
}

uint8_t phw_concatenation_decode(phw_concatenation *c, uint8_t *message,
                                 const uint8_t *block)
{
    for (size_t i = 0; i < c->outer->n; ++i)
        (void)c->inner->code->decode(c->inner, c->word + i, block + i * c->inner->n);
    const uint8_t good = c->outer->code->decode(c->outer, message, c->word);
    sodium_memzero(c->word, c->outer->n);
    return good;
}

double phw_concatenation_failure(const phw_concatenation *c, double p)
{
    if (!(p >= 0 && p <= 1))
        return (double)NAN;
    const double q =
        gsl_cdf_binomial_Q((unsigned)c->inner->t, p, (unsigned)c->inner->n);
    return gsl_cdf_binomial_Q((unsigned)c->outer->t, q, (unsigned)c->outer->n);
}
