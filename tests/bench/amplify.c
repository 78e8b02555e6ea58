/* Privacy amplification: Mbit/s of input for n bits to n / 2, each method. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/rng.h"
#include "kgen/toeplitz.h"

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int fill(phw_bits *out, size_t n, uint32_t trial)
{
    const phw_rng rng = {
        .seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 8), .trial = trial};
    if (phw_bits_alloc(out, n) != PHW_OK)
        return -1;
    for (size_t i = 0; i < n; ++i) {
        uint32_t word;
        if (i % 32 == 0)
            phw_rng_words(&word, &rng, i / 32, 1);
        phw_bits_set(out, i, word >> i % 32 & 1);
    }
    return 0;
}

static int measure(size_t n, phw_toeplitz_method method)
{
    phw_bits x = {0};
    phw_bits seed = {0};
    int bad = fill(&x, n, 0) || fill(&seed, n + n / 2 - 1, 1);
    unsigned runs = 0;
    const double start = now_s();
    while (!bad && (runs == 0 || now_s() - start < 0.2)) {
        phw_bits y = {0};
        bad = phw_toeplitz_hash(&y, &x, &seed, n / 2, method) != PHW_OK;
        phw_bits_free(&y);
        ++runs;
    }
    const double each = (now_s() - start) / runs;
    if (!bad)
        printf("toeplitz n %8zu method %d: %10.1f us %8.1f Mbit/s\n", n, (int)method,
               1e6 * each, (double)n / each / 1e6);
    phw_bits_free(&x);
    phw_bits_free(&seed);
    return bad;
}

int main(void)
{
    int bad = 0;
    for (size_t n = 1000; n <= 1000000 && !bad; n *= 10) {
        bad = measure(n, PHW_TOEPLITZ_PORTABLE);
        if (!bad && phw_toeplitz_has(PHW_TOEPLITZ_CLMUL))
            bad = measure(n, PHW_TOEPLITZ_CLMUL);
    }
    if (bad)
        fprintf(stderr, "amplify: %s\n", phw_error_message());
    return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
