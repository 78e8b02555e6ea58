#include "tools/reconcile_study.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tools/workers.h"

/* A step has at least this many frames, where there are as many. */
#define STEP_FRAMES 32

/* There are at least about so many steps a row, where there are as many frames. */
#define STEPS_MIN 8

/* Bits that are drawn ahead, about. */
#define AHEAD_BITS (1U << 20)

/* Of how many frames one is played to each end alone. */
#define REPLAY_EVERY 8

/* Sums over the frames of a step, whose order decides their last digits: a step's are
 * added up in the order of its frames, then the steps in theirs. */
typedef struct sums {
    double n;
    double failed;
    double gave_up;
    double leak;
    double leak_squares;
    double reply;
    double rounds;
    double messages;
    double bytes[2];
    double cpu_s;       /* of both ends */
    double replay_s[2]; /* of some frames, by end */
    double setup_s;
    double setups;
    bool interactive; /* in some frame Alice spoke twice, or Bob told more than whether
                         he has found a word of the code */
    char reason[256]; /* why there is nothing here */
} sums;

typedef struct labour {
    phw_reconcile_study *study;
    size_t steps_a_row;
    sums *step; /* steps_a_row of each row */
} labour;

static double cpu_now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void phw_reconcile_study_free(phw_reconcile_study *s)
{
    free(s->row);
    free(s->config);
    *s = (phw_reconcile_study){0};
}

phw_status phw_reconcile_study_add(phw_reconcile_study *s,
                                   const phw_trial_config *config)
{
    void *row = realloc(s->row, (s->n_rows + 1) * sizeof *s->row);
    if (row != NULL)
        s->row = row;
    void *configs = realloc(s->config, (s->n_rows + 1) * sizeof *s->config);
    if (configs != NULL)
        s->config = configs;
    if (row == NULL || configs == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for another row");
    s->row[s->n_rows] = (phw_reconcile_row){0};
    s->config[s->n_rows++] = *config;
    return PHW_OK;
}

/* Whole sessions, so that no two steps have to make the same tables; parts of them
 * where there would be too few for several threads. Known without the number of
 * threads. */
static uint64_t frames_a_step(const phw_reconcile_study *s)
{
    const uint64_t session = s->session_frames;
    const uint64_t whole =
        session * (session < STEP_FRAMES ? STEP_FRAMES / session : 1);
    if (s->n_frames >= STEPS_MIN * whole)
        return whole;
    return (s->n_frames + STEPS_MIN - 1) / STEPS_MIN;
}

static size_t steps_a_row(const phw_reconcile_study *s)
{
    const uint64_t frames = frames_a_step(s);
    return (size_t)(s->n_frames / frames + (s->n_frames % frames != 0));
}

size_t phw_reconcile_study_steps(const phw_reconcile_study *s)
{
    return s->n_rows * steps_a_row(s);
}

static void add_frame(sums *to, const phw_trial_result *r)
{
    const double leak = (double)r->figures.leak_bits;
    ++to->n;
    to->failed += r->failed;
    to->gave_up += r->figures.gave_up || r->alice.gave_up;
    to->leak += leak;
    to->leak_squares += leak * leak;
    to->reply += (double)r->figures.reply_bits;
    to->rounds += (double)r->figures.n_rounds;
    to->messages += (double)(r->n_messages[0] + r->n_messages[1]);
    for (int role = 0; role < 2; ++role)
        to->bytes[role] += (double)r->n_bytes[role];
    to->interactive =
        to->interactive || r->n_messages[PHW_ALICE] > 1 || r->figures.reply_bits > 1;
}

/* The frames drawn: together, then some of them for each end alone. */
static phw_status run_drawn(sums *to, phw_trial *t, size_t n)
{
    phw_trial_result r[PHW_TRIAL_AHEAD_MAX];
    const double start_s = cpu_now_s();
    for (size_t i = 0; i < n; ++i)
        PHW_TRY(phw_trial_run(t, &r[i]));
    to->cpu_s += cpu_now_s() - start_s;
    for (size_t i = 0; i < n; ++i)
        add_frame(to, &r[i]);
    for (int role = 0; role < 2; ++role) {
        const double from_s = cpu_now_s();
        PHW_TRY(phw_trial_replay(t, (phw_role)role));
        to->replay_s[role] += cpu_now_s() - from_s;
    }
    return PHW_OK;
}

/* Frames drawn at a time, so that none is drawn while the clock runs. */
static size_t frames_ahead(size_t n_bits)
{
    const size_t fit = AHEAD_BITS / n_bits;
    if (fit < 1)
        return 1;
    return fit < PHW_TRIAL_AHEAD_MAX ? fit : PHW_TRIAL_AHEAD_MAX;
}

static phw_status run_frames(sums *to, phw_trial *t, size_t n_bits, uint64_t from,
                             uint64_t end)
{
    const size_t ahead = frames_ahead(n_bits);
    for (uint64_t at = from; at < end; at += ahead) {
        const size_t n = end - at < ahead ? (size_t)(end - at) : ahead;
        /* The first of a session always, so that there is one. */
        const bool plays =
            n >= REPLAY_EVERY || (at - from) % (REPLAY_EVERY * ahead) == 0;
        phw_trial_keep(t, plays ? 1 + (n - 1) / REPLAY_EVERY : 0);
        PHW_TRY(phw_trial_draw_ahead(t, (uint32_t)at, n));
        const phw_status s = run_drawn(to, t, n);
        if (s)
            return phw_fail_within(s, "frames from %llu", (unsigned long long)at);
    }
    return PHW_OK;
}

/* The frames from `from` on that belong to one connection. */
static phw_status run_session(sums *to, const phw_reconcile_study *study, size_t row,
                              uint64_t from, uint64_t end)
{
    phw_trial *t = NULL;
    phw_trial_config config = study->config[row];
    config.session = (uint32_t)(from / study->session_frames);
    const double start_s = cpu_now_s();
    phw_status s = phw_trial_create(&t, &config);
    to->setup_s += cpu_now_s() - start_s;
    ++to->setups;
    if (s == PHW_EARG || s == PHW_ENOKEY) {
        (void)snprintf(to->reason, sizeof to->reason, "%s", phw_error_message());
        return PHW_OK;
    }
    if (!s)
        s = run_frames(to, t, config.n, from, end);
    phw_trial_destroy(t);
    /* A scheme that measures the rate itself may refuse it in the midst of a frame. */
    if (s == PHW_ENOKEY) {
        (void)snprintf(to->reason, sizeof to->reason, "%s", phw_error_message());
        return PHW_OK;
    }
    return s ? phw_fail_within(s, "scheme %s, n %zu, error rate %g",
                               study->row[row].scheme, config.n, config.error_rate)
             : PHW_OK;
}

static phw_status run_step(void *context, size_t item, size_t worker)
{
    (void)worker;
    const labour *l = context;
    const phw_reconcile_study *study = l->study;
    const uint64_t frames = frames_a_step(study);
    const uint64_t first = item % l->steps_a_row * frames;
    const uint64_t last =
        first + frames < study->n_frames ? first + frames : study->n_frames;
    sums sum = {0};
    for (uint64_t at = first; at < last && sum.reason[0] == '\0';) {
        const uint64_t next = (at / study->session_frames + 1) * study->session_frames;
        const uint64_t end = next < last ? next : last;
        PHW_TRY(run_session(&sum, study, item / l->steps_a_row, at, end));
        at = end;
    }
    l->step[item] = sum;
    return PHW_OK;
}

static void add_sums(sums *to, const sums *from)
{
    to->n += from->n;
    to->failed += from->failed;
    to->gave_up += from->gave_up;
    to->leak += from->leak;
    to->leak_squares += from->leak_squares;
    to->reply += from->reply;
    to->rounds += from->rounds;
    to->messages += from->messages;
    to->cpu_s += from->cpu_s;
    to->setup_s += from->setup_s;
    to->setups += from->setups;
    to->interactive = to->interactive || from->interactive;
    for (int role = 0; role < 2; ++role) {
        to->bytes[role] += from->bytes[role];
        to->replay_s[role] += from->replay_s[role];
    }
    if (to->reason[0] == '\0')
        memcpy(to->reason, from->reason, sizeof to->reason);
}

static void fill_speeds(phw_reconcile_row *row, const sums *s)
{
    const double mbit = 1e-6 * (double)row->n;
    const double replays_s = s->replay_s[PHW_ALICE] + s->replay_s[PHW_BOB];
    row->setup_s = s->setup_s / s->setups;
    row->mbit_per_s = s->cpu_s > 0 ? mbit * s->n / s->cpu_s : (double)NAN;
    for (int role = 0; role < 2; ++role) {
        const double share =
            replays_s > 0 ? s->replay_s[role] / replays_s : (double)NAN;
        row->cpu_s[role] = share * s->cpu_s / s->n;
        row->mbit_per_s_of[role] =
            row->cpu_s[role] > 0 ? mbit / row->cpu_s[role] : (double)NAN;
    }
}

static void fill_leak(phw_reconcile_row *row, const sums *s)
{
    const double p = row->error_rate;
    const double mean = s->leak / s->n;
    const double extra = row->tag_bits + row->sample_bits;
    const double deviation =
        s->n > 1 ? (s->leak_squares - s->n * mean * mean) / (s->n - 1) : (double)NAN;
    row->leak_bits = mean;
    row->leak_deviation = s->n > 1 ? sqrt(fmax(0, deviation)) : (double)NAN;
    row->reply_bits = s->reply / s->n;
    row->efficiency = p > 0 ? phw_trial_efficiency(mean, row->n, p) : (double)NAN;
    row->efficiency_total =
        p > 0 ? phw_trial_efficiency(mean + extra, row->n, p) : (double)NAN;
    row->key_rate =
        fmax(0, (1 - row->frame_error_rate) * (1 - (mean + extra) / (double)row->n));
    row->one_way = !s->interactive;
    row->one_way_limit = (double)NAN;
    if (row->one_way && p > 0 && p < 0.5) {
        /* Of frames that hardly ever have an error it approximates nothing. */
        const double limit =
            phw_trial_one_way_limit(row->n, p, row->frame_error_target);
        if (limit > 0)
            row->one_way_limit = limit;
    }
}

static void fill_row(phw_reconcile_row *row, const sums *s)
{
    memcpy(row->reason, s->reason, sizeof row->reason);
    if (s->reason[0] != '\0')
        return;
    row->n_frames = (uint64_t)s->n;
    row->n_failed = (uint64_t)s->failed;
    row->n_gave_up = (uint64_t)s->gave_up;
    row->n_undetected = row->n_failed - row->n_gave_up;
    row->frame_error_rate = s->failed / s->n;
    row->frame_error_interval = phw_interval_share(row->n_failed, row->n_frames);
    row->rounds = s->rounds / s->n;
    row->messages = s->messages / s->n;
    for (int role = 0; role < 2; ++role)
        row->bytes[role] = s->bytes[role] / s->n;
    row->n_bytes = row->bytes[PHW_ALICE] + row->bytes[PHW_BOB];
    fill_leak(row, s);
    fill_speeds(row, s);
}

phw_status phw_reconcile_study_run(phw_reconcile_study *s, size_t n_threads,
                                   phw_progress *bar)
{
    const size_t n_steps = phw_reconcile_study_steps(s);
    labour l = {.study = s, .steps_a_row = steps_a_row(s)};
    l.step = calloc(n_steps, sizeof *l.step);
    if (l.step == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the sums of %zu steps", n_steps);
    const phw_status status = phw_workers_run(n_threads, n_steps, run_step, &l, bar);
    for (size_t i = 0; i < s->n_rows && !status; ++i) {
        sums all = {0};
        for (size_t k = 0; k < l.steps_a_row; ++k)
            add_sums(&all, &l.step[i * l.steps_a_row + k]);
        fill_row(&s->row[i], &all);
    }
    free(l.step);
    return status;
}
