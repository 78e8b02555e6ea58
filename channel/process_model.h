/** @file
 * What one fading process is expected to be, in closed form: the model that
 * channel/validation.h holds a generator against.
 *
 * The process is diffuse circular Gaussian g with a Doppler spectrum and up to two
 * waves that do not fade, h = sum V_i e^{j (2 pi f_i t + phi_i)} + sqrt(1 - sum V_i^2)
 * g, each phase uniform from trial to trial; or g with its envelope stretched to
 * another law. Times here are in units of 1/fd and shifts in units of fd.
 */
#ifndef PHW_CHANNEL_PROCESS_MODEL_H
#define PHW_CHANNEL_PROCESS_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "channel/law.h"
#include "channel/spectrum.h"
#include "core/status.h"

PHW_BEGIN_C

/** The line of sight's Doppler shift over fd where nothing else is said (TR 38.901,
 * table 7.7.2-4). */
#define PHW_PROCESS_STEADY_SHIFT 0.7

/** One process. A zeroed one with a power is Rayleigh with Clarke's spectrum. */
typedef struct phw_process_model {
    double power;                 /**< E|h|^2, linear, > 0 */
    phw_spectrum_choice spectrum; /**< of what scatters */
    phw_law_choice law;           /**< of the envelope; Rayleigh's: as below */
    double steady;       /**< share of a steady wave where `law` is Rayleigh's, 0..1; 1:
                              the wave alone */
    double steady_shift; /**< its Doppler shift */
} phw_process_model;

/** The share of the power that scatters: 0 does not fade. */
PHW_API double phw_process_diffuse(const phw_process_model *m);

/** Whether the envelope is stretched: its spectrum then has no edge. */
PHW_API bool phw_process_stretched(const phw_process_model *m);

/** The share s = K / (K + 1) of one steady wave over what scatters: 0 where there is
 * none, and where there is not one alone. */
PHW_API double phw_process_steady(const phw_process_model *m);

/** The autocorrelation at x of a process of unit power: sum V_i^2 e^{j 2 pi f_i x} +
 * (1 - sum V_i^2) R_g(x); of a stretched envelope the sum over k of b_k^2 R_g |R_g|^2k,
 * b_k = int_0^inf q(y) sqrt(y) L_k^1(y) e^{-y} dy / sqrt(k + 1) with q(y) the envelope
 * of the Gaussian power y (a memoryless function of g, in Laguerre's polynomials). */
PHW_API void phw_process_correlation(double *re, double *im, const phw_process_model *m,
                                     double x);

/** P(|h| <= r) for unit power. */
PHW_API double phw_process_cdf(const phw_process_model *m, double r);

/** E|h|^4 for unit power. */
PHW_API double phw_process_kurtosis(const phw_process_model *m);

/** Upward crossings of the level r (over the RMS value) in 1/fd, for any spectrum and
 * any shifts of the waves: with A the waves' sum at the angles phi,
 *
 *   N = mean over phi of int_0^{2 pi} p(r, a | phi) E[max(r', 0) | r, a, phi] da,
 *
 * where h' given h = r e^{ja} is Gaussian about A' + j b (h - A), b the mean and beta
 * the variance of the diffuse shifts (Rice, Bell Syst. Tech. J. 27, 1948). For Clarke's
 * spectrum and no wave it is sqrt(2 pi) r e^{-r^2}. A stretched envelope crosses where
 * the Gaussian one crosses what is stretched to r. */
PHW_API double phw_process_crossings(const phw_process_model *m, double r);

/** How many independent samples the mean power of n instants `spacing` apart is worth:
 * n / (1 + 2 sum_k (1 - k/n) c(k spacing)), c the autocorrelation of |h|^2 over phases
 * and what scatters (of a stretched envelope |R_g|^2, which is within a few percent).
 */
PHW_API double phw_process_independent(const phw_process_model *m, size_t n,
                                       double spacing);

PHW_END_C

#endif
