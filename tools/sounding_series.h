/** @file
 * The bursts that one run heard, in the order of time: their numbers, their channels,
 * and the trace and the clock's drift that they make.
 */
#ifndef PHW_TOOLS_SOUNDING_SERIES_H
#define PHW_TOOLS_SOUNDING_SERIES_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "core/trace.h"
#include "phy/envelope_meter.h"
#include "phy/sounding_arrival.h"

/** What is measured of each burst. */
typedef enum phw_measure {
    PHW_MEASURE_CHANNEL = 0, /**< its response on the bins in use */
    PHW_MEASURE_POWER,       /**< received power, without a carrier */
    PHW_MEASURE_ENVELOPE,    /**< mean magnitude, as a diode gives it */
    PHW_N_MEASURES
} phw_measure;

/** One burst; in samples and cycles a sample, NaN for what was not measured. */
typedef struct phw_sounding_row {
    uint64_t start_sample;
    int64_t sequence; /**< 0 for the first one */
    double timing;    /**< the strongest path's delay from there */
    double cfo;
    double cfo_deviation;
    double clock;
    double power;
    double noise;
    double snr_db;
    double metric;
    double amplitude;
} phw_sounding_row;

/** A zeroed one with `measure`, `n_values` and `interval` set is empty. */
typedef struct phw_sounding_series {
    phw_measure measure;
    size_t n_values; /**< of a burst's channel; 0 for the other measures */
    double interval; /**< samples between bursts as they are sent; 0 unknown */
    phw_sounding_row *row;
    phw_cf *value; /**< [n][n_values] */
    size_t n;
    size_t room;
    size_t n_dropped; /**< bursts less than half an interval after another */
    double variance;  /**< sum over the bursts of their values' mean variance */
} phw_sounding_series;

/** Frees; the struct is zero afterwards. */
void phw_sounding_series_free(phw_sounding_series *s);

/** Adds a burst of a channel measure. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_series_add(phw_sounding_series *s,
                                                const phw_sounding_arrival *a);

/** Adds a burst of the other measures. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_series_add_burst(phw_sounding_series *s,
                                                      const phw_envelope_burst *b);

/** The sender's clock over ours, less 1, by the bursts' places over their numbers, and
 * its standard deviation by what they are off the line. NaN both for fewer than three
 * bursts or no interval. */
void phw_sounding_series_clock(double *clock, double *deviation,
                               const phw_sounding_series *s);

/** The trace, to be freed: kind and columns by the measure, offsets of coefficient k
 * from frequency[k] (cycles a sample). PHW_ESHORT when there are no bursts,
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_sounding_series_trace(phw_trace *out,
                                                  const phw_sounding_series *s,
                                                  const double *frequency,
                                                  double rate_hz, double carrier_hz);

#endif
