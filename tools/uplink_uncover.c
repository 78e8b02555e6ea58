#include "tools/uplink_uncover.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "core/signal.h"
#include "encrypt/cancellation.h"
#include "tools/cancel.h"
#include "tools/uplink_tag.h"

/* Link frequencies sought lie this share about those of the covers. */
#define BLF_SHARE 0.05

/* After the first; the second of them has better levels to begin with. */
#define FURTHER_PASSES 2

/* Rounds of the two levels' search among magnitudes. */
#define ROUNDS 20

/* One recording's work. */
typedef struct bench {
    phw_uplink_samples *samples;
    const phw_uplink_covers *covers;
    const phw_key *key;
    size_t n_taps;
    phw_cf *noisy; /* the samples as they came */
    phw_cf *y;     /* of one cover: received, */
    phw_cf *w;     /* known noise, */
    phw_cf *v;     /* noise by the estimate, */
    float *m;      /* and the tag's levels */
} bench;

void phw_uplink_uncovering_free(phw_uplink_uncovering *u)
{
    free(u->cover);
    phw_uplink_messages_free(&u->found);
    *u = (phw_uplink_uncovering){0};
}

phw_status phw_uplink_uncovering_check(const phw_uplink_uncovering *u, const char *path)
{
    if (u->n_explained > 0)
        return PHW_OK;
    return phw_fail(PHW_EAUTH,
                    "%s: the noise of this key is not in it: another key, or the "
                    "metadata's stream, frame or law were changed",
                    path);
}

/* That `n_taps` columns which have nothing to do with the samples explain this share of
 * them: a beta law. Only one value a half bit counts as independent. */
static double chance_of(double share, double n_values, double n_taps, bool is_real)
{
    const double each = is_real ? 0.5 : 1;
    const double rest = n_values - n_taps - 1;
    return rest > 0 ? gsl_cdf_beta_Q(share, each * n_taps, each * rest) : 1;
}

static void subtract(bench *b, size_t i)
{
    const phw_uplink_cover *c = &b->covers->cover[i];
    phw_cf *out = b->samples->signal.sample + c->from;
    const phw_cf *in = b->noisy + c->from;
    for (size_t k = 0; k < c->count; ++k) {
        const phw_cf x = in[k] - b->v[k];
        out[k] = b->samples->is_real ? crealf(x) : x;
    }
}

/* Estimates with the number of taps, up to b->n_taps, that Schwarz's criterion prefers
 * (Ann. Statist. 6, 1978): each tap, two numbers, has to lower N ln(residual) by 2 ln
 * N. Taps that are not there would each cost 1/N of the tag's power. */
static phw_status estimate(phw_cancellation *out, const bench *b, const phw_cf *y,
                           size_t n, const float *m)
{
    const phw_known_noise known = {b->w, 0};
    double least = HUGE_VAL;
    for (size_t n_taps = 1; n_taps <= b->n_taps; ++n_taps) {
        phw_cancellation e = {0};
        const phw_status s = phw_cancellation_estimate(&e, y, n, &known, m, n_taps);
        if (s == PHW_ESHORT && n_taps > 1)
            break; /* delayed copies that can't be told apart */
        if (s)
            return s;
        const double criterion = (double)n * log(fmax(e.residual_power, 1e-300)) +
                                 2 * (double)n_taps * log((double)n);
        if (criterion >= least)
            continue;
        least = criterion;
        *out = e;
    }
    return PHW_OK;
}

static phw_status first_pass(bench *b, phw_uplink_uncovered *out, size_t i)
{
    const phw_uplink_cover *c = &b->covers->cover[i];
    const phw_known_noise known = {b->w, 0};
    phw_cancellation e = {0};
    PHW_TRY(phw_uplink_cover_noise(b->w, b->covers, i, b->key));
    PHW_TRY(estimate(&e, b, b->noisy + c->from, (size_t)c->count, NULL));
    phw_cancellation_noise(b->v, (size_t)c->count, &known, &e);
    subtract(b, i);
    const double all = e.noise_power + e.residual_power;
    out->noise_power = e.noise_power;
    out->residual_power = e.residual_power;
    out->chance = chance_of(all > 0 ? fmin(e.noise_power / all, 1) : 0,
                            (double)c->count / c->clock.length, (double)b->n_taps,
                            b->samples->is_real);
    return PHW_OK;
}

/* Which of two levels each magnitude belongs to, by Lloyd's rounds. */
static void slice(float *m, const phw_uplink_samples *s, const phw_cf *x, size_t n)
{
    double middle = 0;
    for (size_t i = 0; i < n; ++i) {
        m[i] = s->is_real ? crealf(x[i]) : cabsf(x[i]);
        middle += (double)m[i] / (double)n;
    }
    for (int round = 0; round < ROUNDS; ++round) {
        double sum[2] = {0};
        double count[2] = {0};
        for (size_t i = 0; i < n; ++i) {
            sum[(double)m[i] > middle] += (double)m[i];
            count[(double)m[i] > middle] += 1;
        }
        if (count[0] > 0 && count[1] > 0)
            middle = (sum[0] / count[0] + sum[1] / count[1]) / 2;
    }
    for (size_t i = 0; i < n; ++i)
        m[i] = (double)m[i] > middle ? 1 : -1;
}

/* The three levels about a sample as a number, from that of the one before. */
static unsigned next_pattern(unsigned pattern, const float *m, size_t i, size_t n)
{
    return (pattern << 1 | (i + 1 < n && m[i + 1] > 0)) & 7U;
}

/* Sliced levels become the mean values, along the carrier, of samples with the same
 * neighbours: what edges within a sample make of them. */
static void shape(float *m, const phw_cf *x, size_t n)
{
    double complex carrier = 0;
    double sum[8] = {0};
    double count[8] = {0};
    for (size_t i = 0; i < n; ++i)
        carrier += m[i] > 0 ? (double complex)x[i] : 0;
    const double complex along = conj(carrier) / fmax(cabs(carrier), 1e-300);
    const unsigned before = m[0] > 0;
    unsigned pattern = before;
    for (size_t i = 0; i < n; ++i) {
        pattern = next_pattern(pattern, m, i, n);
        sum[pattern] += creal((double complex)x[i] * along);
        count[pattern] += 1;
    }
    pattern = before;
    for (size_t i = 0; i < n; ++i) {
        pattern = next_pattern(pattern, m, i, n);
        m[i] = (float)(sum[pattern] / count[pattern]);
    }
}

/* With the levels that are there after the first pass as a column of their own, in the
 * tag's carrier. */
static phw_status further_pass(bench *b, size_t i)
{
    const phw_uplink_cover *c = &b->covers->cover[i];
    const size_t n = (size_t)c->count;
    const phw_cf *clean = b->samples->signal.sample + c->from;
    const phw_known_noise known = {b->w, 0};
    phw_cancellation e;
    PHW_TRY(phw_uplink_cover_noise(b->w, b->covers, i, b->key));
    slice(b->m, b->samples, clean, n);
    const double turn = b->samples->is_real ? 0 : phw_uplink_turn(clean, b->m, n);
    phw_uplink_turn_back(b->v, clean, n, turn);
    shape(b->m, b->v, n);
    phw_uplink_turn_back(b->y, b->noisy + c->from, n, turn);
    phw_uplink_turn_back(b->w, b->w, n, turn);
    PHW_TRY(estimate(&e, b, b->y, n, b->m));
    phw_cancellation_noise(b->v, n, &known, &e);
    phw_uplink_turn_back(b->v, b->v, n, -turn);
    subtract(b, i);
    return PHW_OK;
}

/* Near the covers' own half bits: no reply has others. */
static phw_uplink_search search_of(const bench *b)
{
    phw_uplink_search s = {b->covers->kind, 0, 0};
    double shortest = HUGE_VAL;
    double longest = 0;
    for (size_t i = 0; i < b->covers->n; ++i) {
        shortest = fmin(shortest, b->covers->cover[i].clock.length);
        longest = fmax(longest, b->covers->cover[i].clock.length);
    }
    const double rate_hz = b->samples->signal.rate_hz;
    s.blf_low_hz =
        fmin(fmax(PHW_EPC_BLF_MIN_HZ, rate_hz / (2 * longest * (1 + BLF_SHARE))),
             PHW_EPC_BLF_MAX_HZ);
    s.blf_high_hz =
        fmax(s.blf_low_hz,
             fmin(PHW_EPC_BLF_MAX_HZ, rate_hz / (2 * shortest * (1 - BLF_SHARE))));
    return s;
}

/* Finds what can be read now and gives each cover its message. */
static phw_status find(phw_uplink_uncovering *u, const bench *b)
{
    const phw_uplink_search search = search_of(b);
    phw_uplink_messages found = {0};
    PHW_TRY(phw_uplink_find(&found, b->samples, &search));
    phw_uplink_messages_free(&u->found);
    u->found = found;
    u->n_good = 0;
    for (size_t i = 0; i < u->n; ++i) {
        const phw_uplink_cover *c = &b->covers->cover[i];
        phw_uplink_uncovered *x = &u->cover[i];
        x->message = NULL;
        x->fault = "no message was found in it";
        for (size_t k = 0; k < found.n && x->message == NULL; ++k) {
            const phw_uplink_message *m = &found.message[k];
            if (m->clock.first < (double)c->from ||
                m->clock.first >= (double)(c->from + c->count))
                continue;
            x->fault = m->fault;
            x->message = m->crc_ok ? m : NULL;
        }
        u->n_good += x->message != NULL;
    }
    return PHW_OK;
}

static phw_status make_arrays(bench *b)
{
    uint64_t most = 0;
    for (size_t i = 0; i < b->covers->n; ++i)
        most = b->covers->cover[i].count > most ? b->covers->cover[i].count : most;
    const size_t n = b->samples->signal.n;
    PHW_TRY(phw_array_alloc(&b->noisy, n, sizeof(phw_cf)));
    memcpy(b->noisy, b->samples->signal.sample, n * sizeof(phw_cf));
    PHW_TRY(phw_array_alloc(&b->y, (size_t)most, sizeof(phw_cf)));
    PHW_TRY(phw_array_alloc(&b->w, (size_t)most, sizeof(phw_cf)));
    PHW_TRY(phw_array_alloc(&b->v, (size_t)most, sizeof(phw_cf)));
    return phw_array_alloc(&b->m, (size_t)most, sizeof(float));
}

static phw_status first_passes(phw_uplink_uncovering *u, bench *b)
{
    for (size_t i = 0; i < u->n; ++i) {
        PHW_TRY(phw_cancel_check());
        PHW_TRY(first_pass(b, &u->cover[i], i));
        u->n_explained += u->cover[i].chance < PHW_UPLINK_CHANCE;
    }
    return PHW_OK;
}

/* Where nothing of the key is, there are no levels to be found either. */
static phw_status further_passes(const phw_uplink_uncovering *u, bench *b)
{
    for (size_t i = 0; i < u->n; ++i) {
        const bool more =
            u->cover[i].message == NULL && u->cover[i].chance < PHW_UPLINK_CHANCE;
        for (int pass = 0; more && pass < FURTHER_PASSES; ++pass)
            PHW_TRY(further_pass(b, i));
    }
    return PHW_OK;
}

static phw_status uncover(phw_uplink_uncovering *u, bench *b)
{
    PHW_TRY(make_arrays(b));
    PHW_TRY(phw_array_alloc(&u->cover, b->covers->n, sizeof *u->cover));
    u->n = b->covers->n;
    PHW_TRY(first_passes(u, b));
    PHW_TRY(find(u, b));
    if (u->n_good == u->n)
        return PHW_OK;
    PHW_TRY(further_passes(u, b));
    return find(u, b);
}

phw_status phw_uplink_uncover(phw_uplink_uncovering *out, phw_uplink_samples *inout,
                              const phw_uplink_covers *covers, const phw_key *key,
                              size_t n_taps)
{
    bench b = {.samples = inout, .covers = covers, .key = key, .n_taps = n_taps};
    phw_uplink_uncovering u = {0};
    const phw_status s = uncover(&u, &b);
    free(b.noisy);
    free(b.y);
    free(b.w);
    free(b.v);
    free(b.m);
    if (s) {
        phw_uplink_uncovering_free(&u);
        return s;
    }
    *out = u;
    return PHW_OK;
}
