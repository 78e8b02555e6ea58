#include "tools/command_encrypt.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/file.h"
#include "core/signal.h"
#include "encrypt/frame_counter.h"
#include "encrypt/framer.h"
#include "phy/modem.h"
#include "tools/cancel.h"
#include "tools/encrypted_file.h"
#include "tools/encryption_options.h"
#include "tools/recording_options.h"
#include "tools/result.h"

/* A frame on its way. */
typedef struct job {
    phw_encryption encryption;
    phw_key key;
    char *record; /* path of KEY.frames */
    phw_framer *framer;
    uint8_t *payload; /* NULL for samples; wiped */
    size_t n_payload;
    bool is_first; /* the record knew nothing of the key */
    phw_signal signal;
    phw_frame_claims claims;
    phw_outputs outputs;
    phw_encrypted_file file;
} job;

static void clean(job *j)
{
    phw_outputs_discard(&j->outputs);
    phw_signal_free(&j->signal);
    phw_framer_destroy(j->framer);
    phw_key_free(&j->key);
    if (j->payload != NULL)
        sodium_memzero(j->payload, j->n_payload);
    free(j->payload);
    free(j->record);
}

static phw_status read_bits(job *j, const char *path)
{
    size_t n = 0;
    uint8_t *byte = NULL;
    PHW_TRY(phw_file_read(&byte, &n, path, PHW_FRAME_SYMBOLS_MAX));
    j->payload = byte;
    j->n_payload = n;
    size_t n_symbols = 0;
    phw_status s =
        phw_framer_n_symbols(&n_symbols, &j->claims.n_tag, j->framer, j->n_payload);
    if (s)
        return phw_fail_within(s == PHW_EARG ? PHW_EINPUT : s, "%s", path);
    return phw_signal_alloc(&j->signal, n_symbols, j->signal.rate_hz,
                            j->signal.carrier_hz);
}

static phw_status read_input(job *j, const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    phw_recording_options options;
    phw_frame_claims claims;
    PHW_TRY(phw_recording_from_arguments(&options, arguments));
    if (j->encryption.config.modulation == NULL) {
        PHW_TRY(phw_encrypted_read(&j->signal, &claims, path, &options));
        const phw_status s = phw_framer_check_samples(&j->signal);
        return s ? phw_fail_within(s, "%s", path) : PHW_OK;
    }
    if (options.type != NULL)
        return phw_fail(PHW_EARG, "--type is for --samples");
    j->signal.rate_hz = options.rate_hz > 0 ? options.rate_hz : 1e6;
    j->signal.carrier_hz = options.carrier_hz;
    return read_bits(j, path);
}

static phw_status prepare(job *j, const phw_arguments *arguments)
{
    if (phw_argument_text(arguments, "output") == NULL)
        return phw_fail(PHW_EARG, "--output is needed: FRAME.sigmf-meta");
    PHW_TRY(phw_encryption_from_arguments(&j->encryption, arguments, NULL));
    PHW_TRY(phw_key_read(&j->key, j->encryption.key_path));
    PHW_TRY(
        phw_frame_counter_path(&j->record, j->encryption.key_path, PHW_FRAMES_USED));
    PHW_TRY(phw_framer_create(&j->framer, &j->encryption.config, &j->key, false));
    PHW_TRY(read_input(j, arguments));
    return phw_encrypted_start(&j->file, &j->outputs,
                               phw_argument_text(arguments, "output"));
}

/* The number is used up on the disk before the first sample that it protects is there.
 * What can fail without it has been done before; a disk that is full after costs it. */
static phw_status take_number(job *j)
{
    const phw_encryption *e = &j->encryption;
    PHW_TRY(phw_frame_counter_take(&j->claims.frame, &j->is_first, j->record, &j->key,
                                   e->config.stream, e->frame_given ? &e->frame : NULL,
                                   phw_cancel_asked));
    if ((double)j->claims.frame > PHW_FRAME_NUMBER_MAX)
        return phw_fail(PHW_EAUTH, "stream %u has no frame number left; take another",
                        e->config.stream);
    return PHW_OK;
}

static phw_status seal(job *j)
{
    phw_frame_claims *c = &j->claims;
    const char *modulation = j->encryption.config.modulation;
    c->has_stream = true;
    c->stream = j->encryption.config.stream;
    c->has_frame = true;
    (void)snprintf(c->modulation, sizeof c->modulation, "%s",
                   modulation != NULL ? modulation : "");
    phw_ciphers_write(c->cipher, &j->encryption.config.ciphers);
    PHW_TRY(phw_cancel_check());
    PHW_TRY(take_number(j));
    if (modulation != NULL) {
        PHW_TRY(phw_framer_seal(j->framer, j->signal.sample, c->frame, j->payload,
                                j->n_payload));
    } else {
        PHW_TRY(phw_framer_seal_samples(j->framer, &j->signal, c->tag, c->frame));
        c->has_tag = true;
    }
    return phw_encrypted_write(&j->file, &j->signal, c,
                               modulation != NULL ? "encrypted symbols, one a sample"
                                                  : "encrypted samples");
}

static double peak_to_average_db(const phw_signal *signal)
{
    double peak = 0;
    double sum = 0;
    for (size_t i = 0; i < signal->n; ++i) {
        const double power = phw_cf_power(signal->sample[i]);
        peak = fmax(peak, power);
        sum += power;
    }
    return 10 * log10(peak * (double)signal->n / sum);
}

static void tell_first(const job *j)
{
    if (j->is_first)
        (void)fprintf(stderr,
                      "phyward encrypt: %s knew nothing of this key. If the key was "
                      "copied, moved or restored, or encrypts elsewhere, numbers used "
                      "there are not known here: take a stream that it never had\n",
                      j->record);
}

static void tell_leak(const job *j)
{
    const double leak = phw_framer_leak_bits(j->framer);
    if (leak > 0)
        (void)fprintf(stderr,
                      "phyward encrypt: of every symbol of %s %.4f bit stay to see: "
                      "%.4f by its ring, the rest between the rotation's phases once "
                      "the noise is low; add xor to hide them\n",
                      j->encryption.config.modulation, leak,
                      phw_framer_rings(j->framer)->entropy_bits);
    if (isnan(leak))
        (void)fprintf(stderr, "phyward encrypt: the samples' envelope stays to see: "
                              "where it carries data, so do they\n");
}

static phw_status report(const job *j, const phw_arguments *arguments)
{
    const phw_frame_claims *c = &j->claims;
    const phw_rings *rings = phw_framer_rings(j->framer);
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_result_text(r, "file", "input", phw_argument_positional(arguments, 0));
    phw_result_text(r, "output", "encrypted frame",
                    phw_argument_text(arguments, "output"));
    phw_result_count(r, "stream", "stream", "", c->stream);
    phw_result_count(r, "frame", "frame", "", c->frame);
    phw_result_text(r, "modulation", "modulation", j->encryption.config.modulation);
    phw_result_text(r, "cipher", "ciphers", c->cipher);
    if (rings != NULL)
        phw_result_count(r, "payload_bytes", "payload", "B", j->n_payload);
    phw_result_count(r, "n_symbols", rings != NULL ? "symbols" : "samples", "",
                     j->signal.n);
    if (rings != NULL) {
        phw_result_count(r, "n_tag_symbols", "of them the tag's", "", c->n_tag);
        phw_result_count(r, "n_rings", "rings of the modulation", "", rings->n);
    }
    phw_result_number(r, "leak_bits", "left to see without noise, bit a symbol", "",
                      phw_framer_leak_bits(j->framer));
    phw_result_flag(r, "first_use", "first use of the key known here", j->is_first);
    phw_result_number(r, "peak_to_average_db", "peak to average", "dB",
                      peak_to_average_db(&j->signal));
    phw_result_text(r, "frame_record", "used numbers are kept in", j->record);
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    job j = {0};
    phw_status s = prepare(&j, arguments);
    if (!s)
        s = seal(&j);
    if (!s)
        s = phw_outputs_commit(&j.outputs);
    if (!s) {
        tell_first(&j);
        tell_leak(&j);
        s = report(&j, arguments);
    }
    clean(&j);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "the encrypted frame, a SigMF recording"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "FRAME.sigmf-meta",
     .file = PHW_OPTION_WRITES_RECORDING},
    PHW_OPTIONS_ENCRYPTION,
    PHW_OPTIONS_RECORDING,
};

const phw_command phw_command_encrypt = {
    .name = "encrypt",
    .summary = "encrypts bits as symbols, or samples, into an authenticated frame",
    .detail =
        "The payload's symbols and those of a 16-byte tag make one frame, encrypted\n"
        "with keystream of (key, stream, frame). A frame number serves once: those\n"
        "used are kept in KEY.frames beside the key, and one not above them is\n"
        "refused. That record can't see a key that was copied, moved or restored, its\n"
        "own deletion, or the other end: each direction and purpose needs a stream of\n"
        "its own, and both ends of a key never send on the same one. One symbol error\n"
        "rejects a frame: over a noisy channel code the payload first. With --samples\n"
        "the tag stands in the metadata and holds for the file alone.",
    .example =
        "phyward encrypt --key k.bin --stream 1 --frame 7 --modulation qam16 \\\n"
        "      --cipher xor,rotate8 bits.bin -o frame.sigmf-meta",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"INPUT", "payload of any bytes, or a recording (--samples)",
                    false}},
    .run = run,
};
