/** @file
 * A Doppler spectrum: how a fading process's power is spread over shifts. The
 * interface; the entries are spectrum_NAME.c, their list is channel/spectra.h.
 *
 * Shifts are in units of the largest one of the channel, fd: x = f / fd, and delays in
 * units of 1/fd. Parameters are the entry's own, in its table's order.
 */
#ifndef PHW_CHANNEL_SPECTRUM_H
#define PHW_CHANNEL_SPECTRUM_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** One entry. Static and constant: nobody frees it. */
typedef struct phw_spectrum {
    const char *name;        /**< as users write it: "jakes" */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    double edge; /**< all power lies within |x| <= edge */

    /** Share of the power at shifts <= x: rises from 0 before -edge to 1 at edge. */
    double (*cdf)(double x, const phw_params *params);

    /** R = E h(t + tau) h*(t) of unit power at x = fd tau, of any sign: R(0) = 1,
     * R(-x) = R*(x); complex where the spectrum is not even. */
    void (*correlation)(double *re, double *im, double x, const phw_params *params);

    /** The least shift with a cdf of at least u, 0 <= u <= 1; NULL when there is no
     * formula: phw_spectrum_quantile() then searches. */
    double (*quantile)(double u, const phw_params *params);

    /** PHW_EARG when values that are each in range make no spectrum together; NULL when
     * there is nothing to check. */
    phw_status (*check)(const phw_params *params);
} phw_spectrum;

/** An entry and its parameters; a plain value. A zeroed one is Clarke's ("jakes"). */
typedef struct phw_spectrum_choice {
    const phw_spectrum *entry;
    phw_params params;
} phw_spectrum_choice;

PHW_END_C

#endif
