/** @file
 * What the commands on fingerprints share: the options, and the model's file.
 */
#ifndef PHW_TOOLS_FINGERPRINT_OPTIONS_H
#define PHW_TOOLS_FINGERPRINT_OPTIONS_H

#include "auth/fingerprint.h"
#include "core/status.h"
#include "datasets/truth.h"
#include "tools/fingerprint_frames.h"
#include "tools/option.h"
#include "tools/result.h"

/** What everybody is told who reads a decision. */
#define PHW_FINGERPRINT_CAVEAT                                                     \
    "A fingerprint can be imitated by a sender that measures it: a second factor " \
    "at most, never the only one."

/** The options --truth and --tolerance. */
#define PHW_OPTIONS_TRUTH                                                          \
    {.param = {.name = "truth",                                                    \
               .summary = "CSV with file, start_sample and transmitter: who sent " \
                          "which frame"},                                          \
     .kind = PHW_OPTION_TEXT,                                                      \
     .placeholder = "FILE.csv",                                                    \
     .file = PHW_OPTION_READS},                                                    \
    {                                                                              \
        .param = {.name = "tolerance",                                             \
                  .unit = "",                                                      \
                  .summary = "samples that a frame's start in --truth may be off", \
                  .min = 0,                                                        \
                  .max = 1e6,                                                      \
                  .preset = 8},                                                    \
        .kind = PHW_OPTION_NUMBER, .placeholder = "N"                              \
    }

/** The options of how to judge. */
#define PHW_OPTIONS_FINGERPRINT                                                      \
    {.param = {.name = "features",                                                   \
               .summary = "columns of the traces that are the fingerprint; phyward " \
                          "list fingerprint has what probe -o writes"},              \
     .kind = PHW_OPTION_TEXT,                                                        \
     .placeholder = "NAME,...",                                                      \
     .text_preset = "cfo_hz"},                                                       \
        {.param = {.name = "classifier", .summary = "how a frame is compared"},      \
         .kind = PHW_OPTION_TEXT,                                                    \
         .placeholder = "NAME[:p=v]",                                                \
         .text_preset = "mahalanobis",                                               \
         .family = "classifier"},                                                    \
    {                                                                                \
        .param = {.name = "false-rejection",                                         \
                  .unit = "",                                                        \
                  .summary = "how often a transmitter's own frames may be refused",  \
                  .min = 1e-6,                                                       \
                  .max = 0.5,                                                        \
                  .preset = 0.01},                                                   \
        .kind = PHW_OPTION_NUMBER, .placeholder = "P"                                \
    }

/** The option --model; `what` is its summary, `use` PHW_OPTION_READS or
 * PHW_OPTION_WRITES. */
#define PHW_OPTION_MODEL(what, use)                                             \
    {                                                                           \
        .param = {.name = "model", .summary = (what)}, .kind = PHW_OPTION_TEXT, \
        .letter = 'm', .placeholder = "FILE.json", .file = (use)                \
    }

/** The option --key. */
#define PHW_OPTION_MODEL_KEY                                                      \
    {                                                                             \
        .param = {.name = "key",                                                  \
                  .summary = "key file that the model's tag is made and checked " \
                             "with: a changed model is refused"},                 \
        .kind = PHW_OPTION_TEXT, .placeholder = "FILE", .file = PHW_OPTION_READS  \
    }

/** Features, classifier and rate as the options say, units not yet known. PHW_EARG. */
PHW_MUST_USE phw_status phw_fingerprint_config_read(phw_fingerprint_config *config,
                                                    phw_fingerprint_columns *columns,
                                                    const phw_arguments *arguments);

/** An empty model of that configuration with the columns' names and units. */
PHW_MUST_USE phw_status phw_fingerprint_start(phw_fingerprint *out,
                                              phw_fingerprint_config config,
                                              const phw_fingerprint_columns *columns);

/** The columns that a model is of. */
phw_fingerprint_columns phw_fingerprint_columns_of(const phw_fingerprint *model);

/** Reads --model with --key. PHW_EARG without --model. */
PHW_MUST_USE phw_status phw_fingerprint_open(phw_fingerprint *out,
                                             const phw_arguments *arguments);

/** Writes a model to --model with --key; the file appears whole or not at all. */
PHW_MUST_USE phw_status phw_fingerprint_save(const phw_fingerprint *model,
                                             const phw_arguments *arguments);

/** Reads --truth, nothing without it. To be freed. */
PHW_MUST_USE phw_status phw_truth_from_arguments(phw_truth *out,
                                                 const phw_arguments *arguments);

/** The fields `features`, `classifier`, `false_rejection` and the table `labels` of a
 * model that has learnt, and, when it is that of --model, `model` and whether --key
 * checked or sealed it, `authenticated`. */
void phw_fingerprint_tell(phw_result *r, const phw_fingerprint *model,
                          const phw_arguments *arguments);

/** What a model's file holds, for phyward info. As phw_fingerprint_read(). */
PHW_MUST_USE phw_status phw_fingerprint_info(phw_result *r, const char *path);

#endif
