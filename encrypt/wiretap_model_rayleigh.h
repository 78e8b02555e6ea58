/** @file
 * The entry "rayleigh" of the wiretap channels.
 */
#ifndef PHW_ENCRYPT_WIRETAP_MODEL_RAYLEIGH_H
#define PHW_ENCRYPT_WIRETAP_MODEL_RAYLEIGH_H

#include "encrypt/wiretap_model.h"

PHW_BEGIN_C

/** phw_wiretap_rayleigh_outage() and what belongs to it. */
PHW_API extern const phw_wiretap_model phw_wiretap_model_rayleigh;

PHW_END_C

#endif
