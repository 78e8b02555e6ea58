/* Symbol ciphers, a million symbols a second of one core, keystream and a fresh nonce a
 * frame included; beside them what they can't be faster than (libsodium's keystream for
 * the same bytes, memcpy of the same symbols) and liquid-dsp's hard decisions, which a
 * receiver makes anyway. Prints; asserts nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/key.h"
#include "core/signal.h"
#include "encrypt/encryptor.h"
#include "phy/modem.h"

#include "tests/bench/clock.h"

enum {
    REPEATS = 9,
    SYMBOLS = 1 << 20
};

typedef struct room {
    size_t n; /* symbols of a frame */
    phw_cf *symbol;
    phw_cf *copy;
    uint8_t *label;
    uint8_t *key;
} room;

typedef void work(room *r, void *context, uint64_t frame);

static double rate(room *r, work *one, void *context)
{
    double least_s = HUGE_VAL;
    uint64_t frame = 0;
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        const double from = now_s();
        for (size_t at = 0; at < SYMBOLS; at += r->n)
            one(r, context, frame++);
        least_s = fmin(least_s, now_s() - from);
    }
    return 1e-6 * SYMBOLS / least_s;
}

static void check(phw_status s)
{
    if (s == PHW_OK)
        return;
    (void)fprintf(stderr, "%s\n", phw_error_message());
    exit(1);
}

static void encrypt(room *r, void *context, uint64_t frame)
{
    check(phw_encryptor_begin(context, frame));
    check(phw_encryptor_labels(context, r->label, r->n, 2));
    check(phw_encryptor_symbols(context, r->symbol, r->n));
}

/* As many bytes a symbol as `context` says. */
static void keystream(room *r, void *context, uint64_t frame)
{
    static const uint8_t key[crypto_stream_chacha20_ietf_KEYBYTES];
    uint8_t nonce[crypto_stream_chacha20_ietf_NONCEBYTES] = {0};
    memcpy(nonce + 4, &frame, sizeof frame);
    (void)crypto_stream_chacha20_ietf(r->key, r->n * *(const size_t *)context, nonce,
                                      key);
}

static void copy(room *r, void *context, uint64_t frame)
{
    (void)context;
    memcpy(frame % 2 != 0 ? r->copy : r->symbol, frame % 2 != 0 ? r->symbol : r->copy,
           r->n * sizeof *r->symbol);
}

static void demodulate(room *r, void *context, uint64_t frame)
{
    (void)frame;
    check(phw_modem_demodulate(context, r->label, r->symbol, r->n));
}

static void measure(room *r, const char *name, size_t key_bytes)
{
    phw_ciphers ciphers;
    phw_encryptor *e = NULL;
    phw_key key = {0};
    check(phw_key_alloc(&key, 32));
    check(phw_ciphers_read(&ciphers, name));
    check(phw_encryptor_create(&e, &ciphers, &key, 0, false));
    const double ours = rate(r, encrypt, e);
    const double limit = rate(r, keystream, &key_bytes);
    printf("  %-20s %6zu a frame %8.1f Msymbol/s  keystream alone %8.1f  ratio %.2f\n",
           name, r->n, ours, limit, ours / limit);
    phw_encryptor_destroy(e);
    phw_key_free(&key);
}

static void compare(room *r)
{
    static const char *const modulation[] = {"qpsk", "psk8", "qam16", "qam64",
                                             "qam256"};
    printf("  %-20s %6zu a frame %8.1f Msymbol/s\n", "memcpy", r->n,
           rate(r, copy, NULL));
    for (size_t i = 0; i < sizeof modulation / sizeof modulation[0]; ++i) {
        phw_modem *modem = NULL;
        check(phw_modem_create(&modem, modulation[i]));
        for (size_t k = 0; k < r->n; ++k)
            r->label[k] = (uint8_t)(k % phw_modem_about(modem)->n_points);
        check(phw_modem_modulate(modem, r->symbol, r->label, r->n));
        printf("  demodulate %-9s %6zu a frame %8.1f Msymbol/s\n", modulation[i], r->n,
               rate(r, demodulate, modem));
        phw_modem_destroy(modem);
    }
}

int main(void)
{
    static const size_t length[] = {48, 1024, 16384};
    printf("symbol ciphers, one core\n");
    for (size_t i = 0; i < sizeof length / sizeof length[0]; ++i) {
        room r = {.n = length[i]};
        check(phw_array_alloc(&r.symbol, r.n, sizeof *r.symbol));
        check(phw_array_alloc(&r.copy, r.n, sizeof *r.copy));
        check(phw_array_alloc(&r.label, r.n, sizeof *r.label));
        check(phw_array_alloc(&r.key, r.n, 8));
        measure(&r, "rotate8", 1);
        measure(&r, "rotate16", 2);
        measure(&r, "xor", 1);
        measure(&r, "permute", 4);
        measure(&r, "xor,rotate8", 2);
        measure(&r, "xor,permute,rotate8", 6);
        if (r.n > 48)
            compare(&r);
        free(r.symbol);
        free(r.copy);
        free(r.label);
        free(r.key);
    }
    return 0;
}
