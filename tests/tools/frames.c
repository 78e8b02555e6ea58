#include "tools/frames.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/crc.h"
#include "phy/wifi_transmitter.h"
#include "tools/frame_rows.h"

#define RATE 20e6
#define SIFS 320 /* samples */

enum {
    N = 40000
};

static phw_cf air[N];

/* A frame of `kind` = type * 16 + subtype from `from` to `to`, 0 for no transmitter. */
static size_t write_frame(uint8_t *out, unsigned kind, uint8_t from, uint8_t to)
{
    const uint8_t base[6] = {2, 0, 0, 0, 0, 0};
    size_t n = 4;
    memset(out, 0, 64);
    out[0] = (uint8_t)((kind & 0xf) << 4 | (kind >> 4) << 2);
    memcpy(out + n, base, 6);
    out[9] = to;
    n += 6;
    if (from != 0) {
        memcpy(out + n, base, 6);
        out[15] = from;
        n += 6;
    }
    if (kind >> 4 != PHW_MAC_CONTROL)
        n = 40;
    const uint32_t check = phw_crc_32(out, n);
    for (size_t i = 0; i < 4; ++i)
        out[n + i] = (uint8_t)(check >> 8 * i);
    return n + 4;
}

/* Puts it into the air at `at`; gives where it ends. `flip`: the byte that is damaged.
 */
static size_t put(size_t at, unsigned kind, uint8_t from, uint8_t to, size_t flip)
{
    uint8_t byte[64];
    phw_signal s = {0};
    const size_t n = write_frame(byte, kind, from, to);
    byte[flip < n ? flip : 0] ^= flip < n ? 1 : 0;
    const phw_wifi_transmission t = {.bandwidth_hz = RATE,
                                     .rate_mbps = 12,
                                     .seed = 1 + (unsigned)at % 127,
                                     .byte = byte,
                                     .n_bytes = n};
    cr_assert_eq(phw_wifi_transmit(&s, &t), PHW_OK, "%s", phw_error_message());
    cr_assert_leq(at + s.n, N);
    for (size_t i = 0; i < s.n; ++i)
        air[at + i] += s.sample[i];
    const size_t end = at + s.n;
    phw_signal_free(&s);
    return end;
}

static phw_frames receive(void)
{
    phw_frames f = {.n = 0};
    phw_wifi_receiver *r = NULL;
    phw_fingerprint_analyzer *a = NULL;
    cr_assert_eq(phw_wifi_receiver_create(&r, RATE, RATE), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_keep(r, 0), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_decode(r), PHW_OK);
    cr_assert_eq(phw_fingerprint_analyzer_create(&a), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_push(r, air, N), PHW_OK);
    cr_assert_eq(phw_wifi_receiver_finish(r), PHW_OK);
    cr_assert_eq(phw_frames_take(&f, r, a, RATE), PHW_OK);
    cr_assert_eq(phw_frames_settle(&f, RATE), PHW_OK);
    phw_fingerprint_analyzer_destroy(a);
    phw_wifi_receiver_destroy(r);
    return f;
}

static void start_air(void)
{
    const phw_rng r = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0), 0};
    phw_rng_normal_complex(air, &r, 1e-3, 0, N);
}

TestSuite(frames, .init = start_air);

Test(frames, senders_follow_from_who_answers_whom)
{
    /* 1 sends to 16 after asking, then to 96; both acknowledge. */
    size_t at = put(1000, 0x1b, 1, 16, SIZE_MAX);
    at = put(at + SIFS, 0x1c, 0, 1, SIZE_MAX);
    at = put(at + SIFS, 0x28, 1, 16, SIZE_MAX);
    at = put(at + SIFS, 0x1d, 0, 1, SIZE_MAX);
    at = put(at + 3000, 0x20, 1, 96, SIZE_MAX);
    at = put(at + SIFS, 0x1d, 0, 1, SIZE_MAX);
    /* Whose this one is, nobody knows; this one's is 16's only partner. */
    at = put(at + 3000, 0x1d, 0, 1, SIZE_MAX);
    at = put(at + 3000, 0x1d, 0, 16, SIZE_MAX);
    /* Damaged behind its header. */
    (void)put(at + 3000, 0x28, 96, 1, 30);
    const phw_mac_evidence evidence[] = {
        PHW_MAC_OWN,    PHW_MAC_ANSWER,  PHW_MAC_OWN,     PHW_MAC_ANSWER, PHW_MAC_OWN,
        PHW_MAC_ANSWER, PHW_MAC_UNKNOWN, PHW_MAC_PARTNER, PHW_MAC_CLAIMED};
    const uint8_t who[] = {1, 16, 1, 16, 1, 96, 0, 1, 96};
    const char *const kind[] = {"1/11", "1/12", "2/8",  "1/13", "2/0",
                                "1/13", "1/13", "1/13", "2/8"};
    phw_frames f = receive();
    cr_assert_eq(f.n, 9);
    for (size_t i = 0; i < 9; ++i) {
        char text[PHW_FRAME_KIND_SIZE] = "";
        cr_expect_eq(f.sender[i].evidence, evidence[i], "frame %zu: %s", i,
                     phw_mac_evidence_name(f.sender[i].evidence));
        cr_expect_eq(f.sender[i].address[5], who[i], "frame %zu", i);
        cr_expect_eq(f.content[i].fcs_ok, i < 8, "frame %zu", i);
        cr_expect(phw_frame_kind_text(text, &f, i), "frame %zu", i);
        cr_expect_str_eq(text, kind[i], "frame %zu", i);
        cr_expect(f.content[i].complete && f.content[i].decoded, "frame %zu", i);
    }
    phw_frames_free(&f);
}

Test(frames, what_a_damaged_header_says_is_not_told)
{
    char text[PHW_FRAME_KIND_SIZE] = "";
    const size_t at = put(1000, 0x28, 1, 16, SIZE_MAX);
    (void)put(at + 3000, 0x28, 3, 16, 15);
    phw_frames f = receive();
    cr_assert_eq(f.n, 2);
    cr_expect(f.content[1].decoded);
    cr_expect_not(f.content[1].fcs_ok);
    cr_expect_eq(f.sender[1].evidence, PHW_MAC_UNKNOWN);
    cr_expect_not(phw_frames_has_header(&f, 1));
    cr_expect_not(phw_frame_kind_text(text, &f, 1));
    phw_frames_free(&f);
}

Test(frames, their_times_are_those_of_the_air)
{
    const size_t end = put(1000, 0x28, 1, 16, SIZE_MAX);
    phw_frames f = receive();
    cr_assert_eq(f.n, 1);
    /* Found to a sample. */
    cr_expect_float_eq(f.content[0].turn.start_s, 1000 / RATE, 1.5 / RATE);
    cr_expect_float_eq(f.content[0].turn.end_s, (double)end / RATE, 1.5 / RATE);
    phw_frames_free(&f);
}
