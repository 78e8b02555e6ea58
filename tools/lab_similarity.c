#include "tools/lab_similarity.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "auth/alignment.h"
#include "auth/similarity_correlation.h"
#include "auth/similarity_difference.h"
#include "auth/similarity_theory.h"
#include "auth/spread.h"
#include "core/rng.h"
#include "core/signal.h"
#include "tools/workers.h"

/* Trials that a thread does at a time. */
#define CHUNK 256

/* What the draws of a trial are for: subs of PHW_RNG_ATTACK. Impostor i has two of its
 * own, reference i its noise. */
enum {
    RIGHT = 0x510000,
    MOVE,
    NOISE,
    IMPOSTOR = 0x520000,
    REFERENCE = 0x530000
};

/* One thread's arrays. */
typedef struct place {
    phw_cf *right; /* H */
    phw_cf *other; /* another draw */
    phw_cf *frame;
    phw_cf *reference; /* n_references rows */
    double *position;
    phw_cf *turn; /* e^{-j 2 pi l k / n_tones}, row by tap */
    phw_cf *tap;
} place;

typedef struct crew {
    const phw_similarity_lab *lab;
    double *genuine;
    double *impostor;
    place place[PHW_WORKERS_MAX];
} crew;

static phw_status read_impostor(phw_impostor *out, const char *text)
{
    static const phw_param distance = {
        .name = "--attacker distance", .unit = "", .max = 1e6};
    static const phw_param lambda = {
        .name = "--attacker fixed", .unit = "", .max = 1e9};
    char kind[32];
    const char *value = NULL;
    double x = 0;
    (void)snprintf(out->name, sizeof out->name, "%s", text);
    PHW_TRY(phw_choice_split(kind, &value, text, sizeof kind));
    out->kind = PHW_IMPOSTOR_CORRELATED;
    out->value = 0;
    if (strcmp(kind, "independent") == 0 && value[0] == '\0')
        return PHW_OK;
    if (strcmp(kind, "distance") == 0) {
        PHW_TRY(phw_param_read(&x, &distance, value));
        out->value = phw_clarke_correlation(x);
        return PHW_OK;
    }
    if (strcmp(kind, "fixed") != 0)
        return phw_fail(PHW_EARG,
                        "--attacker \"%s\"; expected independent, distance:WAVELENGTHS "
                        "or fixed:LAMBDA",
                        text);
    PHW_TRY(phw_param_read(&out->value, &lambda, value));
    out->kind = PHW_IMPOSTOR_FIXED;
    return PHW_OK;
}

phw_status phw_impostors_read(phw_similarity_lab *inout, const char *text)
{
    char *list = strdup(text);
    char *state = NULL;
    phw_status s = PHW_OK;
    inout->n_impostors = 0;
    if (list == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the attackers' names");
    for (char *one = strtok_r(list, ",", &state); one != NULL && !s;
         one = strtok_r(NULL, ",", &state)) {
        if (inout->n_impostors == PHW_IMPOSTORS_MAX)
            s = phw_fail(PHW_EARG, "--attacker: at most %d", PHW_IMPOSTORS_MAX);
        else
            s = read_impostor(&inout->impostor[inout->n_impostors++], one);
    }
    free(list);
    if (!s && inout->n_impostors == 0)
        return phw_fail(PHW_EARG, "--attacker: none is given");
    return s;
}

/* s2 as the test is told: the difference test knows how the channel moves. */
static double noise_told(const phw_similarity_lab *lab)
{
    const phw_moving_channel c = {.noise = 1, .power = lab->snr, .step = lab->step};
    return phw_moving_variance_same(&c) / 2;
}

static void fill_turns(place *p, const phw_similarity_lab *lab)
{
    const size_t n = lab->n_tones;
    for (size_t l = 0; l < lab->n_taps; ++l) {
        for (size_t k = 0; k < n; ++k) {
            const double turns = (double)(l * k % n) / (double)n;
            p->turn[l * n + k] = (phw_cf)cexp(CMPLX(0, -2 * M_PI * turns));
        }
    }
}

static phw_status make_place(place *p, const phw_similarity_lab *lab)
{
    const size_t n = lab->n_tones;
    phw_status s = phw_array_alloc(&p->other, n, sizeof *p->other);
    if (!s)
        s = phw_array_alloc(&p->frame, n, sizeof *p->frame);
    if (!s)
        s = phw_array_alloc(&p->reference, n * lab->n_references, sizeof *p->frame);
    if (!s)
        s = phw_array_alloc(&p->position, n, sizeof *p->position);
    if (!s)
        s = phw_array_alloc(&p->tap, lab->n_taps + 1, sizeof *p->tap);
    if (!s)
        s = phw_array_alloc(&p->turn, n * lab->n_taps + 1, sizeof *p->turn);
    if (!s)
        s = phw_array_alloc(&p->right, n, sizeof *p->right);
    if (s)
        return s;
    for (size_t k = 0; k < n; ++k)
        p->position[k] = (double)k;
    fill_turns(p, lab);
    return PHW_OK;
}

static void free_place(place *p)
{
    free(p->right);
    free(p->other);
    free(p->frame);
    free(p->reference);
    free(p->position);
    free(p->turn);
    free(p->tap);
}

static phw_rng address(const phw_similarity_lab *lab, uint32_t role)
{
    return (phw_rng){lab->seed, PHW_RNG_PURPOSE(PHW_RNG_ATTACK, role), 0};
}

/* A Rayleigh channel of mean power snr a tone. */
static void draw_channel(phw_cf *out, place *p, const phw_similarity_lab *lab,
                         uint32_t role, uint64_t trial)
{
    const size_t n = lab->n_tones;
    const phw_rng rng = address(lab, role);
    if (lab->n_taps == 0) {
        phw_rng_normal_complex(out, &rng, lab->snr, trial * n, n);
        return;
    }
    phw_rng_normal_complex(p->tap, &rng, lab->snr / (double)lab->n_taps,
                           trial * lab->n_taps, lab->n_taps);
    memset(out, 0, n * sizeof *out);
    for (size_t l = 0; l < lab->n_taps; ++l) {
        for (size_t k = 0; k < n; ++k)
            out[k] += p->tap[l] * p->turn[l * n + k];
    }
}

/* out = a right + b other + noise of variance 1. */
static void receive(phw_cf *out, const place *p, const phw_similarity_lab *lab,
                    double a, double b, const phw_rng *noise, uint64_t trial)
{
    const size_t n = lab->n_tones;
    phw_rng_normal_complex(out, noise, 1, trial * n, n);
    for (size_t k = 0; k < n; ++k)
        out[k] += (float)a * p->right[k] + (float)b * p->other[k];
}

static phw_status measure(double *out, const place *p, const phw_similarity_lab *lab)
{
    const double noise = noise_told(lab);
    const phw_similarity_input input = {.reference = p->reference,
                                        .frame = p->frame,
                                        .position = p->position,
                                        .n_references = lab->n_references,
                                        .n = lab->n_tones,
                                        .noise_reference = noise,
                                        .noise_frame = noise};
    return lab->test->measure(out, &input, &lab->params);
}

static phw_status judge_impostor(double *out, place *p, const phw_similarity_lab *lab,
                                 size_t i, uint64_t trial)
{
    const phw_impostor *x = &lab->impostor[i];
    const uint32_t role = IMPOSTOR + 2 * (uint32_t)i;
    const phw_rng noise = address(lab, role + 1);
    if (x->kind == PHW_IMPOSTOR_FIXED) {
        receive(p->frame, p, lab, 1, 0, &noise, trial);
        p->frame[trial % lab->n_tones] += (float)sqrt(x->value);
    } else {
        draw_channel(p->other, p, lab, role, trial);
        receive(p->frame, p, lab, x->value, sqrt(1 - x->value * x->value), &noise,
                trial);
    }
    return measure(out, p, lab);
}

static phw_status run_trial(const crew *c, place *p, size_t trial)
{
    const phw_similarity_lab *lab = c->lab;
    draw_channel(p->right, p, lab, RIGHT, trial);
    memset(p->other, 0, lab->n_tones * sizeof *p->other);
    for (size_t i = 0; i < lab->n_references; ++i) {
        const phw_rng noise = address(lab, REFERENCE + (uint32_t)i);
        receive(p->reference + i * lab->n_tones, p, lab, 1, 0, &noise, trial);
    }
    const phw_rng noise = address(lab, NOISE);
    if (lab->step < 1)
        draw_channel(p->other, p, lab, MOVE, trial);
    receive(p->frame, p, lab, lab->step, sqrt(1 - lab->step * lab->step), &noise,
            trial);
    PHW_TRY(measure(&c->genuine[trial], p, lab));
    for (size_t i = 0; i < lab->n_impostors; ++i)
        PHW_TRY(
            judge_impostor(&c->impostor[i * lab->n_trials + trial], p, lab, i, trial));
    return PHW_OK;
}

static phw_status run_chunk(void *context, size_t item, size_t worker)
{
    crew *c = context;
    place *p = &c->place[worker];
    const size_t from = item * CHUNK;
    const size_t to = from + CHUNK < c->lab->n_trials ? from + CHUNK : c->lab->n_trials;
    if (p->right == NULL)
        PHW_TRY(make_place(p, c->lab));
    for (size_t trial = from; trial < to; ++trial)
        PHW_TRY(run_trial(c, p, trial));
    return PHW_OK;
}

size_t phw_similarity_lab_items(const phw_similarity_lab *lab)
{
    return lab->n_trials / CHUNK + (lab->n_trials % CHUNK != 0);
}

phw_status phw_similarity_lab_run(double *genuine, double *impostor,
                                  const phw_similarity_lab *lab, size_t n_threads,
                                  phw_progress *progress)
{
    for (size_t i = 0; i < lab->n_impostors; ++i) {
        if (lab->step < 1 && lab->impostor[i].kind == PHW_IMPOSTOR_FIXED)
            return phw_fail(
                PHW_EARG,
                "--attacker %s: is as far as ever from a channel that is at "
                "rest; leave --step out",
                lab->impostor[i].name);
    }
    crew *c = calloc(1, sizeof *c);
    if (c == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the lab");
    c->lab = lab;
    c->genuine = genuine;
    c->impostor = impostor;
    const phw_status s = phw_workers_run(n_threads, phw_similarity_lab_items(lab),
                                         run_chunk, c, progress);
    for (size_t i = 0; i < PHW_WORKERS_MAX; ++i)
        free_place(&c->place[i]);
    free(c);
    return s;
}

phw_status phw_similarity_lab_threshold(double *threshold,
                                        const phw_similarity_lab *lab,
                                        double false_alarm)
{
    const phw_similarity_shape shape = {lab->n_tones, lab->n_references, lab->snr};
    return lab->test->threshold(threshold, &shape, false_alarm, &lab->params);
}

/* The tests whose law is known at every signal-to-noise ratio, one reference. */
static bool is_plain_difference(const phw_similarity_lab *lab)
{
    return lab->test == &phw_similarity_difference && lab->n_references == 1 &&
           (phw_fit)lab->params.value[PHW_SPREAD_FIT] == PHW_FIT_NONE;
}

static bool is_plain_correlation(const phw_similarity_lab *lab)
{
    return lab->test == &phw_similarity_correlation && lab->n_taps == 0 &&
           lab->params.value[PHW_SPREAD_FIT] == 0;
}

double phw_similarity_lab_false_alarm(const phw_similarity_lab *lab, double threshold)
{
    const size_t n = lab->n_tones;
    /* What a smooth channel moves by is smooth as well. */
    if (is_plain_difference(lab) && (lab->n_taps == 0 || lab->step >= 1))
        return gsl_cdf_chisq_Q(threshold, 2 * (double)n);
    if (is_plain_correlation(lab))
        return phw_correlation_rejects_same(threshold, n, lab->snr, lab->step);
    return (double)NAN;
}

double phw_similarity_lab_miss(const phw_similarity_lab *lab, size_t i,
                               double threshold)
{
    const size_t n = lab->n_tones;
    const phw_impostor *x = &lab->impostor[i];
    const phw_moving_channel c = {.noise = 1, .power = lab->snr, .step = lab->step};
    if (x->kind == PHW_IMPOSTOR_FIXED)
        return is_plain_difference(lab)
                   ? 1 - phw_difference_detects_fixed(threshold, n, x->value)
                   : (double)NAN;
    if (is_plain_difference(lab) && lab->n_taps == 0)
        return phw_moving_misses(threshold, n, phw_moving_variance_same(&c),
                                 phw_moving_variance_other(&c, x->value));
    if (is_plain_correlation(lab))
        return x->value == 0 ? phw_correlation_accepts_other(threshold, n)
                             : 1 - phw_correlation_rejects_same(threshold, n, lab->snr,
                                                                fabs(x->value));
    return (double)NAN;
}

phw_status phw_similarity_lab_traces(double *genuine, double *impostor,
                                     const phw_similarity_lab *lab,
                                     const phw_trace *alice, const phw_trace *eve,
                                     size_t n)
{
    phw_similarity_input input = {.position = alice->coefficient,
                                  .n_references = 1,
                                  .n = alice->n_coefficients,
                                  .noise_reference = alice->noise_variance};
    for (size_t i = 0; i + 1 < n; ++i) {
        input.reference = alice->cplx + i * input.n;
        input.frame = input.reference + input.n;
        input.noise_frame = alice->noise_variance;
        PHW_TRY(lab->test->measure(&genuine[i], &input, &lab->params));
        input.frame = eve->cplx + (i + 1) * input.n;
        input.noise_frame = eve->noise_variance;
        PHW_TRY(lab->test->measure(&impostor[i], &input, &lab->params));
    }
    return PHW_OK;
}
