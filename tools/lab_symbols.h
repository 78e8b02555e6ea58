/** @file
 * Encrypted symbols through Gaussian noise: what Bob, who has the key, and Eve, who has
 * not, make of them.
 *
 * Eve is given more than an eavesdropper has: modulation, ciphers, SNR, perfect timing
 * and phase, and the order of permuted symbols.
 */
#ifndef PHW_TOOLS_LAB_SYMBOLS_H
#define PHW_TOOLS_LAB_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/key.h"
#include "core/sample.h"
#include "core/status.h"
#include "encrypt/ciphers.h"

/** Samples that are kept for pictures. */
#define PHW_SYMBOLS_KEPT 1024

/** What is run. */
typedef struct phw_symbols_config {
    const char *modulation;
    phw_ciphers ciphers;
    double snr_db;      /**< Es / N0 at both */
    double phase_rad;   /**< error of Bob's carrier phase */
    uint64_t n_symbols; /**< made whole frames */
    uint64_t seed;      /**< of payload, noise and key */
    const phw_key *key; /**< instead of the seed's, borrowed; uses its stream 0; or
                             NULL */
} phw_symbols_config;

/** A mutual information estimated from a joint histogram of the label sent and a value
 * received. */
typedef struct phw_symbols_histogram {
    double bits; /**< as estimated: too high by about the bias */
    double bias_bits;
    double low_bits; /**< 95 % interval of the estimate, bias not taken off */
    double high_bits;
} phw_symbols_histogram;

/** What came of it. Closed forms are NaN where there are none. */
typedef struct phw_symbols_result {
    uint64_t n;            /**< symbols */
    unsigned n_points;     /**< of the modulation */
    uint64_t bob_errors;   /**< decrypted, then decided */
    uint64_t plain_errors; /**< never encrypted, the same noise */
    double bob_closed_form;
    uint64_t naive_errors; /**< an Eve who takes the symbols for plain ones */
    uint64_t eve_errors;   /**< the likeliest point, knowing all but the key */
    double eve_closed_form;
    double leak_bits;     /**< information of Eve's sample about the label, by her
                               likelihoods: unbiased */
    double leak_low_bits; /**< 95 % interval */
    double leak_high_bits;
    double leak_closed_form_bits;
    double leak_limit_bits;         /**< without noise and whatever the rotation */
    phw_symbols_histogram envelope; /**< of the magnitude received */
    phw_symbols_histogram angle;    /**< of the phase received */
    double power_statistic;         /**< of the M-th power of Eve's samples */
    double power_threshold;         /**< uniform phases stay below it */
    bool has_two_time;              /**< the attack is for xor or a rotation of PSK */
    uint64_t two_time_right;        /**< differences found by Eve of two frames under
                                         the same number */
    uint64_t two_time_n;
    phw_cf bob[PHW_SYMBOLS_KEPT]; /**< of the first frame, decrypted */
    phw_cf eve[PHW_SYMBOLS_KEPT]; /**< as received */
} phw_symbols_result;

/** Runs it. PHW_EARG for an unknown or a differential modulation; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_symbols_run(phw_symbols_result *out,
                                        const phw_symbols_config *config);

#endif
