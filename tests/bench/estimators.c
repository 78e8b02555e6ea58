/* Entropy estimators: a million fair bits and a million bytes through each, and how
 * many plain passes over the symbols (counting them) that is. */
#include <stdio.h>
#include <stdlib.h>

#include "core/rng.h"
#include "kgen/sp80090b.h"

#include "tests/bench/clock.h"

enum {
    N = 1000000
};

/* Seconds of one pass that counts symbols: what an estimator can't beat. */
static double count_s(const uint8_t *symbol)
{
    static volatile size_t total;
    unsigned runs = 0;
    const double start = now_s();
    while (runs == 0 || now_s() - start < 0.1) {
        size_t count[256] = {0};
        for (size_t i = 0; i < N; ++i)
            ++count[symbol[i]];
        total = count[runs % 256];
        ++runs;
    }
    (void)total;
    return (now_s() - start) / runs;
}

static int measure(const uint8_t *symbol, unsigned n_symbols)
{
    const double least = count_s(symbol);
    double sum = 0;
    printf("%d symbols of %u, one core\n", N, n_symbols);
    for (size_t i = 0; i < PHW_SP80090B_N; ++i) {
        const phw_estimator *e = phw_sp80090b_at(i);
        double h = 0;
        if (n_symbols > e->n_symbols_max)
            continue;
        const double start = now_s();
        if (e->symbols(&h, symbol, N, n_symbols, NULL) != PHW_OK)
            return -1;
        const double took = now_s() - start;
        sum += took;
        printf("  %-16s %8.4f bit %9.1f ms %9.0f passes\n", e->name, h, 1e3 * took,
               took / least);
    }
    printf("  all %36.1f ms\n", 1e3 * sum);
    return 0;
}

int main(void)
{
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x390b)};
    uint8_t *symbol = malloc(N);
    int bad = symbol == NULL;
    for (unsigned n_symbols = 2; n_symbols <= 256 && !bad; n_symbols *= 128) {
        for (size_t i = 0; i < N; ++i)
            symbol[i] = (uint8_t)phw_rng_below(&rng, i, n_symbols);
        bad = measure(symbol, n_symbols);
    }
    free(symbol);
    if (bad)
        fprintf(stderr, "estimators: %s\n", phw_error_message());
    return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
