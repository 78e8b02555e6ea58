#include "tools/demo_step_key.h"

#include <math.h>
#include <stdio.h>

#include "kgen/pipeline.h"
#include "tools/keygen_report.h"
#include "tools/keygen_result.h"
#include "tools/keygen_text.h"
#include "tools/lab_probing.h"
#include "tools/plot_budget.h"
#include "tools/plot_series.h"

#define KEY_BITS 256

/* As phyward keygen has it for such traces. */
static phw_status configure(phw_agreement_config *config)
{
    PHW_TRY(phw_agreement_preset(config));
    config->pipeline.n_transforms = 0;
    PHW_TRY(phw_pipeline_read(&config->pipeline, "pca"));
    config->key_bits_min = KEY_BITS;
    return PHW_OK;
}

static phw_status agree(phw_demo *demo, const phw_probing *p)
{
    phw_entropy entropy[2] = {0};
    PHW_TRY(phw_entropy_seeded(&entropy[PHW_ALICE], demo->seed, "demo alice"));
    PHW_TRY(phw_entropy_seeded(&entropy[PHW_BOB], demo->seed, "demo bob"));
    const phw_status s = phw_keygen_run(
        &demo->keygen, &p->trace[PHW_PARTY_ALICE], &p->trace[PHW_PARTY_BOB],
        &p->trace[PHW_PARTY_EVE], &demo->config, entropy, demo->progress);
    phw_entropy_wipe(&entropy[PHW_ALICE]);
    phw_entropy_wipe(&entropy[PHW_BOB]);
    return s;
}

static void draw(phw_demo_drawing *d, const phw_demo *demo)
{
    phw_keygen_page_agreement(&d->agreement, &demo->keygen, &demo->config);
    d->data[0] = (phw_plot_data){.agreement = &d->agreement};
    d->picture[0] = (phw_page_picture){&phw_plot_budget, &d->data[0]};
    d->picture[1] = (phw_page_picture){&phw_plot_series, &d->data[0]};
    d->n_pictures = 2;
}

static void tell(phw_demo_outcome *out, const phw_demo *demo)
{
    const phw_keygen *k = &demo->keygen;
    const phw_agreement_report *r = &k->rehearsal.report[PHW_ALICE];
    phw_keygen_explain(out->said, sizeof out->said, k, &demo->config);
    if (isnan(k->eve_rate))
        (void)snprintf(out->eve, sizeof out->eve,
                       "it ended before it could be told what she knows");
    else
        (void)snprintf(out->eve, sizeof out->eve,
                       "bits of her own trace, made in the same way, differ from "
                       "Alice's in %.1f %% of the places (guessing: 50 %%); she is "
                       "charged %.0f bits for what her trace may tell",
                       100 * k->eve_rate, r->eve_information_bits);
    phw_keygen_fields(out->figures, k, &demo->config, out->said);
}

static phw_status run(phw_demo_outcome *out, phw_demo *demo)
{
    phw_probing p = {0};
    PHW_TRY(configure(&demo->config));
    PHW_TRY(phw_probing_run(&p, demo->scenario, demo->seed, 0, demo->n_threads, NULL));
    phw_status s = agree(demo, &p);
    phw_probing_free(&p);
    PHW_TRY(s);
    out->good = demo->keygen.status == PHW_OK;
    out->failure = demo->keygen.status;
    if (out->good)
        s = phw_keygen_key(&demo->key, &demo->keygen, &demo->config);
    tell(out, demo);
    draw(&out->drawing, demo);
    return s;
}

const phw_demo_step phw_demo_step_key = {
    .name = "key",
    .title = "A key of the channel",
    .run = run,
};
