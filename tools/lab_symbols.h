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
#include "tools/joint_histogram.h"
#include "tools/progress.h"

/** Samples that are kept for pictures. */
#define PHW_SYMBOLS_KEPT 1024

/** What is run. */
typedef struct phw_symbols_config {
    /** Counts symbols; or NULL. */
    phw_progress *progress;
    const char *modulation;
    phw_ciphers ciphers;
    double snr_db;      /**< Es / N0 at both */
    double phase_rad;   /**< error of Bob's carrier phase */
    uint64_t n_symbols; /**< made whole frames */
    uint64_t seed;      /**< of payload, noise and key */
    const phw_key *key; /**< instead of the seed's, borrowed; uses its stream 0; or
                             NULL */
} phw_symbols_config;

/** The attacks beside deciding for points. */
#define PHW_SYMBOLS_ATTACKS 4

/** What an attack found. It succeeds where its statistic's magnitude is above what
 * chance gives (5 standard deviations or more). */
typedef struct phw_symbols_attack {
    const char *name;
    const char *needs; /**< what Eve must have beside the samples */
    const char *tells; /**< what she learns where it succeeds */
    double statistic;  /**< NaN where the attack is not for these ciphers */
    double chance;     /**< the statistic where there is nothing to see */
    double threshold;
} phw_symbols_attack;

/** What came of it. Closed forms are NaN where there are none; Eve's, once the noise is
 * so low that the rotation's single phases show. */
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
    double ring_bits;        /**< of the rings, without noise */
    double leak_limit_bits;  /**< of the rings and of what lies between the rotation's
                                  phases, without noise */
    bool is_by_construction; /**< the labels are xored, so that by the cipher all points
                                  are as likely to Eve: her best guess is a blind one,
                                  her leak 0; the naive rate and the histograms
                                  measure */
    phw_joint_information envelope; /**< of the magnitude received */
    phw_joint_information angle;    /**< of the phase received */
    phw_symbols_attack attack[PHW_SYMBOLS_ATTACKS];
    phw_cf bob[PHW_SYMBOLS_KEPT]; /**< of the first frame, decrypted */
    phw_cf eve[PHW_SYMBOLS_KEPT]; /**< as received */
} phw_symbols_result;

/** Runs it. PHW_EARG for an unknown or a differential modulation; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_symbols_run(phw_symbols_result *out,
                                        const phw_symbols_config *config);

#endif
