/** @file
 * Pulses whose edges lie on a grid: its unit from the runs' lengths, and where it lies.
 */
#ifndef PHW_PHY_PULSE_GRID_H
#define PHW_PHY_PULSE_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "phy/pulse_code.h"

/** A grid: chip k lies in [origin + k unit, origin + (k + 1) unit). */
typedef struct phw_pulse_grid {
    double unit;
    double origin;
    double
        misfit; /**< rms of the runs' lengths from whole numbers of units, in units */
} phw_pulse_grid;

/** The unit that makes the lengths of the inner runs whole numbers, 1 to `most`: marks
 * may be longer than that by what spaces are shorter. False when there are fewer than
 * four, or none is likely. `origin` is 0. */
bool phw_pulse_grid_fit(phw_pulse_grid *out, const phw_pulse_runs *runs, unsigned most);

/** Shifts and stretches the grid by up to one and a half units over the whole burst, or
 * six where the runs are noisy, to
 * where its chips are fullest: where the sum of their distances from the middle (one
 * `per_symbol`), or from each other (two), is greatest. Origin is then the edge of a
 * symbol at or before the burst's first edge. */
void phw_pulse_grid_align(phw_pulse_grid *inout, const phw_pulse_waveform *w,
                          unsigned per_symbol);

/** Mean of the waveform over chip k, as if it were low where there is none. */
double phw_pulse_grid_chip(const phw_pulse_grid *g, const phw_pulse_waveform *w,
                           long long k);

/** The chips that the burst's marks and spaces fill, from the grid's origin on. */
long long phw_pulse_grid_end(const phw_pulse_grid *g, const phw_pulse_waveform *w);

/** The burst's first edge: the inner end of the first run when it is keyed, else the
 * waveform's begin. */
double phw_pulse_first(const phw_pulse_waveform *w);

/** Its last edge, likewise. */
double phw_pulse_last(const phw_pulse_waveform *w);

#endif
