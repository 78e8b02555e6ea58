/* Frames of made-up transmitters, for the tests of what learns from them. */
#ifndef PHW_TESTS_AUTH_TRANSMITTERS_H
#define PHW_TESTS_AUTH_TRANSMITTERS_H

#include <criterion/criterion.h>

#include "auth/fingerprint_set.h"
#include "core/rng.h"

/* Standard normal number `index` of a stream of its own for each trial. */
static inline double normal_at(uint32_t sub, uint32_t trial, uint64_t index)
{
    const phw_rng rng = {
        .seed = 27, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, sub), .trial = trial};
    float x = 0;
    phw_rng_normal(&x, &rng, index, 1);
    return (double)x;
}

/* Feature j of a frame: normal, unit variance but for a scale, and correlated with the
 * feature before it. */
static inline void draw_frame(double *x, size_t p, uint32_t sub, uint32_t trial,
                              uint64_t frame)
{
    static const double scale[] = {1, 100, 0.01, 3, 1e4};
    double before = 0;
    for (size_t j = 0; j < p; ++j) {
        const double own = normal_at(sub, trial, frame * p + j);
        before = 0.6 * before + 0.8 * own;
        x[j] = scale[j % 5] * (j == 0 ? own : before);
    }
}

/* n_labels x n_frames frames, the means `apart` in the first feature. */
static inline phw_fingerprint_set draw_set(size_t p, size_t n_labels, size_t n_frames,
                                           double apart, uint32_t sub, uint32_t trial)
{
    static const char *const name[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    phw_fingerprint_set set = {.n_features = p};
    for (size_t j = 0; j < p; ++j)
        set.feature[j] =
            (phw_fingerprint_column){.name = {name[j % 8][0]}, .unit = "1"};
    for (size_t l = 0; l < n_labels; ++l) {
        for (size_t i = 0; i < n_frames; ++i) {
            double x[PHW_FINGERPRINT_FEATURES_MAX];
            draw_frame(x, p, sub, trial, l * n_frames + i);
            x[0] += apart * (double)l;
            cr_assert_eq(phw_fingerprint_set_append(&set, x, (uint32_t)l, (uint32_t)l),
                         PHW_OK);
        }
    }
    return set;
}

#endif
