/** @file
 * All components of one end, quantized, before the two ends have settled which samples
 * they keep.
 */
#ifndef PHW_KGEN_LABELS_H
#define PHW_KGEN_LABELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/param.h"
#include "core/status.h"
#include "kgen/features.h"
#include "kgen/quantizer.h"
#include "kgen/symbols.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. Freeing wipes. */
typedef struct phw_labels {
    phw_symbols *component; /**< n_rows symbols each; n_bits 0: not used, no symbols */
    size_t n_components;
    size_t n_rows;
} phw_labels;

/** How components are quantized; borrowed. */
typedef struct phw_labelling {
    const phw_quantizer *quantizer;
    const phw_params *params;
    const uint8_t *n_bits; /**< bits of a symbol of each component, 0 for an unused one;
                                NULL gives every component what the parameters ask for
                              */
} phw_labelling;

/** Bits that the leader has to say in public about n_components series of n_rows. */
PHW_API size_t phw_labels_said_bits(const phw_labelling *how, size_t n_components,
                                    size_t n_rows);

/** What the leader says about `x`, to be freed: used component by used component,
 * samples in time order, the most significant bit of a saying first; empty when the
 * quantizer says nothing. Errors as phw_labels_make(). */
PHW_API PHW_MUST_USE phw_status phw_labels_announce(phw_bits *said,
                                                    const phw_features *x,
                                                    const phw_labelling *how);

/** Labels every component of `x`, to be freed; `said` is as phw_labels_announce()
 * gives. PHW_EARG when the quantizer can't do that many bits or no component is used;
 * PHW_EPEER when `said` has not as many bits as phw_labels_said_bits(); PHW_ESHORT and
 * PHW_EINPUT as the quantizer, with the component's number. */
PHW_API PHW_MUST_USE phw_status phw_labels_make(phw_labels *out, const phw_features *x,
                                                const phw_labelling *how, bool leader,
                                                const phw_bits *said);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_labels_free(phw_labels *labels);

/** Samples of all used components: how long a keep mask is. */
PHW_API size_t phw_labels_count(const phw_labels *labels);

/** This end's keep mask, to be freed: a bit a sample, used component by used component,
 * samples in time order. It is what an index exchange says in public; the final mask is
 * the AND of both ends'. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_labels_keep(phw_bits *out,
                                                const phw_labels *labels);

PHW_END_C

#endif
