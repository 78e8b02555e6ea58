/** @file
 * What a scenario's nodes sound with at level "iq": the preamble of 802.11, or the
 * waveform that its key `sounding` names.
 */
#ifndef PHW_TOOLS_LAB_SOUNDING_H
#define PHW_TOOLS_LAB_SOUNDING_H

#include <stdbool.h>

#include "core/status.h"
#include "phy/sounding_waveform.h"
#include "tools/scenario.h"

/** Whether the scenario names a waveform. */
bool phw_lab_sounding_is_own(const phw_scenario *s);

/** That waveform, one sample a chip: the bandwidth is the rate. PHW_EINPUT, PHW_ENOMEM.
 */
PHW_MUST_USE phw_status phw_lab_sounding_make(phw_sounding_waveform *out,
                                              const phw_scenario *s);

/** The mean variance of its estimate's values over a sample's noise. */
double phw_lab_sounding_share(const phw_sounding_waveform *w);

/** The same of what the scenario sounds with; of the preamble, whose estimate is the
 * mean of two training symbols with 52 carriers sharing the power of 64, 52 / 128.
 * PHW_EINPUT, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_sounding_find_share(double *share,
                                                    const phw_scenario *s);

/** PHW_EINPUT, without the file's name and line, when a scenario with a waveform is not
 * of level "iq", has other subcarriers than the waveform's bins, or interferers, whose
 * part in an estimate is known for the preamble alone. */
PHW_MUST_USE phw_status phw_lab_sounding_check(const phw_scenario *s);

/** The subcarriers' offsets from the carrier, Hz: those of the scenario's sounding
 * waveform; without one +-1 .. +-n/2 spacings in rising order, or 0 for a single one;
 * out[subcarriers]. PHW_EINPUT, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_sounding_offsets(double *out,
                                                 const phw_scenario *scenario);

#endif
