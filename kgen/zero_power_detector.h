/** @file
 * From a trace to what each end of an asymmetric agreement measures of it: for a trace
 * of a channel, an emulation of the device's envelope detector and converter (the one
 * part that a real device has in analogue), and the reader's values.
 */
#ifndef PHW_KGEN_ZERO_POWER_DETECTOR_H
#define PHW_KGEN_ZERO_POWER_DETECTOR_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "core/trace.h"
#include "kgen/features.h"
#include "kgen/zero_power_config.h"

PHW_BEGIN_C

/** Codes of the device's converter, a series a value. A zeroed one is empty and may be
 * freed. Freeing wipes. */
typedef struct phw_zero_power_codes {
    uint16_t *code;    /**< value v of probe p is code[v n_rows + p]; below 2^adc_bits
                        */
    int64_t *sequence; /**< number of each probe, rising */
    size_t n_rows;     /**< probes */
    size_t n_values;   /**< n_tones, or 2 n_tones with TRIANGLE */
} phw_zero_power_codes;

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_zero_power_codes_free(phw_zero_power_codes *codes);

/** What the converter gives, to be freed: the squared magnitude, full scale at 8 times
 * its mean over the trace (a Rayleigh channel is above in 0.03 % of cases; larger
 * values clip); of a trace of powers in dB, as a logarithmic detector gives it, with
 * full scale from 40 dB below the mean to 20 above. PHW_EINPUT when the trace has too
 * few coefficients, powers in dB with TRIANGLE, a value that is not finite, or no
 * power; PHW_EARG for more than PHW_ZERO_POWER_ROWS_MAX probes; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_zero_power_detect(phw_zero_power_codes *out, const phw_trace *trace,
                      const phw_zero_power_config *config);

/** The reader's values of the same, to be freed: a component a tone, squared magnitudes
 * (products of two with TRIANGLE) or powers in dB. Errors as above. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_estimate(
    phw_features *out, const phw_trace *trace, const phw_zero_power_config *config);

PHW_END_C

#endif
