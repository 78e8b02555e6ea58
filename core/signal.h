/** @file
 * Complex baseband samples with their rate and carrier: the currency between
 * recordings, the simulated air and the receivers.
 */
#ifndef PHW_CORE_SIGNAL_H
#define PHW_CORE_SIGNAL_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. */
typedef struct phw_signal {
    phw_cf *sample;    /**< 64-byte aligned */
    size_t n;          /**< samples */
    double rate_hz;    /**< samples a second, > 0 */
    double carrier_hz; /**< centre frequency, 0 when unknown */
} phw_signal;

/** `n` zero samples, given back with phw_signal_free(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_signal_alloc(phw_signal *out, size_t n,
                                                 double rate_hz, double carrier_hz);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_signal_free(phw_signal *s);

/** `n` zeroed elements of `size` bytes on a 64-byte boundary, given back with free();
 * PHW_ENOMEM also when n * size does not fit in a size_t. `out` is a pointer's address.
 */
PHW_API PHW_MUST_USE phw_status phw_array_alloc(void *out, size_t n, size_t size);

PHW_END_C

#endif
