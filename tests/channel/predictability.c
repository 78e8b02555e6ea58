/* A generator may feed a key-rate benchmark only when no one who has listened long can
 * tell the next probe: how well a 64-tap linear predictor, fitted to 3000 noisy probes
 * by least squares, foresees the noise-free next one, probes 1/fd apart. A Gaussian
 * process with Clarke's spectrum allows -0.4 dB; a sum of N sinusoids is 3 N numbers,
 * and the predictor learns them. */
#include "channel/predictability.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/fading.h"
#include "core/signal.h"

#include "tests/channel/statistics.h"

#define TRAIN  3000
#define PROBES 6000

/* At 20 dB SNR. */
static double nmse(const phw_cf *clean, uint32_t trial)
{
    const phw_rng rng = {
        .seed = 31, .purpose = PHW_RNG_PURPOSE(PHW_RNG_NOISE, 0), .trial = trial};
    static phw_cf noisy[PROBES];
    double found = 0;
    phw_rng_normal_complex(noisy, &rng, 0.01, 0, PROBES);
    for (size_t t = 0; t < PROBES; ++t)
        noisy[t] += clean[t];
    cr_assert_eq(phw_predictability_measure(&found, clean, noisy, PROBES, TRAIN),
                 PHW_OK);
    return found;
}

/* Mean over four runs. 12000 test probes of which 10000 count as independent: 5 sigma
 * of the ratio are 0.3 dB, and the fit's 64 weights on 3000 probes cost 0.09 dB of the
 * ideal -0.37: -1 dB is beyond reach by chance. */
Test(predictability, the_next_probe_of_our_process_cannot_be_foreseen)
{
    enum {
        RUNS = 4
    };

    double mean = 0;
    for (uint32_t run = 0; run < RUNS; ++run) {
        const phw_fading_config config = {
            .n = 1, .doppler_hz = 10, .rng = {.seed = 30, .trial = run}};
        phw_fading *f = NULL;
        cr_assert_eq(phw_fading_create(&f, &config), PHW_OK);
        static phw_cf h[PROBES];
        for (size_t t = 0; t < PROBES; ++t)
            cr_assert_eq(phw_fading_read(f, &h[t], (double)t / 10), PHW_OK);
        mean += nmse(h, run) / RUNS;
        phw_fading_destroy(f);
    }
    cr_expect_geq(10 * log10(mean), -1, "%.2f dB", 10 * log10(mean));
    cr_expect_leq(10 * log10(mean), 0.3, "%.2f dB", 10 * log10(mean));
}

/* Xiao, Zheng and Beaulieu, IEEE Trans. Wireless Commun. 5(12), 2006: 16 sinusoids. */
Test(predictability, the_next_probe_of_sixteen_sinusoids_can)
{
    enum {
        LINES = 16
    };

    const phw_rng rng = {.seed = 32};
    float u[2 * LINES];
    phw_rng_uniform(u, &rng, 0, 2 * LINES);
    static phw_cf h[PROBES];
    for (size_t t = 0; t < PROBES; ++t) {
        double complex sum = 0;
        for (int n = 0; n < LINES; ++n) {
            const double doppler = cos(2 * M_PI * (n + (double)u[2 * n]) / LINES);
            sum += phasor(fmod(doppler * (double)t, 1) + (double)u[2 * n + 1]);
        }
        h[t] = (phw_cf)(sum / sqrt(LINES));
    }
    const double db = 10 * log10(nmse(h, 0));
    cr_expect_lt(db, -15, "%.2f dB", db);
}

/* The ideal -0.37 dB (an infinite past, the spectrum aliased), a little less by the
 * finite past, and what 64 weights fitted to 3000 probes lose. */
Test(predictability, wieners_bound_is_the_known_one)
{
    const phw_process_model clarke_model = {.power = 1};
    double fitted = 0;
    double ideal = 0;
    cr_assert_eq(phw_predictability_expect(&fitted, &clarke_model, 1, 0.01, TRAIN),
                 PHW_OK);
    cr_assert_eq(phw_predictability_expect(&ideal, &clarke_model, 1, 0.01, 1000000000),
                 PHW_OK);
    cr_expect_float_eq(10 * log10(ideal), -0.37, 0.02, "%.3f dB", 10 * log10(ideal));
    cr_expect_float_eq(10 * log10(fitted), -0.27, 0.02, "%.3f dB", 10 * log10(fitted));
}

/* 50 probes in 1/fd: the band is known, and so is the next value. White noise is not.
 */
Test(predictability, what_is_read_densely_is_foreseen)
{
    const phw_process_model clarke_model = {.power = 1};
    double dense = 0;
    cr_assert_eq(phw_predictability_expect(&dense, &clarke_model, 0.02, 0.01, TRAIN),
                 PHW_OK);
    cr_expect_lt(10 * log10(dense), -20, "%.2f dB", 10 * log10(dense));
    const phw_rng rng = {.seed = 33};
    static phw_cf white[PROBES];
    phw_rng_normal_complex(white, &rng, 1, 0, PROBES);
    cr_expect_gt(10 * log10(nmse(white, 0)), -0.3);
}

Test(predictability, too_few_probes_and_silence_are_refused)
{
    static const phw_cf silence[PROBES];
    const phw_process_model clarke_model = {.power = 1};
    double found = 7;
    cr_expect_eq(phw_predictability_measure(&found, silence, silence, PROBES, TRAIN),
                 PHW_EARG);
    cr_expect_eq(phw_predictability_measure(&found, silence, silence, 256, 128),
                 PHW_EARG);
    cr_expect_eq(phw_predictability_measure(&found, silence, silence, 300, 200),
                 PHW_EARG);
    cr_expect_eq(phw_predictability_measure(&found, silence, silence, 100, 200),
                 PHW_EARG);
    cr_expect_eq(phw_predictability_expect(&found, &clarke_model, 0, 0.01, TRAIN),
                 PHW_EARG);
    cr_expect_eq(phw_predictability_expect(&found, &clarke_model, 1, -1, TRAIN),
                 PHW_EARG);
    cr_expect_eq(phw_predictability_expect(&found, &clarke_model, 1, 0.01, 100),
                 PHW_EARG);
    cr_expect_float_eq(found, 7, 0);
}
