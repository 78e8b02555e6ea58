/** @file
 * The options that the commands on recorded uplinks share.
 */
#ifndef PHW_TOOLS_UPLINK_OPTIONS_H
#define PHW_TOOLS_UPLINK_OPTIONS_H

#include "core/key.h"
#include "core/status.h"
#include "encrypt/cancellation.h"
#include "tools/option.h"
#include "tools/recording_options.h"
#include "tools/uplink_samples.h"

/** --seed-key. */
#define PHW_OPTION_SEED_KEY                                                    \
    {                                                                          \
        .param = {.name = "seed-key",                                          \
                  .summary = "key file that the noise is made of; mode 0600"}, \
        .kind = PHW_OPTION_TEXT, .letter = 'k', .placeholder = "KEY",          \
        .file = PHW_OPTION_READS_KEY                                           \
    }

/** --taps of who has the key. */
#define PHW_OPTION_UPLINK_TAPS                                                        \
    {                                                                                 \
        .param = {.name = "taps",                                                     \
                  .unit = "",                                                         \
                  .summary = "taps of the noise's channel that the reader estimates", \
                  .min = 1,                                                           \
                  .max = PHW_CANCELLATION_TAPS_MAX,                                   \
                  .preset = 4,                                                        \
                  .whole = true},                                                     \
        .kind = PHW_OPTION_NUMBER, .placeholder = "N"                                 \
    }

/** --signal and --blf. */
#define PHW_OPTIONS_UPLINK_SIGNAL                                                \
    {.param = {.name = "signal",                                                 \
               .summary = "mode-s or epc; by default epc for magnitudes, else "  \
                          "mode-s"},                                             \
     .kind = PHW_OPTION_TEXT,                                                    \
     .placeholder = "NAME"},                                                     \
    {                                                                            \
        .param = {.name = "blf",                                                 \
                  .unit = "Hz",                                                  \
                  .summary = "the tag's link frequency, sought within 25 %; by " \
                             "default all from 40 to 640 kHz",                   \
                  .min = PHW_EPC_BLF_MIN_HZ,                                     \
                  .max = PHW_EPC_BLF_MAX_HZ},                                    \
        .kind = PHW_OPTION_NUMBER, .placeholder = "HZ", .no_preset = true        \
    }

/** --truth, and how it is read. */
#define PHW_OPTIONS_UPLINK_TRUTH                                                     \
    {.param = {.name = "truth", .summary = "the recording before it was protected"}, \
     .kind = PHW_OPTION_TEXT,                                                        \
     .placeholder = "ORIGINAL",                                                      \
     .file = PHW_OPTION_READS},                                                      \
        PHW_OPTIONS_RECORDING

/** Reads the key of --seed-key. PHW_EARG when it was not given; else as
 * phw_key_read(). */
PHW_MUST_USE phw_status phw_uplink_seed_key(phw_key *out, const phw_arguments *a);

/** Reads the original of a protected recording. PHW_EINPUT when it is not as long, as
 * fast or of the same kind; else as phw_uplink_samples_read(). */
PHW_MUST_USE phw_status phw_uplink_truth_read(phw_uplink_samples *out,
                                              const phw_uplink_samples *noisy,
                                              const char *path,
                                              const phw_arguments *arguments);

/** What is looked for in these samples. PHW_EARG. */
PHW_MUST_USE phw_status phw_uplink_search_from(phw_uplink_search *out,
                                               const phw_uplink_samples *samples,
                                               const phw_arguments *arguments);

/** The widest search for a kind of signal. */
phw_uplink_search phw_uplink_search_of(phw_uplink_kind kind);

#endif
