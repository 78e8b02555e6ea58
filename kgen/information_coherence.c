#include "kgen/information_coherence.h"

#include <math.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/signal.h"
#include "kgen/information_rows.h"

#define SEGMENT     256
#define SEGMENT_MIN 8
#define SEGMENT_MAX 65536

static const phw_param params_table[] = {
    {.name = "segment",
     .unit = "",
     .summary = "rows of a segment, even; 0 for 256 or what fits four times",
     .min = 0,
     .max = SEGMENT_MAX,
     .preset = 0,
     .whole = true},
};

/* Spectra of two series, averaged over the segments, up to half the rate. */
typedef struct spectra {
    phw_fft *fft;
    size_t segment;
    double *window;
    phw_cf *a; /* of the segment in work */
    phw_cf *b;
    double *power_a;
    double *power_b;
    double *cross_re;
    double *cross_im;
} spectra;

static void free_spectra(spectra *s)
{
    phw_fft_destroy(s->fft);
    free(s->window);
    free(s->a);
    free(s->b);
    free(s->power_a);
    free(s->power_b);
    free(s->cross_re);
    free(s->cross_im);
}

static phw_status alloc_sums(spectra *s)
{
    const size_t half = s->segment / 2 + 1;
    PHW_TRY(phw_array_alloc(&s->power_a, half, sizeof *s->power_a));
    PHW_TRY(phw_array_alloc(&s->power_b, half, sizeof *s->power_b));
    PHW_TRY(phw_array_alloc(&s->cross_re, half, sizeof *s->cross_re));
    return phw_array_alloc(&s->cross_im, half, sizeof *s->cross_im);
}

static phw_status alloc_spectra(spectra *s, size_t segment)
{
    *s = (spectra){.segment = segment};
    PHW_TRY(phw_fft_create(&s->fft, segment, PHW_FFT_FORWARD));
    PHW_TRY(phw_array_alloc(&s->window, segment, sizeof *s->window));
    PHW_TRY(phw_array_alloc(&s->a, segment, sizeof *s->a));
    PHW_TRY(phw_array_alloc(&s->b, segment, sizeof *s->b));
    for (size_t i = 0; i < segment; ++i)
        s->window[i] = 0.5 - 0.5 * cos(2 * M_PI * (double)i / (double)segment);
    return alloc_sums(s);
}

static void transform(phw_cf *out, const spectra *s, const double *x)
{
    double mean = 0;
    for (size_t i = 0; i < s->segment; ++i)
        mean += x[i] / (double)s->segment;
    for (size_t i = 0; i < s->segment; ++i)
        out[i] = (float)(s->window[i] * (x[i] - mean));
    phw_fft_execute(s->fft, out, out);
}

static void add_segment(spectra *s, const double *a, const double *b)
{
    transform(s->a, s, a);
    transform(s->b, s, b);
    for (size_t k = 0; k <= s->segment / 2; ++k) {
        const double re_a = (double)crealf(s->a[k]);
        const double im_a = (double)cimagf(s->a[k]);
        const double re_b = (double)crealf(s->b[k]);
        const double im_b = (double)cimagf(s->b[k]);
        s->power_a[k] += re_a * re_a + im_a * im_a;
        s->power_b[k] += re_b * re_b + im_b * im_b;
        s->cross_re[k] += re_a * re_b + im_a * im_b;
        s->cross_im[k] += im_a * re_b - re_a * im_b;
    }
}

/* The integral for one component; `independent` is K. */
static double integrate(const spectra *s, double independent)
{
    const size_t half = s->segment / 2;
    double sum = 0;
    for (size_t k = 0; k <= half; ++k) {
        const double cross =
            s->cross_re[k] * s->cross_re[k] + s->cross_im[k] * s->cross_im[k];
        const double power = s->power_a[k] * s->power_b[k];
        const double c = power > 0 ? cross / power : 0;
        const double left = (1 - c) / (1 - 1 / independent);
        const double weight = k == 0 || k == half ? 0.5 : 1;
        /* Single-precision spectra can't tell what is below 1e-12. */
        sum -= weight * log2(fmax(1e-12, fmin(1, left)));
    }
    return sum / (double)s->segment;
}

static double component(spectra *s, const double *a, const double *b, size_t n,
                        double independent)
{
    for (size_t k = 0; k <= s->segment / 2; ++k)
        s->power_a[k] = s->power_b[k] = s->cross_re[k] = s->cross_im[k] = 0;
    for (size_t from = 0; from + s->segment <= n; from += s->segment / 2)
        add_segment(s, a + from, b + from);
    return integrate(s, independent);
}

static phw_status choose_segment(size_t *segment, size_t n, size_t asked)
{
    size_t fits = SEGMENT_MIN;
    while (8 * fits <= n && fits < SEGMENT)
        fits *= 2;
    *segment = asked > 0 ? asked : fits;
    if (*segment % 2 != 0 || *segment < SEGMENT_MIN)
        return phw_fail(PHW_EARG,
                        "information coherence: segments of %zu rows, expected an even "
                        "number from %d",
                        *segment, SEGMENT_MIN);
    if (4 * *segment > n)
        return phw_fail(PHW_ESHORT,
                        "information coherence: %zu rows are not four segments of %zu",
                        n, *segment);
    return PHW_OK;
}

static phw_status measure(phw_information_figure *out, const phw_features *a,
                          const phw_features *b, const phw_params *params)
{
    PHW_TRY(
        phw_information_check(a, b, true, 4 * SEGMENT_MIN, "information coherence"));
    spectra s;
    size_t segment = 0;
    PHW_TRY(choose_segment(&segment, a->n_rows, (size_t)params->value[0]));
    const phw_status status = alloc_spectra(&s, segment);
    const double k = 0.9 * 2 * (double)a->n_rows / (double)segment;
    double bits = 0;
    for (size_t c = 0; c < a->n_components && !status; ++c)
        bits += component(&s, phw_features_series(a, c), phw_features_series(b, c),
                          a->n_rows, k);
    free_spectra(&s);
    if (status)
        return status;
    const double floor_bits = pow(1 - 1 / k, k - 1) / (k - 1) / (2 * M_LN2);
    *out = (phw_information_figure){bits, (double)a->n_components * floor_bits,
                                    (double)NAN};
    return PHW_OK;
}

const phw_information phw_information_coherence = {
    .name = "coherence",
    .summary = "rate by the coherence at all frequencies: memory along time is charged",
    .reference = "Gelfand and Yaglom 1957; Carter, Knapp and Nuttall, IEEE Trans. "
                 "Audio Electroacoust. 21(4), 1973 (coherence and its bias)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .measure = measure,
};
