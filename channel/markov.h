/** @file
 * Gauss-Markov processes that can be read at any instant, in any order: Brownian motion
 * and the Ornstein-Uhlenbeck process on the steps of a grid.
 *
 * Both are fixed by their ends and bridges between them (P. Levy, "Processus
 * stochastiques et mouvement brownien", 1948): the value halfway between two known
 * points a distance D away is normal, for Brownian motion with mean (a + b) / 2 and
 * variance D / 2, for a correlation r = e^{-decay D} with mean (a + b) r / (1 + r^2)
 * and variance (1 - r^2) / (1 + r^2). A step's normal has the step's own number, so a
 * value is a pure function of the stream's address and the step.
 */
#ifndef PHW_CHANNEL_MARKOV_H
#define PHW_CHANNEL_MARKOV_H

#include <stddef.h>
#include <stdint.h>

#include "core/rng.h"
#include "core/status.h"

PHW_BEGIN_C

/** Steps lie strictly within this many either way of step 0. */
#define PHW_MARKOV_STEPS (INT64_C(1) << 44)

/** One process with the bridges last read. Belongs to one thread. */
typedef struct phw_markov phw_markov;

/** decay = 0: Brownian motion, 0 at step 0, whose variance grows by 1 a step. decay > 0
 * (per step): stationary, of variance 1, correlation e^{-decay |steps|}. Given back
 * with phw_markov_destroy(). PHW_EARG for a negative or infinite decay, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_markov_create(phw_markov **out, double decay,
                                                  const phw_rng *rng);

/** Takes NULL. */
PHW_API void phw_markov_destroy(phw_markov *markov);

/** Adds scale times the values of steps [from, from + n) to inout[n], all of them
 * within PHW_MARKOV_STEPS. In order about 5 ns a step; one or two
 * steps at random instants about 2 us.
 */
PHW_API void phw_markov_add(phw_markov *markov, double *inout, double scale,
                            int64_t from, size_t n);

PHW_END_C

#endif
