/** @file
 * The options that every command with a scenario has, and the scenario that they make.
 */
#ifndef PHW_TOOLS_SCENARIO_OPTIONS_H
#define PHW_TOOLS_SCENARIO_OPTIONS_H

#include "core/status.h"
#include "tools/option.h"
#include "tools/scenario.h"

/** --seed of a simulation. */
#define PHW_OPTION_SEED                                                          \
    {                                                                            \
        .param = {.name = "seed",                                                \
                  .unit = "",                                                    \
                  .summary = "seed of all randomness: the same, the same bytes", \
                  .max = 9007199254740991.0,                                     \
                  .preset = 1,                                                   \
                  .whole = true},                                                \
        .kind = PHW_OPTION_NUMBER, .letter = 's', .placeholder = "N"             \
    }

/** --seed of what else draws secrets from the system: `what` repeats with it. */
#define PHW_OPTION_SEED_OF_SECRETS(what)                                       \
    {                                                                          \
        .param = {.name = "seed",                                              \
                  .unit = "",                                                  \
                  .summary = "repeatable " what ": the key is then no secret", \
                  .max = 9007199254740991.0,                                   \
                  .whole = true},                                              \
        .kind = PHW_OPTION_NUMBER, .letter = 's', .placeholder = "N",          \
        .no_preset = true                                                      \
    }

/** --threads. */
#define PHW_OPTION_THREADS                                                \
    {                                                                     \
        .param = {.name = "threads",                                      \
                  .unit = "",                                             \
                  .summary = "threads; the result does not depend on it", \
                  .min = 1,                                               \
                  .max = 256,                                             \
                  .preset = 1,                                            \
                  .whole = true},                                         \
        .kind = PHW_OPTION_NUMBER, .letter = 't', .placeholder = "N"      \
    }

/** --set. */
#define PHW_OPTION_SET                                                            \
    {                                                                             \
        .param = {.name = "set", .summary = "changes one key of the scenario"},   \
        .kind = PHW_OPTION_LIST, .placeholder = "KEY=VALUE", .family = "scenario" \
    }

/** The scenario of that file, changed by --set and checked. PHW_EINPUT for the file,
 * PHW_EARG for --set. */
PHW_MUST_USE phw_status phw_scenario_from_file(phw_scenario *out, const char *path,
                                               const phw_arguments *arguments);

/** The scenario of the first positional argument, changed by --set and checked.
 * PHW_EINPUT for the file, PHW_EARG for --set. */
PHW_MUST_USE phw_status phw_scenario_from_arguments(phw_scenario *out,
                                                    const phw_arguments *arguments);

#endif
