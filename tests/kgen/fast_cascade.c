#include "kgen/fast_cascade.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "fast_cascade_pair.h"

/* What one frame with errors at given places costs; `left` gets what remains. */
static uint64_t leak_of(const phw_fast_cascade_scheme *scheme, size_t n,
                        const size_t *error, size_t n_errors, size_t *left)
{
    phw_bits a = random_bits(n, 3);
    phw_bits b = {0};
    cr_assert_eq(phw_bits_copy(&b, &a), PHW_OK);
    for (size_t i = 0; i < n_errors; ++i)
        phw_bits_flip(&b, error[i]);
    fast_cascade_pair p = make_pair(scheme, &a, &b, 0.05, 1);
    cr_assert_eq(talk_through(&p), PHW_OK);
    *left = differences(&p);
    const uint64_t leak = phw_fast_cascade_figures(p.end[1]).leak_bits;
    cr_expect_eq(leak, p.said.n);
    cr_expect_eq(leak, phw_fast_cascade_figures(p.end[0]).leak_bits);
    drop_pair(&p);
    phw_bits_free(&a);
    phw_bits_free(&b);
    return leak;
}

/* One pass of 2^4 places a block: n / 16 roots and 4 halvings. */
Test(fast_cascade, a_single_error_costs_its_search)
{
    const phw_fast_cascade_scheme one = sixteens(1, 0);
    for (size_t at = 0; at < 1024; at += 13) {
        size_t left = 1;
        cr_expect_eq(leak_of(&one, 1024, &at, 1, &left), 1024 / 16 + 4);
        cr_expect_eq(left, 0);
    }
}

/* 63, then 15 and 3 blocks of which the last follows, and 5 masks. */
Test(fast_cascade, no_error_costs_the_roots_alone)
{
    const phw_fast_cascade_scheme s = sixteens(3, 5);
    size_t left = 1;
    cr_expect_eq(leak_of(&s, 1000, NULL, 0, &left), 63 + 15 + 3 + 5);
    cr_expect_eq(left, 0);
}

/* 62 blocks of 16 and one of 7, which is parted into 4 and 3, the 3 into 2 and 1,
 * whether it is searched alone or along with others. */
Test(fast_cascade, a_short_last_block_is_parted_where_it_has_places)
{
    const phw_fast_cascade_scheme one = sixteens(1, 0);
    static const size_t error[] = {998, 3};
    size_t left = 1;
    cr_expect_eq(leak_of(&one, 999, error, 1, &left), 63 + 2);
    cr_expect_eq(left, 0);
    cr_expect_eq(leak_of(&one, 999, error, 2, &left), 63 + 2 + 4);
    cr_expect_eq(left, 0);
}

/* After pass 1 alone, with P = (1 - (1 - 2p)^k) / 2 the chance that a block is odd:
 * E leak = (n / k)(1 + d P), E left = n p - (n / k) P. Blocks are independent: the
 * leak's variance is (n / k) d^2 P (1 - P); what is left varies by at most
 * n p (1 - p) + (n / k) / 4. 5 sigma over 100 frames. */
Test(fast_cascade, pass_one_leaks_and_leaves_what_theory_says)
{
    const phw_fast_cascade_scheme one = sixteens(1, 0);
    const unsigned n_frames = 100;
    double leak = 0;
    double left = 0;
    for (unsigned t = 0; t < n_frames; ++t) {
        phw_bits a = random_bits(10000, t);
        phw_bits b = noisy_bits(&a, 0.05, t);
        fast_cascade_pair p = make_pair(&one, &a, &b, 0.05, t);
        cr_assert_eq(talk_through(&p), PHW_OK);
        leak += (double)p.said.n / n_frames;
        left += (double)differences(&p) / n_frames;
        drop_pair(&p);
        phw_bits_free(&a);
        phw_bits_free(&b);
    }
    const double odd = (1 - pow(0.9, 16)) / 2;
    const double leak_sigma = 4 * sqrt(625 * odd * (1 - odd)) / 10;
    const double left_sigma = sqrt(10000 * 0.05 + 625 / 4.0) / 10;
    cr_expect_float_eq(leak, 1643.4, 0.05 + 5 * leak_sigma, "%g", leak);
    cr_expect_float_eq(left, 245.4, 0.05 + 5 * left_sigma, "%g", left);
}

/* One pass leaves pairs of differences in even blocks. Ten masks miss what it left in
 * one frame of 2^10: of 200, more than 4 with a probability below 1e-5. */
Test(fast_cascade, masks_find_what_the_passes_leave)
{
    unsigned n_left[2] = {0, 0};
    for (unsigned t = 0; t < 400; ++t) {
        phw_fast_cascade_scheme s = sixteens(1, t % 2 == 0 ? 0 : 10);
        s.order = t / 2 % PHW_N_FAST_CASCADE_ORDERS;
        phw_bits a = random_bits(1000, t);
        phw_bits b = noisy_bits(&a, 0.02, t);
        fast_cascade_pair p = make_pair(&s, &a, &b, 0.02, t);
        cr_assert_eq(talk_through(&p), PHW_OK);
        n_left[t % 2] += differences(&p) > 0;
        drop_pair(&p);
        phw_bits_free(&a);
        phw_bits_free(&b);
    }
    cr_expect_gt(n_left[0], 150, "%u", n_left[0]);
    cr_expect_leq(n_left[1], 4, "%u", n_left[1]);
}

static size_t four_eight(unsigned pass, double rate, size_t n)
{
    (void)rate;
    (void)n;
    return pass == 0 ? 4 : 8;
}

/* The reference page's trace: 16 bits, pass 1 of 4 in order, pass 2 of 8 with bit
 * 5 i mod 16 at place i, last block inferred. The page serves one block at a time: in
 * the third and fourth row, where both blocks of pass 2 are odd and halved in one
 * round, it discloses a bit less, 10. */
Test(fast_cascade, the_known_trace_of_sixteen_bits)
{
    static const struct {
        size_t error[4];
        size_t n;
        uint64_t leak;
        size_t left;
    } row[] = {
        {{0}, 0, 5, 0},           {{5}, 1, 7, 0},    {{4, 6}, 2, 11, 0},
        {{0, 1}, 2, 11, 0},       {{0, 8}, 2, 9, 0}, {{0, 3, 7}, 3, 7, 2},
        {{1, 2, 9, 10}, 4, 5, 4},
    };

    const phw_fast_cascade_scheme s = {
        .n_passes = 2, .block = four_eight, .order = PHW_FAST_CASCADE_LOWEST};
    for (unsigned i = 0; i < sizeof row / sizeof *row; ++i) {
        phw_bits a = random_bits(16, i);
        phw_bits b = {0};
        cr_assert_eq(phw_bits_copy(&b, &a), PHW_OK);
        for (size_t j = 0; j < row[i].n; ++j)
            phw_bits_flip(&b, row[i].error[j]);
        fast_cascade_pair p = make_pair(&s, &a, &b, 0.05, 1);
        for (unsigned end = 0; end < 2; ++end) {
            phw_fast_cascade_tables *second = &p.end[end]->made[1];
            for (uint32_t place = 0; place < 16; ++place) {
                second->bit_of_place[place] = 5 * place % 16;
                second->place_of_bit[5 * place % 16] = place;
            }
        }
        cr_assert_eq(talk_through(&p), PHW_OK);
        cr_expect_eq(p.said.n, row[i].leak, "row %u leaks %zu", i, p.said.n);
        cr_expect_eq(differences(&p), row[i].left, "row %u", i);
        drop_pair(&p);
        phw_bits_free(&a);
        phw_bits_free(&b);
    }
}

/* Rank of rows of at most 64 columns. */
static size_t rank_of(uint64_t *row, size_t n)
{
    size_t rank = 0;
    for (unsigned j = 0; j < 64; ++j) {
        size_t pivot = rank;
        while (pivot < n && (row[pivot] >> j & 1) == 0)
            ++pivot;
        if (pivot == n)
            continue;
        const uint64_t kept = row[pivot];
        row[pivot] = row[rank];
        row[rank++] = kept;
        for (size_t i = rank; i < n; ++i)
            row[i] ^= (row[i] >> j & 1) != 0 ? kept : 0;
    }
    return rank;
}

/* With the errors fixed the questions are, and Alice's parities are linear in her key:
 * the transcripts of keys of one bit are the columns of what she discloses. No parity
 * is disclosed that follows from those before, but for coincidences: blocks of
 * different passes that hold the same bits. */
Test(fast_cascade, nothing_is_asked_that_is_known)
{
    enum {
        N = 60,
        ROWS = 400
    };

    phw_fast_cascade_scheme s = sixteens(2, 0);
    size_t leak = 0;
    size_t rank = 0;
    for (uint32_t t = 0; t < 40; ++t) {
        s.sparing = t % 2 != 0;
        static uint64_t row[ROWS];
        phw_bits zero = {0};
        cr_assert_eq(phw_bits_alloc(&zero, N), PHW_OK);
        phw_bits errors = noisy_bits(&zero, 0.05, t);
        size_t n_rows = 0;
        for (size_t j = 0; j < N; ++j) {
            phw_bits_flip(&zero, j);
            phw_bits_flip(&errors, j);
            fast_cascade_pair p = make_pair(&s, &zero, &errors, 0.05, t);
            cr_assert_eq(talk_through(&p), PHW_OK);
            cr_assert_leq(p.said.n, ROWS);
            n_rows = p.said.n;
            for (size_t i = 0; i < n_rows; ++i) {
                row[i] &= ~(UINT64_C(1) << j);
                row[i] |= (uint64_t)phw_bits_get(&p.said, i) << j;
            }
            drop_pair(&p);
            phw_bits_flip(&zero, j);
            phw_bits_flip(&errors, j);
        }
        leak += n_rows;
        rank += rank_of(row, n_rows);
        phw_bits_free(&zero);
        phw_bits_free(&errors);
    }
    cr_expect_leq(rank, leak);
    cr_expect_gt((double)rank, 0.99 * (double)leak, "%zu of %zu", rank, leak);
}

/* Whether the ends agree on the parity of every leaf, and leave no odd one. */
static void check_leaves(const fast_cascade_pair *p)
{
    const phw_fast_cascade *a = p->end[0];
    const phw_fast_cascade *b = p->end[1];
    for (unsigned i = 0; i < a->n_open; ++i) {
        const phw_segments *s = &a->pass[i].leaf;
        const phw_folded *ours = phw_fast_cascade_pass_own(&a->pass[i], &a->key);
        const phw_folded *theirs = phw_fast_cascade_pass_own(&b->pass[i], &b->key);
        cr_assert_eq(a->pass[i].n_odd, 0);
        for (size_t at = 0; at < s->n; at = phw_segments_end(s, at)) {
            const size_t end = phw_segments_end(s, at);
            cr_assert_eq(phw_folded_parity(ours, at, end),
                         phw_folded_parity(theirs, at, end));
        }
    }
}

/* Many lengths, rates and orders; flips are true differences only, and what is left is
 * even in every leaf. */
Test(fast_cascade, every_leaf_is_even_at_the_end)
{
    static const size_t sizes[] = {1, 2, 3, 17, 64, 65, 127, 500, 2048, 2049, 6000};
    static const double rates[] = {0.002, 0.05, 0.25};

    for (unsigned k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        for (unsigned r = 0; r < 3; ++r) {
            for (unsigned o = 0; o < 3 * PHW_N_FAST_CASCADE_ORDERS; ++o) {
                phw_fast_cascade_scheme s = sixteens(1 + k % 3, 6);
                s.order = o / 3;
                s.four = o % 3 == 1;
                s.sparing = o % 3 == 2;
                phw_bits a = random_bits(sizes[k], 100 + k);
                phw_bits b = noisy_bits(&a, rates[r], 100 * r + o);
                fast_cascade_pair p = make_pair(&s, &a, &b, rates[r], k);
                cr_assert_eq(talk_through(&p), PHW_OK);
                check_leaves(&p);
                const phw_bits *corrected = phw_fast_cascade_corrected(p.end[1]);
                cr_expect(
                    phw_bits_equal(corrected, phw_fast_cascade_corrected(p.end[0])));
                cr_expect(phw_bits_equal(&a, phw_fast_cascade_key(p.end[0])));
                for (size_t i = 0; i < sizes[k]; ++i)
                    cr_assert(!phw_bits_get(corrected, i) ||
                              phw_bits_get(&a, i) != phw_bits_get(&b, i));
                cr_expect_eq(phw_bits_count(corrected) + differences(&p),
                             phw_bits_distance(&a, &b));
                drop_pair(&p);
                phw_bits_free(&a);
                phw_bits_free(&b);
            }
        }
    }
}

/* Segments of rates far apart have blocks of sizes of their own, and stay apart. */
Test(fast_cascade, bits_of_several_rates_are_corrected)
{
    enum {
        N = 6000
    };

    const phw_reconcile_segment part[] = {
        {0, 2000, 0.2}, {2000, 4000, 0.001}, {4000, N, 0.03}};
    const phw_reconcile_task task = {
        .n = N, .segment = part, .n_segments = 3, .seed = 5};
    phw_fast_cascade_scheme s = sixteens(3, 8);
    s.sparing = true;
    phw_bits a = random_bits(N, 1);
    phw_bits b = {0};
    cr_assert_eq(phw_bits_copy(&b, &a), PHW_OK);
    for (size_t i = 0; i < 2000; i += 5)
        phw_bits_flip(&b, i);
    for (size_t i = 4000; i < N; i += 31)
        phw_bits_flip(&b, i);
    fast_cascade_pair p = {0};
    cr_assert_eq(phw_fast_cascade_create(&p.end[0], PHW_ALICE, &s, &task, &a), PHW_OK);
    cr_assert_eq(phw_fast_cascade_create(&p.end[1], PHW_BOB, &s, &task, &b), PHW_OK);
    cr_assert_eq(talk_through(&p), PHW_OK);
    check_leaves(&p);
    cr_expect_eq(differences(&p), 0);
    drop_pair(&p);
    phw_bits_free(&a);
    phw_bits_free(&b);
}

/* Inverts the same bits of both ends' parities in a round: they see differences that
 * nobody's keys have. */
static void falsify(phw_message *m, size_t n, const phw_rng *rng, uint32_t rate,
                    uint64_t round)
{
    for (size_t i = 0; i < n; ++i) {
        uint32_t word;
        phw_rng_words(&word, rng, (round << 32) + i, 1);
        if (word < rate)
            m->byte[PHW_MESSAGE_HEADER_SIZE + i / 8] ^= (uint8_t)(1U << (i % 8));
    }
}

/* Few and many falsified differences: an error or an end in order, at both ends in the
 * same round, and before the cap. */
Test(fast_cascade, false_differences_end)
{
    unsigned n_errors = 0;
    for (uint32_t t = 0; t < 120; ++t) {
        phw_fast_cascade_scheme s = sixteens(3, 6);
        s.order = t % PHW_N_FAST_CASCADE_ORDERS;
        s.four = t % 4 == 1;
        s.sparing = t % 4 == 3;
        const size_t n = t % 5 == 0 ? 130 : 3000;
        const uint32_t rate = t % 3 == 0 ? 0x80000000 : 0x00400000;
        const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6872), t};
        phw_bits a = random_bits(n, t);
        phw_bits b = noisy_bits(&a, 0.05, t);
        fast_cascade_pair p = make_pair(&s, &a, &b, 0.05, t);
        phw_message frame[2] = {{0}};
        bool done[2] = {false, false};
        const phw_message *in = NULL;
        phw_status status = PHW_OK;
        for (uint64_t round = 0; !status && !(done[0] && done[1]); ++round) {
            status = phw_fast_cascade_step(p.end[0], &frame[0], &done[0], in);
            if (status || frame[0].size == 0)
                break;
            const size_t asked = p.end[0]->talk.parity.n;
            falsify(&frame[0], asked, &rng, rate, round);
            status = phw_fast_cascade_step(p.end[1], &frame[1], &done[1], &frame[0]);
            if (!status)
                falsify(&frame[1], asked, &rng, rate, round);
            in = &frame[1];
        }
        cr_expect(status == PHW_OK || status == PHW_EPEER);
        n_errors += status == PHW_EPEER;
        phw_message_free(&frame[0]);
        phw_message_free(&frame[1]);
        drop_pair(&p);
        phw_bits_free(&a);
        phw_bits_free(&b);
    }
    cr_expect_gt(n_errors, 60, "%u", n_errors);
}

/* Both ends talk until the false differences break it off, then begin a new frame. */
static void break_off(fast_cascade_pair *p, const phw_bits *a, const phw_bits *b,
                      uint32_t t)
{
    const phw_rng rng = {2, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6872), t};
    phw_message frame[2] = {{0}};
    bool done[2] = {false, false};
    const phw_message *in = NULL;
    phw_status status = PHW_OK;
    for (uint64_t round = 0; !status && !(done[0] && done[1]); ++round) {
        status = phw_fast_cascade_step(p->end[0], &frame[0], &done[0], in);
        if (status || frame[0].size == 0)
            break;
        const size_t asked = p->end[0]->talk.parity.n;
        falsify(&frame[0], asked, &rng, round > t ? 0x10000000 : 0, round);
        status = phw_fast_cascade_step(p->end[1], &frame[1], &done[1], &frame[0]);
        if (!status)
            falsify(&frame[1], asked, &rng, round > t ? 0x10000000 : 0, round);
        in = &frame[1];
    }
    phw_message_free(&frame[0]);
    phw_message_free(&frame[1]);
    cr_assert_eq(phw_fast_cascade_reset(p->end[0], a), PHW_OK);
    cr_assert_eq(phw_fast_cascade_reset(p->end[1], b), PHW_OK);
}

/* As many parities and the same key as by machines that are new. */
Test(fast_cascade, a_frame_after_one_that_failed_is_as_the_first)
{
    for (uint32_t t = 0; t < 40; ++t) {
        phw_fast_cascade_scheme s = sixteens(3, 6);
        s.order = t % PHW_N_FAST_CASCADE_ORDERS;
        s.sparing = t % 2 != 0;
        phw_bits a = random_bits(3000, t);
        phw_bits b = noisy_bits(&a, 0.05, t);
        fast_cascade_pair fresh = make_pair(&s, &a, &b, 0.05, t);
        fast_cascade_pair used = make_pair(&s, &a, &b, 0.05, t);
        break_off(&used, &a, &b, t);
        cr_assert_eq(talk_through(&fresh), PHW_OK);
        cr_assert_eq(talk_through(&used), PHW_OK, "%s", phw_error_message());
        cr_expect_eq(used.said.n, fresh.said.n);
        cr_expect(phw_bits_equal(phw_fast_cascade_key(used.end[1]),
                                 phw_fast_cascade_key(fresh.end[1])));
        drop_pair(&fresh);
        drop_pair(&used);
        phw_bits_free(&a);
        phw_bits_free(&b);
    }
}

Test(fast_cascade, schemes_out_of_range_are_refused)
{
    const phw_reconcile_segment all = {0, 64, 0.05};
    const phw_reconcile_task task = {.n = 64, .segment = &all, .n_segments = 1};
    phw_bits a = random_bits(64, 1);
    phw_fast_cascade_scheme bad[5];
    for (unsigned i = 0; i < 5; ++i)
        bad[i] = sixteens(2, 2);
    bad[0].n_passes = 0;
    bad[1].n_masks = PHW_FAST_CASCADE_MASKS_MAX + 1;
    bad[2].block = NULL;
    bad[3].order = PHW_N_FAST_CASCADE_ORDERS;
    bad[4].four = true;
    bad[4].sparing = true;
    for (unsigned i = 0; i < 5; ++i) {
        phw_fast_cascade *c = NULL;
        cr_expect_eq(phw_fast_cascade_create(&c, PHW_BOB, &bad[i], &task, &a),
                     PHW_EARG);
        cr_expect_null(c);
    }
    phw_bits_free(&a);
}
