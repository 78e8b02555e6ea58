#include "phy/number_match.h"

#include "tests/phy/observed.h"

#define N         6000
#define MODULUS   4096
#define N_QUEUES  3
#define MOST_SENT (3 * N)

/* What is sent: every frame once or more, of one or several counters. */
typedef struct air {
    double number[MOST_SENT];
    double digest[MOST_SENT];
    double retry[MOST_SENT];
    double time_s[MOST_SENT];
    size_t n;
} air;

/* What a receiver hears of it. */
typedef struct ear {
    phw_trace trace;
    size_t *sent;
    double *number, *digest, *retry;
} ear;

/* Draws one after the other. */
typedef struct draws {
    uint32_t sub;
    uint64_t n;
} draws;

static bool chance(draws *from, double p)
{
    return observed_uniform(from->sub, from->n++) < p;
}

/* A hash of what a frame is: retries of one number are alike. */
static double mixed(uint64_t queue, uint64_t frame, bool retry)
{
    uint64_t x = (queue * 1000003 + frame) * 2 + retry;
    x = (x ^ (x >> 31)) * 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 29)) * 0xBF58476D1CE4E5B9U;
    return (double)((x ^ (x >> 32)) & 0xFFFFFFFFU);
}

static void send_all(air *s, draws *from, size_t n_queues)
{
    size_t next[N_QUEUES] = {100, 3000, 1700};
    s->n = 0;
    for (size_t i = 0; i < N; ++i) {
        const size_t queue = i % n_queues;
        const size_t frame = next[queue]++;
        bool again = false;
        for (size_t k = 0; k < 3 && (k == 0 || again); ++k) {
            s->number[s->n] = (double)(frame % MODULUS);
            s->digest[s->n] = mixed(queue, frame, k > 0);
            s->retry[s->n] = k > 0;
            s->time_s[s->n] = 1e-3 * (double)i + 2e-4 * (double)k;
            ++s->n;
            again = chance(from, 0.2);
        }
    }
}

static ear listen(const air *s, draws *from, double heard, size_t first)
{
    ear e = {.sent = malloc(MOST_SENT * sizeof *e.sent)};
    cr_assert_not_null(e.sent);
    size_t n = 0;
    for (size_t i = first; i < s->n; ++i) {
        if (chance(from, heard))
            e.sent[n++] = i;
    }
    cr_assert_eq(phw_trace_alloc(&e.trace, PHW_TRACE_POWER_DB, n, 1), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&e.number, &e.trace, "number", "1"), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&e.digest, &e.trace, "digest", "1"), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&e.retry, &e.trace, "retry", "1"), PHW_OK);
    e.trace.has_time = true;
    for (size_t i = 0; i < n; ++i) {
        e.number[i] = s->number[e.sent[i]];
        e.digest[i] = s->digest[e.sent[i]];
        e.retry[i] = s->retry[e.sent[i]];
        e.trace.time_s[i] = s->time_s[e.sent[i]];
    }
    return e;
}

static void forget(ear *e)
{
    phw_trace_free(&e->trace);
    free(e->sent);
}

/* Frames that both have heard when they were first sent. */
static size_t common(const air *s, const ear *a, const ear *b)
{
    size_t n = 0;
    for (size_t i = 0, k = 0; i < a->trace.n_probes && k < b->trace.n_probes;) {
        const size_t x = a->sent[i];
        const size_t y = b->sent[k];
        n += x == y && s->retry[x] == 0;
        i += x <= y;
        k += y <= x;
    }
    return n;
}

static void expect_right(const phw_trace_pairs *p, const ear *a, const ear *b)
{
    for (size_t i = 0; i < p->n; ++i)
        cr_assert_eq(a->sent[p->a[i]], b->sent[p->b[i]], "pair %zu", i);
    cr_expect_eq(p->n + p->n_unpaired_a, a->trace.n_probes);
    cr_expect_eq(p->n + p->n_unpaired_b, b->trace.n_probes);
}

static size_t n_retries(const ear *e)
{
    size_t n = 0;
    for (size_t i = 0; i < e->trace.n_probes; ++i)
        n += e->retry[i] != 0;
    return n;
}

static air sky;

Test(number_match, a_counter_pairs_what_both_heard_first_through_wraps_and_retries)
{
    const phw_numbering config = {"number", "retry", {.modulus = MODULUS}};
    draws from = {160, 0};
    send_all(&sky, &from, 1);
    ear a = listen(&sky, &from, 0.8, 0);
    ear b = listen(&sky, &from, 0.7, 900);
    phw_trace_pairs p = {0};
    phw_number_losses lost[2];
    cr_assert_eq(phw_trace_match_numbers(&p, lost, &a.trace, &b.trace, &config),
                 PHW_OK);
    expect_right(&p, &a, &b);
    cr_expect_eq(p.n, common(&sky, &a, &b));
    cr_expect_gt(p.n, 2000);
    cr_expect_eq(lost[0].n_again, n_retries(&a));
    cr_expect_eq(lost[1].n_again, n_retries(&b));
    cr_expect_eq(lost[0].n_repeated + lost[1].n_repeated, 0);
    cr_expect_float_eq(p.clock.offset_s, 0, 1e-9);
    phw_trace_pairs_free(&p);
    forget(&a);
    forget(&b);
}

Test(number_match, repeats_that_nobody_tells_are_dropped_where_they_are_seen)
{
    const phw_numbering config = {
        "number", NULL, {.modulus = MODULUS, .most_apart_s = 1e-4}};
    draws from = {161, 0};
    send_all(&sky, &from, 1);
    ear a = listen(&sky, &from, 0.8, 0);
    ear b = listen(&sky, &from, 0.7, 0);
    phw_trace_pairs p = {0};
    phw_number_losses lost[2];
    cr_assert_eq(phw_trace_match_numbers(&p, lost, &a.trace, &b.trace, &config),
                 PHW_OK);
    expect_right(&p, &a, &b);
    cr_expect_gt(p.n, 1500);
    cr_expect_gt(lost[0].n_repeated, 100);
    phw_trace_pairs_free(&p);
    forget(&a);
    forget(&b);
}

Test(number_match, names_pair_the_frames_of_several_counters)
{
    const phw_numbering config = {"digest", "retry", {0}};
    draws from = {162, 0};
    send_all(&sky, &from, N_QUEUES);
    ear a = listen(&sky, &from, 0.8, 300);
    ear b = listen(&sky, &from, 0.7, 0);
    phw_trace_pairs p = {0};
    phw_number_losses lost[2];
    cr_assert_eq(phw_trace_match_numbers(&p, lost, &a.trace, &b.trace, &config),
                 PHW_OK);
    expect_right(&p, &a, &b);
    cr_expect_eq(p.n, common(&sky, &a, &b));
    cr_expect_gt(p.n, 2000);
    phw_trace_pairs_free(&p);
    forget(&a);
    forget(&b);
}

static void expect_pairs(size_t n_a, const double *a, size_t n_b, const double *b,
                         int64_t modulus, size_t n, const size_t expected[][2],
                         const size_t repeated[2])
{
    const double *const from[2] = {a, b};
    const size_t size[2] = {n_a, n_b};
    const phw_numbering config = {"x", NULL, {.modulus = modulus}};
    phw_trace t[2];
    phw_trace_pairs p = {0};
    phw_number_losses lost[2];
    for (size_t i = 0; i < 2; ++i) {
        double *x = NULL;
        cr_assert_eq(phw_trace_alloc(&t[i], PHW_TRACE_POWER_DB, size[i], 1), PHW_OK);
        cr_assert_eq(phw_trace_add_column(&x, &t[i], "x", "1"), PHW_OK);
        memcpy(x, from[i], size[i] * sizeof *x);
    }
    cr_assert_eq(phw_trace_match_numbers(&p, lost, &t[0], &t[1], &config), PHW_OK);
    cr_assert_eq(p.n, n, "%zu pairs, not %zu", p.n, n);
    for (size_t i = 0; i < n; ++i) {
        cr_expect_eq(p.a[i], expected[i][0], "A of pair %zu", i);
        cr_expect_eq(p.b[i], expected[i][1], "B of pair %zu", i);
    }
    cr_expect_eq(lost[0].n_repeated, repeated[0]);
    cr_expect_eq(lost[1].n_repeated, repeated[1]);
    phw_trace_pairs_free(&p);
    phw_trace_free(&t[0]);
    phw_trace_free(&t[1]);
}

#define EXPECT_PAIRS(a, b, modulus, expected, repeated_a, repeated_b)               \
    expect_pairs(sizeof(a) / sizeof(a)[0], a, sizeof(b) / sizeof(b)[0], b, modulus, \
                 sizeof(expected) / sizeof(expected)[0], expected,                  \
                 (const size_t[2]){repeated_a, repeated_b})

Test(number_match, a_repeat_takes_its_first_with_it_and_late_ones_are_dropped)
{
    /* 4094 again, then 4093 late: both of 4094, and 4093, are in doubt. */
    const double a[] = {4090, 4094, 4094, 4093, 4095, 0, 3, 1, 3, 5};
    const double b[] = {4090, 4093, 4094, 4095, 0, 1, 3, 5};
    const size_t pair[][2] = {{0, 0}, {4, 3}, {5, 4}, {9, 7}};
    EXPECT_PAIRS(a, b, MODULUS, pair, 6, 0);
}

Test(number_match, names_are_pairs_once_and_in_one_order)
{
    const double a[] = {9, 7, 8, 7, 100, 3, (double)NAN, 4294967295.0, 5};
    const double b[] = {4294967295.0, 9, 8, 7, 3, 100, 5, 4294967294.0};
    /* 7 is twice in A; of 100 and 3 the one with a run as long is kept; 2^32 - 1 is
     * first in B. */
    const size_t pair[][2] = {{0, 1}, {2, 2}, {5, 4}, {8, 6}};
    EXPECT_PAIRS(a, b, 0, pair, 2, 0);
}

Test(number_match, what_is_no_number_is_refused)
{
    phw_trace t = {0};
    double *x = NULL;
    phw_trace_pairs p = {0};
    phw_number_losses lost[2];
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 3, 1), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&x, &t, "x", "1"), PHW_OK);

    const struct {
        phw_numbering config;
        double value;
        phw_status status;
    } of[] = {{{"y", NULL, {0}}, 1, PHW_EINPUT},
              {{"x", NULL, {0}}, 0.5, PHW_EINPUT},
              {{"x", NULL, {0}}, 1e17, PHW_EINPUT},
              {{"x", NULL, {.modulus = 4096}}, 4096, PHW_EINPUT},
              {{"x", NULL, {.modulus = 4096}}, -1, PHW_EINPUT},
              {{"x", NULL, {.modulus = -1}}, 1, PHW_EARG},
              {{"x", NULL, {.modulus = INT64_MAX}}, 1, PHW_EARG},
              {{"x", NULL, {.most_apart_s = 1}}, 1, PHW_EINPUT}};

    for (size_t i = 0; i < sizeof of / sizeof of[0]; ++i) {
        x[1] = of[i].value;
        cr_expect_eq(phw_trace_match_numbers(&p, lost, &t, &t, &of[i].config),
                     of[i].status, "case %zu", i);
        cr_expect_null(p.a);
    }
    phw_trace_free(&t);
}

Test(number_match, without_any_number_there_are_no_pairs)
{
    const phw_numbering config[] = {{"x", "x", {0}}, {"x", "x", {.modulus = MODULUS}}};
    phw_trace t = {0};
    double *x = NULL;
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 3, 1), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&x, &t, "x", "1"), PHW_OK);
    for (size_t i = 0; i < 2; ++i) {
        phw_trace_pairs p = {0};
        phw_number_losses lost[2];
        cr_assert_eq(phw_trace_match_numbers(&p, lost, &t, &t, &config[i]), PHW_OK);
        cr_expect_eq(p.n, 0);
        cr_expect_eq(lost[0].n_without, 3);
        cr_expect_eq(p.n_unpaired_b, 3);
        phw_trace_pairs_free(&p);
    }
    phw_trace_free(&t);
}
