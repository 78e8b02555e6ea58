/* Privacy amplification: Mbit/s of input for n bits to n / 2, by every method that this
 * processor has, and the verification hash. Beside them, where it is installed,
 * libgf2x: the whole product of two strings of n bits, less than the hash takes. Of
 * each the fastest run counts: what else the machine does only slows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef PHW_BENCH_GF2X
#    include <gf2x.h>
#endif

#include "core/rng.h"
#include "kgen/amplifiers.h"
#include "kgen/verify.h"

#include "tests/bench/clock.h"

static int fill(phw_bits *out, size_t n, uint32_t trial)
{
    const phw_rng rng = {
        .seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 8), .trial = trial};
    if (phw_bits_alloc(out, n) != PHW_OK)
        return -1;
    for (size_t i = 0; i < phw_bits_words(n); ++i) {
        uint32_t half[2];
        phw_rng_words(half, &rng, 2 * i, 2);
        out->word[i] = half[0] | (uint64_t)half[1] << 32;
    }
    if (n % 64 != 0)
        out->word[n / 64] &= (UINT64_C(1) << n % 64) - 1;
    return 0;
}

/* What is measured, again and again. */
typedef struct work {
    const phw_amplifier *amplifier;
    phw_toeplitz_method method;
    phw_bits x;
    phw_bits seed;
    uint64_t *product; /* of gf2x */
    uint64_t sum;      /* keeps the tags from being left out */
} work;

static int amplify(work *w)
{
    phw_bits y = {0};
    const phw_status s =
        w->amplifier->amplify_by(&y, &w->x, &w->seed, w->x.n / 2, NULL, w->method);
    phw_bits_free(&y);
    return s != PHW_OK;
}

static int verify(work *w)
{
    const phw_verify_key key = {.point = UINT64_C(0x123456789abcdef),
                                .factor = UINT64_C(0xfedcba987654321)};
    w->sum += phw_verify_tag(&w->x, &key, 64);
    return 0;
}

#ifdef PHW_BENCH_GF2X
static int multiply(work *w)
{
    const long n = (long)phw_bits_words(w->x.n);
    return gf2x_mul((unsigned long *)w->product, (const unsigned long *)w->x.word, n,
                    (const unsigned long *)w->seed.word, n);
}
#endif

/* Microseconds of the fastest run, in runs of 0.2 s together; 0 when one fails. */
static double measure(work *w, int (*run)(work *))
{
    double best = 1e9;
    double total = 0;
    size_t n = 1;
    while (total < 0.2 || best > 1e8) {
        const double start = now_s();
        for (size_t i = 0; i < n; ++i)
            if (run(w))
                return 0;
        const double took = now_s() - start;
        total += took;
        if (took < 1e-4)
            n *= 2;
        else if (took / (double)n < best)
            best = took / (double)n;
    }
    return 1e6 * best;
}

static void tell(const work *w, const char *name, double us, double peer_us)
{
    printf("  %8zu bits  %-18s %-15s %10.1f us %8.1f Mbit/s", w->x.n,
           w->amplifier != NULL ? w->amplifier->name : "", name, us,
           (double)w->x.n / us);
    if (peer_us > 0)
        printf("  %5.1f x gf2x", peer_us / us);
    printf("\n");
}

static double peer(work *w)
{
    double us = 0;
#ifdef PHW_BENCH_GF2X
    w->amplifier = NULL;
    w->product = calloc(2 * phw_bits_words(w->x.n), sizeof *w->product);
    us = w->product != NULL ? measure(w, multiply) : 0;
    if (us > 0)
        tell(w, "gf2x n by n", us, 0);
    free(w->product);
#else
    (void)w;
#endif
    return us;
}

static int measure_all(work *w, double peer_us)
{
    size_t n = 0;
    const phw_amplifier *const *list = phw_amplifier_list(&n);
    const size_t n_bits = w->seed.n;
    for (size_t i = 0; i < n; ++i) {
        w->amplifier = list[i];
        w->seed.n = list[i]->seed_bits(w->x.n, w->x.n / 2);
        for (int k = PHW_TOEPLITZ_PORTABLE; k < PHW_N_TOEPLITZ_METHODS; ++k) {
            w->method = (phw_toeplitz_method)k;
            if (!phw_toeplitz_has(w->method))
                continue;
            const double us = measure(w, amplify);
            if (!(us > 0))
                return -1;
            tell(w, phw_toeplitz_method_name(w->method), us, peer_us);
        }
    }
    w->seed.n = n_bits;
    w->amplifier = NULL;
    tell(w, "verification", measure(w, verify), 0);
    return 0;
}

int main(void)
{
    static const size_t size[] = {1024, 4096, 10000, 100000, 1000000, 10000000};
    int bad = 0;
    printf("Amplification to half the length, one core\n");
    for (size_t i = 0; i < sizeof size / sizeof size[0] && !bad; ++i) {
        work w = {.sum = 0};
        bad = fill(&w.x, size[i], 0) || fill(&w.seed, size[i] + size[i] / 2 - 1, 1);
        if (!bad)
            bad = measure_all(&w, peer(&w));
        phw_bits_free(&w.x);
        phw_bits_free(&w.seed);
    }
    if (bad)
        fprintf(stderr, "amplify: %s\n", phw_error_message());
    return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
