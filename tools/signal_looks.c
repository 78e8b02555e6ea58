#include "tools/signal_looks.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/lora_preamble.h"
#include "phy/mode_s.h"
#include "phy/pulse_bursts.h"
#include "phy/pulse_reader.h"
#include "phy/wifi_receiver.h"
#include "tools/cancel.h"

#define BLOCK 65536

#define MODE_S_HZ 1090e6

/* A carrier that is off by less may still be meant. */
#define MODE_S_NEAR_HZ 2e6

static void add(phw_signal_looks *out, const char *what, uint64_t n,
                const char *command)
{
    if (out->n < PHW_LOOKS_MAX)
        out->look[out->n++] = (phw_signal_look){what, n, command};
}

/* Frames with a valid SIGNAL field: one in a thousand places in noise has it. */
static phw_status count_wifi(uint64_t *n_frames, const phw_cf *sample, size_t n,
                             double rate_hz, double bandwidth_hz)
{
    phw_wifi_receiver *r = NULL;
    PHW_TRY(phw_wifi_receiver_create(&r, rate_hz, bandwidth_hz));
    phw_status s = PHW_OK;
    for (size_t at = 0; at < n && !s; at += BLOCK) {
        phw_wifi_frame unused;
        s = phw_cancel_check();
        if (!s)
            s = phw_wifi_receiver_push(r, sample + at, n - at < BLOCK ? n - at : BLOCK);
        while (!s && phw_wifi_receiver_take(r, &unused))
            ;
    }
    if (!s)
        s = phw_wifi_receiver_finish(r);
    if (!s)
        *n_frames = phw_wifi_receiver_counts(r).n_signal;
    phw_wifi_receiver_destroy(r);
    return s;
}

static bool is_multiple(double rate_hz, double of_hz)
{
    const double ratio = rate_hz / of_hz;
    return ratio >= 1 && ratio <= 64 && ratio == floor(ratio);
}

static phw_status look_wifi(phw_signal_looks *out, const phw_cf *sample, size_t n,
                            const phw_recording_meta *meta)
{
    static const struct {
        double bandwidth_hz;
        const char *what;
        const char *command;
    } band[] = {{20e6, "802.11 OFDM, 20 MHz", "phyward probe"},
                {10e6, "802.11 OFDM, 10 MHz", "phyward probe --bandwidth 10M"},
                {5e6, "802.11 OFDM, 5 MHz", "phyward probe --bandwidth 5M"}};

    for (size_t i = 0; i < sizeof band / sizeof band[0]; ++i) {
        uint64_t n_frames = 0;
        if (!is_multiple(meta->rate_hz, band[i].bandwidth_hz))
            continue;
        PHW_TRY(count_wifi(&n_frames, sample, n, meta->rate_hz, band[i].bandwidth_hz));
        if (n_frames > 0)
            add(out, band[i].what, n_frames, band[i].command);
    }
    return PHW_OK;
}

static phw_status look_mode_s(phw_signal_looks *out, const phw_cf *sample, size_t n,
                              const phw_recording_meta *meta)
{
    const phw_mode_s_config config = {.rate_hz = meta->rate_hz};
    phw_mode_s_messages found = {0};
    float *magnitude = NULL;
    if (meta->rate_hz < PHW_MODE_S_RATE_HZ || meta->rate_hz > 8 * PHW_MODE_S_RATE_HZ)
        return PHW_OK;
    if (meta->carrier_hz != 0 && fabs(meta->carrier_hz - MODE_S_HZ) > MODE_S_NEAR_HZ)
        return PHW_OK;
    PHW_TRY(phw_cancel_check());
    PHW_TRY(phw_array_alloc(&magnitude, n, sizeof *magnitude));
    for (size_t i = 0; i < n; ++i)
        magnitude[i] = (float)sqrt(phw_cf_power(sample[i]));
    const phw_status s = phw_mode_s_search(&found, NULL, magnitude, n, &config);
    if (!s && found.n > 0)
        add(out, "Mode S, ADS-B", found.n, "phyward decode modes");
    phw_mode_s_free(&found);
    free(magnitude);
    return s;
}

/* Chirps are tried at rates and among samples that keep it cheap. */
#define LORA_RATE_MAX_HZ 4e6
#define LORA_SAMPLES     ((size_t)1 << 19)

/* Up chirps in a row that other strong signals seldom look like. */
#define LORA_UP 6

/* Preambles of LoRa, which may lie below the noise, where nothing else was found. */
static phw_status look_lora(phw_signal_looks *out, const phw_cf *sample, size_t n,
                            const phw_recording_meta *meta)
{
    static const double width_hz[] = {125e3, 250e3, 500e3};
    const size_t used = n < LORA_SAMPLES ? n : LORA_SAMPLES;
    phw_lora_preambles all = {0};
    phw_status s = PHW_OK;
    for (size_t i = 0; !s && i < 3 * 6; ++i) {
        const phw_lora_config config = {meta->rate_hz, width_hz[i / 6],
                                        7 + (unsigned)(i % 6)};
        phw_lora_preambles one = {0};
        s = phw_cancel_check();
        if (!s && config.bandwidth_hz <= meta->rate_hz)
            s = phw_lora_find(&one, sample, used, &config, 1);
        if (!s)
            s = phw_lora_merge(&all, &one);
        phw_lora_free(&one);
    }
    uint64_t n_sure = 0;
    for (size_t i = 0; i < all.n; ++i)
        n_sure += all.preamble[i].n_up >= LORA_UP;
    if (!s && n_sure > 0)
        add(out, "LoRa preambles", n_sure, "phyward decode lora");
    phw_lora_free(&all);
    return s;
}

/* A silence that ends a burst of pulses, s; bits that it must have to count. */
#define PULSE_GAP_S  5e-3
#define PULSE_BITS   16
#define PULSE_MISFIT 0.15 /* of lengths, in units; any lengths at all give 0.29 */

/* Bursts that are read, the first ones, and samples among which they are sought. */
#define PULSE_BURSTS  16
#define PULSE_SAMPLES ((size_t)1 << 20)

static phw_status read_pulses(uint64_t *n_keyed, uint64_t *n_shifted,
                              phw_pulse_reader *reader, const phw_cf *sample, size_t n,
                              const phw_pulse_burst_list *list)
{
    phw_pulse_message *m = calloc(1, sizeof *m);
    phw_status s = m == NULL ? phw_fail(PHW_ENOMEM, "no memory for pulses") : PHW_OK;
    for (size_t i = 0; !s && i < list->n && i < PULSE_BURSTS; ++i) {
        s = phw_cancel_check();
        if (!s)
            s = phw_pulse_reader_run(reader, m, sample, n, &list->burst[i]);
        if (!s && m->code != NULL && m->reading.n_bits >= PULSE_BITS &&
            m->reading.misfit <= PULSE_MISFIT)
            ++*(m->keyed ? n_keyed : n_shifted);
    }
    free(m);
    return s;
}

/* Bursts of pulses of a regular code, where nothing else was found. */
static phw_status look_pulses(phw_signal_looks *out, const phw_cf *sample, size_t n,
                              const phw_recording_meta *meta)
{
    static const char command[] = "phyward decode pulses";
    phw_pulse_burst_list list = {0};
    phw_pulse_reader *reader = NULL;
    uint64_t n_keyed = 0;
    uint64_t n_shifted = 0;
    const size_t used = n < PULSE_SAMPLES ? n : PULSE_SAMPLES;
    const double gap = fmin(PULSE_GAP_S * meta->rate_hz, 0.25 * (double)PULSE_SAMPLES);
    phw_status s = phw_pulse_bursts_find(&list, sample, used, (size_t)gap);
    if (!s)
        s = phw_pulse_reader_create(&reader);
    if (!s)
        s = read_pulses(&n_keyed, &n_shifted, reader, sample, used, &list);
    if (!s && n_keyed > 0)
        add(out, "on-off keyed pulses", n_keyed, command);
    if (!s && n_shifted > 0)
        add(out, "frequency shift keying", n_shifted, command);
    phw_pulse_reader_destroy(reader);
    phw_pulse_bursts_free(&list);
    return s;
}

/* What level and spectrum alone say. */
static void look_shapes(phw_signal_looks *out, const phw_level_facts *level,
                        const phw_spectrum_facts *spectrum)
{
    const bool known = out->n > 0;
    if (level->floor == 0 && level->n_bursts == 0)
        add(out, "nothing: all samples are zero", 0, NULL);
    else if (level->n_bursts > 0 && !known)
        add(out, "bursts of no kind that is known here", level->n_bursts, NULL);
    else if (level->n_bursts == 0 && spectrum->is_line)
        add(out, "a carrier without pauses", 0, NULL);
    else if (level->n_bursts == 0 && spectrum->occupied > 0)
        add(out, "a signal without pauses, or noise that is not white", 0, NULL);
    else if (level->n_bursts == 0 && spectrum->n_blocks > 0)
        add(out, "white noise alone", 0, NULL);
}

/* Each is tried where the ones before, which take less for what they find, saw nothing.
 */
static phw_status try_receivers(phw_signal_looks *out, const phw_cf *sample, size_t n,
                                const phw_recording_meta *meta,
                                const phw_level_facts *level)
{
    PHW_TRY(look_wifi(out, sample, n, meta));
    PHW_TRY(look_mode_s(out, sample, n, meta));
    if (out->n == 0 && level->n_bursts > 0)
        PHW_TRY(look_pulses(out, sample, n, meta));
    if (out->n == 0 && meta->type.is_complex && meta->rate_hz <= LORA_RATE_MAX_HZ)
        PHW_TRY(look_lora(out, sample, n, meta));
    return PHW_OK;
}

phw_status phw_signal_look_at(phw_signal_looks *out, const phw_cf *sample, size_t n,
                              const phw_recording_meta *meta,
                              const phw_level_facts *level,
                              const phw_spectrum_facts *spectrum)
{
    phw_signal_looks looks = {.n = 0};
    if (meta->rate_hz > 0)
        PHW_TRY(try_receivers(&looks, sample, n, meta, level));
    look_shapes(&looks, level, spectrum);
    *out = looks;
    return PHW_OK;
}
