/** @file
 * The laws of envelope and phase.
 */
#ifndef PHW_CHANNEL_VALIDATION_ENVELOPE_H
#define PHW_CHANNEL_VALIDATION_ENVELOPE_H

#include "channel/validation.h"

PHW_BEGIN_C

/** The entry "envelope". */
PHW_API extern const phw_validation phw_validation_envelope;

PHW_END_C

#endif
