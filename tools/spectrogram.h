/** @file
 * The power of samples over time and frequency, of a stream of any length in constant
 * memory: what tools/plot_spectrogram.h draws.
 *
 * Stretches of PHW_SPECTROGRAM_BINS samples, one behind the other, go through a Hann
 * window and a transform; a column is the mean power of as many stretches as keep the
 * columns between half of PHW_SPECTROGRAM_COLUMNS_MAX and all of it.
 */
#ifndef PHW_TOOLS_SPECTROGRAM_H
#define PHW_TOOLS_SPECTROGRAM_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/plot.h"

#define PHW_SPECTROGRAM_BINS        128
#define PHW_SPECTROGRAM_COLUMNS_MAX 1024

/** Opaque; for one thread. */
typedef struct phw_spectrogram phw_spectrogram;

/** For samples at `rate_hz`. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_spectrogram_create(phw_spectrogram **out, double rate_hz);

/** Takes NULL. */
void phw_spectrogram_destroy(phw_spectrogram *s);

/** The next n samples; the result does not depend on how they are cut. */
void phw_spectrogram_push(phw_spectrogram *s, const phw_cf *sample, size_t n);

/** What was pushed, in dB of a full-scale tone (samples of magnitude 1): columns of
 * time in s from the first sample on, rows of frequency in Hz from the centre. What
 * lies far below the noise is lifted to 10 dB below the median. Samples that fill no
 * stretch at the end are left out: fewer than two columns can't be drawn. `out` points
 * into `s`, and no more may be pushed. */
void phw_spectrogram_heat(phw_plot_heat *out, phw_spectrogram *s);

#endif
