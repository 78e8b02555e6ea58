#include "tools/keygen_account.h"

#include <jansson.h>
#include <math.h>

#include "core/ledger.h"
#include "kgen/information_coherence.h"
#include "kgen/information_gaussian_vector.h"

static void add(json_t *rows, const char *entry, double bits, const char *meaning)
{
    (void)json_array_append_new(rows, json_pack("{s:s,s:f,s:s}", "entry", entry, "bits",
                                                bits, "meaning", meaning));
}

static double spent(const phw_agreement_report *r, phw_stage stage)
{
    return (double)r->ledger.disclosed[stage];
}

void phw_keygen_account(phw_result *out, const phw_keygen *k)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    json_t *rows = json_array();
    add(rows, "raw", (double)k->n_raw, "bits that an end quantized");
    add(rows, "agreed", (double)r->n_bits, "bits that were reconciled");
    if (r->assessed) {
        const double entropy = r->assessment.min_entropy_bits;
        const double said = spent(r, PHW_STAGE_INDICES) +
                            spent(r, PHW_STAGE_RECONCILE) +
                            spent(r, PHW_STAGE_POSITIONS);
        const double left = entropy - (double)r->n_sampled - (double)r->n_dropped -
                            r->eve_information_bits -
                            (double)phw_ledger_total(&r->ledger);
        add(rows, "min_entropy", entropy, "of the raw bits, unpredictable");
        add(rows, "sampled", 0 - (double)r->n_sampled, "compared in public");
        if (r->n_dropped > 0)
            add(rows, "failed_blocks", 0 - (double)r->n_dropped,
                "of blocks that still differed");
        add(rows, "eve", 0 - r->eve_information_bits,
            "known to Eve from her own trace");
        add(rows, "disclosed", 0 - said, "said to reconcile");
        add(rows, "verification", 0 - spent(r, PHW_STAGE_VERIFY),
            "said to compare hashes");
        add(rows, "epsilon", 0 - spent(r, PHW_STAGE_AMPLIFY), "set aside for epsilon");
        add(rows, "net", left > 0 ? (double)k->certified_bits : left,
            left > 0 ? "key that can be certified" : "missing for the first bit");
    }
    phw_result_json(out, "account", "account", rows);
}

static double measured(const phw_information *information, const phw_matched *m)
{
    phw_information_figure f = {0};
    phw_params params;
    phw_params_preset(&params, information->params, information->n_params);
    if (m->alice.n_rows == 0 ||
        information->measure(&f, &m->alice, &m->bob, &params) != PHW_OK)
        return (double)NAN;
    return f.bits;
}

void phw_keygen_rates(phw_result *out, const phw_keygen *k)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    const double whole = measured(&phw_information_gaussian_vector, &k->matched);
    const double rate = measured(&phw_information_coherence, &k->matched);
    phw_result_number(out, "net_key_bits_per_probe", "net key", "bit a probe",
                      (double)r->key_bits / (double)k->n_exchanges);
    phw_result_number(out, "net_key_bits_per_second", "net key", "bit/s",
                      phw_keygen_rate(k, 0));
    phw_result_number(out, "mutual_information_bits",
                      "mutual information, Gaussian, as if without memory",
                      "bit a probe", whole);
    phw_result_number(out, "mutual_information_rate_bits",
                      "mutual information rate, memory charged", "bit a probe",
                      isnan(whole) || isnan(rate) ? (double)NAN : fmin(whole, rate));
}
