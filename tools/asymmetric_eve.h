/** @file
 * What an eavesdropper's trace tells of the bits of an asymmetric agreement's device.
 */
#ifndef PHW_TOOLS_ASYMMETRIC_EVE_H
#define PHW_TOOLS_ASYMMETRIC_EVE_H

#include "core/bits.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/features.h"
#include "kgen/zero_power_rehearsal.h"

/** What the parties observed. */
typedef struct phw_asymmetric_parties {
    const phw_trace *device, *reader;
    const phw_trace *eve; /**< or NULL */
} phw_asymmetric_parties;

/** A party's values at the probes in `have`, a bit for each of the reader's; to be
 * freed. PHW_ESHORT when the party lacks one of them; errors as
 * phw_zero_power_estimate(). */
PHW_MUST_USE phw_status phw_asymmetric_values(phw_features *out, const phw_trace *trace,
                                              const phw_trace *reader,
                                              const phw_bits *have,
                                              const phw_zero_power_config *config);

/** Bits that she knows of the `n_planes` most significant planes of all kept symbols,
 * and the multiple correlation, as phw_eavesdropper_measure() has them of the device's
 * own values: of her whole trace, and of what she would measure in the reader's place;
 * the larger. Errors as that. */
PHW_MUST_USE phw_status phw_asymmetric_eve_bits(double *bits, double *correlation,
                                                const phw_zero_power_rehearsal *r,
                                                const phw_asymmetric_parties *parties,
                                                const phw_zero_power_config *config,
                                                unsigned n_planes);

#endif
