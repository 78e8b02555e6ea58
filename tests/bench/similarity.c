/* Similarity decisions a second, 52 tones, one core: each frame of a long trace judged
 * by the first. Beside the plain loop over the same trace (what it costs to touch each
 * value once, |frame - reference|^2 in single precision) as the limit. Prints; asserts
 * nothing.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "auth/similarities.h"
#include "core/rng.h"
#include "core/signal.h"

#include "tests/bench/clock.h"

enum {
    TONES = 52,
    FRAMES = 20000,
    REPEATS = 5
};

typedef struct bench {
    phw_cf *frame; /* FRAMES rows */
    double position[TONES];
    double sink;
} bench;

static void plain(bench *b)
{
    const float *r = (const float *)b->frame;
    for (size_t i = 0; i < FRAMES; ++i) {
        const float *f = r + i * 2 * TONES;
        float lane[8] = {0};
        for (size_t k = 0; k < 2 * (size_t)TONES; k += 8) {
            for (size_t j = 0; j < 8; ++j) {
                const float d = f[k + j] - r[k + j];
                lane[j] += d * d;
            }
        }
        for (size_t j = 0; j < 8; ++j)
            b->sink += (double)lane[j];
    }
}

static phw_status judge(bench *b, const phw_similarity *test, const phw_params *params)
{
    phw_similarity_input input = {.reference = b->frame,
                                  .position = b->position,
                                  .n_references = 1,
                                  .n = TONES,
                                  .noise_reference = 0.01,
                                  .noise_frame = 0.01};
    for (size_t i = 0; i < FRAMES; ++i) {
        double statistic = 0;
        input.frame = b->frame + i * TONES;
        PHW_TRY(test->measure(&statistic, &input, params));
        b->sink += statistic;
    }
    return PHW_OK;
}

static double plain_rate(bench *b)
{
    double least_s = HUGE_VAL;
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        const double from = now_s();
        plain(b);
        least_s = fmin(least_s, now_s() - from);
    }
    return FRAMES / least_s;
}

static phw_status measure(bench *b, const char *name, const char *text, double limit)
{
    const phw_similarity *test = NULL;
    phw_params params;
    double least_s = HUGE_VAL;
    PHW_TRY(phw_similarity_find(&test, name));
    PHW_TRY(phw_params_read(&params, test->params, test->n_params, text));
    for (int repeat = 0; repeat < REPEATS; ++repeat) {
        const double from = now_s();
        PHW_TRY(judge(b, test, &params));
        least_s = fmin(least_s, now_s() - from);
    }
    printf("  %-11s %-10s %8.3f million decisions/s, %5.3f of the plain loop\n", name,
           text, 1e-6 * FRAMES / least_s, FRAMES / least_s / limit);
    return PHW_OK;
}

int main(void)
{
    static const char *const test[][2] = {{"difference", "fit=none"},
                                          {"difference", "fit=phase"},
                                          {"correlation", "fit=gain"},
                                          {"difference", "fit=slope"},
                                          {"correlation", "fit=full"}};
    bench b = {0};
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 3)};
    phw_status s = phw_array_alloc(&b.frame, (size_t)FRAMES * TONES, sizeof *b.frame);
    if (!s)
        phw_rng_normal_complex(b.frame, &rng, 1, 0, (size_t)FRAMES * TONES);
    for (int k = 0; k < TONES; ++k)
        b.position[k] = k < TONES / 2 ? k - TONES / 2 : k - TONES / 2 + 1;
    printf("similarity of frames of %d tones, one core\n", TONES);
    const double limit = s ? 0 : plain_rate(&b);
    printf("  plain loop             %8.3f million frames/s\n", 1e-6 * limit);
    for (size_t i = 0; i < sizeof test / sizeof test[0] && !s; ++i)
        s = measure(&b, test[i][0], test[i][1], limit);
    if (s)
        (void)fprintf(stderr, "%s\n", phw_error_message());
    free(b.frame);
    return s != PHW_OK || !isfinite(b.sink);
}
