#include "tools/pace_plan.h"

#include <math.h>

#include "kgen/doppler.h"
#include "kgen/estimator_gaussian.h"

/* Of the trace's interval. */
static const double steps[] = {0.125, 0.25, 0.5, 1,  2,  3,  4,  5,  6,  8,
                               10,    12,   16,  20, 24, 32, 48, 64, 96, 128};

#define N_STEPS (sizeof steps / sizeof steps[0])

double phw_pace_rate_net(const phw_pace_rate *rate)
{
    if (rate->has_measured)
        return rate->measured.net_bits;
    return rate->has_model ? rate->model.net_bits : 0;
}

/* The shift of the estimator that has the narrowest interval. */
static double best_turns(const phw_coherence *c)
{
    double turns = (double)NAN;
    double narrowest = HUGE_VAL;
    for (size_t i = 0; i < PHW_N_COHERENCE_ESTIMATORS; ++i) {
        const phw_coherence_figure *f = &c->figure[i];
        const double width = f->high / f->low;
        if (isfinite(f->turns) && (width < narrowest || isnan(turns))) {
            turns = f->turns;
            narrowest = isfinite(width) ? width : HUGE_VAL;
        }
    }
    return turns;
}

/* The lesser of what the correlation extrapolates to and what its fit says: noise that
 * is not seen is an agreement that is not there. */
static double own_signal(const phw_coherence *c)
{
    const double fitted = c->figure[PHW_COHERENCE_BY_CORRELATION].signal;
    return isfinite(fitted) ? fmin(c->signal, fitted) : (double)NAN;
}

static void settle(phw_pace_plan *p, phw_coherence_law law, double turnaround)
{
    if (isnan(p->signal))
        p->signal = own_signal(&p->coherence);
    if (!isnan(p->agreement) || isnan(p->signal))
        return;
    const double turns = isnan(p->turns) ? 0 : p->turns * turnaround;
    p->agreement = phw_coherence_law_of(
        law, p->signal * phw_doppler_correlation(PHW_DOPPLER_JAKES, turns));
}

/* What the trace itself shows at one rate. */
static phw_status measure(phw_pace_rate *rate, const phw_pace_plan *p,
                          const phw_even_series *s)
{
    const double *x = phw_features_series(&s->x, p->component);
    if (rate->step < 1 ||
        s->x.n_rows / (size_t)rate->step < 2 * (size_t)PHW_GAUSSIAN_N_MIN)
        return PHW_OK;
    rate->has_measured = true;
    return phw_pace_measure(&rate->measured, x, s->x.n_rows, (size_t)rate->step,
                            p->agreement);
}

/* Slower rates than the trace can show are none: it is too short for them. */
static phw_status model(phw_pace_rate *rate, const phw_pace_plan *p,
                        phw_coherence_law law)
{
    double open = 0;
    if (isnan(p->turns) || isnan(p->signal) || (rate->step >= 1 && !rate->has_measured))
        return PHW_OK;
    rate->has_model = true;
    PHW_TRY(phw_pace_model(&open, law, p->turns * rate->step, p->signal));
    phw_pace_worth(&rate->model, open, p->agreement);
    return PHW_OK;
}

static phw_status fill_rates(phw_pace_plan *p, const phw_even_series *s)
{
    double most = 0;
    for (size_t i = 0; i < N_STEPS; ++i) {
        phw_pace_rate rate = {.step = steps[i]};
        PHW_TRY(measure(&rate, p, s));
        PHW_TRY(model(&rate, p, s->law));
        if (!rate.has_measured && !rate.has_model)
            continue;
        p->rate[p->n_rates] = rate;
        if (rate.step == 1)
            p->present = p->n_rates;
        ++p->n_rates;
    }
    p->best = p->present;
    for (size_t i = 0; i < p->n_rates; ++i) {
        const double net = phw_pace_rate_net(&p->rate[i]) / p->rate[i].step;
        if (net > most) {
            most = net;
            p->best = i;
        }
    }
    return PHW_OK;
}

phw_status phw_pace_plan_make(phw_pace_plan *out, const phw_even_series *s,
                              double signal, double agreement, double turnaround)
{
    phw_pace_plan p = {.signal = signal,
                       .agreement = agreement,
                       .component = phw_even_series_strongest(s)};
    PHW_TRY(phw_coherence_measure(&p.coherence, &s->x, s->law));
    p.turns = best_turns(&p.coherence);
    settle(&p, s->law, turnaround);
    if (!isnan(p.agreement))
        PHW_TRY(fill_rates(&p, s));
    *out = p;
    return PHW_OK;
}
