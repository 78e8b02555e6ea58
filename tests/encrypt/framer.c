#include "encrypt/framer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/rng.h"
#include "core/signal.h"
#include "phy/modem.h"

#include "tests/encrypt/secret.h"

static phw_status create(phw_framer **out, const char *modulation, const char *ciphers,
                         bool opens)
{
    phw_frame_config config = {.modulation = modulation, .stream = 3};
    phw_key key = secret(32, 0);
    cr_assert_eq(phw_ciphers_read(&config.ciphers, ciphers), PHW_OK);
    const phw_status s = phw_framer_create(out, &config, &key, opens);
    phw_key_free(&key);
    return s;
}

static phw_framer *make(const char *modulation, const char *ciphers, bool opens)
{
    phw_framer *f = NULL;
    cr_assert_eq(create(&f, modulation, ciphers, opens), PHW_OK, "%s, %s: %s",
                 modulation, ciphers, phw_error_message());
    return f;
}

/* A frame of n_bytes counting up, to be freed. */
static phw_cf *sealed(size_t *n, phw_framer *f, uint64_t frame, size_t n_bytes)
{
    uint8_t payload[1000];
    phw_cf *symbol = NULL;
    for (size_t i = 0; i < n_bytes; ++i)
        payload[i] = (uint8_t)(i + 1);
    cr_assert_eq(phw_framer_n_symbols(n, NULL, f, n_bytes), PHW_OK);
    cr_assert_eq(phw_array_alloc(&symbol, *n, sizeof *symbol), PHW_OK);
    cr_assert_eq(phw_framer_seal(f, symbol, frame, payload, n_bytes), PHW_OK, "%s",
                 phw_error_message());
    return symbol;
}

static void expect_opened(phw_framer *f, uint64_t frame, const phw_cf *symbol, size_t n,
                          size_t want)
{
    uint8_t payload[1000];
    size_t n_bytes = 0;
    cr_assert_eq(phw_framer_n_bytes(&n_bytes, f, n), PHW_OK);
    cr_assert_eq(n_bytes, want);
    cr_assert_eq(phw_framer_open(f, payload, frame, symbol, n), PHW_OK, "%s",
                 phw_error_message());
    for (size_t i = 0; i < n_bytes; ++i)
        cr_assert_eq(payload[i], (uint8_t)(i + 1));
}

static void expect_refused(phw_framer *f, uint64_t frame, const phw_cf *symbol,
                           size_t n)
{
    uint8_t payload[1000];
    memset(payload, 0xa5, sizeof payload);
    cr_expect_eq(phw_framer_open(f, payload, frame, symbol, n), PHW_EAUTH);
    for (size_t i = 0; i < sizeof payload; ++i)
        cr_assert_eq(payload[i], 0xa5, "byte %zu was released", i);
}

Test(framer, opens_what_it_sealed_in_every_modulation)
{
    const char *name = NULL;
    const char *summary = NULL;
    for (size_t i = 0; phw_modem_at(&name, &summary, i); ++i) {
        phw_framer *to = make(name, "xor,permute,rotate8", false);
        phw_framer *from = make(name, "xor,permute,rotate8", true);
        static const size_t length[] = {0, 1, 2, 3, 7, 8, 1000};
        for (size_t t = 0; t < sizeof length / sizeof length[0]; ++t) {
            size_t n = 0;
            phw_cf *symbol = sealed(&n, to, t, length[t]);
            expect_opened(from, t, symbol, n, length[t]);
            free(symbol);
        }
        phw_framer_destroy(to);
        phw_framer_destroy(from);
    }
}

Test(framer, opens_what_it_sealed_with_every_set_of_ciphers)
{
    static const char *const ciphers[] = {"xor",
                                          "rotate8",
                                          "rotate16",
                                          "xor,rotate8",
                                          "permute,rotate8",
                                          "xor,permute",
                                          "permute,rotate16",
                                          "xor,permute,rotate16"};
    for (size_t i = 0; i < sizeof ciphers / sizeof ciphers[0]; ++i) {
        phw_framer *to = make("qam64", ciphers[i], false);
        phw_framer *from = make("qam64", ciphers[i], true);
        size_t n = 0;
        phw_cf *symbol = sealed(&n, to, 9, 500);
        expect_opened(from, 9, symbol, n, 500);
        free(symbol);
        phw_framer_destroy(to);
        phw_framer_destroy(from);
    }
}

/* A tenth of half the least distance, in every direction. */
Test(framer, bears_noise_that_moves_no_symbol_over_a_boundary)
{
    phw_framer *to = make("qam16", "xor,rotate8", false);
    phw_framer *from = make("qam16", "xor,rotate8", true);
    size_t n = 0;
    phw_cf *symbol = sealed(&n, to, 9, 500);
    for (size_t i = 0; i < n; ++i)
        symbol[i] += 0.03F * CMPLXF(cosf((float)i), sinf((float)i));
    expect_opened(from, 9, symbol, n, 500);
    free(symbol);
    phw_framer_destroy(to);
    phw_framer_destroy(from);
}

Test(framer, rejects_a_frame_with_any_symbol_changed)
{
    phw_framer *to = make("psk8", "xor,permute,rotate8", false);
    phw_framer *from = make("psk8", "xor,permute,rotate8", true);
    size_t n = 0;
    phw_cf *symbol = sealed(&n, to, 9, 40);
    for (size_t i = 0; i < n; ++i) {
        symbol[i] = -symbol[i];
        expect_refused(from, 9, symbol, n);
        symbol[i] = -symbol[i];
    }
    expect_opened(from, 9, symbol, n, 40);
    const phw_cf kept = symbol[0];
    symbol[0] = symbol[1]; /* two symbols the same can change places unseen */
    symbol[1] = kept;
    expect_refused(from, 9, symbol, n);
    free(symbol);
    phw_framer_destroy(to);
    phw_framer_destroy(from);
}

/* One bit fills the tag's last label of psk8, three the payload's. */
Test(framer, rejects_changed_filling)
{
    phw_framer *to = make("psk8", "xor", false);
    phw_framer *from = make("psk8", "xor", true);
    phw_modem *modem = NULL;
    size_t n = 0;
    cr_assert_eq(phw_modem_create(&modem, "psk8"), PHW_OK);
    phw_cf *symbol = sealed(&n, to, 9, 1);
    for (unsigned at = 0; at < 2; ++at) {
        const size_t i = at == 0 ? 2 : n - 1;
        uint8_t label = 0;
        const phw_cf kept = symbol[i];
        cr_assert_eq(phw_modem_demodulate(modem, &label, &symbol[i], 1), PHW_OK);
        label ^= 1;
        cr_assert_eq(phw_modem_modulate(modem, &symbol[i], &label, 1), PHW_OK);
        expect_refused(from, 9, symbol, n);
        symbol[i] = kept;
    }
    expect_opened(from, 9, symbol, n, 1);
    free(symbol);
    phw_modem_destroy(modem);
    phw_framer_destroy(to);
    phw_framer_destroy(from);
}

Test(framer, rejects_another_key_frame_stream_modulation_and_cipher)
{
    phw_framer *to = make("qpsk", "xor,rotate8", false);
    phw_framer *from = make("qpsk", "xor,rotate8", true);
    size_t n = 0;
    phw_cf *symbol = sealed(&n, to, 9, 100);
    expect_refused(from, 8, symbol, n);
    phw_framer_destroy(from);

    phw_frame_config config = {.modulation = "qpsk", .stream = 4};
    phw_key key = secret(32, 0);
    phw_key wrong = secret(32, 1);
    cr_assert_eq(phw_ciphers_read(&config.ciphers, "xor,rotate8"), PHW_OK);
    cr_assert_eq(phw_framer_create(&from, &config, &key, true), PHW_OK);
    expect_refused(from, 9, symbol, n);
    phw_framer_destroy(from);
    config.stream = 3;
    cr_assert_eq(phw_framer_create(&from, &config, &wrong, true), PHW_OK);
    expect_refused(from, 9, symbol, n);
    phw_framer_destroy(from);
    phw_key_free(&key);
    phw_key_free(&wrong);

    from = make("psk4", "xor,rotate8", true); /* as many symbols */
    expect_refused(from, 9, symbol, n);
    phw_framer_destroy(from);
    from = make("qpsk", "rotate8", true);
    expect_refused(from, 9, symbol, n);
    phw_framer_destroy(from);
    free(symbol);
    phw_framer_destroy(to);
}

Test(framer, rejects_a_frame_that_was_cut)
{
    phw_framer *to = make("qpsk", "xor", false);
    phw_framer *from = make("qpsk", "xor", true);
    size_t n = 0;
    uint8_t payload[100];
    phw_cf *symbol = sealed(&n, to, 9, 100);
    expect_refused(from, 9, symbol, n - 4);
    expect_refused(from, 9, symbol + 4, n - 4);
    cr_expect_eq(phw_framer_open(from, payload, 9, symbol, n - 1), PHW_EINPUT);
    cr_expect_eq(phw_framer_open(from, payload, 9, symbol, 63), PHW_EINPUT);
    cr_expect_eq(phw_framer_open(from, payload, 9, symbol, 0), PHW_EINPUT);
    free(symbol);
    phw_framer_destroy(to);
    phw_framer_destroy(from);
}

Test(framer, seals_no_number_twice)
{
    phw_framer *to = make("qpsk", "xor", false);
    const uint8_t payload[1] = {1};
    phw_cf symbol[68];
    cr_expect_eq(phw_framer_seal(to, symbol, 9, payload, 1), PHW_OK);
    cr_expect_eq(phw_framer_seal(to, symbol, 9, payload, 1), PHW_EAUTH);
    cr_expect_eq(phw_framer_seal(to, symbol, 8, payload, 1), PHW_EAUTH);
    cr_expect_eq(phw_framer_seal(to, symbol, 10, payload, 1), PHW_OK);
    phw_framer_destroy(to);
}

Test(framer, says_what_the_ciphers_leave_to_see)
{
    static const struct {
        const char *modulation, *ciphers;
        double leak_bits;
    } want[] = {{"qpsk", "rotate8", 0},      {"qam16", "rotate8", 2},
                {"qam64", "rotate16", 4},    {"qam16", "xor", 0},
                {"qam16", "xor,rotate8", 0}, {"qam16", "permute,rotate8", 2},
                {"ook", "xor", 0},           {"bpsk", "rotate8", 0}};

    for (size_t i = 0; i < sizeof want / sizeof want[0]; ++i) {
        phw_framer *f = make(want[i].modulation, want[i].ciphers, false);
        cr_expect_float_eq(phw_framer_leak_bits(f), want[i].leak_bits, 1e-9, "%zu: %g",
                           i, phw_framer_leak_bits(f));
        cr_expect_not_null(phw_framer_rings(f));
        phw_framer_destroy(f);
    }
}

Test(framer, refuses_ciphers_that_do_not_protect)
{
    static const struct {
        const char *modulation, *ciphers;
    } bad[] = {
        {"ook", "rotate8"},      {"ask4", "rotate16"},   {"ask8", "permute,rotate8"},
        {"qpsk", "permute"},     {NULL, "permute"},      {NULL, "xor,rotate8"},
        {"qam17", "xor"},        {"apsk4", "rotate8"},   {"arb16opt", "rotate8"},
        {"arb32opt", "rotate8"}, {"arb64vt", "rotate16"}};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_framer *f = NULL;
        cr_expect_eq(create(&f, bad[i].modulation, bad[i].ciphers, false), PHW_EARG,
                     "%zu", i);
        cr_expect_null(f);
    }
    phw_frame_config none = {.modulation = "qpsk"};
    phw_framer *f = NULL;
    phw_key key = secret(32, 0);
    cr_expect_eq(phw_framer_create(&f, &none, &key, false), PHW_EARG);
    phw_key_free(&key);
    phw_framer_destroy(NULL);
}

Test(framer, refuses_payloads_beyond_a_frame)
{
    phw_framer *f = make("qpsk", "xor", false);
    size_t n = 0;
    cr_expect_eq(phw_framer_n_symbols(&n, NULL, f, PHW_FRAME_SYMBOLS_MAX / 4),
                 PHW_EARG);
    cr_expect_eq(phw_framer_n_symbols(&n, NULL, f, SIZE_MAX), PHW_EARG);
    cr_expect_eq(phw_framer_n_symbols(&n, NULL, f, PHW_FRAME_SYMBOLS_MAX / 4 - 16),
                 PHW_OK);
    cr_expect_eq(n, PHW_FRAME_SYMBOLS_MAX);
    phw_framer_destroy(f);
}

Test(framer, names_a_sample_that_is_not_finite)
{
    phw_framer *to = make("qpsk", "permute,rotate8", false);
    phw_framer *from = make("qpsk", "permute,rotate8", true);
    size_t n = 0;
    uint8_t payload[10];
    phw_cf *symbol = sealed(&n, to, 9, 10);
    symbol[5] = CMPLXF(NAN, 0);
    cr_expect_eq(phw_framer_open(from, payload, 9, symbol, n), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "sample 5 "));
    free(symbol);
    phw_framer_destroy(to);
    phw_framer_destroy(from);
}

enum {
    N = 1500
};

/* Gaussian samples, to be freed. */
static phw_signal gaussian(void)
{
    const phw_rng rng = {.seed = 1};
    phw_signal signal = {0};
    cr_assert_eq(phw_signal_alloc(&signal, N, 2e6, 868e6), PHW_OK);
    phw_rng_normal_complex(signal.sample, &rng, 1, 0, N);
    return signal;
}

Test(framer, samples_come_back_and_any_changed_bit_is_seen)
{
    uint8_t tag[PHW_FRAME_TAG_SIZE];
    phw_framer *to = make(NULL, "permute,rotate16", false);
    phw_framer *from = make(NULL, "permute,rotate16", true);
    phw_signal want = gaussian();
    phw_signal got = gaussian();
    cr_expect(isnan(phw_framer_leak_bits(to)));
    cr_expect_null(phw_framer_rings(to));
    cr_assert_eq(phw_framer_seal_samples(to, &got, tag, 4), PHW_OK);
    cr_expect_eq(phw_framer_seal_samples(to, &want, tag, 4), PHW_EAUTH);

    uint8_t *byte = (uint8_t *)got.sample;
    for (size_t at = 0; at < N * sizeof *got.sample; at += 997) {
        byte[at] ^= 1;
        cr_expect_eq(phw_framer_open_samples(from, &got, tag, 4), PHW_EAUTH);
        byte[at] ^= 1;
    }
    phw_signal cut = got;
    --cut.n;
    cr_expect_eq(phw_framer_open_samples(from, &cut, tag, 4), PHW_EAUTH);
    cr_expect_eq(phw_framer_open_samples(from, &got, tag, 5), PHW_EAUTH);
    tag[15] ^= 0x80;
    cr_expect_eq(phw_framer_open_samples(from, &got, tag, 4), PHW_EAUTH);
    tag[15] ^= 0x80;
    cr_assert_eq(phw_framer_open_samples(from, &got, tag, 4), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        cr_assert_lt(phw_cf_power(got.sample[i] - want.sample[i]), 1e-11);
    phw_signal_free(&want);
    phw_signal_free(&got);
    phw_framer_destroy(to);
    phw_framer_destroy(from);
}

Test(framer, samples_of_another_rate_or_carrier_are_refused)
{
    uint8_t tag[PHW_FRAME_TAG_SIZE];
    phw_framer *to = make(NULL, "rotate8", false);
    phw_framer *from = make(NULL, "rotate8", true);
    phw_signal signal = gaussian();
    cr_assert_eq(phw_framer_seal_samples(to, &signal, tag, 4), PHW_OK);
    phw_signal other = signal;
    other.rate_hz = 1e6;
    cr_expect_eq(phw_framer_open_samples(from, &other, tag, 4), PHW_EAUTH);
    other = signal;
    other.carrier_hz = 433e6;
    cr_expect_eq(phw_framer_open_samples(from, &other, tag, 4), PHW_EAUTH);
    cr_expect_eq(phw_framer_open_samples(from, &signal, tag, 4), PHW_OK);
    phw_signal_free(&signal);
    phw_framer_destroy(to);
    phw_framer_destroy(from);
}

/* Ciphertext, number and ciphers the same: the stream in the tag alone is another. */
Test(framer, samples_of_another_stream_are_refused)
{
    uint8_t tag[PHW_FRAME_TAG_SIZE];
    phw_frame_config config = {.stream = 4};
    phw_framer *other = NULL;
    phw_framer *to = make(NULL, "rotate8", false);
    phw_signal signal = gaussian();
    phw_key key = secret(32, 0);
    cr_assert_eq(phw_ciphers_read(&config.ciphers, "rotate8"), PHW_OK);
    cr_assert_eq(phw_framer_create(&other, &config, &key, true), PHW_OK);
    cr_assert_eq(phw_framer_seal_samples(to, &signal, tag, 4), PHW_OK);
    cr_expect_eq(phw_framer_open_samples(other, &signal, tag, 4), PHW_EAUTH);
    phw_key_free(&key);
    phw_signal_free(&signal);
    phw_framer_destroy(to);
    phw_framer_destroy(other);
}

/* Half of single precision's range: a turn by an eighth takes it past the end. */
Test(framer, samples_too_large_to_be_turned_use_up_no_number)
{
    uint8_t tag[PHW_FRAME_TAG_SIZE];
    phw_framer *to = make(NULL, "rotate8", false);
    phw_signal signal = gaussian();
    signal.sample[7] = CMPLXF(0, -3e38F);
    cr_expect_eq(phw_framer_check_samples(&signal), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "sample 7 "));
    cr_expect_eq(phw_framer_seal_samples(to, &signal, tag, 4), PHW_EINPUT);
    signal.sample[7] = CMPLXF(0x1p127F, 0x1p127F);
    cr_expect_eq(phw_framer_seal_samples(to, &signal, tag, 4), PHW_OK);
    cr_expect(isfinite(crealf(signal.sample[7])) && isfinite(cimagf(signal.sample[7])));
    phw_signal_free(&signal);
    phw_framer_destroy(to);
}

Test(framer, samples_without_a_tag_are_turned_unchecked)
{
    uint8_t tag[PHW_FRAME_TAG_SIZE];
    phw_framer *to = make(NULL, "rotate8", false);
    phw_framer *from = make(NULL, "rotate8", true);
    phw_signal signal = gaussian();
    signal.sample[0] = 1;
    cr_assert_eq(phw_framer_seal_samples(to, &signal, tag, 4), PHW_OK);
    signal.sample[0] *= 3;
    cr_assert_eq(phw_framer_open_samples(from, &signal, NULL, 4), PHW_OK);
    cr_expect_lt(phw_cf_power(signal.sample[0] - 3), 1e-11);
    phw_signal_free(&signal);
    phw_framer_destroy(to);
    phw_framer_destroy(from);
}

static void hash_number(crypto_generichash_state *hash, uint64_t value)
{
    uint8_t byte[8];
    for (unsigned i = 0; i < 8; ++i)
        byte[i] = (uint8_t)(value >> (8 * i));
    cr_assert_eq(crypto_generichash_update(hash, byte, sizeof byte), 0);
}

static void hash_text(crypto_generichash_state *hash, const char *text)
{
    hash_number(hash, strlen(text));
    (void)crypto_generichash_update(hash, (const uint8_t *)text, strlen(text));
}

/* The head of every tag, by hand, of stream 3. */
static void start_tag(crypto_generichash_state *hash, uint64_t frame,
                      const char *modulation, const char *ciphers, uint64_t n)
{
    phw_key key = secret(32, 0);
    phw_key tag_key = {0};
    cr_assert_eq(phw_key_derive(&tag_key, 32, &key, "phyward symbol tag"), PHW_OK);
    (void)crypto_generichash_init(hash, tag_key.byte, 32, PHW_FRAME_TAG_SIZE);
    hash_text(hash, "phyward frame 1");
    hash_number(hash, 3);
    hash_number(hash, frame);
    hash_text(hash, modulation);
    hash_text(hash, ciphers);
    hash_number(hash, n);
    phw_key_free(&key);
    phw_key_free(&tag_key);
}

/* All that both ends must mean alike is in it, so none of it can be left out. */
Test(framer, the_tag_of_samples_is_the_hash_of_all_that_counts)
{
    uint8_t tag[PHW_FRAME_TAG_SIZE];
    uint8_t want[PHW_FRAME_TAG_SIZE];
    crypto_generichash_state hash;
    phw_framer *to = make(NULL, "permute,rotate16", false);
    phw_signal signal = gaussian();
    cr_assert_eq(phw_framer_seal_samples(to, &signal, tag, 0x4000000000000005), PHW_OK);
    start_tag(&hash, 0x4000000000000005, "", "permute,rotate16", N);
    hash_number(&hash, UINT64_C(0x413e848000000000)); /* 2e6 */
    hash_number(&hash, UINT64_C(0x41c9de5080000000)); /* 868e6 */
    (void)crypto_generichash_update(&hash, (const uint8_t *)signal.sample,
                                    N * sizeof *signal.sample);
    (void)crypto_generichash_final(&hash, want, sizeof want);
    cr_expect_arr_eq(tag, want, sizeof tag);
    phw_signal_free(&signal);
    phw_framer_destroy(to);
}

/* With xor alone the labels on the air are those that were hashed. */
Test(framer, the_tag_of_symbols_is_the_hash_of_all_that_counts)
{
    uint8_t label[4 + 16];
    uint8_t want[PHW_FRAME_TAG_SIZE];
    uint8_t got[PHW_FRAME_TAG_SIZE];
    crypto_generichash_state hash;
    phw_modem *modem = NULL;
    size_t n = 0;
    phw_framer *to = make("psk256", "xor", false);
    cr_assert_eq(phw_modem_create(&modem, "psk256"), PHW_OK);
    phw_cf *symbol = sealed(&n, to, 9, 4);
    cr_assert_eq(n, sizeof label);
    cr_assert_eq(phw_modem_demodulate(modem, label, symbol, n), PHW_OK);
    start_tag(&hash, 9, "psk256", "xor", 4);
    (void)crypto_generichash_update(&hash, label, 4);
    (void)crypto_generichash_final(&hash, want, sizeof want);
    cr_assert(phw_modem_unpack(got, label + 4, sizeof got, 8));
    cr_expect_arr_eq(got, want, sizeof got);
    free(symbol);
    phw_modem_destroy(modem);
    phw_framer_destroy(to);
}
