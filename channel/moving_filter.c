#include "channel/moving_filter.h"

#include <assert.h>
#include <string.h>

#include "core/vectorised.h"

void phw_moving_filter_lines(phw_coefficient *out, phw_cf *const *knot, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const phw_cf begin = knot[0][i];
        const phw_cf more = knot[1][i] - begin;
        out[i] = (phw_coefficient){.re = {crealf(begin), crealf(more)},
                                   .im = {cimagf(begin), cimagf(more)}};
    }
}

void phw_moving_filter_cubics(phw_coefficient *out, phw_cf *const *knot, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const phw_cf a = knot[0][i];
        const phw_cf b = knot[1][i];
        const phw_cf c = knot[2][i];
        const phw_cf d = knot[3][i];
        const phw_cf first = c - a / 3 - b / 2 - d / 6;
        const phw_cf second = (a + c) / 2 - b;
        const phw_cf third = (d - a) / 6 + (b - c) / 2;
        out[i] = (phw_coefficient){
            .re = {crealf(b), crealf(first), crealf(second), crealf(third)},
            .im = {cimagf(b), cimagf(first), cimagf(second), cimagf(third)}};
    }
}

/* Two coefficients at once over all samples: half the traffic on the sums. */
PHW_VECTORISED
static void add_lines(phw_moving_tile *sum, const float *restrict re,
                      const float *restrict im, const phw_coefficient c[2],
                      const ptrdiff_t lag[2], size_t n)
{
    const phw_coefficient a = c[0];
    const phw_coefficient b = c[1];
    const float *restrict a_re = re - lag[0];
    const float *restrict a_im = im - lag[0];
    const float *restrict b_re = re - lag[1];
    const float *restrict b_im = im - lag[1];
    for (size_t i = 0; i < n; ++i) {
        const float t = sum->along[i];
        const float p_re = a.re[0] + t * a.re[1];
        const float p_im = a.im[0] + t * a.im[1];
        const float q_re = b.re[0] + t * b.re[1];
        const float q_im = b.im[0] + t * b.im[1];
        sum->re[i] +=
            (p_re * a_re[i] - p_im * a_im[i]) + (q_re * b_re[i] - q_im * b_im[i]);
        sum->im[i] +=
            (p_re * a_im[i] + p_im * a_re[i]) + (q_re * b_im[i] + q_im * b_re[i]);
    }
}

PHW_VECTORISED
static void add_line(phw_moving_tile *sum, const float *restrict re,
                     const float *restrict im, const phw_coefficient *c, size_t n)
{
    const phw_coefficient a = *c;
    for (size_t i = 0; i < n; ++i) {
        const float t = sum->along[i];
        const float p_re = a.re[0] + t * a.re[1];
        const float p_im = a.im[0] + t * a.im[1];
        sum->re[i] += p_re * re[i] - p_im * im[i];
        sum->im[i] += p_re * im[i] + p_im * re[i];
    }
}

PHW_VECTORISED
static void add_cubic(phw_moving_tile *sum, const float *restrict re,
                      const float *restrict im, const phw_coefficient *c, size_t n)
{
    const phw_coefficient a = *c;
    for (size_t i = 0; i < n; ++i) {
        const float t = sum->along[i];
        const float p_re = a.re[0] + t * (a.re[1] + t * (a.re[2] + t * a.re[3]));
        const float p_im = a.im[0] + t * (a.im[1] + t * (a.im[2] + t * a.im[3]));
        sum->re[i] += p_re * re[i] - p_im * im[i];
        sum->im[i] += p_re * im[i] + p_im * re[i];
    }
}

void phw_moving_filter_run(const phw_moving_filter *filter, phw_moving_tile *inout,
                           const float *re, const float *im, size_t n)
{
    const phw_coefficient *c = filter->coefficient;
    const ptrdiff_t *lag = filter->lag;
    size_t k = 0;
    assert(n <= PHW_MOVING_FILTER_SAMPLES_MAX);
    memset(inout->re, 0, n * sizeof *inout->re);
    memset(inout->im, 0, n * sizeof *inout->im);
    if (filter->n_knots > 2) {
        for (; k < filter->n; ++k)
            add_cubic(inout, re - lag[k], im - lag[k], c + k, n);
        return;
    }
    for (; k + 2 <= filter->n; k += 2)
        add_lines(inout, re, im, c + k, lag + k, n);
    if (k < filter->n)
        add_line(inout, re - lag[k], im - lag[k], c + k, n);
}
