#include "kgen/zero_power_rehearsal.h"

#include <stdbool.h>

#include "kgen/features.h"
#include "kgen/message.h"
#include "kgen/zero_power_detector.h"
#include "kgen/zero_power_device.h"

/* Both machines, what they measured, and the frame that each spoke last. */
typedef struct stage {
    phw_zero_power_codes codes;
    phw_features values;
    phw_zero_power_reader *reader;
    phw_zero_power_device *device;
    phw_message said[2];
    phw_status device_status;
} stage;

void phw_zero_power_rehearsal_free(phw_zero_power_rehearsal *r)
{
    for (unsigned role = 0; role < 2; ++role) {
        phw_bits_free(&r->key[role]);
        for (unsigned p = 0; p < PHW_ZERO_POWER_BITS_MAX; ++p)
            phw_bits_free(&r->plane[role][p]);
    }
    phw_bits_free(&r->have);
    phw_bits_free(&r->kept);
    *r = (phw_zero_power_rehearsal){0};
}

static phw_status open_stage(stage *s, const phw_trace *device, const phw_trace *reader,
                             const phw_zero_power_config *config, phw_entropy *entropy)
{
    PHW_TRY(phw_zero_power_check(config));
    PHW_TRY(phw_zero_power_detect(&s->codes, device, config));
    PHW_TRY(phw_zero_power_estimate(&s->values, reader, config));
    PHW_TRY(phw_zero_power_device_create(&s->device, &s->codes, config));
    return phw_zero_power_reader_create(&s->reader, &s->values, config, entropy);
}

static void close_stage(stage *s)
{
    phw_zero_power_reader_destroy(s->reader);
    phw_zero_power_device_destroy(s->device);
    phw_zero_power_codes_free(&s->codes);
    phw_features_free(&s->values);
    phw_message_free(&s->said[PHW_ALICE]);
    phw_message_free(&s->said[PHW_BOB]);
}

/* How a machine ends, it remembers itself. */
static bool step(stage *s, phw_role role, const phw_message *in, phw_wire_tap *tap,
                 void *context)
{
    bool done = false;
    if (role == PHW_ALICE) {
        const phw_status ended =
            phw_zero_power_reader_step(s->reader, &s->said[role], &done, in);
        (void)ended;
    } else {
        s->device_status =
            phw_zero_power_device_step(s->device, &s->said[role], &done, in);
    }
    if (s->said[role].size > 0 && tap != NULL)
        tap(context, role, &s->said[role]);
    return done;
}

/* Turn by turn, until nobody has anything to say or to hear. */
static void converse(stage *s, phw_wire_tap *tap, void *context)
{
    bool done[2] = {false, false};
    phw_role speaker = PHW_ALICE;
    done[speaker] = step(s, speaker, NULL, tap, context);
    while (s->said[speaker].size > 0) {
        const phw_role listener = speaker == PHW_ALICE ? PHW_BOB : PHW_ALICE;
        if (done[listener])
            return;
        done[listener] = step(s, listener, &s->said[speaker], tap, context);
        speaker = listener;
    }
}

static phw_status collect(phw_zero_power_rehearsal *r, const stage *s)
{
    phw_zero_power_reader_report(&r->report, s->reader);
    phw_zero_power_device_operations(&r->operations, s->device);
    r->device_status = s->device_status;
    PHW_TRY(phw_bits_copy(&r->key[PHW_ALICE], phw_zero_power_reader_key(s->reader)));
    PHW_TRY(phw_bits_copy(&r->key[PHW_BOB], phw_zero_power_device_key(s->device)));
    for (unsigned p = 0; p < PHW_ZERO_POWER_BITS_MAX; ++p) {
        PHW_TRY(phw_bits_copy(&r->plane[PHW_ALICE][p],
                              phw_zero_power_reader_plane(s->reader, p)));
        PHW_TRY(phw_bits_copy(&r->plane[PHW_BOB][p],
                              phw_zero_power_device_plane(s->device, p)));
    }
    PHW_TRY(phw_bits_copy(&r->have, phw_zero_power_reader_have(s->reader)));
    return phw_bits_copy(&r->kept, phw_zero_power_reader_kept(s->reader));
}

phw_status phw_zero_power_rehearse(phw_zero_power_rehearsal *out,
                                   const phw_trace *device, const phw_trace *reader,
                                   const phw_zero_power_config *config,
                                   phw_entropy *entropy, phw_wire_tap *tap,
                                   void *context)
{
    stage s = {.device_status = PHW_EPEER};
    phw_zero_power_rehearsal r = {0};
    phw_status status = open_stage(&s, device, reader, config, entropy);
    if (!status) {
        converse(&s, tap, context);
        status = collect(&r, &s);
    }
    close_stage(&s);
    if (status)
        phw_zero_power_rehearsal_free(&r);
    else
        *out = r;
    return status;
}
