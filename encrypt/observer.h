/** @file
 * Eve at symbols: who knows modulation, ciphers and SNR, but not the key, and takes the
 * likeliest point for each sample.
 */
#ifndef PHW_ENCRYPT_OBSERVER_H
#define PHW_ENCRYPT_OBSERVER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "encrypt/rings.h"
#include "phy/modem.h"

PHW_BEGIN_C

/** What she knows. A plain value. */
typedef struct phw_observer {
    phw_rings rings;
    size_t ring[PHW_MODEM_POINTS_MAX];      /**< of the points */
    double angle_rad[PHW_MODEM_POINTS_MAX]; /**< of the points */
    size_t n_points;
    double snr;        /**< Es / N0 */
    double n_phases;   /**< equally likely phases of a rotation; 1 for none */
    bool sees_nothing; /**< the labels are xored: all points are as likely */
} phw_observer;

/** Of n_points points (1..PHW_MODEM_POINTS_MAX) turned by one of 2^phase_bits phases
 * (0..16), phase_bits 0 for no rotation; `hidden` when the labels are xored. */
PHW_API void phw_observer_init(phw_observer *out, const phw_cf *points, size_t n_points,
                               unsigned phase_bits, bool hidden, double snr);

/** How likely each point made the sample y, summing to 1: p[n_points]. The magnitude is
 * of Rice's law; the angle, von Mises about each phase of the grid. Up to 8 phases are
 * added one by one; for more the wrapped normal of the same spread stands in for von
 * Mises' law, which it is wherever the grid can be seen. */
PHW_API void phw_observer_posterior(const phw_observer *o, double *p, phw_cf y);

/** Her decision, the first of the likeliest, and what y told of the point that was
 * sent: log2(p(sent) n_points) bits, whose mean is the mutual information. `*decided`
 * is below n_points. */
PHW_API double phw_observer_decide(const phw_observer *o, size_t *decided, phw_cf y,
                                   size_t sent);

PHW_END_C

#endif
