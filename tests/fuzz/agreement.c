#include "kgen/agreement.h"

#include <stdlib.h>
#include <string.h>

#include "core/trace.h"
#include "kgen/agreement_config.h"
#include "kgen/quantizer_cqa.h"

#include "tests/fuzz/fuzz.h"

enum {
    ROWS = 600
};

/* Small integers as decibels: both ends have the same. */
static phw_status make_trace(phw_trace *t)
{
    PHW_TRY(phw_trace_alloc(t, PHW_TRACE_POWER_DB, ROWS, 1));
    unsigned state = 1;
    for (size_t i = 0; i < ROWS; ++i) {
        state = state * 1103515245U + 12345U;
        t->real[i] = (float)((state >> 16) % 4000);
    }
    return PHW_OK;
}

/* All messages that there can be: sayings of samples, loading by gain. */
static phw_status make_config(phw_agreement_config *c)
{
    PHW_TRY(phw_agreement_preset(c));
    c->pipeline = (phw_pipeline){0};
    PHW_TRY(phw_pipeline_read(&c->pipeline, "power,pca:components=1"));
    c->quantizer = &phw_quantizer_cqa;
    phw_params_preset(&c->quantizer_params, c->quantizer->params,
                      c->quantizer->n_params);
    c->loading = PHW_LOADING_GAIN;
    c->key_bits_min = 1;
    return PHW_OK;
}

static phw_status make_end(phw_agreement **out, phw_role role,
                           const phw_agreement_config *config)
{
    phw_trace t = {0};
    static phw_entropy entropy[2];
    phw_status s = phw_entropy_seeded(&entropy[role], 1 + (uint64_t)role, "fuzz");
    if (!s)
        s = make_trace(&t);
    if (!s)
        s = phw_agreement_create(out, role, &t, config, &entropy[role]);
    phw_trace_free(&t);
    return s;
}

/* The frame due, with `data` in the place of its payload. */
static phw_status forge(phw_message *out, const phw_message *due, const uint8_t *data,
                        size_t size)
{
    phw_message_begin(out, phw_message_type(due), phw_message_sequence(due));
    phw_message_put_bytes(out, data, size);
    return phw_message_end(out);
}

/* Genuine frames up to number `n`, and the forged one then; an end that fails or is
 * fooled into ending has no key. */
static void talk(phw_agreement *end[2], unsigned n, const uint8_t *data, size_t size)
{
    phw_message frame[2] = {{0}};
    phw_message forged = {0};
    phw_role speaker = PHW_ALICE;
    const phw_message *in = NULL;
    bool done = false;
    phw_status s = PHW_OK;
    for (unsigned i = 0; i < n && !s && !done; ++i) {
        s = phw_agreement_step(end[speaker], &frame[speaker], &done, in);
        in = &frame[speaker];
        speaker = speaker == PHW_ALICE ? PHW_BOB : PHW_ALICE;
        done = done || in->size == 0;
    }
    if (!s && !done && in != NULL && forge(&forged, in, data, size) == PHW_OK) {
        s = phw_agreement_step(end[speaker], &frame[speaker], &done, &forged);
        if (s != PHW_OK && phw_agreement_key(end[speaker])->n > 0)
            abort();
    }
    phw_message_free(&frame[0]);
    phw_message_free(&frame[1]);
    phw_message_free(&forged);
}

/* The first byte says how many genuine frames come before. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_agreement_config config;
    phw_agreement *end[2] = {NULL, NULL};
    if (size == 0 || make_config(&config) != PHW_OK)
        return 0;
    if (make_end(&end[PHW_ALICE], PHW_ALICE, &config) == PHW_OK &&
        make_end(&end[PHW_BOB], PHW_BOB, &config) == PHW_OK)
        talk(end, 1 + data[0] % 64, data + 1, size - 1);
    phw_agreement_destroy(end[PHW_ALICE]);
    phw_agreement_destroy(end[PHW_BOB]);
    return 0;
}
