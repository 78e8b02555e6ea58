#include "kgen/trial.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#include "core/bits.h"
#include "core/rng.h"

/* Sub-purposes of the benchmark's stream. */
enum {
    DRAW_BITS = 0,
    DRAW_ERRORS,
    DRAW_SEED
};

struct phw_trial {
    phw_trial_config config;
    phw_bits key;
    phw_bits noisy;
    phw_entropy entropy[2]; /* the ends' own */
    phw_reconciliation *alice;
    phw_reconciliation *bob;
    phw_message message[2]; /* one each way */
};

static phw_rng stream(const phw_trial *t, uint32_t what, uint32_t frame)
{
    return (phw_rng){
        .seed = t->config.seed,
        .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, what),
        .trial = frame,
    };
}

static phw_status create_machines(phw_trial *t)
{
    const phw_rng rng = stream(t, DRAW_SEED, 0);
    uint32_t word[2];
    phw_rng_words(word, &rng, 0, 2);
    const phw_reconcile_segment all = {
        .from = 0, .to = t->config.n, .error_rate = t->config.estimated_rate};
    phw_reconcile_task task = {
        .n = t->config.n,
        .segment = &all,
        .n_segments = 1,
        .seed = word[0] | (uint64_t)word[1] << 32,
        .params = t->config.params,
        .entropy = &t->entropy[PHW_ALICE],
    };
    const phw_reconciler *r = t->config.reconciler;
    PHW_TRY(phw_entropy_seeded(&t->entropy[PHW_ALICE], t->config.seed, "alice"));
    PHW_TRY(phw_entropy_seeded(&t->entropy[PHW_BOB], t->config.seed, "bob"));
    PHW_TRY(r->create(&t->alice, PHW_ALICE, &task, &t->key));
    task.entropy = &t->entropy[PHW_BOB];
    return r->create(&t->bob, PHW_BOB, &task, &t->noisy);
}

phw_status phw_trial_create(phw_trial **out, const phw_trial_config *config)
{
    if (config->n < 1 || config->n > PHW_RECONCILE_BITS_MAX)
        return phw_fail(PHW_EARG, "trial: %zu bits, expected 1 to %u", config->n,
                        PHW_RECONCILE_BITS_MAX);
    if (!(config->error_rate >= 0 && config->error_rate <= 0.5))
        return phw_fail(PHW_EARG, "trial: error rate %g, expected 0 to 0.5",
                        config->error_rate);
    phw_trial *t = calloc(1, sizeof *t);
    if (t == NULL)
        return phw_fail(PHW_ENOMEM, "trial: no memory");
    t->config = *config;
    phw_status s = phw_bits_alloc(&t->key, config->n);
    if (!s)
        s = phw_bits_alloc(&t->noisy, config->n);
    if (!s)
        s = create_machines(t);
    if (s) {
        phw_trial_destroy(t);
        return s;
    }
    *out = t;
    return PHW_OK;
}

void phw_trial_destroy(phw_trial *t)
{
    if (t == NULL)
        return;
    t->config.reconciler->destroy(t->alice);
    t->config.reconciler->destroy(t->bob);
    phw_bits_free(&t->key);
    phw_bits_free(&t->noisy);
    phw_message_free(&t->message[0]);
    phw_message_free(&t->message[1]);
    free(t);
}

static void draw_bits(phw_bits *out, const phw_rng *rng)
{
    for (size_t i = 0; i < phw_bits_words(out->n); ++i) {
        uint32_t word[2];
        phw_rng_words(word, rng, 2 * i, 2);
        out->word[i] = word[0] | (uint64_t)word[1] << 32;
    }
    if (out->n % 64 != 0)
        out->word[out->n / 64] &= (UINT64_C(1) << (out->n % 64)) - 1;
}

/* Floyd's sampling: exactly `weight` distinct places, each set equally likely. */
static void flip_fixed(phw_bits *inout, const phw_bits *key, const phw_rng *rng,
                       size_t weight)
{
    const size_t n = inout->n;
    for (size_t j = n - weight; j < n; ++j) {
        const size_t pick = phw_rng_below(rng, j, (uint32_t)j + 1);
        const bool taken = phw_bits_get(inout, pick) != phw_bits_get(key, pick);
        phw_bits_flip(inout, taken ? j : pick);
    }
}

static void flip_independent(phw_bits *inout, const phw_rng *rng, double rate)
{
    enum {
        STEP = 256
    };

    uint32_t word[STEP];
    for (size_t from = 0; from < inout->n; from += STEP) {
        const size_t n = inout->n - from < STEP ? inout->n - from : STEP;
        phw_rng_words(word, rng, from, n);
        for (size_t i = 0; i < n; ++i) {
            if ((double)word[i] < rate * 0x1p32)
                phw_bits_flip(inout, from + i);
        }
    }
}

phw_status phw_trial_draw(phw_trial *t, uint32_t frame)
{
    const phw_rng bits = stream(t, DRAW_BITS, frame);
    const phw_rng errors = stream(t, DRAW_ERRORS, frame);
    const double rate = t->config.error_rate;
    draw_bits(&t->key, &bits);
    for (size_t i = 0; i < phw_bits_words(t->key.n); ++i)
        t->noisy.word[i] = t->key.word[i];
    if (t->config.fixed_weight)
        flip_fixed(&t->noisy, &t->key, &errors,
                   (size_t)(rate * (double)t->config.n + 0.5));
    else
        flip_independent(&t->noisy, &errors, rate);
    return PHW_OK;
}

/* Carries messages until both ends are done. */
static phw_status converse(phw_trial *t)
{
    const phw_reconciler *r = t->config.reconciler;
    bool done[2] = {false, false};
    const phw_message *in = NULL;
    while (!done[0] || !done[1]) {
        PHW_TRY(r->step(t->alice, &t->message[0], &done[0], in));
        in = t->message[0].size > 0 ? &t->message[0] : NULL;
        if (in == NULL && done[0] && done[1])
            break;
        PHW_TRY(r->step(t->bob, &t->message[1], &done[1], in));
        in = t->message[1].size > 0 ? &t->message[1] : NULL;
    }
    return PHW_OK;
}

phw_status phw_trial_run(phw_trial *t, phw_trial_result *out)
{
    const phw_reconciler *r = t->config.reconciler;
    const size_t n_errors = phw_bits_distance(&t->key, &t->noisy);
    PHW_TRY(r->reset(t->alice, &t->key));
    PHW_TRY(r->reset(t->bob, &t->noisy));
    PHW_TRY(converse(t));
    const phw_reconcile_figures figures = r->figures(t->bob);
    const size_t n_left = phw_bits_distance(r->key(t->alice), r->key(t->bob));
    *out = (phw_trial_result){
        .figures = figures,
        .n_errors = n_errors,
        .n_left = n_left,
        .failed = n_left > 0 || figures.gave_up || r->figures(t->alice).gave_up,
    };
    return PHW_OK;
}

/* Binary entropy, bits. */
static double entropy(double p)
{
    return p > 0 && p < 1 ? -p * log2(p) - (1 - p) * log2(1 - p) : 0;
}

double phw_trial_efficiency(double leak_bits, size_t n, double error_rate)
{
    const double h = entropy(error_rate);
    return h > 0 && n > 0 ? leak_bits / ((double)n * h) : 0;
}

double phw_trial_one_way_limit(size_t n, double error_rate, double frame_error_rate)
{
    const double p = error_rate;
    const double log_odds = log2((1 - p) / p);
    const double v = p * (1 - p) * log_odds * log_odds;
    const double leak = (double)n * entropy(p) +
                        sqrt((double)n * v) * gsl_cdf_ugaussian_Qinv(frame_error_rate) -
                        log2((double)n) / 2;
    return leak / ((double)n * entropy(p));
}
