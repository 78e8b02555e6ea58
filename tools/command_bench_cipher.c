#include "tools/command_bench_cipher.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "core/key.h"
#include "core/signal.h"
#include "encrypt/encryptor.h"
#include "phy/modem.h"
#include "tools/cancel.h"
#include "tools/number_list.h"
#include "tools/progress.h"
#include "tools/result.h"

/* Of each row, the fastest counts: what else the machine does only slows. */
#define REPEATS 7

/* Most bytes of keystream a symbol. */
#define KEY_BYTES_MAX 8

/* The sets of ciphers that are measured, and the keystream that they take. */
static const struct {
    const char *ciphers;
    size_t key_bytes;
} sets[] = {{"rotate8", 1}, {"rotate16", 2},    {"xor", 1},
            {"permute", 4}, {"xor,rotate8", 2}, {"xor,permute,rotate8", 6}};

/* Beside them what a receiver does anyway. */
static const char *const modulations[] = {"qpsk", "psk8", "qam16", "qam64", "qam256"};

#define N_SETS        (sizeof sets / sizeof sets[0])
#define N_MODULATIONS (sizeof modulations / sizeof modulations[0])

/* Measurements of each length: modems both ways, ciphers and their keystream, memcpy.
 */
#define ROWS (2 * N_MODULATIONS + 2 * N_SETS + 1)

/* Symbols from one look at the clock, and for an interruption, to the next. */
#define STRETCH 65536

/* How far all measurements are, in repeats. */
typedef struct pace {
    phw_progress bar;
    double done;
} pace;

/* One length of frame. */
typedef struct frames {
    size_t n_symbols; /* of a frame */
    size_t n_frames;  /* of a repeat */
    phw_cf *symbol;   /* n_symbols */
    phw_cf *copy;     /* n_symbols */
    uint8_t *label;   /* n_symbols */
    uint8_t *key;     /* KEY_BYTES_MAX * n_symbols */
    uint64_t number;  /* the next frame's */
    pace *pace;
} frames;

static double cpu_now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* What is timed: a frame after another. */
typedef phw_status work(frames *f, void *context);

static phw_status encrypt(frames *f, void *context)
{
    phw_encryptor *e = context;
    PHW_TRY(phw_encryptor_begin(e, f->number++));
    PHW_TRY(phw_encryptor_labels(e, f->label, f->n_symbols, 2));
    return phw_encryptor_symbols(e, f->symbol, f->n_symbols);
}

static phw_status copy(frames *f, void *context)
{
    (void)context;
    memcpy(f->copy, f->symbol, f->n_symbols * sizeof *f->symbol);
    memcpy(f->symbol, f->copy, f->n_symbols * sizeof *f->symbol);
    return PHW_OK;
}

/* libsodium's alone, of *context bytes a symbol: what no cipher can be faster than. */
static phw_status keystream(frames *f, void *context)
{
    static const uint8_t key[crypto_stream_chacha20_ietf_KEYBYTES];
    uint8_t nonce[crypto_stream_chacha20_ietf_NONCEBYTES] = {0};
    memcpy(nonce + 4, &f->number, sizeof f->number);
    ++f->number;
    (void)crypto_stream_chacha20_ietf(f->key, f->n_symbols * *(const size_t *)context,
                                      nonce, key);
    return PHW_OK;
}

static phw_status modulate(frames *f, void *context)
{
    return phw_modem_modulate(context, f->symbol, f->label, f->n_symbols);
}

static phw_status demodulate(frames *f, void *context)
{
    return phw_modem_demodulate(context, f->label, f->symbol, f->n_symbols);
}

/* One repeat. Stretches are timed each on its own, so the bar costs nothing. */
static phw_status repeat(double *seconds, frames *f, work *work_one, void *context)
{
    const size_t stretch = STRETCH / f->n_symbols + 1;
    const double before = f->pace->done;
    double sum = 0;
    for (size_t i = 0; i < f->n_frames;) {
        const size_t end = f->n_frames - i > stretch ? i + stretch : f->n_frames;
        const double from = cpu_now_s();
        for (; i < end; ++i)
            PHW_TRY(work_one(f, context));
        sum += cpu_now_s() - from;
        f->pace->done = before + (double)i / (double)f->n_frames;
        phw_progress_show(&f->pace->bar, f->pace->done);
        PHW_TRY(phw_cancel_check());
    }
    *seconds = sum;
    return PHW_OK;
}

/* Million symbols a second of one core. */
static phw_status measure(double *rate, frames *f, work *work_one, void *context)
{
    double least_s = HUGE_VAL;
    for (int i = 0; i < REPEATS; ++i) {
        double seconds = 0;
        PHW_TRY(repeat(&seconds, f, work_one, context));
        least_s = fmin(least_s, seconds);
    }
    *rate = 1e-6 * (double)f->n_symbols * (double)f->n_frames / least_s;
    return PHW_OK;
}

/* `limit` is the keystream's rate, NaN for what takes none. */
static phw_status add_row(json_t *rows, const char *what, const frames *f, double rate,
                          double limit, double demodulated)
{
    json_t *row =
        json_pack("{s:s,s:I,s:f,s:o,s:f}", "what", what, "frame_symbols",
                  (json_int_t)f->n_symbols, "msymbol_per_s", rate, "share_of_keystream",
                  isfinite(limit) ? json_real(rate / limit) : json_null(),
                  "share_of_demodulation", rate > 0 ? demodulated / rate : 0);
    return json_array_append_new(rows, row) == 0
               ? PHW_OK
               : phw_fail(PHW_ENOMEM, "no memory for a row");
}

static phw_status run_ciphers(json_t *rows, frames *f, size_t set, double demodulated)
{
    phw_ciphers ciphers;
    phw_encryptor *e = NULL;
    phw_key key = {0};
    double rate = 0;
    double limit = 0;
    size_t key_bytes = sets[set].key_bytes;
    PHW_TRY(phw_ciphers_read(&ciphers, sets[set].ciphers));
    PHW_TRY(phw_key_alloc(&key, 32));
    phw_status s = phw_encryptor_create(&e, &ciphers, &key, 0, false);
    f->number = 0;
    if (!s)
        s = measure(&rate, f, encrypt, e);
    if (!s)
        s = measure(&limit, f, keystream, &key_bytes);
    if (!s)
        s = add_row(rows, sets[set].ciphers, f, rate, limit, demodulated);
    phw_encryptor_destroy(e);
    phw_key_free(&key);
    return s;
}

static phw_status run_modem(json_t *rows, frames *f, const char *modulation,
                            double *demodulated)
{
    char what[32];
    double rate = 0;
    phw_modem *modem = NULL;
    PHW_TRY(phw_modem_create(&modem, modulation));
    for (size_t i = 0; i < f->n_symbols; ++i)
        f->label[i] = (uint8_t)(i % phw_modem_about(modem)->n_points);
    phw_status s = measure(&rate, f, modulate, modem);
    double share = 0;
    if (!s)
        s = measure(&share, f, demodulate, modem);
    *demodulated = *demodulated > 0 ? *demodulated : share; /* the first one's */
    (void)snprintf(what, sizeof what, "modulate %s", modulation);
    if (!s)
        s = add_row(rows, what, f, rate, (double)NAN, *demodulated);
    (void)snprintf(what, sizeof what, "demodulate %s", modulation);
    if (!s)
        s = add_row(rows, what, f, share, (double)NAN, *demodulated);
    phw_modem_destroy(modem);
    return s;
}

static phw_status run_length(json_t *rows, frames *f)
{
    double rate = 0;
    double demodulated = 0;
    phw_status s = PHW_OK;
    for (size_t i = 0; i < N_MODULATIONS && !s; ++i)
        s = run_modem(rows, f, modulations[i], &demodulated);
    for (size_t i = 0; i < f->n_symbols; ++i)
        f->label[i] = (uint8_t)(i % 4);
    for (size_t i = 0; i < N_SETS && !s; ++i)
        s = run_ciphers(rows, f, i, demodulated);
    if (!s)
        s = measure(&rate, f, copy, NULL);
    return s ? s : add_row(rows, "memcpy", f, 2 * rate, (double)NAN, demodulated);
}

static phw_status run_lengths(json_t *rows, const phw_arguments *arguments)
{
    static const phw_param length = {
        .name = "--frame", .unit = "", .min = 1, .max = 1 << 24, .whole = true};
    phw_numbers n;
    pace all = {.done = 0};
    PHW_TRY(phw_numbers_read(&n, &length, phw_argument_text(arguments, "frame")));
    const size_t n_repeats = n.n * ROWS * REPEATS;
    phw_status s = PHW_OK;
    phw_progress_start(&all.bar, "repeats", (double)n_repeats, arguments);
    for (size_t i = 0; i < n.n && !s; ++i) {
        frames f = {.n_symbols = (size_t)n.value[i], .pace = &all};
        f.n_frames = (size_t)phw_argument_count(arguments, "symbols") / f.n_symbols + 1;
        s = phw_array_alloc(&f.symbol, f.n_symbols, sizeof *f.symbol);
        if (!s)
            s = phw_array_alloc(&f.copy, f.n_symbols, sizeof *f.copy);
        if (!s)
            s = phw_array_alloc(&f.label, f.n_symbols, sizeof *f.label);
        if (!s)
            s = phw_array_alloc(&f.key, f.n_symbols, KEY_BYTES_MAX);
        if (!s)
            s = run_length(rows, &f);
        free(f.symbol);
        free(f.copy);
        free(f.label);
        free(f.key);
    }
    phw_progress_end(&all.bar);
    return s;
}

static phw_status run(const phw_arguments *arguments)
{
    phw_result *r = NULL;
    PHW_TRY(phw_result_create(&r));
    json_t *rows = json_array();
    phw_status s = rows != NULL ? run_lengths(rows, arguments)
                                : phw_fail(PHW_ENOMEM, "no memory for rows");
    phw_result_json(r, "rows", "symbols a second of one core, keystream included",
                    rows);
    if (!s)
        s = phw_result_print(r, arguments);
    phw_result_destroy(r);
    return s;
}

static const phw_option option[] = {
    {.param = {.name = "frame", .summary = "symbols of a frame; a list"},
     .kind = PHW_OPTION_TEXT,
     .placeholder = "N,...",
     .text_preset = "48,1024,16384"},
    {.param = {.name = "symbols",
               .unit = "",
               .summary = "symbols of each measurement, of which the fastest counts",
               .min = 1,
               .max = 1e9,
               .preset = 1e6,
               .whole = true},
     .kind = PHW_OPTION_NUMBER,
     .letter = 'n',
     .placeholder = "N"},
};

const phw_command phw_command_bench_cipher = {
    .name = "bench cipher",
    .summary = "speed of the symbol ciphers, beside modulation and memcpy",
    .detail =
        "Million symbols a second of one core's CPU time, with the keystream and\n"
        "a fresh nonce for each frame. Beside it the rate as a share of libsodium's\n"
        "keystream alone for as many bytes, and the time as a share of liquid-dsp's\n"
        "hard decisions for QPSK.",
    .example = "phyward bench cipher --frame 48,1024",
    .option = option,
    .n_options = sizeof option / sizeof option[0],
    .run = run,
};
