/** @file
 * What one fading process is expected to be, in closed form: the model that
 * channel/validation.h holds a generator against.
 *
 * The process is h = sqrt(power) (sqrt(s) e^{j (2 pi f_L t + phi)} + sqrt(1 - s) g):
 * a steady line of share s = K / (K + 1), its phase uniform from trial to trial, and
 * diffuse circular Gaussian g with a Doppler spectrum. Times here are in units of 1/fd
 * and shifts in units of fd.
 */
#ifndef PHW_CHANNEL_PROCESS_MODEL_H
#define PHW_CHANNEL_PROCESS_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "channel/spectrum.h"
#include "core/status.h"

PHW_BEGIN_C

/** The line of sight's Doppler shift over fd where nothing else is said (TR 38.901,
 * table 7.7.2-4). */
#define PHW_PROCESS_STEADY_SHIFT 0.7

/** One process. A zeroed one with a power is Rayleigh with Clarke's spectrum. */
typedef struct phw_process_model {
    double power;                 /**< E|h|^2, linear, > 0 */
    double steady;                /**< s, 0..1; 1: the line alone */
    double steady_shift;          /**< f_L / fd */
    phw_spectrum_choice spectrum; /**< of the diffuse part */
} phw_process_model;

/** The diffuse part's autocorrelation at x (unit power), in the frame that turns with
 * the steady line, where the line stands still: R_g(x) e^{-j 2 pi f_L x}. */
PHW_API void phw_process_diffuse(double *re, double *im, const phw_process_model *m,
                                 double x);

/** The whole autocorrelation at x, of a process of unit power, in the fixed frame. */
PHW_API void phw_process_correlation(double *re, double *im, const phw_process_model *m,
                                     double x);

/** P(|h| <= r) for unit power: Rice's law, 1 - Q1(sqrt(2K), r sqrt(2(K+1))). */
PHW_API double phw_process_cdf(const phw_process_model *m, double r);

/** E|h|^4 for unit power: 2 - s^2 (1.75 at K = 1). */
PHW_API double phw_process_kurtosis(const phw_process_model *m);

/** Upward crossings of the level r (over the RMS value) in 1/fd, for any spectrum and
 * any shift of the line:
 *
 *   N = int_0^{2 pi} p(r, a) E[max(r', 0) | r, a] da,
 *
 * where, in the line's frame, h' given h is Gaussian about j b (h - A) with b the mean
 * and beta the variance of the diffuse shifts (Rice, Bell Syst. Tech. J. 27, 1948). For
 * Clarke's spectrum and no line it is sqrt(2 pi) r e^{-r^2}. */
PHW_API double phw_process_crossings(const phw_process_model *m, double r);

/** How many independent samples the mean power of n instants `spacing` apart is worth:
 * n / (1 + 2 sum_k (1 - k/n) c(k spacing)), c the autocorrelation of |h|^2. */
PHW_API double phw_process_independent(const phw_process_model *m, size_t n,
                                       double spacing);

PHW_END_C

#endif
