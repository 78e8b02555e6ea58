#include "datasets/import_format_picoscenes.h"

#include "tests/datasets/capture.h"

#define FILE_NAME "picoscenes_iwl5300_example.csi"

/* The first frame's bytes, and where its segments begin. */
#define N_FIRST   362
#define BASIC_AT  11
#define CSI_AT    101
#define PACKET_AT 280

Test(picoscenes, reads_the_whole_capture)
{
    capture c = capture_load(FILE_NAME);
    phw_import m = capture_read(c.byte, c.n, NULL);
    capture_check(&m);
    cr_assert_eq(m.n_traces, 3);
    cr_expect_eq(m.n_probes, 112);
    cr_expect_eq(phw_import_skipped(&m), 0);
    const phw_trace *t = &m.trace[0];
    cr_expect_str_eq(t->party, "72:6c:9a:2f:d2:c3-2x1-30");
    cr_expect_eq(t->n_probes, 99);
    cr_expect_eq(t->n_antennas, 2);
    cr_expect_eq(t->carrier_hz, 2437e6);
    cr_expect_eq(t->bandwidth_hz, 20e6);
    cr_expect_eq(phw_trace_find_column(t, "noise_dbm")[0], -89);
    cr_expect_eq(phw_trace_find_column(t, "rssi")[0], 20);
    cr_expect_eq(phw_trace_find_column(t, "counter")[0], 1058);
    cr_expect_float_eq(t->time_s[1] - t->time_s[0], 838e-6, 1e-9);
    cr_expect_eq(m.trace[1].n_antennas, 4);
    cr_expect_eq(m.trace[2].n_antennas, 1);
    phw_import_free(&m);
    free(c.byte);
}

/* The channel is packed as the chip does it: the same bytes in the CSI Tool's frame
 * give the same values. */
Test(picoscenes, channels_are_those_of_the_chip)
{
    capture c = capture_load(FILE_NAME);
    phw_import pico = capture_read(c.byte, N_FIRST, NULL);
    uint8_t record[2 + 21 + 132] = {0, 21 + 132, 0xBB};
    record[3 + 8] = 2;
    record[3 + 9] = 1;
    record[3 + 15] = 0x06;
    record[3 + 16] = 132;
    memcpy(record + 23, c.byte + CSI_AT + 10 + 37, 132);
    phw_import intel = capture_read(record, sizeof record, NULL);
    cr_assert_eq(intel.trace[0].n_coefficients, 60);
    cr_assert_eq(pico.trace[0].n_coefficients, 60);
    cr_expect_eq(memcmp(pico.trace[0].cplx, intel.trace[0].cplx, 60 * sizeof(phw_cf)),
                 0);
    cr_expect_eq(capture_event(&pico, "antenna order"), 1);
    phw_import_free(&intel);
    phw_import_free(&pico);
    free(c.byte);
}

/* Writes a little-endian number and steps on. */
static void put(uint8_t **at, uint64_t x, int n)
{
    for (int k = 0; k < n; ++k)
        *(*at)++ = (uint8_t)(x >> 8 * k);
}

static void segment(uint8_t **at, const char *name, unsigned version, size_t n_body)
{
    put(at, 1 + strlen(name) + 2 + n_body, 4);
    put(at, strlen(name), 1);
    for (; *name != '\0'; ++name)
        put(at, (unsigned char)*name, 1);
    put(at, version, 2);
}

/* What a made frame says. */
typedef struct made {
    unsigned basic; /* versions */
    unsigned csi;
    unsigned device;
    unsigned format;
    unsigned n_tones;
    unsigned n_rx;
    size_t n_packed;
} made;

/* A frame without a packet whose packed bytes count 0, 1, 2 ... */
static size_t make(uint8_t *byte, const made *m)
{
    static const size_t n_basic[] = {0, 26, 28, 32};
    uint8_t *at = byte + 4;
    put(&at, 0x20150315, 4);
    put(&at, 1, 2);
    put(&at, 2, 1);
    segment(&at, "RxSBasic", m->basic, n_basic[m->basic]);
    memset(at, 0, n_basic[m->basic]);
    at[2] = 77;
    at[n_basic[m->basic] - 5] = (uint8_t)-90;
    at += n_basic[m->basic];
    segment(&at, "CSI", m->csi,
            35 + (m->csi > 1 ? 2U : 0U) + (m->csi > 2 ? 2U : 0U) +
                (m->csi > 3 ? 1U : 0U) + m->n_packed);
    put(&at, m->device, 2);
    if (m->csi > 3)
        put(&at, 0, 1);
    put(&at, m->format, 1);
    put(&at, 20, 2);
    put(&at, 5180000000, 8);
    put(&at, 20000000, 8);
    put(&at, 312500, 4);
    put(&at, m->n_tones, 2);
    put(&at, 1, 1);
    put(&at, m->n_rx, 1);
    put(&at, 0, 1);
    if (m->csi > 2)
        put(&at, 1, 2);
    put(&at, 0, 1);
    if (m->csi > 1)
        put(&at, 0, 2);
    put(&at, m->n_packed, 4);
    for (size_t k = 0; k < m->n_packed; ++k)
        put(&at, k, 1);
    const size_t n = (size_t)(at - byte);
    at = byte;
    put(&at, n - 4, 4);
    return n;
}

Test(picoscenes, reads_every_version_of_its_segments)
{
    static uint8_t byte[4096];
    for (unsigned i = 0; i < 12; ++i) {
        const made ax = {1 + i % 3, 1 + i / 3, 0x2100, 1, 56, 2, 448};
        const size_t n = make(byte, &ax);
        phw_import m = capture_read(byte, n, NULL);
        const phw_trace *t = &m.trace[0];
        cr_expect_eq(t->n_coefficients, 112);
        cr_expect(t->cplx[1] == CMPLXF(0x0504, 0x0706), "%u", i);
        cr_expect_eq(t->carrier_hz, 5180e6);
        cr_expect_eq(t->time_s[0], 77e-6);
        cr_expect_eq(phw_trace_find_column(t, "noise_dbm")[0], -90);
        cr_expect_str_eq(t->party, "tx0");
        phw_import_free(&m);
    }
}

Test(picoscenes, reads_an_ath9ks_channel_and_he_carriers)
{
    static uint8_t byte[8192];
    const made ath = {1, 2, 0x9300, 1, 56, 1, 140};
    size_t n = make(byte, &ath);
    phw_import m = capture_read(byte, n, NULL);
    /* imaginary part first: the low ten bits of the bytes 0, 1, 2 */
    cr_expect(m.trace[0].cplx[0] == CMPLXF(0x80, 0x100));
    phw_import_free(&m);
    const made he = {3, 4, 0x2000, 3, 242, 1, 968};
    n = make(byte, &he);
    m = capture_read(byte, n, NULL);
    cr_expect_eq(m.trace[0].coefficient[0], -122 * 78125.0);
    cr_expect_eq(m.trace[0].bandwidth_hz, 20e6);
    phw_import_free(&m);
}

Test(picoscenes, counts_what_it_can_not_read_by_reason)
{
    static const struct {
        made frame;
        const char *reason;
    } cases[] = {
        {{1, 5, 0x5300, 1, 30, 1, 72}, "version"},
        {{1, 2, 0x1234, 1, 56, 1, 896}, "device"},
        {{1, 2, 0x2000, 1, 57, 1, 228}, "number of carriers"},
        {{1, 2, 0x2000, 1, 56, 1, 220}, "length"},
        {{1, 2, 0x5300, 1, 30, 1, 71}, "length"},
        {{1, 2, 0x2000, 1, 56, 0, 0}, "length"},
    };

    static uint8_t byte[8192];
    const made good = {1, 2, 0x5300, 1, 30, 1, 72};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; ++i) {
        const size_t n = make(byte, &cases[i].frame);
        phw_import m = capture_read(byte, n + make(byte + n, &good), NULL);
        cr_expect_eq(m.n_probes, 1);
        cr_expect_eq(capture_skipped(&m, cases[i].reason), 1, "%zu", i);
        phw_import_free(&m);
    }
}

Test(picoscenes, goes_on_after_a_damaged_frame)
{
    capture c = capture_load(FILE_NAME);
    c.byte[4] ^= 1;
    phw_import m = {0};
    const phw_import_options o = {.format = "picoscenes"};
    cr_assert_eq(phw_import_parse(&m, c.byte, c.n, "x", &o), PHW_OK);
    cr_expect_eq(m.n_probes, 111);
    cr_expect_eq(capture_skipped(&m, "damaged"), 1);
    phw_import_free(&m);
    free(c.byte);
}

Test(picoscenes, ends_clearly_when_cut_anywhere)
{
    capture c = capture_load(FILE_NAME);
    capture_truncate(c.byte, N_FIRST + 400, "picoscenes");
    capture_damage(c.byte, N_FIRST, "picoscenes");
    free(c.byte);
}
