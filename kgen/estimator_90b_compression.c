#include "kgen/estimator_90b_compression.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "kgen/alphabet.h"

/* 99.5 % quantile of the normal: the standard's bound. */
#define Z 2.5758293035489008

/* Bits of a block, blocks there are, and those that only fill the dictionary. */
#define BLOCK_BITS 6
#define N_BLOCKS   (1U << BLOCK_BITS)
#define N_FIRST    1000U

/* The standard's: the deviation of the mean, whose terms are not independent, over that
 * of independent ones (Coron and Naccache, SAC '98). */
#define CORRECTION 0.5907

#define N_BISECTION 64

/* log2 of 0 .. n. */
typedef struct logarithms {
    double *of;
    size_t n; /* blocks */
} logarithms;

static unsigned block_at(const uint8_t *bit, size_t i)
{
    unsigned block = 0;
    for (unsigned k = 0; k < BLOCK_BITS; ++k)
        block = block << 1 | bit[i * BLOCK_BITS + k];
    return block;
}

/* Mean and deviation of log2 of the blocks since the same block, the first N_FIRST left
 * out; since the start for one that is new. */
static void measure(double *mean, double *deviation, const uint8_t *bit,
                    const logarithms *log_2)
{
    size_t last[N_BLOCKS] = {0};
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < log_2->n; ++i) {
        size_t *seen = &last[block_at(bit, i)];
        const double distance = log_2->of[i + 1 - *seen];
        *seen = i + 1;
        if (i < N_FIRST)
            continue;
        sum += distance;
        squares += distance * distance;
    }
    const double n = (double)(log_2->n - N_FIRST);
    *mean = sum / n;
    *deviation = CORRECTION * sqrt(squares / (n - 1) - *mean * *mean);
}

/* What a block of probability z adds to the expected mean: the standard's G(z), its two
 * sums taken at once. Over blocks t and distances u,
 *   G(z) = (1 / v) sum_{t > d} [z^2 sum_{u < t} log2(u) y^(u - 1)
 *                               + z log2(t) y^(t - 1)],   y = 1 - z,
 * and distance u comes up for the t that are above both u and d. */
static double share_of_mean(double z, const logarithms *log_2)
{
    double inner = 0;
    double outer = 0;
    double power = 1;
    for (size_t u = 1; u <= log_2->n && power > 1e-300; ++u) {
        const double term = log_2->of[u] * power;
        inner += term * (double)(log_2->n - (u > N_FIRST ? u : N_FIRST));
        outer += u > N_FIRST ? term : 0;
        power *= 1 - z;
    }
    return (z * z * inner + z * outer) / (double)(log_2->n - N_FIRST);
}

/* The expected mean when one block has probability p and the others are alike. */
static double expected(double p, const logarithms *log_2)
{
    const double q = (1 - p) / (N_BLOCKS - 1);
    return share_of_mean(p, log_2) + (N_BLOCKS - 1) * share_of_mean(q, log_2);
}

static double assess(const uint8_t *bit, const logarithms *log_2)
{
    double mean = 0;
    double deviation = 0;
    measure(&mean, &deviation, bit, log_2);
    mean -= Z * deviation / sqrt((double)(log_2->n - N_FIRST));
    double low = 1.0 / N_BLOCKS;
    double high = 1;
    if (!(expected(low, log_2) > mean))
        return 1;
    for (int i = 0; i < N_BISECTION; ++i) {
        const double p = (low + high) / 2;
        if (!(p > low && p < high))
            break;
        if (expected(p, log_2) > mean)
            low = p;
        else
            high = p;
    }
    return fmin(1, -log2(high) / BLOCK_BITS);
}

static phw_status symbols(double *min_entropy, const uint8_t *symbol, size_t n,
                          unsigned n_symbols, const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_alphabet_check(symbol, n, n_symbols, 2, "90b-compression"));
    logarithms log_2 = {.n = n / BLOCK_BITS};
    if (log_2.n < N_FIRST + 2)
        return phw_fail(PHW_ESHORT, "estimator 90b-compression: %zu bits, at least %u",
                        n, (N_FIRST + 2) * BLOCK_BITS);
    PHW_TRY(phw_array_alloc(&log_2.of, log_2.n + 1, sizeof *log_2.of));
    for (size_t i = 1; i <= log_2.n; ++i)
        log_2.of[i] = log2((double)i);
    *min_entropy = assess(symbol, &log_2);
    free(log_2.of);
    return PHW_OK;
}

const phw_estimator phw_estimator_90b_compression = {
    .name = "90b-compression",
    .summary = "distances between equal blocks of six bits",
    .reference = "NIST SP 800-90B (2018), section 6.3.4",
    .n_symbols_max = 2,
    .symbols = symbols,
};
