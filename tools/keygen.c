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

/* What her raw bits are against Alice's, over the bits that were reconciled. */
typedef struct eavesdropping {
    double rate;        /* share that differs; NaN when she has no bits */
    double information; /* bits that she knows of them */
} eavesdropping;

static double binary_entropy(double p)
{
    return p <= 0 || p >= 1 ? 0 : -(p * log2(p) + (1 - p) * log2(1 - p));
}

/* A bit plane through a binary symmetric channel that errs with Eve's rate, moved away
 * from 1/2 to its 99 % bound: n (1 - h(e)) bits, Shannon's measure as the bits of a
 * plane are many. Mixing planes would hide what she knows of the best of them, 1 - h
 * being convex. */
static double plane_information(size_t n_errors, size_t n)
{
    if (n == 0)
        return 0;
    const double rate = (double)n_errors / (double)n;
    const double away = fabs(rate - 0.5) + 2.576 * 0.5 / sqrt((double)n);
    return (double)n * (1 - binary_entropy(away < 0.5 ? 0.5 - away : 0));
}

static eavesdropping compare(const phw_raw *eve, const phw_bits *alice,
                             const phw_bits *used)
{
    eavesdropping e = {0};
    size_t n_all = 0;
    size_t errors_all = 0;
    for (size_t k = 0; k < eve->n_segments; ++k) {
        size_t n = 0;
        size_t errors = 0;
        for (size_t i = eve->segment[k].from; i < eve->segment[k].to; ++i) {
            const bool counts = used->n == 0 || phw_bits_get(used, i);
            n += counts;
            errors += counts && phw_bits_get(&eve->bits, i) != phw_bits_get(alice, i);
        }
        e.information += plane_information(errors, n);
        n_all += n;
        errors_all += errors;
    }
    e.rate = n_all > 0 ? (double)errors_all / (double)n_all : (double)NAN;
    return e;
}

static eavesdropping eavesdrop(const phw_rehearsal *r, const phw_trace *eve,
                               const phw_agreement_config *config)
{
    const phw_bits *alice = &r->raw[PHW_ALICE];
    const phw_bits *used = &r->facts.used;
    eavesdropping e = {.rate = (double)NAN};
    phw_raw raw = {0};
    if (eve == NULL || alice->n == 0 ||
        phw_eavesdrop(&raw, eve, &r->facts, config) != PHW_OK)
        return e;
    if (raw.bits.n == alice->n && (used->n == 0 || used->n == alice->n))
        e = compare(&raw, alice, used);
    phw_raw_free(&raw);
    return e;
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

/* Once as configured; and again, charged with what Eve was found to know. */
static phw_status rehearse(phw_rehearsal *out, const phw_trace *alice,
                           const phw_trace *bob, const phw_trace *eve,
                           const phw_agreement_config *config, phw_entropy entropy[2])
{
    phw_rehearsal first = {0};
    PHW_TRY(phw_rehearse(&first, alice, bob, config, entropy, NULL, NULL));
    phw_agreement_config charged = *config;
    charged.eve_information_bits = eavesdrop(&first, eve, config).information;
    if (config->eve_information_bits > 0 || !(charged.eve_information_bits > 0)) {
        *out = first;
        return PHW_OK;
    }
    phw_rehearsal_free(&first);
    return phw_rehearse(out, alice, bob, &charged, entropy, NULL, NULL);
}

phw_status phw_keygen_run(phw_keygen *out, const phw_trace *alice, const phw_trace *bob,
                          const phw_trace *eve, const phw_agreement_config *config,
                          phw_entropy entropy[2])
{
    phw_keygen k = {0};
    PHW_TRY(rehearse(&k.rehearsal, alice, bob, eve, config, entropy));
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
