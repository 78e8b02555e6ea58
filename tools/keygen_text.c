#include "tools/keygen_text.h"

#include <stdio.h>
#include <string.h>

#include "kgen/reconciler.h"

const char *phw_keygen_entropy(const phw_keygen *k)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    const bool collision =
        r->assessed && r->assessment.n_rows > 0 &&
        strcmp(r->assessment.row[r->assessment.binding].estimator, "collision") == 0;
    return collision ? "collision entropy" : "min-entropy";
}

/* Of the end that broke off, not of the one that was told. */
static const char *reason_of(const phw_keygen *k)
{
    const phw_agreement_report *end = k->rehearsal.report;
    const bool told = strncmp(end[PHW_ALICE].reason, "agreement: the peer", 19) == 0;
    return end[told ? PHW_BOB : PHW_ALICE].reason;
}

static void explain_short(char *text, size_t size, const phw_keygen *k)
{
    if (k->n_raw == 0)
        (void)snprintf(text, size,
                       "No key: the series are constant or too short to quantize (%s)",
                       reason_of(k));
    else
        (void)snprintf(text, size, "No key: %zu raw bits are too few for the %s",
                       k->n_raw, phw_phase_name(k->rehearsal.report[PHW_ALICE].phase));
}

/* The ends know the sample, and no more: that decides, whatever the rest may be. Where
 * none was taken, the reconciler has told. */
static void explain_hopeless(char *text, size_t size, const phw_keygen *k)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    if (r->n_sampled == 0) {
        (void)snprintf(text, size,
                       "No key: %s. Nothing was compared in public to estimate the "
                       "rate; of all %zu bits, %.1f %% differ",
                       reason_of(k), k->n_raw, 100 * k->disagreement_rate);
        return;
    }
    (void)snprintf(text, size,
                   "No key: of the %zu bits compared in public %zu differ, and at most "
                   "%.0f %% can be reconciled; of all %zu, %.1f %% differ",
                   r->n_sampled, r->n_sample_errors, 100 * PHW_RECONCILE_RATE_MAX,
                   k->n_raw, 100 * k->disagreement_rate);
}

static void explain_no_key(char *text, size_t size, const phw_keygen *k,
                           const phw_agreement_config *config)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    if (r->n_bits == 0 && r->phase == PHW_PHASE_RECONCILIATION) {
        (void)snprintf(text, size,
                       "No key: by Alice's own estimate no bits of any component bring "
                       "more than their correction costs");
    } else if (!r->assessed || r->n_bits == 0) {
        explain_hopeless(text, size, k);
    } else if (k->certified_bits > 0) {
        (void)snprintf(text, size,
                       "No key: %zu bits can be certified, but %zu are wanted. The %zu "
                       "raw bits hold %.0f bits of %s, and %llu were said in public or "
                       "are set aside",
                       k->certified_bits, config->key_bits_min, k->n_raw,
                       r->min_entropy_bits, phw_keygen_entropy(k),
                       (unsigned long long)phw_ledger_total(&r->ledger));
    } else {
        (void)snprintf(text, size,
                       "No key: not one bit can be certified, and %zu are wanted. The "
                       "%zu raw bits hold %.0f bits of %s, but %llu were said in "
                       "public or are set aside",
                       config->key_bits_min, k->n_raw, r->min_entropy_bits,
                       phw_keygen_entropy(k),
                       (unsigned long long)phw_ledger_total(&r->ledger));
    }
}

static void explain_failure(char *text, size_t size, const phw_keygen *k)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    const char *reason = reason_of(k);
    if (k->status == PHW_EARG && r->phase > PHW_PHASE_RECONCILIATION)
        (void)snprintf(text, size,
                       "No key: this --entropy can't judge what this --quantizer or "
                       "--feature makes; --entropy counted judges anything (%s)",
                       reason);
    else if (k->status == PHW_ENOCONV)
        (void)snprintf(text, size,
                       "No key: after reconciliation the two ends' bits still differ; "
                       "their hash found it. Give --reconciler more passes");
    else
        (void)snprintf(text, size, "No key: the protocol ended in %s (%s)",
                       phw_phase_name(r->phase), reason);
}

void phw_keygen_explain(char *text, size_t size, const phw_keygen *k,
                        const phw_agreement_config *config)
{
    if (k->status == PHW_OK)
        (void)snprintf(text, size,
                       "Alice and Bob hold the same %zu-bit key; %zu bits could be "
                       "certified",
                       config->key_bits_min, k->certified_bits);
    else if (k->status == PHW_ESHORT)
        explain_short(text, size, k);
    else if (k->status == PHW_ENOKEY)
        explain_no_key(text, size, k, config);
    else
        explain_failure(text, size, k);
}
