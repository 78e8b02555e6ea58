/** @file
 * What a component's samples are worth at the present rate of probing and at others,
 * and the rate that gives the most key bits a second.
 */
#ifndef PHW_TOOLS_PACE_PLAN_H
#define PHW_TOOLS_PACE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "kgen/coherence.h"
#include "kgen/pacing.h"
#include "tools/even_series.h"

/** Most rates of a plan. */
#define PHW_PACE_RATES_MAX 24

/** One rate. */
typedef struct phw_pace_rate {
    double step;       /**< intervals of the trace between probes */
    bool has_measured; /**< whether every step-th probe of the trace can be had */
    bool has_model;    /**< whether there is a Doppler shift to go by */
    phw_pace measured;
    phw_pace model;
} phw_pace_rate;

/** All of them. */
typedef struct phw_pace_plan {
    phw_coherence coherence;
    double turns;     /**< the Doppler shift gone by, turns an interval; NaN: none */
    double signal;    /**< R(0+) gone by: g / (1 + g); NaN: it can't be told */
    double agreement; /**< correlation of the two ends that is reckoned with; NaN */
    size_t component; /**< of the series, whose samples are judged */
    phw_pace_rate rate[PHW_PACE_RATES_MAX]; /**< rising steps */
    size_t n_rates;
    size_t present; /**< the rate of the trace */
    size_t best;    /**< of the most net bits a second; the present one when none has
                         any */
} phw_pace_plan;

/** Makes it. `signal` and `agreement` are gone by unless NaN: then the trace's own
 * figures, and the ends are taken to have the same noise and `turnaround` intervals
 * between their probes. Errors as phw_coherence_measure() and phw_pace_measure(). */
PHW_MUST_USE phw_status phw_pace_plan_make(phw_pace_plan *out, const phw_even_series *s,
                                           double signal, double agreement,
                                           double turnaround);

/** Net bits a probe of a rate: as measured where it is, else by the model; 0 without
 * either. */
double phw_pace_rate_net(const phw_pace_rate *rate);

#endif
