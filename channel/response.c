#include "channel/response.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

/* Subcarriers summed at once, in registers and first-level cache. */
#define STEP 64

/* Real and imaginary parts apart, a row of `n` a tap: unit stride without shuffles. */
struct phw_response {
    size_t n_taps;
    size_t n;
    float *re;
    float *im;
};

static phw_status check(const double *value, size_t n, const char *what)
{
    if (n == 0)
        return phw_fail(PHW_EARG, "response: no %s; expected 1 or more", what);
    for (size_t i = 0; i < n; ++i)
        if (!isfinite(value[i]))
            return phw_fail(PHW_EARG, "response: %s %zu is not finite", what, i);
    return PHW_OK;
}

static void fill(phw_response *r, const double *delay_s, const double *offset_hz)
{
    for (size_t l = 0; l < r->n_taps; ++l) {
        for (size_t k = 0; k < r->n; ++k) {
            /* Whole turns go first: the angle stays exact for long delays. */
            const double turn = offset_hz[k] * delay_s[l];
            const double angle = -2 * M_PI * (turn - nearbyint(turn));
            r->re[l * r->n + k] = (float)cos(angle);
            r->im[l * r->n + k] = (float)sin(angle);
        }
    }
}

phw_status phw_response_create(phw_response **out, const double *delay_s, size_t n_taps,
                               const double *offset_hz, size_t n)
{
    PHW_TRY(check(delay_s, n_taps, "delay"));
    PHW_TRY(check(offset_hz, n, "subcarrier"));
    size_t entries = 0;
    if (__builtin_mul_overflow(n_taps, n, &entries))
        return phw_fail(PHW_ENOMEM, "response: %zu taps by %zu subcarriers", n_taps, n);
    phw_response *r = NULL;
    PHW_TRY(phw_array_alloc(&r, 1, sizeof *r));
    r->n_taps = n_taps;
    r->n = n;
    phw_status s = phw_array_alloc(&r->re, entries, sizeof *r->re);
    if (!s)
        s = phw_array_alloc(&r->im, entries, sizeof *r->im);
    if (s) {
        phw_response_destroy(r);
        return s;
    }
    fill(r, delay_s, offset_hz);
    *out = r;
    return PHW_OK;
}

void phw_response_destroy(phw_response *response)
{
    if (response == NULL)
        return;
    free(response->re);
    free(response->im);
    free(response);
}

/* One tap's share of `n` <= STEP subcarriers. */
static inline void add_tap(float *restrict sum_re, float *restrict sum_im,
                           const float *restrict re, const float *restrict im,
                           phw_cf tap, size_t n)
{
    const float a = crealf(tap);
    const float b = cimagf(tap);
    for (size_t k = 0; k < n; ++k) {
        sum_re[k] += a * re[k] - b * im[k];
        sum_im[k] += a * im[k] + b * re[k];
    }
}

void phw_response_execute(const phw_response *response, phw_cf *out, const phw_cf *tap)
{
    const size_t n = response->n;
    for (size_t from = 0; from < n; from += STEP) {
        const size_t take = n - from < STEP ? n - from : STEP;
        float re[STEP] = {0};
        float im[STEP] = {0};
        for (size_t l = 0; l < response->n_taps; ++l)
            add_tap(re, im, response->re + l * n + from, response->im + l * n + from,
                    tap[l], take);
        for (size_t k = 0; k < take; ++k)
            out[from + k] = CMPLXF(re[k], im[k]);
    }
}
