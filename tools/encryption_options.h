/** @file
 * The options that `encrypt` and `decrypt` have alike, and what both ends must know.
 */
#ifndef PHW_TOOLS_ENCRYPTION_OPTIONS_H
#define PHW_TOOLS_ENCRYPTION_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"
#include "encrypt/framer.h"
#include "tools/encrypted_file.h"
#include "tools/option.h"

/** All of them. */
#define PHW_OPTIONS_ENCRYPTION                                                         \
    {.param = {.name = "key", .summary = "key file, as keygen writes it; mode 0600"},  \
     .kind = PHW_OPTION_TEXT,                                                          \
     .letter = 'k',                                                                    \
     .placeholder = "KEY",                                                             \
     .file = PHW_OPTION_READS_KEY},                                                    \
        {.param = {.name = "stream",                                                   \
                   .unit = "",                                                         \
                   .summary = "needed: each direction and purpose its own number; "    \
                              "both ends of an agreed key must not send on the same "  \
                              "one",                                                   \
                   .max = UINT32_MAX,                                                  \
                   .whole = true},                                                     \
         .kind = PHW_OPTION_NUMBER,                                                    \
         .placeholder = "N",                                                           \
         .no_preset = true},                                                           \
        {.param = {.name = "frame",                                                    \
                   .unit = "",                                                         \
                   .summary = "number of the frame; by default the next, or what the " \
                              "frame says",                                            \
                   .max = PHW_FRAME_NUMBER_MAX,                                        \
                   .whole = true},                                                     \
         .kind = PHW_OPTION_NUMBER,                                                    \
         .placeholder = "N",                                                           \
         .no_preset = true},                                                           \
        {.param = {.name = "modulation", .summary = "qpsk, psk8, qam16, ook ..."},     \
         .kind = PHW_OPTION_TEXT,                                                      \
         .letter = 'm',                                                                \
         .placeholder = "NAME",                                                        \
         .family = "modulation"},                                                      \
        {.param = {.name = "cipher", .summary = "ciphers, in any order"},              \
         .kind = PHW_OPTION_TEXT,                                                      \
         .letter = 'c',                                                                \
         .placeholder = "NAME,...",                                                    \
         .family = "cipher"},                                                          \
    {                                                                                  \
        .param = {                                                                     \
            .name = "samples",                                                         \
            .summary = "takes a recording's samples as they are, instead of bits"      \
        }                                                                              \
    }

/** What both ends must know. */
typedef struct phw_encryption {
    phw_frame_config config;
    const char *key_path;
    bool frame_given; /**< whether anybody named a frame */
    uint64_t frame;
} phw_encryption;

/** What the options say, completed by what a frame says of itself (`claims`, NULL when
 * there is none yet) but for the stream: who takes the sender's word for it takes the
 * own frames back, too. Points into the arguments and the claims. PHW_EARG where nobody
 * says what has to be said, and for bad names; PHW_EAUTH where the two differ;
 * PHW_EINPUT where the claims are no good. */
PHW_MUST_USE phw_status phw_encryption_from_arguments(phw_encryption *out,
                                                      const phw_arguments *arguments,
                                                      const phw_frame_claims *claims);

#endif
