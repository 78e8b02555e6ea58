/** @file
 * Which raw bits are compared in public, what the comparison tells, and which bits go
 * on to reconciliation. A pure function of what both ends know: both get the same.
 */
#ifndef PHW_KGEN_SAMPLING_H
#define PHW_KGEN_SAMPLING_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/raw.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** ceil(fraction * length) bits of each segment, drawn without replacement from the
 * public seed: a mask over the raw bits, to be freed. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sampling_draw(phw_bits *mask, const phw_raw *raw,
                                                  double fraction, uint64_t seed);

/** The bits whose mask bit is set, in order, to be freed. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sampling_gather(phw_bits *out, const phw_bits *bits,
                                                    const phw_bits *mask);

/** Which bits go on. A zeroed one is empty and may be freed. */
typedef struct phw_selection {
    phw_bits used;                  /**< over the raw bits */
    phw_reconcile_segment *segment; /**< of the used bits, in their order */
    size_t n_segments;
    uint8_t *n_planes;      /**< planes that go on, of each of the raw components */
    size_t n_used;          /**< bits that go on */
    size_t n_hopeless;      /**< bits of planes left out, sampled or not */
    size_t n_sampled;       /**< bits compared */
    size_t n_sample_errors; /**< of them, different */
    double error_rate;      /**< the estimate over the used bits */
} phw_selection;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_selection_free(phw_selection *s);

/** Estimates error rates and leaves out the hopeless planes.
 *
 * `differ` has a bit for each sampled one, in order. With e of n sampled bits of a
 * segment different, its rate is (e + 16 p) / (n + 16), p = (E + 0.5) / (N + 1) over
 * the same plane of all components: a segment's own count outweighs its plane's once
 * there are 16 of it. Nothing sampled: `assumed`. A plane above
 * PHW_RECONCILE_RATE_MAX is left out, and with it the less significant planes of its
 * component, so that what remains is a coarser Gray code. PHW_ENOKEY when nothing
 * remains; the counts and the rate are given all the same. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_selection_make(phw_selection *out,
                                                   const phw_raw *raw,
                                                   const phw_bits *sampled,
                                                   const phw_bits *differ,
                                                   double assumed);

/** Leaves out all but the first n_planes[c] planes of raw component c too. Nothing may
 * be left. */
PHW_API void phw_selection_cut(phw_selection *s, const phw_raw *raw,
                               const uint8_t *n_planes);

/** The raw material without the planes that are left out and with what was said of it
 * as bits like others, the most significant planes, to be freed: what is assessed. A
 * component of which nothing goes on stays with what was said of it. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_selection_coarsen(phw_raw *out, const phw_raw *raw,
                                                      const phw_selection *selection);

PHW_END_C

#endif
