/** @file
 * What a source of interference is: an entry of the registry in channel/interferers.h.
 */
#ifndef PHW_CHANNEL_INTERFERER_H
#define PHW_CHANNEL_INTERFERER_H

#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/rng.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** What an entry's waveform depends on besides the sample's number. */
typedef struct phw_interferer_source {
    double rate_hz;
    phw_params params;
    phw_rng rng; /**< purpose is the waveform's, purpose + 1 that of what changes slowly
                    (starts, phases) */
} phw_interferer_source;

/** When an interferer that listens is on: after it heard a window of the given power,
 * delay_s later for hold_s. */
typedef struct phw_interferer_reaction {
    double threshold_db; /**< mean power over the reference */
    double delay_s;      /**< to its own first sample, rounded up to windows */
    double hold_s;       /**< how long it goes on, rounded up to windows */
} phw_interferer_reaction;

/** One kind. Static and constant: nobody frees it. */
typedef struct phw_interferer {
    const char *name;        /**< as the user writes it: "tone" */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from, or NULL */
    const phw_param *params; /**< n_params of them; the first is always power_db, over a
                                reference power, while the source is on */
    size_t n_params;
    /** Samples [from, from + n), of power 1 while it is on and 0 elsewhere: a pure
     * function of their numbers. */
    void (*fill)(phw_cf *out, const phw_interferer_source *source, int64_t from,
                 size_t n);
    /** NULL: does not listen. */
    phw_interferer_reaction (*reaction)(const phw_params *params);
} phw_interferer;

/** The first parameter of every entry. */
#define PHW_INTERFERER_POWER                                                         \
    {                                                                                \
        .name = "power_db", .unit = "dB",                                            \
        .summary = "power over the reference (the receiver's noise) while it is on", \
        .min = -100, .max = 200, .preset = 10                                        \
    }

/** Index of a sample or period in a stream of random numbers: those before 0 too, in
 * one row. |number| < 2^44. */
static inline uint64_t phw_interferer_index(int64_t number)
{
    return (uint64_t)(number + (INT64_C(1) << 44));
}

PHW_END_C

#endif
