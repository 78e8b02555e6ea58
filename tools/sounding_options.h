/** @file
 * The options that name a sounding waveform, and the waveform that they name.
 */
#ifndef PHW_TOOLS_SOUNDING_OPTIONS_H
#define PHW_TOOLS_SOUNDING_OPTIONS_H

#include "core/status.h"
#include "phy/sounding_waveform.h"
#include "tools/option.h"

/** --waveform and --bandwidth, to be put into a command's table. */
#define PHW_OPTIONS_SOUNDING                                                     \
    {.param = {.name = "waveform",                                               \
               .summary = "what is sent: NAME or NAME:PARAMETER=VALUE:..."},     \
     .kind = PHW_OPTION_TEXT,                                                    \
     .letter = 'w',                                                              \
     .placeholder = "WAVEFORM",                                                  \
     .text_preset = "zadoff-chu",                                                \
     .family = "sounding"},                                                      \
    {                                                                            \
        .param = {.name = "bandwidth",                                           \
                  .unit = "Hz",                                                  \
                  .summary = "chips a second: the rate, or a whole part of it; " \
                             "default the rate",                                 \
                  .min = 1,                                                      \
                  .max = 1e11},                                                  \
        .kind = PHW_OPTION_NUMBER, .letter = 'b', .placeholder = "HZ",           \
        .no_preset = true                                                        \
    }

/** The waveform that the options name, at `rate_hz`; to be freed. PHW_EARG names the
 * option. */
PHW_MUST_USE phw_status phw_sounding_from_arguments(phw_sounding_waveform *out,
                                                    const phw_arguments *arguments,
                                                    double rate_hz);

#endif
