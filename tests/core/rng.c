#include "core/rng.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#define N 1000000

/* Bounds are at 5 sigma: a right generator fails one in 1.7 million seeds, and the seed
 * is fixed. The Kolmogorov distance with the same false-alarm rate 2 exp(-2 x^2) is
 * x / sqrt(n), x = sqrt(ln(2 / 5.7e-7) / 2) = 2.745. */
#define SIGMA      5.0
#define KOLMOGOROV 2.745

static const phw_rng stream = {.seed = 0x0123456789abcdef, .purpose = 7, .trial = 3};

static int ascending(const void *a, const void *b)
{
    const float x = *(const float *)a;
    const float y = *(const float *)b;
    return (x > y) - (x < y);
}

static double normal_cdf(double x)
{
    return 0.5 * erfc(-x / sqrt(2));
}

static double uniform_cdf(double x)
{
    return x;
}

/* Sorts x; the largest distance between its distribution and `cdf`, times sqrt(n). */
static double kolmogorov(float *x, size_t n, double (*cdf)(double))
{
    double worst = 0;
    qsort(x, n, sizeof *x, ascending);
    for (size_t i = 0; i < n; ++i) {
        const double p = cdf((double)x[i]);
        worst = fmax(worst,
                     fmax(p - (double)i / (double)n, (double)(i + 1) / (double)n - p));
    }
    return worst * sqrt((double)n);
}

/* How many sigma chi^2 of k degrees lies off (Wilson and Hilferty 1931: its cube root
 * is nearly normal). */
static double chi2_sigma(const size_t *count, size_t n_cells, double expected)
{
    double chi2 = 0;
    for (size_t i = 0; i < n_cells; ++i)
        chi2 += pow((double)count[i] - expected, 2) / expected;
    const double k = (double)(n_cells - 1);
    return (cbrt(chi2 / k) - (1 - 2 / (9 * k))) / sqrt(2 / (9 * k));
}

Test(rng, philox_gives_the_published_answers)
{
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/tests/kat/philox.txt", getenv("PHW_SOURCE"));
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    char line[256];
    size_t n = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        uint32_t c[4];
        uint32_t k[2];
        uint32_t want[4];
        uint32_t got[4];
        if (line[0] == '#')
            continue;
        cr_assert_eq(sscanf(line, "%x %x %x %x %x %x %x %x %x %x", &c[0], &c[1], &c[2],
                            &c[3], &k[0], &k[1], &want[0], &want[1], &want[2],
                            &want[3]),
                     10);
        phw_philox(got, c, k);
        cr_expect_arr_eq(got, want, sizeof want, "%s", line);
        ++n;
    }
    (void)fclose(file);
    cr_expect_eq(n, 3);
}

Test(rng, words_are_the_blocks_of_the_address)
{
    /* Past 2^34 the block number needs its second counter word. */
    const uint64_t starts[] = {0, 1, 255, 1000003, (UINT64_C(1) << 34) - 5};
    for (size_t k = 0; k < sizeof starts / sizeof starts[0]; ++k) {
        uint32_t word[100];
        phw_rng_words(word, &stream, starts[k], 100);
        for (size_t i = 0; i < 100; ++i) {
            const uint64_t at = starts[k] + i;
            const uint32_t ctr[4] = {(uint32_t)(at / 4), (uint32_t)(at / 4 >> 32),
                                     stream.trial, stream.purpose};
            const uint32_t key[2] = {(uint32_t)stream.seed,
                                     (uint32_t)(stream.seed >> 32)};
            uint32_t block[4];
            phw_philox(block, ctr, key);
            cr_expect_eq(word[i], block[at % 4], "word %zu", (size_t)at);
        }
    }
}

Test(rng, any_chunking_gives_the_same_bytes)
{
    enum {
        LENGTH = 1500
    };

    static uint32_t word[LENGTH];
    static float uniform[LENGTH];
    static float normal[LENGTH];
    static phw_cf cplx[LENGTH];
    phw_rng_words(word, &stream, 0, LENGTH);
    phw_rng_uniform(uniform, &stream, 0, LENGTH);
    phw_rng_normal(normal, &stream, 0, LENGTH);
    phw_rng_normal_complex(cplx, &stream, 2.5, 0, LENGTH);
    const size_t sizes[] = {0, 1, 2, 3, 63, 64, 65, 255, 256, 257, 700};
    for (size_t from = 0; from < 600; from += 1 + from / 7) {
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; ++k) {
            const size_t n = sizes[k];
            static uint32_t w[LENGTH];
            static float u[LENGTH];
            static float x[LENGTH];
            static phw_cf z[LENGTH];
            phw_rng_words(w, &stream, from, n);
            phw_rng_uniform(u, &stream, from, n);
            phw_rng_normal(x, &stream, from, n);
            phw_rng_normal_complex(z, &stream, 2.5, from, n);
            cr_expect(memcmp(w, word + from, n * sizeof *w) == 0, "%zu %zu", from, n);
            cr_expect(memcmp(u, uniform + from, n * sizeof *u) == 0, "%zu %zu", from,
                      n);
            cr_expect(memcmp(x, normal + from, n * sizeof *x) == 0, "%zu %zu", from, n);
            cr_expect(memcmp(z, cplx + from, n * sizeof *z) == 0, "%zu %zu", from, n);
        }
    }
}

Test(rng, every_part_of_the_address_changes_the_stream)
{
    const phw_rng other[] = {
        {.seed = stream.seed ^ 1, .purpose = 7, .trial = 3},
        {.seed = stream.seed ^ (UINT64_C(1) << 63), .purpose = 7, .trial = 3},
        {.seed = stream.seed, .purpose = 6, .trial = 3},
        {.seed = stream.seed, .purpose = 7, .trial = 2},
        {.seed = stream.seed, .purpose = 3, .trial = 7},
    };
    uint32_t word[256];
    phw_rng_words(word, &stream, 0, 256);
    for (size_t k = 0; k < sizeof other / sizeof other[0]; ++k) {
        uint32_t w[256];
        size_t same = 0;
        phw_rng_words(w, &other[k], 0, 256);
        for (size_t i = 0; i < 256; ++i)
            same += w[i] == word[i];
        /* Two equal words of 256 by chance: 256^2 / 2 / 2^64. */
        cr_expect_leq(same, 1, "address %zu", k);
    }
}

Test(rng, uniforms_are_uniform_and_never_0_or_1)
{
    float *x = malloc(N * sizeof *x);
    cr_assert_not_null(x);
    phw_rng_uniform(x, &stream, 0, N);
    cr_expect_lt(kolmogorov(x, N, uniform_cdf), KOLMOGOROV);
    cr_expect_gt(x[0], 0.0F);
    cr_expect_lt(x[N - 1], 1.0F);
    free(x);
}

/* The formula of the header, in double. */
static void exact_pair(double *x, double *y, const uint32_t word[2])
{
    const double u = ((double)word[0] + 0.5) * 0x1p-32;
    const double turn = (double)(word[1] >> 8) * 0x1p-24;
    const double radius = sqrt(-2 * (u > 0.5 ? log1p(u - 1) : log(u)));
    *x = radius * cos(2 * M_PI * turn);
    *y = radius * sin(2 * M_PI * turn);
}

Test(rng, normals_follow_box_and_muller_to_5e_6)
{
    uint32_t *word = malloc(N * sizeof *word);
    float *got = malloc(N * sizeof *got);
    cr_assert(word != NULL && got != NULL);
    phw_rng_words(word, &stream, 0, N);
    phw_rng_normal(got, &stream, 0, N);
    double worst = 0;
    double worst_small = 0;
    for (size_t i = 0; i < N; i += 2) {
        double x;
        double y;
        exact_pair(&x, &y, word + i);
        const double off = hypot((double)got[i] - x, (double)got[i + 1] - y);
        worst = fmax(worst, off);
        worst_small = fmax(worst_small, off / hypot(x, y));
    }
    cr_expect_lt(worst, 5e-6);
    /* Small radii keep their digits: a fade is as deep as it should be. */
    cr_expect_lt(worst_small, 2e-6);
    free(word);
    free(got);
}

/* The bytes' FNV-1a hash as gcc and clang, vectorised or not, with and without
 * sanitizers gave it here: a compiler that contracts or reorders floating point changes
 * it, and with it every simulation's result. */
Test(rng, normals_are_the_same_bytes_under_every_compiler)
{
    static float x[100000];
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    phw_rng_normal(x, &stream, 0, 100000);
    for (size_t i = 0; i < 100000; ++i) {
        uint32_t bits;
        memcpy(&bits, &x[i], sizeof bits);
        for (unsigned k = 0; k < 32; k += 8)
            hash = (hash ^ (bits >> k & 0xff)) * UINT64_C(0x100000001b3);
    }
    cr_expect_eq(hash, UINT64_C(0x87bd3f3ff54d74f8), "%016" PRIx64, hash);
}

Test(rng, normals_have_the_moments_of_the_normal_law)
{
    float *x = malloc(N * sizeof *x);
    cr_assert_not_null(x);
    phw_rng_normal(x, &stream, 0, N);
    double m[5] = {0};
    double pair = 0;      /* E x y of a Box-Muller pair */
    double square = 0;    /* E (x^2 - 1)(y^2 - 1) of it */
    double neighbour = 0; /* E x y across pairs */
    for (size_t i = 0; i < N; ++i) {
        const double v = (double)x[i];
        m[1] += v;
        m[2] += v * v;
        m[3] += v * v * v;
        m[4] += v * v * v * v;
        const double w = (double)x[i ^ 1];
        pair += v * w / 2;
        square += (v * v - 1) * (w * w - 1) / 2;
        neighbour += v * (double)x[(i + 2) % N];
    }
    /* Standard errors of sums of n: sqrt(n var), var x = 1, x^2: 2, x^3: 15, x^4: 96;
     * the pair sums have n / 2 independent terms of variance 1 and 4. */
    cr_expect_float_eq(m[1], 0, SIGMA * sqrt(N));
    cr_expect_float_eq(m[2], N, SIGMA * sqrt(2.0 * N));
    cr_expect_float_eq(m[3], 0, SIGMA * sqrt(15.0 * N));
    cr_expect_float_eq(m[4], 3.0 * N, SIGMA * sqrt(96.0 * N));
    cr_expect_float_eq(pair, 0, SIGMA * sqrt(N / 2.0));
    cr_expect_float_eq(square, 0, SIGMA * sqrt(4 * N / 2.0));
    cr_expect_float_eq(neighbour, 0, SIGMA * sqrt(N));
    cr_expect_lt(kolmogorov(x, N, normal_cdf), KOLMOGOROV);
    free(x);
}

Test(rng, normals_fill_equal_cells_equally)
{
    enum {
        CELLS = 128
    };

    float *x = malloc(N * sizeof *x);
    size_t count[CELLS] = {0};
    cr_assert_not_null(x);
    phw_rng_normal(x, &stream, N, N);
    for (size_t i = 0; i < N; ++i)
        ++count[(size_t)fmin(CELLS - 1, CELLS * normal_cdf((double)x[i]))];
    cr_expect_lt(fabs(chi2_sigma(count, CELLS, (double)N / CELLS)), SIGMA);
    free(x);
}

Test(rng, complex_normals_have_their_variance_and_turn_freely)
{
    enum {
        SAMPLES = 500000
    };

    const double variance = 2.5;
    phw_cf *z = malloc(SAMPLES * sizeof *z);
    cr_assert_not_null(z);
    phw_rng_normal_complex(z, &stream, variance, 0, SAMPLES);
    double power = 0;
    double complex improper = 0;
    for (size_t i = 0; i < SAMPLES; ++i) {
        const double complex v = (double complex)z[i];
        power += creal(v) * creal(v) + cimag(v) * cimag(v);
        improper += v * v;
    }
    /* |z|^2 has the standard deviation `variance`; z^2 that of sqrt(2) variance, half
     * of it on each rail. */
    cr_expect_float_eq(power, variance * SAMPLES, SIGMA * variance * sqrt(SAMPLES));
    cr_expect_float_eq(creal(improper), 0, SIGMA * variance * sqrt(SAMPLES));
    cr_expect_float_eq(cimag(improper), 0, SIGMA * variance * sqrt(SAMPLES));
    free(z);
}

Test(rng, below_stays_below_and_is_uniform)
{
    enum {
        DRAWS = 200000
    };

    const uint32_t bounds[] = {1, 2, 3, 10, 1000, 0xffffffff};
    for (size_t k = 0; k < sizeof bounds / sizeof bounds[0]; ++k) {
        for (uint64_t i = 0; i < 1000; ++i)
            cr_assert_lt(phw_rng_below(&stream, i, bounds[k]), bounds[k]);
    }
    size_t count[10] = {0};
    for (uint64_t i = 0; i < DRAWS; ++i)
        ++count[phw_rng_below(&stream, i, 10)];
    cr_expect_lt(fabs(chi2_sigma(count, 10, DRAWS / 10.0)), SIGMA);
}

Test(rng, below_takes_the_word_of_its_index)
{
    uint32_t word[70];
    phw_rng_words(word, &stream, 0, 70);
    for (uint64_t i = 0; i < 70; ++i)
        cr_expect_eq(phw_rng_below(&stream, i, 1U << 31), word[i] >> 1);
}

Test(rng, a_permutation_has_every_number_once)
{
    const size_t sizes[] = {0, 1, 2, 3, 255, 256, 257, 258, 1000, 100000};
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; ++k) {
        const size_t n = sizes[k];
        uint32_t *place = malloc((n + 1) * sizeof *place);
        unsigned char *seen = calloc(n + 1, 1);
        cr_assert(place != NULL && seen != NULL);
        place[n] = 0xdeadbeef;
        phw_rng_permutation(place, &stream, n);
        for (size_t i = 0; i < n; ++i) {
            cr_assert_lt(place[i], n);
            cr_assert_eq(seen[place[i]]++, 0, "%u stands twice in %zu", place[i], n);
        }
        cr_expect_eq(place[n], 0xdeadbeef, "size %zu: written past the end", n);
        free(place);
        free(seen);
    }
}

Test(rng, all_permutations_of_four_are_equally_frequent)
{
    enum {
        TRIALS = 48000
    };

    size_t count[256] = {0};
    size_t packed[24];
    size_t n = 0;
    phw_rng rng = stream;
    for (rng.trial = 0; rng.trial < TRIALS; ++rng.trial) {
        uint32_t p[4];
        phw_rng_permutation(p, &rng, 4);
        ++count[p[0] | p[1] << 2 | p[2] << 4 | p[3] << 6];
    }
    for (size_t i = 0; i < 256; ++i) {
        if (count[i] > 0) {
            cr_assert_lt(n, 24);
            packed[n++] = count[i];
        }
    }
    cr_assert_eq(n, 24);
    cr_expect_lt(fabs(chi2_sigma(packed, 24, TRIALS / 24.0)), SIGMA);
}
