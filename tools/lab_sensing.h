/** @file
 * The sensing lab: ranging by a keyed reference, seen by who has its key, by who has
 * another one, and by who needs none.
 *
 * A trial sends one frame of the reference over one path, at a delay from 0.1 to 0.9 of
 * the unambiguous range and a Doppler shift within 0.4 / T, and receives it in noise.
 * A second frame comes over two paths, the later one weaker, for the attacks on what
 * the reference leaves open.
 */
#ifndef PHW_TOOLS_LAB_SENSING_H
#define PHW_TOOLS_LAB_SENSING_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "phy/range_doppler.h"
#include "tools/progress.h"

/** Fewest subcarriers: two paths are at least three cells apart. */
#define PHW_SENSING_SUBCARRIERS_MIN 16

/** What is simulated. */
typedef struct phw_sensing_lab {
    phw_range_doppler_grid grid; /**< from PHW_SENSING_SUBCARRIERS_MIN on */
    double snr;                  /**< linear, > 0, of a resource element */
    double echo;        /**< amplitude of the later path, the first one's is 1 */
    double false_alarm; /**< of one image, in (0, 1) */
    uint64_t seed;
    size_t n_trials; /**< 1 or more */
} phw_sensing_lab;

/** What came of it; counts are of n_trials. */
typedef struct phw_sensing {
    size_t n_trials;
    double delay_rmse_s; /**< the key holder's */
    double doppler_rmse_hz;
    double delay_bound_s; /**< Cramer and Rao's */
    double doppler_bound_hz;
    double key_nmse;   /**< mean square error of the channel estimate over its power */
    double wrong_nmse; /**< the same with another key */
    double
        wrong_peak;  /**< mean of the highest point over the image's mean, other key */
    size_t detected; /**< with the key, above the threshold */
    size_t false_alarms;   /**< with the key, of noise alone */
    size_t wrong_detected; /**< with another key, above the threshold */
    size_t wrong_found;    /**< and within a cell of the path */
    size_t powers_found;   /**< without a key, one antenna: how the paths differ */
    size_t product_found;  /**< without a key, two antennas */
} phw_sensing;

/** Runs it on `n_threads` threads: the same result for any number. `progress` counts
 * trials and may be NULL. PHW_EARG as phw_range_doppler_create(), PHW_ENOMEM,
 * PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_sensing_run(phw_sensing *out, const phw_sensing_lab *lab,
                                        size_t n_threads, phw_progress *progress);

/** Points of a profile: two to a cell. */
#define PHW_SENSING_PROFILE_MAX (2 * PHW_RANGE_DOPPLER_MAX)

/** The first trial's power over the delay, the strongest Doppler shift of each, in dB
 * over the image's mean. */
typedef struct phw_sensing_profile {
    double delay_us[PHW_SENSING_PROFILE_MAX];
    double key_db[PHW_SENSING_PROFILE_MAX];
    double wrong_db[PHW_SENSING_PROFILE_MAX];
    size_t n;
    double true_delay_us;
} phw_sensing_profile;

/** Fills it. Fails as phw_sensing_run(). */
PHW_MUST_USE phw_status phw_sensing_profile_make(phw_sensing_profile *out,
                                                 const phw_sensing_lab *lab);

#endif
