/** @file
 * The device's bits: from its converter's codes at the probes that both ends have to
 * kept symbols, window by window. All in whole numbers.
 */
#ifndef PHW_KGEN_ZERO_POWER_FRONT_H
#define PHW_KGEN_ZERO_POWER_FRONT_H

#include "core/bits.h"
#include "core/status.h"
#include "kgen/rows.h"
#include "kgen/zero_power_config.h"
#include "kgen/zero_power_detector.h"
#include "kgen/zero_power_operations.h"

PHW_BEGIN_C

/** Which of the offered probes the device has too: a bit each, to be freed. PHW_ESHORT
 * when there are fewer than 16 for each level; PHW_EARG for more bits than
 * PHW_AGREEMENT_BITS_MAX; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_zero_power_match(phw_bits *have, const phw_zero_power_codes *codes,
                     const phw_rows *offered, const phw_zero_power_config *config);

/** Measures and quantizes the probes in `have`. plane[p], for each bit of a symbol (0
 * is the most significant of the Gray code), gets the kept bits appended, tone by tone
 * in time order; kept[tone n + i], to be freed, says of the i-th of the n probes
 * whether it was kept. Counts what it does. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_quantize(
    phw_bits *plane, phw_bits *kept, phw_zero_power_operations *operations,
    const phw_zero_power_codes *codes, const phw_rows *offered, const phw_bits *have,
    const phw_zero_power_config *config);

PHW_END_C

#endif
