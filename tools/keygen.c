#include "tools/keygen.h"

#include <math.h>
#include <stdio.h>

#include "kgen/trial.h"

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

static double eavesdrop(const phw_rehearsal *r, const phw_trace *eve,
                        const phw_agreement_config *config)
{
    phw_raw raw = {0};
    if (eve == NULL || r->raw[PHW_ALICE].n == 0 ||
        phw_eavesdrop(&raw, eve, &r->facts, config) != PHW_OK)
        return (double)NAN;
    const double rate = rate_of(&raw.bits, &r->raw[PHW_ALICE]);
    phw_raw_free(&raw);
    return rate;
}

static phw_status worst(const phw_rehearsal *r)
{
    const phw_status bob = r->report[PHW_BOB].status;
    return bob != PHW_OK ? bob : r->report[PHW_ALICE].status;
}

static phw_status measure(phw_keygen *k, const phw_trace *alice, const phw_trace *bob,
                          const phw_trace *eve, const phw_agreement_config *config)
{
    const phw_rehearsal *r = &k->rehearsal;
    const phw_agreement_report *report = &r->report[PHW_BOB];
    k->status = worst(r);
    k->n_raw = r->raw[PHW_ALICE].n;
    k->disagreement_rate = rate_of(&r->raw[PHW_ALICE], &r->raw[PHW_BOB]);
    if (k->n_raw > 0 && r->raw[PHW_BOB].n == k->n_raw)
        k->n_disagreements = phw_bits_distance(&r->raw[PHW_ALICE], &r->raw[PHW_BOB]);
    k->efficiency = (double)NAN;
    if (report->n_bits > 0 && report->error_rate_observed > 0)
        k->efficiency =
            phw_trial_efficiency((double)report->reconcile.leak_bits, report->n_bits,
                                 report->error_rate_observed);
    k->duration_s = duration_of(alice);
    k->n_exchanges = alice->n_probes;
    k->eve_rate = eavesdrop(r, eve, config);
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

phw_status phw_keygen_run(phw_keygen *out, const phw_trace *alice, const phw_trace *bob,
                          const phw_trace *eve, const phw_agreement_config *config,
                          phw_entropy entropy[2])
{
    phw_keygen k = {0};
    PHW_TRY(phw_rehearse(&k.rehearsal, alice, bob, config, entropy, NULL, NULL));
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

static void explain_short(char *text, size_t size, const phw_keygen *k)
{
    if (k->n_raw == 0)
        (void)snprintf(text, size,
                       "No key: the series are constant or too short to quantize");
    else
        (void)snprintf(text, size, "No key: %zu raw bits are too few for the %s",
                       k->n_raw, phw_phase_name(k->rehearsal.report[PHW_ALICE].phase));
}

static void explain_no_key(char *text, size_t size, const phw_keygen *k,
                           const phw_agreement_config *config)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    if (!r->assessed || r->n_bits == 0)
        (void)snprintf(text, size,
                       "No key: the two ends' bits differ in %.1f %% of the places, "
                       "more than the 25 %% that can be reconciled",
                       100 * k->disagreement_rate);
    else
        (void)snprintf(text, size,
                       "No key: %zu raw bits hold %.0f bits of min-entropy, %llu were "
                       "said in public or are set aside, and %zu are wanted: %.0f are "
                       "missing",
                       k->n_raw, r->min_entropy_bits,
                       (unsigned long long)phw_ledger_total(&r->ledger),
                       config->key_bits_min, r->shortfall_bits);
}

void phw_keygen_explain(char *text, size_t size, const phw_keygen *k,
                        const phw_agreement_config *config)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    if (k->status == PHW_OK)
        (void)snprintf(text, size,
                       "Alice and Bob hold the same %zu-bit key; %zu bits could be "
                       "certified",
                       config->key_bits_min, r->key_bits);
    else if (k->status == PHW_ESHORT)
        explain_short(text, size, k);
    else if (k->status == PHW_ENOKEY)
        explain_no_key(text, size, k, config);
    else
        (void)snprintf(text, size, "No key: the protocol ended in %s (%s)",
                       phw_phase_name(r->phase), phw_status_name(k->status));
}
