#include "channel/interference.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

/* Samples in hand at once; a whole number of windows. */
enum {
    WINDOW = PHW_INTERFERENCE_WINDOW,
    STEP = 32 * WINDOW,
    DELAY_MOST = 1 << 20
};

struct phw_interference {
    const phw_interferer *entry;
    phw_interferer_source source;
    float amplitude;
    int64_t at;       /* number of the next sample */
    uint64_t n;       /* samples since the start */
    double threshold; /* summed power of a window that wakes it */
    double power;     /* summed over the window so far */
    bool *woken;      /* ring: the windows heard whose turn has not come; NULL: deaf */
    uint64_t delay;   /* windows in the ring */
    uint64_t hold;    /* windows that it goes on */
    uint64_t left;    /* of them still to come */
};

/* Frequencies are the parameters whose unit is Hz. */
static phw_status check(const phw_interferer_choice *c, double reference,
                        double rate_hz)
{
    if (!(rate_hz > 0) || !isfinite(rate_hz))
        return phw_fail(PHW_EARG, "interferer: rate %g Hz; expected above 0", rate_hz);
    if (!(reference >= 0) || !isfinite(reference))
        return phw_fail(PHW_EARG, "interferer: reference power %g; expected 0 or more",
                        reference);
    for (size_t i = 0; i < c->entry->n_params; ++i) {
        if (strcmp(c->entry->params[i].unit, "Hz") == 0 &&
            !(fabs(c->params.value[i]) <= rate_hz / 2))
            return phw_fail(PHW_EARG,
                            "interferer %s: %s %g; expected at most half the sample "
                            "rate, %g Hz",
                            c->entry->name, c->entry->params[i].name,
                            c->params.value[i], rate_hz / 2);
    }
    return PHW_OK;
}

static phw_status fill_reaction(phw_interference *x, double reference)
{
    const phw_interferer_reaction r = x->entry->reaction(&x->source.params);
    const double windows = x->source.rate_hz / WINDOW;
    if (!(r.delay_s * windows <= DELAY_MOST))
        return phw_fail(PHW_EARG,
                        "interferer %s: delay %g s; expected at most %d samples",
                        x->entry->name, r.delay_s, DELAY_MOST * WINDOW);
    x->threshold = WINDOW * reference * pow(10, r.threshold_db / 10);
    x->delay = (uint64_t)ceil(r.delay_s * windows);
    x->hold = (uint64_t)ceil(fmin(r.hold_s * windows, 0x1p60));
    return phw_array_alloc(&x->woken, x->delay + 1, sizeof *x->woken);
}

phw_status phw_interference_create(phw_interference **out,
                                   const phw_interferer_choice *choice,
                                   double reference, double rate_hz, const phw_rng *rng)
{
    PHW_TRY(check(choice, reference, rate_hz));
    phw_interference *x = NULL;
    PHW_TRY(phw_array_alloc(&x, 1, sizeof *x));
    x->entry = choice->entry;
    x->source = (phw_interferer_source){rate_hz, choice->params, *rng};
    x->amplitude = (float)sqrt(reference * pow(10, choice->params.value[0] / 10));
    if (x->entry->reaction != NULL) {
        const phw_status s = fill_reaction(x, reference);
        if (s) {
            phw_interference_destroy(x);
            return s;
        }
    }
    *out = x;
    return PHW_OK;
}

void phw_interference_destroy(phw_interference *interference)
{
    if (interference == NULL)
        return;
    free(interference->woken);
    free(interference);
}

void phw_interference_start(phw_interference *interference, double time_s)
{
    interference->at = (int64_t)nearbyint(time_s * interference->source.rate_hz);
    interference->n = 0;
    interference->power = 0;
    interference->left = 0;
    if (interference->woken != NULL)
        memset(interference->woken, 0,
               (interference->delay + 1) * sizeof *interference->woken);
}

/* A window is full: it takes its place in the ring behind those before it, and the one
 * whose turn has come decides about the next window. */
static void hear(phw_interference *x)
{
    const uint64_t size = x->delay + 1;
    const uint64_t window = x->n / WINDOW - 1;
    x->woken[window % size] = x->power > x->threshold;
    x->power = 0;
    if (x->left > 0)
        --x->left;
    if (window >= x->delay && x->woken[(window - x->delay) % size])
        x->left = x->hold;
}

/* Window by window: what was heard before decides whether this one is filled. */
static void react(phw_interference *x, phw_cf *inout, const phw_cf *sent, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        x->power += phw_cf_power(inout[i]);
        if (x->left > 0)
            inout[i] += x->amplitude * sent[i];
        if (++x->n % WINDOW == 0)
            hear(x);
    }
}

void phw_interference_add(phw_interference *interference, phw_cf *inout, size_t n)
{
    phw_cf sent[STEP];
    while (n > 0) {
        const size_t take = n < STEP ? n : STEP;
        interference->entry->fill(sent, &interference->source, interference->at, take);
        if (interference->woken != NULL) {
            react(interference, inout, sent, take);
        } else {
            for (size_t i = 0; i < take; ++i)
                inout[i] += interference->amplitude * sent[i];
        }
        interference->at += (int64_t)take;
        inout += take;
        n -= take;
    }
}
