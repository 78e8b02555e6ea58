/** @file
 * A radio's flaws, as its front end makes them, beside their closed forms.
 */
#ifndef PHW_CHANNEL_RADIO_CHECKS_H
#define PHW_CHANNEL_RADIO_CHECKS_H

#include <stdint.h>

#include "channel/front_end.h"
#include "channel/statistic.h"
#include "core/status.h"

PHW_BEGIN_C

/** Adds, for a radio of that configuration at `rate_hz`, each with the place in `at`:
 * - its amplifier's AM/AM and AM/PM at five amplitudes of a tone that passes the
 *   transmit chain (where an amplifier is chosen), against the model's formula; the
 *   standard error is the gain table's 1e-5;
 * - the variance that its phase noise has grown to after four times (where there is
 *   any), over 1000 independent oscillators, against phw_oscillator_variance();
 * - the root mean square of the carrier offset that is left after a correction by two
 *   equal blocks of 64 samples in noise at 20 dB, over 1000 frames (where the
 * oscillator has any flaw), against the estimator's variance (Moose, IEEE Trans.
 * Commun. 42(10), 1994; phy/wifi_frame.h) and that of the phase noise between the
 * blocks. The estimate's ambiguity of rate / 64 is taken as resolved. The closed forms
 * are those of `expected`: the same configuration but for a control that must fail.
 * PHW_EARG as
 * phw_front_end_create(), or when the list is full; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_radio_check(phw_statistics *out,
                                                const phw_front_end_config *config,
                                                const phw_front_end_config *expected,
                                                double rate_hz, uint64_t seed);

PHW_END_C

#endif
