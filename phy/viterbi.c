#include "phy/viterbi.h"

#include <float.h>
#include <string.h>

#if defined(__SSE2__)
#    include <emmintrin.h>
#endif

#define N_STATES PHW_VITERBI_N_STATES
#define N_PAIRS  (N_STATES / 2)
#define N_HELD   PHW_VITERBI_N_HELD
#define N_AFTER  PHW_VITERBI_N_AFTER

/* The newest bit is the highest of seven, as the generators are written. */
#define G0 0133U
#define G1 0171U

/* The same with the newest bit lowest, as the decoder's states have it. */
#define G0_TURNED 0155U
#define G1_TURNED 0117U

static unsigned parity(unsigned x)
{
    return (unsigned)__builtin_parity(x);
}

void phw_convolution_encode(uint8_t *coded, const uint8_t *bit, size_t n)
{
    unsigned window = 0;
    for (size_t i = 0; i < n; ++i) {
        window = (window >> 1) | ((unsigned)bit[i] << 6);
        coded[2 * i] = (uint8_t)parity(window & G0);
        coded[2 * i + 1] = (uint8_t)parity(window & G1);
    }
}

/* A state is the last six bits, the newest lowest: j and j + 32 both lead to 2j by a 0
 * and to 2j + 1 by a 1. Both generators hold the bit that falls out and the one that
 * comes in, so that either of them turns both coded bits over: what a 0 from j gains, a
 * 1 from j and a 0 from j + 32 lose. The signs of that gain, for both soft values: */
typedef struct signs {
    _Alignas(16) float first[N_PAIRS];
    _Alignas(16) float second[N_PAIRS];
} signs;

static void find_signs(signs *t)
{
    for (unsigned j = 0; j < N_PAIRS; ++j) {
        t->first[j] = parity(j << 1 & G0_TURNED) ? 1 : -1;
        t->second[j] = parity(j << 1 & G1_TURNED) ? 1 : -1;
    }
}

/* One step. Of the answer's low half bit j tells that the way from j + 32 into state 2j
 * was the better one, of its high half the same of 2j + 1. */
#if defined(__SSE2__)
static inline uint64_t advance(float metric[N_STATES], const float before[N_STATES],
                               const signs *t, const float soft[2])
{
    const __m128 first = _mm_set1_ps(soft[0]);
    const __m128 second = _mm_set1_ps(soft[1]);
    uint64_t even = 0;
    uint64_t odd = 0;
    for (unsigned j = 0; j < N_PAIRS; j += 4) {
        const __m128 gain = _mm_add_ps(_mm_mul_ps(_mm_load_ps(t->first + j), first),
                                       _mm_mul_ps(_mm_load_ps(t->second + j), second));
        const __m128 low = _mm_loadu_ps(before + j);
        const __m128 high = _mm_loadu_ps(before + j + N_PAIRS);
        const __m128 low_0 = _mm_add_ps(low, gain);
        const __m128 high_0 = _mm_sub_ps(high, gain);
        const __m128 low_1 = _mm_sub_ps(low, gain);
        const __m128 high_1 = _mm_add_ps(high, gain);
        const __m128 best_0 = _mm_max_ps(high_0, low_0);
        const __m128 best_1 = _mm_max_ps(high_1, low_1);
        even |= (uint64_t)_mm_movemask_ps(_mm_cmpgt_ps(high_0, low_0)) << j;
        odd |= (uint64_t)_mm_movemask_ps(_mm_cmpgt_ps(high_1, low_1)) << j;
        _mm_storeu_ps(metric + 2 * (size_t)j, _mm_unpacklo_ps(best_0, best_1));
        _mm_storeu_ps(metric + 2 * (size_t)j + 4, _mm_unpackhi_ps(best_0, best_1));
    }
    return even | odd << N_PAIRS;
}
#else
static inline uint64_t advance(float metric[N_STATES], const float before[N_STATES],
                               const signs *t, const float soft[2])
{
    uint64_t decision = 0;
    for (unsigned j = 0; j < N_PAIRS; ++j) {
        const float gain = t->first[j] * soft[0] + t->second[j] * soft[1];
        const float low_0 = before[j] + gain;
        const float high_0 = before[j + N_PAIRS] - gain;
        const float low_1 = before[j] - gain;
        const float high_1 = before[j + N_PAIRS] + gain;
        metric[2 * j] = high_0 > low_0 ? high_0 : low_0;
        metric[2 * j + 1] = high_1 > low_1 ? high_1 : low_1;
        decision |= (uint64_t)(high_0 > low_0) << j;
        decision |= (uint64_t)(high_1 > low_1) << (j + N_PAIRS);
    }
    return decision;
}
#endif

static unsigned before_state(unsigned state, uint64_t decision)
{
    const unsigned place = (state & 1) * N_PAIRS + (state >> 1);
    return state >> 1 | (unsigned)(decision >> place & 1) << 5;
}

static void start(float metric[N_STATES])
{
    metric[0] = 0;
    for (unsigned s = 1; s < N_STATES; ++s)
        metric[s] = -FLT_MAX / 4;
}

bool phw_viterbi_decode(uint8_t *bit, uint64_t *decision, const float *soft, size_t n)
{
    float metric[2][N_STATES];
    signs t;
    find_signs(&t);
    start(metric[0]);
    for (size_t i = 0; i < n; ++i)
        decision[i] = advance(metric[(i + 1) % 2], metric[i % 2], &t, soft + 2 * i);

    bool tail = true;
    for (unsigned s = 1; s < N_STATES; ++s)
        tail = tail && !(metric[n % 2][s] > metric[n % 2][0]);
    unsigned state = 0;
    for (size_t i = n; i-- > 0;) {
        bit[i] = (uint8_t)(state & 1);
        state = before_state(state, decision[i]);
    }
    return tail;
}

void phw_viterbi_start(phw_viterbi *v)
{
    start(v->metric);
    v->n_held = 0;
}

/* The likeliest state, whose metric is taken off all: sums stay small. */
static unsigned settle(phw_viterbi *v)
{
    unsigned best = 0;
    for (unsigned s = 1; s < N_STATES; ++s)
        if (v->metric[s] > v->metric[best])
            best = s;
    const float most = v->metric[best];
    for (unsigned s = 0; s < N_STATES; ++s)
        v->metric[s] -= most;
    return best;
}

/* The first n bits on the way back from `state`. */
static void trace(const phw_viterbi *v, uint8_t *bit, size_t n, unsigned state)
{
    for (size_t i = v->n_held; i-- > 0;) {
        if (i < n)
            bit[i] = (uint8_t)(state & 1);
        state = before_state(state, v->decision[i]);
    }
}

/* Decides all that has N_AFTER steps after it. */
static size_t decide(phw_viterbi *v, uint8_t *bit)
{
    const size_t n = N_HELD - N_AFTER;
    trace(v, bit, n, settle(v));
    memmove(v->decision, v->decision + n, N_AFTER * sizeof *v->decision);
    v->n_held = N_AFTER;
    return n;
}

size_t phw_viterbi_step(phw_viterbi *v, uint8_t *bit, const float *soft, size_t n)
{
    size_t made = 0;
    float other[N_STATES];
    signs t;
    find_signs(&t);
    for (size_t i = 0; i < n; ++i) {
        if (v->n_held == N_HELD)
            made += decide(v, bit + made);
        v->decision[v->n_held++] = advance(other, v->metric, &t, soft + 2 * i);
        memcpy(v->metric, other, sizeof other);
    }
    return made;
}

size_t phw_viterbi_finish(phw_viterbi *v, uint8_t *bit)
{
    const size_t n = v->n_held;
    trace(v, bit, n, 0);
    v->n_held = 0;
    return n;
}
