#include "tools/keygen_result.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tools/keygen_account.h"
#include "tools/keygen_options.h"
#include "tools/keygen_text.h"

static json_t *stages_json(const phw_ledger *ledger)
{
    json_t *stages = json_object();
    for (int i = 0; i < PHW_N_STAGES; ++i)
        (void)json_object_set_new(stages, phw_stage_name((phw_stage)i),
                                  json_integer((json_int_t)ledger->disclosed[i]));
    return stages;
}

static json_t *assessment_json(const phw_assessment *a)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < a->n_rows; ++i)
        (void)json_array_append_new(
            rows, json_pack("{s:s,s:s,s:f,s:b}", "estimator", a->row[i].estimator,
                            "view", a->row[i].view, "bits", a->row[i].bits, "binding",
                            (int)(i == a->binding)));
    return rows;
}

static void add_channel(phw_result *out, const phw_keygen *k)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    phw_result_count(out, "pairs", "probes that both have", "", r->n_rows);
    phw_result_count(out, "components", "components", "", r->n_components);
    phw_result_number(out, "duration_s", "duration of the probing", "s", k->duration_s);
    phw_result_number(out, "correlation", "correlation of the features", "",
                      k->correlation);
    phw_result_count(out, "raw_bits", "raw bits", "", k->n_raw);
    phw_result_count(out, "raw_disagreements", "of them, differ", "",
                     k->n_disagreements);
    phw_result_number(out, "bit_disagreement_rate", "bit disagreement rate", "",
                      k->disagreement_rate);
    phw_result_count(out, "hopeless_bits", "dropped: too many differ", "",
                     r->n_hopeless);
    phw_result_count(out, "sampled_bits", "dropped: compared in public", "",
                     r->n_sampled);
    phw_result_count(out, "reconciled_bits", "reconciled bits", "", r->n_bits);
    phw_result_count(out, "blocks", "in so many blocks", "", r->n_blocks);
    phw_result_count(out, "failed_blocks", "of them, still differed", "",
                     r->n_failed_blocks);
    phw_result_count(out, "failed_bits", "dropped: of these blocks", "", r->n_dropped);
    phw_result_number(out, "reconciled_error_rate", "of them, share that differed", "",
                      k->reconciled_rate);
}

/* What of reconciling is charged, and what that takes for granted. */
static void add_accounting(phw_result *out, const phw_keygen *k,
                           const phw_agreement_config *config)
{
    static const char *const meaning[PHW_N_ACCOUNTINGS] = {
        [PHW_ACCOUNTING_ERROR_KNOWN] =
            "error-known: Alice's bits, and what the positions of the errors tell",
        [PHW_ACCOUNTING_ONE_WAY] =
            ("one-way: Alice's bits alone, which is optimistic: Bob's answers tell "
             "where errors were, and so what lies near a threshold"),
        [PHW_ACCOUNTING_TWO_WAY] =
            "two-way: Alice's bits, the positions of the errors, and Bob's bits too",
    };
    const phw_ledger *ledger = &k->rehearsal.report[PHW_ALICE].ledger;
    phw_result_text(out, "accounting", NULL,
                    phw_keygen_accountings[config->accounting]);
    phw_result_text(out, "charged", "charged", meaning[config->accounting]);
    phw_result_count(out, "reply_bits", "said by Bob, told beside", "bit",
                     ledger->reply);
}

static void add_secrecy(phw_result *out, const phw_keygen *k)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    const bool collision = strcmp(phw_keygen_entropy(k), "collision entropy") == 0;
    char estimator[64] = "none";
    if (r->assessed && r->assessment.n_rows > 0)
        (void)snprintf(estimator, sizeof estimator, "%s (%s)",
                       r->assessment.row[r->assessment.binding].estimator,
                       r->assessment.row[r->assessment.binding].view);
    phw_result_number(out, "min_entropy_per_bit",
                      collision ? "collision entropy of a raw bit"
                                : "min-entropy of a raw bit",
                      "bit", r->assessed ? r->assessment.per_bit : (double)NAN);
    phw_result_text(out, "entropy_estimator", "as told by", estimator);
    phw_result_number(out, "min_entropy_bits",
                      collision ? "collision entropy to begin with"
                                : "min-entropy to begin with",
                      "bit", r->min_entropy_bits);
    phw_result_json(out, "assessment", NULL, assessment_json(&r->assessment));
    phw_result_number(out, "eve_information_bits", "Eve is taken to know", "bit",
                      r->eve_information_bits);
    phw_result_count(out, "disclosed_bits", "said in public", "bit",
                     phw_ledger_disclosed(&r->ledger));
    phw_result_json(out, "disclosed_by_stage", NULL, stages_json(&r->ledger));
    phw_result_number(out, "reconciliation_efficiency",
                      "reconciliation over Shannon's limit", "", k->efficiency);
    phw_result_count(out, "epsilon_bits", "key off uniform by at most 2 to the minus",
                     "", r->security_bits);
    phw_result_count(out, "certified_bits", "bits that can be certified", "bit",
                     k->certified_bits);
    phw_result_count(out, "key_bits", NULL, "bit", r->key_bits);
    phw_result_number(out, "shortfall_bits", "missing for the key wanted", "bit",
                      r->shortfall_bits);
}

/* What was made random, and for whom. */
static void add_randomizer(phw_result *out, const phw_agreement_config *config)
{
    const bool of_air = config->randomizer->stage == PHW_RANDOMIZES_AIR;
    const bool knows = config->eve_knows_channels;
    phw_result_text(out, "randomizer", "made random", config->randomizer->name);
    if (!of_air)
        return;
    phw_result_flag(out, "eve_knows_own_channels", NULL, knows);
    phw_result_text(
        out, "assumption", "assumed",
        knows ? "Eve knows her own channels, and so what the ends drew: what is hidden "
                "from her is how the channel between them changes"
              : "Eve does not know her own channels, which is optimistic: who does, "
                "from any frame without draws, learns what the ends drew");
}

static void add_cost(phw_result *out, const phw_keygen *k)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    phw_result_count(out, "round_trips", "round trips", "", r->n_round_trips);
    phw_result_count(out, "messages", "messages", "", k->rehearsal.n_messages);
    phw_result_count(out, "message_bytes", "bytes of messages", "B",
                     k->rehearsal.n_bytes);
    phw_result_number(out, "key_rate_bit_per_s", NULL, "bit/s", phw_keygen_rate(k, 0));
    phw_result_number(out, "key_rate_10ms_bit_per_s", "key rate, 10 ms a round trip",
                      "bit/s", phw_keygen_rate(k, 10e-3));
    phw_result_number(out, "key_rate_bit_per_probe", NULL, "bit a probe",
                      (double)r->key_bits / (double)k->n_exchanges);
}

void phw_keygen_fields(phw_result *out, const phw_keygen *k,
                       const phw_agreement_config *config, const char *explanation)
{
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    const bool good = k->status == PHW_OK;
    phw_result_flag(out, "agreed", NULL, good);
    phw_result_text(out, "explanation", "outcome", explanation);
    add_channel(out, k);
    add_randomizer(out, config);
    add_secrecy(out, k);
    add_accounting(out, k, config);
    phw_keygen_account(out, k);
    add_cost(out, k);
    phw_keygen_rates(out, k);
    phw_result_number(out, "eve_bit_disagreement_rate", "Eve's bits differ", "",
                      k->eve_rate);
    phw_result_number(out, "eve_correlation", "correlation of Eve's features", "",
                      k->eve_correlation);
    phw_result_number(out, "eve_multiple_correlation",
                      "all that her trace tells of Alice's, 99 % bound", "",
                      k->eve_multiple_correlation);
    phw_result_count(out, "output_bits", "bits of the key given", "bit",
                     good ? config->key_bits_min : 0);
    phw_result_text(out, "key_fingerprint", "key fingerprint",
                    good ? k->fingerprint : NULL);
    phw_result_text(out, "authenticated", "messages authenticated", "in memory");
    phw_result_flag(out, "reproducible", "reproducible, so no secret", r->reproducible);
}
