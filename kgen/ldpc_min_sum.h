/** @file
 * A row's check by the normalised min-sum rule, in bytes, all lanes side by side.
 */
#ifndef PHW_KGEN_LDPC_MIN_SUM_H
#define PHW_KGEN_LDPC_MIN_SUM_H

#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Greatest message of a check, and of a bit to a check. */
#define PHW_LDPC_MIN_SUM_MESSAGE 31
#define PHW_LDPC_MIN_SUM_TOTAL   64

/** What the checks of a row are. */
typedef struct phw_ldpc_min_sum_row {
    const uint8_t *check; /**< of each lane: the syndrome, 0 or 1 */
    const int8_t *mask;   /**< -1 in the lanes that count, 0 in the others */
    unsigned n_edges;
    unsigned stride; /**< lanes, a multiple of 32 */
    unsigned scale;  /**< messages count so many sixteenths, 0 .. 16 */
} phw_ldpc_min_sum_row;

/** One layer: `bit` holds n_edges rows of `stride` bytes, what is believed of each bit
 * in the order of the checks' lanes, and takes the new belief; `message` the check's
 * messages of the last pass, and takes the new ones. `scratch` holds 4 stride bytes. */
PHW_API void phw_ldpc_min_sum(int8_t *bit, int8_t *message, int8_t *scratch,
                              const phw_ldpc_min_sum_row *row);

PHW_END_C

#endif
