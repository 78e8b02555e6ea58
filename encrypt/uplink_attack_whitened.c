#include "encrypt/uplink_attack_whitened.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "encrypt/cholesky.h"

enum {
    WINDOW = 0
};

static const phw_param params_table[] = {
    {.name = "window",
     .unit = "",
     .summary =
         "pairs of half bits that are looked at together, odd; as far as they are "
         "512 samples",
     .min = 1,
     .max = 15,
     .preset = 3,
     .whole = true},
};

/* The window about one pair: its samples, the pair's pulse in them, and the weights. */
typedef struct filter {
    double *noise;          /* covariance of the noise as sent */
    bool has_noise;         /* ... made once, where it is the same everywhere */
    size_t noise_n;         /* its size then */
    double complex *now;    /* covariance of this window */
    double complex *before; /* and of the one that `weight` was made for */
    double complex *factor;
    size_t n_before;
    double pulse[PHW_NOISE_WINDOW_MAX];
    double pulse_before[PHW_NOISE_WINDOW_MAX];
    double complex weight[PHW_NOISE_WINDOW_MAX];
} filter;

/* Samples [from, to) about pair `pair`, as many pairs to both sides as exist. */
typedef struct window {
    int64_t from;
    int64_t to;
    size_t pair;
    size_t first; /* pairs [first, end) */
    size_t end;
} window;

static int64_t edge(const phw_uplink_view *view, size_t pair, int half)
{
    return phw_half_bit_from(&view->clock,
                             view->code->first_half + 2 * (int64_t)pair + half);
}

static window window_about(const phw_uplink_view *view, size_t pair, size_t n_pairs)
{
    const size_t side = (n_pairs - 1) / 2;
    const size_t all = phw_uplink_view_pairs(view);
    window w = {.pair = pair};
    w.first = pair > side ? pair - side : 0;
    w.end = pair + side + 1 < all ? pair + side + 1 : all;
    w.from = edge(view, w.first, 0);
    w.to = edge(view, w.end, 0);
    return w;
}

/* +1 and -1 in the halves of one pair, 0 elsewhere in the window. */
static void pulse_of(double *out, const phw_uplink_view *view, const window *w,
                     size_t pair)
{
    const int64_t first = edge(view, pair, 0);
    const int64_t middle = edge(view, pair, 1);
    const int64_t end = edge(view, pair, 2);
    for (int64_t i = w->from; i < w->to; ++i) {
        const bool inside = i >= first && i < end;
        out[i - w->from] = inside ? (i < middle ? 1 : -1) : 0;
    }
}

static phw_status noise_covariance(filter *f, const phw_uplink_view *view,
                                   const window *w, size_t n)
{
    const bool everywhere = view->noise.law->unit == PHW_NOISE_SAMPLE;
    if (everywhere && f->has_noise && f->noise_n == n)
        return PHW_OK;
    f->has_noise = true;
    f->noise_n = n;
    return phw_noise_covariance(f->noise, &view->noise, w->from, n);
}

/* The lower half of |h|^2 R_J + v I and, for the bits beside, which are unknown signs,
 * |g|^2 s s^T each. */
static phw_status covariance(filter *f, const phw_uplink_view *view, const window *w,
                             size_t n)
{
    const double channel = phw_cf_power(view->noise_channel[0]);
    const double tag = phw_cf_power(view->tag[0]);
    PHW_TRY(noise_covariance(f, view, w, n));
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k <= i; ++k)
            f->now[i * n + k] =
                channel * f->noise[i * n + k] + (i == k ? view->noise_variance : 0);
    }
    for (size_t pair = w->first; pair < w->end; ++pair) {
        double beside[PHW_NOISE_WINDOW_MAX] = {0};
        if (pair == w->pair)
            continue;
        pulse_of(beside, view, w, pair);
        for (size_t i = 0; i < n; ++i) {
            for (size_t k = 0; k <= i && beside[i] != 0; ++k)
                f->now[i * n + k] += tag * beside[i] * beside[k];
        }
    }
    return PHW_OK;
}

/* The weights R^-1 s, made anew only where the window differs from the one before. */
static phw_status whiten(filter *f, const phw_uplink_view *view, const window *w,
                         size_t n)
{
    PHW_TRY(covariance(f, view, w, n));
    pulse_of(f->pulse, view, w, w->pair);
    const size_t size = n * n * sizeof *f->now;
    if (f->n_before == n && memcmp(f->now, f->before, size) == 0 &&
        memcmp(f->pulse, f->pulse_before, n * sizeof *f->pulse) == 0)
        return PHW_OK;
    memcpy(f->before, f->now, size);
    memcpy(f->factor, f->now, size);
    memcpy(f->pulse_before, f->pulse, n * sizeof *f->pulse);
    f->n_before = n;
    if (phw_cholesky_factor(f->factor, n, 1e-13) < n)
        return phw_fail(PHW_ENOCONV,
                        "attack whitened: the covariance of %zu samples is singular",
                        n);
    for (size_t i = 0; i < n; ++i)
        f->weight[i] = f->pulse[i];
    phw_cholesky_forward(f->weight, f->factor, n);
    phw_cholesky_backward(f->weight, f->factor, n);
    return PHW_OK;
}

/* 4 Re(g* s^T R^-1 (y - L)). */
static double ratio(const filter *f, const phw_uplink_view *view, const window *w)
{
    double complex sum = 0;
    for (int64_t i = w->from; i < w->to; ++i)
        sum += creal(f->weight[i - w->from]) *
               (double complex)(view->sample[0][i] - view->leakage[0]);
    return 4 * creal(conj((double complex)view->tag[0]) * sum);
}

/* The widest odd number of pairs that stays within the window. */
static size_t pairs_within(const phw_uplink_view *view, size_t wanted)
{
    const double size = 2 * view->clock.length;
    size_t n = wanted - (wanted + 1) % 2;
    while (n > 1 && (double)n * size + 2 > PHW_NOISE_WINDOW_MAX)
        n -= 2;
    return n;
}

static phw_status alloc(filter *f, size_t n)
{
    PHW_TRY(phw_array_alloc(&f->noise, n * n, sizeof *f->noise));
    PHW_TRY(phw_array_alloc(&f->now, n * n, sizeof *f->now));
    PHW_TRY(phw_array_alloc(&f->before, n * n, sizeof *f->before));
    return phw_array_alloc(&f->factor, n * n, sizeof *f->factor);
}

static phw_status run(float *pair, const phw_uplink_view *view,
                      const phw_params *params)
{
    const size_t n_pairs = pairs_within(view, (size_t)params->value[WINDOW]);
    const size_t most = (size_t)(2 * view->clock.length * (double)n_pairs) + 2;
    filter *f = NULL;
    PHW_TRY(phw_array_alloc(&f, 1, sizeof *f));
    phw_status s = alloc(f, most);
    for (size_t i = 0; i < phw_uplink_view_pairs(view) && !s; ++i) {
        const window w = window_about(view, i, n_pairs);
        s = whiten(f, view, &w, (size_t)(w.to - w.from));
        if (!s)
            pair[i] = (float)ratio(f, view, &w);
    }
    free(f->factor);
    free(f->before);
    free(f->now);
    free(f->noise);
    free(f);
    return s;
}

const phw_uplink_attack phw_uplink_attack_whitened = {
    .name = "whitened",
    .summary = "whitened matched filter over all samples of a few pairs",
    .reference = "deflection s^T (R_J + sigma^2 I)^-1 s; Van Trees, Detection, "
                 "Estimation and Modulation Theory, part I, 4.3",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_antennas_min = 1,
    .run = run,
};
