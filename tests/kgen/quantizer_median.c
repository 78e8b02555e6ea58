#include "kgen/quantizer_median.h"

#include "kgen/feature_parts.h"
#include "kgen/labels.h"
#include "kgen/raw.h"

#include "tests/kgen/pair.h"

static const phw_bits nothing; /* said in public */

static const phw_params together = {{0}};
static const phw_params by_index = {{1}};

static phw_symbols label(const double *x, size_t n, const phw_params *params)
{
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_median.label(&s, x, n, 1, params, true, NULL), PHW_OK);
    return s;
}

Test(quantizer_median, halves_a_series)
{
    const double x[] = {4, -1, 9, 2, 7, 0};
    const uint8_t want[] = {1, 0, 1, 0, 1, 0};
    phw_symbols s = label(x, 6, &together);
    cr_expect_arr_eq(s.symbol, want, 6);
    phw_symbols_free(&s);
}

Test(quantizer_median, gives_equal_values_one_bit_or_parts_them_by_index)
{
    const double x[] = {1, 5, 5, 5, 5, 9};
    const uint8_t one[] = {0, 1, 1, 1, 1, 1};
    const uint8_t parted[] = {0, 0, 0, 1, 1, 1};
    phw_symbols s = label(x, 6, &together);
    cr_expect_arr_eq(s.symbol, one, 6);
    phw_symbols_free(&s);
    s = label(x, 6, &by_index);
    cr_expect_arr_eq(s.symbol, parted, 6);
    phw_symbols_free(&s);
}

Test(quantizer_median, makes_one_bit_only)
{
    const double x[] = {1, 5, 3};
    phw_symbols s = {0};
    cr_expect_eq(phw_quantizer_median.label(&s, x, 3, 2, &together, true, NULL),
                 PHW_EARG);
    cr_expect_eq(phw_quantizer_median.label(&s, x, 1, 1, &together, true, NULL),
                 PHW_ESHORT);
    cr_expect_null(s.symbol);
}

/* One end's raw bits of the in-phase parts. */
static phw_raw raw_bits(const phw_trace *trace, bool leader)
{
    const uint8_t n_bits[] = {1, 0};
    phw_features x = {0};
    phw_labels labels = {0};
    phw_bits keep = {0};
    phw_raw raw = {0};
    cr_assert_eq(phw_feature_parts.extract(&x, trace, NULL), PHW_OK);
    cr_assert_eq(phw_labels_make(
                     &labels, &x,
                     &(const phw_labelling){&phw_quantizer_median, &together, n_bits},
                     leader, &nothing),
                 PHW_OK);
    cr_assert_eq(phw_labels_keep(&keep, &labels), PHW_OK);
    cr_assert_eq(phw_raw_build(&raw, &labels, &keep), PHW_OK);
    phw_features_free(&x);
    phw_labels_free(&labels);
    phw_bits_free(&keep);
    return raw;
}

/* A flat Rayleigh channel h ~ CN(0, 1) seen at both ends with noise of variance 1/g:
 * real parts of correlation rho = g / (1 + g) disagree in arccos(rho) / pi of the bits
 * (Sheppard 1899). A bit's standard error is sqrt(p (1 - p) / N). */
Test(quantizer_median, disagrees_on_rayleigh_channels_in_arccos_rho_over_pi)
{
    enum {
        N = 1000000
    };

    phw_trace end[2] = {{0}, {0}};
    const phw_rng air = {11, PHW_RNG_PURPOSE(PHW_RNG_FADING, 0), 0};
    phw_cf *noise = malloc(N * sizeof *noise);
    cr_assert_not_null(noise);
    static const double snr_db[] = {0, 10, 20};
    for (size_t i = 0; i < 3; ++i) {
        const double g = pow(10, snr_db[i] / 10);
        phw_raw raw[2];
        for (uint32_t e = 0; e < 2; ++e) {
            const phw_rng rng = {11, PHW_RNG_PURPOSE(PHW_RNG_NOISE, e), (uint32_t)i};
            cr_assert_eq(phw_trace_alloc(&end[e], PHW_TRACE_CIR, N, 1), PHW_OK);
            phw_rng_normal_complex(end[e].cplx, &air, 1, 0, N);
            phw_rng_normal_complex(noise, &rng, 1 / g, 0, N);
            for (size_t k = 0; k < N; ++k)
                end[e].cplx[k] += noise[k];
            raw[e] = raw_bits(&end[e], e == 0);
            phw_trace_free(&end[e]);
        }
        const double rho = g / (1 + g);
        const double p = acos(rho) / M_PI;
        cr_assert_eq(raw[0].bits.n, N);
        const double bdr =
            (double)phw_bits_distance(&raw[0].bits, &raw[1].bits) / (double)N;
        cr_expect_float_eq(bdr, p, 5 * sqrt(p * (1 - p) / N), "%g dB: %.6f, not %.6f",
                           snr_db[i], bdr, p);
        phw_raw_free(&raw[0]);
        phw_raw_free(&raw[1]);
    }
    free(noise);
}
