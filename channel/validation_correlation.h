/** @file
 * The autocorrelation, and with it the Doppler spectrum's second moment.
 */
#ifndef PHW_CHANNEL_VALIDATION_CORRELATION_H
#define PHW_CHANNEL_VALIDATION_CORRELATION_H

#include "channel/validation.h"

PHW_BEGIN_C

/** The entry "correlation". */
PHW_API extern const phw_validation phw_validation_correlation;

PHW_END_C

#endif
