/** @file
 * Raw key material of one end: the symbols that both ends kept and the bit string that
 * the reconciler works on.
 */
#ifndef PHW_KGEN_RAW_H
#define PHW_KGEN_RAW_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/labels.h"

PHW_BEGIN_C

/** A run of bits that share one error rate: one bit plane of one component. */
typedef struct phw_segment {
    size_t from, to;  /**< half open, in the bit string */
    size_t component; /**< of the features */
    unsigned plane;   /**< 0 is the most significant bit of the Gray code */
} phw_segment;

/** The kept symbols of one used component, in time order. */
typedef struct phw_raw_component {
    uint8_t *symbol;    /**< Gray-coded, and what was said of it in public above it:
                             said 2^n_bits + symbol */
    size_t *row;        /**< the features' row of each, rising */
    size_t n;           /**< symbols */
    unsigned n_bits;    /**< secret bits of a symbol, 1.. */
    unsigned said_bits; /**< public bits above them */
    size_t component;   /**< of the features */
} phw_raw_component;

/** A zeroed one is empty and may be freed. Freeing wipes. The bit string is used
 * component by used component, plane by plane (most significant Gray bit first),
 * symbols in time order. */
typedef struct phw_raw {
    phw_bits bits;
    phw_segment *segment; /**< they tile the bit string, in its order */
    size_t n_segments;
    phw_raw_component *component; /**< the used components, in order */
    size_t n_components;
} phw_raw;

/** Raw key material from one end's labels and the final keep mask (as long as
 * phw_labels_count(), order of phw_labels_keep()), to be freed. The mask may come from
 * the peer: PHW_EPEER when its length is wrong or it keeps what these labels drop;
 * PHW_ESHORT when nothing is kept. */
PHW_API PHW_MUST_USE phw_status phw_raw_build(phw_raw *out, const phw_labels *labels,
                                              const phw_bits *keep);

/** The first n_planes planes of a component's symbols with what was said of them as the
 * most significant planes, in a component of its own of which nothing is said; symbols
 * and rows are given back with free(), after a failure too. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_raw_component_coarsen(phw_raw_component *out,
                                                          const phw_raw_component *in,
                                                          unsigned n_planes);

/** Writes the empty bit string and its segments from the components' symbols, without
 * what was said of them. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_raw_write(phw_raw *raw);

/** Bits that were said in public of the kept symbols. */
PHW_API uint64_t phw_raw_said(const phw_raw *raw);

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_raw_free(phw_raw *raw);

PHW_END_C

#endif
