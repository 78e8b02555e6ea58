#include "channel/validation_prediction.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/ensemble.h"
#include "channel/predictability.h"
#include "core/rng.h"
#include "core/signal.h"

#define TRAIN  3000
#define PROBES 6000
#define RUNS   4

/* 20 dB. */
#define NOISE 0.01

/* Over four runs of 3000 probes one standard error of the ratio is 0.06 dB. Twice that
 * is taken, so that the limit for Clarke's spectrum is the -1 dB that a sum of a few
 * hundred lines just misses. */
#define ERROR_DB 0.145

/* Values that fade, by falling power: the strongest are what a key comes from. */
static size_t strongest(size_t *order, const phw_validation_subject *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->source->n; ++i) {
        if (phw_process_diffuse(&s->model[i]) <= 0)
            continue;
        size_t at = n++;
        for (; at > 0 && s->model[order[at - 1]].power < s->model[i].power; --at)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return n;
}

static phw_status measure(double *nmse, phw_cf *row, const phw_validation_subject *s,
                          size_t run, size_t tap)
{
    phw_cf *clean = row + PHW_TAPS_MAX;
    phw_cf *noisy = clean + PROBES;
    const phw_rng rng = {.seed = 31,
                         .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 0),
                         .trial = (uint32_t)run};
    phw_rng_normal_complex(noisy, &rng, NOISE, 0, PROBES);
    for (size_t t = 0; t < PROBES; ++t) {
        PHW_TRY(phw_ensemble_read(row, s, run, (double)t, 0, 1));
        clean[t] = row[tap];
        noisy[t] += row[tap];
    }
    return phw_predictability_measure(nmse, clean, noisy, PROBES, TRAIN);
}

static phw_status run(phw_statistics *out, const phw_validation_subject *subject)
{
    size_t order[PHW_TAPS_MAX];
    phw_cf *row = NULL;
    double mean = 0;
    double expected = 0;
    const size_t n = strongest(order, subject);
    if (n == 0)
        return PHW_OK;
    phw_status s = phw_array_alloc(&row, PHW_TAPS_MAX + 2 * PROBES, sizeof *row);
    for (size_t i = 0; !s && i < RUNS; ++i) {
        const size_t tap = order[i % n];
        double nmse = 0;
        double best = 0;
        s = measure(&nmse, row, subject, i, tap);
        if (!s)
            s = phw_predictability_expect(&best, &subject->model[tap], 1, NOISE, TRAIN);
        mean += nmse / RUNS;
        expected += best / RUNS;
    }
    free(row);
    if (s)
        return s;
    phw_statistic f = {.name = "error of the next value foreseen, dB",
                       .measured = 10 * log10(mean),
                       .expected = 10 * log10(expected),
                       .standard_error = ERROR_DB};
    (void)snprintf(f.at, sizeof f.at, "64 past ones, 1/fd apart");
    return phw_statistics_add(out, &f, PHW_STATISTIC_LEAST, 1);
}

const phw_validation phw_validation_prediction = {
    .name = "prediction",
    .summary = "how well the next value is foreseen by who has listened long",
    .reference = "Wiener's predictor; off when 0.7 dB better, -1 dB for Clarke",
    .moving = true,
    .run = run,
};
