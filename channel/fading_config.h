/** @file
 * What a bank of fading processes is made of.
 */
#ifndef PHW_CHANNEL_FADING_CONFIG_H
#define PHW_CHANNEL_FADING_CONFIG_H

#include <stddef.h>

#include "channel/spectrum.h"
#include "core/rng.h"
#include "core/status.h"

PHW_BEGIN_C

/** Largest |time_s| * doppler_hz: beyond it a double does not resolve the phase. */
#define PHW_FADING_TURNS_MAX 0x1p40

/** Largest maximum Doppler shift, Hz. */
#define PHW_FADING_DOPPLER_MAX_HZ 1e9

/** Most processes of one object. */
#define PHW_FADING_PROCESSES_MAX 4096

/** Most sinusoids of a process, and of all processes of an object together. */
#define PHW_FADING_SINUSOIDS_MAX       4096
#define PHW_FADING_TOTAL_SINUSOIDS_MAX 4194304

/** Sinusoids of a process when none are asked for. */
#define PHW_FADING_SINUSOIDS_PRESET 16

/** Least and largest redraw_periods but 0. */
#define PHW_FADING_REDRAW_MIN 1
#define PHW_FADING_REDRAW_MAX 1e6

/** How processes are made. */
typedef enum phw_fading_generator {
    PHW_FADING_SPECTRAL = 0, /**< Gaussian, by Fourier transforms: what key rates may be
                                  measured on (channel/fading_spectral.h) */
    PHW_FADING_SINUSOIDS     /**< a sum of sinusoids, read at any instant at one price;
                                  predictable unless redrawn (channel/
                                  fading_sinusoids.h) */
} phw_fading_generator;

/** Zero but for n: one kind of process, Clarke's, made spectrally, without Doppler. */
typedef struct phw_fading_config {
    size_t n;          /**< processes, 1..PHW_FADING_PROCESSES_MAX */
    double doppler_hz; /**< largest Doppler shift fd, 0..PHW_FADING_DOPPLER_MAX_HZ; at 0
                            the processes are constants */
    const phw_spectrum_choice *spectrum; /**< n of them, or NULL: Clarke's for all; not
                                              needed any more once created */
    phw_fading_generator generator;
    size_t n_sinusoids;    /**< of a process, 1..PHW_FADING_SINUSOIDS_MAX; 0: 16 */
    double redraw_periods; /**< sinusoids are drawn anew every so many 1/fd (of narrow
                                spectra, over their reach: channel/fading_part.h),
                                PHW_FADING_REDRAW_MIN..PHW_FADING_REDRAW_MAX, and fade
                                into the next ones over the last quarter; 0: never */
    phw_rng rng; /**< process i draws from it with its purpose increased by i */
} phw_fading_config;

PHW_END_C

#endif
