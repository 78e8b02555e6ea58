#include "encrypt/noise_source.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/signal.h"
#include "encrypt/noise_laws.h"

static phw_key counting(void)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, 32), PHW_OK);
    for (size_t i = 0; i < 32; ++i)
        key.byte[i] = (uint8_t)i;
    return key;
}

static phw_noise_config config_of(const char *name, double length, double first)
{
    phw_noise_config config = {.clock = {first, length}, .power = 1};
    cr_assert_eq(phw_noise_law_find(&config.law, name), PHW_OK);
    phw_params_preset(&config.params, config.law->params, config.law->n_params);
    return config;
}

static phw_noise_source *source_of(const phw_noise_config *config, uint64_t frame)
{
    phw_key key = counting();
    phw_noise_source *source = NULL;
    cr_assert_eq(phw_noise_source_create(&source, config, &key, 1, frame), PHW_OK, "%s",
                 phw_error_message());
    phw_key_free(&key);
    return source;
}

static const char *const laws[] = {"white", "halfbit", "antisymmetric", "shaped",
                                   "binary"};

#define N_LAWS (sizeof laws / sizeof laws[0])

Test(noise_source, gives_the_same_bytes_in_any_pieces)
{
    enum {
        N = 6000
    };

    static phw_cf whole[N];
    static phw_cf piece[N];
    for (size_t l = 0; l < N_LAWS; ++l) {
        const phw_noise_config config = config_of(laws[l], 8.2, 2690.3);
        phw_noise_source *source = source_of(&config, 7);
        cr_assert_eq(phw_noise_source_read(source, whole, 0, N), PHW_OK);
        phw_noise_source_destroy(source);
        source = source_of(&config, 7);
        /* Backwards, and in lengths that meet no block of any kind. */
        for (size_t end = N, n = 1; end > 0; n = n * 7 % 1009 + 1) {
            n = n < end ? n : end;
            cr_assert_eq(phw_noise_source_read(source, piece, end - n, n), PHW_OK);
            cr_assert_arr_eq(piece, whole + end - n, n * sizeof *piece, "%s", laws[l]);
            end -= n;
        }
        phw_noise_source_destroy(source);
    }
}

/* |corr|^2 of independent unit noise is exponential of mean 1 / N_eff: 25 / N_eff is
 * passed once in e^25. Half bits of 8.2 samples leave an eighth of the values. */
static void expect_unlike(const phw_cf *a, const phw_cf *b, size_t n)
{
    double complex sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += (double complex)a[i] * conj((double complex)b[i]) / (double)n;
    cr_expect_lt(cabs(sum), sqrt(25 * 20.0 / (double)n));
}

Test(noise_source, every_part_of_the_address_changes_all)
{
    enum {
        N = 20000
    };

    static phw_cf x[4][N];
    for (size_t l = 0; l < N_LAWS; ++l) {
        const phw_noise_config config = config_of(laws[l], 8.2, 0);
        phw_key key = counting();
        for (int i = 0; i < 4; ++i) {
            phw_noise_source *source = NULL;
            key.byte[31] = i == 1;
            cr_assert_eq(phw_noise_source_create(&source, &config, &key, i == 2 ? 2 : 1,
                                                 i == 3 ? 8 : 7),
                         PHW_OK);
            cr_assert_eq(phw_noise_source_read(source, x[i], 0, N), PHW_OK);
            phw_noise_source_destroy(source);
        }
        phw_key_free(&key);
        for (int i = 1; i < 4; ++i)
            expect_unlike(x[0], x[i], N);
    }
}

Test(noise_source, another_frame_is_that_of_a_new_source)
{
    for (size_t l = 0; l < N_LAWS; ++l) {
        const phw_noise_config config = config_of(laws[l], 5, 0);
        phw_cf a[100];
        phw_cf b[100];
        phw_noise_source *old = source_of(&config, 7);
        phw_noise_source *new = source_of(&config, 8);
        cr_assert_eq(phw_noise_source_read(old, a, 0, 100), PHW_OK);
        phw_noise_source_frame(old, 8);
        cr_assert_eq(phw_noise_source_read(old, a, 0, 100), PHW_OK);
        cr_assert_eq(phw_noise_source_read(new, b, 0, 100), PHW_OK);
        cr_expect_arr_eq(a, b, sizeof a, "%s", laws[l]);
        phw_noise_source_destroy(old);
        phw_noise_source_destroy(new);
    }
}

/* Over N samples of covariance R the mean power of circular Gaussian noise has variance
 * sum_k R(k)^2 / N; at 5 samples a half bit sum R^2 is at most 10. The pseudo-variance
 * has twice that. */
Test(noise_source, has_its_power_and_is_circular)
{
    enum {
        N = 400000
    };

    phw_cf *x = NULL;
    cr_assert_eq(phw_array_alloc(&x, N, sizeof *x), PHW_OK);
    for (size_t l = 0; l < N_LAWS; ++l) {
        phw_noise_config config = config_of(laws[l], 5, 0);
        config.power = 2.5;
        phw_noise_source *source = source_of(&config, 1);
        cr_assert_eq(phw_noise_source_read(source, x, 0, N), PHW_OK);
        double power = 0;
        double complex pseudo = 0;
        for (size_t i = 0; i < N; ++i) {
            power += phw_cf_power(x[i]) / N;
            pseudo += (double complex)x[i] * (double complex)x[i] / N;
        }
        const double sigma = 2.5 * sqrt(10.0 / N);
        cr_expect_float_eq(power, 2.5, 5 * sigma, "%s: %g", laws[l], power);
        if (config.law->gaussian)
            cr_expect_lt(cabs(pseudo), 5 * M_SQRT2 * sigma, "%s", laws[l]);
        phw_noise_source_destroy(source);
    }
    free(x);
}

Test(noise_source, holds_its_draws_on_the_half_bits_of_the_clock)
{
    enum {
        N = 3000
    };

    static phw_cf x[N];
    const phw_half_bit_clock clock = {-13.4, 8.2};
    for (size_t l = 0; l < N_LAWS; ++l) {
        const phw_noise_config config = config_of(laws[l], clock.length, clock.first);
        phw_noise_source *source = source_of(&config, 1);
        cr_assert_eq(phw_noise_source_read(source, x, 0, N), PHW_OK);
        size_t held = 0;
        size_t turned = 0;
        size_t n_same = 0;
        size_t n_middles = 0;
        for (int64_t i = 1; i < N; ++i) {
            const int64_t half = phw_half_bit_of(&clock, i);
            const bool same = phw_half_bit_of(&clock, i - 1) == half;
            const bool middle = !same && half % 2 != 0;
            n_same += same;
            n_middles += middle;
            held += same && x[i] == x[i - 1];
            turned += middle && x[i] == -x[i - 1];
        }
        const bool holds = config.law->unit != PHW_NOISE_SAMPLE;
        const bool turns = config.law->unit == PHW_NOISE_PAIR;
        cr_expect_eq(held, holds ? n_same : 0, "%s: %zu", laws[l], held);
        cr_expect_eq(turned, turns ? n_middles : 0, "%s: %zu", laws[l], turned);
        phw_noise_source_destroy(source);
    }
}

/* Of circular noise half the power: its deviation over N samples of variance 1/2 (the
 * square of a real Gaussian has twice its squared power) is sqrt(1/2 / N_eff), an
 * eighth of the samples counted as in expect_unlike(). */
Test(noise_source, along_a_carrier_has_nothing_across_and_half_the_power)
{
    enum {
        N = 40000
    };

    static phw_cf along[N];
    phw_noise_config config = config_of("halfbit", 8.2, 0);
    config.along = true;
    config.phase_rad = 0.7;
    phw_noise_source *source = source_of(&config, 1);
    cr_assert_eq(phw_noise_source_read(source, along, 0, N), PHW_OK);
    phw_noise_source_destroy(source);
    const double complex carrier = CMPLX(cos(0.7), sin(0.7));
    double power = 0;
    for (size_t i = 0; i < N; ++i) {
        cr_expect_lt(fabs(cimag((double complex)along[i] * conj(carrier))), 1e-6);
        power += phw_cf_power(along[i]) / N;
    }
    cr_expect_float_eq(power, 0.5, 5 * sqrt(0.5 * 8.2 / N), "%g", power);
}

/* The keystream's bits, by another implementation (BLAKE2b of Python, ChaCha20 of
 * OpenSSL): whether the first word of each pair is below 2^31. */
Test(noise_source, draws_the_known_signs)
{
    static const char *const known[] = {
        "------+++-+--+--++---+-+-+++++-++---+---+-+++-+-",
        "++-+-+--++++-+++++---++--+++-++-++-+--+----++--+"};
    phw_noise_config config = config_of("binary", 1, 0);
    for (int along = 0; along < 2; ++along) {
        phw_cf x[96];
        config.along = along != 0;
        phw_noise_source *source = source_of(&config, 7);
        cr_assert_eq(phw_noise_source_read(source, x, 0, 96), PHW_OK);
        phw_noise_source_destroy(source);
        for (size_t i = 0; i < 48; ++i)
            cr_expect_eq(crealf(x[2 * i]) > 0, known[along][i] == '+', "%d, %zu", along,
                         i);
    }
}

static void read_along(phw_cf *out, size_t n, const char *name, const char *set,
                       bool along)
{
    phw_noise_config config = config_of(name, 8.2, 0);
    config.along = along;
    cr_assert_eq(
        phw_params_read(&config.params, config.law->params, config.law->n_params, set),
        PHW_OK);
    phw_noise_source *source = source_of(&config, 7);
    cr_assert_eq(phw_noise_source_read(source, out, 0, n), PHW_OK);
    phw_noise_source_destroy(source);
}

Test(noise_source, laws_and_parameters_share_no_draws_at_one_address)
{
    enum {
        N = 20000,
        KINDS = 8
    };

    static phw_cf x[KINDS][N];
    for (size_t l = 0; l < N_LAWS; ++l)
        read_along(x[l], N, laws[l], "", false);
    read_along(x[N_LAWS], N, "shaped", "smear=0.21", false);
    read_along(x[N_LAWS + 1], N, "shaped", "bits=17", false);
    read_along(x[N_LAWS + 2], N, "shaped", "", true);
    for (size_t i = 0; i < KINDS; ++i) {
        for (size_t k = 0; k < i; ++k)
            expect_unlike(x[i], x[k], N);
    }
}

/* The sample covariance of many windows of one phase of the clock against the told one.
 * A product of two unit circular normals has variance 1: 5 sigma of 4000 windows (they
 * lie 64 half bits apart, beyond the filter's length). */
Test(noise_source, has_the_covariance_that_it_tells)
{
    enum {
        N = 14,
        WINDOWS = 4000,
        STEP = 64 * 5
    };

    static phw_cf x[N];
    for (size_t l = 0; l < N_LAWS; ++l) {
        const phw_noise_config config = config_of(laws[l], 5, -3);
        phw_noise_source *source = source_of(&config, 1);
        double want[N * N];
        double complex got[N * N] = {0};
        cr_assert_eq(phw_noise_covariance(want, &config, 3, N), PHW_OK);
        for (size_t w = 0; w < WINDOWS; ++w) {
            cr_assert_eq(phw_noise_source_read(source, x, 3 + w * STEP, N), PHW_OK);
            for (size_t i = 0; i < (size_t)N * N; ++i)
                got[i] +=
                    (double complex)x[i / N] * conj((double complex)x[i % N]) / WINDOWS;
        }
        for (size_t i = 0; i < (size_t)N * N; ++i)
            cr_expect_lt(cabs(got[i] - want[i]), 5 / sqrt(WINDOWS), "%s, %zu", laws[l],
                         i);
        phw_noise_source_destroy(source);
    }
}

Test(noise_source, shares_with_the_pair_what_the_law_says)
{
    const phw_half_bit_clock tag = {0, 10};
    const double want[] = {0.05, 0.5, 1, 0, 1};
    for (size_t l = 0; l < N_LAWS; ++l) {
        double kappa = 0;
        phw_noise_config config = config_of(laws[l], 10, 0);
        config.power = 0;
        cr_assert_eq(phw_noise_pair_share(&kappa, &config, &tag, 8), PHW_OK);
        if (want[l] > 0)
            cr_expect_float_eq(kappa, want[l], 1e-12, "%s: %g", laws[l], kappa);
        else
            cr_expect(kappa > 0.15 && kappa < 0.25, "%s: %g", laws[l], kappa);
    }
}

Test(noise_source, refuses_what_is_out_of_range)
{
    phw_key key = counting();
    phw_noise_source *source = NULL;
    phw_noise_config bad[6];
    for (size_t i = 0; i < 6; ++i)
        bad[i] = config_of("shaped", 5, 0);
    bad[0].clock.length = 0.5;
    bad[1].clock.length = (double)NAN;
    bad[2].power = -1;
    bad[3].power = (double)NAN;
    bad[4].clock.first = HUGE_VAL;
    bad[5].clock.length = 0x1p20;
    for (size_t i = 0; i < 6; ++i)
        cr_expect_eq(phw_noise_source_create(&source, &bad[i], &key, 0, 0), PHW_EARG,
                     "%zu", i);
    const phw_noise_config good = config_of("white", 5, 0);
    double r[1];
    phw_cf x[1];
    cr_expect_eq(phw_noise_covariance(r, &good, 0, PHW_NOISE_WINDOW_MAX + 1), PHW_EARG);
    source = source_of(&good, 0);
    cr_expect_eq(phw_noise_source_read(source, x, UINT64_C(1) << 33, 1), PHW_EARG);
    cr_expect_eq(phw_noise_source_read(source, x, (UINT64_C(1) << 33) - 1, 1), PHW_OK);
    phw_noise_source_destroy(source);
    phw_noise_source_destroy(NULL);
    phw_key_free(&key);
}
