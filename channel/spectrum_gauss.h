/** @file
 * Gaussian Doppler spectra: waves from a few far scatterers.
 */
#ifndef PHW_CHANNEL_SPECTRUM_GAUSS_H
#define PHW_CHANNEL_SPECTRUM_GAUSS_H

#include "channel/spectrum.h"

PHW_BEGIN_C

/** "gauss": one bell of shifts about `mean` with the standard deviation `sigma`, in
 * units of fd. R(tau) = e^{j 2 pi mean x - (2 pi sigma x)^2 / 2}, x = fd tau. */
PHW_API extern const phw_spectrum phw_spectrum_gauss;

/** "gauss1": COST 207's GAUS1 for excess delays of 0.5 to 2 us: peaks (height, mean,
 * sigma) of (1, -0.8, 0.05) and (10^-1, 0.4, 0.1). A peak's power is its height times
 * its width. */
PHW_API extern const phw_spectrum phw_spectrum_gauss1;

/** "gauss2": COST 207's GAUS2 for excess delays above 2 us: (1, 0.7, 0.1) and (10^-1.5,
 * -0.4, 0.15). 1.3e-3 of its power lies beyond fd: the table is followed, not cut. */
PHW_API extern const phw_spectrum phw_spectrum_gauss2;

PHW_END_C

#endif
