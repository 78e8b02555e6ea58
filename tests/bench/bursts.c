/* Fingerprint frames a second from IQ, one core: the receiver alone, with the samples
 * kept, with each burst analysed, with all features. As times of real time at 20 MS/s
 * and as the share that the step adds to the receiver alone. A recording whose silences
 * were cut out: a frame every 100 us or so, the worst case. Prints; asserts nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "auth/fingerprint_features.h"
#include "core/signal.h"
#include "datasets/recordings.h"
#include "phy/wifi_receiver.h"

#include "tests/bench/clock.h"

enum {
    REPEATS = 9,
    COPIES = 20,
    BLOCK = 65536
};

static const double rate_hz = 20e6;

/* How far to go. */
typedef enum depth {
    FIND,
    KEEP,
    ANALYZE,
    FEATURES,
    N_DEPTHS
} depth;

/* Adds up all features, so that none is left out. */
static double sum_features(const phw_fingerprint_burst *burst)
{
    size_t n = 0;
    double sum = 0;
    const phw_fingerprint_feature *const *feature = phw_fingerprint_feature_list(&n);
    for (size_t k = 0; k < n; ++k)
        sum += feature[k]->estimate(burst);
    return sum;
}

static size_t take(phw_wifi_receiver *receiver, phw_fingerprint_analyzer *analyzer,
                   double *sum, depth how)
{
    phw_wifi_frame frame;
    phw_wifi_burst burst;
    phw_fingerprint_burst shown;
    size_t n = 0;
    for (; phw_wifi_receiver_take_burst(receiver, &frame, &burst); ++n) {
        if (how < ANALYZE || phw_fingerprint_analyze(analyzer, &shown, &frame, &burst,
                                                     rate_hz) != PHW_OK)
            continue;
        *sum += shown.frame.cfo_hz;
        if (how == FEATURES)
            *sum += sum_features(&shown);
    }
    return n;
}

static size_t receive(const phw_signal *signal, phw_fingerprint_analyzer *analyzer,
                      double *sum, depth how)
{
    phw_wifi_receiver *receiver = NULL;
    size_t n_frames = 0;
    phw_status s = phw_wifi_receiver_create(&receiver, rate_hz, rate_hz);
    if (!s && how >= KEEP)
        s = phw_wifi_receiver_keep(receiver, 0);
    for (size_t at = 0; at < signal->n && !s; at += BLOCK) {
        const size_t left = signal->n - at;
        s = phw_wifi_receiver_push(receiver, signal->sample + at,
                                   left < BLOCK ? left : BLOCK);
        n_frames += take(receiver, analyzer, sum, how);
    }
    phw_wifi_receiver_destroy(receiver);
    return n_frames;
}

static void measure(const phw_signal *signal, phw_fingerprint_analyzer *analyzer)
{
    static const char *const what[N_DEPTHS] = {"frames found", "samples kept",
                                               "image fitted", "all features"};
    double least_s[N_DEPTHS];
    size_t n_frames = 0;
    double sum = 0;
    for (int how = 0; how < N_DEPTHS; ++how)
        least_s[how] = HUGE_VAL;
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        for (int how = 0; how < N_DEPTHS; ++how) {
            const double from = now_s();
            n_frames = receive(signal, analyzer, &sum, (depth)how);
            least_s[how] = fmin(least_s[how], now_s() - from);
        }
    }
    const double air_s = (double)signal->n / rate_hz;
    printf("Fingerprints of %zu frames in %.1f ms of air, one core\n", n_frames,
           1e3 * air_s);
    for (int how = 0; how < N_DEPTHS; ++how)
        printf(
            "  %-12s %8.0f frames/s %6.1f x air time %5.2f us/frame more, %5.1f %%\n",
            what[how], (double)n_frames / least_s[how], air_s / least_s[how],
            1e6 * (least_s[how] - least_s[0]) / (double)n_frames,
            100 * (least_s[how] / least_s[0] - 1));
}

/* The recording, COPIES times in a row. */
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
    phw_recording_close(recording);
    for (size_t i = n_samples; !s && i < signal.n; ++i)
        signal.sample[i] = signal.sample[i - n_samples];
    if (s)
        phw_signal_free(&signal);
    else
        *out = signal;
    return s;
}

int main(int argc, char **argv)
{
    phw_signal signal = {0};
    phw_fingerprint_analyzer *analyzer = NULL;
    if (argc != 2) {
        (void)fprintf(stderr, "usage: %s RECORDING (ci16 at 20 MS/s)\n", argv[0]);
        return 2;
    }
    if (load(&signal, argv[1]) != PHW_OK ||
        phw_fingerprint_analyzer_create(&analyzer) != PHW_OK) {
        (void)fprintf(stderr, "%s\n", phw_error_message());
        return 1;
    }
    measure(&signal, analyzer);
    phw_fingerprint_analyzer_destroy(analyzer);
    phw_signal_free(&signal);
    return 0;
}
