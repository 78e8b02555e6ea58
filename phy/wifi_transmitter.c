#include "phy/wifi_transmitter.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/fft.h"
#include "phy/ht_signal.h"
#include "phy/preamble.h"
#include "phy/signal_field.h"
#include "phy/viterbi.h"
#include "phy/wifi_carriers.h"
#include "phy/wifi_coding.h"

#define N_FFT     PHW_OFDM_N_FFT
#define N_GUARD   PHW_OFDM_N_GUARD
#define N_PILOTS  PHW_OFDM_N_PILOTS
#define N_SERVICE 16
#define N_TAIL    6

/* SIGNAL's 4095 bytes at 6 Mb/s. */
#define N_SYMBOLS_MAX 1366

/* Symbols between SIGNAL and HT data: HT-SIG, short and long training. */
#define N_HT_HEADER 4

/* A frame being written. */
typedef struct writer {
    phw_wifi_coding coding;
    phw_wifi_carriers carriers;
    phw_fft *fft;
    phw_cf *bin;  /* one transform */
    uint8_t *bit; /* service, bytes, tail, padding; scrambled */
    uint8_t *coded;
    size_t n_symbols; /* of data */
    size_t n_guard;   /* of them */
    size_t n_after;   /* samples after SIGNAL */
    phw_cf *at;       /* where the next samples go */
} writer;

static phw_status check(const phw_wifi_transmission *t)
{
    const size_t most = t->ht ? PHW_HT_SIGNAL_LENGTH_MAX : PHW_SIGNAL_LENGTH_MAX;
    if (t->n_bytes < 1 || t->n_bytes > most)
        return phw_fail(PHW_EARG, "wifi transmitter: %zu bytes; expected 1 to %zu",
                        t->n_bytes, most);
    if (t->seed < 1 || t->seed > 127)
        return phw_fail(PHW_EARG,
                        "wifi transmitter: scrambler seed %u; expected 1 to "
                        "127",
                        t->seed);
    return PHW_OK;
}

static phw_status plan(writer *w, const phw_wifi_transmission *t)
{
    PHW_TRY(check(t));
    if (t->ht) {
        PHW_TRY(phw_wifi_coding_ht(&w->coding, t->mcs));
        phw_wifi_carriers_ht(&w->carriers);
    } else {
        PHW_TRY(phw_wifi_coding_legacy(&w->coding, t->rate_mbps));
        phw_wifi_carriers_legacy(&w->carriers);
    }
    w->n_symbols = phw_wifi_coding_symbols(&w->coding, t->n_bytes);
    w->n_guard = t->ht && t->short_guard ? N_GUARD / 2 : N_GUARD;
    w->n_after = w->n_symbols * (w->n_guard + N_FFT) +
                 (t->ht ? N_HT_HEADER * PHW_OFDM_N_SYMBOL : 0);
    const size_t whole = (w->n_after + PHW_OFDM_N_SYMBOL - 1) / PHW_OFDM_N_SYMBOL;
    if (whole > N_SYMBOLS_MAX)
        return phw_fail(PHW_EARG,
                        "wifi transmitter: a frame of %zu symbols; SIGNAL can "
                        "tell at most %d",
                        whole, N_SYMBOLS_MAX);
    return PHW_OK;
}

/* Service field, bytes, tail, padding (17.3.5.3 to 17.3.5.6). */
static phw_status code(writer *w, const phw_wifi_transmission *t)
{
    const size_t n = w->n_symbols * w->coding.n_data;
    PHW_TRY(phw_array_alloc(&w->bit, n, 1));
    PHW_TRY(phw_array_alloc(&w->coded, 2 * n, 1));
    for (size_t i = 0; i < 8 * t->n_bytes; ++i)
        w->bit[N_SERVICE + i] = t->byte[i / 8] >> (i % 8) & 1;
    (void)phw_wifi_scramble(w->bit, n, t->seed);
    memset(w->bit + N_SERVICE + 8 * t->n_bytes, 0, N_TAIL);
    phw_convolution_encode(w->coded, w->bit, n);
    size_t sent = 0;
    for (size_t k = 0; k < 2 * n; ++k)
        if (phw_wifi_coding_sends(&w->coding, k))
            w->coded[sent++] = w->coded[k];
    return PHW_OK;
}

/* `n` samples of the symbol with these values on the carriers, repeated without end,
 * from n_guard before its start on. */
static void write_values(writer *w, const phw_wifi_carriers *c, const phw_cf *value,
                         size_t n_guard, size_t n)
{
    const float scale = (float)(1 / sqrt((double)c->n_used));
    memset(w->bin, 0, N_FFT * sizeof *w->bin);
    for (size_t i = 0; i < c->n_used; ++i)
        w->bin[phw_wifi_carriers_bin(c->carrier[i], N_FFT)] = scale * value[i];
    phw_fft_execute(w->fft, w->bin, w->bin);
    for (size_t i = 0; i < n; ++i)
        w->at[i] = w->bin[(N_FFT - n_guard + i) % N_FFT];
    w->at += n;
}

/* Symbol `number` after training with its pilots, whose values are moved by `shift`. */
static void write_symbol(writer *w, const phw_wifi_carriers *c, const phw_cf *data,
                         size_t n_guard, size_t number, size_t shift)
{
    phw_cf value[PHW_HT_N_USED];
    const int polarity = phw_ofdm_polarity(number);
    for (size_t i = 0; i < c->n_data; ++i)
        value[c->data[i]] = data[i];
    for (size_t p = 0; p < N_PILOTS; ++p)
        value[c->pilot[p]] =
            (float)(polarity * phw_ofdm_pilot_value[(p + shift) % N_PILOTS]);
    write_values(w, c, value, n_guard, n_guard + N_FFT);
}

static void write_ht_training(writer *w, const phw_wifi_carriers *legacy)
{
    phw_cf value[PHW_HT_N_USED];
    const phw_cf corner = (float)sqrt(13.0 / 6) * (1 + I);
    for (size_t i = 0; i < legacy->n_used; ++i)
        value[i] = (float)phw_ofdm_short[i] * corner;
    write_values(w, legacy, value, 0, PHW_OFDM_N_SYMBOL);
    for (size_t i = 0; i < w->carriers.n_used; ++i)
        value[i] = (float)w->carriers.training[i];
    write_values(w, &w->carriers, value, N_GUARD, PHW_OFDM_N_SYMBOL);
}

/* HT-SIG, turned by 90 degrees, and training (19.3.9.4). */
static phw_status write_ht_header(writer *w, const phw_wifi_transmission *t)
{
    uint8_t bit[PHW_HT_SIGNAL_N_BITS];
    float point[PHW_HT_SIGNAL_N_POINTS];
    phw_wifi_carriers legacy;
    const phw_ht_signal field = {
        .mcs = t->mcs,
        .bandwidth_mhz = 20,
        .length = (unsigned)t->n_bytes,
        .smoothing = true,
        .aggregated = t->aggregated,
        .short_guard = t->short_guard,
    };
    PHW_TRY(phw_ht_signal_write(bit, &field));
    phw_ht_signal_code(point, bit);
    phw_wifi_carriers_legacy(&legacy);
    for (size_t number = 1; number <= 2; ++number) {
        phw_cf data[PHW_OFDM_N_DATA];
        for (size_t i = 0; i < PHW_OFDM_N_DATA; ++i)
            data[i] = I * point[(number - 1) * PHW_OFDM_N_DATA + i];
        write_symbol(w, &legacy, data, N_GUARD, number, 0);
    }
    write_ht_training(w, &legacy);
    return PHW_OK;
}

static void write_data(writer *w, bool ht)
{
    const phw_wifi_coding *c = &w->coding;
    uint8_t bit[PHW_WIFI_CODED_MAX];
    phw_cf data[PHW_WIFI_CARRIERS_MAX];
    for (size_t symbol = 0; symbol < w->n_symbols; ++symbol) {
        for (size_t k = 0; k < c->n_coded; ++k)
            bit[phw_wifi_coding_interleaved(c, k)] = w->coded[symbol * c->n_coded + k];
        for (size_t i = 0; i < c->n_carriers; ++i)
            data[i] = phw_wifi_coding_point(c, bit + i * c->bits_per_carrier);
        write_symbol(w, &w->carriers, data, w->n_guard, symbol + (ht ? 3 : 1),
                     ht ? symbol : 0);
    }
}

/* Training and SIGNAL. That of an HT frame says 6 Mb/s and the length that takes as
 * long (equation 19-24 and 9.23.4). */
static phw_status write_legacy_header(phw_signal *out, const writer *w,
                                      const phw_wifi_transmission *t)
{
    const size_t whole = (w->n_after + PHW_OFDM_N_SYMBOL - 1) / PHW_OFDM_N_SYMBOL;
    const phw_preamble_config config = {
        .rate_hz = t->bandwidth_hz,
        .bandwidth_hz = t->bandwidth_hz,
        .rate_mbps = t->ht ? 6 : t->rate_mbps,
        .length = (unsigned)(t->ht ? 3 * whole - 3 : t->n_bytes),
    };
    return phw_preamble_write(out, &config);
}

static phw_status write_frame(writer *w, phw_signal *out,
                              const phw_wifi_transmission *t)
{
    phw_signal header = {0};
    PHW_TRY(phw_fft_create(&w->fft, N_FFT, PHW_FFT_INVERSE));
    PHW_TRY(phw_array_alloc(&w->bin, N_FFT, sizeof *w->bin));
    PHW_TRY(code(w, t));
    PHW_TRY(phw_signal_alloc(out, PHW_OFDM_DATA_AT + w->n_after, t->bandwidth_hz, 0));
    PHW_TRY(write_legacy_header(&header, w, t));
    memcpy(out->sample, header.sample, header.n * sizeof *header.sample);
    w->at = out->sample + header.n;
    phw_signal_free(&header);
    if (t->ht)
        PHW_TRY(write_ht_header(w, t));
    write_data(w, t->ht);
    return PHW_OK;
}

phw_status phw_wifi_transmit(phw_signal *out, const phw_wifi_transmission *t)
{
    writer w = {0};
    phw_signal signal = {0};
    phw_status s = plan(&w, t);
    if (!s)
        s = write_frame(&w, &signal, t);
    if (s)
        phw_signal_free(&signal);
    else
        *out = signal;
    phw_fft_destroy(w.fft);
    free(w.bin);
    free(w.bit);
    free(w.coded);
    return s;
}
