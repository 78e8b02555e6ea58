#include "tools/keygen_report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tools/keygen_text.h"
#include "tools/plot_autocorrelation.h"
#include "tools/plot_budget.h"
#include "tools/plot_scatter.h"
#include "tools/plot_series.h"

typedef struct texts {
    char channel[320];
    char secrecy[480];
    char eve[480];
} texts;

static void add_share(phw_plot_agreement *data, const char *name, double bits)
{
    if (data->n_shares < PHW_PLOT_SHARES_MAX && bits > 0)
        data->share[data->n_shares++] = (phw_plot_share){name, bits};
}

static void fill_budget(phw_plot_agreement *data, const phw_keygen *k)
{
    static const char *const stage[PHW_N_STAGES] = {
        [PHW_STAGE_INDICES] = "indices",
        [PHW_STAGE_RECONCILE] = "reconciliation",
        [PHW_STAGE_POSITIONS] = "corrected positions",
        [PHW_STAGE_VERIFY] = "verification",
        [PHW_STAGE_AMPLIFY] = "amplification",
    };
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    data->raw_bits = (double)k->n_raw;
    data->certified_bits = (double)k->certified_bits;
    const double kept =
        data->raw_bits - (double)(r->n_hopeless + r->n_sampled + r->n_dropped);
    add_share(data, "too many differ", (double)r->n_hopeless);
    add_share(data, "compared in public", (double)r->n_sampled);
    add_share(data, "in blocks that failed", (double)r->n_dropped);
    if (r->assessed)
        add_share(data, "not random enough",
                  kept - r->min_entropy_bits - r->eve_information_bits);
    add_share(data, "known to Eve", r->eve_information_bits);
    for (int i = 0; i < PHW_N_STAGES; ++i)
        add_share(data, stage[i], (double)r->ledger.disclosed[i]);
}

static void fill_series(phw_plot_agreement *data, const phw_keygen *k,
                        const phw_agreement_config *config)
{
    const phw_matched *m = &k->matched;
    if (m->alice.n_rows == 0 || m->bob.n_rows != m->alice.n_rows)
        return;
    data->n = m->alice.n_rows;
    data->alice = phw_features_series(&m->alice, 0);
    data->bob = phw_features_series(&m->bob, 0);
    if (m->eve.n_rows == data->n)
        data->eve = phw_features_series(&m->eve, 0);
    data->feature = config->pipeline.extractor[0].entry->name;
    data->time_s = m->alice.time_s;
    data->has_time = m->alice.has_time;
}

static void write_eve(texts *t, const phw_keygen_page *page)
{
    const phw_keygen *k = page->keygen;
    const double known = k->rehearsal.report[PHW_ALICE].eve_information_bits;
    char source[160];
    if (!page->has_eve && isnan(k->eve_multiple_correlation)) {
        (void)snprintf(t->eve, sizeof t->eve,
                       "No trace of an eavesdropper was given: what she could see of "
                       "the channel is not in these figures.");
        return;
    }
    if (isnan(k->eve_multiple_correlation)) {
        (void)snprintf(t->eve, sizeof t->eve,
                       "It ended before it could be told what the eavesdropper knows.");
        return;
    }
    (void)snprintf(
        source, sizeof source,
        known > page->config->eve_information_bits
            ? "Gaussian model with the multiple correlation R = %.3f from "
              "her trace, 99 %% bound"
            : "as told, and not less than a Gaussian model with the multiple "
              "correlation R = %.3f from her trace, 99 %% bound",
        k->eve_multiple_correlation);
    (void)snprintf(t->eve, sizeof t->eve, "Eve is taken to know %.0f bits (%s).", known,
                   source);
    if (isnan(k->eve_rate))
        return;
    const size_t n = strlen(t->eve);
    (void)snprintf(t->eve + n, sizeof t->eve - n,
                   " Bits made of her trace in the same way differ from Alice's in "
                   "%.1f %% of the places; guessing gives 50 %%.",
                   100 * k->eve_rate);
}

static void write_texts(texts *t, const phw_keygen_page *page)
{
    const phw_keygen *k = page->keygen;
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    (void)snprintf(
        t->channel, sizeof t->channel,
        "%zu probes were seen by both ends. They gave %zu raw bits, of which "
        "%zu (%.1f %%) differed before they were reconciled.",
        r->n_rows, k->n_raw, k->n_disagreements,
        k->n_raw > 0 ? 100 * k->disagreement_rate : 0);
    if (r->assessed) {
        (void)snprintf(
            t->secrecy, sizeof t->secrecy,
            "The estimator %s finds %.0f bits of %s in them; %llu bits were said in "
            "public, and %llu are set aside so that the key is off uniform by at most "
            "2^-%u.",
            r->assessment.row[r->assessment.binding].estimator, r->min_entropy_bits,
            phw_keygen_entropy(k), (unsigned long long)phw_ledger_disclosed(&r->ledger),
            (unsigned long long)r->ledger.disclosed[PHW_STAGE_AMPLIFY],
            r->security_bits);
    } else {
        (void)snprintf(t->secrecy, sizeof t->secrecy,
                       "It ended in the phase %s, before the entropy could be told.",
                       phw_phase_name(r->phase));
    }
    write_eve(t, page);
}

void phw_keygen_page_agreement(phw_plot_agreement *out, const phw_keygen *k,
                               const phw_agreement_config *config)
{
    *out = (phw_plot_agreement){0};
    fill_budget(out, k);
    fill_series(out, k, config);
}

phw_status phw_keygen_page_write(phw_outputs *outputs, const phw_keygen_page *page,
                                 const char *path, char missing[PHW_PAGE_MISSING_SIZE])
{
    texts t;
    write_texts(&t, page);
    const char *note[6] = {
        t.channel, t.secrecy, t.eve,
        "Both ends ran in memory: nothing here says who was speaking, "
        "and over a real network the messages have to be "
        "authenticated."};
    if (page->keygen->rehearsal.report[PHW_ALICE].reproducible)
        note[4] =
            "The run was seeded (--seed): it can be repeated by anyone, so the key "
            "is not a secret.";
    phw_plot_agreement run;
    phw_keygen_page_agreement(&run, page->keygen, page->config);
    const phw_plot_data data = {.agreement = &run};
    const phw_page_picture picture[] = {
        {&phw_plot_budget, &data},
        {&phw_plot_series, &data},
        {&phw_plot_scatter, &data},
        {&phw_plot_autocorrelation, &data},
    };
    const phw_page_section section[] = {
        {.heading = "Pictures",
         .picture = picture,
         .n_pictures = sizeof picture / sizeof picture[0]},
        {.heading = "Figures", .result = page->result},
    };
    const phw_page about = {
        .title = "Key generation",
        .subject = page->subject,
        .good = page->keygen->status == PHW_OK,
        .verdict = page->explanation,
        .note = note,
        .section = section,
        .n_sections = sizeof section / sizeof section[0],
        .keep_scripts = page->keep_scripts,
    };
    return phw_page_write(outputs, &about, path, missing);
}
