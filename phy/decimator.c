#include "phy/decimator.h"

#include <complex.h>
#include <stdlib.h>
#include <string.h>

#include <liquid/liquid.h>

#include "core/signal.h"
#include "core/vectorised.h"

#define FACTOR_MAX 64
#define N_LANES    16

/* The length of 60 dB over the transition of 0.172 output rates is 21.2 output samples
 * (Kaiser); the delay has to be a whole number of them. */
#define STOP_DB 60
#define N_WAY   (2 * PHW_DECIMATOR_DELAY) /* output samples from end to end */

/* Input samples held beyond one filter length: long enough that moving them is cheap.
 */
#define N_BEYOND 8192

/* liquid's own decimator takes its samples one by one, which is a tenth of the speed.
 */
struct phw_decimator {
    size_t factor;
    size_t n_taps;
    float *tap;    /* each twice, for both parts of a sample */
    phw_cf *held;  /* input samples, n_taps + N_BEYOND of them */
    size_t n_held; /* in use */
    size_t at;     /* where the next output's filter starts */
};

static phw_status design(phw_decimator *d)
{
    PHW_TRY(phw_array_alloc(&d->tap, 2 * d->n_taps, sizeof *d->tap));
    PHW_TRY(phw_array_alloc(&d->held, d->n_taps + N_BEYOND, sizeof *d->held));
    d->n_held = d->n_taps - 1; /* of silence */
    float *tap = NULL;
    PHW_TRY(phw_array_alloc(&tap, d->n_taps, sizeof *tap));
    liquid_firdes_kaiser((unsigned)d->n_taps, 0.5F / (float)d->factor, STOP_DB, 0, tap);
    double sum = 0;
    for (size_t i = 0; i < d->n_taps; ++i)
        sum += (double)tap[i];
    for (size_t i = 0; i < 2 * d->n_taps; ++i)
        d->tap[i] = (float)((double)tap[i / 2] / sum);
    free(tap);
    return PHW_OK;
}

phw_status phw_decimator_create(phw_decimator **out, size_t factor)
{
    if (factor < 1 || factor > FACTOR_MAX)
        return phw_fail(PHW_EARG, "decimator: factor %zu; expected 1 to %d", factor,
                        FACTOR_MAX);
    phw_decimator *d = calloc(1, sizeof *d);
    if (d == NULL)
        return phw_fail(PHW_ENOMEM, "decimator: no memory");
    d->factor = factor;
    d->n_taps = N_WAY * factor + 1;
    const phw_status s = factor > 1 ? design(d) : PHW_OK;
    if (s) {
        phw_decimator_destroy(d);
        return s;
    }
    *out = d;
    return PHW_OK;
}

void phw_decimator_destroy(phw_decimator *d)
{
    if (d == NULL)
        return;
    free(d->tap);
    free(d->held);
    free(d);
}

/* The taps are the same from either end. All but the last one fill whole lanes. */
PHW_VECTORISED
static void filter(phw_cf *out, const phw_cf *sample, const float *tap, size_t n_taps)
{
    const float *x = (const float *)sample;
    float lane[N_LANES] = {0};
    for (size_t k = 0; k < 2 * (n_taps - 1); k += N_LANES)
        for (size_t i = 0; i < N_LANES; ++i)
            lane[i] += x[k + i] * tap[k + i];
    for (size_t n = N_LANES / 2; n >= 2; n /= 2)
        for (size_t i = 0; i < n; ++i)
            lane[i] += lane[i + n];
    const float last = tap[2 * (n_taps - 1)];
    *out = CMPLXF(lane[0], lane[1]) + last * sample[n_taps - 1];
}

/* Takes what at most `n_out` outputs need of the n samples, and how many it took. */
static size_t take(phw_decimator *d, const phw_cf *in, size_t n, size_t n_out)
{
    const size_t left = d->n_held - d->at;
    if (left + N_BEYOND / 2 < d->n_held) {
        memmove(d->held, d->held + d->at, left * sizeof *d->held);
        d->n_held = left;
        d->at = 0;
    }
    const size_t needed = d->n_taps - left + (n_out - 1) * d->factor;
    const size_t space = d->n_taps + N_BEYOND - d->n_held;
    const size_t most = needed < space ? needed : space;
    const size_t taken = n < most ? n : most;
    memcpy(d->held + d->n_held, in, taken * sizeof *in);
    d->n_held += taken;
    return taken;
}

static size_t copy(phw_cf *out, size_t n_out, const phw_cf *in, size_t n_in)
{
    const size_t n = n_in < n_out ? n_in : n_out;
    if (n > 0)
        memcpy(out, in, n * sizeof *out);
    return n;
}

void phw_decimator_run(phw_decimator *d, phw_cf *out, size_t *n_out, const phw_cf *in,
                       size_t *n_in)
{
    if (d->factor == 1) {
        *n_in = *n_out = copy(out, *n_out, in, *n_in);
        return;
    }
    size_t taken = 0;
    size_t made = 0;
    while (made < *n_out && taken < *n_in) {
        taken += take(d, in + taken, *n_in - taken, *n_out - made);
        for (; d->at + d->n_taps <= d->n_held; d->at += d->factor)
            filter(out + made++, d->held + d->at, d->tap, d->n_taps);
    }
    *n_in = taken;
    *n_out = made;
}

size_t phw_decimator_delay(const phw_decimator *d)
{
    return d->factor > 1 ? PHW_DECIMATOR_DELAY * d->factor : 0;
}
