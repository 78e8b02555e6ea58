#include <stdlib.h>

#include "core/trace.h"
#include "kgen/features.h"
#include "kgen/zero_power_detector.h"
#include "kgen/zero_power_device.h"
#include "kgen/zero_power_reader.h"
#include "kgen/zero_power_session.h"

#include "tests/fuzz/fuzz.h"

enum {
    ROWS = 600
};

/* Both ends, and what they measured: the same. */
typedef struct pair {
    phw_zero_power_codes codes;
    phw_features values;
    phw_zero_power_device *device;
    phw_zero_power_reader *reader;
    phw_entropy entropy;
} pair;

/* Small integers as decibels. */
static phw_status make_trace(phw_trace *t)
{
    PHW_TRY(phw_trace_alloc(t, PHW_TRACE_POWER_DB, ROWS, 1));
    unsigned state = 1;
    for (size_t i = 0; i < ROWS; ++i) {
        state = state * 1103515245U + 12345U;
        t->real[i] = (float)((state >> 16) % 40);
    }
    return PHW_OK;
}

/* All messages that there can be: a key is reached with so little asked of it. */
static phw_status make_pair(pair *p)
{
    phw_trace t = {0};
    phw_zero_power_config config = phw_zero_power_preset();
    config.security_bits = 1;
    config.key_bits_min = 1;
    phw_status s = make_trace(&t);
    if (!s)
        s = phw_zero_power_detect(&p->codes, &t, &config);
    if (!s)
        s = phw_zero_power_estimate(&p->values, &t, &config);
    phw_trace_free(&t);
    if (!s)
        s = phw_entropy_seeded(&p->entropy, 1, "fuzz");
    if (!s)
        s = phw_zero_power_device_create(&p->device, &p->codes, &config);
    if (!s)
        s = phw_zero_power_reader_create(&p->reader, &p->values, &config, &p->entropy);
    return s;
}

static void free_pair(pair *p)
{
    phw_zero_power_reader_destroy(p->reader);
    phw_zero_power_device_destroy(p->device);
    phw_zero_power_codes_free(&p->codes);
    phw_features_free(&p->values);
}

/* The reader begins, so that it has the even steps. */
static phw_status step(pair *p, unsigned number, phw_message *out, bool *done,
                       const phw_message *in)
{
    return number % 2 == 0 ? phw_zero_power_reader_step(p->reader, out, done, in)
                           : phw_zero_power_device_step(p->device, out, done, in);
}

/* The frame due, with `data` in the place of its payload. */
static phw_status forge(phw_message *out, const phw_message *due, const uint8_t *data,
                        size_t size)
{
    phw_message_begin(out, phw_message_type(due), phw_message_sequence(due));
    phw_message_put_bytes(out, data, size);
    return phw_message_end(out);
}

/* `n` genuine frames, the last with another payload; an end that fails has no key. */
static void talk(pair *p, unsigned n, const uint8_t *data, size_t size)
{
    phw_message frame[2] = {{0}};
    phw_message forged = {0};
    const phw_message *in = NULL;
    bool done = false;
    phw_status s = PHW_OK;
    for (unsigned i = 0; i < n && !s && !done; ++i) {
        s = step(p, i, &frame[i % 2], &done, in);
        in = &frame[i % 2];
        done = done || in->size == 0;
    }
    if (!s && !done && in != NULL && forge(&forged, in, data, size) == PHW_OK) {
        s = step(p, n, &frame[n % 2], &done, &forged);
        const phw_bits *key = n % 2 == 0 ? phw_zero_power_reader_key(p->reader)
                                         : phw_zero_power_device_key(p->device);
        if (s != PHW_OK && key->n > 0)
            abort();
    }
    phw_message_free(&frame[0]);
    phw_message_free(&frame[1]);
    phw_message_free(&forged);
}

/* The first byte says how many genuine frames come before the forged one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pair p = {.device = NULL};
    if (size == 0)
        return 0;
    if (make_pair(&p) == PHW_OK)
        talk(&p, 1 + data[0] % 16, data + 1, size - 1);
    free_pair(&p);
    return 0;
}
