/* Privacy amplification: Mbit/s of input for n bits to n / 2, by carry-less
 * multiplication in plain C and by the CPU's own instruction. */
#include <stdio.h>
#include <stdlib.h>

#include "core/rng.h"
#include "kgen/toeplitz.h"

#include "tests/bench/clock.h"

static int fill(phw_bits *out, size_t n, uint32_t trial)
{
    const phw_rng rng = {
        .seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 8), .trial = trial};
    if (phw_bits_alloc(out, n) != PHW_OK)
        return -1;
    uint32_t word = 0;
    for (size_t i = 0; i < n; ++i) {
        if (i % 32 == 0)
            phw_rng_words(&word, &rng, i / 32, 1);
        phw_bits_set(out, i, word >> i % 32 & 1);
    }
    return 0;
}

/* `us` gets the microseconds a hash takes. */
static int measure(double *us, size_t n, phw_toeplitz_method method, const char *name)
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
    *us = 1e6 * (now_s() - start) / runs;
    if (!bad)
        printf("  %8zu bits  %-10s %10.1f us %8.1f Mbit/s", n, name, *us,
               (double)n / *us);
    phw_bits_free(&x);
    phw_bits_free(&seed);
    return bad;
}

int main(void)
{
    int bad = 0;
    printf("Toeplitz hash to half the length, one core\n");
    for (size_t n = 1000; n <= 1000000 && !bad; n *= 10) {
        double plain_us = 0;
        double clmul_us = 0;
        bad = measure(&plain_us, n, PHW_TOEPLITZ_PORTABLE, "plain C");
        printf("\n");
        if (bad || !phw_toeplitz_has(PHW_TOEPLITZ_CLMUL))
            continue;
        bad = measure(&clmul_us, n, PHW_TOEPLITZ_CLMUL, "PCLMULQDQ");
        printf("  %.1f x\n", plain_us / clmul_us);
    }
    if (bad)
        fprintf(stderr, "amplify: %s\n", phw_error_message());
    return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
