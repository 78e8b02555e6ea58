#include "tools/command_uplink_protect.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/rng.h"
#include "encrypt/frame_counter.h"
#include "encrypt/uplink_ratio.h"
#include "tools/cancel.h"
#include "tools/noise_choice.h"
#include "tools/outputs.h"
#include "tools/recording_options.h"
#include "tools/result.h"
#include "tools/scenario_options.h"
#include "tools/uplink_cover.h"
#include "tools/uplink_options.h"
#include "tools/uplink_samples.h"
#include "tools/uplink_tag.h"

#define TAPS_MAX  8
#define TAP_RATIO 0.25     /* each tap of the channel is 6 dB below the one before */
#define PURPOSE   0x710000 /* of the channel's draws */

typedef struct job {
    phw_uplink_samples samples;
    phw_uplink_messages messages;
    phw_uplink_covers covers;
    phw_uplink_tag *tag; /* of each message */
    phw_key key;
    char *record; /* path of KEY.frames */
    char *path[2];
    phw_outputs outputs;
    phw_sigmf_writer *sigmf;
} job;

static void drop(job *j)
{
    phw_sigmf_writer_destroy(j->sigmf);
    phw_outputs_discard(&j->outputs);
    free(j->path[0]);
    free(j->path[1]);
    free(j->record);
    phw_key_free(&j->key);
    free(j->tag);
    phw_uplink_covers_free(&j->covers);
    phw_uplink_messages_free(&j->messages);
    phw_uplink_samples_free(&j->samples);
}

static phw_status read_recording(job *j, const phw_arguments *arguments)
{
    phw_recording_options options;
    phw_uplink_search search;
    const char *path = phw_argument_positional(arguments, 0);
    PHW_TRY(phw_recording_from_arguments(&options, arguments));
    PHW_TRY(phw_uplink_samples_read(&j->samples, path, &options));
    PHW_TRY(phw_uplink_search_from(&search, &j->samples, arguments));
    const phw_status s = phw_uplink_find(&j->messages, &j->samples, &search);
    j->covers.kind = search.kind;
    return s ? phw_fail_within(s, "%s", path) : PHW_OK;
}

static phw_status fit_tags(job *j)
{
    PHW_TRY(phw_array_alloc(&j->tag, j->messages.n, sizeof *j->tag));
    for (size_t i = 0; i < j->messages.n; ++i)
        PHW_TRY(phw_uplink_tag_fit(&j->tag[i], &j->samples, &j->messages.message[i]));
    return PHW_OK;
}

static phw_status choose_noise(job *j, const phw_arguments *arguments)
{
    phw_uplink_covers *c = &j->covers;
    const char *law = phw_argument_text(arguments, "noise");
    /* A half bit of one sample has no edge that the noise could miss. */
    if (law == NULL)
        law = c->kind == PHW_UPLINK_MODE_S ? "halfbit" : "shaped";
    if (phw_noise_choice_read(&c->noise, law) != PHW_OK || strlen(law) >= sizeof c->law)
        return phw_fail_within(PHW_EARG, "--noise");
    (void)snprintf(c->law, sizeof c->law, "%s", law);
    c->noise.power = 1;
    c->noise.along = j->samples.is_real;
    c->jsr_db = phw_argument_number(arguments, "jsr-db");
    c->stream = (uint32_t)phw_argument_count(arguments, "stream");
    const phw_status s = phw_uplink_covers_make(c, &j->messages);
    return s ? phw_fail_within(s, "%s", phw_argument_positional(arguments, 0)) : PHW_OK;
}

/* The number is used up on the disk before the first sample that it protects is. */
static phw_status take_number(job *j, const phw_arguments *arguments)
{
    const uint64_t wanted = phw_argument_given(arguments, "frame")
                                ? phw_argument_count(arguments, "frame")
                                : 0;
    PHW_TRY(phw_frame_counter_take(
        &j->covers.frame, NULL, j->record, &j->key, j->covers.stream,
        phw_argument_given(arguments, "frame") ? &wanted : NULL, phw_cancel_asked));
    if ((double)j->covers.frame > PHW_UPLINK_FRAME_MAX)
        return phw_fail(PHW_EAUTH, "stream %u has no frame number left; take another",
                        j->covers.stream);
    return PHW_OK;
}

/* The channel of the noise, of unit power: turned at random, and of magnitudes, which
 * have no phase, with a random sign. */
static void draw_channel(phw_cf *tap, const job *j, size_t n_taps, uint64_t seed,
                         size_t message)
{
    double sum = 0;
    float turn[TAPS_MAX];
    const phw_rng rng = {seed, PHW_RNG_PURPOSE(PHW_RNG_PHASE, PURPOSE),
                         (uint32_t)message};
    phw_rng_uniform(turn, &rng, 0, n_taps);
    for (size_t l = 0; l < n_taps; ++l)
        sum += pow(TAP_RATIO, (double)l);
    for (size_t l = 0; l < n_taps; ++l) {
        const double size = sqrt(pow(TAP_RATIO, (double)l) / sum);
        const double phase = 2 * M_PI * (double)turn[l];
        tap[l] = j->samples.is_real ? (phw_cf)(turn[l] < 0.5F ? size : -size)
                                    : (phw_cf)(size * cexp(CMPLX(0, phase)));
    }
}

static phw_status lay_one(job *j, size_t i, size_t n_taps, uint64_t seed)
{
    const phw_uplink_cover *c = &j->covers.cover[i];
    phw_cf tap[TAPS_MAX];
    phw_cf *noise = NULL;
    PHW_TRY(phw_array_alloc(&noise, (size_t)c->count, sizeof *noise));
    const phw_status s = phw_uplink_cover_noise(noise, &j->covers, i, &j->key);
    draw_channel(tap, j, n_taps, seed, i);
    const float size =
        cabsf(j->tag[i].tag) * (float)sqrt(phw_uplink_from_db(j->covers.jsr_db));
    phw_cf *y = j->samples.signal.sample + c->from;
    for (size_t k = 0; !s && k < c->count; ++k) {
        phw_cf sum = 0;
        for (size_t l = 0; l < n_taps && l <= k; ++l)
            sum += tap[l] * noise[k - l];
        y[k] += size * sum;
    }
    free(noise);
    return s;
}

static phw_status lay_all(job *j, const phw_arguments *arguments)
{
    const size_t n_taps = (size_t)phw_argument_count(arguments, "channel-taps");
    const uint64_t seed = phw_argument_count(arguments, "seed");
    for (size_t i = 0; i < j->covers.n; ++i)
        PHW_TRY(lay_one(j, i, n_taps, seed));
    return PHW_OK;
}

static phw_status start_outputs(job *j, const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "output");
    if (path == NULL)
        return phw_fail(PHW_EARG, "--output is missing: NOISY.sigmf-meta");
    PHW_TRY(phw_sigmf_paths(&j->path[0], &j->path[1], path));
    phw_writer *w = NULL;
    for (int i = 0; i < 2; ++i)
        PHW_TRY(phw_outputs_add(&w, &j->outputs, j->path[i], false));
    return PHW_OK;
}

static phw_status write_recording(job *j)
{
    const phw_recording_meta *meta = j->samples.meta;
    char description[512];
    (void)snprintf(description, sizeof description,
                   "artificial noise over the messages of: %.400s",
                   meta->description != NULL ? meta->description
                                             : "a recording without description");
    const phw_sigmf_config config = {
        .type = {PHW_COMPONENT_F32, !j->samples.is_real, false},
        .rate_hz = meta->rate_hz,
        .carrier_hz = meta->carrier_hz,
        .description = description,
        .author = meta->author,
        .license = meta->license,
        .hardware = meta->hardware,
    };
    PHW_TRY(phw_sigmf_writer_create(&j->sigmf, j->outputs.writer[0],
                                    j->outputs.writer[1], &config));
    PHW_TRY(
        phw_sigmf_writer_push(j->sigmf, j->samples.signal.sample, j->samples.signal.n));
    PHW_TRY(phw_uplink_covers_write(j->sigmf, &j->covers));
    return phw_sigmf_writer_finish(j->sigmf);
}

static json_t *rows(const job *j)
{
    json_t *list = json_array();
    for (size_t i = 0; i < j->messages.n; ++i) {
        const phw_uplink_message *m = &j->messages.message[i];
        char hex[PHW_EPC_BITS_MAX / 4 + 2];
        phw_uplink_message_hex(hex, sizeof hex, m);
        (void)json_array_append_new(
            list,
            json_pack("{s:I,s:I,s:I,s:s,s:b,s:f,s:s}", "start", (json_int_t)m->from,
                      "count", (json_int_t)(m->to - m->from), "bits",
                      (json_int_t)m->n_bits, "hex", hex, "crc_ok", (int)m->crc_ok,
                      "snr_db", m->snr_db, "fault", m->fault != NULL ? m->fault : ""));
    }
    return list;
}

static phw_status report(const job *j, const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "file", "recording", phw_argument_positional(arguments, 0));
    phw_result_text(r, "signal", "signal", phw_uplink_kind_name(j->covers.kind));
    phw_result_count(r, "messages", "messages protected", "", j->messages.n);
    phw_result_count(r, "crc_ok", "of them with a good CRC", "", j->messages.n_good);
    phw_result_text(r, "noise", "law of the noise", j->covers.law);
    phw_result_number(r, "jsr_db", "noise over the tag's half step", "dB",
                      j->covers.jsr_db);
    phw_result_text(r, "component", "of the noise is laid",
                    phw_uplink_covers_component(&j->covers));
    phw_result_count(r, "stream", "stream", "", j->covers.stream);
    phw_result_count(r, "frame", "frame", "", j->covers.frame);
    phw_result_text(r, "frame_record", "used numbers are kept in", j->record);
    phw_result_text(r, "output", "written to", j->path[0]);
    phw_result_json(r, "rows", "messages", rows(j));
    phw_result_count(r, "seed", "seed of the noise's channel", "",
                     phw_argument_count(arguments, "seed"));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

/* All that can fail before a number is used up. */
static phw_status prepare(job *j, const phw_arguments *arguments)
{
    PHW_TRY(phw_uplink_seed_key(&j->key, arguments));
    PHW_TRY(phw_frame_counter_path(&j->record, phw_argument_text(arguments, "seed-key"),
                                   PHW_FRAMES_USED));
    PHW_TRY(read_recording(j, arguments));
    PHW_TRY(choose_noise(j, arguments));
    PHW_TRY(fit_tags(j));
    return start_outputs(j, arguments);
}

static phw_status protect(job *j, const phw_arguments *arguments)
{
    PHW_TRY(prepare(j, arguments));
    PHW_TRY(take_number(j, arguments));
    PHW_TRY(lay_all(j, arguments));
    PHW_TRY(write_recording(j));
    PHW_TRY(phw_outputs_commit(&j->outputs));
    return report(j, arguments);
}

static phw_status run(const phw_arguments *arguments)
{
    job j = {0};
    const phw_status s = protect(&j, arguments);
    drop(&j);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "the protected recording, SigMF"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "NOISY.sigmf-meta",
     .file = PHW_OPTION_WRITES_RECORDING},
    PHW_OPTION_SEED_KEY,
    {.param = {.name = "jsr-db",
               .unit = "dB",
               .summary = "noise over the tag's half step, both as complex powers",
               .min = -40,
               .max = 60,
               .preset = 20},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'j',
     .placeholder = "DB"},
    {.param = {.name = "noise",
               .summary = "law of the noise; by default shaped for epc, halfbit for "
                          "mode-s"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "NAME[:p=v]",
     .family = "noise"},
    PHW_OPTIONS_UPLINK_SIGNAL,
    {.param = {.name = "stream",
               .unit = "",
               .summary = "number of the sender of the noise",
               .max = UINT32_MAX,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    {.param = {.name = "frame",
               .unit = "",
               .summary = "number of the recording, above all used before; by default "
                          "the next",
               .max = PHW_UPLINK_FRAME_MAX,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N",
     .no_preset = true},
    {.param = {.name = "channel-taps",
               .unit = "",
               .summary = "taps, a sample apart, of the channel that the noise takes",
               .min = 1,
               .max = TAPS_MAX,
               .preset = 1,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .placeholder = "N"},
    PHW_OPTION_SEED,
    PHW_OPTIONS_RECORDING,
};

const phw_command phw_command_uplink_protect = {
    .name = "uplink protect",
    .summary = "lays noise over a recording's messages that only a key takes off",
    .detail =
        "Finds EPC Gen2 replies (FM0, in magnitudes at 10 MS/s or so) or Mode S\n"
        "messages (Manchester, 2 MS/s) and lays noise over each, as an auxiliary node\n"
        "would: made of ChaCha20 keystream, through a channel drawn by --seed that\n"
        "the reader has to estimate. --jsr-db counts complex powers against half the\n"
        "step between the tag's levels. A recording of magnitudes gets the component\n"
        "along the carrier. No noise serves twice: the numbers used are kept in\n"
        "KEY.frames beside the key, and one not above them is refused (status 5). The\n"
        "metadata say where noise is and by which law, and nothing of the key or the\n"
        "bits.",
    .example = "phyward uplink protect \\\n"
               "      datasets/recordings/GPL-3.0/epc_gen2_reply.sigmf-meta "
               "--jsr-db 20 \\\n      --seed-key k.bin -o noisy.sigmf-meta",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"RECORDING", "SigMF, WAV or raw samples", false}},
    .run = run,
};
