#include "phy/trace_match.h"

#include "tests/phy/observed.h"

/* What a receiver has heard: the true number of every packet is in party order. */
typedef struct heard {
    phw_trace trace;
    int64_t *truth;
} heard;

static heard listen(size_t most)
{
    heard h = {0};
    cr_assert_eq(phw_trace_alloc(&h.trace, PHW_TRACE_POWER_DB, most, 1), PHW_OK);
    h.truth = malloc(most * sizeof *h.truth);
    cr_assert_not_null(h.truth);
    h.trace.n_probes = 0;
    h.trace.has_time = true;
    return h;
}

static void hear(heard *h, int64_t truth, int64_t number, double time_s)
{
    h->trace.sequence[h->trace.n_probes] = number;
    h->trace.time_s[h->trace.n_probes] = time_s;
    h->truth[h->trace.n_probes++] = truth;
}

static void forget(heard *h)
{
    phw_trace_free(&h->trace);
    free(h->truth);
}

/* Every pair is one packet, and (but for `missed`) every packet heard by both a pair.
 */
static void expect_right(const phw_trace_pairs *pairs, const heard *a, const heard *b,
                         size_t missed)
{
    size_t common = 0;
    for (size_t i = 0, k = 0; i < a->trace.n_probes && k < b->trace.n_probes;) {
        common += a->truth[i] == b->truth[k];
        const int64_t apart = a->truth[i] - b->truth[k];
        i += apart <= 0;
        k += apart >= 0;
    }
    for (size_t p = 0; p < pairs->n; ++p)
        cr_assert_eq(a->truth[pairs->a[p]], b->truth[pairs->b[p]], "pair %zu", p);
    cr_expect(pairs->n <= common && pairs->n + missed >= common,
              "%zu pairs of %zu common packets", pairs->n, common);
    cr_expect_eq(pairs->n_unpaired_a, a->trace.n_probes - pairs->n);
    cr_expect_eq(pairs->n_unpaired_b, b->trace.n_probes - pairs->n);
}

Test(trace_match, pairs_equal_numbers_and_counts_the_rest)
{
    heard a = listen(5000);
    heard b = listen(5000);
    phw_trace_pairs pairs = {0};
    for (int64_t i = 0; i < 5000; ++i) {
        if (observed_uniform(130, (uint64_t)i) < 0.8)
            hear(&a, i, i - 77, 1e-3 * (double)i);
        if (observed_uniform(131, (uint64_t)i) < 0.6)
            hear(&b, i, i - 77, 1e-3 * (double)i + 5);
    }
    cr_assert_eq(
        phw_trace_match_sequence(&pairs, &a.trace, &b.trace, &(phw_number_config){0}),
        PHW_OK);
    expect_right(&pairs, &a, &b, 0);
    cr_expect_eq(pairs.n_shifts, 0);
    cr_expect_float_eq(pairs.clock.offset_s, 5, 1e-9);
    cr_expect_float_eq(pairs.clock.drift, 0, 1e-9);
    phw_trace_pairs_free(&pairs);
    forget(&a);
    forget(&b);
}

/* A counter of 12 bits as a receiver unwraps it, who sees `raw` after `last`. */
static int64_t unwrap(int64_t last, int64_t raw)
{
    const int64_t up = last + ((raw - last) % 4096 + 4096) % 4096;
    return up > last ? up : up + 4096;
}

/* 60000 packets numbered modulo 4096; the sender begins anew at 20000; either receiver
 * loses a third, and B is deaf for 6000 packets, so that it misses a wrap, and starts
 * 9000 packets late. */
static void wrapping(heard *a, heard *b)
{
    int64_t last_a = -1;
    int64_t last_b = -1;
    for (int64_t i = 0; i < 60000; ++i) {
        const int64_t raw = (i < 20000 ? i : i - 20000 + 17) % 4096;
        if (observed_uniform(132, (uint64_t)i) > 0.33)
            hear(a, i, last_a = last_a < 0 ? raw : unwrap(last_a, raw),
                 1e-3 * (double)i);
        if (i >= 9000 && (i < 40000 || i >= 46000) &&
            observed_uniform(133, (uint64_t)i) > 0.33)
            hear(b, i, last_b = last_b < 0 ? raw : unwrap(last_b, raw),
                 1e-3 * (double)i + 0.01);
    }
}

Test(trace_match, follows_wraps_that_one_receiver_missed)
{
    heard a = listen(60000);
    heard b = listen(60000);
    phw_trace_pairs pairs = {0};
    wrapping(&a, &b);
    cr_assert_eq(phw_trace_match_sequence(&pairs, &a.trace, &b.trace,
                                          &(phw_number_config){4096, 0.5}),
                 PHW_OK);
    expect_right(&pairs, &a, &b, 0);
    cr_expect_geq(pairs.n_shifts, 2);
    cr_expect_leq(pairs.n_shifts, 4);
    phw_trace_pairs_free(&pairs);
    /* Without a modulus what is no longer equal is no pair, and no wrong one is made.
     */
    cr_assert_eq(phw_trace_match_sequence(&pairs, &a.trace, &b.trace,
                                          &(phw_number_config){0, 0.5}),
                 PHW_OK);
    cr_expect_eq(pairs.n, 0);
    phw_trace_pairs_free(&pairs);
    forget(&a);
    forget(&b);
}

Test(trace_match, without_times_follows_a_sender_that_begins_anew)
{
    heard a = listen(9000);
    heard b = listen(9000);
    phw_trace_pairs pairs = {0};
    /* B takes the new start at 3000 for a packet out of the next wrap but one. */
    for (int64_t i = 0; i < 9000; ++i) {
        if (observed_uniform(134, (uint64_t)i) > 0.2)
            hear(&a, i, i < 3000 ? i : i + 1000, (double)i);
        if (observed_uniform(135, (uint64_t)i) > 0.2)
            hear(&b, i, i < 3000 ? i : i + 1000 + 2 * 4096, (double)i);
    }
    a.trace.has_time = b.trace.has_time = false;
    cr_assert_eq(phw_trace_match_sequence(&pairs, &a.trace, &b.trace,
                                          &(phw_number_config){.modulus = 4096}),
                 PHW_OK);
    expect_right(&pairs, &a, &b, 0);
    cr_expect_eq(pairs.n_shifts, 1);
    cr_expect(isnan(pairs.clock.offset_s));
    phw_trace_pairs_free(&pairs);
    forget(&a);
    forget(&b);
}

Test(trace_match, of_strangers_finds_no_pairs)
{
    heard a = listen(3000);
    heard b = listen(3000);
    phw_trace_pairs pairs = {0};
    for (int64_t i = 0; i < 3000; ++i) {
        hear(&a, i, 2 * i, (double)i);
        hear(&b, i, 2 * i + 1, (double)i);
    }
    cr_assert_eq(phw_trace_match_sequence(&pairs, &a.trace, &b.trace,
                                          &(phw_number_config){.modulus = 256}),
                 PHW_OK);
    cr_expect_eq(pairs.n, 0);
    cr_expect_eq(pairs.n_unpaired_a, 3000);
    cr_expect(isnan(pairs.clock.offset_s));
    phw_trace_pairs_free(&pairs);
    b.trace.has_time = false;
    cr_expect_eq(phw_trace_match_sequence(&pairs, &a.trace, &b.trace,
                                          &(phw_number_config){0, 1}),
                 PHW_EINPUT);
    cr_expect_eq(phw_trace_match_sequence(&pairs, &a.trace, &b.trace,
                                          &(phw_number_config){-1, 0}),
                 PHW_EARG);
    forget(&a);
    forget(&b);
}

Test(trace_match, numbers_at_the_ends_of_their_range_are_no_trouble)
{
    heard a = listen(200);
    heard b = listen(200);
    phw_trace_pairs pairs = {0};
    for (int64_t i = 0; i < 100; ++i) {
        hear(&a, i, INT64_MIN + i, (double)i);
        hear(&b, i, INT64_MAX - 99 + i, (double)i);
    }
    cr_assert_eq(phw_trace_match_sequence(&pairs, &a.trace, &b.trace,
                                          &(phw_number_config){.modulus = 16}),
                 PHW_OK);
    cr_expect_eq(pairs.n, 0);
    phw_trace_pairs_free(&pairs);
    forget(&a);
    forget(&b);
}

/* Packets every 10 ms that start within 4 ms, heard by clocks 1.3 s and 47 ppm apart,
 * with 20 us of jitter at B, a fifth lost at either. Least squares over n pairs: sigma
 * of the drift is s / sqrt(sum (t - mean t)^2), of the offset at the start s sqrt(1/n +
 * mean^2 / sum). */
Test(trace_match, by_time_finds_clocks_as_well_as_least_squares_can)
{
    heard a = listen(10000);
    heard b = listen(10000);
    phw_trace_pairs pairs = {0};
    const phw_rng rng = observed_stream(136);
    const double s = 20e-6;
    for (int64_t i = 0; i < 10000; ++i) {
        const double t =
            50 + 0.01 * (double)i + 0.004 * observed_uniform(137, (uint64_t)i);
        float jitter = 0;
        phw_rng_normal(&jitter, &rng, (uint64_t)i, 1);
        if (observed_uniform(138, (uint64_t)i) < 0.8)
            hear(&a, i, i, t);
        if (observed_uniform(139, (uint64_t)i) < 0.8)
            hear(&b, i, i, t + 1.3 + 47e-6 * (t - 50) + s * (double)jitter);
    }
    const phw_match_config config = {.most_offset_s = 2, .tolerance_s = 1e-3};
    cr_assert_eq(phw_trace_match_time(&pairs, &a.trace, &b.trace, &config), PHW_OK);
    expect_right(&pairs, &a, &b, 0);
    double mean = 0;
    double tt = 0;
    const double n = (double)pairs.n;
    for (size_t i = 0; i < pairs.n; ++i)
        mean += (a.trace.time_s[pairs.a[i]] - a.trace.time_s[0]) / n;
    for (size_t i = 0; i < pairs.n; ++i) {
        const double t = a.trace.time_s[pairs.a[i]] - a.trace.time_s[0] - mean;
        tt += t * t;
    }
    const double truth = 1.3 + 47e-6 * (a.trace.time_s[0] - 50);
    cr_expect_float_eq(pairs.clock.drift, 47e-6, 5 * s / sqrt(tt), "%g",
                       pairs.clock.drift);
    cr_expect_float_eq(pairs.clock.offset_s, truth,
                       5 * s * sqrt(1 / n + mean * mean / tt), "%.9g",
                       pairs.clock.offset_s);
    cr_expect_float_eq(pairs.clock.rms_s, s, 5 * s / sqrt(2 * n), "%g",
                       pairs.clock.rms_s);
    phw_trace_pairs_free(&pairs);
    forget(&a);
    forget(&b);
}

Test(trace_match, by_one_clock_pairs_within_the_tolerance)
{
    heard a = listen(10);
    heard b = listen(10);
    phw_trace_pairs pairs = {0};
    for (int64_t i = 0; i < 10; ++i) {
        hear(&a, i, i, (double)i);
        hear(&b, i, i, (double)i + (i == 4 ? 0.3 : 0.1));
    }
    const phw_match_config config = {.fixed = true, .tolerance_s = 0.2};
    cr_assert_eq(phw_trace_match_time(&pairs, &a.trace, &b.trace, &config), PHW_OK);
    expect_right(&pairs, &a, &b, 1);
    cr_expect_eq(pairs.n, 9);
    cr_expect_eq(pairs.clock.offset_s, 0);
    cr_expect_eq(pairs.clock.drift, 0);
    phw_trace_pairs_free(&pairs);
    forget(&a);
    forget(&b);
}

Test(trace_match, by_time_needs_times_and_some_pairs)
{
    heard a = listen(10);
    heard b = listen(10);
    phw_trace_pairs pairs = {0};
    for (int64_t i = 0; i < 10; ++i) {
        hear(&a, i, i, (double)i);
        hear(&b, i, i, (double)i + 100);
    }
    phw_match_config c = {0};
    cr_expect_eq(phw_trace_match_time(&pairs, &a.trace, &b.trace, &c), PHW_EINPUT);
    c.tolerance_s = -1;
    cr_expect_eq(phw_trace_match_time(&pairs, &a.trace, &b.trace, &c), PHW_EARG);
    c = (phw_match_config){.fixed = true};
    cr_expect_eq(phw_trace_match_time(&pairs, &a.trace, &b.trace, &c), PHW_EINPUT);
    b.trace.n_probes = 2;
    cr_expect_eq(phw_trace_match_time(&pairs, &a.trace, &b.trace, &c), PHW_EINPUT);
    b.trace.n_probes = 10;
    a.trace.has_time = false;
    cr_expect_eq(phw_trace_match_time(&pairs, &a.trace, &b.trace, &c), PHW_EINPUT);
    a.trace.has_time = true;
    for (size_t i = 0; i < 10; ++i)
        b.trace.time_s[i] = 5;
    cr_expect_eq(phw_trace_match_time(&pairs, &a.trace, &b.trace, &c), PHW_EINPUT);
    cr_expect_eq(pairs.n, 0);
    forget(&a);
    forget(&b);
}
