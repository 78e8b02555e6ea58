/* Channel taps: ns a tap and probe, beside a sum of 16 sinusoids in double precision,
 * what one writes first (and which is predictable). Prints; asserts nothing. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/link.h"
#include "channel/profiles.h"
#include "channel/response.h"
#include "core/rng.h"

#include "tests/bench/clock.h"

enum {
    PROBES = 20000,
    SINUSOIDS = 16,
    CARRIERS = 52,
    REPEATS = 5
};

/* The least of REPEATS runs, ns for each of `n` units of work. */
#define LEAST_NS(out, n, work)                                  \
    do {                                                        \
        (out) = HUGE_VAL;                                       \
        for (int repeat_ = 0; repeat_ < REPEATS; ++repeat_) {   \
            const double from_ = now_s();                       \
            work;                                               \
            (out) = fmin((out), 1e9 * (now_s() - from_) / (n)); \
        }                                                       \
    } while (0)

static void read_at(phw_link *link, phw_cf *tap, const double *time_s)
{
    for (int i = 0; i < PROBES; ++i) {
        if (phw_link_taps(link, tap, PHW_LINK_LEGITIMATE, time_s[i]) != PHW_OK)
            exit(1);
    }
}

static double naive(const double *time_s, size_t n_taps)
{
    double sum = 0;
    for (int i = 0; i < PROBES / 10; ++i) {
        for (size_t l = 0; l < n_taps; ++l) {
            for (int k = 0; k < SINUSOIDS; ++k) {
                const double angle = 62.8 * time_s[i] * cos(k + 0.1 * (double)l) + k;
                sum += cos(angle) + sin(angle);
            }
        }
    }
    return sum;
}

static void respond(const phw_response *response, phw_cf *out, const phw_cf *tap)
{
    for (int i = 0; i < PROBES; ++i)
        phw_response_execute(response, out, tap);
}

int main(void)
{
    const phw_profile *profile = phw_profile_find("tdl-a");
    const phw_link_config config = {
        .profile = profile, .delay_spread_s = 1e-7, .doppler_hz = 10, .seed = 1};
    phw_link *link = NULL;
    if (profile == NULL || phw_link_create(&link, &config) != PHW_OK)
        return 1;
    const phw_taps *taps = phw_link_profile(link);
    const double work = (double)PROBES * (double)taps->n;
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 1)};

    static double rising[PROBES];
    static double random[PROBES];
    double offset_hz[CARRIERS];
    phw_cf response_out[CARRIERS];
    phw_cf *tap = calloc(taps->n, sizeof *tap);
    if (tap == NULL)
        return 1;
    for (int i = 0; i < PROBES; ++i) {
        rising[i] = 0.02 * i;
        /* Within one epoch of the generator, 384 / fd: others cost a transform each. */
        random[i] = 0.002 * phw_rng_below(&rng, (uint64_t)i, 19000);
    }
    for (int k = 0; k < CARRIERS; ++k)
        offset_hz[k] = 312500.0 * (k - CARRIERS / 2);
    phw_response *response = NULL;
    if (phw_response_create(&response, taps->delay_s, taps->n, offset_hz, CARRIERS) !=
        PHW_OK)
        return 1;

    double in_order;
    double any_order;
    double sinusoids;
    double responses;
    volatile double kept = 0;
    LEAST_NS(in_order, work, read_at(link, tap, rising));
    LEAST_NS(any_order, work, read_at(link, tap, random));
    LEAST_NS(sinusoids, work / 10, kept = kept + naive(rising, taps->n));
    LEAST_NS(responses, work * CARRIERS, respond(response, response_out, tap));
    printf("channel, TDL-A, %zu taps, %d probes, one core\n", taps->n, PROBES);
    printf("  in order        %7.2f ns a tap and probe\n", in_order);
    printf("  in any order    %7.2f ns a tap and probe\n", any_order);
    printf("  16 sinusoids    %7.2f ns a tap and probe, written plainly: %.1f x\n",
           sinusoids, sinusoids / in_order);
    printf("  response        %7.3f ns a tap and subcarrier\n", responses);
    phw_response_destroy(response);
    phw_link_destroy(link);
    free(tap);
    return 0;
}
