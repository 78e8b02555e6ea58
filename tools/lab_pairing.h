/** @file
 * How much two series of coefficients hang together, over independent trials.
 */
#ifndef PHW_TOOLS_LAB_PAIRING_H
#define PHW_TOOLS_LAB_PAIRING_H

#include <stdbool.h>
#include <stddef.h>

#include "channel/statistic.h"
#include "core/sample.h"
#include "core/status.h"

/** The ratio E a b* / sqrt(E|a|^2 E|b|^2), its error by each trial's influence:
 * a b* - rho (|a|^2 / A + |b|^2 / B) / 2. A zeroed one is empty. */
typedef struct phw_lab_pairing {
    double *real; /**< of each trial: a b*, in phase, */
    double *imag; /**< in quadrature, */
    double *a;    /**< and the powers */
    double *b;
    size_t n;
} phw_lab_pairing;

/** Room for n trials, all zero; given back with phw_lab_pairing_free(). PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_pairing_alloc(phw_lab_pairing *p, size_t n);

/** Takes a zeroed one. */
void phw_lab_pairing_free(phw_lab_pairing *p);

/** Adds a[n] and b[n] of one trial to it. */
void phw_lab_pairing_add(phw_lab_pairing *p, size_t trial, const phw_cf *a,
                         const phw_cf *b, size_t n);

/** Fills what was measured and its error: of the real part, or the imaginary one. */
void phw_lab_pairing_ratio(phw_statistic *f, const phw_lab_pairing *p, bool is_real);

#endif
