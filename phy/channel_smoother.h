/** @file
 * A channel's values on the carriers of a symbol, made surer by what a channel can be:
 * the linear estimate of least mean square error for delays that the guard interval
 * covers (Edfors et al., IEEE Trans. Commun. 46 (1998) 931, equation 5).
 */
#ifndef PHW_PHY_CHANNEL_SMOOTHER_H
#define PHW_PHY_CHANNEL_SMOOTHER_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/wifi_carriers.h"

PHW_BEGIN_C

/** Delays that are expected, in samples at the bandwidth: -8 to 20, each as strong, and
 * -30 dB of anything else. The strongest path lies at 0 in phw_wifi_frame. */
#define PHW_CHANNEL_DELAY_FROM (-8)
#define PHW_CHANNEL_DELAY_TO   20

/** Opaque: tables and scratch, for one thread. */
typedef struct phw_channel_smoother phw_channel_smoother;

/** For those carriers. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_channel_smoother_create(phw_channel_smoother **out,
                                                            const phw_wifi_carriers *c);

/** Takes NULL. */
PHW_API void phw_channel_smoother_destroy(phw_channel_smoother *s);

/** h <- R (R + noise / power)^-1 h: `noise` is the variance of an entry's error,
 * `power` the mean |h|^2 without it, R the correlation that the delays make. Left as it
 * is when either is not positive or no number. */
PHW_API void phw_channel_smoother_run(phw_channel_smoother *s, phw_cf *h, double noise,
                                      double power);

/** The mean square error that is left of `noise` when the channel is as expected:
 * trace of noise (1 - noise / power (R + noise / power)^-1) over the carriers. */
PHW_API double phw_channel_smoother_error(phw_channel_smoother *s, double noise,
                                          double power);

PHW_END_C

#endif
