/** @file
 * From the taps of a channel to its frequency response on given subcarriers.
 */
#ifndef PHW_CHANNEL_RESPONSE_H
#define PHW_CHANNEL_RESPONSE_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** The table e^{-j 2 pi f_k tau_l} of given delays and subcarriers. May be shared by
 * threads: executing does not change it. */
typedef struct phw_response phw_response;

/** For taps at delay_s[n_taps] and subcarriers at offset_hz[n] from the carrier; given
 * back with phw_response_destroy(). Takes 8 * n_taps * n bytes. PHW_EARG when a count
 * is 0 or a value is not finite; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_response_create(phw_response **out,
                                                    const double *delay_s,
                                                    size_t n_taps,
                                                    const double *offset_hz, size_t n);

/** Takes NULL. */
PHW_API void phw_response_destroy(phw_response *response);

/** H(f_k) = sum_l tap[l] e^{-j 2 pi f_k tau_l}: out[n] from tap[n_taps]; they do not
 * overlap. */
PHW_API void phw_response_execute(const phw_response *response, phw_cf *out,
                                  const phw_cf *tap);

PHW_END_C

#endif
