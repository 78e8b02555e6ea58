/** @file
 * What a spread of directions (channel/angle_spread.h) makes of space: how the channel
 * at two places of a site hangs together, and the directions of single waves.
 */
#ifndef PHW_CHANNEL_ANGLES_H
#define PHW_CHANNEL_ANGLES_H

#include "channel/angle_spread.h"
#include "core/status.h"

PHW_BEGIN_C

/** Displacements beyond this many wavelengths have the correlation 0. */
#define PHW_ANGLES_FAR 16384.0

/** R(d) = E h(x + d) h*(x) = E e^{j 2 pi u.d} of unit power, d in wavelengths; R(0) =
 * 1, R(-d) = R*(d). For spreads in azimuth, with D = 2 pi cos e |(dx, dy)| and psi the
 * mean azimuth less that of d, R = e^{j 2 pi dz sin e} (J0(D) + 2 sum_{m>=1} j^m J_m(D)
 * c_m cos(m psi)) (Jacobi and Anger's expansion), to 1e-12: displacements along z
 * change nothing but the phase. From all sides of space sin(2 pi d) / (2 pi d). */
PHW_API void phw_angles_correlation(double *re, double *im,
                                    const phw_angles_choice *choice, const double d[3]);

/** The variance of u.v over the spread's directions u: of the Doppler shift in Hz when
 * a node moves at v wavelengths a second. To 1e-15 |v|^2. */
PHW_API double phw_angles_variance(const phw_angles_choice *choice, const double v[3]);

/** Cells of the table of a spread whose quantile has no formula. */
#define PHW_ANGLES_CELLS 2048

/** What directions are drawn with; a plain value. */
typedef struct phw_angles_sampler {
    phw_angles_choice choice;
    double edge; /**< the table goes from -edge to edge, rad; 0: there is none */
    double share[PHW_ANGLES_CELLS + 1]; /**< of the waves, below each cell's edge */
} phw_angles_sampler;

/** Prepares it. */
PHW_API void phw_angles_sampler_fill(phw_angles_sampler *out,
                                     const phw_angles_choice *choice);

/** The direction, a unit vector, of the wave that a share `u` of the azimuths and, from
 * all sides of space, a share `v` of the heights lies below; both in (0, 1). Uniform
 * shares draw from the spread, stratified ones spread the waves evenly. */
PHW_API void phw_angles_direction(double out[3], const phw_angles_sampler *sampler,
                                  double u, double v);

PHW_END_C

#endif
