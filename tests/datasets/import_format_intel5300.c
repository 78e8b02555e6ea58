#include "datasets/import_format_intel5300.h"

#include "tests/datasets/capture.h"

#define LOG "intel5300_log.all_csi.6.7.6"

/* One 3x1 record is 2 + 1 + 20 + 192 bytes. */
#define N_SMALL 215

Test(intel5300, equals_matlab_in_all_frames)
{
    capture_answer answer[64];
    cr_assert_eq(capture_answers(answer, 64, "intel5300"), 29);
    capture c = capture_load(LOG);
    phw_import m = capture_read(c.byte, c.n, NULL);
    cr_expect_str_eq(m.format, "intel5300");
    capture_check(&m);
    cr_expect_eq(m.n_probes, 29);
    cr_expect_eq(phw_import_skipped(&m), 0);
    cr_assert_eq(m.n_traces, 3);
    size_t i = 0;
    for (size_t k = 0; k < 3; ++k) {
        const phw_trace *t = &m.trace[k];
        const double *scale = phw_trace_find_column(t, "scale");
        cr_expect_eq(t->n_antennas, 3 * (k + 1));
        for (size_t p = 0; p < t->n_probes; ++p, ++i) {
            cr_expect_eq(
                capture_hash(t->cplx + p * t->n_coefficients, t->n_coefficients),
                answer[i].hash, "frame %zu", i);
            cr_expect_float_eq(scale[p], answer[i].scale, 1e-12 * answer[i].scale);
            cr_expect_eq(t->sequence[p], (int64_t)(72 + i));
        }
    }
    phw_import_free(&m);
    free(c.byte);
}

Test(intel5300, tells_the_first_frames_fields)
{
    capture c = capture_load(LOG);
    phw_import m = capture_read(c.byte, c.n, NULL);
    const phw_trace *t = &m.trace[0];
    cr_expect_str_eq(t->party, "tx0-3x1-20M");
    cr_expect_str_eq(t->origin, "recorded: capture");
    cr_expect_eq(t->kind, PHW_TRACE_CFR);
    cr_expect(t->cplx[0] == CMPLXF(11, -3) && t->cplx[1] == CMPLXF(3, -13) &&
              t->cplx[2] == CMPLXF(-11, -8));
    cr_expect_float_eq(phw_trace_find_column(t, "rssi_dbm")[0], -39.0782, 5e-5);
    cr_expect_eq(phw_trace_find_column(t, "rssi_1")[0], 33);
    cr_expect_eq(phw_trace_find_column(t, "rssi_2")[0], 37);
    cr_expect_eq(phw_trace_find_column(t, "rssi_3")[0], 41);
    cr_expect_eq(phw_trace_find_column(t, "agc_db")[0], 38);
    cr_expect_eq(phw_trace_find_column(t, "rate")[0], 0x100);
    cr_expect_null(phw_trace_find_column(t, "noise_dbm"), "it was not measured");
    cr_expect_eq(t->time_s[0], 4e-6);
    cr_expect_eq(t->bandwidth_hz, 20e6);
    cr_expect_eq(t->coefficient[0], -28 * 312500.0);
    cr_expect_eq(t->coefficient[14], -312500.0);
    cr_expect_eq(t->coefficient[15], 312500.0);
    cr_expect_eq(t->coefficient[29], 28 * 312500.0);
    cr_expect_eq(t->coefficient[30], -28 * 312500.0, "the next antenna");
    phw_import_free(&m);
    free(c.byte);
}

Test(intel5300, scales_to_noise_one_when_asked)
{
    capture c = capture_load(LOG);
    const phw_import_options o = {.scaled = true};
    phw_import m = {0};
    cr_assert_eq(phw_import_parse(&m, c.byte, c.n, LOG, &o), PHW_OK);
    /* single precision of MATLAB's value */
    cr_expect_float_eq(crealf(m.trace[0].cplx[0]), 6.34211037, 4e-7);
    cr_expect_float_eq(cimagf(m.trace[0].cplx[0]), -1.72966646, 2e-7);
    phw_import_free(&m);
    free(c.byte);
}

Test(intel5300, ends_clearly_when_cut_anywhere)
{
    capture c = capture_load(LOG);
    capture_truncate(c.byte, (size_t)3 * N_SMALL, "intel5300");
    phw_import m = capture_read(c.byte, 3 * N_SMALL - 1, "intel5300");
    cr_expect_eq(m.n_probes, 2);
    cr_expect_eq(capture_skipped(&m, "cut short"), 1);
    cr_expect_eq(m.skipped[0].first_offset, 2 * N_SMALL);
    phw_import_free(&m);
    free(c.byte);
}

Test(intel5300, survives_damage_everywhere)
{
    capture c = capture_load(LOG);
    capture_damage(c.byte, (size_t)2 * N_SMALL, "intel5300");
    free(c.byte);
}

Test(intel5300, goes_on_after_a_damaged_record)
{
    capture c = capture_load(LOG);
    c.byte[N_SMALL] = 0xFF; /* the second record's length */
    phw_import m = capture_read(c.byte, c.n, NULL);
    cr_expect_eq(m.n_probes, 28);
    cr_expect_eq(capture_skipped(&m, "damaged"), 1);
    cr_expect_eq(m.skipped[0].first_offset, N_SMALL);
    phw_import_free(&m);
    free(c.byte);
}

Test(intel5300, passes_over_several_records_of_other_kinds_in_a_row)
{
    static const uint8_t other[] = {0, 3, 0xC1, 1, 2, 0, 1, 0xC2, 0, 2, 0xC1, 7};
    uint8_t byte[2 * sizeof other + 2 * N_SMALL];
    capture c = capture_load(LOG);
    memcpy(byte, c.byte, N_SMALL);
    memcpy(byte + N_SMALL, other, sizeof other);
    memcpy(byte + N_SMALL + sizeof other, c.byte + N_SMALL, N_SMALL);
    memcpy(byte + 2 * N_SMALL + sizeof other, other, sizeof other);
    phw_import m = capture_read(byte, sizeof byte, NULL);
    cr_expect_eq(m.n_probes, 2);
    cr_expect_eq(capture_skipped(&m, "another kind"), 6);
    cr_expect_eq(m.n_reasons, 1);
    phw_import_free(&m);
    free(c.byte);
}

Test(intel5300, passes_over_records_of_another_kind_and_duplicates)
{
    static const uint8_t other[] = {0, 3, 0xC1, 1, 2};
    uint8_t byte[5 + 3 * N_SMALL];
    capture c = capture_load(LOG);
    memcpy(byte, other, sizeof other);
    memcpy(byte + 5, c.byte, N_SMALL);
    memcpy(byte + 5 + N_SMALL, c.byte, (size_t)2 * N_SMALL);
    phw_import m = capture_read(byte, sizeof byte, NULL);
    cr_expect_eq(m.n_probes, 2);
    cr_expect_eq(m.n_records, 3);
    cr_expect_eq(capture_skipped(&m, "another kind"), 1);
    cr_expect_eq(capture_skipped(&m, "duplicate"), 1);
    cr_expect_eq(phw_import_skipped(&m), 2);
    phw_import_free(&m);
    free(c.byte);
}

Test(intel5300, knows_wide_channels_and_untold_antenna_orders)
{
    uint8_t byte[N_SMALL];
    capture c = capture_load(LOG);
    memcpy(byte, c.byte, N_SMALL);
    byte[3 + 15] = 0; /* all chains are antenna A */
    byte[3 + 19] = 0x08;
    phw_import m = capture_read(byte, sizeof byte, NULL);
    const phw_trace *t = &m.trace[0];
    cr_expect_eq(capture_event(&m, "antenna order"), 1);
    cr_expect(t->cplx[60] == CMPLXF(11, -3), "left in the stream's order");
    cr_expect_eq(t->bandwidth_hz, 40e6);
    cr_expect_eq(t->coefficient[0], -58 * 312500.0);
    cr_expect_eq(t->coefficient[15], 2 * 312500.0);
    cr_expect_eq(t->coefficient[29], 58 * 312500.0);
    phw_import_free(&m);
    free(c.byte);
}
