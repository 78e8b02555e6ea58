#include "kgen/rehearsal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

/* Both machines and the frame between them. */
typedef struct stage {
    phw_agreement *end[2];
    phw_message frame[2]; /* the one each role spoke last */
    bool done[2];
    phw_wire_tap *tap;
    void *context;
    uint64_t n_messages;
    uint64_t n_bytes;
} stage;

void phw_rehearsal_free(phw_rehearsal *r)
{
    for (unsigned i = 0; i < 2; ++i) {
        phw_bits_free(&r->key[i]);
        phw_bits_free(&r->raw[i]);
    }
    free(r->segment);
    phw_public_facts_free(&r->facts);
    *r = (phw_rehearsal){0};
}

/* How a machine ends stands in its report. */
static void step(stage *s, phw_role role, const phw_message *in)
{
    const phw_status status =
        phw_agreement_step(s->end[role], &s->frame[role], &s->done[role], in);
    (void)status;
    if (s->frame[role].size == 0)
        return;
    ++s->n_messages;
    s->n_bytes += s->frame[role].size;
    if (s->tap != NULL)
        s->tap(s->context, role, &s->frame[role]);
}

/* Turn by turn, until nobody has anything to say or to hear. */
static void converse(stage *s)
{
    phw_role speaker = PHW_ALICE;
    step(s, speaker, NULL);
    while (s->frame[speaker].size > 0) {
        const phw_role listener = speaker == PHW_ALICE ? PHW_BOB : PHW_ALICE;
        if (s->done[listener])
            return;
        step(s, listener, &s->frame[speaker]);
        speaker = listener;
    }
}

static phw_status copy_segments(phw_rehearsal *r, const phw_raw *raw)
{
    if (raw->n_segments == 0)
        return PHW_OK;
    PHW_TRY(phw_array_alloc(&r->segment, raw->n_segments, sizeof *r->segment));
    memcpy(r->segment, raw->segment, raw->n_segments * sizeof *r->segment);
    r->n_segments = raw->n_segments;
    return PHW_OK;
}

static phw_status collect(phw_rehearsal *r, const stage *s)
{
    r->n_messages = s->n_messages;
    r->n_bytes = s->n_bytes;
    for (unsigned i = 0; i < 2; ++i) {
        phw_agreement_report_read(&r->report[i], s->end[i]);
        PHW_TRY(phw_bits_copy(&r->key[i], phw_agreement_key(s->end[i])));
        PHW_TRY(phw_bits_copy(&r->raw[i], &phw_agreement_raw(s->end[i])->bits));
    }
    PHW_TRY(copy_segments(r, phw_agreement_raw(s->end[PHW_ALICE])));
    return phw_public_facts_copy(&r->facts, phw_agreement_facts(s->end[PHW_BOB]));
}

phw_status phw_rehearse(phw_rehearsal *out, const phw_trace *alice,
                        const phw_trace *bob, const phw_agreement_config *config,
                        phw_entropy entropy[2], phw_wire_tap *tap, void *context)
{
    stage s = {.tap = tap, .context = context};
    phw_rehearsal r = {0};
    phw_status status = phw_agreement_create(&s.end[PHW_ALICE], PHW_ALICE, alice,
                                             config, &entropy[PHW_ALICE]);
    if (!status)
        status = phw_agreement_create(&s.end[PHW_BOB], PHW_BOB, bob, config,
                                      &entropy[PHW_BOB]);
    if (!status) {
        converse(&s);
        status = collect(&r, &s);
    }
    for (unsigned i = 0; i < 2; ++i) {
        phw_agreement_destroy(s.end[i]);
        phw_message_free(&s.frame[i]);
    }
    if (status) {
        phw_rehearsal_free(&r);
        return status;
    }
    *out = r;
    return PHW_OK;
}
