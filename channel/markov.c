#include "channel/markov.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/normal.h"
#include "core/signal.h"

/* Levels of bisection: an interval of level j is 2^j steps long. Those below BLOCK are
 * done for a whole block at once, their normals being neighbours in the stream. */
enum {
    LEVELS = 44,
    BLOCK = 8,
    SIZE = 1 << BLOCK
};

typedef struct interval {
    double left;
    double right;
} interval;

struct phw_markov {
    phw_rng rng;
    double decay;
    double weight[LEVELS + 1]; /* of each end of an interval of level j, halfway */
    double spread[LEVELS + 1]; /* and the standard deviation of the bridge there */
    int64_t step;              /* last sought */
    int low;                   /* and down to which level */
    interval path[LEVELS + 1]; /* the intervals of the levels from `low` on around it */
    int64_t at;                /* first step of the block at hand */
    double block[SIZE];
};

/* Number step + PHW_MARKOV_STEPS of the stream's normals, by the one block of words
 * that it needs. */
static double normal(const phw_markov *m, int64_t step)
{
    const uint64_t i = (uint64_t)(step + PHW_MARKOV_STEPS);
    const uint32_t ctr[4] = {(uint32_t)(i / 4), (uint32_t)(i / 4 >> 32), m->rng.trial,
                             m->rng.purpose};
    const uint32_t key[2] = {(uint32_t)m->rng.seed, (uint32_t)(m->rng.seed >> 32)};
    uint32_t word[4];
    float z[2];
    phw_philox(word, ctr, key);
    phw_normal_from_words(z, word + i % 4 / 2 * 2, 2);
    return (double)z[i % 2];
}

static void fill_bridges(phw_markov *m)
{
    for (int j = 1; j <= LEVELS; ++j) {
        const double half = ldexp(1, j - 1);
        const double r = exp(-m->decay * half);
        m->weight[j] = m->decay > 0 ? r / (1 + r * r) : 0.5;
        m->spread[j] = m->decay > 0 ? sqrt(-expm1(-2 * m->decay * half) / (1 + r * r))
                                    : sqrt(half / 2);
    }
}

/* The two intervals at the top: step 0 and an end. */
static interval top(const phw_markov *m, int64_t step)
{
    const int64_t end = step >= 0 ? PHW_MARKOV_STEPS : -PHW_MARKOV_STEPS;
    const double origin = m->decay > 0 ? normal(m, 0) : 0;
    const double r = exp(-m->decay * (double)PHW_MARKOV_STEPS);
    const double spread =
        m->decay > 0 ? sqrt(1 - r * r) : sqrt((double)PHW_MARKOV_STEPS);
    const double far = r * (m->decay > 0 ? origin : 0) + spread * normal(m, end);
    return step >= 0 ? (interval){origin, far} : (interval){far, origin};
}

/* Halves the interval of level j around `step`. */
static interval halve(const phw_markov *m, interval i, int j, int64_t step)
{
    const int64_t size = INT64_C(1) << j;
    const int64_t middle = (step & ~(size - 1)) + size / 2;
    const double value =
        m->weight[j] * (i.left + i.right) + m->spread[j] * normal(m, middle);
    return step >= middle ? (interval){value, i.right} : (interval){i.left, value};
}

/* The steps within a block: coarse bridges first, each from the ends it lies between.
 */
static void fill_block(phw_markov *m)
{
    float z[SIZE];
    const interval ends = m->path[BLOCK];
    phw_rng_normal(z, &m->rng, (uint64_t)(m->at + PHW_MARKOV_STEPS), SIZE);
    m->block[0] = ends.left;
    for (int j = BLOCK; j >= 1; --j) {
        const size_t size = (size_t)1 << j;
        for (size_t left = 0; left < SIZE; left += size) {
            const size_t right = left + size;
            const double b = right < SIZE ? m->block[right] : ends.right;
            m->block[left + size / 2] = m->weight[j] * (m->block[left] + b) +
                                        m->spread[j] * (double)z[left + size / 2];
        }
    }
}

/* The intervals around `step` down to level `to`, from the lowest that holds the step
 * sought before too. */
static void seek(phw_markov *m, int64_t step, int to)
{
    int j = m->low > to ? m->low : to;
    while (j < LEVELS && (step >> j) != (m->step >> j))
        ++j;
    if (j == LEVELS && (step < 0) != (m->step < 0))
        m->path[LEVELS] = top(m, step);
    for (; j > to; --j)
        m->path[j - 1] = halve(m, m->path[j], j, step);
    m->step = step;
    m->low = to;
}

static void seek_block(phw_markov *m, int64_t step)
{
    seek(m, step, BLOCK);
    m->at = step & ~(int64_t)(SIZE - 1);
    fill_block(m);
}

static bool is_in_block(const phw_markov *m, int64_t step)
{
    return step >= m->at && step < m->at + SIZE;
}

phw_status phw_markov_create(phw_markov **out, double decay, const phw_rng *rng)
{
    if (!(decay >= 0) || !isfinite(decay))
        return phw_fail(PHW_EARG, "markov: decay %g a step; expected 0 or more", decay);
    phw_markov *m = NULL;
    PHW_TRY(phw_array_alloc(&m, 1, sizeof *m));
    m->rng = *rng;
    m->decay = decay;
    fill_bridges(m);
    m->low = LEVELS;
    m->path[LEVELS] = top(m, 0);
    m->at = PHW_MARKOV_STEPS; /* no block yet */
    *out = m;
    return PHW_OK;
}

void phw_markov_destroy(phw_markov *markov)
{
    free(markov);
}

void phw_markov_add(phw_markov *markov, double *inout, double scale, int64_t from,
                    size_t n)
{
    /* Instants far apart: a block would be made for a step or two. */
    while (n > 0 && n <= 2 && !is_in_block(markov, from)) {
        seek(markov, from, 0);
        *inout++ += scale * markov->path[0].left;
        ++from;
        --n;
    }
    while (n > 0) {
        if (!is_in_block(markov, from))
            seek_block(markov, from);
        const size_t skip = (size_t)(from - markov->at);
        const size_t take = SIZE - skip < n ? SIZE - skip : n;
        for (size_t i = 0; i < take; ++i)
            inout[i] += scale * markov->block[skip + i];
        inout += take;
        from += (int64_t)take;
        n -= take;
    }
}
