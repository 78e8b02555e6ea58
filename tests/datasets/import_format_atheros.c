#include "datasets/import_format_atheros.h"

#include "tests/datasets/capture.h"

#define LOG     "atheros_ath_csi_1.dat"
#define N_SMALL 1907

/* Turns the fields of the records in byte[n] to the other byte order, as a big-endian
 * router writes them; the packed channel is a stream of bytes. */
static void turn(uint8_t *byte, size_t n)
{
    static const struct {
        size_t at;
        size_t n;
    } field[] = {{0, 2}, {2, 8}, {10, 2}, {12, 2}, {25, 2}};

    for (size_t at = 0; at < n; at += N_SMALL) {
        for (size_t i = 0; i < 5; ++i) {
            uint8_t *b = byte + at + field[i].at;
            for (size_t k = 0; k < field[i].n / 2; ++k) {
                const uint8_t kept = b[k];
                b[k] = b[field[i].n - 1 - k];
                b[field[i].n - 1 - k] = kept;
            }
        }
    }
}

Test(atheros, reads_the_whole_log)
{
    capture c = capture_load(LOG);
    phw_import m = capture_read(c.byte, c.n, NULL);
    const phw_trace *t = &m.trace[0];
    capture_check(&m);
    cr_assert_eq(m.n_traces, 1);
    cr_expect_eq(m.n_probes, 401);
    cr_expect_eq(phw_import_skipped(&m), 0);
    cr_expect_eq(t->n_coefficients, 336);
    cr_expect_eq(t->n_antennas, 6);
    /* the stream's first four: carrier -28, first transmitter, antennas 1 to 3, then
     * the second transmitter */
    cr_expect(t->cplx[0] == CMPLXF(-177, 84));
    cr_expect(t->cplx[2 * 56] == CMPLXF(-33, 103));
    cr_expect(t->cplx[4 * 56] == CMPLXF(41, -21));
    cr_expect(t->cplx[1 * 56] == CMPLXF(60, 196));
    cr_expect_eq(t->carrier_hz, 2437e6);
    cr_expect_eq(t->bandwidth_hz, 20e6);
    cr_expect_float_eq(t->time_s[0], 1461.024888, 1e-9);
    cr_expect_eq(phw_trace_find_column(t, "rssi")[0], 52);
    cr_expect_eq(phw_trace_find_column(t, "rssi_1")[0], 38);
    cr_expect_eq(phw_trace_find_column(t, "rssi_2")[0], 52);
    cr_expect_eq(phw_trace_find_column(t, "rssi_3")[0], 36);
    cr_expect_eq(phw_trace_find_column(t, "rate")[0], 143);
    cr_expect_eq(t->coefficient[0], -28 * 312500.0);
    cr_expect_eq(t->coefficient[55], 28 * 312500.0);
    phw_import_free(&m);
    free(c.byte);
}

Test(atheros, reads_the_same_of_the_other_byte_order)
{
    capture c = capture_load(LOG);
    const size_t n = (size_t)20 * N_SMALL;
    phw_import little = capture_read(c.byte, n, NULL);
    turn(c.byte, n);
    phw_import big = capture_read(c.byte, n, NULL);
    cr_assert_eq(big.n_probes, 20);
    cr_expect_eq(
        memcmp(big.trace[0].cplx, little.trace[0].cplx, 20 * 336 * sizeof(phw_cf)), 0);
    cr_expect_eq(
        memcmp(big.trace[0].time_s, little.trace[0].time_s, 20 * sizeof(double)), 0);
    cr_expect_eq(big.trace[0].carrier_hz, 2437e6);
    cr_expect_not_null(strstr(big.note[0], "big"));
    phw_import_free(&big);
    phw_import_free(&little);
    free(c.byte);
}

Test(atheros, passes_over_packets_without_a_channel_and_duplicates)
{
    static const uint8_t none[27] = {25};
    uint8_t *byte = malloc(sizeof none + (size_t)3 * N_SMALL);
    capture c = capture_load(LOG);
    cr_assert_not_null(byte);
    memcpy(byte, none, sizeof none);
    memcpy(byte + sizeof none, c.byte, N_SMALL);
    memcpy(byte + sizeof none + N_SMALL, c.byte, (size_t)2 * N_SMALL);
    phw_import m = capture_read(byte, sizeof none + (size_t)3 * N_SMALL, NULL);
    cr_expect_eq(m.n_probes, 2);
    cr_expect_eq(capture_skipped(&m, "without a channel"), 1);
    cr_expect_eq(capture_skipped(&m, "duplicate"), 1);
    phw_import_free(&m);
    free(c.byte);
    free(byte);
}

Test(atheros, goes_on_after_a_damaged_record)
{
    capture c = capture_load(LOG);
    c.byte[N_SMALL + 1] = 0xFF;
    c.byte[(size_t)3 * N_SMALL + 10] ^= 1;
    phw_import m = capture_read(c.byte, (size_t)6 * N_SMALL, NULL);
    cr_expect_eq(m.n_probes, 4);
    cr_expect_eq(capture_skipped(&m, "damaged"), 2);
    phw_import_free(&m);
    free(c.byte);
}

/* The 840 bytes of the channel and the payload are only copied: cut and changed at
 * every byte of the fields and beyond them in steps. */
Test(atheros, ends_clearly_when_cut_anywhere)
{
    capture c = capture_load(LOG);
    capture_truncate(c.byte, (size_t)2 * N_SMALL, "atheros");
    capture_damage(c.byte + N_SMALL, N_SMALL, "atheros");
    free(c.byte);
}

Test(atheros, says_that_no_record_is_there)
{
    phw_import m = {0};
    const phw_import_options o = {.format = "atheros"};
    EXPECT_FAILURE(phw_import_parse(&m, (const uint8_t *)"hello", 5, "x", &o),
                   PHW_EINPUT, "byte order");
}
