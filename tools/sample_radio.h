/** @file
 * Samples from a radio by SoapySDR, where it was built in (option `soapy`).
 */
#ifndef PHW_TOOLS_SAMPLE_RADIO_H
#define PHW_TOOLS_SAMPLE_RADIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

/** How a radio is set. */
typedef struct phw_radio_setting {
    double rate_hz;    /**< > 0 */
    double carrier_hz; /**< > 0 */
    unsigned channel;
    bool has_gain;
    double gain_db; /**< whole receive chain; where !has_gain: automatic, or as it is */
} phw_radio_setting;

/** A radio that receives. Belongs to one thread. */
typedef struct phw_sample_radio phw_sample_radio;

/** Finds the device that `arguments` name as SoapySDR writes them
 * ("driver=rtlsdr,serial=1"; empty for the first one), sets it and starts receiving.
 * PHW_EIO when there is none, it refuses a setting, or SoapySDR was not built in;
 * PHW_EARG when it has no such channel or its rate is off by more than 1 Hz in 10^4. */
PHW_MUST_USE phw_status phw_sample_radio_open(phw_sample_radio **out,
                                              const char *arguments,
                                              const phw_radio_setting *setting);

/** The next `n` samples; fewer only when the radio ended its stream or, with
 * `*stopped`, when the user asked to stop (phw_cancel_take()). PHW_EIO when it fails or
 * is silent for ten seconds. */
PHW_MUST_USE phw_status phw_sample_radio_read(phw_sample_radio *r, phw_cf *out,
                                              size_t n, size_t *n_read, bool *stopped);

/** Times that samples were lost since it started, as the driver tells. */
uint64_t phw_sample_radio_overflows(const phw_sample_radio *r);

/** What the hardware calls itself; stays the radio's. */
const char *phw_sample_radio_name(const phw_sample_radio *r);

/** Stops and closes; takes NULL. */
void phw_sample_radio_close(phw_sample_radio *r);

#endif
