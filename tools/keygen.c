#include "tools/keygen.h"

#include <math.h>
#include <stdio.h>

#include "kgen/agreement_machine.h"
#include "kgen/eavesdropper.h"
#include "kgen/emulation.h"
#include "tools/cancel.h"
#include "tools/disagreement.h"

static double rate_of(const phw_bits *a, const phw_bits *b)
{
    return a->n > 0 && a->n == b->n ? (double)phw_bits_distance(a, b) / (double)a->n
                                    : (double)NAN;
}

/* Alice's own span: her first to her last probe, and one interval for the first. */
static double duration_of(const phw_trace *t)
{
    if (!t->has_time || t->n_probes < 2)
        return (double)NAN;
    const double n = (double)t->n_probes;
    return (t->time_s[t->n_probes - 1] - t->time_s[0]) * n / (n - 1);
}

/* Share of Eve's raw bits that are not Alice's, over those that were reconciled. */
static double eve_rate(const phw_rehearsal *r, const phw_trace *eve,
                       const phw_agreement_config *config)
{
    const phw_bits *alice = &r->raw[PHW_ALICE];
    double rate = (double)NAN;
    phw_raw raw = {0};
    if (eve == NULL || alice->n == 0 ||
        phw_eavesdrop(&raw, eve, &r->facts, config) != PHW_OK)
        return rate;
    if (raw.bits.n == alice->n && (r->facts.used.n == 0 || r->facts.used.n == alice->n))
        rate = phw_disagreement_measure(&raw.bits, alice, raw.segment, raw.n_segments,
                                        &r->facts.used)
                   .rate;
    phw_raw_free(&raw);
    return rate;
}

/* An end that was only told that the other broke off doesn't know why. */
static phw_status worst(const phw_rehearsal *r)
{
    const phw_status alice = r->report[PHW_ALICE].status;
    const phw_status bob = r->report[PHW_BOB].status;
    return bob == PHW_OK || (bob == PHW_EPEER && alice != PHW_OK) ? alice : bob;
}

/* Both ends' bits are here: no estimate of their error rates is needed. */
static void measure_reconciliation(phw_keygen *k)
{
    const phw_rehearsal *r = &k->rehearsal;
    const phw_agreement_report *report = &r->report[PHW_BOB];
    const size_t n = r->raw[PHW_ALICE].n;
    k->reconciled_rate = (double)NAN;
    k->efficiency = (double)NAN;
    if (report->n_bits == 0 || r->raw[PHW_BOB].n != n || r->facts.used.n != n)
        return;
    const phw_disagreement d =
        phw_disagreement_measure(&r->raw[PHW_ALICE], &r->raw[PHW_BOB], r->segment,
                                 r->n_segments, &r->facts.used);
    k->reconciled_rate = d.rate;
    if (d.shannon_bits > 0 && report->reconcile.leak_bits > 0)
        k->efficiency = (double)report->reconcile.leak_bits / d.shannon_bits;
}

static size_t certified(const phw_agreement_report *r)
{
    return r->assessed && r->min_entropy_bits > 0
               ? (size_t)phw_ledger_key_bits(&r->ledger, r->min_entropy_bits, NULL)
               : 0;
}

static phw_status measure(phw_keygen *k, const phw_trace *alice, const phw_trace *bob,
                          const phw_trace *eve, const phw_agreement_config *config)
{
    const phw_rehearsal *r = &k->rehearsal;
    k->status = worst(r);
    k->certified_bits = certified(&r->report[PHW_ALICE]);
    k->n_raw = r->raw[PHW_ALICE].n;
    k->disagreement_rate = rate_of(&r->raw[PHW_ALICE], &r->raw[PHW_BOB]);
    if (k->n_raw > 0 && r->raw[PHW_BOB].n == k->n_raw)
        k->n_disagreements = phw_bits_distance(&r->raw[PHW_ALICE], &r->raw[PHW_BOB]);
    measure_reconciliation(k);
    k->duration_s = duration_of(alice);
    k->n_exchanges = alice->n_probes;
    k->eve_rate = eve_rate(r, eve, config);
    /* What can't be matched has no figures; that is not a failure of the run. */
    if (phw_matched_make(&k->matched, alice, bob, eve, config, &r->facts) != PHW_OK)
        k->matched = (phw_matched){0};
    k->correlation = phw_matched_correlation(&k->matched.alice, &k->matched.bob);
    k->eve_correlation = phw_matched_correlation(&k->matched.alice, &k->matched.eve);
    if (k->status != PHW_OK)
        return PHW_OK;
    phw_key key = {0};
    PHW_TRY(phw_keygen_key(&key, k, config));
    phw_key_fingerprint(k->fingerprint, &key);
    phw_key_free(&key);
    return PHW_OK;
}

/* What the parties observed; `eve` may be NULL. */
typedef struct observed {
    const phw_trace *alice, *bob, *eve;
} observed;

/* Who listens to the wire: the user's wish to stop, and the bar. */
typedef struct listener {
    phw_progress *progress;
    double from; /* of the whole: where this rehearsal begins */
    double span; /* and how much of it it is */
} listener;

/* Lets nothing through once the user wants to stop; both ends then rest. */
static void listen(void *context, phw_role from, phw_message *frame)
{
    const listener *l = context;
    (void)from;
    if (phw_cancel_asked()) {
        phw_message_clear(frame);
        return;
    }
    /* Later kinds of message come later: the second byte is the kind. */
    if (l->progress != NULL)
        phw_progress_within(l->progress,
                            l->from + l->span * frame->byte[1] / PHW_N_MESSAGE_KINDS);
}

static phw_status rehearse_once(phw_rehearsal *out, const observed *p,
                                const phw_agreement_config *config,
                                phw_entropy entropy[2], listener *l)
{
    phw_rehearsal r = {0};
    PHW_TRY(phw_rehearse(&r, p->alice, p->bob, config, entropy, listen, l));
    const phw_status s = phw_cancel_check();
    if (s)
        phw_rehearsal_free(&r);
    else
        *out = r;
    return s;
}

/* Bits that Eve knows of the raw bits as they were used. */
static double known_bits(const phw_eavesdropper *e, const phw_rehearsal *r)
{
    return phw_eavesdropper_bits(e, r->segment, r->n_segments, &r->facts.used);
}

/* Again, charged with what Eve was found to know. Which planes are reconciled depends a
 * little on the bits that were drawn for comparison, so the charge has some slack; what
 * counts is that it covers what she knows of the last run's. All planes are more than
 * any draw leaves. */
static phw_status charge(phw_rehearsal *inout, const phw_eavesdropper *e,
                         const observed *p, const phw_agreement_config *config,
                         phw_entropy entropy[2], listener *l)
{
    enum {
        DRAWS = 3
    };

    const phw_bits none = {0};
    const double all =
        phw_eavesdropper_bits(e, inout->segment, inout->n_segments, &none);
    phw_agreement_config charged = *config;
    for (unsigned run = 0; known_bits(e, inout) > charged.eve_information_bits; ++run) {
        charged.eve_information_bits =
            run < DRAWS ? fmin(1.02 * known_bits(e, inout), all) : all;
        phw_rehearsal_free(inout);
        PHW_TRY(rehearse_once(inout, p, &charged, entropy, l));
    }
    return PHW_OK;
}

/* Once as configured; and again when Eve knows more than was charged. No key comes of
 * a run whose eavesdropper could not be measured. */
static phw_status rehearse(phw_keygen *k, const observed *p,
                           const phw_agreement_config *config, phw_entropy entropy[2],
                           phw_progress *progress)
{
    phw_eavesdropper e = {0};
    listener l = {progress, 0, p->eve != NULL ? 0.5 : 1};
    k->eve_multiple_correlation = (double)NAN;
    PHW_TRY(rehearse_once(&k->rehearsal, p, config, entropy, &l));
    const phw_rehearsal *r = &k->rehearsal;
    const bool has_key = worst(r) == PHW_OK;
    if (p->eve == NULL || (!has_key && r->raw[PHW_ALICE].n == 0))
        return PHW_OK;
    phw_status s = phw_eavesdropper_measure(&e, p->alice, p->eve, &r->facts, config);
    if (s && s != PHW_ENOMEM && !has_key)
        return PHW_OK;
    l.from = 0.5;
    if (!s)
        s = charge(&k->rehearsal, &e, p, config, entropy, &l);
    if (!s)
        k->eve_multiple_correlation =
            phw_eavesdropper_correlation(&e, r->segment, r->n_segments, &r->facts.used);
    phw_eavesdropper_free(&e);
    return s;
}

/* Of several hearings of Eve's, side by side, the first; it has her place in pictures
 * and in the simple figures. */
static phw_status measure_all(phw_keygen *k, const observed *p,
                              const phw_agreement_config *config)
{
    phw_trace first = {0};
    const phw_trace *eve = p->eve;
    if (eve != NULL && phw_eavesdropper_blocks(eve, p->alice->n_coefficients) > 1) {
        PHW_TRY(phw_eavesdropper_block(
            &first, eve, 0, phw_eavesdropper_blocks(eve, p->alice->n_coefficients)));
        eve = &first;
    }
    const phw_status s = measure(k, p->alice, p->bob, eve, config);
    phw_trace_free(&first);
    return s;
}

static phw_status run_all(phw_keygen *out, const observed *p,
                          const phw_agreement_config *config, phw_entropy entropy[2],
                          phw_progress *progress)
{
    phw_keygen k = {0};
    phw_trace usable = {0};
    if (p->eve != NULL)
        PHW_TRY(phw_eavesdropper_trace(&usable, p->eve));
    const observed seen = {p->alice, p->bob, p->eve != NULL ? &usable : NULL};
    phw_status s = rehearse(&k, &seen, config, entropy, progress);
    if (!s)
        s = measure_all(&k, &seen, config);
    phw_trace_free(&usable);
    if (s)
        phw_keygen_free(&k);
    else
        *out = k;
    return s;
}

phw_status phw_keygen_sources(phw_entropy entropy[2], uint64_t seed, const char *what,
                              size_t index)
{
    char role[64];
    (void)snprintf(role, sizeof role, "%salice %zu", what, index);
    PHW_TRY(phw_entropy_seeded(&entropy[PHW_ALICE], seed, role));
    (void)snprintf(role, sizeof role, "%sbob %zu", what, index);
    return phw_entropy_seeded(&entropy[PHW_BOB], seed, role);
}

phw_status phw_keygen_run(phw_keygen *out, const phw_trace *alice, const phw_trace *bob,
                          const phw_trace *eve, const phw_agreement_config *config,
                          phw_entropy entropy[2], phw_progress *progress)
{
    const observed p = {alice, bob, eve};
    phw_emulation e = {0};
    if (config->randomizer->stage != PHW_RANDOMIZES_AIR)
        return run_all(out, &p, config, entropy, progress);
    PHW_TRY(phw_emulate(&e, alice, bob, eve, config, entropy));
    const observed heard = {&e.alice, &e.bob, e.has_eve ? &e.eve : NULL};
    const phw_status s = run_all(out, &heard, config, entropy, progress);
    phw_emulation_free(&e);
    return s;
}

void phw_keygen_free(phw_keygen *k)
{
    phw_rehearsal_free(&k->rehearsal);
    phw_matched_free(&k->matched);
}

phw_status phw_keygen_key(phw_key *out, const phw_keygen *k,
                          const phw_agreement_config *config)
{
    return phw_key_from_bits(out, &k->rehearsal.key[PHW_ALICE],
                             config->key_bits_min / 8);
}

double phw_keygen_rate(const phw_keygen *k, double round_trip_s)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    return (double)r->key_bits /
           (k->duration_s + round_trip_s * (double)r->n_round_trips);
}
