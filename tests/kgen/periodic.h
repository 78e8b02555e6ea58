/** @file
 * Series without entropy but for their noise, whose memory is longer than one step.
 */
#ifndef PHW_TESTS_KGEN_PERIODIC_H
#define PHW_TESTS_KGEN_PERIODIC_H

#include "tests/kgen/pair.h"

enum {
    PERIODIC_PATTERN, /**< 0110 */
    PERIODIC_SINE,    /**< 3.77 samples a period */
    PERIODIC_SQUARE20,
    PERIODIC_SQUARE29,
    PERIODIC_SQUARE50,
    PERIODIC_LFSR,   /**< a shift register's 127 steps */
    PERIODIC_REPEAT, /**< 1000 independent normals, again and again */
    N_PERIODIC
};

static const char *const periodic_name[] = {"pattern 0110", "sine",      "square 20",
                                            "square 29",    "square 50", "register",
                                            "repeat"};

/** One end's n observations of a series of unit power, 20 dB above the noise of
 * `trial`, to be freed. */
static inline double *periodic(size_t which, size_t n, uint32_t trial)
{
    static const size_t period[N_PERIODIC] = {0, 0, 20, 29, 50, 0, 0};
    double *out = normals(n, 100 + trial);
    double *repeated = normals(1000, 99);
    unsigned state = 1;
    for (size_t i = 0; i < n; ++i) {
        double x = 0;
        if (which == PERIODIC_PATTERN)
            x = i % 4 == 1 || i % 4 == 2 ? 1 : -1;
        else if (which == PERIODIC_SINE)
            x = M_SQRT2 * sin(2 * M_PI * (double)i / 3.77 + 0.3);
        else if (which == PERIODIC_LFSR)
            x = state & 1U ? 1 : -1;
        else if (which == PERIODIC_REPEAT)
            x = repeated[i % 1000];
        else
            x = i % period[which] < period[which] / 2 ? 1 : -1;
        state = (state >> 1) | (((state ^ (state >> 3)) & 1U) << 6);
        out[i] = x + 0.1 * out[i];
    }
    free(repeated);
    return out;
}

#endif
