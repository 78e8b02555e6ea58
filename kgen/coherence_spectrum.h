/** @file
 * The Doppler shift by the shape of the power spectrum: what periodograms are expected
 * to be, compared with what they are.
 */
#ifndef PHW_KGEN_COHERENCE_SPECTRUM_H
#define PHW_KGEN_COHERENCE_SPECTRUM_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/coherence_law.h"
#include "kgen/coherence_sums.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** Shortest and longest segment, rows; powers of two. */
#define PHW_COHERENCE_SEGMENT_LEAST 32
#define PHW_COHERENCE_SEGMENT_MOST  2048

/** Averaged periodograms of segments under Hann's window, half of each in the next, by
 * blocks of time; opaque. Belongs to one thread. */
typedef struct phw_coherence_spectrum phw_coherence_spectrum;

/** The periodograms of the series c < n_series over the first n_rows rows, in segments
 * as long as a quarter of the rows and the most allow and not much longer than 16 turns
 * of `turns`; given back with phw_coherence_spectrum_destroy(). PHW_ESHORT for fewer
 * than 4 of the shortest segments or constant series; PHW_EINPUT, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_coherence_spectrum_create(phw_coherence_spectrum **out, const phw_features *x,
                              size_t n_rows, size_t n_series, double turns);

/** Takes NULL. Wipes. */
PHW_API void phw_coherence_spectrum_destroy(phw_coherence_spectrum *s);

/** The shift at which Whittle's likelihood of the averaged periodograms without block
 * `left_out` is greatest, within the factor `reach` (above 1) of `around`, for Clarke's
 * spectrum seen through the law. Expected is the window's own periodogram of the
 * autocorrelation (the Fourier transform of both's product), so that neither leakage
 * nor aliasing biases it. *signal gets R(0+), for amplitudes and decibels as if noise
 * took the same share of all lags. */
PHW_API void phw_coherence_spectrum_fit(double *turns, double *signal,
                                        phw_coherence_spectrum *s,
                                        phw_coherence_law law, double around,
                                        double reach, size_t left_out);

PHW_END_C

#endif
