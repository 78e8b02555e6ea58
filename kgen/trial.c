#include "kgen/trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "core/bits.h"
#include "core/entropy.h"
#include "core/rng.h"
#include "kgen/tape.h"

/* Sub-purposes of the benchmark's stream. */
enum {
    DRAW_BITS = 0,
    DRAW_ERRORS,
    DRAW_SEED,
    DRAW_PRIVATE
};

/* A frame as it was drawn. */
typedef struct slot {
    phw_bits key;           /* Alice's */
    phw_bits noisy;         /* Bob's */
    phw_entropy entropy[2]; /* the ends' own, by role */
} slot;

/* A run on the tape. */
typedef struct kept_run {
    size_t slot;
    size_t from; /* its messages */
    size_t to;
} kept_run;

struct phw_trial {
    phw_trial_config config;
    slot slot[PHW_TRIAL_AHEAD_MAX];
    size_t n_drawn;
    size_t next;            /* to be run */
    phw_entropy entropy[2]; /* what the machines draw from */
    phw_reconciliation *machine[2];
    phw_message message[2]; /* the last one each way */
    size_t n_keep;          /* first runs of a drawing that go on the tape */
    phw_tape tape;
    kept_run run[PHW_TRIAL_AHEAD_MAX]; /* those that did */
    size_t n_runs;
};

static phw_rng stream(const phw_trial *t, uint32_t what, uint32_t frame)
{
    return (phw_rng){
        .seed = t->config.seed,
        .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, what),
        .trial = frame,
    };
}

static uint64_t draw_u64(const phw_trial *t, uint32_t what, uint32_t frame)
{
    const phw_rng rng = stream(t, what, frame);
    uint32_t word[2];
    phw_rng_words(word, &rng, 0, 2);
    return word[0] | (uint64_t)word[1] << 32;
}

static phw_status alloc_slot(slot *s, size_t n)
{
    if (s->key.n == n)
        return PHW_OK;
    PHW_TRY(phw_bits_alloc(&s->key, n));
    const phw_status status = phw_bits_alloc(&s->noisy, n);
    if (status)
        phw_bits_free(&s->key);
    return status;
}

static phw_status create_machines(phw_trial *t)
{
    const phw_reconcile_segment all = {
        .from = 0, .to = t->config.n, .error_rate = t->config.estimated_rate};
    phw_reconcile_task task = {
        .n = t->config.n,
        .segment = &all,
        .n_segments = 1,
        .seed = draw_u64(t, DRAW_SEED, t->config.session),
        .params = t->config.params,
    };
    static const char *const name[2] = {"alice", "bob"};
    const phw_bits *const bits[2] = {&t->slot[0].key, &t->slot[0].noisy};
    PHW_TRY(alloc_slot(&t->slot[0], t->config.n));
    for (int role = 0; role < 2; ++role) {
        PHW_TRY(phw_entropy_seeded(&t->entropy[role], t->config.seed, name[role]));
        task.entropy = &t->entropy[role];
        PHW_TRY(t->config.reconciler->create(&t->machine[role], (phw_role)role, &task,
                                             bits[role]));
    }
    return PHW_OK;
}

phw_status phw_trial_create(phw_trial **out, const phw_trial_config *config)
{
    if (config->n < 1 || config->n > PHW_RECONCILE_BITS_MAX)
        return phw_fail(PHW_EARG, "trial: %zu bits, expected 1 to %u", config->n,
                        PHW_RECONCILE_BITS_MAX);
    if (!(config->error_rate >= 0 && config->error_rate <= 0.5))
        return phw_fail(PHW_EARG, "trial: error rate %g, expected 0 to 0.5",
                        config->error_rate);
    if (!(config->estimated_rate >= 0))
        return phw_fail(PHW_EARG, "trial: estimated error rate %g, expected 0 to %g",
                        config->estimated_rate, PHW_RECONCILE_RATE_MAX);
    if (config->estimated_rate > PHW_RECONCILE_RATE_MAX)
        return phw_fail(PHW_ENOKEY,
                        "trial: estimated error rate %g is above %g: sending the key "
                        "itself would be as cheap",
                        config->estimated_rate, PHW_RECONCILE_RATE_MAX);
    phw_trial *t = calloc(1, sizeof *t);
    if (t == NULL)
        return phw_fail(PHW_ENOMEM, "trial: no memory");
    t->config = *config;
    const phw_status s = create_machines(t);
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
    for (int role = 0; role < 2; ++role) {
        t->config.reconciler->destroy(t->machine[role]);
        phw_message_free(&t->message[role]);
    }
    for (size_t i = 0; i < PHW_TRIAL_AHEAD_MAX; ++i) {
        phw_bits_free(&t->slot[i].key);
        phw_bits_free(&t->slot[i].noisy);
    }
    phw_tape_free(&t->tape);
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

static phw_status draw_slot(phw_trial *t, slot *s, uint32_t frame)
{
    const phw_rng bits = stream(t, DRAW_BITS, frame);
    const phw_rng errors = stream(t, DRAW_ERRORS, frame);
    const uint64_t private_seed = draw_u64(t, DRAW_PRIVATE, frame);
    const double rate = t->config.error_rate;
    PHW_TRY(alloc_slot(s, t->config.n));
    PHW_TRY(phw_entropy_seeded(&s->entropy[PHW_ALICE], private_seed, "alice"));
    PHW_TRY(phw_entropy_seeded(&s->entropy[PHW_BOB], private_seed, "bob"));
    draw_bits(&s->key, &bits);
    memcpy(s->noisy.word, s->key.word, phw_bits_words(s->key.n) * sizeof *s->key.word);
    if (t->config.fixed_weight)
        flip_fixed(&s->noisy, &s->key, &errors,
                   (size_t)(rate * (double)t->config.n + 0.5));
    else
        flip_independent(&s->noisy, &errors, rate);
    return PHW_OK;
}

phw_status phw_trial_draw_ahead(phw_trial *t, uint32_t frame, size_t n)
{
    if (n < 1 || n > PHW_TRIAL_AHEAD_MAX)
        return phw_fail(PHW_EARG, "trial: %zu frames drawn ahead, expected 1 to %d", n,
                        PHW_TRIAL_AHEAD_MAX);
    t->n_drawn = 0;
    t->next = 0;
    phw_trial_keep(t, t->n_keep);
    for (size_t i = 0; i < n; ++i)
        PHW_TRY(draw_slot(t, &t->slot[i], frame + (uint32_t)i));
    t->n_drawn = n;
    return PHW_OK;
}

phw_status phw_trial_draw(phw_trial *t, uint32_t frame)
{
    return phw_trial_draw_ahead(t, frame, 1);
}

/* The end begins with a drawn frame. */
static phw_status reset(phw_trial *t, phw_role role, const slot *s)
{
    t->entropy[role] = s->entropy[role];
    return t->config.reconciler->reset(t->machine[role],
                                       role == PHW_ALICE ? &s->key : &s->noisy);
}

/* One step of `role`, whose message is counted. */
static phw_status speak(phw_trial *t, phw_trial_result *count, phw_role role,
                        bool *done, const phw_message *in)
{
    phw_message *out = &t->message[role];
    PHW_TRY(t->config.reconciler->step(t->machine[role], out, done, in));
    if (out->size == 0)
        return PHW_OK;
    ++count->n_messages[role];
    count->n_bytes[role] += out->size;
    return t->n_runs < t->n_keep ? phw_tape_add(&t->tape, role, out) : PHW_OK;
}

/* Carries messages until both ends are done. */
static phw_status converse(phw_trial *t, phw_trial_result *count)
{
    bool done[2] = {false, false};
    const phw_message *in = NULL;
    for (phw_role role = PHW_ALICE; !done[PHW_ALICE] || !done[PHW_BOB];
         role = role == PHW_ALICE ? PHW_BOB : PHW_ALICE) {
        PHW_TRY(speak(t, count, role, &done[role], in));
        in = t->message[role].size > 0 ? &t->message[role] : NULL;
        if (in == NULL && !done[role])
            return phw_fail(PHW_EPEER, "trial: %s has nothing to say and is not done",
                            role == PHW_ALICE ? "Alice" : "Bob");
    }
    return PHW_OK;
}

phw_status phw_trial_run(phw_trial *t, phw_trial_result *out)
{
    const phw_reconciler *r = t->config.reconciler;
    phw_trial_result result = {0};
    if (t->n_drawn == 0)
        return phw_fail(PHW_EARG, "trial: no frame was drawn");
    const size_t at = t->next;
    const slot *s = &t->slot[at];
    const size_t from = t->tape.n;
    PHW_TRY(reset(t, PHW_ALICE, s));
    PHW_TRY(reset(t, PHW_BOB, s));
    PHW_TRY(converse(t, &result));
    t->next = (at + 1) % t->n_drawn;
    if (t->n_runs < t->n_keep)
        t->run[t->n_runs++] = (kept_run){at, from, t->tape.n};
    result.n_errors = phw_bits_distance(&s->key, &s->noisy);
    result.figures = r->figures(t->machine[PHW_BOB]);
    result.alice = r->figures(t->machine[PHW_ALICE]);
    result.n_left =
        phw_bits_distance(r->key(t->machine[PHW_ALICE]), r->key(t->machine[PHW_BOB]));
    result.failed = result.n_left > 0 || result.figures.gave_up || result.alice.gave_up;
    *out = result;
    return PHW_OK;
}

const phw_bits *phw_trial_key(const phw_trial *t, phw_role role)
{
    return t->config.reconciler->key(t->machine[role]);
}

void phw_trial_keep(phw_trial *t, size_t n)
{
    t->n_keep = n < PHW_TRIAL_AHEAD_MAX ? n : PHW_TRIAL_AHEAD_MAX;
    t->n_runs = 0;
    phw_tape_clear(&t->tape);
}

/* One step on what was heard; it has to say what it said before. */
static phw_status play(phw_trial *t, phw_role role, const phw_message *heard,
                       const phw_message *said)
{
    phw_message *out = &t->message[role];
    bool done = false;
    PHW_TRY(t->config.reconciler->step(t->machine[role], out, &done,
                                       heard->size > 0 ? heard : NULL));
    if (out->size != said->size ||
        (out->size > 0 && memcmp(out->byte, said->byte, out->size) != 0))
        return phw_fail(PHW_EARG, "trial: %s says other things to the same messages",
                        t->config.reconciler->name);
    return PHW_OK;
}

static phw_status replay_run(phw_trial *t, phw_role role, const kept_run *run)
{
    phw_message heard = {0};
    bool waits = false; /* a message was heard and not answered */
    PHW_TRY(reset(t, role, &t->slot[run->slot]));
    for (size_t i = run->from; i < run->to; ++i) {
        const phw_message m = phw_tape_at(&t->tape, i);
        waits = t->tape.entry[i].role != role;
        if (waits)
            heard = m;
        else
            PHW_TRY(play(t, role, &heard, &m));
    }
    return waits ? play(t, role, &heard, &(phw_message){0}) : PHW_OK;
}

phw_status phw_trial_replay(phw_trial *t, phw_role role)
{
    for (size_t i = 0; i < t->n_runs; ++i)
        PHW_TRY(replay_run(t, role, &t->run[i]));
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
