/* What both generators give does not depend on how it is asked for: the order of
 * readings, the pieces of a series, the number of threads, the neighbours. */
#include <pthread.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/fading.h"
#include "channel/spectra.h"

static void read_at(phw_fading *f, phw_cf *out, double time_s)
{
    cr_assert_eq(phw_fading_read(f, out, time_s), PHW_OK);
}

static const phw_fading_generator generators[] = {PHW_FADING_SPECTRAL,
                                                  PHW_FADING_SINUSOIDS};
static const double redraws[] = {0, 0, 16};
static const double steps[] = {0.002, 0.11, 7};

/* Sinusoids redrawn and not. */
static phw_fading *create_kind(size_t kind, size_t n)
{
    const phw_fading_config config = {.n = n,
                                      .doppler_hz = 1,
                                      .generator = generators[kind > 0],
                                      .redraw_periods = redraws[kind],
                                      .rng = {.seed = 24}};
    phw_fading *f = NULL;
    cr_assert_eq(phw_fading_create(&f, &config), PHW_OK);
    return f;
}

#define COUNT 2500

static phw_cf whole[COUNT * 9];
static phw_cf cut[COUNT * 9];

static void expect_no_cuts(size_t kind, size_t n, double step)
{
    const size_t sizes[] = {1, 31, 32, 33, 1000, 1024, 2000};
    const size_t size = COUNT * n * sizeof whole[0];
    phw_fading *f = create_kind(kind, n);
    /* NaNs, to see that what was in the array does not matter. */
    memset(whole, 0xff, size);
    cr_assert_eq(phw_fading_series(f, whole, -5, step, 77, COUNT), PHW_OK);
    for (size_t z = 0; z < sizeof sizes / sizeof sizes[0]; ++z) {
        memset(cut, 0xff, size);
        for (size_t at = 0; at < COUNT; at += sizes[z]) {
            const size_t left = COUNT - at;
            const size_t take = left < sizes[z] ? left : sizes[z];
            cr_assert_eq(phw_fading_series(f, cut + at * n, -5, step, 77 + at, take),
                         PHW_OK);
        }
        cr_expect_eq(memcmp(whole, cut, size), 0, "kind %zu step %g pieces of %zu",
                     kind, step, sizes[z]);
    }
    for (size_t k = 0; k < COUNT * n; ++k)
        cr_assert(cabsf(whole[k]) < 10, "kind %zu step %g", kind, step);
    phw_fading_destroy(f);
}

Test(fading_invariance, a_series_is_the_same_bits_however_it_is_cut)
{
    const size_t n[] = {1, 3, 9};
    for (size_t kind = 0; kind < 3; ++kind)
        for (size_t s = 0; s < 3; ++s)
            expect_no_cuts(kind, n[s], steps[s]);
    expect_no_cuts(2, 1, steps[1]);
    expect_no_cuts(2, 9, steps[0]);
}

Test(fading_invariance, a_spectral_series_is_its_readings)
{
    phw_fading *f = create_kind(0, 3);
    static phw_cf series[500][3];
    phw_cf h[3];
    cr_assert_eq(phw_fading_series(f, series[0], 100, 0.7, 5, 500), PHW_OK);
    for (size_t k = 0; k < 500; ++k) {
        read_at(f, h, 100 + (double)(5 + k) * 0.7);
        cr_expect_eq(memcmp(h, series[k], sizeof h), 0, "at %zu", k);
    }
    phw_fading_destroy(f);
}

/* What one of several threads reads of the instants of a run, with a bank of its own.
 */
typedef struct share {
    phw_fading *f;
    phw_cf (*out)[2];
    size_t first;
    size_t step;
} share;

#define RUN 3000

static void *read_share(void *argument)
{
    const share *s = argument;
    for (size_t k = s->first; k < RUN; k += s->step) {
        const size_t at = RUN - 1 - k;
        if (phw_fading_read(s->f, s->out[at], (double)at * 0.61) != PHW_OK)
            return argument;
    }
    return NULL;
}

Test(fading_invariance, two_threads_give_the_bits_of_one)
{
    static phw_cf one[RUN][2];
    static phw_cf two[RUN][2];
    for (size_t kind = 0; kind < 3; ++kind) {
        share alone = {create_kind(kind, 2), one, 0, 1};
        share part[2] = {{create_kind(kind, 2), two, 0, 2},
                         {create_kind(kind, 2), two, 1, 2}};
        pthread_t thread[2];
        void *failed = NULL;
        cr_expect_null(read_share(&alone));
        for (int i = 0; i < 2; ++i)
            cr_assert_eq(pthread_create(&thread[i], NULL, read_share, &part[i]), 0);
        for (int i = 0; i < 2; ++i) {
            cr_assert_eq(pthread_join(thread[i], &failed), 0);
            cr_expect_null(failed);
            phw_fading_destroy(part[i].f);
        }
        cr_expect_eq(memcmp(one, two, sizeof one), 0, "kind %zu", kind);
        phw_fading_destroy(alone.f);
    }
}

Test(fading_invariance, sinusoids_too_are_read_in_any_order)
{
    for (size_t kind = 1; kind < 3; ++kind) {
        phw_fading *f = create_kind(kind, 3);
        static phw_cf forward[400][3];
        phw_cf h[3];
        for (int t = 0; t < 400; ++t)
            read_at(f, forward[t], t * 7.3 - 900);
        for (int t = 399; t >= 0; t -= 7) {
            read_at(f, h, t * 7.3 - 900);
            cr_expect_eq(memcmp(h, forward[t], sizeof h), 0, "kind %zu at %d", kind, t);
        }
        phw_fading_destroy(f);
    }
}

/* The fade into the next draw is level: no step and no corner. */
Test(fading_invariance, redrawn_sinusoids_run_on_without_a_step)
{
    phw_fading *f = create_kind(2, 16);
    phw_cf before[16];
    phw_cf after[16];
    for (int k = -3; k <= 3; ++k) {
        const double seam[] = {16.0 * k, 16.0 * k + 12};
        for (int i = 0; i < 2; ++i) {
            read_at(f, before, seam[i] - 1e-7);
            read_at(f, after, seam[i] + 1e-7);
            /* |h'| is below 2 pi sqrt(N) = 25, and the readings are within 2e-6. */
            for (size_t p = 0; p < 16; ++p)
                cr_expect_lt(cabsf(after[p] - before[p]), 1e-5F, "at %g", seam[i]);
        }
    }
    phw_fading_destroy(f);
}

/* A process's bits do not depend on its neighbours' spectra, if none is wider. */
Test(fading_invariance, each_process_has_its_own_spectrum)
{
    phw_spectrum_choice choice[3] = {{0}};
    cr_assert_eq(phw_spectrum_choose(&choice[1], "flat"), PHW_OK);
    for (size_t g = 0; g < 2; ++g) {
        phw_fading_config config = {
            .n = 3, .doppler_hz = 1, .generator = generators[g], .rng = {.seed = 25}};
        phw_fading *clarke_bank = NULL;
        phw_fading *mixed = NULL;
        phw_cf a[3];
        phw_cf b[3];
        cr_assert_eq(phw_fading_create(&clarke_bank, &config), PHW_OK);
        config.spectrum = choice;
        cr_assert_eq(phw_fading_create(&mixed, &config), PHW_OK);
        read_at(clarke_bank, a, 3.3);
        read_at(mixed, b, 3.3);
        cr_expect_eq(memcmp(&a[0], &b[0], sizeof a[0]), 0);
        cr_expect_neq(memcmp(&a[1], &b[1], sizeof a[1]), 0);
        cr_expect_eq(memcmp(&a[2], &b[2], sizeof a[2]), 0);
        phw_fading_destroy(clarke_bank);
        phw_fading_destroy(mixed);
    }
}
