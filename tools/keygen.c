#include "tools/keygen.h"

#include <math.h>

#include "kgen/agreement_machine.h"
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

/* Eve's raw bits against Alice's, over those that were reconciled. */
static phw_disagreement eavesdrop(const phw_rehearsal *r, const phw_trace *eve,
                                  const phw_agreement_config *config)
{
    const phw_bits *alice = &r->raw[PHW_ALICE];
    phw_disagreement d = {.rate = (double)NAN};
    phw_raw raw = {0};
    if (eve == NULL || alice->n == 0 ||
        phw_eavesdrop(&raw, eve, &r->facts, config) != PHW_OK)
        return d;
    if (raw.bits.n == alice->n && (r->facts.used.n == 0 || r->facts.used.n == alice->n))
        d = phw_disagreement_measure(&raw.bits, alice, raw.segment, raw.n_segments,
                                     &r->facts.used);
    phw_raw_free(&raw);
    return d;
}

static phw_status worst(const phw_rehearsal *r)
{
    const phw_status bob = r->report[PHW_BOB].status;
    return bob != PHW_OK ? bob : r->report[PHW_ALICE].status;
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
    k->eve_rate = eavesdrop(r, eve, config).rate;
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

typedef struct pair {
    const phw_trace *alice, *bob;
} pair;

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

static phw_status rehearse_once(phw_rehearsal *out, const pair *p,
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

/* Once as configured; and again, charged with what Eve was found to know. */
static phw_status rehearse(phw_rehearsal *out, const pair *p, const phw_trace *eve,
                           const phw_agreement_config *config, phw_entropy entropy[2],
                           phw_progress *progress)
{
    phw_rehearsal first = {0};
    listener l = {progress, 0, eve != NULL ? 0.5 : 1};
    PHW_TRY(rehearse_once(&first, p, config, entropy, &l));
    phw_agreement_config charged = *config;
    charged.eve_information_bits = eavesdrop(&first, eve, config).information_bits;
    if (config->eve_information_bits > 0 || !(charged.eve_information_bits > 0)) {
        *out = first;
        return PHW_OK;
    }
    phw_rehearsal_free(&first);
    l.from = 0.5;
    return rehearse_once(out, p, &charged, entropy, &l);
}

phw_status phw_keygen_run(phw_keygen *out, const phw_trace *alice, const phw_trace *bob,
                          const phw_trace *eve, const phw_agreement_config *config,
                          phw_entropy entropy[2], phw_progress *progress)
{
    phw_keygen k = {0};
    const pair p = {alice, bob};
    PHW_TRY(rehearse(&k.rehearsal, &p, eve, config, entropy, progress));
    const phw_status s = measure(&k, alice, bob, eve, config);
    if (s)
        phw_keygen_free(&k);
    else
        *out = k;
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
