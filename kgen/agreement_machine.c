#include "kgen/agreement_machine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/grading.h"
#include "kgen/indices.h"
#include "kgen/positions.h"
#include "kgen/reliability.h"

void phw_agreement_put_nonce(phw_agreement *a, uint8_t *nonce, phw_message *out)
{
    phw_entropy_bytes(a->entropy, nonce, PHW_TRANSCRIPT_SIZE);
    phw_message_put_bytes(out, nonce, PHW_TRANSCRIPT_SIZE);
}

phw_labelling phw_agreement_labelling(const phw_agreement *a)
{
    const phw_agreement_config *c = &a->config;
    return (phw_labelling){c->quantizer, &c->quantizer_params, c->component_bits};
}

phw_status phw_agreement_transform(phw_agreement *a)
{
    const phw_agreement_config *c = &a->config;
    a->report.n_rows = a->aligned.n_rows;
    PHW_TRY(phw_pipeline_apply(&a->values, &a->aligned, a->facts.basis.byte,
                               a->facts.basis.size, &c->pipeline));
    a->report.n_components = a->values.n_components;
    if (a->values.n_components > PHW_AGREEMENT_COMPONENTS_MAX)
        return phw_fail(PHW_EARG, "agreement: %zu components, at most %d",
                        a->values.n_components, PHW_AGREEMENT_COMPONENTS_MAX);
    if (c->component_bits != NULL && c->n_component_bits != a->values.n_components)
        return phw_fail(PHW_EARG, "agreement: bits for %zu components, there are %zu",
                        c->n_component_bits, a->values.n_components);
    return PHW_OK;
}

phw_status phw_agreement_randomize(phw_agreement *a,
                                   const uint8_t digest[PHW_TRANSCRIPT_SIZE])
{
    static const uint8_t no_nonce[PHW_TRANSCRIPT_SIZE];
    a->facts.seed = phw_transcript_seed("phyward randomize", digest, no_nonce);
    return phw_randomize(&a->random, &a->values, a->facts.seed, &a->config);
}

phw_status phw_agreement_quantize(phw_agreement *a)
{
    const phw_labelling how = phw_agreement_labelling(a);
    return phw_labels_make(&a->labels, &a->values, &how, a->role == PHW_ALICE,
                           &a->facts.said);
}

phw_status phw_agreement_fix(phw_agreement *a, phw_bits *keep)
{
    phw_bits_free(&a->facts.keep);
    a->facts.keep = *keep;
    *keep = (phw_bits){0};
    PHW_TRY(phw_raw_build(&a->raw, &a->labels, &a->facts.keep));
    a->report.n_raw = a->raw.bits.n;
    if (a->raw.bits.n > PHW_AGREEMENT_BITS_MAX)
        return phw_fail(PHW_EARG,
                        "agreement: %zu raw bits, at most %u: use fewer rows, "
                        "or fewer bits a value",
                        a->raw.bits.n, PHW_AGREEMENT_BITS_MAX);
    return PHW_OK;
}

phw_status phw_agreement_sample(phw_agreement *a,
                                const uint8_t digest[PHW_TRANSCRIPT_SIZE],
                                const uint8_t *nonce)
{
    const uint64_t seed = phw_transcript_seed("phyward sample", digest, nonce);
    PHW_TRY(
        phw_sampling_draw(&a->facts.sampled, &a->raw, a->config.sample_fraction, seed));
    return phw_sampling_gather(&a->sample, &a->raw.bits, &a->facts.sampled);
}

static void report_selection(phw_agreement *a)
{
    a->report.n_hopeless = a->selection.n_hopeless;
    a->report.n_bits = a->selection.n_used;
    a->report.error_rate = a->selection.error_rate;
}

/* What goes on is public, and is what is assessed. */
static phw_status settle(phw_agreement *a)
{
    PHW_TRY(phw_bits_copy(&a->facts.used, &a->selection.used));
    return phw_selection_coarsen(&a->coarse, &a->raw, &a->selection);
}

phw_status phw_agreement_select(phw_agreement *a, phw_bits *theirs)
{
    phw_bits_xor(theirs, &a->sample);
    a->differ = *theirs;
    *theirs = (phw_bits){0};
    phw_selection *s = &a->selection;
    phw_status status = phw_selection_make(s, &a->raw, &a->facts.sampled, &a->differ,
                                           a->config.assumed_error_rate);
    if (!status)
        status = phw_grading_rates(s, &a->facts.keep, &a->facts.grade);
    a->report.n_sampled = s->n_sampled;
    a->report.n_sample_errors = s->n_sample_errors;
    report_selection(a);
    return status ? status : settle(a);
}

phw_status phw_agreement_cut(phw_agreement *a, const uint8_t *n_planes)
{
    phw_ledger_add(&a->ledger, PHW_STAGE_INDICES,
                   phw_loading_charge(&a->raw, &a->selection));
    phw_selection_cut(&a->selection, &a->raw, n_planes);
    report_selection(a);
    if (a->selection.n_used == 0)
        return phw_fail(PHW_ENOKEY,
                        "agreement: no plane of any component brings more than its "
                        "correction costs");
    phw_bits_free(&a->facts.used);
    phw_raw_free(&a->coarse);
    return settle(a);
}

/* How sure Bob may be of each bit, for a reconciler that asks; else NULL. */
static phw_status rate_bits(float **out, const phw_agreement *a)
{
    const phw_labelling how = phw_agreement_labelling(a);
    float *reliability = NULL;
    *out = NULL;
    if (!a->config.reconciler->soft || how.quantizer->soft == NULL ||
        a->role == PHW_ALICE)
        return PHW_OK;
    PHW_TRY(phw_array_alloc(&reliability, a->selection.n_used, sizeof *reliability));
    const phw_status s =
        phw_reliability(reliability, &a->raw, &a->selection, &a->values, &how);
    if (s)
        free(reliability);
    else
        *out = reliability;
    return s;
}

phw_status phw_agreement_reconcile(phw_agreement *a,
                                   const uint8_t digest[PHW_TRANSCRIPT_SIZE])
{
    float *reliability = NULL;
    PHW_TRY(rate_bits(&reliability, a));
    const phw_reconcile_task task = {
        .n = a->selection.n_used,
        .segment = a->selection.segment,
        .n_segments = a->selection.n_segments,
        .params = a->config.reconciler_params,
        .reliability = reliability,
        .entropy = a->entropy,
    };
    phw_bits used = {0};
    phw_status s = phw_sampling_gather(&used, &a->raw.bits, &a->selection.used);
    if (!s)
        s = phw_blocks_create(&a->blocks, a->role, a->config.reconciler, &task, digest,
                              a->config.reconcile_block_bits, &used);
    if (!s)
        a->report.n_blocks = phw_blocks_n(a->blocks);
    phw_bits_free(&used);
    if (reliability != NULL)
        sodium_memzero(reliability, a->selection.n_used * sizeof *reliability);
    free(reliability);
    return s;
}

/* Parities beyond the number of bits tell nothing that is not told: more than that, and
 * some for short strings, is asked for by somebody who means no key. */
static phw_status check_disclosed(const phw_agreement *a)
{
    const uint64_t leak = a->report.reconcile.leak_bits;
    if (leak > a->report.n_bits + PHW_AGREEMENT_LEAK_SLACK)
        return phw_fail(
            PHW_ENOCONV,
            "agreement: %llu parities of %zu bits were disclosed: the error "
            "rate is far above the estimate, or messages are not the peer's",
            (unsigned long long)leak, a->report.n_bits);
    return PHW_OK;
}

phw_status phw_agreement_exchange(phw_agreement *a, phw_message *out, bool *done,
                                  const phw_message *frame)
{
    PHW_TRY(phw_blocks_step(a->blocks, out, done, frame));
    a->report.reconcile = phw_blocks_figures(a->blocks);
    return check_disclosed(a);
}

bool phw_agreement_can_drop(const phw_agreement *a)
{
    return phw_blocks_n(a->blocks) > 1 && a->config.quantizer->told == NULL;
}

phw_status phw_agreement_tags(uint64_t **out, phw_agreement *a,
                              const phw_verify_key *key)
{
    uint64_t *tag = NULL;
    const size_t n = phw_blocks_n(a->blocks);
    PHW_TRY(phw_array_alloc(&tag, n, sizeof *tag));
    const phw_status s = phw_blocks_tags(tag, a->blocks, key, a->config.tag_bits);
    if (s) {
        free(tag);
        return s;
    }
    /* A bit more each: his list of those that differ. */
    phw_ledger_add(&a->ledger, PHW_STAGE_VERIFY,
                   (uint64_t)n * (a->config.tag_bits + 1));
    *out = tag;
    return PHW_OK;
}

/* Which bits of a block that failed still differ nobody knows, and so not what Bob's
 * answers about it told: each of them is charged. */
static void charge_failed(phw_agreement *a, const phw_bits *good)
{
    if (a->config.accounting == PHW_ACCOUNTING_ERROR_KNOWN &&
        !a->config.reconciler->silent)
        phw_ledger_add(&a->ledger, PHW_STAGE_RECONCILE,
                       phw_blocks_replies(a->blocks, good));
}

phw_status phw_agreement_drop(phw_agreement *a, const phw_bits *good)
{
    charge_failed(a, good);
    PHW_TRY(phw_blocks_keep(a->blocks, good));
    a->report.n_failed_blocks = good->n - phw_bits_count(good);
    a->report.n_dropped = a->report.n_bits - phw_blocks_key(a->blocks)->n;
    if (a->report.n_failed_blocks == good->n)
        return phw_fail(PHW_ENOCONV, "agreement: all %zu blocks still differ", good->n);
    return PHW_OK;
}

size_t phw_agreement_kept(const phw_agreement *a)
{
    return a->report.n_bits - a->report.n_dropped;
}

/* Every difference that Eve knows, over the raw bits: the corrected ones and those seen
 * in the sample. */
static phw_status known_errors(phw_bits *out, const phw_agreement *a)
{
    const phw_bits *corrected = phw_blocks_corrected(a->blocks);
    phw_bits errors = {0};
    PHW_TRY(phw_bits_alloc(&errors, a->raw.bits.n));
    size_t used = 0;
    size_t sampled = 0;
    for (size_t i = 0; i < errors.n; ++i) {
        if (phw_bits_get(&a->facts.sampled, i))
            phw_bits_set(&errors, i, phw_bits_get(&a->differ, sampled++));
        else if (phw_bits_get(&a->selection.used, i))
            phw_bits_set(&errors, i, phw_bits_get(corrected, used++));
    }
    *out = errors;
    return PHW_OK;
}

/* What reconciliation disclosed, as the configuration charges it. */
static void charge_reconciliation(phw_agreement *a, const phw_reconcile_figures *f,
                                  const phw_bits *errors)
{
    const phw_accounting how = a->config.accounting;
    phw_ledger_add(&a->ledger, PHW_STAGE_RECONCILE, f->leak_bits);
    if (how == PHW_ACCOUNTING_TWO_WAY ||
        (how == PHW_ACCOUNTING_ERROR_KNOWN && a->config.reconciler->silent))
        phw_ledger_add(&a->ledger, PHW_STAGE_RECONCILE, f->reply_bits);
    if (how != PHW_ACCOUNTING_ONE_WAY)
        phw_ledger_add(&a->ledger, PHW_STAGE_POSITIONS,
                       phw_positions_charge(&a->raw, errors, a->selection.n_planes));
}

phw_status phw_agreement_account(phw_agreement *a)
{
    phw_bits errors = {0};
    PHW_TRY(known_errors(&errors, a));
    const phw_reconcile_figures f = phw_blocks_figures(a->blocks);
    a->report.reconcile = f;
    a->report.error_rate_observed = (double)f.n_corrected / (double)a->report.n_bits;
    a->ledger.reply = f.reply_bits;
    phw_ledger_add(&a->ledger, PHW_STAGE_INDICES, phw_raw_said(&a->raw));
    /* The bound on collision entropy holds given what is published of the values. */
    if (a->config.assessment != PHW_ASSESS_COLLISION &&
        a->config.quantizer->index_exchange(&a->config.quantizer_params) !=
            PHW_EXCHANGE_NONE)
        phw_ledger_add(&a->ledger, PHW_STAGE_INDICES,
                       phw_indices_charge(&a->raw, a->selection.n_planes));
    charge_reconciliation(a, &f, &errors);
    phw_ledger_add(&a->ledger, PHW_STAGE_VERIFY,
                   a->config.tag_bits + a->config.confirm_bits);
    phw_ledger_add(&a->ledger, PHW_STAGE_AMPLIFY,
                   2 * (uint64_t)a->config.security_bits);
    phw_bits_free(&errors);
    return PHW_OK;
}

phw_status phw_agreement_assess(phw_agreement *a, size_t *key_bits)
{
    phw_agreement_report *r = &a->report;
    PHW_TRY(phw_randomization_assess(&r->assessment, &a->random, &a->coarse, &a->values,
                                     &a->config));
    r->assessed = true;
    /* Sampled bits are public, and dropped ones are taken to be: what the others still
     * have is at least the entropy of all less one bit for each (chain rule), however
     * they hang together. */
    r->min_entropy_bits =
        fmax(0, r->assessment.min_entropy_bits - (double)r->n_sampled -
                    (double)r->n_dropped - a->config.eve_information_bits);
    double shortfall = 0;
    uint64_t n = phw_ledger_key_bits(&a->ledger, r->min_entropy_bits, &shortfall);
    const double least = (double)a->config.key_bits_min;
    r->shortfall_bits = fmax(0, least + shortfall - (double)n);
    if (a->config.key_bits_max > 0 && n > a->config.key_bits_max)
        n = a->config.key_bits_max;
    *key_bits = n >= a->config.key_bits_min ? (size_t)n + a->config.confirm_bits : 0;
    return PHW_OK;
}

/* The last bits key the confirmation, when it has some of its own. */
static phw_status part(phw_agreement *a, const phw_bits *all)
{
    const size_t key_bits = all->n - a->config.confirm_bits;
    PHW_TRY(phw_bits_slice(&a->key, all, 0, key_bits));
    PHW_TRY(phw_bits_slice(&a->confirm, all, key_bits, all->n));
    a->report.key_bits = key_bits;
    a->report.confirm_bits = a->config.confirm_bits;
    return PHW_OK;
}

phw_status phw_agreement_amplify(phw_agreement *a, const phw_bits *seed, size_t m)
{
    const phw_agreement_config *c = &a->config;
    phw_bits all = {0};
    PHW_TRY(c->amplifier->amplify(&all, phw_blocks_key(a->blocks), seed, m,
                                  &c->amplifier_params));
    const phw_status s = part(a, &all);
    phw_bits_free(&all);
    return s;
}

static const phw_bits *confirming(const phw_agreement *a)
{
    return a->confirm.n > 0 ? &a->confirm : &a->key;
}

phw_status phw_agreement_confirm(const phw_agreement *a, phw_message *out,
                                 phw_role role)
{
    uint8_t digest[PHW_TRANSCRIPT_SIZE];
    uint8_t mac[PHW_TRANSCRIPT_SIZE];
    phw_transcript_digest(digest, a->transcript);
    PHW_TRY(phw_transcript_confirm(mac, confirming(a), role, digest));
    phw_message_begin(out, PHW_MESSAGE_CONFIRM, 0);
    phw_message_put_bytes(out, mac, sizeof mac);
    return PHW_OK;
}

phw_status phw_agreement_confirmed(const phw_agreement *a, phw_reader *in,
                                   phw_role role)
{
    uint8_t theirs[PHW_TRANSCRIPT_SIZE];
    uint8_t mac[PHW_TRANSCRIPT_SIZE];
    phw_reader_bytes(in, theirs, sizeof theirs);
    PHW_TRY(phw_reader_close(in));
    PHW_TRY(phw_transcript_confirm(mac, confirming(a), role, a->before));
    if (sodium_memcmp(mac, theirs, sizeof mac) != 0)
        return phw_fail(PHW_EAUTH, "agreement: the confirmation does not match");
    return PHW_OK;
}
