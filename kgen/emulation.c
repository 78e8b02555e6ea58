#include "kgen/emulation.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/sample.h"
#include "core/signal.h"

/* Rows of each trace that belong together, and what was drawn for them. */
typedef struct stage {
    const phw_trace *in[3]; /* Alice, Bob, Eve or NULL */
    size_t *row[3];         /* of each, n; Eve's where she has all n_eve of them */
    size_t *exchange;       /* of Eve's rows, among the n */
    size_t n;
    size_t n_eve;
    size_t width;    /* draws of a probe */
    phw_cf *draw[2]; /* n x width; NULL: this end does not draw */
    const phw_agreement_config *config;
} stage;

/* The parties, as phw_emulation has them. */
enum {
    ALICE = PHW_ALICE,
    BOB = PHW_BOB,
    EVE
};

void phw_emulation_free(phw_emulation *e)
{
    phw_trace_free(&e->alice);
    phw_trace_free(&e->bob);
    phw_trace_free(&e->eve);
    *e = (phw_emulation){0};
}

static void release(stage *s)
{
    for (size_t i = 0; i < 3; ++i)
        free(s->row[i]);
    free(s->exchange);
    for (size_t i = 0; i < 2; ++i) {
        if (s->draw[i] != NULL)
            sodium_memzero(s->draw[i], s->n * s->width * sizeof *s->draw[i]);
        free(s->draw[i]);
    }
}

static bool is_of_antennas(const stage *s)
{
    return s->config->randomizer->reach == PHW_REACH_ANTENNAS;
}

/* Numbers of a probe that are left of `n`. */
static size_t left_of(const stage *s, size_t n)
{
    return is_of_antennas(s) ? n / s->width : n;
}

static phw_status check(const stage *s)
{
    const phw_trace *a = s->in[ALICE];
    const phw_trace *b = s->in[BOB];
    const phw_trace *e = s->in[EVE];
    const phw_randomizer *r = s->config->randomizer;
    if (r->stage != PHW_RANDOMIZES_AIR || r->draw == NULL)
        return phw_fail(PHW_EARG,
                        "randomizer %s: nothing that can be put over traces; simulate "
                        "a scenario that has it",
                        r->name);
    if (s->config->pairing != PHW_PAIRING_SEQUENCE)
        return phw_fail(PHW_EARG,
                        "randomizer %s: draws belong to probe numbers; pair rows by "
                        "sequence",
                        r->name);
    if (a->kind != b->kind || a->n_coefficients != b->n_coefficients ||
        (e != NULL &&
         (e->kind != a->kind || e->n_coefficients % a->n_coefficients != 0)))
        return phw_fail(PHW_EINPUT, "randomizer %s: the traces are of different form",
                        r->name);
    if (is_of_antennas(s) && (a->n_antennas < 2 || b->n_antennas != a->n_antennas ||
                              !phw_trace_kind_is_complex(a->kind)))
        return phw_fail(PHW_EINPUT,
                        "randomizer %s: expected complex traces of two antennas or "
                        "more",
                        r->name);
    return PHW_OK;
}

static size_t find(const phw_trace *t, size_t from, int64_t sequence)
{
    while (from < t->n_probes && t->sequence[from] < sequence)
        ++from;
    return from;
}

static bool has(const phw_trace *t, size_t row, int64_t sequence)
{
    return row < t->n_probes && t->sequence[row] == sequence;
}

static phw_status alloc_rows(stage *s)
{
    for (size_t i = 0; i < 3; ++i)
        PHW_TRY(phw_array_alloc(&s->row[i], s->in[ALICE]->n_probes, sizeof(size_t)));
    return phw_array_alloc(&s->exchange, s->in[ALICE]->n_probes, sizeof(size_t));
}

/* An Eve without a trace has, where she knows, every row. */
static phw_status pair(stage *s)
{
    const phw_trace *a = s->in[ALICE];
    const phw_trace *e = s->in[EVE];
    size_t bob = 0;
    size_t eve = 0;
    PHW_TRY(alloc_rows(s));
    for (size_t p = 0; p < a->n_probes; ++p) {
        const int64_t number = a->sequence[p];
        bob = find(s->in[BOB], bob, number);
        eve = e != NULL ? find(e, eve, number) : 0;
        if (!has(s->in[BOB], bob, number))
            continue;
        s->row[ALICE][s->n] = p;
        s->row[BOB][s->n] = bob;
        if (e == NULL || has(e, eve, number)) {
            s->row[EVE][s->n_eve] = e != NULL ? eve : p;
            s->exchange[s->n_eve++] = s->n;
        }
        ++s->n;
    }
    if (s->n == 0)
        return phw_fail(PHW_ESHORT,
                        "randomizer: the ends have no probe number in common");
    if (2 * s->n_eve < s->n)
        return phw_fail(PHW_EINPUT,
                        "randomizer: of %zu probe numbers of both ends, Eve has %zu; "
                        "expected half or more: hers must be theirs",
                        s->n, s->n_eve);
    return PHW_OK;
}

static phw_status draw(stage *s, phw_role role, phw_entropy *entropy)
{
    enum {
        CHUNK = 512
    };

    const phw_agreement_config *c = s->config;
    const size_t n = s->n * s->width;
    uint32_t word[2 * CHUNK];
    if (!c->randomizer->draws[role])
        return PHW_OK;
    PHW_TRY(phw_array_alloc(&s->draw[role], n, sizeof(phw_cf)));
    for (size_t from = 0; from < n; from += CHUNK) {
        const size_t count = n - from < CHUNK ? n - from : CHUNK;
        phw_entropy_bytes(entropy, word, 2 * count * sizeof *word);
        c->randomizer->draw(s->draw[role] + from, word, count, &c->randomizer_params);
    }
    sodium_memzero(word, sizeof word);
    return PHW_OK;
}

/* A trace of the rows, `n_coefficients` wide, whose values are to be filled. */
static phw_status begin(phw_trace *out, const phw_trace *in, const size_t *row,
                        size_t n, size_t n_coefficients)
{
    phw_trace t = {0};
    PHW_TRY(phw_trace_alloc(&t, in->kind, n, n_coefficients));
    t.has_time = in->has_time;
    t.carrier_hz = in->carrier_hz;
    t.bandwidth_hz = in->bandwidth_hz;
    t.noise_variance = in->noise_variance;
    memcpy(t.party, in->party, sizeof t.party);
    memcpy(t.origin, in->origin, sizeof t.origin);
    for (size_t c = 0; c < n_coefficients; ++c)
        t.coefficient[c] = in->coefficient[c % in->n_coefficients];
    for (size_t p = 0; p < n; ++p) {
        t.sequence[p] = in->sequence[row[p]];
        t.time_s[p] = in->time_s[row[p]];
    }
    *out = t;
    return PHW_OK;
}

/* Value `to` of a trace becomes value `from` of another, times a factor. */
static void scale(phw_trace *out, size_t to, const phw_trace *in, size_t from,
                  phw_cf factor)
{
    if (in->cplx != NULL)
        out->cplx[to] = in->cplx[from] * factor;
    else if (in->kind == PHW_TRACE_POWER_DB)
        out->real[to] = in->real[from] + 20 * log10f(cabsf(factor));
    else
        out->real[to] = in->real[from] * cabsf(factor);
}

/* What the draws of exchange i leave of probe `from` of a trace, from value `at` of a
 * row on; `who` are the ends whose draws they are. */
static void apply(const stage *s, phw_trace *out, size_t at, const phw_trace *in,
                  size_t from, size_t i, const bool who[2])
{
    const size_t n = s->in[ALICE]->n_coefficients;
    const size_t n_left = left_of(s, n);
    for (size_t c = 0; c < n; ++c) {
        const size_t d = i * s->width + (is_of_antennas(s) ? c / n_left : c % s->width);
        phw_cf factor = 1;
        for (size_t role = 0; role < 2; ++role) {
            if (who[role] && s->draw[role] != NULL)
                factor *= s->draw[role][d];
        }
        if (is_of_antennas(s))
            out->cplx[at + c % n_left] +=
                in->cplx[from + c] * factor / sqrtf((float)s->width);
        else
            scale(out, at + c, in, from + c, factor);
    }
}

static phw_status make_end(phw_trace *out, const stage *s, phw_role role)
{
    static const bool both[2] = {true, true};
    const phw_trace *in = s->in[role];
    const size_t n = left_of(s, in->n_coefficients);
    PHW_TRY(begin(out, in, s->row[role], s->n, n));
    out->n_antennas = is_of_antennas(s) ? 1 : in->n_antennas;
    for (size_t i = 0; i < s->n; ++i)
        apply(s, out, i * n, in, s->row[role][i] * in->n_coefficients, i, both);
    return PHW_OK;
}

/* Whether what she knows is more than what she hears. */
static bool knows_more(const stage *s)
{
    const phw_trace *a = s->in[ALICE];
    const size_t heard = s->in[EVE] != NULL ? s->in[EVE]->n_coefficients : 0;
    const size_t most =
        heard > a->n_coefficients ? heard : a->n_coefficients; /* of a probe */
    if (!s->config->eve_knows_channels)
        return false;
    return !is_of_antennas(s) || left_of(s, most) > 1;
}

static phw_status make_eve(phw_emulation *out, const stage *s)
{
    static const bool both[2] = {true, true};
    static const bool alice[2] = {true, false};
    const phw_trace *a = s->in[ALICE];
    const phw_trace *e = s->in[EVE] != NULL ? s->in[EVE] : a;
    const size_t n = left_of(s, a->n_coefficients);
    const size_t n_heard =
        s->in[EVE] != NULL ? e->n_coefficients / a->n_coefficients : 0;
    const size_t n_blocks = n_heard + (knows_more(s) ? 1 : 0);
    if (n_blocks == 0 || s->n_eve == 0)
        return PHW_OK;
    PHW_TRY(begin(&out->eve, e, s->row[EVE], s->n_eve, n_blocks * n));
    out->has_eve = true;
    out->eve.n_antennas = n_blocks;
    for (size_t i = 0; i < s->n_eve; ++i) {
        const size_t at = i * n_blocks * n;
        const size_t from = s->row[EVE][i] * e->n_coefficients;
        for (size_t b = 0; b < n_heard; ++b)
            apply(s, &out->eve, at + b * n, e, from + b * a->n_coefficients,
                  s->exchange[i], alice);
        if (n_blocks > n_heard)
            apply(s, &out->eve, at + n_heard * n, a,
                  s->row[ALICE][0] * a->n_coefficients, s->exchange[i], both);
    }
    return PHW_OK;
}

phw_status phw_emulate(phw_emulation *out, const phw_trace *alice, const phw_trace *bob,
                       const phw_trace *eve, const phw_agreement_config *config,
                       phw_entropy entropy[2])
{
    stage s = {.in = {alice, bob, eve}, .config = config};
    phw_emulation e = {0};
    s.width = is_of_antennas(&s)             ? alice->n_antennas
              : alice->kind == PHW_TRACE_CIR ? 1
                                             : alice->n_coefficients;
    phw_status status = check(&s);
    if (!status)
        status = pair(&s);
    if (!status)
        status = draw(&s, PHW_ALICE, &entropy[PHW_ALICE]);
    if (!status)
        status = draw(&s, PHW_BOB, &entropy[PHW_BOB]);
    if (!status)
        status = make_end(&e.alice, &s, PHW_ALICE);
    if (!status)
        status = make_end(&e.bob, &s, PHW_BOB);
    if (!status)
        status = make_eve(&e, &s);
    release(&s);
    if (status)
        phw_emulation_free(&e);
    else
        *out = e;
    return status;
}
