/** @file
 * Finds the preambles of LoRa frames: equal up chirps, then the sync word and down
 * chirps, in and below the noise.
 */
#ifndef PHW_PHY_LORA_PREAMBLE_H
#define PHW_PHY_LORA_PREAMBLE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** One preamble. */
typedef struct phw_lora_preamble {
    double start; /**< sample at which the first up chirp begins */
    unsigned sf;  /**< spreading factor */
    double bandwidth_hz;
    double cfo_hz;    /**< of the sender against the recording's centre */
    double snr_db;    /**< in the bandwidth */
    double amplitude; /**< of the chirps */
    unsigned n_up;    /**< up chirps in a row */
    unsigned sync;    /**< sync word by the two symbols behind them */
    double end;       /**< sample at which the last down chirp ends */
} phw_lora_preamble;

/** All of them, in the order of their starts; a zeroed one may be freed. */
typedef struct phw_lora_preambles {
    phw_lora_preamble *preamble;
    size_t n;
} phw_lora_preambles;

/** What to look for. */
typedef struct phw_lora_config {
    double rate_hz;      /**< samples a second, >= bandwidth_hz */
    double bandwidth_hz; /**< > 0 */
    unsigned sf;         /**< 6..12 */
} phw_lora_config;

/** Finds the preambles of `n_configs` spreading factors and bandwidths in x[n]; those
 * of one bandwidth one after the other are cheaper.
 *
 * Samples go to two a chip by windowed-sinc interpolation. A window of a symbol times
 * the conjugate chirp has its power in one bin of N, wherever it begins; six windows'
 * powers are added, and a bin above four times the mean is a preamble: noise reaches
 * that with probability 1e-11 a bin (the sum of 12 exponentials), and 6 N times the
 * ratio to noise is as much at -10 - 3 (sf - 7) dB. Offset c and start t (bins, chips)
 * show as c - t in up chirps and c + t in down chirps; the turn from one up chirp to
 * the next tells c's fraction. Offsets up to a quarter of the bandwidth are told apart.
 * What then has no chirps of one phase where they should be is dropped: pulses,
 * carriers. Of what is a preamble of another chirp of the same slope, too (twice the
 * bandwidth and sf + 2), the one with the greatest amplitude counts. PHW_EARG for a
 * config out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_lora_find(phw_lora_preambles *out, const phw_cf *x,
                                              size_t n, const phw_lora_config *config,
                                              size_t n_configs);

/** Moves what `more` has into `all`; of those that overlap in time the one with the
 * greater amplitude stays. `more` is empty after. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_lora_merge(phw_lora_preambles *all,
                                               phw_lora_preambles *more);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_lora_free(phw_lora_preambles *p);

PHW_END_C

#endif
