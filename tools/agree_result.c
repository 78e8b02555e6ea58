#include "tools/agree_result.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>

#include "kgen/session_config.h"

static void explain_failure(char *text, size_t size, const phw_session_report *r)
{
    const phw_agreement_report *a = &r->agreement;
    if (r->status == PHW_ENOKEY && a->assessed)
        (void)snprintf(text, size,
                       "No key: the %zu raw bits hold %.0f bits of min-entropy, and "
                       "%llu were said in public or are set aside: %.0f are missing",
                       a->n_raw, a->min_entropy_bits,
                       (unsigned long long)phw_ledger_total(&a->ledger),
                       a->shortfall_bits);
    else if (r->status == PHW_ENOKEY && a->n_sampled > 0)
        (void)snprintf(text, size,
                       "No key: of the %zu bits compared in public %zu differ (%s)",
                       a->n_sampled, a->n_sample_errors, r->reason);
    else if (r->status == PHW_ENOCONV)
        (void)snprintf(text, size,
                       "No key: after reconciliation the two ends' bits still differ; "
                       "their hash found it. Take new traces, of these enough was "
                       "said; and give --reconciler more passes if it stays so");
    else
        (void)snprintf(text, size, "No key: it ended in %s (%s)",
                       phw_phase_name(a->phase), r->reason);
}

void phw_agree_explain(char *text, size_t size, const phw_agree *a,
                       const phw_agree_plan *plan)
{
    const phw_session_report *r = &a->report;
    if (r->status != PHW_OK)
        explain_failure(text, size, r);
    else if (!a->peer_written)
        (void)snprintf(
            text, size,
            "This end has a %zu-bit key, but the peer's word that it has, too, "
            "did not come (%s): compare the fingerprints before it is used",
            plan->output_bits, a->doubt);
    else
        (void)snprintf(text, size, "Both ends hold the same %zu-bit key%s",
                       plan->output_bits,
                       plan->auth == PHW_SESSION_AUTH_NONE
                           ? ", unless somebody sits between them: nothing was "
                             "authenticated"
                           : "");
}

static json_t *stages_json(const phw_ledger *ledger)
{
    json_t *stages = json_object();
    for (int i = 0; i < PHW_N_STAGES; ++i)
        (void)json_object_set_new(stages, phw_stage_name((phw_stage)i),
                                  json_integer((json_int_t)ledger->disclosed[i]));
    return stages;
}

static void add_bits(phw_result *out, const phw_agreement_report *r)
{
    phw_result_count(out, "pairs", "probes that both have", "", r->n_rows);
    phw_result_count(out, "components", "components", "", r->n_components);
    phw_result_count(out, "raw_bits", "raw bits", "", r->n_raw);
    phw_result_count(out, "hopeless_bits", "dropped: too many differ", "",
                     r->n_hopeless);
    phw_result_count(out, "sampled_bits", "dropped: compared in public", "",
                     r->n_sampled);
    phw_result_count(out, "sampled_disagreements", "of them, differ", "",
                     r->n_sample_errors);
    phw_result_count(out, "reconciled_bits", "reconciled bits", "", r->n_bits);
    phw_result_count(out, "blocks", "in so many blocks", "", r->n_blocks);
    phw_result_count(out, "failed_blocks", "of them, still differed", "",
                     r->n_failed_blocks);
    phw_result_count(out, "failed_bits", "dropped: of these blocks", "", r->n_dropped);
    phw_result_number(out, "estimated_error_rate", "their error rate, estimated", "",
                      r->n_bits > 0 ? r->error_rate : (double)NAN);
    phw_result_number(out, "reconciled_error_rate", "of them, share that differed", "",
                      r->n_bits > 0 ? r->error_rate_observed : (double)NAN);
}

static void add_secrecy(phw_result *out, const phw_agreement_report *r)
{
    char estimator[64] = "none";
    if (r->assessed && r->assessment.n_rows > 0)
        (void)snprintf(estimator, sizeof estimator, "%s (%s)",
                       r->assessment.row[r->assessment.binding].estimator,
                       r->assessment.row[r->assessment.binding].view);
    phw_result_number(out, "min_entropy_per_bit", "min-entropy of a raw bit", "bit",
                      r->assessed ? r->assessment.per_bit : (double)NAN);
    phw_result_text(out, "entropy_estimator", "as told by", estimator);
    phw_result_number(out, "min_entropy_bits", "min-entropy to begin with", "bit",
                      r->min_entropy_bits);
    phw_result_number(out, "eve_information_bits", "Eve is taken to know", "bit",
                      r->eve_information_bits);
    phw_result_count(out, "disclosed_bits", "said in public", "bit",
                     phw_ledger_disclosed(&r->ledger));
    phw_result_json(out, "disclosed_by_stage", NULL, stages_json(&r->ledger));
    phw_result_count(out, "epsilon_bits", "key off uniform by at most 2 to the minus",
                     "", r->security_bits);
    phw_result_number(out, "shortfall_bits", "missing for the key wanted", "bit",
                      r->shortfall_bits);
}

static void add_cost(phw_result *out, const phw_agree *a, const phw_peer *p)
{
    phw_result_count(out, "round_trips", "round trips", "",
                     (p->n_sent + p->n_received + 1) / 2);
    phw_result_count(out, "messages_sent", "messages sent", "", p->n_sent);
    phw_result_count(out, "messages_received", "messages received", "", p->n_received);
    phw_result_count(out, "bytes_sent", "bytes sent", "B", p->bytes_sent);
    phw_result_count(out, "bytes_received", "bytes received", "B", p->bytes_received);
    phw_result_number(out, "duration_s", "time taken", "s", a->duration_s);
    phw_result_number(out, "waited_s", "of it, waiting for the peer", "s", p->waited_s);
}

static void add_session(phw_result *out, const phw_agree *a, const phw_agree_plan *plan)
{
    const phw_session_report *r = &a->report;
    const bool none = plan->auth == PHW_SESSION_AUTH_NONE;
    phw_result_flag(out, "authenticated", NULL, r->authenticated);
    phw_result_text(out, "authentication", none ? NULL : "messages authenticated by",
                    phw_session_auth_name(plan->auth));
    phw_result_text(out, "warning", "warning",
                    none ? "the messages were NOT authenticated: who sat in the middle "
                           "and talked to both ends has a key with each"
                         : NULL);
    if (plan->auth == PHW_SESSION_AUTH_ONE_TIME) {
        phw_result_count(out, "pool_spent_bytes", "spent of the pool", "B",
                         r->pool_spent);
        phw_result_count(out, "pool_added_bytes", "of the new key, given to it", "B",
                         r->pool_added);
        phw_result_count(out, "pool_left_bytes", "left in it", "B", r->pool_left);
        phw_result_number(out, "forging_log2", "log2 of the chance to forge a tag", "",
                          r->n_tagged > 0 ? r->forging_log2 : (double)NAN);
    }
}

void phw_agree_fields(phw_result *out, const phw_agree *a, const phw_agree_plan *plan,
                      const phw_peer *peer, const char *explanation)
{
    const phw_session_report *r = &a->report;
    const bool good = r->status == PHW_OK;
    phw_result_flag(out, "agreed", NULL, good);
    phw_result_text(out, "explanation", "outcome", explanation);
    phw_result_text(out, "role", "this end is",
                    plan->role == PHW_ALICE ? "alice" : "bob");
    phw_result_text(out, "peer", "peer", peer->name);
    add_bits(out, &r->agreement);
    add_secrecy(out, &r->agreement);
    phw_result_count(out, "certified_bits", "bits that were certified", "bit",
                     good ? r->agreement.key_bits : 0);
    add_cost(out, a, peer);
    add_session(out, a, plan);
    phw_result_count(out, "output_bits", "bits of the key given", "bit",
                     good ? plan->output_bits : 0);
    phw_result_text(out, "key_fingerprint", "key fingerprint",
                    good ? a->fingerprint : NULL);
    phw_result_flag(out, "peer_wrote", NULL, a->peer_written);
    phw_result_flag(out, "reproducible", "reproducible, so no secret",
                    r->agreement.reproducible);
}
