#include "encrypt/uplink_view.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

size_t phw_uplink_view_pairs(const phw_uplink_view *view)
{
    return view->n_bits + view->code->n_extra_pairs;
}

static bool is_finite(phw_cf x)
{
    return isfinite(phw_cf_power(x));
}

static phw_status check_antenna(const phw_uplink_view *view, size_t a)
{
    if (!is_finite(view->leakage[a]) || !is_finite(view->tag[a]) ||
        !is_finite(view->noise_channel[a]))
        return phw_fail(PHW_EARG,
                        "eavesdropper: antenna %zu has a channel that is not "
                        "finite",
                        a);
    for (size_t i = 0; i < view->n_samples; ++i) {
        if (!is_finite(view->sample[a][i]))
            return phw_fail(PHW_EINPUT,
                            "eavesdropper: sample %zu of antenna %zu is not finite", i,
                            a);
    }
    return PHW_OK;
}

static phw_status check_timing(const phw_uplink_view *view)
{
    const phw_half_bit_clock *clock = &view->clock;
    if (!(clock->length >= 1 && 2 * clock->length <= PHW_NOISE_WINDOW_MAX - 2 &&
          fabs(clock->first) <= 0x1p40))
        return phw_fail(
            PHW_EARG,
            "eavesdropper: half bits of %g samples from sample %g; expected "
            "1 to %d samples",
            clock->length, clock->first, PHW_NOISE_WINDOW_MAX / 2 - 1);
    if (view->code->chips_per_bit != 2)
        return phw_fail(PHW_EARG,
                        "eavesdropper: line code %s has a subcarrier; expected one of "
                        "two half bits a bit",
                        view->code->name);
    const int64_t from = view->code->first_half;
    const size_t n_pairs = phw_uplink_view_pairs(view);
    if (view->n_bits == 0 || view->n_bits > view->n_samples)
        return phw_fail(PHW_ESHORT, "eavesdropper: %zu bits in %zu samples",
                        view->n_bits, view->n_samples);
    const int64_t first = phw_half_bit_from(clock, from);
    const int64_t end = phw_half_bit_from(clock, from + 2 * (int64_t)n_pairs);
    if (first < 0 || (uint64_t)end > view->n_samples)
        return phw_fail(PHW_ESHORT,
                        "eavesdropper: the pairs of %zu bits are samples %lld to %lld, "
                        "and there are %zu",
                        view->n_bits, (long long)first, (long long)end,
                        view->n_samples);
    return PHW_OK;
}

phw_status phw_uplink_view_check(const phw_uplink_view *view)
{
    if (view->n_antennas < 1 || view->n_antennas > PHW_UPLINK_ANTENNAS_MAX)
        return phw_fail(PHW_EARG, "eavesdropper: %zu antennas; expected 1 to %d",
                        view->n_antennas, PHW_UPLINK_ANTENNAS_MAX);
    if (!(view->noise_variance > 0 && isfinite(view->noise_variance)))
        return phw_fail(PHW_EARG, "eavesdropper: noise variance %g; expected above 0",
                        view->noise_variance);
    PHW_TRY(check_timing(view));
    for (size_t a = 0; a < view->n_antennas; ++a)
        PHW_TRY(check_antenna(view, a));
    double noise = 0;
    double receiver = 0;
    return phw_uplink_view_powers(&noise, &receiver, view);
}

phw_status phw_uplink_view_differences(phw_cf *out, const phw_uplink_view *view,
                                       size_t antenna)
{
    const size_t n = phw_uplink_view_pairs(view);
    phw_cf *half = NULL;
    PHW_TRY(phw_array_alloc(&half, 2 * n, sizeof *half));
    const phw_status s =
        phw_half_bit_means(half, 2 * n, view->sample[antenna], view->n_samples,
                           &view->clock, view->code->first_half);
    for (size_t i = 0; i < n && !s; ++i)
        out[i] = (half[2 * i] - half[2 * i + 1]) / 2;
    free(half);
    return s;
}

phw_status phw_uplink_view_powers(double *noise, double *receiver,
                                  const phw_uplink_view *view)
{
    double kappa = 0;
    PHW_TRY(phw_noise_pair_share(&kappa, &view->noise, &view->clock,
                                 view->code->first_half));
    *noise = kappa * view->noise.power;
    *receiver = view->noise_variance / (2 * view->clock.length);
    return PHW_OK;
}
