#include "kgen/quantizers.h"

#include "kgen/quantizer_lloyd_max.h"

#include "tests/kgen/pair.h"

#define N 5000

Test(quantizers, are_found_by_name)
{
    size_t n = 0;
    const phw_quantizer *const *list = phw_quantizer_list(&n);
    cr_assert_gt(n, 0);
    for (size_t i = 0; i < n; ++i) {
        const phw_quantizer *found = NULL;
        cr_assert_eq(phw_quantizer_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
    }
    const phw_quantizer *found = NULL;
    cr_expect_eq(phw_quantizer_find(&found, "lloyd"), PHW_EARG);
    for (size_t i = 0; i < n; ++i)
        cr_expect_not_null(strstr(phw_error_message(), list[i]->name));
}

/* The settings of a quantizer to be tried: setting 0 is the default, setting 1 + 2k
 * and 2 + 2k put parameter k at its least and greatest value. */
static bool setting(phw_params *out, const phw_quantizer *q, size_t k)
{
    phw_params_preset(out, q->params, q->n_params);
    if (k == 0)
        return true;
    const size_t which = (k - 1) / 2;
    if (which >= q->n_params)
        return false;
    out->value[which] = k % 2 == 1 ? q->params[which].min : q->params[which].max;
    return true;
}

/* What the leader would say about x[N] in public; NULL when nothing. */
static uint8_t *saying(const phw_quantizer *q, const phw_params *params,
                       const double *x, unsigned n_bits)
{
    const unsigned n_said = phw_quantizer_said_bits(q, params, n_bits);
    cr_expect_leq(n_bits + n_said, PHW_QUANTIZER_BITS_MAX, "%s", q->name);
    cr_expect(n_said == 0 || q->index_exchange(params) == PHW_EXCHANGE_NONE);
    if (n_said == 0)
        return NULL;
    uint8_t *said = calloc(N, 1);
    cr_assert_eq(q->announce(said, x, N, n_bits, params), PHW_OK);
    for (size_t i = 0; i < N; ++i)
        cr_assert_lt(said[i], 1U << n_said);
    return said;
}

/* The promises that hold for every entry, setting, end and number of bits. */
static void check_promises(const phw_quantizer *q, const phw_params *params,
                           const double *x, unsigned n_bits, bool leader)
{
    phw_symbols s = {0};
    phw_symbols again = {0};
    phw_symbols peer = {0};
    uint8_t *said = saying(q, params, x, n_bits);
    cr_assert_eq(q->label(&s, x, N, n_bits, params, leader, said), PHW_OK, "%s: %s",
                 q->name, phw_error_message());
    cr_assert_eq(q->label(&again, x, N, n_bits, params, leader, said), PHW_OK);
    cr_assert_eq(q->label(&peer, x, N, n_bits, params, !leader, said), PHW_OK);
    cr_expect_eq(s.n, N);
    cr_expect_eq(s.n_bits, n_bits);
    cr_expect_null(s.said, "%s: what is said is the caller's to add", q->name);
    cr_expect_arr_eq(s.symbol, again.symbol, N);
    cr_expect_arr_eq(s.keep, again.keep, N);
    const phw_exchange exchange = q->index_exchange(params);
    size_t in_secret = 0;
    for (size_t i = 0; i < N; ++i) {
        cr_expect_lt(s.symbol[i], 1U << n_bits);
        cr_expect_leq(s.keep[i], 1);
        in_secret += exchange == PHW_EXCHANGE_NONE && s.keep[i] != peer.keep[i];
        in_secret +=
            exchange == PHW_EXCHANGE_LEADER && !leader && peer.keep[i] && !s.keep[i];
    }
    cr_expect_eq(in_secret, 0, "%s drops in secret", q->name);
    free(said);
    phw_symbols_free(&s);
    phw_symbols_free(&again);
    phw_symbols_free(&peer);
}

Test(quantizers, all_keep_their_promises)
{
    size_t n = 0;
    const phw_quantizer *const *list = phw_quantizer_list(&n);
    double *smooth = normals(N, 1);
    double *whole = normals(N, 2);
    for (size_t i = 0; i < N; ++i)
        whole[i] = rint(3 * whole[i]);
    for (size_t i = 0; i < n; ++i) {
        phw_params params;
        for (size_t k = 0; setting(&params, list[i], k); ++k) {
            const unsigned asked = list[i]->n_bits(&params);
            cr_expect(asked >= 1 && asked <= list[i]->n_bits_max);
            for (unsigned bits = 1; bits <= list[i]->n_bits_max; ++bits) {
                check_promises(list[i], &params, smooth, bits, true);
                check_promises(list[i], &params, smooth, bits, false);
                check_promises(list[i], &params, whole, bits, true);
            }
        }
    }
    free(smooth);
    free(whole);
}

/* Kept bits of a symmetric series are unbiased: 5 sigma = 2.5 / sqrt(kept) of each
 * plane; of an entry whose levels are not equally likely, the most significant. */
Test(quantizers, all_give_unbiased_bits_of_a_normal_series)
{
    size_t n = 0;
    const phw_quantizer *const *list = phw_quantizer_list(&n);
    double *x = normals(N, 1);
    for (size_t i = 0; i < n; ++i) {
        phw_params params;
        phw_params_preset(&params, list[i]->params, list[i]->n_params);
        const unsigned n_bits = list[i]->n_bits(&params);
        phw_symbols s = {0};
        uint8_t *said = saying(list[i], &params, x, n_bits);
        cr_assert_eq(list[i]->label(&s, x, N, n_bits, &params, true, said), PHW_OK);
        free(said);
        const bool even = list[i] != &phw_quantizer_lloyd_max;
        for (unsigned plane = even ? 0 : n_bits - 1; plane < n_bits; ++plane) {
            size_t kept = 0;
            size_t ones = 0;
            for (size_t k = 0; k < N; ++k) {
                kept += s.keep[k];
                ones += s.keep[k] && ((s.symbol[k] >> plane) & 1U);
            }
            cr_expect_gt(kept, N / 50, "%s", list[i]->name);
            cr_expect_float_eq((double)ones / (double)kept, 0.5,
                               2.5 / sqrt((double)kept), "%s plane %u", list[i]->name,
                               plane);
        }
        phw_symbols_free(&s);
    }
    free(x);
}

Test(quantizers, all_refuse_constant_and_broken_series)
{
    size_t n = 0;
    const phw_quantizer *const *list = phw_quantizer_list(&n);
    double x[32] = {0};
    for (size_t i = 0; i < n; ++i) {
        phw_params params;
        phw_params_preset(&params, list[i]->params, list[i]->n_params);
        phw_symbols s = {0};
        const phw_quantizer *q = list[i];
        memset(x, 0, sizeof x);
        cr_expect_eq(q->label(&s, x, 32, 1, &params, true, NULL), PHW_ESHORT, "%s",
                     q->name);
        x[31] = nan("");
        cr_expect_eq(q->label(&s, x, 32, 1, &params, true, NULL), PHW_EINPUT, "%s",
                     q->name);
        x[31] = 1;
        cr_expect_eq(q->label(&s, x, 32, 9, &params, true, NULL), PHW_EARG, "%s",
                     q->name);
        cr_expect_null(s.symbol);
    }
}
