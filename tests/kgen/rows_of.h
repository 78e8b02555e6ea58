/** @file
 * Features of two or three parties for the tests of information: correlated normals,
 * and the recorded pairs.
 */
#ifndef PHW_TESTS_KGEN_ROWS_OF_H
#define PHW_TESTS_KGEN_ROWS_OF_H

#include "kgen/features.h"

#include "tests/kgen/pair.h"

/** Features of n_components series of n values, one after the other; to be freed. */
static inline phw_features rows_of(const double *series, size_t n, size_t n_components)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, n, n_components), PHW_OK);
    memcpy(x.value, series, n * n_components * sizeof *series);
    return x;
}

/** A pair as one component at each end; the pair is freed. */
static inline void rows_of_pair(phw_features out[2], pair p)
{
    out[0] = rows_of(p.x, p.n, 1);
    out[1] = rows_of(p.y, p.n, 1);
    pair_free(&p);
}

/** 4000 exchanges of two LoRa nodes outdoors, one driving away (dasam007/Lorakeygen).
 */
static inline pair pair_outdoor(void)
{
    pair p = {0};
    size_t n = 0;
    p.x = read_rssi("outdoor_alice.csv", &p.n);
    p.y = read_rssi("outdoor_bob.csv", &n);
    cr_assert_eq(p.n, n);
    return p;
}

#endif
