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

/* What all symbols have in common. */
typedef struct form {
    unsigned n_bits; /* secret bits of the shortest; 0: there are none */
    unsigned said_bits;
} form;

/* PHW_EARG where more was said of some than of others, or one is out of range. */
static phw_status find_form(form *out, const phw_raw *raw, const phw_picks *p)
{
    form f = {0};
    for (size_t k = 0; k < raw->n_components; ++k) {
        const phw_raw_component *c = &raw->component[k];
        if (c->n == 0)
            continue;
        if (c->component >= p->n_components || c->row[c->n - 1] >= p->n_rows ||
            (f.n_bits > 0 && c->said_bits != f.said_bits))
            return phw_fail(PHW_EARG, "picks: the raw material is of other picks");
        f.said_bits = c->said_bits;
        f.n_bits = f.n_bits == 0 || c->n_bits < f.n_bits ? c->n_bits : f.n_bits;
    }
    *out = f;
    return f.n_bits > 0 ? PHW_OK
                        : phw_fail(PHW_ESHORT, "picks: the raw material is empty");
}

/* A kept symbol to its place in the matrix, 1 above its value; 0 where there is none.
 */
static void place(uint16_t *at, const phw_raw_component *kept, const phw_picks *p,
                  form f)
{
    const uint32_t *from = p->from + kept->component * p->n_rows;
    for (size_t i = 0; i < kept->n; ++i) {
        const unsigned said = (unsigned)kept->symbol[i] >> kept->n_bits;
        const unsigned secret = kept->symbol[i] & ((1U << kept->n_bits) - 1);
        const unsigned symbol =
            (said << f.n_bits) | (secret >> (kept->n_bits - f.n_bits));
        at[from[kept->row[i]]] = (uint16_t)(symbol + 1);
    }
}

/* The kept symbols of one component of the matrix, `at` its first place; none when
 * nothing of it is kept. */
static phw_status collect(phw_raw *raw, const uint16_t *at, size_t component,
                          size_t n_rows)
{
    phw_raw_component *c = &raw->component[raw->n_components];
    size_t n = 0;
    for (size_t r = 0; r < n_rows; ++r)
        n += at[r] > 0;
    if (n == 0)
        return PHW_OK;
    c->component = component;
    ++raw->n_components;
    PHW_TRY(phw_array_alloc(&c->symbol, n, sizeof *c->symbol));
    PHW_TRY(phw_array_alloc(&c->row, n, sizeof *c->row));
    for (size_t r = 0; r < n_rows; ++r) {
        if (at[r] == 0)
            continue;
        c->symbol[c->n] = (uint8_t)(at[r] - 1);
        c->row[c->n++] = r;
    }
    return PHW_OK;
}

static phw_status collect_all(phw_raw *out, const uint16_t *at, const phw_picks *p,
                              form f)
{
    phw_raw raw = {0};
    phw_status s =
        phw_array_alloc(&raw.component, p->n_components_of, sizeof *raw.component);
    for (size_t c = 0; c < p->n_components_of && !s; ++c) {
        raw.component[raw.n_components].n_bits = f.n_bits;
        raw.component[raw.n_components].said_bits = f.said_bits;
        s = collect(&raw, at + c * p->n_rows_of, c, p->n_rows_of);
    }
    if (!s)
        s = phw_raw_write(&raw);
    if (s)
        phw_raw_free(&raw);
    else
        *out = raw;
    return s;
}

phw_status phw_picks_undo(phw_raw *out, const phw_raw *raw, const phw_picks *picks)
{
    form f = {0};
    uint16_t *at = NULL;
    const size_t n = picks->n_rows_of * picks->n_components_of;
    PHW_TRY(find_form(&f, raw, picks));
    PHW_TRY(phw_array_alloc(&at, n, sizeof *at));
    for (size_t k = 0; k < raw->n_components; ++k)
        place(at, &raw->component[k], picks, f);
    const phw_status s = collect_all(out, at, picks, f);
    sodium_memzero(at, n * sizeof *at);
    free(at);
    return s;
}
