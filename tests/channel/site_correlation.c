#include "channel/site_correlation.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/angle_spreads.h"
#include "channel/angles.h"

#include "tests/channel/statistics.h"
#include "tests/channel/three.h"

/* Alice and Bob, each with eight listeners around at the distances of the table. */
enum {
    N_DISTANCES = 8,
    N_RING = 2 * (N_DISTANCES + 1)
};

static const double distance[N_DISTANCES] = {0.05, 0.1, 0.2, 0.3827, 0.5, 1, 2, 5};

static void fill_ring(phw_node *node, double x, double y)
{
    for (size_t i = 0; i < N_RING; ++i) {
        const size_t k = i / 2;
        node[i] = (phw_node){.site = (uint32_t)(i % 2)};
        if (k > 0) {
            node[i].position_m[0] = x * distance[k - 1];
            node[i].position_m[1] = y * distance[k - 1];
        }
    }
}

/* What listeners at either end hear of the other end, against R(d) of the angles: 5
 * sigma of 64 taps times the trials are 0.01. */
static void expect_space(const char *angles, phw_network_mode mode, double x, double y)
{
    enum {
        TRIALS = 2000
    };

    phw_node node[N_RING];
    fill_ring(node, x, y);
    phw_site site[2] = {{.flat = false}};
    cr_assert_eq(phw_angles_choose(&site[0].angles, angles), PHW_OK);
    site[1] = site[0];
    phw_network_config config = {.node = node,
                                 .n_nodes = N_RING,
                                 .site = site,
                                 .n_sites = 2,
                                 .carrier_hz = 299792458,
                                 .mode = mode,
                                 .n_waves = 16};
    cr_assert_eq(
        phw_profile_taps(&config.taps, phw_profile_find("exponential"), 1e-7, 64),
        PHW_OK);
    phw_network *network = network_of(&config);
    double complex cross[2][N_DISTANCES] = {{0}};
    double power[2][N_DISTANCES] = {{0}};
    double own[2][N_DISTANCES] = {{0}};
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_cf h[PHW_TAPS_MAX];
        phw_cf g[PHW_TAPS_MAX];
        phw_network_reset(network, 60, trial);
        read_taps(network, h, 0, 1, 0);
        for (size_t i = 0; i < 2 * N_DISTANCES; ++i) {
            const size_t end = i % 2;
            const size_t k = i / 2;
            read_taps(network, g, i + 2, 1 - end, 0);
            for (size_t l = 0; l < 64; ++l) {
                const double p = config.taps.power[l];
                cross[end][k] += (double complex)g[l] * conj((double complex)h[l]) / p;
                power[end][k] += power_of((double complex)g[l]) / p;
                own[end][k] += power_of((double complex)h[l]) / p;
            }
        }
    }
    for (size_t i = 0; i < 2 * N_DISTANCES; ++i) {
        const size_t end = i % 2;
        const size_t k = i / 2;
        double re;
        double im;
        const double d[3] = {x * distance[k], y * distance[k], 0};
        phw_angles_correlation(&re, &im, &site[0].angles, d);
        const double complex rho = cross[end][k] / sqrt(power[end][k] * own[end][k]);
        const double rest = 1 - re * re - im * im;
        const double n = 64.0 * TRIALS;
        cr_expect_lt(cabs(rho - CMPLX(re, im)), tolerance(rest, n) + 1e-6,
                     "%s, mode %d, end %zu, d %g: %g %+gj against %g %+gj", angles,
                     (int)mode, end, distance[k], creal(rho), cimag(rho), re, im);
        cr_expect_float_eq(power[end][k] / n, 1, tolerance(1, n));
        double same_re;
        double same_im;
        phw_network_correlation(&same_re, &same_im, network, i + 2, end, 1 - end);
        cr_expect_lt(cabs(CMPLX(re, im) - CMPLX(same_re, same_im)), 1e-9);
    }
    phw_network_destroy(network);
}

Test(site_correlation, listeners_at_either_end_hear_as_bessels_j0_says)
{
    expect_space("isotropic", PHW_NETWORK_SPECTRAL, 1, 0);
    expect_space("isotropic", PHW_NETWORK_PLANE_WAVES, 0.6, 0.8);
}

Test(site_correlation, listeners_at_either_end_hear_as_a_laplacian_spread_says)
{
    expect_space("laplacian:mean_deg=90:spread_deg=10", PHW_NETWORK_SPECTRAL, 1, 0);
    expect_space("laplacian:mean_deg=90:spread_deg=35", PHW_NETWORK_PLANE_WAVES, 1, 0);
}

Test(site_correlation, listeners_at_either_end_hear_as_von_mises_says)
{
    expect_space("von-mises:mean_deg=30:kappa=5", PHW_NETWORK_SPECTRAL, 0, 1);
    expect_space("von-mises:mean_deg=30:kappa=50", PHW_NETWORK_PLANE_WAVES, 1, 0);
}

/* L L^H = R, of two arrays and a single antenna that hear through one narrow spread. */
Test(site_correlation, the_mixing_matrix_is_a_root_of_the_correlation)
{
    phw_node node[3] = {{.name = "a"}, {.name = "b"}, {.name = "c"}};
    phw_site site = {.flat = false};
    cr_assert_eq(phw_array_choose(&node[0].array, "ula:n=4:spacing=0.3"), PHW_OK);
    cr_assert_eq(phw_array_choose(&node[1].array, "uca:n=3"), PHW_OK);
    node[1].position_m[0] = 1.7;
    node[2].position_m[1] = 0.01;
    cr_assert_eq(phw_angles_choose(&site.angles, "von-mises:mean_deg=70:kappa=20"),
                 PHW_OK);
    const phw_network_config config = {.node = node,
                                       .n_nodes = 3,
                                       .site = &site,
                                       .n_sites = 1,
                                       .carrier_hz = 299792458};
    const phw_antenna antenna[8] = {{0, 0}, {0, 1}, {0, 2}, {0, 3},
                                    {1, 0}, {1, 1}, {1, 2}, {2, 0}};
    phw_cf L[64];
    cr_assert_eq(phw_site_mixing(L, &config, antenna, 8), PHW_OK);
    for (size_t a = 0; a < 8; ++a) {
        for (size_t b = 0; b < 8; ++b) {
            double complex sum = 0;
            double re;
            double im;
            for (size_t k = 0; k < 8; ++k)
                sum +=
                    (double complex)L[a * 8 + k] * conj((double complex)L[b * 8 + k]);
            phw_site_correlation(&re, &im, &config, antenna[a], antenna[b]);
            cr_expect_lt(cabs(sum - CMPLX(re, im)), 1e-6, "%zu, %zu", a, b);
            if (b > a)
                cr_expect_eq(L[a * 8 + b], 0);
        }
    }
}

Test(site_correlation, a_singular_correlation_has_a_root_too)
{
    double all[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    three t;
    three_fill(&t, "flat", 0, 1);
    t.config.correlation = all;
    t.node[ALICE].site = 1;
    const phw_antenna antenna[3] = {{0, 0}, {1, 0}, {2, 0}};
    phw_cf L[9];
    cr_assert_eq(phw_site_mixing(L, &t.config, antenna, 3), PHW_OK);
    for (size_t a = 0; a < 3; ++a)
        cr_expect(L[3 * a] == 1 && L[3 * a + 1] == 0 && L[3 * a + 2] == 0);
}

Test(site_correlation, a_correlation_that_cannot_be_is_refused)
{
    double odd[9] = {1, 0.9, 0.9, 0.9, 1, -0.9, 0.9, -0.9, 1};
    three t;
    three_fill(&t, "flat", 0, 0);
    t.config.correlation = odd;
    t.node[ALICE].site = 1;
    const phw_antenna antenna[3] = {{0, 0}, {1, 0}, {2, 0}};
    phw_cf L[9];
    cr_expect_eq(phw_site_mixing(L, &t.config, antenna, 3), PHW_EARG);
    odd[5] = odd[7] = (double)NAN;
    cr_expect_eq(phw_site_mixing(L, &t.config, antenna, 3), PHW_EARG);
}

Test(site_correlation, an_explicit_correlation_stands_before_that_of_the_elements)
{
    three t;
    three_fill(&t, "flat", 0, 0.5);
    cr_assert_eq(phw_array_choose(&t.node[BOB].array, "ula:n=2:spacing=0.2"), PHW_OK);
    t.node[EVE].array = t.node[BOB].array;
    double re;
    double im;
    phw_site_correlation(&re, &im, &t.config, (phw_antenna){BOB, 0},
                         (phw_antenna){EVE, 1});
    cr_expect_float_eq(re, 0.5 * j0(2 * M_PI * 0.2), 1e-12);
    phw_site_correlation(&re, &im, &t.config, (phw_antenna){BOB, 0},
                         (phw_antenna){BOB, 1});
    cr_expect_float_eq(re, j0(2 * M_PI * 0.2), 1e-12);
    t.node[BOB].array.modelled = t.node[EVE].array.modelled = true;
    t.node[BOB].array.alpha = t.node[EVE].array.alpha = 0.9;
    phw_site_correlation(&re, &im, &t.config, (phw_antenna){BOB, 1},
                         (phw_antenna){EVE, 0});
    cr_expect_float_eq(re, 0.5 * 0.9, 1e-12);
}

/* cov vec H = R_r (x) R_s: every pair of entries of a 4 x 3 channel under narrow
 * spreads (complex R), in both modes, each estimate of n products of variance 1 or
 * less; the model of the standard besides. */
static void expect_kronecker(const char *first, const char *second,
                             phw_network_mode mode)
{
    enum {
        TRIALS = 800,
        N = 12
    };

    phw_node node[2] = {{.name = "a"}, {.name = "b", .site = 1}};
    phw_site site[2] = {{.flat = false}};
    node[1].position_m[0] = 30;
    cr_assert_eq(phw_array_choose(&node[0].array, first), PHW_OK);
    cr_assert_eq(phw_array_choose(&node[1].array, second), PHW_OK);
    cr_assert_eq(
        phw_angles_choose(&site[0].angles, "laplacian:mean_deg=20:spread_deg=10"),
        PHW_OK);
    cr_assert_eq(phw_angles_choose(&site[1].angles, "von-mises:mean_deg=140:kappa=3"),
                 PHW_OK);
    phw_network_config config = {.node = node,
                                 .n_nodes = 2,
                                 .site = site,
                                 .n_sites = 2,
                                 .carrier_hz = 299792458,
                                 .mode = mode,
                                 .n_waves = 16};
    cr_assert_eq(
        phw_profile_taps(&config.taps, phw_profile_find("exponential"), 1e-7, 32),
        PHW_OK);
    phw_network *network = network_of(&config);
    const size_t n_a = phw_network_antennas(network, 0);
    cr_assert_eq(n_a * phw_network_antennas(network, 1), N);
    static double complex cross[N][N];
    for (size_t i = 0; i < (size_t)N * N; ++i)
        cross[i / N][i % N] = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_cf h[PHW_TAPS_MAX * N];
        phw_network_reset(network, 61, trial);
        read_taps(network, h, 0, 1, 0);
        for (size_t i = 0; i < (size_t)32 * N * N; ++i) {
            const size_t l = i / N / N;
            const size_t x = i / N % N;
            const size_t y = i % N;
            cross[x][y] += (double complex)h[l * N + x] *
                           conj((double complex)h[l * N + y]) / config.taps.power[l];
        }
    }
    const double n = 32.0 * TRIALS;
    for (size_t i = 0; i < (size_t)N * N; ++i) {
        const size_t x = i / N;
        const size_t y = i % N;
        double re[2];
        double im[2];
        phw_site_correlation(&re[0], &im[0], &config, (phw_antenna){0, x % n_a},
                             (phw_antenna){0, y % n_a});
        phw_site_correlation(&re[1], &im[1], &config, (phw_antenna){1, x / n_a},
                             (phw_antenna){1, y / n_a});
        const double complex want = CMPLX(re[0], im[0]) * CMPLX(re[1], im[1]);
        cr_expect_lt(cabs(cross[x][y] / n - want), tolerance(1, n),
                     "%s and %s, mode %d, %zu %zu", first, second, (int)mode, x, y);
    }
    phw_network_destroy(network);
}

Test(site_correlation, arrays_hang_together_as_kroneckers_product)
{
    expect_kronecker("ula:n=4", "uca:n=3:spacing=0.3", PHW_NETWORK_SPECTRAL);
    expect_kronecker("ula:n=4:alpha=0.9", "ula:n=3:alpha=0.3", PHW_NETWORK_SPECTRAL);
}

Test(site_correlation, arrays_of_plane_waves_hang_together_as_the_angles_say)
{
    expect_kronecker("ula:n=4", "uca:n=3:spacing=0.3", PHW_NETWORK_PLANE_WAVES);
}

/* |L L^H - R| within single precision's rounding of a row. */
static void expect_root(const phw_cf *L, const phw_network_config *config,
                        const phw_antenna *antenna, size_t n, const char *what)
{
    double worst = 0;
    for (size_t a = 0; a < n; ++a) {
        for (size_t b = 0; b <= a; ++b) {
            double complex sum = 0;
            double re;
            double im;
            for (size_t k = 0; k <= b; ++k)
                sum +=
                    (double complex)L[a * n + k] * conj((double complex)L[b * n + k]);
            phw_site_correlation(&re, &im, config, antenna[a], antenna[b]);
            worst = fmax(worst, cabs(sum - CMPLX(re, im)));
        }
    }
    cr_expect_lt(worst, 2e-6, "%s: %g", what, worst);
}

/* Narrow spreads make R of a few waves: all but some eigenvalues are rounding. */
Test(site_correlation, long_arrays_in_narrow_spreads_have_a_root)
{
    enum {
        MOST = 256
    };

    static const struct {
        const char *array;
        const char *angles;
    } made[] = {
        {"ula:n=64", "gaussian:spread_deg=5"},  {"ula:n=64", "sector:width_deg=30"},
        {"ula:n=64", "von-mises:kappa=100"},    {"ula:n=32:alpha=0.3", "isotropic"},
        {"ula:n=32:alpha=0.9", "isotropic"},    {"upa:n=8:rows=8", "laplacian"},
        {"ula:n=256", "von-mises:kappa=10000"}, {"uca:n=64:spacing=0.05", "isotropic"},
    };

    static phw_cf L[MOST * MOST];
    static phw_antenna antenna[MOST];
    for (size_t i = 0; i < sizeof made / sizeof made[0]; ++i) {
        phw_node node[2] = {{.name = "a"}, {.name = "b", .site = 1}};
        phw_site site[2] = {{.flat = false}};
        cr_assert_eq(phw_array_choose(&node[0].array, made[i].array), PHW_OK, "%s",
                     phw_error_message());
        cr_assert_eq(phw_angles_choose(&site[0].angles, made[i].angles), PHW_OK, "%s",
                     phw_error_message());
        const phw_network_config config = {.node = node,
                                           .n_nodes = 2,
                                           .site = site,
                                           .n_sites = 2,
                                           .carrier_hz = 299792458};
        const size_t n = phw_array_size(&node[0].array);
        for (size_t k = 0; k < n; ++k)
            antenna[k] = (phw_antenna){0, k};
        cr_assert_eq(phw_site_mixing(L, &config, antenna, n), PHW_OK, "%s in %s: %s",
                     made[i].array, made[i].angles, phw_error_message());
        expect_root(L, &config, antenna, n, made[i].array);
    }
}

/* Bob's and Eve's arrays under an explicit correlation of the two; at 1 they hear the
 * same. */
Test(site_correlation, long_arrays_have_a_root_under_an_explicit_correlation)
{
    enum {
        ELEMENTS = 64,
        N = 2 * ELEMENTS
    };

    static phw_cf L[N * N];
    static phw_antenna antenna[N];
    for (size_t k = 0; k < N; ++k)
        antenna[k] = (phw_antenna){k < ELEMENTS ? BOB : EVE, k % ELEMENTS};
    const double given[] = {0, 0.7, 0.999999, 1};
    static const char *const arrays[] = {"ula:n=64", "ula:n=64:alpha=0.3"};
    for (size_t i = 0; i < 8; ++i) {
        three t;
        three_fill(&t, "flat", 0, given[i / 2]);
        cr_assert_eq(phw_angles_choose(&t.site[1].angles, "gaussian:spread_deg=5"),
                     PHW_OK);
        cr_assert_eq(phw_array_choose(&t.node[BOB].array, arrays[i % 2]), PHW_OK);
        t.node[EVE].array = t.node[BOB].array;
        cr_assert_eq(phw_site_mixing(L, &t.config, antenna, N), PHW_OK, "%g, %s: %s",
                     given[i / 2], arrays[i % 2], phw_error_message());
        expect_root(L, &t.config, antenna, N, arrays[i % 2]);
    }
}

/* Three nodes within one site: what the first two hear of the third. 64 taps of each
 * trial, of unit power. */
Test(site_correlation, a_third_node_of_the_same_site_is_among_the_scatterers)
{
    enum {
        TRIALS = 1000
    };

    for (int mode = 0; mode < 2; ++mode) {
        three t;
        three_fill(&t, "exponential", 64, 0);
        cr_assert_eq(phw_angles_choose(&t.site[0].angles, "von-mises:kappa=2"), PHW_OK);
        t.config.correlation = NULL;
        t.config.doppler_hz = 0;
        t.config.n_waves = 32;
        t.config.mode = (phw_network_mode)mode;
        t.node[BOB].site = t.node[EVE].site = 0;
        t.node[BOB].position_m[0] = 0.15;
        t.node[EVE].position_m[0] = 0.3;
        t.node[EVE].position_m[1] = 0.1;
        phw_network *network = network_of(&t.config);
        double complex sum = 0;
        for (uint32_t trial = 0; trial < TRIALS; ++trial) {
            phw_cf h[PHW_TAPS_MAX];
            phw_cf g[PHW_TAPS_MAX];
            phw_network_reset(network, 62, trial);
            read_taps(network, h, ALICE, BOB, 0);
            read_taps(network, g, ALICE, EVE, 0);
            for (size_t l = 0; l < 64; ++l)
                sum += (double complex)g[l] * conj((double complex)h[l]) /
                       (t.config.taps.power[l] * 64 * TRIALS);
        }
        double re;
        double im;
        phw_network_correlation(&re, &im, network, EVE, BOB, ALICE);
        cr_expect_lt(cabs(sum - CMPLX(re, im)), tolerance(1, 64.0 * TRIALS),
                     "mode %d: %g %+gj against %g %+gj", mode, creal(sum), cimag(sum),
                     re, im);
        phw_network_destroy(network);
    }
}

/* 200 listeners on a line of 10 wavelengths: R has about 42 eigenvalues that are not
 * rounding. */
Test(site_correlation, a_crowd_of_close_listeners_hangs_together_as_its_places_say)
{
    enum {
        CROWD = 200
    };

    phw_node node[CROWD];
    phw_antenna antenna[CROWD];
    for (size_t i = 0; i < CROWD; ++i) {
        node[i] = (phw_node){.position_m = {10.0 * (double)i / CROWD, 0, 0}};
        antenna[i] = (phw_antenna){.node = i};
    }
    phw_site site = {.flat = false};
    cr_assert_eq(phw_angles_choose(&site.angles, "isotropic"), PHW_OK);
    const phw_network_config config = {.node = node,
                                       .n_nodes = CROWD,
                                       .site = &site,
                                       .n_sites = 1,
                                       .carrier_hz = 299792458};
    static phw_cf mixing[CROWD * CROWD];
    cr_assert_eq(phw_site_mixing(mixing, &config, antenna, CROWD), PHW_OK, "%s",
                 phw_error_message());
    for (size_t a = 0; a < CROWD; ++a) {
        for (size_t b = 0; b <= a; ++b) {
            double complex r = 0;
            for (size_t k = 0; k <= b; ++k)
                r += (double complex)mixing[a * CROWD + k] *
                     conj((double complex)mixing[b * CROWD + k]);
            const double d = 10.0 * (double)(a - b) / CROWD;
            /* Single precision's rounding of a row of at most 200 terms. */
            cr_expect_float_eq(creal(r), j0(2 * M_PI * d), 2e-6);
            cr_expect_float_eq(cimag(r), 0, 2e-6);
        }
    }
}
