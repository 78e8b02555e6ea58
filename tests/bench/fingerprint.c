/* Decisions a second on fingerprints of 20 transmitters with 10 features, and beside
 * them the textbook way with GSL: a triangular solve for each transmitter. What the
 * features cost is measured in bursts.c. Prints; asserts nothing. */
#include "auth/fingerprint.h"

#include <math.h>
#include <stdio.h>

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>

#include "auth/classifiers.h"
#include "core/rng.h"

#include "tests/bench/clock.h"

enum {
    LABELS = 20,
    FRAMES = 100,
    P = 10,
    TESTED = 2000,
    REPEATS = 5
};

static double test_frame[TESTED][P];

static void draw(double *out, uint32_t label, uint32_t trial)
{
    const phw_rng rng = {
        .seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x4651), .trial = trial};
    const phw_rng own = {
        .seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x4652), .trial = label};
    float noise[P];
    float mean[P];
    phw_rng_normal(noise, &rng, 0, P);
    phw_rng_normal(mean, &own, 0, P);
    for (size_t j = 0; j < P; ++j)
        out[j] = (double)noise[j] + 3 * (double)mean[j];
}

static phw_status enroll(phw_fingerprint *out, const phw_classifier *classifier)
{
    static double value[FRAMES * P];
    phw_fingerprint_config config = {
        .n_features = P, .classifier = classifier, .false_rejection = 0.01};
    for (size_t j = 0; j < P; ++j)
        config.feature[j] = (phw_fingerprint_column){{(char)('a' + j)}, "1"};
    phw_params_preset(&config.params, classifier->params, classifier->n_params);
    PHW_TRY(phw_fingerprint_create(out, &config));
    for (uint32_t l = 0; l < LABELS; ++l) {
        const char name[] = {(char)('A' + l), '\0'};
        for (uint32_t i = 0; i < FRAMES; ++i)
            draw(value + (size_t)i * P, l, l * FRAMES + i);
        PHW_TRY(phw_fingerprint_enroll(out, name, name, value, FRAMES));
    }
    return PHW_OK;
}

static double decide(const phw_fingerprint *model)
{
    double least_s = HUGE_VAL;
    size_t accepted = 0;
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        const double from = now_s();
        for (size_t i = 0; i < TESTED; ++i)
            accepted += phw_fingerprint_identify(model, test_frame[i]).accepted;
        least_s = fmin(least_s, now_s() - from);
    }
    return accepted > 0 ? TESTED / least_s : (double)NAN;
}

/* |L^-1 (x - m)| for each m, with L of the identity: its zeros are not skipped. */
static double textbook(const phw_fingerprint *model)
{
    gsl_matrix *L = gsl_matrix_alloc(P, P);
    gsl_vector *z = gsl_vector_alloc(P);
    double least_s = HUGE_VAL;
    double sum = 0;
    gsl_matrix_set_identity(L);
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        const double from = now_s();
        for (size_t i = 0; i < TESTED * (size_t)LABELS; ++i) {
            const double *mean = model->learnt.centre + i % LABELS * P;
            for (size_t j = 0; j < P; ++j)
                gsl_vector_set(z, j, test_frame[i / LABELS][j] - mean[j]);
            (void)gsl_blas_dtrsv(CblasLower, CblasNoTrans, CblasNonUnit, L, z);
            sum += gsl_blas_dnrm2(z);
        }
        least_s = fmin(least_s, now_s() - from);
    }
    gsl_vector_free(z);
    gsl_matrix_free(L);
    return sum > 0 ? TESTED / least_s : (double)NAN;
}

static phw_status measure(const phw_classifier *classifier)
{
    phw_fingerprint model = {.label = NULL};
    phw_status s = enroll(&model, classifier);
    const double from = now_s();
    if (!s)
        s = phw_fingerprint_learn(&model);
    const double learnt_s = now_s() - from;
    if (!s) {
        const double rate = decide(&model);
        printf("  %-12s %9.0f decisions/s, %6.2f ms to learn %d frames",
               classifier->name, rate, 1e3 * learnt_s, LABELS * FRAMES);
        if (classifier->law != NULL)
            printf(", %.1f x the textbook's", rate / textbook(&model));
        printf("\n");
    }
    phw_fingerprint_free(&model);
    return s;
}

int main(void)
{
    size_t n = 0;
    const phw_classifier *const *all = phw_classifier_list(&n);
    for (uint32_t i = 0; i < TESTED; ++i)
        draw(test_frame[i], i % LABELS, 100000 + i);
    printf("fingerprints of %d features against %d transmitters, one core\n", P,
           LABELS);
    for (size_t i = 0; i < n; ++i) {
        if (measure(all[i])) {
            (void)fprintf(stderr, "%s\n", phw_error_message());
            return 1;
        }
    }
    return 0;
}
