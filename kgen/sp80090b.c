#include "kgen/sp80090b.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/estimator_90b_collision.h"
#include "kgen/estimator_90b_compression.h"
#include "kgen/estimator_90b_lag.h"
#include "kgen/estimator_90b_lrs.h"
#include "kgen/estimator_90b_lz78y.h"
#include "kgen/estimator_90b_multi_mcw.h"
#include "kgen/estimator_90b_multi_mmc.h"
#include "kgen/estimator_90b_t_tuple.h"
#include "kgen/estimator_markov.h"
#include "kgen/estimator_mcv.h"

static const phw_estimator *const section[PHW_SP80090B_N] = {
    &phw_estimator_mcv,           &phw_estimator_90b_collision,
    &phw_estimator_markov,        &phw_estimator_90b_compression,
    &phw_estimator_90b_t_tuple,   &phw_estimator_90b_lrs,
    &phw_estimator_90b_multi_mcw, &phw_estimator_90b_lag,
    &phw_estimator_90b_multi_mmc, &phw_estimator_90b_lz78y,
};

const phw_estimator *phw_sp80090b_at(size_t i)
{
    return section[i];
}

static void wipe(uint8_t *array, size_t n)
{
    if (array != NULL)
        sodium_memzero(array, n);
    free(array);
}

void phw_sp80090b_free(phw_sp80090b *s)
{
    wipe(s->symbol, s->n);
    wipe(s->bits, s->n * s->width);
    *s = (phw_sp80090b){0};
}

/* The values that occur, counted from 0. */
static void map_down(phw_sp80090b *s, const uint8_t *sample)
{
    uint8_t name[256] = {0};
    for (size_t i = 0; i < s->n; ++i)
        name[sample[i]] = 1;
    for (unsigned v = 0; v < 256; ++v) {
        if (name[v])
            name[v] = (uint8_t)s->n_symbols++;
    }
    for (size_t i = 0; i < s->n; ++i)
        s->symbol[i] = name[sample[i]];
}

static void spread(phw_sp80090b *s, const uint8_t *sample)
{
    size_t k = 0;
    for (size_t i = 0; i < s->n; ++i) {
        for (unsigned b = s->width; b-- > 0;)
            s->bits[k++] = (sample[i] >> b) & 1U;
    }
}

static phw_status check(const uint8_t *sample, size_t n, unsigned width)
{
    if (width < 1 || width > 8)
        return phw_fail(PHW_EARG, "sp80090b: samples of %u bits, expected 1 to 8",
                        width);
    if (n == 0)
        return phw_fail(PHW_ESHORT, "sp80090b: there are no samples");
    for (size_t i = 0; i < n; ++i) {
        if (sample[i] >> width != 0)
            return phw_fail(PHW_EARG, "sp80090b: sample %zu is %u, more than %u bits",
                            i, sample[i], width);
    }
    return n > SIZE_MAX / 8
               ? phw_fail(PHW_ENOMEM, "sp80090b: %zu samples are too many", n)
               : PHW_OK;
}

phw_status phw_sp80090b_prepare(phw_sp80090b *out, const uint8_t *sample, size_t n,
                                unsigned width)
{
    PHW_TRY(check(sample, n, width));
    phw_sp80090b r = {.n = n, .width = width};
    PHW_TRY(phw_array_alloc(&r.symbol, n, sizeof *r.symbol));
    map_down(&r, sample);
    for (size_t i = 0; i < PHW_SP80090B_N; ++i)
        r.row[i] = (phw_sp80090b_row){section[i], (double)NAN, (double)NAN};
    if (r.n_symbols > 2) {
        const phw_status s = phw_array_alloc(&r.bits, n * width, sizeof *r.bits);
        if (s) {
            phw_sp80090b_free(&r);
            return s;
        }
        spread(&r, sample);
    }
    *out = r;
    return PHW_OK;
}

/* NaN where the estimator does not apply. */
static phw_status judge(double *verdict, const phw_estimator *estimator,
                        const uint8_t *symbol, size_t n, unsigned n_symbols)
{
    if (n_symbols < 2) {
        *verdict = 0;
        return PHW_OK;
    }
    if (n_symbols > estimator->n_symbols_max)
        return PHW_OK;
    const phw_status s = estimator->symbols(verdict, symbol, n, n_symbols, NULL);
    return s == PHW_ESHORT ? PHW_OK : s;
}

/* The standard has Markov's estimate for bits alone; ours takes more. */
static bool of_bits_alone(const phw_estimator *estimator)
{
    return estimator->n_symbols_max == 2 || estimator == &phw_estimator_markov;
}

phw_status phw_sp80090b_run(phw_sp80090b *s, size_t i)
{
    phw_sp80090b_row *row = &s->row[i];
    if (s->n_symbols <= 2 || !of_bits_alone(row->estimator))
        PHW_TRY(judge(&row->symbol, row->estimator, s->symbol, s->n, s->n_symbols));
    if (s->bits == NULL)
        return PHW_OK;
    return judge(&row->bit, row->estimator, s->bits, s->n * s->width, 2);
}

double phw_sp80090b_min_entropy(const phw_sp80090b *s)
{
    double least = s->width;
    for (size_t i = 0; i < PHW_SP80090B_N; ++i) {
        least = fmin(least, s->row[i].symbol);
        least = fmin(least, s->width * s->row[i].bit);
    }
    return least;
}
