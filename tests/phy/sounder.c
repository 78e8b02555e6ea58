/* Bursts in noise: found, at their place, and nothing else. */
#include "phy/sounder.h"

#include <string.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

#include "phy/sounding_estimator.h"

#include "sounding_signal.h"

#define MOST 64

static const char *const forms[] = {
    "wifi-ltf",           "ofdm-comb",     "zadoff-chu:length=61",
    "m-sequence:order=6", "gold:order=6",  "chirp",
    "lora:sf=6",          "golay:order=6",
};

#define N_FORMS (sizeof forms / sizeof forms[0])

/* What a receiver says of samples that come in parts of `part`. */
typedef struct heard {
    phw_sounding_arrival arrival[MOST];
    phw_cf middle[MOST]; /* the channel's value on the bin in the middle */
    size_t n;
    phw_sounder_counts counts;
    double threshold;
} heard;

static void take(heard *h, phw_sounder *r)
{
    phw_sounding_arrival a;
    while (phw_sounder_take(r, &a)) {
        cr_assert_lt(h->n, MOST);
        cr_assert_eq(phw_pilot_estimate_check(&a.pilots), PHW_OK, "%s",
                     phw_error_message());
        h->middle[h->n] = a.pilots.value[a.pilots.n / 2];
        h->arrival[h->n++] = a;
    }
}

static heard listen(const phw_sounding_waveform *w, const phw_sounder_config *config,
                    const phw_cf *sample, size_t n, size_t part)
{
    heard h = {0};
    phw_sounder *r = NULL;
    cr_assert_eq(phw_sounder_create(&r, w, config), PHW_OK, "%s", phw_error_message());
    for (size_t i = 0; i < n; i += part) {
        cr_assert_eq(phw_sounder_push(r, sample + i, n - i < part ? n - i : part),
                     PHW_OK);
        take(&h, r);
    }
    cr_assert_eq(phw_sounder_finish(r), PHW_OK);
    take(&h, r);
    h.counts = phw_sounder_counts_of(r);
    h.threshold = phw_sounder_threshold(r);
    phw_sounder_destroy(r);
    return h;
}

static phw_cf *noise_of(size_t n, double variance, uint32_t trial)
{
    phw_cf *out = calloc(n, sizeof *out);
    const phw_rng rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x51), trial};
    cr_assert_not_null(out);
    phw_rng_normal_complex(out, &rng, variance, 0, n);
    return out;
}

/* The burst as it is, with a gain and an offset, on top of what is there. */
static void add(phw_cf *to, const phw_sounding_waveform *w, double gain, double cfo)
{
    for (size_t i = 0; i < w->n_samples; ++i)
        to[i] += (phw_cf)(gain * (double complex)w->sample[i] *
                          cexp(CMPLX(0, 2 * M_PI * cfo * (double)i)));
}

/* At 10 dB a burst's place is its own to 1/4 of a chip, with 5 sigma far below. */
Test(sounder, finds_every_burst_at_its_place_and_no_other)
{
    for (size_t i = 0; i < N_FORMS; ++i) {
        for (size_t q = 1; q <= 2; ++q) {
            phw_sounding_waveform w = {0};
            cr_assert_eq(phw_sounding_waveform_make(&w, forms[i], q), PHW_OK);
            const size_t place[] = {0, 3 * w.n_samples, 4 * w.n_samples + 7,
                                    9 * w.n_samples};
            const size_t n = 10 * w.n_samples;
            const double lag = (double)phw_sounding_waveform_lag(&w);
            /* The noise of the bins that are not used does not count. */
            const double snr_db =
                10 + 10 * log10((double)w.n_core / (double)(q * w.n_used));
            phw_cf *x = noise_of(n, 0.1 * (double)q, (uint32_t)i);
            for (size_t k = 0; k < 4; ++k)
                add(x + place[k], &w, 1, ((double)k - 1.5) * 0.3 / lag);
            const heard h = listen(&w, NULL, x, n, n);
            cr_assert_eq(h.n, 4, "%s q %zu: %zu", forms[i], q, h.n);
            for (size_t k = 0; k < 4; ++k) {
                const phw_sounding_arrival *a = &h.arrival[k];
                const double at =
                    (double)a->start_sample + a->timing - (double)place[k];
                cr_expect_lt(fabs(at), 0.25 * (double)q, "%s q %zu burst %zu: %g off",
                             forms[i], q, k, at);
                cr_expect_lt(fabs(a->cfo - ((double)k - 1.5) * 0.3 / lag),
                             8 * a->cfo_deviation, "%s burst %zu: %g of a lag",
                             forms[i], k, a->cfo * lag);
                cr_expect_float_eq(a->snr_db, snr_db, 1.8, "%s: %g dB", forms[i],
                                   a->snr_db);
                cr_expect_float_eq(a->power, 1, 0.3, "%s: %g", forms[i], a->power);
            }
            free(x);
            phw_sounding_waveform_free(&w);
        }
    }
}

/* At an offset that moves a chirp's place, too. */
static void expect_the_same(const char *form, double cfo_in_lags)
{
    phw_sounding_waveform w = {0};
    cr_assert_eq(phw_sounding_waveform_make(&w, form, 1), PHW_OK);
    const double cfo = cfo_in_lags / (double)phw_sounding_waveform_lag(&w);
    const size_t n = 9001;
    static const size_t part[] = {1, 7, 1023, 1024, 4000};
    phw_cf *x = noise_of(n, 0.2, 1);
    for (size_t at = 100; at + w.n_samples < n; at += 700)
        add(x + at, &w, 1, cfo);
    const heard whole = listen(&w, NULL, x, n, n);
    cr_assert_eq(whole.n, 13);
    for (size_t i = 0; i < sizeof part / sizeof part[0]; ++i) {
        const heard h = listen(&w, NULL, x, n, part[i]);
        cr_assert_eq(h.n, whole.n);
        cr_expect_eq(memcmp(&h.counts, &whole.counts, sizeof h.counts), 0);
        for (size_t k = 0; k < h.n; ++k) {
            cr_expect_eq(h.arrival[k].start_sample, whole.arrival[k].start_sample);
            cr_expect_eq(h.arrival[k].cfo, whole.arrival[k].cfo);
            cr_expect_eq(h.arrival[k].metric, whole.arrival[k].metric);
            cr_expect_eq(h.middle[k], whole.middle[k]);
        }
    }
    free(x);
    phw_sounding_waveform_free(&w);
}

Test(sounder, hears_the_same_in_blocks_of_any_size)
{
    expect_the_same("golay:order=5", 0.04);
    expect_the_same("zadoff-chu:length=31", 0.49);
    expect_the_same("chirp:length=64", -0.49);
}

/* A place counts with probability p; after one a burst's reach is not looked at. So of
 * n samples about n p / (1 + p reach) are found, a Poisson number to 5 sigma; neither
 * the noise's level nor a constant changes that. One offset is tried: the probability
 * is exact. */
Test(sounder, takes_noise_for_a_burst_as_often_as_asked)
{
    const double p = 1e-4;
    const size_t n = 500000;
    static const char *const some[] = {"zadoff-chu:length=61", "golay:order=4",
                                       "wifi-ltf"};
    const phw_sounder_config config = {.false_alarm = p, .cfo_max = 1e-9};
    for (size_t i = 0; i < 3; ++i) {
        phw_sounding_waveform w = {0};
        cr_assert_eq(phw_sounding_waveform_make(&w, some[i], 1), PHW_OK);
        phw_cf *x = noise_of(n, 1e-8 * pow(10, 4 * (double)i), (uint32_t)i);
        for (size_t k = 0; k < n && i > 0; ++k)
            x[k] += (float)(1e-3 * pow(10, 2 * (double)i));
        phw_sounder *r = NULL;
        cr_assert_eq(phw_sounder_create(&r, &w, &config), PHW_OK);
        cr_assert_eq(phw_sounder_push(r, x, n), PHW_OK);
        cr_assert_eq(phw_sounder_finish(r), PHW_OK);
        const double found = (double)phw_sounder_counts_of(r).n_bursts;
        const double reach = (double)w.n_samples;
        const double most = (double)n * p;
        const double least = most / (1 + 2 * p * reach);
        cr_expect(found < most + 5 * sqrt(most) && found > least - 5 * sqrt(most),
                  "%s: %g found, %g to %g expected", some[i], found, least, most);
        phw_sounder_destroy(r);
        free(x);
        phw_sounding_waveform_free(&w);
    }
}

/* All offsets that are tried share the false alarms: many of them together have no more
 * than was asked for, a Poisson number to 5 sigma, and not much less, neighbours that
 * are alike counting twice. */
Test(sounder, shares_the_false_alarms_among_the_offsets)
{
    const size_t n = 300000;
    const phw_sounder_config config = {.false_alarm = 3e-4, .cfo_max = 0.2};
    phw_sounding_waveform w = {0};
    phw_sounder *r = NULL;
    cr_assert_eq(phw_sounding_waveform_make(&w, "m-sequence:order=5", 1), PHW_OK);
    phw_cf *x = noise_of(n, 1, 77);
    cr_assert_eq(phw_sounder_create(&r, &w, &config), PHW_OK);
    cr_assert_eq(phw_sounder_push(r, x, n), PHW_OK);
    cr_assert_eq(phw_sounder_finish(r), PHW_OK);
    const double above = (double)phw_sounder_counts_of(r).n_above;
    cr_expect(above > 0.2 * 90 && above < 90 + 5 * sqrt(90), "%g", above);
    phw_sounder_destroy(r);
    free(x);
    phw_sounding_waveform_free(&w);
}

/* The share of the energy held has, in a burst, the noncentral distribution of F =
 * (held / B) / (rest / (B (N - 2))): 2B and 2B (N - 2) degrees of freedom, and the
 * noncentrality 2 B N snr on the numerator. Its tail is a Poisson mixture of beta
 * tails. */
static double detection(double threshold, double blocks, double n, double snr)
{
    const double lambda = blocks * (n - 1) * snr;
    double weight = exp(-lambda);
    double sum = 0;
    for (int k = 0; k < 400; ++k) {
        sum += weight * gsl_cdf_beta_Q(threshold, blocks + k, blocks * (n - 2));
        weight *= lambda / (k + 1);
    }
    return sum;
}

/* 400 bursts each; a binomial number to 5 sigma. A burst found elsewhere than within a
 * sample of its place does not count. */
Test(sounder, finds_weak_bursts_as_often_as_can_be)
{
    static const double snr_db[] = {-8, -7, -6, -5, -4};

    enum {
        N_BURSTS = 400
    };

    phw_sounding_waveform w = {0};
    cr_assert_eq(phw_sounding_waveform_make(&w, "zadoff-chu:length=61", 1), PHW_OK);
    const phw_sounder_config config = {.cfo_max = 1e-9};
    for (size_t i = 0; i < sizeof snr_db / sizeof snr_db[0]; ++i) {
        const double snr = pow(10, snr_db[i] / 10);
        const size_t period = 4 * w.n_samples;
        phw_cf *x = noise_of(N_BURSTS * period, 1, (uint32_t)i);
        for (size_t b = 0; b < N_BURSTS; ++b)
            add(x + b * period + 50, &w, sqrt(snr), 0);
        phw_sounder *r = NULL;
        phw_sounding_arrival a;
        size_t n = 0;
        cr_assert_eq(phw_sounder_create(&r, &w, &config), PHW_OK);
        cr_assert_eq(phw_sounder_push(r, x, N_BURSTS * period), PHW_OK);
        cr_assert_eq(phw_sounder_finish(r), PHW_OK);
        while (phw_sounder_take(r, &a))
            n += a.start_sample % period == 50;
        const double p = detection(phw_sounder_threshold(r), 2, 61, snr);
        const double sigma = sqrt(p * (1 - p) * N_BURSTS);
        cr_expect_lt(fabs((double)n - p * N_BURSTS), 5 * sigma + 1,
                     "%g dB: %zu of %d, %.1f expected", snr_db[i], n, N_BURSTS,
                     p * N_BURSTS);
        phw_sounder_destroy(r);
        free(x);
    }
    phw_sounding_waveform_free(&w);
}

Test(sounder, sets_its_threshold_at_the_beta_distributions_tail)
{
    static const char *const some[] = {"tone", "zadoff-chu:length=3", "golay:order=10",
                                       "lora:sf=9:preamble=32"};
    static const double p[] = {1e-1, 1e-6, 1e-12};
    for (size_t i = 0; i < 12; ++i) {
        phw_sounding_waveform w = {0};
        phw_sounder *r = NULL;
        const phw_sounder_config config = {.false_alarm = p[i / 4], .cfo_max = 1e-9};
        cr_assert_eq(phw_sounding_waveform_make(&w, some[i % 4], 1), PHW_OK);
        cr_assert_eq(phw_sounder_create(&r, &w, &config), PHW_OK);
        const double blocks = (double)w.n_blocks;
        const double q = gsl_cdf_beta_Q(phw_sounder_threshold(r), blocks,
                                        blocks * (double)(w.n_core - 2));
        cr_expect_float_eq(q / p[i / 4], 1, 1e-6, "%s: %g, not %g", some[i % 4], q,
                           p[i / 4]);
        phw_sounder_destroy(r);
        phw_sounding_waveform_free(&w);
    }
}

Test(sounder, searches_offsets_as_wide_as_asked)
{
    static const char *const some[] = {"m-sequence:order=7", "lora:sf=7", "golay"};
    for (size_t i = 0; i < 3; ++i) {
        phw_sounding_waveform w = {0};
        cr_assert_eq(phw_sounding_waveform_make(&w, some[i], 1), PHW_OK);
        const size_t n = 3 * w.n_samples;
        const phw_sounder_config config = {.cfo_max = 0.1};
        for (int k = -4; k <= 4; ++k) {
            const double cfo = 0.0245 * k;
            phw_cf *x = noise_of(n, 0.1, (uint32_t)(k + 4));
            add(x + 333, &w, 1, cfo);
            const heard h = listen(&w, &config, x, n, n);
            cr_assert_eq(h.n, 1, "%s %g: %zu", some[i], cfo, h.n);
            cr_expect_eq(h.arrival[0].start_sample, 333, "%s: %llu", some[i],
                         (unsigned long long)h.arrival[0].start_sample);
            cr_expect_lt(fabs(h.arrival[0].cfo - cfo), 8 * h.arrival[0].cfo_deviation,
                         "%s: %g, not %g", some[i], h.arrival[0].cfo, cfo);
            free(x);
        }
        phw_sounding_waveform_free(&w);
    }
}

/* Anywhere within half a turn over the blocks' distance, and between samples: a chirp's
 * offset and delay are told apart, too, by what was asked for. 25 dB. */
Test(sounder, tells_offset_and_delay_of_every_form_within_half_a_turn)
{
    for (size_t i = 0; i < N_FORMS; ++i) {
        phw_sounding_waveform w = {0};
        cr_assert_eq(phw_sounding_waveform_make(&w, forms[i], 1), PHW_OK);
        const double lag = (double)phw_sounding_waveform_lag(&w);
        const size_t n = 3 * w.n_samples;
        phw_cf *clean = calloc(w.n_samples, sizeof *clean);
        cr_assert_not_null(clean);
        for (int k = 0; k < 20; ++k) {
            const passage p = {.gain = 1,
                               .cfo = (k % 2 == 0 ? 0.45 : -0.45) / lag,
                               .delay = 0.05 * k - 0.5};
            phw_cf *x = noise_of(n, 0.003, (uint32_t)k);
            pass(clean, &w, &p);
            for (size_t t = 0; t < w.n_samples; ++t)
                x[w.n_samples + t] += clean[t];
            const heard h = listen(&w, NULL, x, n, n);
            cr_assert_eq(h.n, 1, "%s: %zu", forms[i], h.n);
            const phw_sounding_arrival *a = &h.arrival[0];
            const double late =
                (double)a->start_sample - (double)w.n_samples + a->timing;
            cr_expect_lt(fabs(a->cfo - p.cfo), 6 * a->cfo_deviation,
                         "%s: %g of a turn, not %g", forms[i], a->cfo * lag,
                         p.cfo * lag);
            cr_expect_lt(fabs(a->timing), 0.6, "%s: %g", forms[i], a->timing);
            cr_expect_lt(fabs(late - p.delay), 6 * a->timing_deviation,
                         "%s: %g samples late, not %g", forms[i], late, p.delay);
            free(x);
        }
        free(clean);
        phw_sounding_waveform_free(&w);
    }
}

Test(sounder, reports_a_burst_when_its_last_block_is_complete)
{
    phw_sounding_waveform w = {0};
    cr_assert_eq(phw_sounding_waveform_make(&w, "wifi-ltf", 1), PHW_OK);
    phw_cf *x = noise_of(400, 1e-3, 0);
    add(x + 40, &w, 1, 0);
    for (size_t n = 0; n <= 400; ++n) {
        const heard h = listen(&w, NULL, x, n, n > 0 ? n : 1);
        cr_expect_leq(h.n, 1);
        if (n >= 200)
            cr_expect_eq(h.n, 1, "%zu samples", n);
        if (n >= 200 && h.n == 1)
            cr_expect_eq(h.arrival[0].start_sample, 40);
        cr_expect_eq(h.counts.n_samples, n);
    }
    free(x);
    phw_sounding_waveform_free(&w);
}

/* Zeros have no energy, and a burst's filtered skirts none above them. */
Test(sounder, finds_nothing_in_silence_and_one_burst_in_it)
{
    for (size_t i = 0; i < N_FORMS; ++i) {
        phw_sounding_waveform w = {0};
        cr_assert_eq(phw_sounding_waveform_make(&w, forms[i], 1), PHW_OK);
        const size_t n = 3000 + 2 * w.n_samples;
        phw_cf *x = calloc(n, sizeof *x);
        cr_assert_eq(listen(&w, NULL, x, n, n).n, 0);
        free(x);
        for (size_t at = 0; at < 3000; at += 731) {
            x = calloc(n, sizeof *x);
            add(x + at, &w, 1e-6, 0);
            const heard h = listen(&w, NULL, x, n, n);
            cr_assert_eq(h.n, 1, "%s: %zu", forms[i], h.n);
            cr_expect_eq(h.arrival[0].start_sample, at, "%s: %llu, not %zu", forms[i],
                         (unsigned long long)h.arrival[0].start_sample, at);
            cr_expect_float_eq(h.arrival[0].power, 1e-12, 1e-14);
            free(x);
        }
        phw_sounding_waveform_free(&w);
    }
}

/* Two paths 5 samples apart, the first the stronger: the response is theirs on every
 * bin, as counted from the burst's place. Noiseless; what a path's end leaves out of
 * the circular model is nothing. */
Test(sounder, gives_the_response_of_a_channel_of_two_paths)
{
    for (size_t i = 0; i < N_FORMS; ++i) {
        phw_sounding_waveform w = {0};
        cr_assert_eq(phw_sounding_waveform_make(&w, forms[i], 1), PHW_OK);
        const size_t n = 4 * w.n_samples;
        const phw_cf echo = 0.3F - 0.4F * I;
        phw_cf *x = noise_of(n, 1e-8, 0);
        phw_sounder *r = NULL;
        phw_sounding_arrival a;
        add(x + 200, &w, 1, 0);
        for (size_t k = 0; k < w.n_samples; ++k)
            x[205 + k] += echo * w.sample[k];
        cr_assert_eq(phw_sounder_create(&r, &w, NULL), PHW_OK);
        cr_assert_eq(phw_sounder_push(r, x, n), PHW_OK);
        cr_assert_eq(phw_sounder_finish(r), PHW_OK);
        cr_assert(phw_sounder_take(r, &a), "%s", forms[i]);
        cr_expect_eq(a.start_sample, 200);
        for (size_t k = 0; k < a.pilots.n; ++k) {
            const double complex h =
                1 + (double complex)echo *
                        cexp(CMPLX(0, -2 * M_PI * a.pilots.frequency[k] * 5));
            cr_assert_lt(cabs((double complex)a.pilots.value[k] - h), 0.01,
                         "%s bin %zu: %g %g", forms[i], k, creal(h), cimag(h));
        }
        phw_sounder_destroy(r);
        free(x);
        phw_sounding_waveform_free(&w);
    }
}

/* A quarter of the guard may come before the strongest path, whose place the burst's
 * is: it disturbs nothing. */
Test(sounder, keeps_an_echo_that_comes_before_the_strongest_path)
{
    for (size_t i = 0; i < N_FORMS; ++i) {
        phw_sounding_waveform w = {0};
        cr_assert_eq(phw_sounding_waveform_make(&w, forms[i], 1), PHW_OK);
        const size_t early = phw_sounding_estimator_early(&w);
        const size_t n = 4 * w.n_samples;
        phw_cf *x = noise_of(n, 1e-8, 0);
        phw_sounder *r = NULL;
        phw_sounding_arrival a;
        cr_assert_geq(early, 2, "%s", forms[i]);
        add(x + 200, &w, 1, 0);
        add(x + 200 - early, &w, 0.5, 0);
        cr_assert_eq(phw_sounder_create(&r, &w, NULL), PHW_OK);
        cr_assert_eq(phw_sounder_push(r, x, n), PHW_OK);
        cr_assert_eq(phw_sounder_finish(r), PHW_OK);
        cr_assert(phw_sounder_take(r, &a), "%s", forms[i]);
        cr_expect_eq(a.start_sample, 200);
        for (size_t k = 0; k < a.pilots.n; ++k) {
            const double turn = 2 * M_PI * a.pilots.frequency[k] * (double)early;
            const double complex h = 1 + 0.5 * cexp(CMPLX(0, turn));
            cr_assert_lt(cabs((double complex)a.pilots.value[k] - h), 0.01,
                         "%s bin %zu", forms[i], k);
        }
        phw_sounder_destroy(r);
        free(x);
        phw_sounding_waveform_free(&w);
    }
}

Test(sounder, refuses_what_it_cannot_do)
{
    phw_sounding_waveform w = {0};
    phw_sounder *r = NULL;
    cr_assert_eq(phw_sounding_waveform_make(&w, "tone", 1), PHW_OK);
    const phw_sounder_config bad[] = {
        {.false_alarm = 0.5}, {.false_alarm = -1}, {.cfo_max = 0.6}, {.cfo_max = -1}};
    for (size_t i = 0; i < 4; ++i)
        cr_expect_eq(phw_sounder_create(&r, &w, &bad[i]), PHW_EARG);
    phw_sounding_waveform long_one = {0};
    cr_assert_eq(phw_sounding_waveform_make(&long_one, "chirp:length=8192", 8), PHW_OK);
    cr_expect_eq(
        phw_sounder_create(&r, &long_one, &(phw_sounder_config){.cfo_max = 0.5}),
        PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "cfo_max"));
    phw_sounding_waveform_free(&long_one);
    cr_expect_null(r);
    cr_assert_eq(phw_sounder_create(&r, &w, NULL), PHW_OK);
    cr_assert_eq(phw_sounder_finish(r), PHW_OK);
    cr_expect_eq(phw_sounder_finish(r), PHW_EARG);
    cr_expect_eq(phw_sounder_push(r, w.sample, 1), PHW_EARG);
    phw_sounder_destroy(r);
    phw_sounder_destroy(NULL);
    phw_sounding_waveform_free(&w);
}

Test(sounder, finds_a_tone_somewhere_in_it)
{
    phw_sounding_waveform w = {0};
    cr_assert_eq(phw_sounding_waveform_make(&w, "tone", 1), PHW_OK);
    phw_cf *x = noise_of(4000, 0.1, 0);
    add(x + 1000, &w, 1, 0.002);
    const heard h = listen(&w, NULL, x, 4000, 4000);
    cr_assert_eq(h.n, 1);
    cr_expect_lt(fabs((double)h.arrival[0].start_sample - 1000), (double)w.guard + 1);
    cr_expect_lt(fabs(h.arrival[0].cfo - 0.002), 8 * h.arrival[0].cfo_deviation);
    cr_expect(isnan(h.arrival[0].timing));
    free(x);
    phw_sounding_waveform_free(&w);
}
