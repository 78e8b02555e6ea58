#include "channel/interferer_burst.h"

#include <math.h>

enum {
    POWER,
    PERIOD,
    DUTY
};

static const phw_param param[] = {
    [POWER] = PHW_INTERFERER_POWER,
    [PERIOD] = {.name = "period_s",
                .unit = "s",
                .summary = "one burst in each",
                .min = 1e-7,
                .max = 100,
                .preset = 1e-3},
    [DUTY] = {.name = "duty",
              .unit = "",
              .summary = "share of the period that a burst lasts",
              .min = 0,
              .max = 1,
              .preset = 0.1},
};

/* The part of [from, from + n) outside [begin, end) becomes silent. */
static void silence(phw_cf *out, int64_t from, int64_t n, int64_t begin, int64_t end)
{
    for (int64_t i = 0; i < n; ++i) {
        if (from + i < begin || from + i >= end)
            out[i] = 0;
    }
}

static void fill(phw_cf *out, const phw_interferer_source *source, int64_t from,
                 size_t n)
{
    const double wanted = nearbyint(source->params.value[PERIOD] * source->rate_hz);
    const int64_t period = (int64_t)fmax(1, fmin(wanted, 0x1p40));
    const int64_t on = (int64_t)nearbyint(source->params.value[DUTY] * (double)period);
    const int64_t to = from + (int64_t)n;
    phw_rng slow = source->rng;
    ++slow.purpose;
    phw_rng_normal_complex(out, &source->rng, 1, phw_interferer_index(from), n);
    for (int64_t at = from; at < to;) {
        const int64_t inside = (at % period + period) % period;
        const int64_t begin = at - inside;
        const int64_t end = begin + period < to ? begin + period : to;
        float place = 0;
        phw_rng_uniform(&place, &slow, phw_interferer_index(begin / period), 1);
        const int64_t start =
            begin + (int64_t)((double)place * (double)(period - on + 1));
        silence(out + (at - from), at, end - at, start, start + on);
        at = end;
    }
}

const phw_interferer phw_interferer_burst = {
    .name = "burst",
    .summary = "bursts of white noise, each at its own place in its period",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .fill = fill,
};
