#include "channel/interferer_chirp.h"

#include <math.h>

enum {
    POWER,
    FROM,
    TO,
    PERIOD
};

static const phw_param param[] = {
    [POWER] = PHW_INTERFERER_POWER,
    [FROM] = {.name = "from_hz",
              .unit = "Hz",
              .summary = "where a sweep begins, from the carrier",
              .min = -1e12,
              .max = 1e12,
              .preset = -5e6},
    [TO] = {.name = "to_hz",
            .unit = "Hz",
            .summary = "where it ends",
            .min = -1e12,
            .max = 1e12,
            .preset = 5e6},
    [PERIOD] = {.name = "period_s",
                .unit = "s",
                .summary = "duration of a sweep",
                .min = 1e-7,
                .max = 100,
                .preset = 1e-4},
};

/* One sweep is a number of samples, so that numbers say where a sample is in it. */
static void fill(phw_cf *out, const phw_interferer_source *source, int64_t from,
                 size_t n)
{
    const double *v = source->params.value;
    const double wanted = nearbyint(v[PERIOD] * source->rate_hz);
    const int64_t period = (int64_t)fmax(1, fmin(wanted, 0x1p40));
    const double first = v[FROM] / source->rate_hz;
    const double bend = (v[TO] - v[FROM]) / source->rate_hz / (double)period / 2;
    phw_rng slow = source->rng;
    ++slow.purpose;
    int64_t sweep = INT64_MIN;
    float phase = 0;
    for (size_t i = 0; i < n; ++i) {
        const int64_t k = from + (int64_t)i;
        const int64_t inside = (k % period + period) % period;
        const int64_t at = (k - inside) / period;
        if (at != sweep)
            phw_rng_uniform(&phase, &slow, phw_interferer_index(at), 1);
        sweep = at;
        const double x = (double)inside;
        const double turns = (first + bend * x) * x + (double)phase;
        /* Adding and taking off 1.5 2^52 rounds to a whole number. */
        const float angle =
            (float)(2 * M_PI * (turns - ((turns + 0x1.8p52) - 0x1.8p52)));
        out[i] = CMPLXF(cosf(angle), sinf(angle));
    }
}

const phw_interferer phw_interferer_chirp = {
    .name = "chirp",
    .summary = "a carrier that sweeps over a band again and again",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .fill = fill,
};
