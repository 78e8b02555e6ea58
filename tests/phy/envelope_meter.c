#include "phy/envelope_meter.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#define MOST 512

typedef struct heard {
    phw_envelope_burst burst[MOST];
    size_t n;
} heard;

static void take(heard *h, phw_envelope_meter *m)
{
    while (h->n < MOST && phw_envelope_meter_take(m, &h->burst[h->n]))
        ++h->n;
}

static heard listen(const phw_envelope_config *config, const phw_cf *x, size_t n,
                    size_t part)
{
    heard h = {0};
    phw_envelope_meter *m = NULL;
    cr_assert_eq(phw_envelope_meter_create(&m, config), PHW_OK);
    for (size_t i = 0; i < n; i += part) {
        cr_assert_eq(phw_envelope_meter_push(m, x + i, n - i < part ? n - i : part),
                     PHW_OK);
        take(&h, m);
    }
    cr_assert_eq(phw_envelope_meter_finish(m), PHW_OK);
    take(&h, m);
    phw_envelope_meter_destroy(m);
    return h;
}

/* Noise of that variance, and bursts of constant power 1 of 100 samples every 500, the
 * first at 400. */
static phw_cf *bursts_in_noise(size_t n, double variance)
{
    phw_cf *x = calloc(n, sizeof *x);
    const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x52), 0};
    cr_assert_not_null(x);
    phw_rng_normal_complex(x, &rng, variance, 0, n);
    for (size_t i = 400; i < n; ++i)
        if ((i - 400) % 500 < 100)
            x[i] += (phw_cf)cexp(CMPLX(0, 0.3 * (double)i));
    return x;
}

/* The mean power of 100 samples 1 + noise has the deviation sqrt((2 v + v^2) / 100),
 * and the noise of 100 that is taken off v / 10; the mean magnitude at 20 dB lies
 * within v / 4 of 1. All to 5 sigma, and a place to three samples. */
Test(envelope_meter, measures_every_burst)
{
    const double v = 0.01;
    const size_t n = 20000;
    const phw_envelope_config config = {.length = 100, .reference = 200};
    phw_cf *x = bursts_in_noise(n, v);
    const heard h = listen(&config, x, n, n);
    cr_assert_eq(h.n, 40, "%zu", h.n);
    for (size_t i = 0; i < h.n; ++i) {
        const phw_envelope_burst *b = &h.burst[i];
        cr_expect_lt(fabs((double)b->start_sample - (400.0 + 500.0 * (double)i)), 3);
        cr_expect_float_eq(b->power, 1, 5 * sqrt(2 * v / 100) + 0.02);
        cr_expect_float_eq(b->noise, v, 5 * v / sqrt(200));
        cr_expect_float_eq(b->amplitude, 1, 5 * sqrt(v / 200) + v);
    }
    free(x);
}

Test(envelope_meter, hears_the_same_in_blocks_of_any_size_and_of_magnitudes)
{
    const size_t n = 7000;
    const phw_envelope_config config = {.length = 100, .reference = 200};
    phw_cf *x = bursts_in_noise(n, 0.3);
    const heard whole = listen(&config, x, n, n);
    cr_assert_gt(whole.n, 10);
    static const size_t part[] = {1, 3, 301, 1000};
    for (size_t i = 0; i < 4; ++i) {
        const heard h = listen(&config, x, n, part[i]);
        cr_expect_eq(memcmp(&h, &whole, sizeof h), 0);
    }
    float *magnitude = calloc(n, sizeof *magnitude);
    for (size_t i = 0; i < n; ++i)
        magnitude[i] = cabsf(x[i]);
    phw_envelope_meter *m = NULL;
    heard h = {0};
    cr_assert_eq(phw_envelope_meter_create(&m, &config), PHW_OK);
    cr_assert_eq(phw_envelope_meter_push_envelope(m, magnitude, n), PHW_OK);
    cr_assert_eq(phw_envelope_meter_finish(m), PHW_OK);
    take(&h, m);
    cr_assert_eq(h.n, whole.n);
    for (size_t i = 0; i < h.n; ++i) {
        cr_expect_eq(h.burst[i].start_sample, whole.burst[i].start_sample);
        cr_expect_float_eq(h.burst[i].power, whole.burst[i].power, 1e-5);
    }
    phw_envelope_meter_destroy(m);
    free(magnitude);
    free(x);
}

/* One sample against 20: places are independent but for the reference, and p of them
 * are above (a burst of one sample hides none). A count to 5 sigma; the shared
 * reference doubles its variance at most. */
Test(envelope_meter, takes_noise_for_a_burst_as_often_as_asked)
{
    const size_t n = 300000;
    const double p = 1e-3;
    for (int level = 0; level < 2; ++level) {
        const phw_envelope_config config = {
            .length = 1, .reference = 20, .false_alarm = p};
        phw_cf *x = calloc(n, sizeof *x);
        const phw_rng rng = {6, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x53), 0};
        phw_rng_normal_complex(x, &rng, level == 0 ? 1e-8 : 1e4, 0, n);
        const heard h = listen(&config, x, n, n);
        cr_expect_lt(fabs((double)h.n - (double)n * p), 5 * sqrt(2 * (double)n * p),
                     "%zu of %g", h.n, (double)n * p);
        free(x);
    }
}

Test(envelope_meter, refuses_lengths_and_rates_that_cannot_be)
{
    phw_envelope_meter *m = NULL;
    const phw_envelope_config bad[] = {{.length = 0},
                                       {.length = PHW_ENVELOPE_LENGTH_MAX + 1},
                                       {.length = 1, .false_alarm = 0.2}};
    for (size_t i = 0; i < 3; ++i)
        cr_expect_eq(phw_envelope_meter_create(&m, &bad[i]), PHW_EARG);
    cr_expect_null(m);
    phw_envelope_meter_destroy(m);
}

/* What a burst of 160 dB leaves in the sums of the samples behind it is gone when it
 * has passed both windows twice. */
Test(envelope_meter, hears_again_after_a_very_loud_burst)
{
    const size_t n = 4000;
    phw_cf *x = bursts_in_noise(n, 0.01);
    for (size_t i = 900; i < 1000; ++i)
        x[i] *= 1e9F;
    const heard h = listen(&(phw_envelope_config){.length = 100}, x, n, n);
    size_t n_right = 0;
    for (size_t i = 0; i < h.n; ++i)
        n_right += h.burst[i].start_sample >= 1390 && h.burst[i].power > 0.8 &&
                   h.burst[i].power < 1.2;
    cr_expect_eq(n_right, 6, "%zu of %zu", n_right, h.n);
    free(x);
}
