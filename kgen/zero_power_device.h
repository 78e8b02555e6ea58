/** @file
 * The end almost without power: a machine that measures, quantizes, divides by a
 * generator and hashes, and does nothing else. Between messages it keeps its bits. What
 * it does is counted. Which messages: kgen/zero_power_session.h.
 */
#ifndef PHW_KGEN_ZERO_POWER_DEVICE_H
#define PHW_KGEN_ZERO_POWER_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/message.h"
#include "kgen/zero_power_config.h"
#include "kgen/zero_power_detector.h"
#include "kgen/zero_power_operations.h"

PHW_BEGIN_C

/** One device. */
typedef struct phw_zero_power_device phw_zero_power_device;

/** A machine over what its converter gave; `codes` stay the caller's and are used until
 * the end. PHW_EARG for a configuration out of range or codes that are not of it;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_device_create(
    phw_zero_power_device **out, const phw_zero_power_codes *codes,
    const phw_zero_power_config *config);

/** Takes NULL; wipes. */
PHW_API void phw_zero_power_device_destroy(phw_zero_power_device *d);

/** One message. Whatever the status, a message in `out` (size > 0) is to be sent.
 * PHW_OK while it goes on and when it has ended with a key (`done`); any other status
 * ends it (`done` is set): PHW_ESHORT: too few probes; PHW_ENOKEY: the reader says so;
 * PHW_EPEER: the peer broke the protocol, is configured differently or wants more than
 * there can be; PHW_EAUTH: the confirmation does not match. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_device_step(phw_zero_power_device *d,
                                                           phw_message *out, bool *done,
                                                           const phw_message *in);

/** What it has done so far. */
PHW_API void phw_zero_power_device_operations(phw_zero_power_operations *out,
                                              const phw_zero_power_device *d);

/** The key; no bits until done with PHW_OK. Borrowed. */
PHW_API const phw_bits *phw_zero_power_device_key(const phw_zero_power_device *d);

/** For analysis: the kept bits of a plane (0 is the most significant) before any were
 * dropped, value by value in time order; no bits until they are fixed. Secret.
 * Borrowed. */
PHW_API const phw_bits *phw_zero_power_device_plane(const phw_zero_power_device *d,
                                                    unsigned plane);

PHW_END_C

#endif
