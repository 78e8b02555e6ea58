/* Features and quantization: real values a second on one core, of every extractor,
 * filter and transform and of plain quantizers, beside a copy of the same values. The
 * goal is 50 million a second from a trace to symbols. Prints; asserts nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/rng.h"
#include "core/signal.h"
#include "kgen/labels.h"
#include "kgen/pipeline.h"
#include "kgen/quantizers.h"

#include "tests/bench/clock.h"

enum {
    PROBES = 20000,
    CARRIERS = 52,
    ROWS = 1000000,
    REPEATS = 5
};

static void check(phw_status s)
{
    if (s != PHW_OK) {
        (void)fprintf(stderr, "%s\n", phw_error_message());
        exit(1);
    }
}

/* A fading trace of carriers: first-order memory in both directions. */
static void make_carriers(phw_trace *t)
{
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x70)};
    check(phw_trace_alloc(t, PHW_TRACE_CFR, PROBES, CARRIERS));
    phw_rng_normal_complex(t->cplx, &rng, 1, 0, (size_t)PROBES * CARRIERS);
    for (size_t i = CARRIERS; i < (size_t)PROBES * CARRIERS; ++i)
        t->cplx[i] += 0.9F * t->cplx[i - CARRIERS];
    for (size_t i = 0; i < CARRIERS; ++i)
        t->coefficient[i] = 312500.0 * ((double)i - 26);
}

static void make_powers(phw_trace *t)
{
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x71)};
    check(phw_trace_alloc(t, PHW_TRACE_POWER_DB, ROWS, 1));
    phw_rng_normal(t->real, &rng, 0, ROWS);
    for (size_t i = 1; i < ROWS; ++i)
        t->real[i] += 0.9F * t->real[i - 1];
}

/* Least seconds of some runs; *n gets the real values in, or out when there are more.
 */
static double time_pipeline(size_t *n, const phw_trace *t, const char *list)
{
    phw_pipeline p = {0};
    double best = HUGE_VAL;
    check(phw_pipeline_read(&p, list));
    for (int i = 0; i < REPEATS; ++i) {
        phw_features x = {0};
        const double from = now_s();
        check(phw_pipeline_extract(&x, t, &p));
        best = fmin(best, now_s() - from);
        *n = x.n_rows * x.n_components;
        phw_features_free(&x);
    }
    return best;
}

static double time_transform(size_t *n, const phw_trace *t, const char *list)
{
    phw_pipeline p = {0};
    phw_features x = {0};
    double best = HUGE_VAL;
    check(phw_pipeline_read(&p, list));
    check(phw_pipeline_extract(&x, t, &p));
    *n = x.n_rows * x.n_components;
    for (int i = 0; i < 2; ++i) {
        phw_blob message = {0};
        phw_features y = {0};
        const double from = now_s();
        check(phw_pipeline_fit(&message, &x, &p));
        check(phw_pipeline_apply(&y, &x, message.byte, message.size, &p));
        best = fmin(best, now_s() - from);
        phw_blob_free(&message);
        phw_features_free(&y);
    }
    phw_features_free(&x);
    return best;
}

static double time_labels(size_t *n, const phw_features *x, const char *name,
                          const char *text)
{
    phw_params params;
    const phw_quantizer *quantizer = NULL;
    double best = HUGE_VAL;
    const phw_bits nothing = {0};
    check(phw_quantizer_find(&quantizer, name));
    check(phw_params_read(&params, quantizer->params, quantizer->n_params, text));
    const phw_labelling how = {quantizer, &params, NULL};
    for (int i = 0; i < REPEATS; ++i) {
        phw_labels labels = {0};
        const double from = now_s();
        check(phw_labels_make(&labels, x, &how, true, &nothing));
        best = fmin(best, now_s() - from);
        phw_labels_free(&labels);
    }
    *n = x->n_rows * x->n_components;
    return best;
}

static double time_copy(size_t n)
{
    double best = HUGE_VAL;
    for (int i = 0; i < REPEATS; ++i) {
        double *from = NULL;
        double *to = NULL;
        check(phw_array_alloc(&from, n, sizeof *from));
        for (size_t k = 0; k < n; ++k)
            from[k] = (double)k;
        const double start = now_s();
        check(phw_array_alloc(&to, n, sizeof *to));
        memcpy(to, from, n * sizeof *to);
        best = fmin(best, now_s() - start);
        if (to[n / 2] != (double)(n / 2))
            exit(1);
        free(from);
        free(to);
    }
    return best;
}

static void tell(const char *what, size_t n, double seconds)
{
    (void)printf("%-34s %7.1f M values/s, a copy's time times %.1f\n", what,
                 (double)n / seconds / 1e6, seconds / time_copy(n));
}

int main(void)
{
    static const char *const extractors[] = {
        "power", "amplitude",        "amplitude:normalise=0", "parts",
        "phase", "phase-difference", "taps-power:taps=8",     "taps:taps=8"};
    static const char *const filters[] = {
        "power,detrend", "power,difference", "power,average", "power,savgol",
        "power,kalman",  "power,wiener",     "power,ar"};
    static const char *const transforms[] = {"amplitude,none", "amplitude,dct",
                                             "amplitude,wavelet", "amplitude,pca"};
    static const char *const quantizers[][2] = {{"median", ""},
                                                {"guard", ""},
                                                {"cdf", "bits=1"},
                                                {"cdf", "bits=2"},
                                                {"cdf", "bits=4"}};
    phw_trace csi = {0};
    phw_trace rssi = {0};
    size_t n = 0;
    make_carriers(&csi);
    make_powers(&rssi);
    for (size_t i = 0; i < sizeof extractors / sizeof extractors[0]; ++i) {
        const double s = time_pipeline(&n, &csi, extractors[i]);
        tell(extractors[i], n, s);
    }
    tell("power (values in)", (size_t)PROBES * CARRIERS * 2,
         time_pipeline(&n, &csi, "power"));
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; ++i) {
        const double s = time_pipeline(&n, &rssi, filters[i]);
        tell(filters[i], n, s);
    }
    for (size_t i = 0; i < sizeof transforms / sizeof transforms[0]; ++i) {
        const double s = time_transform(&n, &csi, transforms[i]);
        tell(transforms[i], n, s);
    }
    phw_features x = {0};
    phw_pipeline p = {0};
    check(phw_pipeline_read(&p, "amplitude"));
    check(phw_pipeline_extract(&x, &csi, &p));
    for (size_t i = 0; i < sizeof quantizers / sizeof quantizers[0]; ++i) {
        char what[64];
        const double s = time_labels(&n, &x, quantizers[i][0], quantizers[i][1]);
        (void)snprintf(what, sizeof what, "%s %s", quantizers[i][0], quantizers[i][1]);
        tell(what, n, s);
    }
    const double amplitudes = time_pipeline(&n, &csi, "amplitude");
    tell("amplitude and cdf bits=2", n,
         amplitudes + time_labels(&n, &x, "cdf", "bits=2"));
    phw_features_free(&x);
    p = (phw_pipeline){0};
    check(phw_pipeline_read(&p, "parts"));
    check(phw_pipeline_extract(&x, &csi, &p));
    const double parts = time_pipeline(&n, &csi, "parts");
    tell("parts and cdf bits=2", n, parts + time_labels(&n, &x, "cdf", "bits=2"));
    phw_features_free(&x);
    phw_trace_free(&csi);
    phw_trace_free(&rssi);
    return 0;
}
