#include "datasets/import_format_nexmon.h"

#include "tests/datasets/capture.h"
#include "tests/datasets/capture_pcap.h"

#define PI   "nexmon_43455c0.pcap"
#define ASUS "nexmon_4366c0.pcap"

static const uint8_t ethernet[14] = {[12] = 0x08};

/* A datagram of 64 carriers, 20 MHz on channel 36, word k is (k, -k) in 16 bits. */
typedef struct datagram {
    uint8_t byte[18 + 4 * 64];
} datagram;

static datagram make(unsigned sequence, unsigned stream, unsigned chip)
{
    datagram d = {{0x11, 0x11, 0xC4, 0x88, 1, 2, 3, 4, 5, 6}};
    d.byte[10] = (uint8_t)(sequence << 4);
    d.byte[11] = (uint8_t)(sequence >> 4);
    d.byte[12] = (uint8_t)stream;
    d.byte[14] = 36;
    d.byte[15] = 0xD0;
    d.byte[16] = (uint8_t)chip;
    d.byte[17] = (uint8_t)(chip >> 8);
    for (int k = 0; k < 64; ++k) {
        d.byte[18 + 4 * k] = (uint8_t)k;
        d.byte[20 + 4 * k] = (uint8_t)-k;
        d.byte[21 + 4 * k] = k > 0 ? 0xFF : 0;
    }
    return d;
}

static void add(made_pcap *p, unsigned s, const datagram *d)
{
    made_udp(p, s, 0, ethernet, 14, 5500, d->byte, sizeof d->byte);
}

/* MATLAB's reader passes over the 18 packets that are four bytes longer; the datagrams
 * in them are as long as all others. */
Test(nexmon, equals_matlab_in_all_frames_that_it_read)
{
    static capture_answer answer[600];
    const size_t n = capture_answers(answer, 600, "nexmon");
    cr_assert_eq(n, 548);
    capture c = capture_load(PI);
    phw_import m = capture_read(c.byte, c.n, NULL);
    capture_check(&m);
    cr_assert_eq(m.n_traces, 1);
    cr_expect_eq(m.n_probes, 566);
    cr_expect_eq(phw_import_skipped(&m), 0);
    cr_expect_eq(m.n_events, 0);
    size_t equal = 0;
    for (size_t p = 0; p < 566 && equal < n; ++p)
        equal += capture_hash(m.trace[0].cplx + 256 * p, 256) == answer[equal].hash;
    cr_expect_eq(equal, 548);
    phw_import_free(&m);
    free(c.byte);
}

Test(nexmon, tells_the_first_frames_fields)
{
    capture c = capture_load(PI);
    phw_import m = capture_read(c.byte, c.n, NULL);
    const phw_trace *t = &m.trace[0];
    cr_expect_str_eq(t->party, "98:de:d0:48:92:66");
    cr_expect_eq(t->carrier_hz, 5210e6);
    cr_expect_eq(t->bandwidth_hz, 80e6);
    cr_expect_eq(t->n_coefficients, 256);
    cr_expect(t->cplx[128] == CMPLXF(14373, 0), "zero frequency in the middle");
    cr_expect(t->cplx[129] == CMPLXF(-14848, -32640));
    cr_expect_eq(t->coefficient[0], -128 * 312500.0);
    cr_expect_eq(t->coefficient[128], 0);
    cr_expect_float_eq(t->time_s[0], 1600957690.355509, 1e-6);
    cr_expect_eq(phw_trace_find_column(t, "rssi_dbm")[0], -58);
    cr_expect_eq(t->sequence[565], 565, "the counter stands still at 0");
    phw_import_free(&m);
    free(c.byte);
}

/* The real channel is smooth where carriers are sent: |H| of neighbours hardly differs,
 * which it would not with a wrong exponent or a bit too few. */
Test(nexmon, shared_exponents_give_smooth_channels)
{
    capture c = capture_load(ASUS);
    phw_import m = capture_read(c.byte, c.n, NULL);
    const phw_trace *t = &m.trace[0];
    cr_expect_eq(t->n_probes, 293);
    cr_expect_eq(t->carrier_hz, 5530e6);
    cr_expect_eq(t->sequence[292] - t->sequence[0], 292);
    double mean[256] = {0};
    for (size_t i = 0; i < t->n_probes * 256; ++i)
        mean[i % 256] += (double)cabsf(t->cplx[i]) / (double)t->n_probes;
    double jump = 0;
    double level = 0;
    for (size_t k = 129; k < 128 + 28; ++k) {
        jump += fabs(mean[k + 1] - mean[k]);
        level += mean[k];
    }
    cr_expect_lt(jump, 0.2 * level, "%g %g", jump, level);
    phw_import_free(&m);
    free(c.byte);
}

Test(nexmon, unpacks_the_bits_of_shared_exponents)
{
    static made_pcap p;
    datagram d = make(1, 0, 0x006A);
    /* 4366c0: signs and 11-bit magnitudes 1 and -1027, exponent -3 */
    const uint32_t wide = 1U << 18 | 1U << 17 | 1027U << 6 | 61U;
    for (int k = 0; k < 4; ++k)
        d.byte[18 + k] = (uint8_t)(wide >> 8 * k);
    made_start(&p, false, false, 1);
    add(&p, 1, &d);
    phw_import m = capture_read(p.byte, p.n, NULL);
    cr_expect(m.trace[0].cplx[32] == CMPLXF(0.125F, -1027.0F / 8));
    phw_import_free(&m);
    /* 4358: signs and 8-bit magnitudes -255 and 3, exponent 2 */
    const uint32_t narrow = 1U << 22 | 255U << 14 | 3U << 5 | 2U;
    d = make(1, 0, 0x0003);
    for (int k = 0; k < 4; ++k)
        d.byte[18 + k] = (uint8_t)(narrow >> 8 * k);
    made_start(&p, false, false, 1);
    add(&p, 1, &d);
    m = capture_read(p.byte, p.n, NULL);
    cr_expect(m.trace[0].cplx[32] == CMPLXF(-1020, 12));
    phw_import_free(&m);
}

Test(nexmon, reads_both_byte_orders_and_both_clocks)
{
    static made_pcap p;
    for (int i = 0; i < 4; ++i) {
        const datagram a = make(4095, 0, 0x65);
        datagram b = make(0, 0, 0x65);
        b.byte[18] = 9;
        made_start(&p, i & 1, i & 2, 1);
        add(&p, 1, &a);
        add(&p, 2, &b);
        phw_import m = capture_read(p.byte, p.n, NULL);
        cr_expect_eq(m.n_probes, 2);
        cr_expect_eq(m.trace[0].sequence[1], 4096);
        cr_expect_float_eq(m.trace[0].time_s[1], 2.0, 1e-9);
        cr_expect(m.trace[0].cplx[0] == CMPLXF(32, -32));
        cr_expect_eq(m.trace[0].carrier_hz, 5180e6);
        phw_import_free(&m);
    }
}

Test(nexmon, reads_the_carrier_of_each_band)
{
    static const struct {
        uint8_t channel;
        uint8_t band;
        double carrier_hz;
    } band[] = {
        {6, 0x10, 2437e6}, {14, 0x10, 2484e6}, {165, 0xD0, 5825e6}, {6, 0x50, 0}};

    for (size_t i = 0; i < sizeof band / sizeof band[0]; ++i) {
        made_pcap p;
        datagram d = make(1, 0, 0x65);
        d.byte[14] = band[i].channel;
        d.byte[15] = band[i].band;
        made_start(&p, false, false, 1);
        add(&p, 1, &d);
        phw_import m = capture_read(p.byte, p.n, NULL);
        cr_expect_eq(m.trace[0].carrier_hz, band[i].carrier_hz, "%zu", i);
        phw_import_free(&m);
    }
}

Test(nexmon, drops_duplicates_and_keeps_cores_apart)
{
    static made_pcap p;
    const datagram a = make(1, 0, 0x65);
    const datagram core = make(1, 1, 0x65);
    made_start(&p, false, false, 1);
    add(&p, 1, &a);
    add(&p, 2, &a);
    add(&p, 2, &core);
    phw_import m = capture_read(p.byte, p.n, NULL);
    cr_expect_eq(m.n_probes, 2);
    cr_expect_eq(capture_skipped(&m, "duplicate"), 1);
    cr_assert_eq(m.n_traces, 2);
    cr_expect_str_eq(m.trace[1].party, "01:02:03:04:05:06-c1s0-20M");
    cr_expect_eq(m.trace[1].sequence[0], m.trace[0].sequence[0]);
    phw_import_free(&m);
}

Test(nexmon, fails_loudly_on_an_unknown_chip)
{
    static made_pcap p;
    phw_import m = {0};
    const datagram d = make(1, 0, 0x1234);
    made_start(&p, false, false, 1);
    add(&p, 1, &d);
    EXPECT_FAILURE(phw_import_parse(&m, p.byte, p.n, "x", NULL), PHW_EINPUT, "0x1234",
                   "--chip", "byte 24");
    const phw_import_options o = {.chip = "4339"};
    cr_expect_eq(phw_import_parse(&m, p.byte, p.n, "x", &o), PHW_OK);
    phw_import_free(&m);
    const phw_import_options none = {.chip = "5300"};
    EXPECT_FAILURE(phw_import_parse(&m, p.byte, p.n, "x", &none), PHW_EARG, "4366c0");
}

Test(nexmon, counts_what_it_passes_over)
{
    static made_pcap p;
    const datagram d = make(1, 0, 0x65);
    datagram odd = d;
    odd.byte[15] = 0xC0;
    made_start(&p, false, false, 1);
    made_udp(&p, 1, 0, ethernet, 14, 5501, d.byte, sizeof d.byte);
    made_udp(&p, 1, 0, ethernet, 14, 5500, "other", 5);
    made_udp(&p, 1, 0, ethernet, 14, 5500, d.byte, sizeof d.byte - 1);
    add(&p, 1, &odd);
    add(&p, 1, &d);
    phw_import m = capture_read(p.byte, p.n, NULL);
    cr_expect_eq(m.n_probes, 1);
    cr_expect_eq(capture_skipped(&m, "another kind"), 2);
    cr_expect_eq(capture_skipped(&m, "fewer carriers"), 1);
    cr_expect_eq(capture_skipped(&m, "width"), 1);
    phw_import_free(&m);
}

Test(nexmon, ends_clearly_when_cut_anywhere)
{
    static made_pcap p;
    const datagram a = make(1, 0, 0x65);
    const datagram b = make(2, 0, 0x65);
    made_start(&p, false, false, 1);
    add(&p, 1, &a);
    add(&p, 2, &b);
    capture_truncate(p.byte, p.n, "nexmon");
    capture_damage(p.byte, p.n, "nexmon");
}
