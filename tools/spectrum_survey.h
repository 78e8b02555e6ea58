/** @file
 * The mean spectrum of a recording, and what of it is occupied.
 */
#ifndef PHW_TOOLS_SPECTRUM_SURVEY_H
#define PHW_TOOLS_SPECTRUM_SURVEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

/** Bins across the sample rate. */
#define PHW_SURVEY_BINS 1024

/** Power of a bin over the floor from which it is occupied: 6 dB. */
#define PHW_SURVEY_OCCUPIED 4.0

/** Opaque. */
typedef struct phw_spectrum_survey phw_spectrum_survey;

/** What was seen; frequencies in cycles per sample, -1/2 to 1/2. */
typedef struct phw_spectrum_facts {
    uint64_t n_blocks;      /**< spectra in the mean; 0: too short for one */
    double floor;           /**< power in a bin of the quietest quarter, their median */
    double occupied;        /**< share of the bins above PHW_SURVEY_OCCUPIED floors */
    double low, high;       /**< edges between which 99 % of the power above the floor
                                 lies; both 0 when nothing is above */
    double peak;            /**< frequency of the strongest bin */
    double peak_over_floor; /**< its power in floors */
    bool is_line; /**< the peak stands alone: over half the power above the floor
                       is in it and the two bins on either side */
} phw_spectrum_facts;

/** An empty survey. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_spectrum_survey_create(phw_spectrum_survey **out);

/** Takes NULL. */
void phw_spectrum_survey_destroy(phw_spectrum_survey *s);

/** The next samples: periodograms with Hann's window, one after the other. */
void phw_spectrum_survey_push(phw_spectrum_survey *s, const phw_cf *sample, size_t n);

/** Mean power in bin k, whose frequency is (k - PHW_SURVEY_BINS / 2) /
 * PHW_SURVEY_BINS, full scale being 1; the bins add up to the mean power. */
void phw_spectrum_survey_power(const phw_spectrum_survey *s,
                               double power[PHW_SURVEY_BINS]);

/** What there is so far. */
void phw_spectrum_survey_facts(phw_spectrum_facts *out, const phw_spectrum_survey *s);

#endif
