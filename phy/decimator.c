#include "phy/decimator.h"

#include <complex.h>
#include <stdlib.h>
#include <string.h>

#include <liquid/liquid.h>

#define FACTOR_MAX 64
#define N_TAPS_MAX (2 * PHW_DECIMATOR_DELAY * FACTOR_MAX + 1)

/* The length of 60 dB over the transition of 0.172 output rates is 21.2 output samples
 * (Kaiser); the delay has to be a whole number of them. */
#define STOP_DB 60

struct phw_decimator {
    size_t factor;
    firdecim_crcf filter; /* NULL with factor 1 */
    phw_cf kept[FACTOR_MAX];
    size_t n_kept;
};

static phw_status design(phw_decimator *d)
{
    float tap[N_TAPS_MAX];
    const unsigned n = (unsigned)(2 * PHW_DECIMATOR_DELAY * d->factor + 1);
    liquid_firdes_kaiser(n, 0.5F / (float)d->factor, STOP_DB, 0, tap);
    double sum = 0;
    for (unsigned i = 0; i < n; ++i)
        sum += (double)tap[i];
    for (unsigned i = 0; i < n; ++i)
        tap[i] = (float)((double)tap[i] / sum);
    d->filter = firdecim_crcf_create((unsigned)d->factor, tap, n);
    if (d->filter == NULL)
        return phw_fail(PHW_ENOMEM, "decimator: no memory for %u taps", n);
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
    if (d->filter != NULL)
        firdecim_crcf_destroy(d->filter);
    free(d);
}

/* liquid takes its input as not const. */
static void filter(phw_decimator *d, phw_cf *out)
{
    firdecim_crcf_execute(d->filter, d->kept, out);
    d->n_kept = 0;
}

void phw_decimator_run(phw_decimator *d, phw_cf *out, size_t *n_out, const phw_cf *in,
                       size_t *n_in)
{
    size_t taken = 0;
    size_t made = 0;
    if (d->factor == 1) {
        made = *n_in < *n_out ? *n_in : *n_out;
        memcpy(out, in, made * sizeof *out);
        taken = made;
    }
    while (d->factor > 1 && made < *n_out && taken < *n_in) {
        const size_t rest = *n_in - taken;
        const size_t space = d->factor - d->n_kept;
        const size_t n = rest < space ? rest : space;
        memcpy(d->kept + d->n_kept, in + taken, n * sizeof *in);
        d->n_kept += n;
        taken += n;
        if (d->n_kept == d->factor)
            filter(d, out + made++);
    }
    *n_in = taken;
    *n_out = made;
}

size_t phw_decimator_delay(const phw_decimator *d)
{
    return d->factor > 1 ? PHW_DECIMATOR_DELAY * d->factor : 0;
}
