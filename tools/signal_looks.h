/** @file
 * What signals a recording looks to hold: the receivers that are here are tried, and
 * the shape of its level and spectrum is put into words.
 */
#ifndef PHW_TOOLS_SIGNAL_LOOKS_H
#define PHW_TOOLS_SIGNAL_LOOKS_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "datasets/recording.h"
#include "tools/level_history.h"
#include "tools/spectrum_survey.h"

/** Samples from the begin that receivers are tried on, at most. */
#define PHW_LOOKS_SAMPLES ((size_t)1 << 22)

/** Most looks. */
#define PHW_LOOKS_MAX 8

/** One. */
typedef struct phw_signal_look {
    const char *what;    /**< "802.11 OFDM, 20 MHz" */
    uint64_t n;          /**< frames, messages or bursts; 0 when they aren't counted */
    const char *command; /**< that reads them, or NULL */
} phw_signal_look;

/** All, the surest first. */
typedef struct phw_signal_looks {
    phw_signal_look look[PHW_LOOKS_MAX];
    size_t n;
} phw_signal_looks;

/** Looks at the first `n` samples of a recording and at what was measured of all of it.
 * Receivers are left out where the rate is unknown or one that they do not take.
 * PHW_ENOMEM; PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_signal_look_at(phw_signal_looks *out, const phw_cf *sample,
                                           size_t n, const phw_recording_meta *meta,
                                           const phw_level_facts *level,
                                           const phw_spectrum_facts *spectrum);

#endif
