#include "tools/command_decrypt.h"

#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/signal.h"
#include "encrypt/frame_counter.h"
#include "encrypt/framer.h"
#include "tools/cancel.h"
#include "tools/encrypted_file.h"
#include "tools/encryption_options.h"
#include "tools/recording_options.h"
#include "tools/result.h"

/* A frame on its way. */
typedef struct job {
    phw_encryption encryption;
    phw_frame_claims claims;
    phw_key key;
    phw_framer *framer;
    phw_signal signal;
    phw_key payload; /* in guarded memory: it is what the key protects */
    phw_outputs outputs;
} job;

static void clean(job *j)
{
    phw_outputs_discard(&j->outputs);
    phw_signal_free(&j->signal);
    phw_framer_destroy(j->framer);
    phw_key_free(&j->key);
    phw_key_free(&j->payload);
}

static phw_status prepare(job *j, const phw_arguments *arguments)
{
    phw_recording_options options;
    if (phw_argument_text(arguments, "output") == NULL)
        return phw_fail(PHW_EARG, "--output is needed: a file for what was encrypted");
    if (phw_argument_given(arguments, "unauthenticated") &&
        !phw_argument_given(arguments, "samples"))
        return phw_fail(PHW_EARG, "--unauthenticated is for --samples: symbols carry "
                                  "their tag with them");
    PHW_TRY(phw_recording_from_arguments(&options, arguments));
    PHW_TRY(phw_encrypted_read(&j->signal, &j->claims,
                               phw_argument_positional(arguments, 0), &options));
    PHW_TRY(phw_encryption_from_arguments(&j->encryption, arguments, &j->claims));
    if (!j->encryption.frame_given)
        return phw_fail(PHW_EARG, "--frame is needed: the recording does not tell it");
    PHW_TRY(phw_key_read(&j->key, j->encryption.key_path));
    return phw_framer_create(&j->framer, &j->encryption.config, &j->key, true);
}

static phw_status open_bits(job *j, const phw_arguments *arguments)
{
    size_t n_bytes = 0;
    phw_writer *w = NULL;
    PHW_TRY(phw_cancel_check());
    phw_status s = phw_framer_n_bytes(&n_bytes, j->framer, j->signal.n);
    if (!s)
        s = phw_key_alloc(&j->payload, n_bytes);
    if (!s)
        s = phw_framer_open(j->framer, j->payload.byte, j->encryption.frame,
                            j->signal.sample, j->signal.n);
    if (s)
        return phw_fail_within(s, "%s", phw_argument_positional(arguments, 0));
    PHW_TRY(
        phw_outputs_add(&w, &j->outputs, phw_argument_text(arguments, "output"), true));
    phw_writer_write(w, j->payload.byte, j->payload.size);
    return PHW_OK;
}

static phw_status open_samples(job *j, const phw_arguments *arguments)
{
    const char *path = phw_argument_positional(arguments, 0);
    const bool checked = !phw_argument_given(arguments, "unauthenticated");
    static const phw_frame_claims none = {0};
    phw_encrypted_file file;
    if (checked && !j->claims.has_tag)
        return phw_fail(PHW_EAUTH,
                        "%s: comes without a tag, so nobody vouches for it; "
                        "--unauthenticated takes it nevertheless",
                        path);
    const phw_status s = phw_framer_open_samples(
        j->framer, &j->signal, checked ? j->claims.tag : NULL, j->encryption.frame);
    if (s)
        return phw_fail_within(s, "%s", path);
    PHW_TRY(phw_encrypted_start(&file, &j->outputs,
                                phw_argument_text(arguments, "output")));
    return phw_encrypted_write(&file, &j->signal, &none, "decrypted samples");
}

/* Only a frame that authenticates counts as accepted, and it counts before anything of
 * it is released. */
static phw_status check_replay(const job *j, const phw_arguments *arguments)
{
    if (!phw_argument_given(arguments, "strict"))
        return PHW_OK;
    char *record = NULL;
    uint64_t frame = 0;
    PHW_TRY(
        phw_frame_counter_path(&record, j->encryption.key_path, PHW_FRAMES_ACCEPTED));
    const phw_status s = phw_frame_counter_take(&frame, NULL, record, &j->key,
                                                j->encryption.config.stream,
                                                &j->encryption.frame, phw_cancel_asked);
    free(record);
    return s ? phw_fail_within(s, "replay") : PHW_OK;
}

static phw_status report(const job *j, const phw_arguments *arguments)
{
    char ciphers[PHW_CIPHERS_TEXT_SIZE];
    const bool has_bits = j->encryption.config.modulation != NULL;
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    phw_ciphers_write(ciphers, &j->encryption.config.ciphers);
    phw_result_text(r, "file", "encrypted frame",
                    phw_argument_positional(arguments, 0));
    phw_result_text(r, "output", "decrypted to",
                    phw_argument_text(arguments, "output"));
    phw_result_count(r, "stream", "stream", "", j->encryption.config.stream);
    phw_result_count(r, "frame", "frame", "", j->encryption.frame);
    phw_result_text(r, "modulation", "modulation", j->encryption.config.modulation);
    phw_result_text(r, "cipher", "ciphers", ciphers);
    phw_result_count(r, "n_symbols", has_bits ? "symbols" : "samples", "", j->signal.n);
    if (has_bits)
        phw_result_count(r, "payload_bytes", "payload", "B", j->payload.size);
    phw_result_flag(r, "authenticated", "authenticated",
                    !phw_argument_given(arguments, "unauthenticated"));
    phw_result_flag(r, "replay_checked", "checked against replay",
                    phw_argument_given(arguments, "strict"));
    const phw_status s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    job j = {0};
    phw_status s = prepare(&j, arguments);
    if (!s)
        s = j.encryption.config.modulation != NULL ? open_bits(&j, arguments)
                                                   : open_samples(&j, arguments);
    if (!s)
        s = check_replay(&j, arguments);
    if (!s)
        s = phw_outputs_commit(&j.outputs);
    if (!s)
        s = report(&j, arguments);
    clean(&j);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "output", .summary = "what was encrypted; mode 0600 for bits"},
     .kind = PHW_OPTION_TEXT,
     .letter = 'o',
     .placeholder = "FILE",
     .file = PHW_OPTION_WRITES_RECORDING},
    PHW_OPTIONS_ENCRYPTION,
    {.param = {.name = "strict",
               .summary = "accepts a frame number once, upwards: KEY.accepted keeps "
                          "them"}},
    {.param = {.name = "unauthenticated",
               .summary = "with --samples: takes them without checking the tag"}},
    PHW_OPTIONS_RECORDING,
};

const phw_command phw_command_decrypt = {
    .name = "decrypt",
    .summary = "checks an encrypted frame and gives back what was encrypted",
    .detail =
        "Takes one sample a symbol, of mean power 1. What the options leave open the\n"
        "recording says; where both speak they must agree. The stream has to be told:\n"
        "it is the sender's, never the own one. Nothing is written unless\n"
        "the tag is right: another key, number, modulation or cipher, a change on\n"
        "the way and a symbol error all look alike.",
    .example =
        "phyward decrypt --key k.bin --stream 1 --frame 7 --modulation qam16 \\\n"
        "      --cipher xor,rotate8 frame.sigmf-meta -o bits.bin",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .positional = {{"FRAME", "SigMF, WAV or raw samples", false}},
    .run = run,
};
