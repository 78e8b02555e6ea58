#include "phy/viterbi.h"

#include <float.h>
#include <stdbool.h>

#define N_STATES 64

/* The newest bit is the highest of seven, as the generators are written. */
#define G0 0133U
#define G1 0171U

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

/* One step: `metric` of the 64 states (their last six bits, the newest highest) from
 * `before`; bit s of the answer is the bit that fell out on the better way into s. Both
 * generators hold that bit, so the two ways' coded bits, `code` for a 0, are opposite.
 */
static uint64_t advance(float metric[N_STATES], const float before[N_STATES],
                        const uint8_t code[N_STATES], const float soft[2])
{
    const float gain[4] = {-soft[0] - soft[1], soft[0] - soft[1], soft[1] - soft[0],
                           soft[0] + soft[1]};
    uint64_t decision = 0;
    for (unsigned s = 0; s < N_STATES; ++s) {
        const unsigned from = s << 1 & (N_STATES - 1);
        const float zero = before[from] + gain[code[s]];
        const float one = before[from + 1] - gain[code[s]];
        metric[s] = one > zero ? one : zero;
        decision |= (uint64_t)(one > zero) << s;
    }
    return decision;
}

bool phw_viterbi_decode(uint8_t *bit, uint64_t *decision, const float *soft, size_t n)
{
    float metric[2][N_STATES];
    uint8_t code[N_STATES];
    for (unsigned s = 0; s < N_STATES; ++s) {
        metric[0][s] = s == 0 ? 0 : -FLT_MAX / 4;
        code[s] = (uint8_t)(parity(s << 1 & G0) | parity(s << 1 & G1) << 1);
    }
    for (size_t i = 0; i < n; ++i)
        decision[i] = advance(metric[(i + 1) % 2], metric[i % 2], code, soft + 2 * i);

    bool tail = true;
    for (unsigned s = 1; s < N_STATES; ++s)
        tail = tail && !(metric[n % 2][s] > metric[n % 2][0]);
    unsigned state = 0;
    for (size_t i = n; i-- > 0;) {
        bit[i] = (uint8_t)(state >> 5);
        state = (state << 1 | ((decision[i] >> state) & 1)) & (N_STATES - 1);
    }
    return tail;
}
