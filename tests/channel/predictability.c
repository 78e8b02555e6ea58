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

/* Mean over four runs of probes 1/fd apart, dB. */
static double foreseen_db(phw_fading_generator generator, size_t n_sinusoids,
                          double redraw)
{
    enum {
        RUNS = 4
    };

    static phw_cf h[PROBES];
    double mean = 0;
    for (uint32_t run = 0; run < RUNS; ++run) {
        const phw_fading_config config = {.n = 1,
                                          .doppler_hz = 10,
                                          .generator = generator,
                                          .n_sinusoids = n_sinusoids,
                                          .redraw_periods = redraw,
                                          .rng = {.seed = 30, .trial = run}};
        phw_fading *f = NULL;
        cr_assert_eq(phw_fading_create(&f, &config), PHW_OK);
        cr_assert_eq(phw_fading_series(f, h, 0, 0.1, 0, PROBES), PHW_OK);
        mean += nmse(h, run) / RUNS;
        phw_fading_destroy(f);
    }
    return 10 * log10(mean);
}

/* 12000 test probes of which 10000 count as independent: 5 sigma of the ratio are 0.3
 * dB, and the fit's 64 weights on 3000 probes cost 0.09 dB of the ideal -0.37: -1 dB is
 * beyond reach by chance. */
Test(predictability, the_next_probe_of_our_process_cannot_be_foreseen)
{
    const double db = foreseen_db(PHW_FADING_SPECTRAL, 0, 0);
    cr_expect_geq(db, -1, "%.2f dB", db);
    cr_expect_leq(db, 0.3, "%.2f dB", db);
}

/* The negative control: what has 16 lines for good is learnt. */
Test(predictability, sixteen_sinusoids_that_stay_are_foreseen)
{
    const double db = foreseen_db(PHW_FADING_SINUSOIDS, 16, 0);
    cr_expect_lt(db, -15, "%.2f dB", db);
}

/* Even 256 of them: -1.1 to -1.3 dB after 3000 probes, where 5 sigma are 0.3. */
Test(predictability, hundreds_of_sinusoids_that_stay_give_more_away_than_a_process)
{
    const double lines_db = foreseen_db(PHW_FADING_SINUSOIDS, 256, 0);
    const double process_db = foreseen_db(PHW_FADING_SPECTRAL, 0, 0);
    cr_expect_lt(lines_db, process_db - 0.3, "%.2f dB against %.2f dB", lines_db,
                 process_db);
}

Test(predictability, sinusoids_that_are_redrawn_cannot_be_foreseen)
{
    const double few_db = foreseen_db(PHW_FADING_SINUSOIDS, 16, 8);
    const double many_db = foreseen_db(PHW_FADING_SINUSOIDS, 256, 128);
    cr_expect_geq(few_db, -1, "%.2f dB", few_db);
    cr_expect_leq(few_db, 0.3, "%.2f dB", few_db);
    cr_expect_geq(many_db, -1, "%.2f dB", many_db);
    cr_expect_leq(many_db, 0.3, "%.2f dB", many_db);
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
