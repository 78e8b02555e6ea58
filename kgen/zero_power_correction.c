#include "kgen/zero_power_correction.h"

#include <stdbool.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/bch.h"

/* The least that a plane past the first has to leave of a block: less than what
 * estimators find lacking of any bits is a loss. */
#define PLANE_LEAST 0.1

void phw_zero_power_correction_free(phw_zero_power_correction *c)
{
    for (unsigned p = 0; p < PHW_ZERO_POWER_BITS_MAX; ++p) {
        if (c->margin[p] != NULL)
            sodium_memzero(c->margin[p], c->left[p].n * sizeof *c->margin[p]);
        free(c->margin[p]);
        phw_bits_free(&c->known[p]);
        phw_bits_free(&c->left[p]);
    }
    phw_bits_free(&c->drop);
    *c = (phw_zero_power_correction){0};
}

size_t phw_zero_power_compared(size_t n, size_t every, size_t offset)
{
    return every > 0 && n > offset ? (n - offset - 1) / every + 1 : 0;
}

static phw_status split_plane(phw_zero_power_correction *c, size_t *at, unsigned p,
                              const phw_zero_power_reading *reading,
                              const phw_bits *theirs)
{
    const size_t n = reading->n;
    size_t next = c->every > 0 ? c->offset : n;
    PHW_TRY(phw_bits_copy(&c->known[p], &reading->plane[p]));
    PHW_TRY(phw_array_alloc(&c->margin[p], n, sizeof *c->margin[p]));
    phw_status s = PHW_OK;
    for (size_t i = 0; i < n && !s; ++i) {
        const bool own = phw_bits_get(&c->known[p], i);
        if (i != next) {
            c->margin[p][c->left[p].n] = reading->margin[p][i];
            s = phw_bits_push(&c->left[p], own, 1);
            continue;
        }
        const bool other = phw_bits_get(theirs, (*at)++);
        next += c->every;
        ++c->plane[p].n_sampled;
        c->plane[p].n_sample_errors += own != other;
        phw_bits_set(&c->known[p], i, other);
    }
    return s;
}

phw_status phw_zero_power_correction_split(phw_zero_power_correction *out,
                                           const phw_zero_power_reading *reading,
                                           const phw_zero_power_config *config,
                                           size_t offset, const phw_bits *theirs)
{
    size_t at = 0;
    *out = (phw_zero_power_correction){
        .n_bits = config->n_bits, .every = config->sample_every, .offset = offset};
    for (unsigned p = 0; p < config->n_bits; ++p)
        PHW_TRY(split_plane(out, &at, p, reading, theirs));
    return PHW_OK;
}

phw_status phw_zero_power_correction_plan(phw_zero_power_correction *c, double assumed)
{
    c->n_blocks = c->left[0].n / PHW_BCH_N;
    if (c->n_blocks == 0)
        return phw_fail(PHW_ESHORT, "zero power: %zu bits are less than a block of %d",
                        c->left[0].n, PHW_BCH_N);
    for (unsigned p = 0; p < c->n_bits; ++p) {
        phw_zero_power_plane *plane = &c->plane[p];
        plane->plan = phw_zero_power_plan_make(plane->n_sample_errors, plane->n_sampled,
                                               assumed, p == 0 ? 0 : PLANE_LEAST);
        if (c->n_planes == p && plane->plan.t > 0) {
            c->n_planes = p + 1;
            plane->n_blocks = c->n_blocks;
        }
    }
    if (c->n_planes == 0)
        return phw_fail(PHW_ENOKEY,
                        "zero power: %.1f %% of the bits differ, and at most 25 %% can "
                        "be corrected",
                        100 * c->plane[0].plan.rate);
    return PHW_OK;
}

size_t phw_zero_power_correction_told(const phw_zero_power_correction *c)
{
    size_t n = 0;
    for (unsigned p = 0; p < c->n_planes; ++p)
        n += c->n_blocks * (PHW_BCH_N - c->plane[p].plan.k);
    return n;
}

/* Corrects the blocks of plane p by the remainders from bit `at` on, and marks those
 * that don't decode. */
static phw_status decode_plane(phw_zero_power_correction *c, size_t *at, unsigned p,
                               const phw_bits *theirs)
{
    phw_zero_power_plane *plane = &c->plane[p];
    phw_zero_power_decoder *d = NULL;
    PHW_TRY(phw_zero_power_decoder_create(&d, plane->plan.t));
    const unsigned degree = phw_zero_power_decoder_degree(d);
    for (size_t b = 0; b < c->n_blocks; ++b) {
        uint64_t rest[PHW_ZERO_POWER_REGISTER_WORDS] = {0};
        for (unsigned j = 0; j < degree; ++j)
            rest[j / 64] |= (uint64_t)phw_bits_get(theirs, (*at)++) << (j % 64);
        const int n =
            phw_zero_power_correct(d, &c->left[p], c->margin[p], rest, b, c->n_blocks);
        phw_bits_set(&c->drop, p * c->n_blocks + b, n < 0);
        plane->n_dropped += n < 0;
        plane->n_corrected += n < 0 ? 0 : (size_t)n;
    }
    phw_zero_power_decoder_destroy(d);
    return PHW_OK;
}

/* Appends a plane's blocks, in the device's order. */
static phw_status gather(phw_bits *x, const phw_zero_power_correction *c, unsigned p)
{
    for (size_t b = 0; b < c->n_blocks; ++b) {
        if (phw_bits_get(&c->drop, p * c->n_blocks + b))
            continue;
        for (size_t q = 0; q < PHW_BCH_N; ++q)
            PHW_TRY(
                phw_bits_push(x, phw_bits_get(&c->left[p], b + q * c->n_blocks), 1));
    }
    return PHW_OK;
}

/* The corrected bits are the known ones now. */
static void put_back(phw_zero_power_correction *c, unsigned p)
{
    size_t next = c->every > 0 ? c->offset : c->known[p].n;
    size_t at = 0;
    for (size_t i = 0; i < c->known[p].n; ++i) {
        if (i == next)
            next += c->every;
        else
            phw_bits_set(&c->known[p], i, phw_bits_get(&c->left[p], at++));
    }
}

phw_status phw_zero_power_correction_decode(phw_zero_power_correction *c, phw_bits *x,
                                            const phw_bits *theirs)
{
    size_t at = 0;
    PHW_TRY(phw_bits_alloc(&c->drop, c->n_planes * c->n_blocks));
    for (unsigned p = 0; p < c->n_planes; ++p) {
        PHW_TRY(decode_plane(c, &at, p, theirs));
        PHW_TRY(gather(x, c, p));
        put_back(c, p);
    }
    return x->n > 0 ? PHW_OK
                    : phw_fail(PHW_ENOCONV, "zero power: not one block decodes");
}
