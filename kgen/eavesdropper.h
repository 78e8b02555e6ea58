/** @file
 * What an eavesdropper knows of Alice's symbols from a trace of her own.
 */
#ifndef PHW_KGEN_EAVESDROPPER_H
#define PHW_KGEN_EAVESDROPPER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/agreement_config.h"
#include "kgen/eavesdropper_view.h"
#include "kgen/public_facts.h"
#include "kgen/quantizer.h"
#include "kgen/raw.h"

PHW_BEGIN_C

/** Of one used component of Alice's. */
typedef struct phw_eavesdropper_component {
    size_t component;            /**< of the features */
    unsigned n_bits;             /**< of a symbol */
    size_t n;                    /**< kept symbols */
    double multiple_correlation; /**< R', root mean square over the kept symbols */
    /** Bits that she knows of all kept symbols together, cut to their 1, 2 ... n_bits
     * most significant planes. */
    double known_bits[PHW_QUANTIZER_BITS_MAX];
} phw_eavesdropper_component;

/** A zeroed one is empty and may be freed. */
typedef struct phw_eavesdropper {
    phw_eavesdropper_component *component;
    size_t n_components;
    bool mixed; /**< the raw bits' components are others: a randomizer of values */
} phw_eavesdropper;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_eavesdropper_free(phw_eavesdropper *e);

/** Measures how well Eve's trace predicts Alice's features, whose bits were made by the
 * public facts; to be freed. For each component, R' is the 99 % upper bound of the
 * multiple correlation of Alice's normal scores with all views of Eve's trace
 * (phw_eavesdropper_views_make(), phw_predictor_open()), for the rows that Eve has and,
 * apart from them, for those that she lacks and has to tell from their neighbours. Of
 * many rows every m-th is looked at. What Alice said of a symbol counts as part of it.
 *
 * A symbol S that a Gaussian predictor Z of correlation R' tells about loses
 * Hmin(S) - Hmin(S | Z) bits, average guessing, by phw_gaussian_min_entropy() over the
 * cells that Alice's kept symbols occupy, and all of its bits when Z leaves less than
 * 1e-4 of the variance open. What she knows of a value's distance from its median (who
 * has a modulus without its phase knows no side) is measured likewise, where it
 * shows, and the larger loss counts if it leaves less open. Of symbols that depend on d
 * samples (phw_quantizer_span()) she is taken to know log2(1 + M sqrt(d I ln 2 / 2)) of
 * log2 M bits, I = -1/2 log2 of the share open: no less, whatever the symbols are. A
 * model, and the report says so.
 *
 * A trace of hers that is a few times as wide as Alice's (phw_eavesdropper_blocks()) is
 * taken for that many, of antennas or of other hearings of the same exchanges. What a
 * randomizer of values did is public and undone. Probes without any power are left out.
 * Errors as the parts; none of them means that
 * Eve knows nothing. */
PHW_API PHW_MUST_USE phw_status phw_eavesdropper_measure(
    phw_eavesdropper *out, const phw_trace *alice, const phw_trace *eve,
    const phw_public_facts *facts, const phw_agreement_config *config);

/** Bits that Eve knows of the raw bits: of each component, of the planes that have a
 * bit in `used` (all planes when it is empty). Symbols compared in public count too:
 * what they tell is another charge. `segment` are those of Alice's raw bits. */
PHW_API double phw_eavesdropper_bits(const phw_eavesdropper *e,
                                     const phw_segment *segment, size_t n_segments,
                                     const phw_bits *used);

/** Root mean square R' over the kept symbols of the components that count, as above;
 * NaN when none does. */
PHW_API double phw_eavesdropper_correlation(const phw_eavesdropper *e,
                                            const phw_segment *segment,
                                            size_t n_segments, const phw_bits *used);

/** Bits lost of the first `n_planes` planes of a kept symbol of the component, whose
 * series is x[n], when `share` of its variance is open to Eve, and `folded` of that of
 * its distance from the median: as phw_eavesdropper_measure() says. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_eavesdropper_symbol_bits(
    double *out, const double *x, size_t n, const phw_raw_component *kept,
    unsigned n_planes, double share, double folded);

PHW_END_C

#endif
