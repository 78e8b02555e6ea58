/** @file
 * The entry "beam" of the wiretap channels.
 */
#ifndef PHW_ENCRYPT_WIRETAP_MODEL_BEAM_H
#define PHW_ENCRYPT_WIRETAP_MODEL_BEAM_H

#include "encrypt/wiretap_model.h"

PHW_BEGIN_C

/** phw_wiretap_array_gain(): both stand still, Eve beside the beam. */
PHW_API extern const phw_wiretap_model phw_wiretap_model_beam;

PHW_END_C

#endif
