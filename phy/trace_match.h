/** @file
 * Which probe of one receiver is which of another: by the packets' numbers, or by the
 * time when clocks differ in offset and rate.
 */
#ifndef PHW_PHY_TRACE_MATCH_H
#define PHW_PHY_TRACE_MATCH_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"
#include "phy/clock_fit.h"

PHW_BEGIN_C

/** Pairs, both columns rising. A zeroed one is empty and may be freed. */
typedef struct phw_trace_pairs {
    size_t *a;           /**< probe of A */
    size_t *b;           /**< and the probe of B that is its pair */
    size_t n;            /**< pairs */
    size_t n_unpaired_a; /**< probes of A without one */
    size_t n_unpaired_b;
    size_t n_shifts; /**< by number: how often another multiple was taken */
    phw_clock clock; /**< B's by A's; NaN with too few pairs or no times */
} phw_trace_pairs;

/** Gives back; zero afterwards. */
PHW_API void phw_trace_pairs_free(phw_trace_pairs *pairs);

/** How probes are paired by number. A zeroed one takes numbers as they are. */
typedef struct phw_number_config {
    int64_t modulus; /**< numbers count modulo this on the air: 4096 in 802.11; 0: they
                          do not wrap */
    double most_apart_s; /**< probes whose times differ by more are no pair; 0: times
                            are not looked at */
} phw_number_config;

/** Pairs probes of equal numbers, to be freed.
 *
 * Numbers that wrap were unwrapped by each receiver alone: they may differ by a
 * multiple of the modulus, which changes where a receiver missed a wrap or the sender
 * began anew. Where 32 probes in a row find no pair, the multiple is looked for anew
 * that pairs most of the next 64 (of 512, if they don't); at first it is 0, so that
 * receivers that started wraps apart need most_apart_s to tell. Offset and drift are
 * told where both have times, and 3 pairs. Few pairs are no failure. PHW_EARG for a
 * configuration that is none, PHW_EINPUT when times are asked for and one trace has
 * none; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_trace_match_sequence(phw_trace_pairs *out, const phw_trace *a, const phw_trace *b,
                         const phw_number_config *config);

/** How probes are paired by time. A zeroed one takes the presets. */
typedef struct phw_match_config {
    double most_offset_s;  /**< the clocks' offset is looked for within this; 0: half of
                                the shorter median interval, where it has one meaning */
    double most_drift_ppm; /**< and their drift; 0: 100 */
    double tolerance_s; /**< of a pair; 0: a quarter of the shorter median interval */
    bool fixed;         /**< the clocks are one: no offset, no drift */
} phw_match_config;

/** Pairs the nearest probes after finding B's clock = A's + offset + drift, to be
 * freed: the offset by how many pairs it makes, both then by least squares over the
 * pairs. Probes at one interval pair as well at every multiple of it: the least offset
 * is taken then. PHW_EINPUT when a trace has no times; PHW_EARG for a configuration
 * that is none; PHW_EINPUT when fewer than 3 pairs are found; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_match_time(phw_trace_pairs *out,
                                                     const phw_trace *a,
                                                     const phw_trace *b,
                                                     const phw_match_config *config);

PHW_END_C

#endif
