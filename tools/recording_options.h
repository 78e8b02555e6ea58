/** @file
 * The options that every command with a recording has.
 */
#ifndef PHW_TOOLS_RECORDING_OPTIONS_H
#define PHW_TOOLS_RECORDING_OPTIONS_H

#include "core/status.h"
#include "datasets/recording.h"
#include "tools/option.h"

/** --type, --rate, --freq and --channel, to be put into a command's table. */
#define PHW_OPTIONS_RECORDING                                                \
    {.param = {.name = "type",                                               \
               .summary = "sample type of a raw file: ci16, cf32, cu8 ..."}, \
     .kind = PHW_OPTION_TEXT,                                                \
     .placeholder = "TYPE"},                                                 \
        {.param = {.name = "rate",                                           \
                   .unit = "Hz",                                             \
                   .summary = "samples a second, instead of the file's",     \
                   .min = 1,                                                 \
                   .max = 1e11},                                             \
         .kind = PHW_OPTION_NUMBER,                                          \
         .letter = 'r',                                                      \
         .placeholder = "RATE",                                              \
         .no_preset = true},                                                 \
        {.param = {.name = "freq",                                           \
                   .unit = "Hz",                                             \
                   .summary = "centre frequency, instead of the file's",     \
                   .min = 1,                                                 \
                   .max = 1e12},                                             \
         .kind = PHW_OPTION_NUMBER,                                          \
         .letter = 'f',                                                      \
         .placeholder = "FREQ",                                              \
         .no_preset = true},                                                 \
    {                                                                        \
        .param = {.name = "channel",                                         \
                  .unit = "",                                                \
                  .summary = "which of the file's channels is read",         \
                  .max = 1023,                                               \
                  .whole = true},                                            \
        .kind = PHW_OPTION_NUMBER, .placeholder = "N"                        \
    }

/** What the user said about the recording; points into `arguments`. PHW_EARG for a
 * sample type that is none. */
PHW_MUST_USE phw_status phw_recording_from_arguments(phw_recording_options *out,
                                                     const phw_arguments *arguments);

#endif
