#include "channel/multipath.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/response.h"
#include "core/fft.h"

struct phw_multipath {
    size_t n_taps;
    size_t n_in;
    size_t n_out;
    size_t n_points; /* of the transforms: the ringing before sample 0 wraps behind */
    double rate_hz;
    phw_response *response;
    phw_fft *forward;
    phw_fft *inverse;
    phw_cf *spectrum; /* of the waveform */
    phw_cf *still;    /* by the taps as they begin */
    phw_cf *moving;   /* by what they gain until the end */
    phw_cf tap[PHW_TAPS_MAX];
};

static phw_status check(const phw_taps *taps, size_t n, double rate_hz)
{
    if (n == 0 || n > PHW_MULTIPATH_SAMPLES_MAX)
        return phw_fail(PHW_EARG, "multipath: %zu samples; expected 1 to %lu", n,
                        PHW_MULTIPATH_SAMPLES_MAX);
    if (!(rate_hz > 0) || !isfinite(rate_hz))
        return phw_fail(PHW_EARG, "multipath: rate %g Hz; expected more than 0",
                        rate_hz);
    if (taps->n == 0 || taps->n > PHW_TAPS_MAX)
        return phw_fail(PHW_EARG, "multipath: %zu taps; expected 1 to %d", taps->n,
                        PHW_TAPS_MAX);
    for (size_t l = 0; l < taps->n; ++l) {
        if (!(taps->delay_s[l] >= 0 &&
              taps->delay_s[l] * rate_hz <= (double)PHW_MULTIPATH_SAMPLES_MAX))
            return phw_fail(PHW_EARG,
                            "multipath: delay %g s of tap %zu; expected 0 to %lu "
                            "samples",
                            taps->delay_s[l], l, PHW_MULTIPATH_SAMPLES_MAX);
    }
    return PHW_OK;
}

static size_t longest_delay(const phw_taps *taps, double rate_hz)
{
    double most = 0;
    for (size_t l = 0; l < taps->n; ++l)
        most = fmax(most, taps->delay_s[l]);
    return (size_t)ceil(most * rate_hz);
}

static phw_status create_response(phw_multipath *m, const phw_taps *taps)
{
    double *offset_hz = NULL;
    PHW_TRY(phw_array_alloc(&offset_hz, m->n_points, sizeof *offset_hz));
    const double spacing_hz = m->rate_hz / (double)m->n_points;
    for (size_t k = 0; k < m->n_points; ++k) {
        const double bin =
            k < m->n_points / 2 ? (double)k : (double)k - (double)m->n_points;
        offset_hz[k] = bin * spacing_hz;
    }
    const phw_status s = phw_response_create(&m->response, taps->delay_s, taps->n,
                                             offset_hz, m->n_points);
    free(offset_hz);
    return s;
}

static phw_status prepare(phw_multipath *m, const phw_taps *taps)
{
    PHW_TRY(create_response(m, taps));
    PHW_TRY(phw_fft_create(&m->forward, m->n_points, PHW_FFT_FORWARD));
    PHW_TRY(phw_fft_create(&m->inverse, m->n_points, PHW_FFT_INVERSE));
    PHW_TRY(phw_array_alloc(&m->spectrum, m->n_points, sizeof *m->spectrum));
    PHW_TRY(phw_array_alloc(&m->still, m->n_points, sizeof *m->still));
    return phw_array_alloc(&m->moving, m->n_points, sizeof *m->moving);
}

phw_status phw_multipath_create(phw_multipath **out, const phw_taps *taps, size_t n,
                                double rate_hz)
{
    PHW_TRY(check(taps, n, rate_hz));
    phw_multipath *m = NULL;
    PHW_TRY(phw_array_alloc(&m, 1, sizeof *m));
    m->n_taps = taps->n;
    m->n_in = n;
    m->n_out = n + longest_delay(taps, rate_hz) + PHW_MULTIPATH_TAIL;
    m->n_points = 64;
    while (m->n_points < m->n_out + PHW_MULTIPATH_TAIL)
        m->n_points *= 2;
    m->rate_hz = rate_hz;
    const phw_status s = prepare(m, taps);
    if (s) {
        phw_multipath_destroy(m);
        return s;
    }
    *out = m;
    return PHW_OK;
}

void phw_multipath_destroy(phw_multipath *multipath)
{
    if (multipath == NULL)
        return;
    phw_response_destroy(multipath->response);
    phw_fft_destroy(multipath->forward);
    phw_fft_destroy(multipath->inverse);
    free(multipath->spectrum);
    free(multipath->still);
    free(multipath->moving);
    free(multipath);
}

size_t phw_multipath_n_out(const phw_multipath *multipath)
{
    return multipath->n_out;
}

double phw_multipath_duration_s(const phw_multipath *multipath)
{
    return (double)multipath->n_out / multipath->rate_hz;
}

/* The waveform through fixed taps, in `out`. */
static void filter(phw_multipath *m, phw_cf *out, const phw_cf *tap)
{
    phw_response_execute(m->response, out, tap);
    const float scale = 1 / (float)m->n_points;
    for (size_t k = 0; k < m->n_points; ++k)
        out[k] *= m->spectrum[k] * scale;
    phw_fft_execute(m->inverse, out, out);
}

phw_status phw_multipath_apply(phw_multipath *multipath, phw_signal *out,
                               const phw_signal *in, const phw_cf *begin,
                               const phw_cf *end)
{
    phw_multipath *m = multipath;
    if (in->n != m->n_in || out->n != m->n_out)
        return phw_fail(PHW_EARG,
                        "multipath: %zu samples into %zu; expected %zu into %zu", in->n,
                        out->n, m->n_in, m->n_out);
    if (in->rate_hz < m->rate_hz || in->rate_hz > m->rate_hz)
        return phw_fail(PHW_EARG, "multipath: samples at %g Hz; expected %g",
                        in->rate_hz, m->rate_hz);
    memset(m->spectrum, 0, m->n_points * sizeof *m->spectrum);
    memcpy(m->spectrum, in->sample, in->n * sizeof *in->sample);
    phw_fft_execute(m->forward, m->spectrum, m->spectrum);

    for (size_t l = 0; l < m->n_taps; ++l)
        m->tap[l] = end[l] - begin[l];
    filter(m, m->still, begin);
    filter(m, m->moving, m->tap);
    for (size_t i = 0; i < m->n_out; ++i)
        out->sample[i] = m->still[i] + m->moving[i] * ((float)i / (float)m->n_out);
    out->rate_hz = in->rate_hz;
    out->carrier_hz = in->carrier_hz;
    return PHW_OK;
}
