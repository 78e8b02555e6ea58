/* 802.11 detection and channel estimation, and decoding to bytes besides, in MS/s
 * beside a copy of the same samples, on a recording whose silences were cut out (a
 * frame every few hundred microseconds; repeated, so that setting up does not count)
 * and on noise alone. Prints; asserts nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/rng.h"
#include "core/signal.h"
#include "datasets/recordings.h"
#include "phy/wifi_receiver.h"

#include "tests/bench/clock.h"

enum {
    REPEATS = 5,
    COPIES = 20,
    BLOCK = 8192
};

static const double rate_hz = 20e6;

static size_t receive(const phw_signal *signal, bool decode)
{
    phw_wifi_receiver *receiver = NULL;
    phw_wifi_frame frame;
    size_t n_frames = 0;
    phw_status s = phw_wifi_receiver_create(&receiver, rate_hz, rate_hz);
    if (!s && decode)
        s = phw_wifi_receiver_decode(receiver);
    for (size_t at = 0; at < signal->n && !s; at += BLOCK) {
        const size_t left = signal->n - at;
        s = phw_wifi_receiver_push(receiver, signal->sample + at,
                                   left < BLOCK ? left : BLOCK);
    }
    if (!s)
        s = phw_wifi_receiver_finish(receiver);
    while (!s && phw_wifi_receiver_take(receiver, &frame))
        ++n_frames;
    phw_wifi_receiver_destroy(receiver);
    return n_frames;
}

/* Samples a second of a plain copy. */
static double copy_rate(const phw_signal *signal)
{
    double least_s = HUGE_VAL;
    phw_signal to = {0};
    if (phw_signal_alloc(&to, signal->n, rate_hz, 0) != PHW_OK)
        return 0;
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        const double from = now_s();
        memcpy(to.sample, signal->sample, signal->n * sizeof *signal->sample);
        least_s = fmin(least_s, now_s() - from);
    }
    phw_signal_free(&to);
    return (double)signal->n / least_s;
}

static void measure(const char *what, const phw_signal *signal, bool decode)
{
    double least_s = HUGE_VAL;
    size_t n_frames = 0;
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        const double from = now_s();
        n_frames = receive(signal, decode);
        least_s = fmin(least_s, now_s() - from);
    }
    const double air_s = (double)signal->n / rate_hz;
    printf(
        "  %-18s %8zu samples %4zu frames %7.1f MS/s %8.0f frames/s %6.1f x air time, "
        "memcpy %.0f MS/s\n",
        what, signal->n, n_frames, 1e-6 * (double)signal->n / least_s,
        (double)n_frames / least_s, air_s / least_s, 1e-6 * copy_rate(signal));
}

static phw_status load(phw_signal *out, const char *path)
{
    const phw_recording_options options = {.type = "ci16", .rate_hz = rate_hz};
    phw_recording *recording = NULL;
    phw_signal signal = {0};
    size_t n = 0;
    PHW_TRY(phw_recording_open(&recording, path, &options));
    const size_t n_samples = (size_t)phw_recording_info(recording)->n_samples;
    phw_status s = phw_signal_alloc(&signal, COPIES * n_samples, rate_hz, 0);
    if (!s)
        s = phw_recording_read(recording, signal.sample, n_samples, &n);
    for (size_t i = 1; i < COPIES && !s; ++i)
        memcpy(signal.sample + i * n_samples, signal.sample,
               n_samples * sizeof *signal.sample);
    phw_recording_close(recording);
    if (s)
        phw_signal_free(&signal);
    else
        *out = signal;
    return s;
}

int main(int argc, char **argv)
{
    phw_signal busy = {0};
    phw_signal noise = {0};
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 2)};
    if (argc != 2) {
        (void)fprintf(stderr, "usage: %s RECORDING (ci16 at 20 MS/s)\n", argv[0]);
        return 2;
    }
    if (load(&busy, argv[1]) != PHW_OK ||
        phw_signal_alloc(&noise, 4000000, rate_hz, 0) != PHW_OK) {
        (void)fprintf(stderr, "%s\n", phw_error_message());
        return 1;
    }
    phw_rng_normal_complex(noise.sample, &rng, 1.0, 0, noise.n);
    printf("802.11 detection, estimation and decoding, one core\n");
    measure("recording", &busy, false);
    measure("noise", &noise, false);
    measure("recording, decoded", &busy, true);
    phw_signal_free(&busy);
    phw_signal_free(&noise);
    return 0;
}
