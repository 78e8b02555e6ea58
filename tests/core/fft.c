#include "core/fft.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

static const size_t sizes[] = {1, 2, 3, 5, 64, 97, 1000};

#define N_SIZES (sizeof sizes / sizeof sizes[0])
#define N_MAX   1000

/* Error of a single-precision transform relative to the spectrum's rms: FFTW's grows as
 * sqrt(log2 n) epsilon, 2e-7 at 1000; a wrong twiddle is off by 1 / sqrt(n) at least.
 */
#define TOLERANCE 1e-6

static void noise(phw_cf *x, size_t n, uint32_t trial)
{
    const phw_rng rng = {.seed = 21, .trial = trial};
    phw_rng_normal_complex(x, &rng, 1, 0, n);
}

static void plain_dft(double complex *out, const phw_cf *in, size_t n, int sign)
{
    for (size_t k = 0; k < n; ++k) {
        out[k] = 0;
        for (size_t i = 0; i < n; ++i)
            out[k] += (double complex)in[i] *
                      cexp((double)sign * 2 * M_PI * (double complex)I *
                           (double)(i * k % n) / (double)n);
    }
}

static phw_fft *plan(size_t n, phw_fft_sign sign)
{
    phw_fft *fft = NULL;
    cr_assert_eq(phw_fft_create(&fft, n, sign), PHW_OK);
    return fft;
}

Test(fft, is_the_plain_sum_in_both_directions)
{
    for (size_t k = 0; k < N_SIZES; ++k) {
        for (int sign = -1; sign <= 1; sign += 2) {
            const size_t n = sizes[k];
            static phw_cf in[N_MAX];
            static phw_cf kept[N_MAX];
            static phw_cf out[N_MAX];
            static double complex want[N_MAX];
            noise(in, n, (uint32_t)n);
            memcpy(kept, in, sizeof in);
            phw_fft *fft = plan(n, (phw_fft_sign)sign);
            phw_fft_execute(fft, out, in);
            cr_expect(memcmp(kept, in, sizeof in) == 0, "the input is kept");
            plain_dft(want, in, n, sign);
            for (size_t i = 0; i < n; ++i)
                cr_assert_lt(cabs((double complex)out[i] - want[i]),
                             TOLERANCE * sqrt((double)n), "n %zu bin %zu", n, i);
            phw_fft_execute(fft, in, in);
            for (size_t i = 0; i < n; ++i)
                cr_assert_lt(cabs((double complex)in[i] - want[i]),
                             TOLERANCE * sqrt((double)n), "in place n %zu", n);
            phw_fft_destroy(fft);
        }
    }
}

Test(fft, there_and_back_is_n_times_the_input)
{
    for (size_t k = 0; k < N_SIZES; ++k) {
        const size_t n = sizes[k];
        static phw_cf x[N_MAX];
        static phw_cf kept[N_MAX];
        noise(x, n, 1);
        memcpy(kept, x, sizeof x);
        phw_fft *there = plan(n, PHW_FFT_FORWARD);
        phw_fft *back = plan(n, PHW_FFT_INVERSE);
        phw_fft_execute(there, x, x);
        phw_fft_execute(back, x, x);
        for (size_t i = 0; i < n; ++i)
            cr_assert_lt(cabsf(x[i] / (float)n - kept[i]), 2e-6F);
        phw_fft_destroy(there);
        phw_fft_destroy(back);
    }
}

Test(fft, is_linear)
{
    static phw_cf a[N_MAX];
    static phw_cf b[N_MAX];
    static phw_cf sum[N_MAX];
    noise(a, N_MAX, 2);
    noise(b, N_MAX, 3);
    for (size_t i = 0; i < N_MAX; ++i)
        sum[i] = 2 * a[i] - b[i];
    phw_fft *fft = plan(N_MAX, PHW_FFT_FORWARD);
    phw_fft_execute(fft, a, a);
    phw_fft_execute(fft, b, b);
    phw_fft_execute(fft, sum, sum);
    for (size_t i = 0; i < N_MAX; ++i)
        cr_assert_lt(cabsf(sum[i] - (2 * a[i] - b[i])), 1e-6F * 4 * sqrtf(N_MAX));
    phw_fft_destroy(fft);
}

Test(fft, arrays_of_any_alignment_give_the_same_result)
{
    static phw_cf room[N_MAX + 8];
    static phw_cf out[N_MAX + 8];
    static phw_cf want[N_MAX];
    noise(want, N_MAX, 4);
    phw_fft *fft = plan(N_MAX, PHW_FFT_FORWARD);
    for (size_t in_at = 0; in_at < 4; ++in_at) {
        for (size_t out_at = 0; out_at < 4; ++out_at) {
            noise(room + in_at, N_MAX, 4);
            phw_fft_execute(fft, out + out_at, room + in_at);
            if (in_at + out_at == 0)
                memcpy(want, out, sizeof want);
            cr_expect(memcmp(want, out + out_at, sizeof want) == 0, "%zu %zu", in_at,
                      out_at);
        }
    }
    phw_fft_destroy(fft);
}

Test(fft, arrays_of_any_alignment_give_the_same_result_in_place)
{
    static phw_cf room[N_MAX + 8];
    static phw_cf want[N_MAX];
    phw_fft *fft = plan(N_MAX, PHW_FFT_INVERSE);
    for (size_t at = 0; at < 4; ++at) {
        noise(room + at, N_MAX, 5);
        phw_fft_execute(fft, room + at, room + at);
        if (at == 0)
            memcpy(want, room, sizeof want);
        cr_expect(memcmp(want, room + at, sizeof want) == 0, "%zu", at);
    }
    phw_fft_destroy(fft);
}

Test(fft, impossible_sizes_are_refused)
{
    phw_fft *fft = NULL;
    cr_expect_eq(phw_fft_create(&fft, 0, PHW_FFT_FORWARD), PHW_EARG);
    cr_expect_eq(phw_fft_create(&fft, (1UL << 26) + 1, PHW_FFT_FORWARD), PHW_EARG);
    cr_expect_eq(phw_fft_create(&fft, SIZE_MAX, PHW_FFT_INVERSE), PHW_EARG);
    cr_expect_null(fft);
    phw_fft_destroy(NULL);
}

/* More sizes than plans are kept: some are given back while others hold them. */
Test(fft, plans_are_shared_and_outlive_each_other)
{
    enum {
        SIZES = 50
    };

    phw_fft *fft[2][SIZES];
    phw_cf x[2] = {1, 2};
    for (int turn = 0; turn < 3; ++turn) {
        for (size_t i = 0; i < SIZES; ++i) {
            cr_assert_eq(phw_fft_create(&fft[0][i], i + 1, PHW_FFT_FORWARD), PHW_OK);
            cr_assert_eq(phw_fft_create(&fft[1][i], i + 1, PHW_FFT_INVERSE), PHW_OK);
        }
        for (size_t i = 0; i < SIZES; ++i)
            phw_fft_destroy(fft[turn % 2][i]);
        phw_fft *two = NULL;
        cr_assert_eq(phw_fft_create(&two, 2, PHW_FFT_FORWARD), PHW_OK);
        phw_fft_execute(two, x, x);
        phw_fft_destroy(two);
        for (size_t i = 0; i < SIZES; ++i)
            phw_fft_destroy(fft[1 - turn % 2][i]);
    }
    /* Once: 3, -1; twice: twice the input; thrice: twice what once gives. */
    cr_expect_eq(crealf(x[0]), 6);
    cr_expect_eq(crealf(x[1]), -2);
}

/* Plans and runs many sizes; NULL when one of them was wrong. */
static void *plan_many(void *given)
{
    const size_t first = *(const size_t *)given;
    bool fine = true;
    for (size_t n = first; n < first + 300; ++n) {
        phw_cf x[1024] = {0};
        phw_fft *fft = NULL;
        if (phw_fft_create(&fft, n, PHW_FFT_FORWARD) != PHW_OK)
            return NULL;
        for (size_t i = 0; i < n; ++i)
            x[i] = 1;
        phw_fft_execute(fft, x, x);
        fine = fine && cabsf(x[0] - (float)n) < 1e-5F * (float)n;
        for (size_t i = 1; i < n; ++i)
            fine = fine && cabsf(x[i]) < 1e-4F * sqrtf((float)n);
        phw_fft_destroy(fft);
    }
    return fine ? given : NULL;
}

Test(fft, two_threads_may_plan_at_once)
{
    size_t first[] = {1, 150};
    pthread_t thread[2];
    for (size_t i = 0; i < 2; ++i)
        cr_assert_eq(pthread_create(&thread[i], NULL, plan_many, &first[i]), 0);
    for (size_t i = 0; i < 2; ++i) {
        void *kept = NULL;
        cr_assert_eq(pthread_join(thread[i], &kept), 0);
        cr_expect_eq(kept, &first[i], "thread %zu", i);
    }
}
