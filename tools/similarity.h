/** @file
 * A trace judged by another: whether its frames came over the channel of some frames of
 * that one.
 */
#ifndef PHW_TOOLS_SIMILARITY_H
#define PHW_TOOLS_SIMILARITY_H

#include <stdbool.h>
#include <stddef.h>

#include "auth/similarities.h"
#include "core/status.h"
#include "core/trace.h"
#include "tools/index_list.h"
#include "tools/option.h"

/** How it is judged. */
typedef struct phw_similarity_plan {
    const phw_similarity *test;
    phw_params params;
    phw_similarity_rule rule;
    double noise;       /**< s2 of every estimate, instead of the traces'; 0: theirs */
    double floor_ratio; /**< error of an estimate that is no noise, over its mean
                             |h|^2; adds to s2 */
    bool track;         /**< a frame found the same becomes the reference */
} phw_similarity_plan;

/** One frame of the trace that is judged. */
typedef struct phw_similarity_row {
    size_t frame;  /**< its place in the trace */
    double snr_db; /**< of frame and reference, with all errors; NaN when unknown */
    phw_similarity_decision decision;
} phw_similarity_row;

/** All frames. A zeroed one is empty and may be freed. */
typedef struct phw_similarity_verdict {
    phw_similarity_row *row; /**< n_rows, in the order asked for */
    size_t n_rows;
    size_t n_same;      /**< rows found the same */
    size_t n_undecided; /**< rows neither the same nor told apart */
    size_t median;      /**< the row in the middle: as many rows (or one more) look
                             more like the reference as look less; those that are not
                             the same come last */
    bool same;          /**< what the row in the middle says: more than half are */
    double freedom[2];  /**< of the statistic, 0 without */
} phw_similarity_verdict;

/** The options --false-alarm, --miss and --taps, for a command's table. */
#define PHW_OPTIONS_SIMILARITY_RULE                                                    \
    {.param = {.name = "false-alarm",                                                  \
               .unit = "",                                                             \
               .summary = "how often a frame of the same channel may fail",            \
               .min = 1e-12,                                                           \
               .max = 0.5,                                                             \
               .preset = 0.01},                                                        \
     .kind = PHW_OPTION_NUMBER,                                                        \
     .letter = 'a',                                                                    \
     .placeholder = "P"},                                                              \
        {.param = {.name = "miss",                                                     \
                   .unit = "",                                                         \
                   .summary =                                                          \
                       "how often a frame of an independent channel may be found the " \
                       "same; where it would be more often, it is undecided",          \
                   .min = 1e-12,                                                       \
                   .max = 1,                                                           \
                   .preset = 0.01},                                                    \
         .kind = PHW_OPTION_NUMBER,                                                    \
         .letter = 'm',                                                                \
         .placeholder = "P"},                                                          \
    {                                                                                  \
        .param = {.name = "taps",                                                      \
                  .unit = "",                                                          \
                  .summary =                                                           \
                      "independent parts that such a channel has; 0: as many as "      \
                      "tones, the best case",                                          \
                  .max = 1e6,                                                          \
                  .whole = true},                                                      \
        .kind = PHW_OPTION_NUMBER, .placeholder = "N"                                  \
    }

/** The option --floor-db. */
#define PHW_OPTION_FLOOR                                                              \
    {                                                                                 \
        .param = {.name = "floor-db",                                                 \
                  .unit = "dB",                                                       \
                  .summary =                                                          \
                      "an estimate's error, over its own power, that is no noise: a " \
                      "front end's image, phase noise; adds to the noise",            \
                  .min = -120,                                                        \
                  .max = 0},                                                          \
        .kind = PHW_OPTION_NUMBER, .placeholder = "DB", .no_preset = true             \
    }

/** Takes what those options say into the plan. */
void phw_similarity_plan_rule(phw_similarity_plan *inout,
                              const phw_arguments *arguments);

/** Why a frame is not found the same, in a few words; NULL when it is. */
const char *phw_similarity_reason(const phw_similarity_decision *d);

/** Reads the plan's test "name:param=value:...". PHW_EARG. */
PHW_MUST_USE phw_status phw_similarity_plan_test(phw_similarity_plan *inout,
                                                 const char *text);

/** Refuses pairs that can't be compared: real-valued traces, other kinds, widths or
 * subcarriers, and a missing noise variance where the plan needs one: PHW_EINPUT names
 * both. PHW_EARG for more independent parts than tones. */
PHW_MUST_USE phw_status phw_similarity_check(const phw_similarity_plan *plan,
                                             const phw_trace *a, const char *a_name,
                                             const phw_trace *b, const char *b_name);

/** Whether two traces are one: the same values, whatever their files are called. */
bool phw_similarity_is_same_trace(const phw_trace *a, const phw_trace *b);

/** Judges the frames of `b` in the list by those of `a` in the reference; both lists
 * have members. To be freed. PHW_EARG when the plan asks for what they lack,
 * PHW_EINPUT, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_similarity_judge(
    phw_similarity_verdict *out, const phw_similarity_plan *plan, const phw_trace *a,
    const phw_indices *reference, const phw_trace *b, const phw_indices *frames);

/** Gives back; the struct is zero afterwards. */
void phw_similarity_verdict_free(phw_similarity_verdict *v);

#endif
