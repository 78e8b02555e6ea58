/** @file
 * The options that say how two ends agree on a key, and the configuration that they
 * make.
 */
#ifndef PHW_TOOLS_KEYGEN_OPTIONS_H
#define PHW_TOOLS_KEYGEN_OPTIONS_H

#include "core/status.h"
#include "core/trace.h"
#include "kgen/agreement_config.h"
#include "tools/option.h"

/** An option that takes an entry of a registry. */
#define PHW_OPTION_ENTRY(option_name, text, standard)                                 \
    {                                                                                 \
        .param = {.name = (option_name), .summary = (text)}, .kind = PHW_OPTION_TEXT, \
        .placeholder = "NAME[:p=v:...]", .text_preset = (standard),                   \
        .family = (option_name)                                                       \
    }

/** The words of --eve-knows-own-channels: no, yes. */
extern const char *const phw_keygen_answers[];

/** What of reconciliation is charged: the words of --accounting. */
extern const char *const phw_keygen_accountings[];

/** How rows are paired and read between; the words of --align and --interpolate;
 * those of --entropy, as phw_assessment_at() has them; and those of --loading. */
extern const char *const phw_keygen_pairings[];
extern const char *const phw_keygen_interpolations[];
extern const char *const phw_keygen_entropies[];
extern const char *const phw_keygen_loadings[];

/** Those of the features and of how rows are paired. */
#define PHW_OPTIONS_FEATURES                                                          \
    {.param = {.name = "feature",                                                     \
               .summary = "features, then filters, then transforms, separated by "    \
                          "commas; by default amplitude, power for traces of power"}, \
     .kind = PHW_OPTION_TEXT,                                                         \
     .placeholder = "NAME[:p=v:...][,NAME...]",                                       \
     .family = "feature"},                                                            \
        {.param = {.name = "detrend",                                                 \
                   .unit = "",                                                        \
                   .summary = "moving average taken off, rows (odd), 0 for none",     \
                   .max = 100001,                                                     \
                   .whole = true},                                                    \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .placeholder = "ROWS"},                                                      \
        PHW_OPTION_ENTRY("transform", "by default pca, none for one value a probe",   \
                         NULL),                                                       \
        {.param = {.name = "align",                                                   \
                   .unit = "",                                                        \
                   .summary = "how probes are paired",                                \
                   .choice = phw_keygen_pairings},                                    \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .placeholder = "HOW"},                                                       \
    {                                                                                 \
        .param = {.name = "interpolate",                                              \
                  .unit = "",                                                         \
                  .summary = "between rows, with --align time",                       \
                  .preset = 1,                                                        \
                  .choice = phw_keygen_interpolations},                               \
        .kind = PHW_OPTION_NUMBER, .placeholder = "HOW"                               \
    }

/** All of them. */
#define PHW_OPTIONS_KEYGEN                                                            \
    PHW_OPTIONS_FEATURES,                                                             \
        PHW_OPTION_ENTRY("randomizer", "what is made random", "none"),                \
        {.param = {.name = "eve-knows-own-channels",                                  \
                   .unit = "",                                                        \
                   .summary = "with a randomizer of the air: no takes her for "       \
                              "ignorant, which is optimistic",                        \
                   .preset = 1,                                                       \
                   .choice = phw_keygen_answers},                                     \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .placeholder = "WHETHER"},                                                   \
        PHW_OPTION_ENTRY("quantizer", "how series become bits", "cdf"),               \
        PHW_OPTION_ENTRY("reconciler", "how Bob's bits become Alice's",               \
                         "yan:passes=16:masks=1:infer=1:reuse=1:order=mixed"),        \
        {.param = {.name = "entropy",                                                 \
                   .unit = "",                                                        \
                   .summary =                                                         \
                       "who tells the min-entropy: counted, the least of mcv, "       \
                       "markov, lag; gaussian, the lesser of gaussian, lag; "         \
                       "collision, none of these; sp80090b, counted and all ten "     \
                       "of the standard (phyward list entropy); also "                \
                       "--estimator",                                                 \
                   .choice = phw_keygen_entropies},                                   \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .also = "estimator",                                                         \
         .placeholder = "WHICH"},                                                     \
        {.param = {.name = "loading",                                                 \
                   .unit = "",                                                        \
                   .summary = "planes that go on: by their error rate (rate), or by " \
                              "what Alice finds that they bring (gain)",              \
                   .choice = phw_keygen_loadings},                                    \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .placeholder = "HOW"},                                                       \
        {.param = {.name = "accounting",                                              \
                   .unit = "",                                                        \
                   .summary = "what reconciling is charged: Alice's bits and what "   \
                              "the errors' positions tell (error-known), her bits "   \
                              "alone, which is optimistic (one-way), or Bob's too "   \
                              "(two-way)",                                            \
                   .choice = phw_keygen_accountings},                                 \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .placeholder = "HOW"},                                                       \
        {.param = {.name = "block-bits",                                              \
                   .unit = "",                                                        \
                   .summary = "reconcile in blocks of at most so many bits, side by " \
                              "side; those that still differ are dropped. 0: all in " \
                              "one; else 64 or more",                                 \
                   .max = 10000000,                                                   \
                   .whole = true},                                                    \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .placeholder = "BITS"},                                                      \
        PHW_OPTION_ENTRY("amplifier", "how bits are shortened to a key", "toeplitz"), \
        {.param = {.name = "sample",                                                  \
                   .unit = "",                                                        \
                   .summary = "share of raw bits compared in public and dropped",     \
                   .max = 0.5,                                                        \
                   .preset = 0.05},                                                   \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .placeholder = "SHARE"},                                                     \
        {.param = {.name = "epsilon",                                                 \
                   .unit = "",                                                        \
                   .summary =                                                         \
                       "the key is off uniform by at most 2^-BITS (or 2^-64, say)",   \
                   .min = 1,                                                          \
                   .max = 256,                                                        \
                   .preset = 64,                                                      \
                   .whole = true},                                                    \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .is_exponent = true,                                                         \
         .placeholder = "BITS"},                                                      \
        {.param = {.name = "tag-bits",                                                \
                   .unit = "",                                                        \
                   .summary = "bits of the hash that finds ends which still differ",  \
                   .min = 32,                                                         \
                   .max = 64,                                                         \
                   .preset = 64,                                                      \
                   .whole = true},                                                    \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .placeholder = "BITS"},                                                      \
        {.param = {.name = "eve-information",                                         \
                   .unit = "bit",                                                     \
                   .summary =                                                         \
                       "known to Eve of the raw bits; more where --eve says so",      \
                   .max = 1e9},                                                       \
         .kind = PHW_OPTION_NUMBER,                                                   \
         .placeholder = "BITS"},                                                      \
    {                                                                                 \
        .param = {.name = "key-bits",                                                 \
                  .unit = "",                                                         \
                  .summary = "bits wanted, a multiple of 8: fewer is no key",         \
                  .min = 128,                                                         \
                  .max = 32768,                                                       \
                  .preset = 256,                                                      \
                  .whole = true},                                                     \
        .kind = PHW_OPTION_NUMBER, .placeholder = "N"                                 \
    }

/** What PHW_OPTIONS_FEATURES ask for, in a preset configuration; what was not given
 * fits traces like `example`. PHW_EARG names the option. */
PHW_MUST_USE phw_status phw_keygen_features(phw_agreement_config *out,
                                            const phw_arguments *arguments,
                                            const phw_trace *example);

/** The configuration that the options ask for, checked; what was not given fits traces
 * like `example`. Where the command has PHW_OPTION_SCHEME, the scheme's options count
 * where none are given. PHW_EARG names the option, PHW_EINPUT the scheme's file. */
PHW_MUST_USE phw_status phw_keygen_config(phw_agreement_config *out,
                                          const phw_arguments *arguments,
                                          const phw_trace *example);

#endif
