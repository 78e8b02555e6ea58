#include "kgen/session.h"

#include <stdlib.h>
#include <string.h>

#include "core/trace.h"
#include "kgen/agreement_config.h"

#include "tests/fuzz/fuzz.h"

enum {
    ROWS = 300
};

/* What both ends are made from; the keys and pools are new each time. */
typedef struct pair {
    phw_agreement_config agreement;
    phw_session_config config[2];
    phw_session_keys keys[2];
    phw_entropy entropy[2];
    phw_session *end[2];
} pair;

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

static phw_status make_secret(pair *p, int i, phw_session_auth auth)
{
    phw_key key = {0};
    PHW_TRY(phw_key_alloc(&key, 256));
    p->config[i] = (phw_session_config){.auth = auth};
    phw_status s = PHW_OK;
    if (auth == PHW_SESSION_AUTH_PSK) {
        s = phw_session_keys_start(&p->keys[i], &key);
        p->config[i].keys = &p->keys[i];
    } else if (auth == PHW_SESSION_AUTH_ONE_TIME) {
        s = phw_key_pool_create(&p->config[i].pool, NULL, &key);
    }
    phw_key_free(&key);
    return s;
}

static phw_status make_end(pair *p, int i, phw_session_auth auth)
{
    phw_trace t = {0};
    phw_status s = phw_entropy_seeded(&p->entropy[i], 1 + (uint64_t)i, "fuzz");
    if (!s)
        s = make_secret(p, i, auth);
    if (!s)
        s = make_trace(&t);
    if (!s)
        s = phw_session_create(&p->end[i], (phw_role)i, &t, &p->agreement,
                               &p->config[i], &p->entropy[i]);
    phw_trace_free(&t);
    return s;
}

/* The frame due, with `data` in the place of its payload from byte `from` on. */
static phw_status forge(phw_message *out, const phw_message *due, size_t from,
                        const uint8_t *data, size_t size)
{
    const size_t payload = due->size - PHW_MESSAGE_HEADER_SIZE;
    phw_message_begin(out, phw_message_type(due), phw_message_sequence(due));
    phw_message_put_bytes(out, due->byte + PHW_MESSAGE_HEADER_SIZE,
                          from < payload ? from : payload);
    phw_message_put_bytes(out, data, size);
    return phw_message_end(out);
}

/* Genuine frames up to number `n`, and the forged one then: unless nothing was forged,
 * tags find it out, and no end that fails has a key. */
static void talk(pair *p, unsigned n, const uint8_t *data, size_t size)
{
    phw_message frame[2] = {{0}};
    phw_message forged = {0};
    int speaker = PHW_ALICE;
    const phw_message *in = NULL;
    bool done = false;
    phw_status s = PHW_OK;
    for (unsigned i = 0; i < n && !s && !done; ++i) {
        s = phw_session_step(p->end[speaker], &frame[speaker], &done, in);
        in = &frame[speaker];
        speaker = 1 - speaker;
        done = done || in->size == 0;
    }
    if (!s && !done && in != NULL && size > 0 &&
        forge(&forged, in, data[0], data + 1, size - 1) == PHW_OK) {
        const bool same =
            forged.size == in->size && memcmp(forged.byte, in->byte, in->size) == 0;
        s = phw_session_step(p->end[speaker], &frame[speaker], &done, &forged);
        if (s != PHW_OK && phw_session_key(p->end[speaker])->n > 0)
            abort();
        if (s == PHW_OK && !same && p->config[0].auth != PHW_SESSION_AUTH_NONE)
            abort();
    }
    phw_message_free(&frame[0]);
    phw_message_free(&frame[1]);
    phw_message_free(&forged);
}

/* The first byte says how the ends authenticate and how many genuine frames come
 * before, the second how much of the genuine payload stays. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pair p = {.end = {NULL, NULL}};
    if (size == 0 || phw_agreement_preset(&p.agreement) != PHW_OK)
        return 0;
    const phw_session_auth auth = (phw_session_auth)(data[0] % PHW_N_SESSION_AUTHS);
    p.agreement.pipeline = (phw_pipeline){0};
    p.agreement.key_bits_min = 1;
    p.agreement.reconcile_block_bits = 100;
    if (phw_pipeline_read(&p.agreement.pipeline, "power,none") == PHW_OK &&
        make_end(&p, PHW_ALICE, auth) == PHW_OK &&
        make_end(&p, PHW_BOB, auth) == PHW_OK)
        talk(&p, 1 + data[0] / PHW_N_SESSION_AUTHS % 64, data + 1, size - 1);
    for (int i = 0; i < 2; ++i) {
        phw_session_destroy(p.end[i]);
        phw_session_keys_free(&p.keys[i]);
        phw_key_pool_destroy(p.config[i].pool);
    }
    return 0;
}
