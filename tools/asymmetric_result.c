#include "tools/asymmetric_result.h"

#include <jansson.h>
#include <math.h>

#include "kgen/envelope_theory.h"
#include "tools/share.h"

static void tell_operations(phw_result *out, const phw_zero_power_operations *o)
{
    json_t *rows = json_array();
    for (unsigned i = 0; i <= PHW_N_ZERO_POWER_STAGES; ++i) {
        const phw_zero_power_work w =
            i < PHW_N_ZERO_POWER_STAGES ? o->stage[i] : phw_zero_power_total(o);
        const char *name = i < PHW_N_ZERO_POWER_STAGES
                               ? phw_zero_power_stage_name((phw_zero_power_stage)i)
                               : "all";
        (void)json_array_append_new(
            rows, json_pack("{s:s,s:I,s:I,s:I,s:I}", "stage", name, "multiplications",
                            (json_int_t)w.multiplications, "additions",
                            (json_int_t)w.additions, "comparisons",
                            (json_int_t)w.comparisons, "logic", (json_int_t)w.logic));
    }
    phw_result_json(out, "operations", "the device's whole-number operations", rows);
    phw_result_count(out, "memory_bytes", "the device's memory", "B", o->memory_bytes);
    phw_result_count(out, "bits_sent", "sent by the device", "bit", o->bits_sent);
    phw_result_count(out, "bits_received", "received by it", "bit", o->bits_received);
}

static void tell_planes(phw_result *out, const phw_zero_power_report *r,
                        unsigned n_bits)
{
    json_t *rows = json_array();
    for (unsigned p = 0; p < n_bits; ++p) {
        const phw_zero_power_plane *k = &r->plane[p];
        (void)json_array_append_new(
            rows,
            json_pack("{s:I,s:I,s:I,s:f,s:I,s:I,s:I,s:I,s:I}", "plane", (json_int_t)p,
                      "compared", (json_int_t)k->n_sampled, "differ",
                      (json_int_t)k->n_sample_errors, "estimated_rate", k->plan.rate,
                      "corrects", (json_int_t)(k->n_blocks > 0 ? k->plan.t : 0),
                      "message_bits", (json_int_t)(k->n_blocks > 0 ? k->plan.k : 0),
                      "blocks", (json_int_t)k->n_blocks, "dropped",
                      (json_int_t)k->n_dropped, "corrected",
                      (json_int_t)k->n_corrected));
    }
    phw_result_json(out, "planes", "bit planes and their BCH codes of 255 bits", rows);
}

static void tell_ledger(phw_result *out, const phw_zero_power_report *r)
{
    json_t *stages = json_object();
    for (unsigned i = 0; i < PHW_N_STAGES; ++i)
        (void)json_object_set_new(stages, phw_stage_name((phw_stage)i),
                                  json_integer((json_int_t)r->ledger.disclosed[i]));
    phw_result_count(out, "disclosed_bits", "said in public", "bit",
                     phw_ledger_disclosed(&r->ledger));
    phw_result_json(out, "disclosed_by_stage", NULL, stages);
    phw_result_count(out, "epsilon_bits", "key off uniform by at most 2 to the minus",
                     "", r->security_bits);
    phw_result_count(out, "epsilon_cost_bits", "set aside for it", "bit",
                     r->ledger.disclosed[PHW_STAGE_AMPLIFY]);
}

/* What a Rayleigh channel would show whose envelopes correlate as these do: powers of
 * complex estimates of correlation rho have rho^2. */
static void tell_theory(phw_result *out, const phw_asymmetric *a,
                        const phw_zero_power_config *config)
{
    const double rho = a->correlation > 0 ? sqrt(a->correlation) : (double)NAN;
    const bool plain =
        config->link == PHW_ZERO_POWER_ENVELOPE && config->guard_256 == 0;
    phw_result_number(out, "rayleigh_disagreement_rate",
                      plain ? "  a Rayleigh channel of this correlation" : NULL, "",
                      plain ? phw_envelope_disagreement(rho, config->n_bits)
                            : (double)NAN);
    phw_result_number(out, "rayleigh_information_bits",
                      plain ? "  its mutual information a probe" : NULL, "bit",
                      plain ? phw_envelope_information(rho) : (double)NAN);
}

static void tell_eve(phw_result *out, const phw_asymmetric *a)
{
    const phw_zero_power_report *r = &a->rehearsal.report;
    const double n = (double)a->n_eve_bits;
    phw_result_number(out, "eve_information_bits", "known to Eve of the raw bits",
                      "bit", r->eve_information_bits);
    phw_result_number(out, "eve_multiple_correlation",
                      isnan(a->eve_multiple_correlation)
                          ? NULL
                          : "all that her trace tells of the device's, 99 % bound",
                      "", a->eve_multiple_correlation);
    phw_result_number(out, "eve_bit_disagreement_rate",
                      a->n_eve_bits > 0 ? "Eve's bits differ" : NULL, "",
                      a->n_eve_bits > 0 ? (double)a->n_eve_errors / n : (double)NAN);
}

static void tell_entropy(phw_result *out, const phw_zero_power_report *r)
{
    const bool known = r->assessed && r->assessment.n_rows > 0;
    const phw_assessment_row *row =
        known ? &r->assessment.row[r->assessment.binding] : NULL;
    phw_result_text(out, "entropy_estimator", "entropy estimator",
                    known ? row->estimator : NULL);
    phw_result_text(out, "entropy_view", NULL, known ? row->view : NULL);
    phw_result_number(out, "assessed_bits", "min-entropy of the raw bits", "bit",
                      known ? r->assessment.min_entropy_bits : (double)NAN);
    phw_result_number(out, "min_entropy_per_bit", NULL, "",
                      known ? r->assessment.per_bit : (double)NAN);
    phw_result_number(out, "balance_bits", "  less, for shares that windows fix", "bit",
                      known ? r->balance_bits : (double)NAN);
    phw_result_number(out, "min_entropy_bits", "min-entropy of what is hashed", "bit",
                      known ? r->min_entropy_bits : (double)NAN);
}

static void tell_key(phw_result *out, const phw_asymmetric *a)
{
    const phw_zero_power_report *r = &a->rehearsal.report;
    const bool good = a->status == PHW_OK;
    const double certified = (double)r->certified_bits;
    phw_result_count(out, "certified_bits", "could be certified", "bit",
                     r->certified_bits);
    phw_result_number(out, "shortfall_bits", good ? NULL : "missing", "bit",
                      r->shortfall_bits);
    phw_result_number(out, "net_key_bits_per_probe", "a probe", "bit",
                      r->n_offered > 0 ? certified / (double)r->n_offered
                                       : (double)NAN);
    phw_result_number(out, "net_key_bits_per_second", "a second of probing", "bit",
                      certified / a->duration_s);
    phw_result_count(out, "key_bits", "bits of the key", "bit", good ? r->key_bits : 0);
    phw_result_text(out, "key_fingerprint", "key fingerprint",
                    good ? a->fingerprint : NULL);
}

void phw_asymmetric_fields(phw_result *out, const phw_asymmetric *a,
                           const phw_zero_power_config *config, const char *explanation)
{
    const phw_zero_power_report *r = &a->rehearsal.report;
    phw_result_flag(out, "agreed", NULL, a->status == PHW_OK);
    phw_result_text(out, "explanation", "verdict", explanation);
    phw_result_count(out, "probes", "probes", "", r->n_offered);
    phw_result_count(out, "pairs", "measured by both", "", r->n_rows);
    phw_result_count(out, "kept", "values kept", "", r->n_kept);
    phw_result_count(out, "raw_bits", "raw bits", "bit", r->n_raw);
    phw_result_number(out, "correlation", "correlation of the ends' values", "",
                      a->correlation);
    phw_share_tell(out, "disagreements", "raw bits that differ", a->n_disagreements,
                   r->n_raw);
    phw_result_number(out, "bit_disagreement_rate", NULL, "",
                      r->n_raw > 0 ? (double)a->n_disagreements / (double)r->n_raw
                                   : (double)NAN);
    tell_theory(out, a, config);
    tell_planes(out, r, config->n_bits);
    phw_result_count(out, "hashed_bits", "bits of blocks that decode", "bit",
                     r->n_bits);
    tell_entropy(out, r);
    tell_eve(out, a);
    tell_ledger(out, r);
    tell_key(out, a);
    tell_operations(out, &a->rehearsal.operations);
    phw_result_count(out, "messages", "messages", "",
                     r->n_messages_sent + r->n_messages_received);
    phw_result_text(out, "authenticated", "messages authenticated", "in memory");
    phw_result_flag(out, "reproducible", "reproducible, so no secret", r->reproducible);
}
