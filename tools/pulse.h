/** @file
 * Signs of life: while an end computes, a thread says so to its peer now and then, so
 * that the peer's patience is for the line and not for the work.
 */
#ifndef PHW_TOOLS_PULSE_H
#define PHW_TOOLS_PULSE_H

#include "core/status.h"

/** Between two signs, s, where nobody wants otherwise. */
#define PHW_PULSE_PERIOD_S 1.0

/** The thread. */
typedef struct phw_pulse phw_pulse;

/** Starts it, for a conversation over `socket`; it is silent. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_pulse_create(phw_pulse **out, int socket, double period_s);

/** Stops it. Takes NULL. */
void phw_pulse_destroy(phw_pulse *p);

/** From now on this end computes, and sends nothing itself. */
void phw_pulse_begin(phw_pulse *p);

/** No more: after this call nothing is sent. */
void phw_pulse_end(phw_pulse *p);

#endif
