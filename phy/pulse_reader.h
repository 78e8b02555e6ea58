/** @file
 * Bursts of pulses read without knowing their rate or code: on-off and frequency
 * keying, in the codes of phy/pulse_codes.h.
 */
#ifndef PHW_PHY_PULSE_READER_H
#define PHW_PHY_PULSE_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/pulse_bursts.h"
#include "phy/pulse_code.h"

PHW_BEGIN_C

/** Most samples of a burst; of longer ones that many are read. */
#define PHW_PULSE_SAMPLES_MAX ((size_t)1 << 21)

/** What is known of a burst. */
typedef struct phw_pulse_message {
    const phw_pulse_code *code; /**< NULL when none fits */
    phw_pulse_reading reading;
    size_t from;      /**< samples of x: where the pulses begin, */
    size_t to;        /**< and end */
    bool keyed;       /**< on and off; else in frequency */
    double level;     /**< mean power of a sample where it is on, noise included */
    double snr_db;    /**< of a sample where it is on */
    double cfo;       /**< centre, cycles a sample */
    double deviation; /**< half the distance of the two frequencies, cycles a sample;
                         0 when keyed on and off */
    double explained; /**< share of the waveform's variance that two levels explain */
    size_t span;      /**< samples that were averaged */
} phw_pulse_message;

/** Scratch; for one thread. */
typedef struct phw_pulse_reader phw_pulse_reader;

/** Given back with phw_pulse_reader_destroy(). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_pulse_reader_create(phw_pulse_reader **out);

/** Takes NULL. */
PHW_API void phw_pulse_reader_destroy(phw_pulse_reader *r);

/** Reads a burst of x[n]. The waveform is averaged over 1, 2, 4 ... samples; of all
 * codes that fit (rms of lengths 0.25 units) at any of these the one counts whose share
 * of the variance that two levels explain, less the misfit, is greatest and at least
 * 0.42; from 0.85 on no other is tried. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_pulse_reader_run(phw_pulse_reader *r,
                                                     phw_pulse_message *out,
                                                     const phw_cf *x, size_t n,
                                                     const phw_pulse_burst *burst);

PHW_END_C

#endif
