#include "kgen/zero_power_device.h"

#include "kgen/zero_power_session.h"

#include "tests/kgen/zero_power.h"

/* A device over 600 probes, and frames as a reader would number them. */
typedef struct desk {
    phw_zero_power_config config;
    phw_zero_power_codes codes;
    phw_zero_power_device *device;
    phw_message in, out;
    uint32_t n;
} desk;

static void open_desk(desk *d)
{
    *d = (desk){.config = phw_zero_power_preset()};
    phw_trace t = rayleigh_trace(600, 1, 30, 0, 1, 2);
    cr_assert_eq(phw_zero_power_detect(&d->codes, &t, &d->config), PHW_OK);
    cr_assert_eq(phw_zero_power_device_create(&d->device, &d->codes, &d->config),
                 PHW_OK);
    phw_trace_free(&t);
}

static void close_desk(desk *d)
{
    phw_zero_power_device_destroy(d->device);
    phw_zero_power_codes_free(&d->codes);
    phw_message_free(&d->in);
    phw_message_free(&d->out);
}

static phw_status deliver(desk *d)
{
    bool done = false;
    phw_message_stamp(&d->in, phw_message_type(&d->in), d->n++);
    cr_assert_eq(phw_message_end(&d->in), PHW_OK);
    const phw_status s = phw_zero_power_device_step(d->device, &d->out, &done, &d->in);
    cr_expect_eq(done, s != PHW_OK);
    return s;
}

/* All 600 numbers from 0 on. */
static void say_probe(desk *d)
{
    uint8_t digest[PHW_ZERO_POWER_DIGEST_SIZE];
    phw_zero_power_digest(digest, &d->config);
    phw_message_begin(&d->in, PHW_ZERO_POWER_PROBE, 0);
    phw_message_put_bytes(&d->in, digest, sizeof digest);
    phw_message_put_u32(&d->in, 600);
    phw_message_put_u8(&d->in, 1);
    phw_message_put_u64(&d->in, 0);
    for (unsigned i = 1; i < 600; ++i)
        phw_message_put_varint(&d->in, 1);
}

static void say_number(desk *d, uint8_t kind, uint32_t number)
{
    phw_message_begin(&d->in, kind, 0);
    phw_message_put_u32(&d->in, number);
}

static void say_code(desk *d, uint8_t t)
{
    phw_message_begin(&d->in, PHW_ZERO_POWER_CODE, 0);
    phw_message_put_u8(&d->in, t);
}

/* 600 bits, 30 compared: 2 blocks. */
static void say_verify(desk *d, uint8_t drop)
{
    static const uint8_t nonce[16];
    phw_message_begin(&d->in, PHW_ZERO_POWER_VERIFY, 0);
    phw_message_put_u8(&d->in, drop);
    phw_message_put_bytes(&d->in, nonce, sizeof nonce);
}

static void come_to_code(desk *d)
{
    say_probe(d);
    cr_assert_eq(deliver(d), PHW_OK, "%s", phw_error_message());
    say_number(d, PHW_ZERO_POWER_SAMPLE, 7);
    cr_assert_eq(deliver(d), PHW_OK, "%s", phw_error_message());
}

static void come_to_amplify(desk *d)
{
    come_to_code(d);
    say_code(d, 10);
    cr_assert_eq(deliver(d), PHW_OK, "%s", phw_error_message());
    say_verify(d, 0);
    cr_assert_eq(deliver(d), PHW_OK, "%s", phw_error_message());
}

Test(zero_power_device, says_what_the_table_says)
{
    desk d;
    open_desk(&d);
    come_to_code(&d);
    cr_expect_eq(phw_message_type(&d.out), PHW_ZERO_POWER_SAMPLED);
    cr_expect_eq(d.out.size, PHW_MESSAGE_HEADER_SIZE + 4); /* 30 bits */
    say_code(&d, 10);
    cr_assert_eq(deliver(&d), PHW_OK);
    cr_expect_eq(phw_message_type(&d.out), PHW_ZERO_POWER_SYNDROME);
    /* n - k = 76 for t = 10, two blocks. */
    cr_expect_eq(d.out.size, PHW_MESSAGE_HEADER_SIZE + 2 * 76 / 8);
    say_verify(&d, 1);
    cr_assert_eq(deliver(&d), PHW_OK);
    cr_expect_eq(phw_message_type(&d.out), PHW_ZERO_POWER_TAG);
    phw_zero_power_operations o;
    phw_zero_power_device_operations(&o, d.device);
    cr_expect_eq(o.bits_received % 8, 0);
    cr_expect_gt(o.stage[PHW_ZERO_POWER_STAGE_SYNDROME].logic, 2 * 255);
    cr_expect_gt(o.stage[PHW_ZERO_POWER_STAGE_HASH].additions, 576);
    cr_expect_eq(phw_zero_power_device_key(d.device)->n, 0);
    close_desk(&d);
}

Test(zero_power_device, takes_nothing_out_of_turn)
{
    bool done = false;
    desk d;
    open_desk(&d);
    cr_expect_eq(phw_zero_power_device_step(d.device, &d.out, &done, NULL), PHW_EPEER);
    cr_expect(done);
    cr_expect_eq(phw_message_type(&d.out), PHW_ZERO_POWER_ABORT);
    cr_expect_eq(phw_zero_power_device_step(d.device, &d.out, &done, NULL), PHW_EPEER);
    cr_expect_eq(d.out.size, 0);
    close_desk(&d);
    open_desk(&d);
    say_verify(&d, 0);
    cr_expect_eq(deliver(&d), PHW_EPEER);
    close_desk(&d);
    open_desk(&d);
    say_probe(&d);
    cr_assert_eq(deliver(&d), PHW_OK);
    say_code(&d, 10); /* nothing was compared */
    cr_expect_eq(deliver(&d), PHW_EPEER);
    close_desk(&d);
}

Test(zero_power_device, refuses_another_configuration)
{
    desk d;
    open_desk(&d);
    d.config.guard_256 = 1;
    say_probe(&d);
    cr_expect_eq(deliver(&d), PHW_EPEER);
    close_desk(&d);
}

Test(zero_power_device, refuses_what_can_not_be)
{
    desk d;
    open_desk(&d);
    say_probe(&d);
    cr_assert_eq(deliver(&d), PHW_OK);
    say_number(&d, PHW_ZERO_POWER_SAMPLE, 20); /* of 0 .. 19 */
    cr_expect_eq(deliver(&d), PHW_EPEER);
    close_desk(&d);
    static const uint8_t t_of[] = {0, PHW_BCH_T_MAX + 1, 255};
    for (size_t i = 0; i < sizeof t_of; ++i) {
        open_desk(&d);
        come_to_code(&d);
        say_code(&d, t_of[i]);
        cr_expect_eq(deliver(&d), PHW_EPEER);
        close_desk(&d);
    }
    open_desk(&d);
    come_to_code(&d);
    say_code(&d, 10);
    cr_assert_eq(deliver(&d), PHW_OK);
    say_verify(&d, 3); /* drops both */
    cr_expect_eq(deliver(&d), PHW_EPEER);
    close_desk(&d);
}

/* 510 bits less 64 of the tag and 128 of the hash leave 318 at the very most. */
Test(zero_power_device, gives_no_key_longer_than_there_can_be)
{
    desk d;
    open_desk(&d);
    come_to_amplify(&d);
    say_number(&d, PHW_ZERO_POWER_AMPLIFY, 319);
    for (unsigned i = 0; i < (510 + 319 - 1 + 7) / 8; ++i)
        phw_message_put_u8(&d.in, 0);
    cr_expect_eq(deliver(&d), PHW_EPEER);
    close_desk(&d);
    open_desk(&d);
    come_to_amplify(&d);
    say_number(&d, PHW_ZERO_POWER_AMPLIFY, UINT32_MAX);
    cr_expect_eq(deliver(&d), PHW_EPEER);
    close_desk(&d);
    open_desk(&d);
    come_to_amplify(&d);
    say_number(&d, PHW_ZERO_POWER_AMPLIFY, 128);
    for (unsigned i = 0; i < (510 + 128 - 1 + 7) / 8; ++i)
        phw_message_put_u8(&d.in, 0);
    cr_expect_eq(deliver(&d), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(phw_message_type(&d.out), PHW_ZERO_POWER_CONFIRM);
    phw_message_begin(&d.in, PHW_ZERO_POWER_CONFIRM, 0);
    for (unsigned i = 0; i < 32; ++i)
        phw_message_put_u8(&d.in, 0);
    cr_expect_eq(deliver(&d), PHW_EAUTH);
    cr_expect_eq(phw_zero_power_device_key(d.device)->n, 0);
    close_desk(&d);
}

Test(zero_power_device, needs_codes_of_its_configuration)
{
    phw_zero_power_config c = phw_zero_power_preset();
    phw_trace t = rayleigh_trace(100, 4, 30, 0, 1, 2);
    phw_zero_power_codes codes = {0};
    phw_zero_power_device *device = NULL;
    c.n_tones = 2;
    cr_assert_eq(phw_zero_power_detect(&codes, &t, &c), PHW_OK);
    c.n_tones = 1;
    cr_expect_eq(phw_zero_power_device_create(&device, &codes, &c), PHW_EARG);
    cr_expect_null(device);
    phw_zero_power_codes_free(&codes);
    phw_trace_free(&t);
}
