#include "channel/fading.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/fft.h"
#include "core/signal.h"

#include "tests/channel/statistics.h"

/* All processes here have fd = 1 Hz, so that times count in 1/fd. An epoch's own share
 * is 384, the last 128 of which fade into the next (channel/fading.h). */
#define SHARE 384.0
#define FADE  128.0

static phw_fading *create(size_t n, double doppler_hz, uint32_t trial)
{
    const phw_fading_config config = {
        .n = n, .doppler_hz = doppler_hz, .rng = {.seed = 20, .trial = trial}};
    phw_fading *f = NULL;
    cr_assert_eq(phw_fading_create(&f, &config), PHW_OK);
    return f;
}

static phw_cf *alloc(size_t n)
{
    phw_cf *h = NULL;
    cr_assert_eq(phw_array_alloc(&h, n, sizeof *h), PHW_OK);
    return h;
}

static void read_at(phw_fading *f, phw_cf *out, double time_s)
{
    cr_assert_eq(phw_fading_read(f, out, time_s), PHW_OK);
}

/* With x = |h|^2 exponential: E x = 1, var x = 1; E x^2 = 2, var x^2 = 24 - 4 = 20. The
 * covariance of x^2 over a lag is 16 R^2 + 4 R^4 <= 20 R^2, so that the same number of
 * independent samples serves both. */
Test(fading, power_is_one_and_the_fourth_moment_two)
{
    enum {
        PROCESSES = 512,
        INSTANTS = 1000
    };

    const double spacing = 4;
    phw_fading *f = create(PROCESSES, 1, 0);
    phw_cf *h = alloc(PROCESSES);
    double second = 0;
    double fourth = 0;
    for (size_t t = 0; t < INSTANTS; ++t) {
        read_at(f, h, (double)t * spacing);
        for (size_t i = 0; i < PROCESSES; ++i) {
            const double x = power_of((double complex)h[i]);
            second += x / PROCESSES / INSTANTS;
            fourth += x * x / PROCESSES / INSTANTS;
        }
    }
    const double n = PROCESSES * independent(INSTANTS, spacing);
    cr_expect_float_eq(second, 1, tolerance(1, n), "%g, n %g", second, n);
    cr_expect_float_eq(fourth, 2, tolerance(20, n), "%g, n %g", fourth, n);
    free(h);
    phw_fading_destroy(f);
}

/* The mean of Re h(t + tau) h*(t), over instants `spacing` apart from `from` on and all
 * processes, against J0; a product has variance (1 + R^2) / 2 <= 1 and, over a lag s,
 * covariance (R(s)^2 + R(s + tau) R(s - tau)) / 2, of the order of R(s)^2. */
static void expect_correlation(phw_fading *f, size_t n_processes, double from,
                               double spacing, size_t n_instants, double lag)
{
    phw_cf *a = alloc(n_processes);
    phw_cf *b = alloc(n_processes);
    double complex sum = 0;
    for (size_t t = 0; t < n_instants; ++t) {
        const double time_s = from + (double)t * spacing;
        read_at(f, a, time_s - lag / 2);
        read_at(f, b, time_s + lag / 2);
        for (size_t i = 0; i < n_processes; ++i)
            sum += (double complex)b[i] * conj((double complex)a[i]);
    }
    sum /= (double)(n_processes * n_instants);
    const double n = (double)n_processes * independent(n_instants, spacing);
    /* What the cross-fade takes away, 1.5e-3 at lag 3, is within. */
    const double bound = tolerance(1, n) + 1.5e-3 * fabs(clarke(lag));
    cr_expect_float_eq(creal(sum), clarke(lag), bound, "from %g lag %g: %g, J0 %g",
                       from, lag, creal(sum), clarke(lag));
    cr_expect_float_eq(cimag(sum), 0, bound, "from %g lag %g: imaginary %g", from, lag,
                       cimag(sum));
    free(a);
    free(b);
}

static const double lags[] = {0.01, 0.05, 0.1, 0.25, 0.38274, 0.6098, 1, 2, 3};

#define N_LAGS (sizeof lags / sizeof lags[0])

Test(fading, autocorrelation_is_a_bessel_function_to_three_periods)
{
    phw_fading *f = create(512, 1, 1);
    for (size_t k = 0; k < N_LAGS; ++k)
        expect_correlation(f, 512, 2, 4, 400, lags[k]);
    phw_fading_destroy(f);
}

/* In the middle of a fade, and with the two instants on either side of the end of one
 * epoch: independent stretches, so one window each for some twenty epochs. */
Test(fading, power_and_correlation_hold_across_seams)
{
    enum {
        PROCESSES = 512
    };

    phw_fading *f = create(PROCESSES, 1, 2);
    for (size_t k = 0; k < N_LAGS; k += 2) {
        expect_correlation(f, PROCESSES, SHARE - FADE / 2, SHARE, 8, lags[k]);
        expect_correlation(f, PROCESSES, SHARE, SHARE, 8, lags[k]);
        expect_correlation(f, PROCESSES, SHARE - FADE, SHARE, 8, lags[k]);
    }
    expect_correlation(f, PROCESSES, SHARE - FADE / 2, 4, 30, 0);
    phw_fading_destroy(f);
}

Test(fading, epochs_do_not_return)
{
    phw_fading *f = create(512, 1, 12);
    const double apart[] = {1, 2, 3, 4, 8, 512 / SHARE};
    for (size_t k = 0; k < sizeof apart / sizeof apart[0]; ++k)
        expect_correlation(f, 512, 0, 10, 20, apart[k] * SHARE);
    phw_fading_destroy(f);
}

Test(fading, runs_on_without_a_step_at_seams)
{
    phw_fading *f = create(16, 1, 3);
    phw_cf before[16];
    phw_cf after[16];
    const double seam[] = {SHARE - FADE, SHARE, 2 * SHARE - FADE, 0, -FADE, -SHARE};
    for (size_t k = 0; k < sizeof seam / sizeof seam[0]; ++k) {
        read_at(f, before, seam[k] - 1e-7);
        read_at(f, after, seam[k] + 1e-7);
        /* |h'| is below 5 sigma of its own 2 pi / sqrt(2): 23 * 2e-7 = 5e-6. */
        for (size_t i = 0; i < 16; ++i)
            cr_expect_lt(cabsf(after[i] - before[i]), 1e-5F, "at %g", seam[k]);
    }
    phw_fading_destroy(f);
}

Test(fading, interpolation_is_exact_to_eighty_decibels_at_any_instant)
{
    enum {
        PROCESSES = 8,
        INSTANTS = 300
    };

    phw_fading *f = create(PROCESSES, 1, 4);
    const phw_rng rng = {.seed = 21};
    float u[INSTANTS];
    phw_rng_uniform(u, &rng, 0, INSTANTS);
    double error = 0;
    for (size_t t = 0; t < INSTANTS; ++t) {
        const double time_s = (double)u[t] * 1000 - 300;
        phw_cf h[PROCESSES];
        read_at(f, h, time_s);
        phw_cf exact = 0;
        cr_assert_eq(phw_fading_value(f, &exact, t % PROCESSES, time_s), PHW_OK);
        error += power_of((double complex)(h[t % PROCESSES] - exact));
    }
    error = 10 * log10(error / INSTANTS);
    cr_expect_lt(error, -80, "%.1f dB", error);
    phw_fading_destroy(f);
}

/* The difference D = h(t + d) - h(t - d) is Gaussian with E|D|^2 = 2 (1 - R(2d)); for
 * small d that is (4 pi d)^2 times the second moment fd^2/2 of the spectrum. */
Test(fading, second_spectral_moment_is_half_the_squared_doppler)
{
    enum {
        PROCESSES = 512,
        INSTANTS = 400
    };

    const double d = 0.01;
    const double spacing = 4;
    phw_fading *f = create(PROCESSES, 1, 5);
    phw_cf *a = alloc(PROCESSES);
    phw_cf *b = alloc(PROCESSES);
    double sum = 0;
    for (size_t t = 0; t < INSTANTS; ++t) {
        read_at(f, a, (double)t * spacing - d);
        read_at(f, b, (double)t * spacing + d);
        for (size_t i = 0; i < PROCESSES; ++i)
            sum += power_of((double complex)(b[i] - a[i]));
    }
    double correlated = 1;
    for (size_t k = 1; k < INSTANTS; ++k) {
        const double s = (double)k * spacing;
        const double r = (2 * clarke(s) - clarke(s + 2 * d) - clarke(s - 2 * d)) /
                         (2 * (1 - clarke(2 * d)));
        correlated += 2 * (1 - (double)k / INSTANTS) * r * r;
    }
    const double n = PROCESSES * INSTANTS;
    /* For J0 the ratio to the limit d -> 0 is 1 - (4 pi d)^2 / 16. */
    const double moment = sum / n / pow(4 * M_PI * d, 2) / (1 - pow(M_PI * d, 2));
    cr_expect_float_eq(moment, 0.5, 0.5 * tolerance(1, n / correlated), "%g", moment);
    free(a);
    free(b);
    phw_fading_destroy(f);
}

/* Share of the energy beyond `edge` in 256/fd from `from` on, through a Blackman-Harris
 * window, whose main lobe is 4 bins of 1/256 wide on each side. */
static double leak_db(phw_fading *f, double from, double edge)
{
    enum {
        N = 4096
    };

    const double rate = 16;
    phw_fft *forward = NULL;
    cr_assert_eq(phw_fft_create(&forward, N, PHW_FFT_FORWARD), PHW_OK);
    phw_cf *x = alloc(N);
    for (int i = 0; i < N; ++i) {
        const double p = 2 * M_PI * (i + 0.5) / N;
        const double window =
            0.35875 - 0.48829 * cos(p) + 0.14128 * cos(2 * p) - 0.01168 * cos(3 * p);
        read_at(f, &x[i], from + i / rate);
        x[i] *= (float)window;
    }
    phw_fft_execute(forward, x, x);
    double all = 0;
    double beyond = 0;
    for (int k = 0; k < N; ++k) {
        const double frequency = (k < N / 2 ? k : N - k) * rate / N;
        const double power = power_of((double complex)x[k]);
        all += power;
        beyond += frequency > edge ? power : 0;
    }
    free(x);
    phw_fft_destroy(forward);
    return 10 * log10(beyond / all);
}

Test(fading, the_spectrum_ends_at_the_doppler_shift)
{
    for (uint32_t trial = 0; trial < 8; ++trial) {
        phw_fading *f = create(1, 1, 100 + trial);
        const double edge = 1 + 5.0 / 256;
        cr_expect_lt(leak_db(f, 0, edge), -75, "%.1f dB", leak_db(f, 0, edge));
        cr_expect_lt(leak_db(f, 200, edge), -60, "%.1f dB", leak_db(f, 200, edge));
        cr_expect_gt(leak_db(f, 0, 0.9), -20, "%.1f dB", leak_db(f, 0, 0.9));
        phw_fading_destroy(f);
    }
}

static double rayleigh(double r, double parameter)
{
    (void)parameter;
    return 1 - exp(-r * r);
}

Test(fading, envelope_is_rayleigh)
{
    enum {
        PROCESSES = 4096,
        TRIALS = 4
    };

    phw_fading *f = create(PROCESSES, 1, 0);
    phw_cf *h = alloc(PROCESSES);
    static double r[PROCESSES * TRIALS];
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        const phw_rng rng = {.seed = 22, .trial = trial};
        phw_fading_reset(f, &rng);
        read_at(f, h, 100 * trial);
        for (size_t i = 0; i < PROCESSES; ++i)
            r[trial * PROCESSES + i] = (double)cabsf(h[i]);
    }
    const double d = ks_distance(r, PROCESSES * TRIALS, rayleigh, 0);
    cr_expect_lt(d, ks_tolerance(PROCESSES * TRIALS), "D %g", d);
    free(h);
    phw_fading_destroy(f);
}

/* |mean of a b*| of independent unit processes: its square is exponential with mean
 * 1/n, so P(|.| > 5 / sqrt(n)) = e^-25, 1.4e-11 for each of the 276 pairs and lags. */
Test(fading, processes_are_independent)
{
    enum {
        PROCESSES = 24,
        INSTANTS = 4000
    };

    phw_fading *f = create(PROCESSES, 1, 6);
    phw_cf *h = alloc((size_t)PROCESSES * INSTANTS);
    for (size_t t = 0; t < INSTANTS; ++t)
        read_at(f, h + t * PROCESSES, (double)t);
    const double bound = 5 / sqrt(independent(INSTANTS, 1));
    for (size_t a = 0; a < PROCESSES; ++a) {
        for (size_t b = 0; b < a; ++b) {
            double complex sum = 0;
            for (size_t t = 0; t < INSTANTS; ++t)
                sum += (double complex)h[t * PROCESSES + a] *
                       conj((double complex)h[t * PROCESSES + b]);
            cr_expect_lt(cabs(sum) / INSTANTS, bound, "%zu with %zu", a, b);
        }
    }
    free(h);
    phw_fading_destroy(f);
}

Test(fading, any_order_of_reads_gives_the_same_bits)
{
    enum {
        PROCESSES = 5,
        INSTANTS = 400
    };

    phw_fading *forward = create(PROCESSES, 1, 7);
    phw_fading *shuffled = create(PROCESSES, 1, 7);
    static phw_cf a[INSTANTS][PROCESSES];
    static phw_cf b[INSTANTS][PROCESSES];
    uint32_t order[INSTANTS];
    const phw_rng rng = {.seed = 23};
    phw_rng_permutation(order, &rng, INSTANTS);
    for (uint32_t t = 0; t < INSTANTS; ++t) {
        read_at(forward, a[t], t * 7.3 - 900);
        read_at(shuffled, b[order[t]], order[t] * 7.3 - 900);
    }
    cr_expect_eq(memcmp(a, b, sizeof a), 0);
    phw_fading_destroy(forward);
    phw_fading_destroy(shuffled);
}

Test(fading, a_process_does_not_depend_on_how_many_are_beside_it)
{
    phw_fading *few = create(3, 1, 8);
    phw_fading *many = create(21, 1, 8);
    phw_cf a[3];
    phw_cf b[21];
    for (int t = 0; t < 100; ++t) {
        read_at(few, a, t * 5.7);
        read_at(many, b, t * 5.7);
        cr_expect_eq(memcmp(a, b, sizeof a), 0, "at %g", t * 5.7);
    }
    phw_fading_destroy(few);
    phw_fading_destroy(many);
}

Test(fading, without_doppler_it_is_constant_with_unit_power)
{
    enum {
        PROCESSES = 4096
    };

    phw_fading *f = create(PROCESSES, 0, 9);
    phw_cf *a = alloc(PROCESSES);
    phw_cf *b = alloc(PROCESSES);
    read_at(f, a, 0);
    read_at(f, b, 1e9);
    cr_expect_eq(memcmp(a, b, PROCESSES * sizeof *a), 0);
    double power = 0;
    for (size_t i = 0; i < PROCESSES; ++i)
        power += power_of((double complex)a[i]) / PROCESSES;
    cr_expect_float_eq(power, 1, tolerance(1, PROCESSES));
    phw_cf one = 0;
    cr_expect_eq(phw_fading_value(f, &one, 17, 3), PHW_OK);
    cr_expect(crealf(one) == crealf(a[17]) && cimagf(one) == cimagf(a[17]));
    free(a);
    free(b);
    phw_fading_destroy(f);
}

Test(fading, reset_is_a_new_creation)
{
    phw_fading *made = create(4, 1, 11);
    phw_fading *moved = create(4, 1, 10);
    phw_cf a[4];
    phw_cf b[4];
    read_at(moved, b, 5);
    const phw_rng rng = {.seed = 20, .trial = 11};
    phw_fading_reset(moved, &rng);
    read_at(made, a, 5);
    read_at(moved, b, 5);
    cr_expect_eq(memcmp(a, b, sizeof a), 0);
    phw_fading_destroy(made);
    phw_fading_destroy(moved);
}

static void expect_refused(phw_fading_config config)
{
    phw_fading *f = NULL;
    cr_expect_eq(phw_fading_create(&f, &config), PHW_EARG);
    cr_expect_null(f);
}

Test(fading, what_cannot_be_made_is_refused)
{
    expect_refused((phw_fading_config){.n = 0, .doppler_hz = 1});
    expect_refused((phw_fading_config){.n = 4097, .doppler_hz = 1});
    expect_refused((phw_fading_config){.n = 1000000000, .doppler_hz = 1});
    expect_refused((phw_fading_config){.n = SIZE_MAX, .n_sinusoids = SIZE_MAX});
    expect_refused((phw_fading_config){.n = 1, .doppler_hz = -1});
    expect_refused((phw_fading_config){.n = 1, .doppler_hz = nan("")});
    expect_refused((phw_fading_config){.n = 1, .doppler_hz = 2e9});
    expect_refused((phw_fading_config){.n = 1, .generator = (phw_fading_generator)7});
    expect_refused((phw_fading_config){.n = 1, .n_sinusoids = 1000000000});
    expect_refused((phw_fading_config){.n = 4096, .n_sinusoids = 4096});
    expect_refused((phw_fading_config){.n = 1, .redraw_periods = 0.5});
    expect_refused((phw_fading_config){.n = 1, .redraw_periods = -1});
    expect_refused((phw_fading_config){.n = 1, .redraw_periods = 1e7});
    expect_refused((phw_fading_config){.n = 1, .redraw_periods = nan("")});
    phw_fading_destroy(NULL);
}

Test(fading, instants_beyond_the_precision_of_a_double_are_refused)
{
    phw_fading *f = create(1, 10, 0);
    phw_cf h = 7;
    cr_expect_eq(phw_fading_read(f, &h, nan("")), PHW_EARG);
    cr_expect_eq(phw_fading_read(f, &h, 1e12), PHW_EARG);
    cr_expect_eq(phw_fading_read(f, &h, -HUGE_VAL), PHW_EARG);
    cr_expect_eq(phw_fading_value(f, &h, 0, HUGE_VAL), PHW_EARG);
    cr_expect_eq(phw_fading_value(f, &h, 1, 0), PHW_EARG);
    cr_expect_eq(phw_fading_series(f, &h, 0, nan(""), 0, 1), PHW_EARG);
    cr_expect_eq(phw_fading_series(f, &h, 0, -1, 0, 1), PHW_EARG);
    cr_expect_eq(phw_fading_series(f, &h, 1e12, 1, 0, 1), PHW_EARG);
    cr_expect_eq(phw_fading_series(f, &h, 0, 1e12, 0, 1), PHW_EARG);
    cr_expect_eq(phw_fading_series(f, &h, 0, 1e-9, UINT64_MAX, 2), PHW_EARG);
    cr_expect_eq(phw_fading_series(f, &h, 0, 1e-9, 0, SIZE_MAX / 4), PHW_EARG);
    cr_expect_float_eq(crealf(h), 7, 0);
    cr_expect_eq(phw_fading_series(f, &h, 0, 1, 0, 0), PHW_OK);
    cr_expect_float_eq(crealf(h), 7, 0);
    cr_expect_eq(phw_fading_read(f, &h, 1e11), PHW_OK);
    phw_fading_destroy(f);
}
