#include "tools/uplink_samples.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phy/line_code_fm0.h"
#include "phy/line_code_manchester.h"
#include "phy/mode_s.h"
#include "tools/cancel.h"

#define BLOCK     65536
#define EPC_START 14 /* half bits before the data: 12 of preamble and 2 at rest */
#define EPC_END   2  /* half bits after the dummy */

static const char *const kind_name[PHW_N_UPLINK_KINDS] = {"mode-s", "epc"};

const char *phw_uplink_kind_name(phw_uplink_kind kind)
{
    return kind_name[kind];
}

phw_status phw_uplink_kind_find(phw_uplink_kind *out, const char *name)
{
    for (int i = 0; i < PHW_N_UPLINK_KINDS; ++i) {
        if (strcmp(name, kind_name[i]) == 0) {
            *out = (phw_uplink_kind)i;
            return PHW_OK;
        }
    }
    return phw_fail(PHW_EARG, "signal \"%.32s\" is not known; expected mode-s or epc",
                    name);
}

static phw_status read_all(phw_uplink_samples *s, const char *path)
{
    const uint64_t n = s->meta->n_samples;
    if (n > PHW_UPLINK_SAMPLES_MAX)
        return phw_fail(
            PHW_EINPUT, "%s: %llu samples; expected at most %llu, cut it first", path,
            (unsigned long long)n, (unsigned long long)PHW_UPLINK_SAMPLES_MAX);
    PHW_TRY(
        phw_signal_alloc(&s->signal, (size_t)n, s->meta->rate_hz, s->meta->carrier_hz));
    size_t n_read = 1;
    for (size_t at = 0; at < n && n_read > 0; at += n_read) {
        const size_t most = n - at < BLOCK ? (size_t)(n - at) : BLOCK;
        PHW_TRY(phw_recording_read(s->recording, s->signal.sample + at, most, &n_read));
        PHW_TRY(phw_cancel_check());
    }
    return PHW_OK;
}

phw_status phw_uplink_samples_read(phw_uplink_samples *out, const char *path,
                                   const phw_recording_options *options)
{
    phw_uplink_samples s = {0};
    PHW_TRY(phw_recording_open(&s.recording, path, options));
    s.meta = phw_recording_info(s.recording);
    s.is_real = !s.meta->type.is_complex;
    phw_status status = phw_recording_verify(s.recording);
    if (!status)
        status = read_all(&s, path);
    if (status) {
        phw_uplink_samples_free(&s);
        return status;
    }
    *out = s;
    return PHW_OK;
}

void phw_uplink_samples_free(phw_uplink_samples *s)
{
    phw_signal_free(&s->signal);
    phw_recording_close(s->recording);
    *s = (phw_uplink_samples){0};
}

void phw_uplink_messages_free(phw_uplink_messages *m)
{
    free(m->message);
    *m = (phw_uplink_messages){0};
}

void phw_uplink_message_hex(char *out, size_t size, const phw_uplink_message *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_bits && n + 1 < size; i += 4) {
        unsigned digit = 0;
        for (size_t k = i; k < i + 4; ++k)
            digit = digit << 1 | (k < m->n_bits ? m->bit[k] : 0U);
        out[n++] = "0123456789abcdef"[digit];
    }
    out[n] = '\0';
}

/* Pulses may begin up to half a sample early or late: a sample more on both sides. */
static phw_uplink_message of_mode_s(const phw_mode_s_message *m)
{
    phw_uplink_message out = {
        .from = m->start > 0 ? m->start - 1 : 0,
        .to = m->start + PHW_MODE_S_PREAMBLE + (uint64_t)2 * m->n_bits + 1,
        .code = &phw_line_code_manchester,
        .clock = {(double)m->start + PHW_MODE_S_PREAMBLE, 1},
        .n_bits = m->n_bits,
        .crc_ok = true,
        .snr_db = m->snr_db,
    };
    memcpy(out.bit, m->bit, m->n_bits);
    return out;
}

static phw_uplink_message of_epc(const phw_epc_reply *r)
{
    const double length = r->clock.length;
    phw_uplink_message out = {
        .from = (uint64_t)fmax(0, floor(r->clock.first - EPC_START * length)),
        .to = (uint64_t)ceil((double)r->end + EPC_END * length),
        .code = &phw_line_code_fm0,
        .clock = r->clock,
        .n_bits = r->n_bits,
        .crc_ok = r->fault == PHW_EPC_GOOD,
        .fault = r->fault == PHW_EPC_GOOD ? NULL : phw_epc_fault_text(r->fault),
        .snr_db = r->snr_db,
        .blf_hz = r->blf_hz,
    };
    memcpy(out.bit, r->bit, r->n_bits + 1);
    return out;
}

/* What an ordinary receiver of either kind works on. */
static phw_status magnitudes(float **out, const phw_uplink_samples *s)
{
    PHW_TRY(phw_array_alloc(out, s->signal.n, sizeof(float)));
    for (size_t i = 0; i < s->signal.n; ++i)
        (*out)[i] =
            s->is_real ? crealf(s->signal.sample[i]) : cabsf(s->signal.sample[i]);
    return PHW_OK;
}

static phw_status take_mode_s(phw_uplink_messages *out, const float *x, size_t n)
{
    phw_mode_s_messages found = {0};
    PHW_TRY(phw_mode_s_find(&found, x, n));
    const phw_status s = phw_array_alloc(&out->message, found.n, sizeof *out->message);
    for (size_t i = 0; !s && i < found.n; ++i)
        out->message[out->n++] = of_mode_s(&found.message[i]);
    phw_mode_s_free(&found);
    return s;
}

static phw_status take_epc(phw_uplink_messages *out, const float *x,
                           const phw_uplink_samples *samples,
                           const phw_uplink_search *search)
{
    const double rate_hz = samples->signal.rate_hz;
    const phw_epc_config config = {
        .rate_hz = rate_hz,
        .blf_low_hz = search->blf_low_hz,
        .blf_high_hz = fmin(search->blf_high_hz, rate_hz / 4),
    };
    phw_epc_replies found = {0};
    PHW_TRY(phw_epc_find(&found, x, samples->signal.n, &config));
    const phw_status s = phw_array_alloc(&out->message, found.n, sizeof *out->message);
    for (size_t i = 0; !s && i < found.n; ++i)
        out->message[out->n++] = of_epc(&found.reply[i]);
    phw_epc_free(&found);
    return s;
}

/* No sample belongs to two, and none lies outside. */
static void settle(phw_uplink_messages *m, uint64_t n_samples)
{
    for (size_t i = 0; i < m->n; ++i) {
        phw_uplink_message *x = &m->message[i];
        if (i > 0 && x->from < m->message[i - 1].to)
            x->from = m->message[i - 1].to;
        if (x->to > n_samples)
            x->to = n_samples;
        m->n_good += x->crc_ok;
    }
}

phw_status phw_uplink_find(phw_uplink_messages *out, const phw_uplink_samples *samples,
                           const phw_uplink_search *search)
{
    const bool mode_s = search->kind == PHW_UPLINK_MODE_S;
    if (mode_s && samples->signal.rate_hz != PHW_MODE_S_RATE_HZ)
        return phw_fail(PHW_EINPUT,
                        "Mode S is read at %g samples a second, not %g: resample it",
                        PHW_MODE_S_RATE_HZ, samples->signal.rate_hz);
    phw_uplink_messages found = {0};
    float *x = NULL;
    PHW_TRY(magnitudes(&x, samples));
    const phw_status s = mode_s ? take_mode_s(&found, x, samples->signal.n)
                                : take_epc(&found, x, samples, search);
    free(x);
    if (s) {
        phw_uplink_messages_free(&found);
        return s;
    }
    settle(&found, samples->signal.n);
    *out = found;
    return PHW_OK;
}
