#include "phy/wifi_decoder.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/aggregate.h"
#include "phy/crc.h"
#include "phy/signal_field.h"
#include "phy/viterbi.h"
#include "phy/wifi_coding.h"
#include "phy/wifi_symbols.h"

#define N_DATA     PHW_OFDM_N_DATA
#define N_PILOTS   PHW_OFDM_N_PILOTS
#define N_SERVICE  16
#define N_TAIL     6
#define N_GUARD    PHW_OFDM_N_GUARD
#define N_SHORT    (N_GUARD / 2)
#define N_FCS      4
#define N_POLARITY 127

/* HT training between HT-SIG and data: short training of one symbol's length. */
#define HT_SHORT PHW_OFDM_N_SYMBOL

/* Bytes of the longest HT frame: 216 000 samples would hold more, SIGNAL allows for no
 * longer one than this at 260 bits in 72 samples. */
#define N_BYTES_MAX (1366 * 80 / 72 * 260 / 8)

/* In the header's symbols: the share of the power that lies on the imaginary axis tells
 * how they are turned. Noise alone has 0.5 +- 0.07. */
#define TURNED   0.65
#define UNTURNED 0.35

struct phw_wifi_decoder {
    phw_wifi_symbols *symbols;
    phw_viterbi viterbi;
    phw_wifi_coding coding;
    uint16_t source[2 * PHW_WIFI_CODED_MAX]; /* where in value each coded bit lies */
    float value[PHW_WIFI_CODED_MAX + 1]; /* of a symbol's bits, as they lie on it; 0 */
    float soft[2 * PHW_WIFI_CODED_MAX];  /* in the order of the code */
    uint8_t *bit;                        /* of the service field, bytes and tail */
    uint8_t *byte;
    phw_cf point[PHW_WIFI_DATA_POINTS_MAX];
    int polarity[N_POLARITY];
};

phw_status phw_wifi_decoder_create(phw_wifi_decoder **out, double bandwidth_hz)
{
    const size_t n_bits = 8 * N_BYTES_MAX + N_SERVICE + N_TAIL + PHW_VITERBI_N_HELD;
    phw_wifi_decoder *d = NULL;
    PHW_TRY(phw_array_alloc(&d, 1, sizeof *d));
    phw_status s = phw_wifi_symbols_create(&d->symbols, bandwidth_hz);
    if (!s)
        s = phw_array_alloc(&d->bit, n_bits, 1);
    if (!s)
        s = phw_array_alloc(&d->byte, N_BYTES_MAX, 1);
    if (s) {
        phw_wifi_decoder_destroy(d);
        return s;
    }
    for (size_t i = 0; i < N_POLARITY; ++i)
        d->polarity[i] = phw_ofdm_polarity(i);
    *out = d;
    return PHW_OK;
}

void phw_wifi_decoder_destroy(phw_wifi_decoder *d)
{
    if (d == NULL)
        return;
    phw_wifi_symbols_destroy(d->symbols);
    free(d->bit);
    free(d->byte);
    free(d);
}

static size_t count_symbols(const phw_wifi_frame *frame)
{
    const phw_signal_field field = {frame->rate_mbps, frame->length};
    return frame->signal_ok ? phw_signal_field_symbols(&field) : 0;
}

size_t phw_wifi_decoder_reach(const phw_wifi_frame *frame)
{
    return PHW_WIFI_DECODER_DATA_AT + PHW_OFDM_N_SYMBOL * count_symbols(frame);
}

/* Symbol `number` after training, 0 being SIGNAL; HT turns the pilots' values round
 * from data symbol to data symbol (equation 19-54), of which number 3 is the first. */
static const phw_cf *read_symbol(phw_wifi_decoder *d, size_t number, size_t n_guard,
                                 bool ht)
{
    int pilot[N_PILOTS];
    const int polarity = d->polarity[number % N_POLARITY];
    const size_t shift = ht ? number - 3 : 0;
    for (size_t p = 0; p < N_PILOTS; ++p)
        pilot[p] = polarity * phw_ofdm_pilot_value[(p + shift) % N_PILOTS];
    return phw_wifi_symbols_read(d->symbols, n_guard, pilot);
}

/* SIGNAL is known: it goes into the channel. */
static void learn_signal(phw_wifi_decoder *d, const phw_wifi_frame *frame)
{
    float value[N_DATA];
    phw_cf point[N_DATA];
    const phw_signal_field field = {frame->rate_mbps, frame->length};
    (void)read_symbol(d, 0, N_GUARD, false);
    if (phw_signal_field_encode(value, &field) != PHW_OK)
        return;
    for (size_t i = 0; i < N_DATA; ++i)
        point[i] = value[i];
    phw_wifi_symbols_learn(d->symbols, point);
}

/* The share of the power on the imaginary axis. */
static double imaginary_share(const phw_wifi_symbols *s, const phw_cf *matched)
{
    const phw_wifi_carriers *c = phw_wifi_symbols_carriers(s);
    double real = 0;
    double imaginary = 0;
    for (size_t i = 0; i < c->n_data; ++i) {
        const phw_cf x = matched[c->data[i]];
        real += (double)(crealf(x) * crealf(x));
        imaginary += (double)(cimagf(x) * cimagf(x));
    }
    const double total = real + imaginary;
    return total > 0 ? imaginary / total : 0.5;
}

/* The soft values of a header symbol on its axis. */
static void take_axis(float *soft, const phw_wifi_symbols *s, const phw_cf *matched,
                      bool imaginary)
{
    const phw_wifi_carriers *c = phw_wifi_symbols_carriers(s);
    for (size_t i = 0; i < c->n_data; ++i) {
        const phw_cf x = matched[c->data[i]];
        soft[i] = imaginary ? cimagf(x) : crealf(x);
    }
}

/* Whether SIGNAL comes again, as in 802.11ax (27.3.11.6). */
static bool repeats_signal(const phw_wifi_symbols *s, const phw_cf *matched,
                           const phw_wifi_frame *frame)
{
    float soft[N_DATA];
    phw_signal_field again;
    take_axis(soft, s, matched, false);
    return phw_signal_field_decode(&again, soft) == PHW_OK && again.rate_mbps == 6 &&
           again.length == frame->length;
}

/* The two symbols after SIGNAL tell the format (figures 19-1, 21-4, 27-8): both turned
 * by 90 degrees in HT, the second one in VHT, whose lengths are multiples of three
 * (equation 21-104); those of HE are not (27-11). */
static void find_format(phw_wifi_decoder *d, phw_wifi_data *out,
                        const phw_wifi_frame *frame)
{
    phw_wifi_symbols *s = d->symbols;
    float soft[PHW_HT_SIGNAL_N_POINTS];
    uint8_t bit[PHW_HT_SIGNAL_N_BITS];
    const phw_cf *first = read_symbol(d, 1, N_GUARD, false);
    const double share = imaginary_share(s, first);
    const bool he = frame->length % 3 != 0 && repeats_signal(s, first, frame);
    take_axis(soft, s, first, share > 0.5);
    const phw_cf *second = read_symbol(d, 2, N_GUARD, false);
    if (he) {
        out->format = PHW_WIFI_HE;
        return;
    }
    if (imaginary_share(s, second) < TURNED)
        return;
    take_axis(soft + N_DATA, s, second, true);
    phw_ht_signal_decode(bit, soft);
    if (share > TURNED) {
        out->format = PHW_WIFI_HT;
        out->ht_ok = phw_ht_signal_read(&out->ht, bit) == PHW_OK;
    } else if (share < UNTURNED && frame->length % 3 == 0 && phw_ht_signal_check(bit)) {
        out->format = PHW_WIFI_VHT;
    }
}

/* Bits that were not sent come from the 0 behind the values. */
static void choose_coding(phw_wifi_decoder *d, const phw_wifi_coding *coding)
{
    size_t k = 0;
    d->coding = *coding;
    for (size_t i = 0; i < 2 * (size_t)coding->n_data; ++i) {
        const bool sent = phw_wifi_coding_sends(coding, i) != 0;
        d->source[i] = PHW_WIFI_CODED_MAX;
        if (sent)
            d->source[i] = (uint16_t)phw_wifi_coding_interleaved(coding, k++);
    }
}

/* A symbol's soft values and, as long as there is room, its points; the sum of squared
 * errors. */
static double take_values(phw_wifi_decoder *d, phw_wifi_data *out,
                          const phw_cf *matched)
{
    const phw_wifi_carriers *c = phw_wifi_symbols_carriers(d->symbols);
    const float *gain = phw_wifi_symbols_gain(d->symbols);
    phw_cf point[PHW_WIFI_CARRIERS_MAX];
    for (size_t i = 0; i < c->n_data; ++i) {
        const phw_cf x = matched[c->data[i]];
        const float g = gain[c->data[i]];
        point[i] = g > 0 ? x * (1 / g) : 0;
        phw_wifi_coding_soft(d->value + i * d->coding.bits_per_carrier, &d->coding, x,
                             g);
    }
    if (out->n_points + c->n_data <= PHW_WIFI_DATA_POINTS_MAX) {
        memcpy(d->point + out->n_points, point, c->n_data * sizeof *point);
        out->n_points += c->n_data;
    }
    return phw_wifi_coding_error(&d->coding, point, c->n_data);
}

/* Decodes the symbols from `number` on: `n_bytes` of them. */
static void decode_symbols(phw_wifi_decoder *d, phw_wifi_data *out, size_t n_bytes,
                           size_t number, size_t n_guard)
{
    const bool ht = out->format == PHW_WIFI_HT;
    const size_t n_symbols = phw_wifi_coding_symbols(&d->coding, n_bytes);
    size_t left = N_SERVICE + 8 * n_bytes + N_TAIL;
    size_t n = 0;
    double error = 0;
    phw_viterbi_start(&d->viterbi);
    for (size_t i = 0; i < n_symbols; ++i) {
        error += take_values(d, out, read_symbol(d, number + i, n_guard, ht));
        const size_t used = d->coding.n_data < left ? d->coding.n_data : left;
        for (size_t k = 0; k < 2 * used; ++k)
            d->soft[k] = d->value[d->source[k]];
        n += phw_viterbi_step(&d->viterbi, d->bit + n, d->soft, used);
        left -= used;
    }
    (void)phw_viterbi_finish(&d->viterbi, d->bit + n);
    const double mean = error / (double)(n_symbols * d->coding.n_carriers);
    out->data_evm_db = 10 * log10(fmax(mean, 1e-12));
    out->clock_ppm = phw_wifi_symbols_clock_ppm(d->symbols);
    out->point = d->point;
}

/* The service field's first bits tell the scrambler's seed, for they were 0. */
static void take_bytes(phw_wifi_decoder *d, phw_wifi_data *out, size_t n_bytes)
{
    out->scrambler_seed = phw_wifi_scrambler_seed(d->bit);
    (void)phw_wifi_scramble(d->bit, N_SERVICE + 8 * n_bytes, out->scrambler_seed);
    const uint8_t *bit = d->bit + N_SERVICE;
    for (size_t i = 0; i < n_bytes; ++i) {
        unsigned byte = 0;
        for (unsigned k = 0; k < 8; ++k)
            byte |= (unsigned)bit[8 * i + k] << k;
        d->byte[i] = (uint8_t)byte;
    }
    out->byte = d->byte;
    out->n_bytes = n_bytes;
    out->decoded = true;
}

static bool check_frame(phw_wifi_data *out, const uint8_t *byte, size_t n)
{
    if (n <= N_FCS)
        return false;
    const uint32_t crc = phw_crc_32(byte, n - N_FCS);
    for (size_t i = 0; i < N_FCS; ++i)
        if (byte[n - N_FCS + i] != (uint8_t)(crc >> (8 * i)))
            return false;
    out->fcs_ok = true;
    if (!out->mac_ok)
        out->mac_ok = phw_mac_header_read(&out->mac, byte, n - N_FCS) == PHW_OK;
    return true;
}

static void check_aggregate(phw_wifi_data *out)
{
    phw_aggregate part = {0};
    while (phw_aggregate_next(&part, out->byte, out->n_bytes)) {
        ++out->n_subframes;
        out->n_subframes_ok += check_frame(out, out->byte + part.at, part.n);
    }
}

static void decode_legacy(phw_wifi_decoder *d, phw_wifi_data *out,
                          const phw_wifi_frame *frame)
{
    phw_wifi_coding coding;
    if (phw_wifi_coding_legacy(&coding, frame->rate_mbps) != PHW_OK)
        return;
    choose_coding(d, &coding);
    decode_symbols(d, out, frame->length, 1, N_GUARD);
    take_bytes(d, out, frame->length);
    (void)check_frame(out, d->byte, out->n_bytes);
}

/* Samples from HT-SIG's end to the frame's end. */
static bool is_readable(const phw_ht_signal *ht)
{
    return ht->mcs < 8 && ht->bandwidth_mhz == 20 && ht->length > 0 && ht->stbc == 0 &&
           ht->n_extra_spatial == 0 && !ht->ldpc && !ht->sounding;
}

static void decode_ht(phw_wifi_decoder *d, phw_wifi_data *out, size_t n)
{
    phw_wifi_coding coding;
    if (!is_readable(&out->ht) || phw_wifi_coding_ht(&coding, out->ht.mcs) != PHW_OK)
        return;
    const size_t n_guard = out->ht.short_guard ? N_SHORT : N_GUARD;
    const size_t n_symbols = phw_wifi_coding_symbols(&coding, out->ht.length);
    const size_t data_at = PHW_WIFI_DECODER_DATA_AT + 4 * PHW_OFDM_N_SYMBOL;
    if (data_at + n_symbols * (n_guard + PHW_OFDM_N_FFT) > n)
        return;
    phw_wifi_symbols_skip(d->symbols, HT_SHORT);
    phw_wifi_symbols_train(d->symbols, out->ht.smoothing);
    choose_coding(d, &coding);
    decode_symbols(d, out, out->ht.length, 3, n_guard);
    take_bytes(d, out, out->ht.length);
    if (out->ht.aggregated)
        check_aggregate(out);
    else
        (void)check_frame(out, d->byte, out->n_bytes);
}

/* Reading two symbols and going back again. */
static void look_behind_signal(phw_wifi_decoder *d, phw_wifi_data *out,
                               const phw_cf *at, size_t n, const phw_wifi_frame *frame)
{
    const size_t n_headers = 2;
    phw_wifi_symbols_start(d->symbols, at, n, frame);
    learn_signal(d, frame);
    if (frame->rate_mbps == 6 && count_symbols(frame) >= n_headers &&
        n >= PHW_WIFI_DECODER_DATA_AT + n_headers * PHW_OFDM_N_SYMBOL)
        find_format(d, out, frame);
}

void phw_wifi_decoder_look(phw_wifi_decoder *d, phw_wifi_data *out, const phw_cf *at,
                           size_t n, const phw_wifi_frame *frame)
{
    *out = (phw_wifi_data){0};
    if (!frame->signal_ok || n < PHW_WIFI_DECODER_DATA_AT)
        return;
    const size_t reach = phw_wifi_decoder_reach(frame);
    out->complete = n >= reach;
    look_behind_signal(d, out, at, n < reach ? n : reach, frame);
}

void phw_wifi_decoder_run(phw_wifi_decoder *d, phw_wifi_data *out, const phw_cf *at,
                          size_t n, const phw_wifi_frame *frame)
{
    phw_wifi_decoder_look(d, out, at, n, frame);
    if (!out->complete)
        return;
    const size_t n_read = phw_wifi_decoder_reach(frame);
    if (out->format == PHW_WIFI_HT && out->ht_ok) {
        decode_ht(d, out, n_read);
    } else if (out->format == PHW_WIFI_LEGACY) {
        phw_wifi_symbols_start(d->symbols, at, n_read, frame);
        learn_signal(d, frame);
        decode_legacy(d, out, frame);
    }
}
