/** @file
 * A backscatter tag: it sends nothing of its own, but switches the load of its antenna
 * between two states and so changes what it reflects.
 *
 * From a source over the tag to a receiver the channel is the product
 *     h = Gamma(state) h_forward h_back
 * (dyadic channel), beside the direct path or leakage from the source. Any source will
 * do: the reader itself (monostatic: h_back is h_forward, so h_forward^2), another
 * transmitter (bistatic), or an auxiliary node whose signal reaches the tag too.
 * Several tags add. Source and receiver swapped give the same bits.
 */
#ifndef PHW_CHANNEL_TAG_H
#define PHW_CHANNEL_TAG_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most tags that one sum takes. */
#define PHW_TAGS_MAX 1024

/** A tag's two loads; a plain value. A zeroed one is a mirror that does not modulate.
 */
typedef struct phw_tag {
    double depth;     /**< modulation depth 0..1: load 0 reflects with 1 - depth of load
                         1's amplitude; 1 is on-off */
    double phase_rad; /**< of load 1 over load 0; depth 0 and pi: two phases */
    double loss_db;   /**< of a reflection at load 1, >= 0 */
} phw_tag;

/** PHW_EARG names the field that is out of range. */
PHW_API PHW_MUST_USE phw_status phw_tag_check(const phw_tag *tag);

/** What a checked tag reflects: load 0 a (1 - depth), load 1 a e^{j phase}, a =
 * 10^(-loss/20); any state but 0 is 1. */
PHW_API phw_cf phw_tag_reflection(const phw_tag *tag, unsigned state);

/** The half difference of the two loads, (Gamma_1 - Gamma_0) / 2: what the modulation
 * alone has. The half sum stands still: it is leakage. */
PHW_API phw_cf phw_tag_modulation(const phw_tag *tag);

/** The channel by way of one tag that reflects `reflection`. */
PHW_API phw_cf phw_tag_gain(phw_cf reflection, phw_cf forward, phw_cf back);

/** The channel of n tags and the direct path: direct + sum_i reflection[i] forward[i]
 * back[i]. A monostatic reader gives the same array twice. PHW_EARG for more than
 * PHW_TAGS_MAX; none is the direct path. */
PHW_API PHW_MUST_USE phw_status phw_tags_gain(phw_cf *out, phw_cf direct,
                                              const phw_cf *reflection,
                                              const phw_cf *forward, const phw_cf *back,
                                              size_t n);

/** Samples of what falls on a checked tag, inout[n], become what it reflects: sample i
 * at the load state[i] (0 or not). */
PHW_API void phw_tag_reflect(const phw_tag *tag, phw_cf *inout, const uint8_t *state,
                             size_t n);

PHW_END_C

#endif
