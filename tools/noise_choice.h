/** @file
 * A law of artificial noise as users write it: "shaped:smear=0.2".
 */
#ifndef PHW_TOOLS_NOISE_CHOICE_H
#define PHW_TOOLS_NOISE_CHOICE_H

#include "core/status.h"
#include "encrypt/noise_source.h"

/** Sets law and parameters of `inout`, and nothing else of it. PHW_EARG names what
 * there is. */
PHW_MUST_USE phw_status phw_noise_choice_read(phw_noise_config *inout,
                                              const char *text);

#endif
