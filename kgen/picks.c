#include "kgen/picks.h"

#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"

phw_status phw_picks_alloc(phw_picks *out, size_t n_rows, size_t n_components,
                           size_t n_rows_of, size_t n_components_of)
{
    phw_picks p = {.n_rows = n_rows,
                   .n_components = n_components,
                   .n_rows_of = n_rows_of,
                   .n_components_of = n_components_of};
    if (n_rows == 0 || n_components == 0)
        return phw_fail(PHW_ESHORT, "picks: none of %zu rows is left", n_rows_of);
    if (n_rows_of > UINT32_MAX / n_components_of)
        return phw_fail(PHW_EARG, "picks: %zu rows of %zu values are too many",
                        n_rows_of, n_components_of);
    PHW_TRY(phw_array_alloc(&p.from, n_rows * n_components, sizeof *p.from));
    *out = p;
    return PHW_OK;
}

void phw_picks_free(phw_picks *picks)
{
    free(picks->from);
    *picks = (phw_picks){0};
}

phw_status phw_picks_apply(phw_features *out, const phw_features *x,
                           const phw_picks *picks)
{
    phw_features y = {0};
    if (x->n_rows != picks->n_rows_of || x->n_components != picks->n_components_of)
        return phw_fail(PHW_EARG, "picks: of %zu x %zu values, there are %zu x %zu",
                        picks->n_rows_of, picks->n_components_of, x->n_rows,
                        x->n_components);
    PHW_TRY(phw_features_alloc(&y, picks->n_rows, picks->n_components));
    for (size_t i = 0; i < picks->n_rows * picks->n_components; ++i)
        y.value[i] = x->value[picks->from[i]];
    for (size_t r = 0; r < picks->n_rows; ++r) {
        const size_t row = picks->from[r] % picks->n_rows_of;
        y.sequence[r] = x->sequence[row];
        y.time_s[r] = x->time_s[row];
    }
    y.has_time = x->has_time;
    y.has_dependence = x->has_dependence;
    y.dependence_bits = x->dependence_bits;
    *out = y;
    return PHW_OK;
}

/* What all symbols of a component of the matrix have in common. */
typedef struct form {
    unsigned n_bits; /* secret bits of the shortest; 0: there are none */
    unsigned said_bits;
} form;

/* Where a kept symbol belongs. */
static size_t place_of(const phw_raw_component *kept, size_t i, const phw_picks *p)
{
    return p->from[kept->component * p->n_rows + kept->row[i]];
}

static phw_status add_form(form *inout, const phw_raw_component *kept)
{
    if (inout->n_bits > 0 && inout->said_bits != kept->said_bits)
        return phw_fail(PHW_EARG,
                        "picks: more was said of some symbols than of others");
    inout->said_bits = kept->said_bits;
    if (inout->n_bits == 0 || kept->n_bits < inout->n_bits)
        inout->n_bits = kept->n_bits;
    return PHW_OK;
}

static phw_status find_forms(form *of, const phw_raw *raw, const phw_picks *p)
{
    for (size_t k = 0; k < raw->n_components; ++k) {
        const phw_raw_component *c = &raw->component[k];
        if (c->n > 0 &&
            (c->component >= p->n_components || c->row[c->n - 1] >= p->n_rows))
            return phw_fail(PHW_EARG, "picks: the raw material is of other picks");
        for (size_t i = 0; i < c->n; ++i)
            PHW_TRY(add_form(&of[place_of(c, i, p) / p->n_rows_of], c));
    }
    return PHW_OK;
}

/* Kept symbols to their places in the matrix, 1 above their values; 0 where there is
 * none. */
static void place(uint16_t *at, const phw_raw_component *kept, const phw_picks *p,
                  const form *of)
{
    for (size_t i = 0; i < kept->n; ++i) {
        const size_t to = place_of(kept, i, p);
        const form f = of[to / p->n_rows_of];
        const unsigned said = (unsigned)kept->symbol[i] >> kept->n_bits;
        const unsigned secret = kept->symbol[i] & ((1U << kept->n_bits) - 1);
        const unsigned symbol =
            (said << f.n_bits) | (secret >> (kept->n_bits - f.n_bits));
        at[to] = (uint16_t)(symbol + 1);
    }
}

/* The kept symbols of one component of the matrix, `at` its first place. */
static phw_status collect(phw_raw_component *c, const uint16_t *at, size_t n_rows)
{
    PHW_TRY(phw_array_alloc(&c->symbol, n_rows, sizeof *c->symbol));
    PHW_TRY(phw_array_alloc(&c->row, n_rows, sizeof *c->row));
    for (size_t r = 0; r < n_rows; ++r) {
        if (at[r] == 0)
            continue;
        c->symbol[c->n] = (uint8_t)(at[r] - 1);
        c->row[c->n++] = r;
    }
    return PHW_OK;
}

static phw_status collect_all(phw_raw *out, const uint16_t *at, const phw_picks *p,
                              const form *of)
{
    phw_raw raw = {0};
    phw_status s =
        phw_array_alloc(&raw.component, p->n_components_of, sizeof *raw.component);
    for (size_t c = 0; c < p->n_components_of && !s; ++c) {
        if (of[c].n_bits == 0)
            continue;
        phw_raw_component *to = &raw.component[raw.n_components++];
        *to = (phw_raw_component){
            .n_bits = of[c].n_bits, .said_bits = of[c].said_bits, .component = c};
        s = collect(to, at + c * p->n_rows_of, p->n_rows_of);
    }
    if (!s)
        s = raw.n_components > 0
                ? phw_raw_write(&raw)
                : phw_fail(PHW_ESHORT, "picks: the raw material is empty");
    if (s)
        phw_raw_free(&raw);
    else
        *out = raw;
    return s;
}

phw_status phw_picks_undo(phw_raw *out, const phw_raw *raw, const phw_picks *picks)
{
    form *of = NULL;
    uint16_t *at = NULL;
    const size_t n = picks->n_rows_of * picks->n_components_of;
    PHW_TRY(phw_array_alloc(&of, picks->n_components_of, sizeof *of));
    phw_status s = find_forms(of, raw, picks);
    if (!s)
        s = phw_array_alloc(&at, n, sizeof *at);
    for (size_t k = 0; k < raw->n_components && !s; ++k)
        place(at, &raw->component[k], picks, of);
    if (!s)
        s = collect_all(out, at, picks, of);
    if (at != NULL)
        sodium_memzero(at, n * sizeof *at);
    free(at);
    free(of);
    return s;
}
