/** @file
 * The mirror image of a mixer in training symbols that came through a smooth channel:
 * the fit of auth/fingerprint_burst.h. Not installed.
 */
#ifndef PHW_AUTH_FINGERPRINT_IMAGE_H
#define PHW_AUTH_FINGERPRINT_IMAGE_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Carriers of short training in use: -24, -20, ... 24 without 0. */
#define PHW_FINGERPRINT_N_SHORT 12
/** Rows of the fit: the 52 carriers of long training, then those of short training. */
#define PHW_FINGERPRINT_N_ROWS 64

/** Delays, in samples at the bandwidth before and after the strongest path, up to which
 * a channel counts as smooth. */
#define PHW_FINGERPRINT_DELAY_BEFORE 4
#define PHW_FINGERPRINT_DELAY_AFTER  12

/** What the fit found. */
typedef struct phw_fingerprint_image {
    double re; /**< rho */
    double im;
    double open; /**< |P S F h|^2: the variance of either part of rho is that of one row
                    of long training over twice this */
    double left; /**< sum of squares that the fit leaves */
} phw_fingerprint_image;

/** Tables, for one thread. */
typedef struct phw_fingerprint_fit phw_fingerprint_fit;

/** PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_fingerprint_fit_create(phw_fingerprint_fit **out);

/** Takes NULL. */
void phw_fingerprint_fit_destroy(phw_fingerprint_fit *f);

/** Complex dimensions that the channel, rho and gamma take of the rows'. */
size_t phw_fingerprint_fit_rank(const phw_fingerprint_fit *f);

/** The carrier of entry i < PHW_FINGERPRINT_N_SHORT. */
int phw_fingerprint_short_carrier(size_t i);

/** The value that short training has on it. */
phw_cf phw_fingerprint_short_value(size_t i);

/** Fits the channel that each carrier shows, received over sent: `row` is of long
 * training in the order of phw_ofdm_carrier, each the mean of two symbols, then of
 * short training, each the mean over 128 samples. */
void phw_fingerprint_fit_run(phw_fingerprint_fit *f, phw_fingerprint_image *out,
                             const phw_cf row[PHW_FINGERPRINT_N_ROWS]);

PHW_END_C

#endif
