/** @file
 * Series for the tests of kgen: a correlated normal pair, and the recorded one.
 */
#ifndef PHW_TESTS_KGEN_PAIR_H
#define PHW_TESTS_KGEN_PAIR_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/file.h"
#include "core/rng.h"

/** What the two ends observed; x is the leader's. */
typedef struct pair {
    double *x;
    double *y;
    size_t n;
} pair;

/** n standard normals of stream `trial`, to be freed. */
static inline double *normals(size_t n, uint32_t trial)
{
    const phw_rng rng = {7, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x6b67), trial};
    float *single = malloc((n + 1) * sizeof *single);
    double *out = malloc((n + 1) * sizeof *out);
    cr_assert(single != NULL && out != NULL);
    phw_rng_normal(single, &rng, 0, n);
    for (size_t i = 0; i < n; ++i)
        out[i] = (double)single[i];
    free(single);
    return out;
}

/** n independent pairs of standard normals of correlation rho; trials 2t and 2t + 1. */
static inline pair pair_normal(size_t n, double rho, uint32_t trial)
{
    pair p = {normals(n, 2 * trial), normals(n, 2 * trial + 1), n};
    for (size_t i = 0; i < n; ++i)
        p.y[i] = rho * p.x[i] + sqrt(1 - rho * rho) * p.y[i];
    return p;
}

/** The second column of a recording's "idx,rssi" file, to be freed. */
static inline double *read_rssi(const char *file, size_t *n)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/datasets/recordings/lora-dasam/%s",
                   getenv("PHW_SOURCE"), file);
    uint8_t *text = NULL;
    size_t size = 0;
    cr_assert_eq(phw_file_read(&text, &size, path, 1 << 20), PHW_OK, "%s",
                 phw_error_message());
    double *out = malloc(size * sizeof *out);
    cr_assert_not_null(out);
    *n = 0;
    char *state = NULL;
    (void)strtok_r((char *)text, "\n", &state);
    for (char *line = strtok_r(NULL, "\n", &state); line != NULL;
         line = strtok_r(NULL, "\n", &state)) {
        const char *comma = strchr(line, ',');
        cr_assert_not_null(comma);
        out[(*n)++] = strtod(comma + 1, NULL);
    }
    free(text);
    return out;
}

/** 2000 exchanges of two LoRa nodes indoors (dasam007/Lorakeygen). */
static inline pair pair_indoor(void)
{
    pair p = {0};
    size_t n = 0;
    p.x = read_rssi("indoor_alice.csv", &p.n);
    p.y = read_rssi("indoor_bob.csv", &n);
    cr_assert_eq(p.n, 2000);
    cr_assert_eq(n, 2000);
    return p;
}

static inline void pair_free(pair *p)
{
    free(p->x);
    free(p->y);
    *p = (pair){0};
}

#endif
