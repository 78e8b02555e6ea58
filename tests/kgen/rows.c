#include "kgen/rows.h"

#include <criterion/criterion.h>

#include "kgen/filter_detrend.h"

#include "meeting.h"

static phw_features series(const int64_t *sequence, size_t n)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, n, 1), PHW_OK);
    for (size_t i = 0; i < n; ++i) {
        x.sequence[i] = sequence[i];
        x.time_s[i] = (double)sequence[i] / 10;
        x.value[i] = (double)sequence[i];
    }
    return x;
}

static phw_message offer(const phw_features *x, size_t from, size_t to, bool times)
{
    phw_message m = {0};
    phw_message_begin(&m, 1, 0);
    phw_rows_write(&m, x, from, to, times);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    return m;
}

static phw_status read(phw_rows *rows, bool *last, const phw_message *m, bool times)
{
    phw_reader r = phw_reader_open(m);
    return phw_rows_read(rows, last, &r, times);
}

Test(rows, come_over_in_pieces)
{
    static const int64_t sequence[] = {INT64_MIN, -3, 0, 7, 1000000, INT64_MAX};
    for (unsigned times = 0; times < 2; ++times) {
        phw_features x = series(sequence, 6);
        phw_rows rows = {0};
        bool last = false;
        phw_message m = offer(&x, 0, 4, times != 0);
        cr_assert_eq(read(&rows, &last, &m, times != 0), PHW_OK);
        cr_expect_not(last);
        phw_message_free(&m);
        m = offer(&x, 4, 6, times != 0);
        cr_assert_eq(read(&rows, &last, &m, times != 0), PHW_OK);
        cr_expect(last);
        cr_assert_eq(rows.n, 6);
        for (size_t i = 0; i < 6; ++i) {
            cr_expect_eq(rows.sequence[i], sequence[i]);
            cr_expect_eq(rows.time_s[i], times != 0 ? x.time_s[i] : 0);
        }
        phw_message_free(&m);
        phw_rows_free(&rows);
        phw_features_free(&x);
    }
}

Test(rows, that_do_not_rise_are_refused)
{
    static const int64_t sequence[] = {5, 6, 7};
    phw_features x = series(sequence, 3);
    phw_rows rows = {0};
    bool last = false;
    phw_message m = offer(&x, 0, 3, true);
    cr_assert_eq(read(&rows, &last, &m, true), PHW_OK);
    cr_expect_eq(read(&rows, &last, &m, true), PHW_EPEER, "the same again");
    cr_expect_eq(rows.n, 3);
    phw_message_free(&m);
    phw_rows_free(&rows);
    x.time_s[2] = 0;
    m = offer(&x, 0, 3, true);
    cr_expect_eq(read(&rows, &last, &m, true), PHW_EPEER, "time falls");
    phw_message_free(&m);
    phw_rows_free(&rows);
    phw_features_free(&x);
}

Test(rows, counts_are_limited_before_memory_is_taken)
{
    static const uint32_t counts[] = {0, PHW_ROWS_CHUNK + 1, UINT32_MAX};
    for (unsigned i = 0; i < 3; ++i) {
        phw_message m = {0};
        phw_rows rows = {0};
        bool last = false;
        phw_message_begin(&m, 1, 0);
        phw_message_put_u32(&m, counts[i]);
        phw_message_put_u8(&m, 1);
        phw_message_put_u64(&m, 0);
        cr_assert_eq(phw_message_end(&m), PHW_OK);
        cr_expect_eq(read(&rows, &last, &m, false), PHW_EPEER);
        cr_expect_null(rows.sequence);
        phw_message_free(&m);
    }
}

Test(rows, match_by_number_and_not_by_place)
{
    static const int64_t mine[] = {1, 2, 4, 8, 9};
    static const int64_t theirs[] = {0, 2, 3, 4, 9, 12};
    const phw_agreement_config c = plain_config();
    phw_features own = series(mine, 5);
    phw_features x = series(theirs, 6);
    phw_features both = {0};
    phw_features picked = {0};
    phw_bits have = {0};
    phw_rows rows = {0};
    bool last = false;
    phw_message m = offer(&x, 0, 6, false);
    cr_assert_eq(read(&rows, &last, &m, false), PHW_OK);
    cr_assert_eq(phw_rows_match(&both, &have, &own, &rows, &c), PHW_OK);
    cr_assert_eq(phw_rows_pick(&picked, &x, &have), PHW_OK);
    cr_assert_eq(both.n_rows, 3);
    cr_assert_eq(picked.n_rows, 3);
    static const int64_t want[] = {2, 4, 9};
    for (size_t i = 0; i < 3; ++i) {
        cr_expect_eq(both.sequence[i], want[i]);
        cr_expect_eq(both.value[i], (double)want[i]);
        cr_expect_eq(picked.value[i], (double)want[i]);
    }
    phw_features_free(&both);
    phw_features_free(&picked);
    phw_bits_free(&have);
    static const int64_t none[] = {100, 101, 102, 103, 104};
    for (size_t i = 0; i < 5; ++i)
        own.sequence[i] = none[i];
    cr_expect_eq(phw_rows_match(&both, &have, &own, &rows, &c), PHW_ESHORT);
    cr_expect_null(have.word);
    cr_assert_eq(phw_bits_alloc(&have, 6), PHW_OK);
    cr_expect_eq(phw_rows_pick(&picked, &x, &have), PHW_ESHORT);
    phw_bits_free(&have);
    phw_message_free(&m);
    phw_rows_free(&rows);
    phw_features_free(&own);
    phw_features_free(&x);
}

Test(rows, match_by_time_with_the_other_ends_numbers)
{
    static const int64_t mine[] = {0, 2, 4, 6};
    static const int64_t theirs[] = {1, 3, 5, 70};
    phw_agreement_config c = plain_config();
    c.pairing = PHW_PAIRING_TIME;
    c.between = PHW_INTERPOLATION_LINEAR;
    phw_features own = series(mine, 4);
    phw_features x = series(theirs, 4);
    phw_features both = {0};
    phw_bits have = {0};
    phw_rows rows = {0};
    bool last = false;
    phw_message m = offer(&x, 0, 4, true);
    cr_assert_eq(read(&rows, &last, &m, true), PHW_OK);
    cr_assert_eq(phw_rows_match(&both, &have, &own, &rows, &c), PHW_OK);
    cr_assert_eq(both.n_rows, 3);
    cr_expect_eq(phw_bits_count(&have), 3);
    for (size_t i = 0; i < 3; ++i) {
        cr_expect_eq(both.sequence[i], theirs[i]);
        cr_expect_float_eq(both.value[i], (double)theirs[i], 1e-9);
        cr_expect_float_eq(both.time_s[i], (double)theirs[i] / 10, 1e-12);
    }
    phw_features_free(&both);
    phw_bits_free(&have);
    phw_message_free(&m);
    phw_rows_free(&rows);
    phw_features_free(&own);
    phw_features_free(&x);
}

Test(rows, extract_a_detrended_feature)
{
    phw_trace t = make_trace(100, 20, 1, 1);
    phw_agreement_config c = plain_config();
    phw_features x = {0};
    for (size_t i = 0; i < 100; ++i)
        t.real[i] = 50;
    phw_pipeline_set_filter(&c.pipeline, &phw_filter_detrend, NULL);
    c.pipeline.filter[0].params.value[0] = 5;
    cr_assert_eq(phw_rows_extract(&x, &t, &c), PHW_OK);
    for (size_t i = 0; i < 100; ++i)
        cr_expect_float_eq(x.value[i], 0, 1e-9);
    phw_features_free(&x);
    c.pipeline.filter[0].params.value[0] = 101;
    cr_expect_eq(phw_rows_extract(&x, &t, &c), PHW_ESHORT);
    phw_trace_free(&t);
}
