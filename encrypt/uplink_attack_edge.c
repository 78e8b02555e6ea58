#include "encrypt/uplink_attack_edge.h"

#include <stdlib.h>

#include "core/signal.h"

/* Samples on both sides of a pair's middle that lie in one half bit of the noise. */
typedef struct span {
    int64_t from;
    int64_t middle;
    int64_t to;
} span;

static span held_across(const phw_uplink_view *view, size_t pair)
{
    const int64_t half = view->code->first_half + 2 * (int64_t)pair;
    const phw_half_bit_clock *noise = &view->noise.clock;
    span s = {.middle = phw_half_bit_from(&view->clock, half + 1)};
    s.from = s.to = s.middle;
    if (view->noise.law->unit == PHW_NOISE_SAMPLE)
        return s;
    const int64_t first = phw_half_bit_from(&view->clock, half);
    const int64_t end = phw_half_bit_from(&view->clock, half + 2);
    const int64_t held = phw_half_bit_of(noise, s.middle);
    const int64_t since = phw_half_bit_from(noise, held);
    const int64_t until = phw_half_bit_from(noise, held + 1);
    s.from = since > first ? since : first;
    s.to = until < end ? until : end;
    return s;
}

static double complex mean_of(const phw_cf *x, int64_t from, int64_t to)
{
    double complex sum = 0;
    for (int64_t i = from; i < to; ++i)
        sum += (double complex)x[i];
    return sum / (double)(to - from);
}

/* The difference of the means on both sides is 2 g s and receiver noise; without such
 * samples the plain difference D = g s + h J + Z serves. */
static double ratio(const phw_uplink_view *view, const span *s, phw_cf d,
                    double variance)
{
    const double complex g = (double complex)view->tag[0];
    if (s->from >= s->middle || s->middle >= s->to)
        return 4 * creal(conj(g) * (double complex)d) / variance;
    const double complex jump = mean_of(view->sample[0], s->from, s->middle) -
                                mean_of(view->sample[0], s->middle, s->to);
    const double noise = view->noise_variance * (1 / (double)(s->middle - s->from) +
                                                 1 / (double)(s->to - s->middle));
    return 4 * creal(conj(2 * g) * jump) / noise;
}

static phw_status run(float *pair, const phw_uplink_view *view,
                      const phw_params *params)
{
    (void)params;
    const size_t n = phw_uplink_view_pairs(view);
    double noise = 0;
    double receiver = 0;
    phw_cf *d = NULL;
    PHW_TRY(phw_uplink_view_powers(&noise, &receiver, view));
    PHW_TRY(phw_array_alloc(&d, n, sizeof *d));
    const phw_status s = phw_uplink_view_differences(d, view, 0);
    const double variance = receiver + noise * phw_cf_power(view->noise_channel[0]);
    for (size_t i = 0; i < n && !s; ++i) {
        const span across = held_across(view, i);
        pair[i] = (float)ratio(view, &across, d[i], variance);
    }
    free(d);
    return s;
}

const phw_uplink_attack phw_uplink_attack_edge = {
    .name = "edge",
    .summary = "difference across the tag's edge where the noise's half bit goes on",
    .reference = "noise that is constant over the tag's edge cancels in the difference",
    .n_antennas_min = 1,
    .run = run,
};
