#include "channel/interferer_tone.h"

#include <math.h>

enum {
    POWER,
    OFFSET
};

static const phw_param param[] = {
    [POWER] = PHW_INTERFERER_POWER,
    [OFFSET] = {.name = "offset_hz",
                .unit = "Hz",
                .summary = "from the carrier",
                .min = -1e12,
                .max = 1e12,
                .preset = 0},
};

/* Samples turned by multiplication before the angle is computed anew, from numbers that
 * are multiples of it: blocks do not matter. */
#define RENEW 64

static void fill(phw_cf *out, const phw_interferer_source *source, int64_t from,
                 size_t n)
{
    const double cycles = source->params.value[OFFSET] / source->rate_hz;
    const double complex by = CMPLX(cos(2 * M_PI * cycles), sin(2 * M_PI * cycles));
    phw_rng slow = source->rng;
    float phase = 0;
    ++slow.purpose;
    phw_rng_uniform(&phase, &slow, 0, 1);
    const int64_t first = from & ~(int64_t)(RENEW - 1);
    double complex phasor = 0;
    for (int64_t k = first; k < from + (int64_t)n; ++k) {
        if (k % RENEW == 0) {
            const double turns = fmod(cycles * (double)k, 1) + (double)phase;
            phasor = CMPLX(cos(2 * M_PI * turns), sin(2 * M_PI * turns));
        }
        if (k >= from)
            out[k - from] = (phw_cf)phasor;
        phasor *= by;
    }
}

const phw_interferer phw_interferer_tone = {
    .name = "tone",
    .summary = "a carrier",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .fill = fill,
};
