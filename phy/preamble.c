#include "phy/preamble.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/fft.h"
#include "phy/ofdm.h"
#include "phy/signal_field.h"

/* What 4095 bytes at 6 Mb/s need. */
#define N_PAYLOAD_MAX 1366

/* One frame being written. */
typedef struct writer {
    phw_fft *fft;
    phw_cf *bin;  /* one transform's input */
    phw_cf *body; /* one transform's samples */
    size_t n_fft; /* 64 times the oversampling */
    phw_cf *at;   /* where the next samples go */
} writer;

/* The body of the symbol with these values on the 52 carriers: mean power 1 for 52
 * values of mean power 1. */
static void transform(writer *w, const phw_cf point[PHW_OFDM_N_USED])
{
    const float scale = (float)(1 / sqrt(PHW_OFDM_N_USED));
    memset(w->bin, 0, w->n_fft * sizeof *w->bin);
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        w->bin[phw_ofdm_bin(i, w->n_fft)] = scale * point[i];
    phw_fft_execute(w->fft, w->body, w->bin);
}

/* `n` samples of the body repeated without end, from sample `from` on. */
static void repeat(writer *w, size_t from, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        w->at[i] = w->body[(from + i) % w->n_fft];
    w->at += n;
}

static void write_training(writer *w)
{
    phw_cf point[PHW_OFDM_N_USED];
    const float amplitude = (float)sqrt(13.0 / 6);
    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        point[i] = (float)phw_ofdm_short[i] * amplitude * (1 + I);
    transform(w, point);
    repeat(w, 0, w->n_fft * 5 / 2);

    for (size_t i = 0; i < PHW_OFDM_N_USED; ++i)
        point[i] = (float)phw_ofdm_long[i];
    transform(w, point);
    repeat(w, w->n_fft / 2, w->n_fft * 5 / 2);
}

/* A symbol with its guard interval and pilots; number 0 is SIGNAL. */
static void write_symbol(writer *w, const phw_cf data[PHW_OFDM_N_DATA], size_t symbol)
{
    phw_cf point[PHW_OFDM_N_USED];
    for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
        point[phw_ofdm_data[i]] = data[i];
    const int polarity = phw_ofdm_polarity(symbol);
    for (size_t i = 0; i < PHW_OFDM_N_PILOTS; ++i)
        point[phw_ofdm_pilot[i]] = (float)(polarity * phw_ofdm_pilot_value[i]);
    transform(w, point);
    repeat(w, w->n_fft * 3 / 4, w->n_fft * 5 / 4);
}

static void write_payload(writer *w, const phw_preamble_config *config)
{
    phw_cf data[PHW_OFDM_N_DATA];
    uint32_t word[PHW_OFDM_N_DATA];
    const bool bpsk = config->rate_mbps == 6 || config->rate_mbps == 9;
    const float rail = (float)sqrt(0.5);
    for (size_t symbol = 0; symbol < config->n_payload_symbols; ++symbol) {
        phw_rng_words(word, &config->payload, symbol * PHW_OFDM_N_DATA,
                      PHW_OFDM_N_DATA);
        for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i) {
            const float re = word[i] >> 31 ? 1 : -1;
            const float im = (word[i] >> 30) & 1 ? 1 : -1;
            data[i] = bpsk ? re : rail * (re + im * I);
        }
        write_symbol(w, data, symbol + 1);
    }
}

static phw_status writer_init(writer *w, size_t oversampling)
{
    w->n_fft = PHW_OFDM_N_FFT * oversampling;
    PHW_TRY(phw_fft_create(&w->fft, w->n_fft, PHW_FFT_INVERSE));
    PHW_TRY(phw_array_alloc(&w->bin, w->n_fft, sizeof *w->bin));
    return phw_array_alloc(&w->body, w->n_fft, sizeof *w->body);
}

phw_status phw_preamble_write(phw_signal *out, const phw_preamble_config *config)
{
    size_t oversampling = 0;
    float point[PHW_OFDM_N_DATA];
    const phw_signal_field field = {config->rate_mbps, config->length};
    PHW_TRY(
        phw_ofdm_oversampling(&oversampling, config->rate_hz, config->bandwidth_hz));
    PHW_TRY(phw_signal_field_encode(point, &field));
    if (config->n_payload_symbols > N_PAYLOAD_MAX)
        return phw_fail(PHW_EARG, "preamble: %zu payload symbols; expected 0 to %d",
                        config->n_payload_symbols, N_PAYLOAD_MAX);

    phw_signal signal = {0};
    writer w = {0};
    const size_t n = PHW_OFDM_DATA_AT + PHW_OFDM_N_SYMBOL * config->n_payload_symbols;
    phw_status s = writer_init(&w, oversampling);
    if (!s)
        s = phw_signal_alloc(&signal, n * oversampling, config->rate_hz, 0);
    if (!s) {
        phw_cf data[PHW_OFDM_N_DATA];
        for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
            data[i] = point[i];
        w.at = signal.sample;
        write_training(&w);
        write_symbol(&w, data, 0);
        write_payload(&w, config);
        *out = signal;
    }
    free(w.body);
    free(w.bin);
    phw_fft_destroy(w.fft);
    return s;
}
