#include "kgen/transform_spectrum.h"

#include "core/ledger.h"
#include "kgen/assessment.h"
#include "kgen/estimator_gaussian.h"
#include "kgen/labels.h"
#include "kgen/quantizer_guard.h"
#include "kgen/raw.h"
#include "kgen/reconciler_yan.h"

#include "tests/kgen/pair.h"

static const phw_bits nothing; /* said in public */

static phw_params preset(void)
{
    phw_params p;
    phw_params_preset(&p, phw_transform_spectrum.params,
                      phw_transform_spectrum.n_params);
    return p;
}

static phw_features series_features(const double *x, size_t n)
{
    phw_features f = {0};
    cr_assert_eq(phw_features_alloc(&f, n, 1), PHW_OK);
    memcpy(f.value, x, n * sizeof *x);
    return f;
}

static phw_features transform(const double *x, size_t n)
{
    phw_features in = series_features(x, n);
    phw_features out = {0};
    const phw_params params = preset();
    cr_assert_eq(phw_transform_spectrum.apply(&out, &in, NULL, 0, &params), PHW_OK,
                 "%s", phw_error_message());
    phw_features_free(&in);
    return out;
}

static double mean_square(const double *x, size_t from, size_t to)
{
    double sum = 0;
    for (size_t i = from; i < to; ++i)
        sum += x[i] * x[i];
    return sum / (double)(to - from);
}

/* The orthonormal transform of x less its mean, as the plain sum. */
static double *plain_cosines(const double *x, size_t n)
{
    double *X = malloc(n * sizeof *X);
    cr_assert_not_null(X);
    double mean = 0;
    for (size_t i = 0; i < n; ++i)
        mean += x[i] / (double)n;
    for (size_t k = 0; k < n; ++k) {
        X[k] = 0;
        for (size_t i = 0; i < n; ++i)
            X[k] += (x[i] - mean) * cos(M_PI * (double)((2 * i + 1) * k) / (2.0 * n)) *
                    sqrt((k == 0 ? 1.0 : 2.0) / (double)n);
    }
    return X;
}

/* Single precision in the transform: 1e-6 of the largest coefficient. */
Test(transform_spectrum, is_the_plain_sum_for_even_and_odd_lengths)
{
    for (size_t n = 199; n <= 200; ++n) {
        double *x = normals(n, 31);
        for (size_t i = 0; i < n; ++i)
            x[i] += 3 * cos((double)i / 4) + 5;
        double *X = plain_cosines(x, n);
        double energy = 0;
        for (size_t i = 0; i < n; ++i)
            energy += x[i] * x[i];
        double mean = 0;
        for (size_t i = 0; i < n; ++i)
            mean += x[i] / (double)n;
        cr_expect_float_eq(mean_square(X, 0, n) * (double)n,
                           energy - mean * mean * (double)n, 1e-9 * energy, "Parseval");
        const double noise = mean_square(X, 3 * n / 4, n);
        phw_features w = transform(x, n);
        cr_expect_eq(w.n_rows, (size_t)(0.45 * (double)n) - 8);
        for (size_t r = 0; r < w.n_rows; ++r) {
            const size_t k = 8 + r;
            const size_t half = k / 4 > 4 ? k / 4 : 4;
            const double power = mean_square(X, k - half, k + half + 1);
            const double rho = fmax(1 - noise / power, 0.02);
            const double v = X[k] / sqrt(power) * rho / sqrt(1 - rho * rho);
            cr_expect_eq(w.sequence[r], (int64_t)k);
            cr_expect_float_eq(w.value[r], erf(v / sqrt(2)), 1e-4, "k %zu", k);
        }
        phw_features_free(&w);
        free(X);
        free(x);
    }
}

/* For two ends as noisy as each other a value is what its magnitude promises: the mean
 * product of signs over values of magnitude about m is m. 40 pairs of a low-pass signal
 * in white noise, some 2000 values a class of width 0.25: 5 sigma are 5 sqrt((1 - m^2)
 * / 2000), and the estimated S_k and M add 0.05. */
Test(transform_spectrum, promises_the_agreement_that_comes)
{
    enum {
        N = 1000
    };

    double product[4] = {0};
    double promised[4] = {0};
    double count[4] = {0};
    for (uint32_t t = 0; t < 40; ++t) {
        double *h = normals(N, 400 + 3 * t);
        double *x = normals(N, 401 + 3 * t);
        double *y = normals(N, 402 + 3 * t);
        double state = 0;
        for (size_t i = 0; i < N; ++i) {
            state = 0.9 * state + h[i];
            x[i] += state;
            y[i] += state;
        }
        phw_features a = transform(x, N);
        phw_features b = transform(y, N);
        for (size_t r = 0; r < a.n_rows; ++r) {
            const size_t c = (size_t)fmin(3, 4 * fabs(a.value[r]));
            product[c] += (a.value[r] > 0) == (b.value[r] > 0) ? 1 : -1;
            promised[c] += fabs(a.value[r]);
            count[c] += 1;
        }
        phw_features_free(&a);
        phw_features_free(&b);
        free(h);
        free(x);
        free(y);
    }
    for (size_t c = 0; c < 4; ++c) {
        const double m = promised[c] / count[c];
        cr_expect_gt(count[c], 1000);
        cr_expect_float_eq(product[c] / count[c], m,
                           5 * sqrt((1 - m * m) / count[c]) + 0.05, "class %zu", c);
    }
}

/* White noise has dependence at its floor, 2.576^2 / ln 2 = 9.6 bits, unless AIC takes
 * an order by chance; a series whose power swings with time has real dependence. */
Test(transform_spectrum, names_the_dependence_that_a_swinging_power_makes)
{
    enum {
        N = 4000
    };

    double *x = normals(N, 77);
    phw_features white = transform(x, N);
    for (size_t i = 0; i < N; ++i)
        x[i] *= 1 + 0.6 * cos(2 * M_PI * (double)i / N);
    phw_features swinging = transform(x, N);
    cr_expect(white.has_dependence);
    cr_expect_gt(white.dependence_bits, 9.5);
    cr_expect_lt(white.dependence_bits, 60);
    /* Power 1.18 + 1.2 cos t + 0.18 cos 2 t: correlation 1.2 / 2 / 1.18 = 0.51 two
     * coefficients on, beyond what the divergence is finite for. */
    cr_expect_eq(swinging.dependence_bits, HUGE_VAL);
    phw_features_free(&white);
    phw_features_free(&swinging);
    free(x);
}

Test(transform_spectrum, refuses_what_it_was_not_made_for)
{
    double *x = normals(400, 3);
    phw_features in = series_features(x, 400);
    phw_features out = {0};
    phw_blob message = {0};
    const phw_params params = preset();
    const uint8_t byte = 0;
    cr_expect_eq(phw_transform_spectrum.fit(&message, &in, &params), PHW_OK);
    cr_expect_eq(message.size, 0);
    cr_expect_eq(phw_transform_spectrum.apply(&out, &in, &byte, 1, &params), PHW_EPEER);
    in.value[7] = (double)NAN;
    cr_expect_eq(phw_transform_spectrum.apply(&out, &in, NULL, 0, &params), PHW_EINPUT);
    for (size_t i = 0; i < 400; ++i)
        in.value[i] = 3;
    cr_expect_eq(phw_transform_spectrum.apply(&out, &in, NULL, 0, &params), PHW_ESHORT);
    phw_features_free(&in);

    in = series_features(x, 88); /* 8 .. 39: 31 coefficients */
    cr_expect_eq(phw_transform_spectrum.apply(&out, &in, NULL, 0, &params), PHW_ESHORT);
    phw_features_free(&in);
    in = series_features(x, 89); /* 8 .. 40: 32 */
    cr_expect_eq(phw_transform_spectrum.apply(&out, &in, NULL, 0, &params), PHW_OK);
    phw_features_free(&in);
    phw_features_free(&out);

    cr_assert_eq(phw_features_alloc(&in, 200, 2), PHW_OK);
    memcpy(in.value, x, 400 * sizeof *x);
    cr_expect_eq(phw_transform_spectrum.apply(&out, &in, NULL, 0, &params), PHW_EARG);
    cr_expect_null(out.value);
    phw_features_free(&in);
    free(x);
}

/* Signs of two ends, the leader's guard applied. */
typedef struct signs {
    phw_raw alice;
    phw_raw bob;
    phw_assessment assessment;
    double error_rate;
} signs;

static signs make_signs(const double *x, const double *y, size_t n)
{
    phw_features a = transform(x, n);
    phw_features b = transform(y, n);
    const phw_params guard = {{0.9, 0}}; /* alpha; one side */
    phw_labels leader = {0};
    phw_labels other = {0};
    phw_bits keep = {0};
    signs s = {0};
    cr_assert_eq(
        phw_labels_make(&leader, &a,
                        &(const phw_labelling){&phw_quantizer_guard, &guard, NULL},
                        true, &nothing),
        PHW_OK);
    cr_assert_eq(
        phw_labels_make(&other, &b,
                        &(const phw_labelling){&phw_quantizer_guard, &guard, NULL},
                        false, &nothing),
        PHW_OK);
    cr_assert_eq(phw_labels_keep(&keep, &leader), PHW_OK);
    cr_assert_eq(phw_raw_build(&s.alice, &leader, &keep), PHW_OK);
    cr_assert_eq(phw_raw_build(&s.bob, &other, &keep), PHW_OK);
    cr_assert_eq(phw_assess(&s.assessment, &s.alice, &a, PHW_ASSESS_COLLISION), PHW_OK);
    s.error_rate =
        (double)phw_bits_distance(&s.alice.bits, &s.bob.bits) / (double)s.alice.bits.n;
    phw_bits_free(&keep);
    phw_labels_free(&leader);
    phw_labels_free(&other);
    phw_features_free(&a);
    phw_features_free(&b);
    return s;
}

static void signs_free(signs *s)
{
    phw_raw_free(&s->alice);
    phw_raw_free(&s->bob);
}

/* Parities that Cascade told of Alice's bits; the ends agree afterwards unless
 * *n_failed is counted up. */
static uint64_t leak(const signs *s, uint64_t seed, unsigned *n_failed)
{
    const phw_reconciler *yan = &phw_reconciler_yan;
    const phw_reconcile_segment all = {0, s->alice.bits.n, 0.05};
    phw_reconcile_task task = {
        .n = s->alice.bits.n, .segment = &all, .n_segments = 1, .seed = seed};
    cr_assert_eq(phw_params_read(&task.params, yan->params, yan->n_params,
                                 "masks=1:infer=1:reuse=1:order=mixed"),
                 PHW_OK);
    phw_reconciliation *end[2] = {NULL, NULL};
    cr_assert_eq(yan->create(&end[0], PHW_ALICE, &task, &s->alice.bits), PHW_OK);
    cr_assert_eq(yan->create(&end[1], PHW_BOB, &task, &s->bob.bits), PHW_OK);
    phw_message message[2] = {{0}, {0}};
    bool done[2] = {false, false};
    const phw_message *in = NULL;
    for (unsigned turn = 0; !done[0] || !done[1]; turn = 1 - turn) {
        cr_assert_eq(yan->step(end[turn], &message[turn], &done[turn], in), PHW_OK);
        in = message[turn].size > 0 ? &message[turn] : NULL;
        if (in == NULL)
            break;
    }
    const uint64_t bits = yan->figures(end[1]).leak_bits;
    *n_failed += phw_bits_distance(yan->key(end[0]), yan->key(end[1])) > 0;
    for (unsigned i = 0; i < 2; ++i) {
        yan->destroy(end[i]);
        phw_message_free(&message[i]);
    }
    return bits;
}

/* Mean over 20 seeds of what is left: entropy less parities, tag and 2 log2(1 / eps),
 * negative when bits are missing. */
static double certified(const signs *s, unsigned tag_bits, unsigned security_bits,
                        unsigned *n_failed)
{
    double sum = 0;
    for (uint64_t seed = 0; seed < 20; ++seed)
        sum += s->assessment.min_entropy_bits - (double)leak(s, seed, n_failed) -
               tag_bits - 2.0 * security_bits;
    return sum / 20;
}

/* y[i] half a row on. */
static double *half_on(const double *y, size_t n)
{
    double *out = malloc(n * sizeof *out);
    cr_assert_not_null(out);
    for (size_t i = 0; i + 1 < n; ++i)
        out[i] = (y[i] + y[i + 1]) / 2;
    return out;
}

/* What a prototype found (numpy, scipy's dct, double precision; the dependence of the
 * autoregressive model by Yule and Walker: 50 and 51 bits, where Burg's method has 52.5
 * and 55; that of all 32 lags is more, and counts). Single precision
 * may move a value over the guard's threshold. Leaks scatter by 6 bits (standard
 * deviation): 5 sigma of the mean of 20 seeds are 7. */
static void expect_indoors(const double *x, const double *y, size_t n, size_t n_kept,
                           size_t n_wrong, double dependence, double left)
{
    signs s = make_signs(x, y, n);
    unsigned n_failed = 0;
    const double wrong = s.error_rate * (double)s.alice.bits.n;
    cr_expect_float_eq((double)s.alice.bits.n, (double)n_kept, 2, "%zu kept",
                       s.alice.bits.n);
    cr_expect_float_eq(wrong, (double)n_wrong, 1.5, "%.0f wrong", wrong);
    cr_expect_float_eq(s.assessment.joint_bits, dependence, 1, "dependence %.1f",
                       s.assessment.joint_bits);
    const double strict = certified(&s, 64, 64, &n_failed);
    const double loose = certified(&s, 32, 32, &n_failed);
    cr_expect_float_eq(strict, left, 8, "%.1f left at eps = 2^-64", strict);
    cr_expect_float_eq(loose, left + 96, 8, "%.1f left at eps = 2^-32", loose);
    cr_expect_leq(n_failed, 1);
    signs_free(&s);
}

/* 2000 exchanges. The ends correlate alike at lags 0 and -1: row i of Alice's stands
 * half an exchange after row i of Bob's. */
Test(transform_spectrum, certifies_nothing_indoors_while_bursts_rule_the_spectrum)
{
    pair p = pair_indoor();
    double *x = half_on(p.x, p.n);
    double *y = half_on(p.y, p.n);
    expect_indoors(p.x, y, p.n - 1, 393, 14, 105.3, -6.8);
    expect_indoors(p.y + 1, x, p.n - 1, 377, 18, 85.2, -23.6);
    free(x);
    free(y);
    pair_free(&p);
}

/* Bob's signs differ too often to be corrected. */
static void expect_nothing(const double *x, const double *y, size_t n)
{
    signs s = make_signs(x, y, n);
    cr_expect_gt(s.error_rate, PHW_RECONCILE_RATE_MAX);
    unsigned n_failed = 0;
    cr_expect_lt(certified(&s, 32, 32, &n_failed), -100);
    signs_free(&s);
}

Test(transform_spectrum, certifies_nothing_outdoors_or_of_another_time)
{
    pair p = pair_indoor();
    expect_nothing(p.x, p.y + 700, p.n - 700);
    expect_nothing(p.x, p.y + 3, p.n - 3);
    size_t n = 0;
    double *x = read_rssi("outdoor_alice.csv", &n);
    double *y = read_rssi("outdoor_bob.csv", &n);
    double *half = half_on(y, n);
    expect_nothing(x, y, n);
    expect_nothing(x, half, n - 1);
    free(x);
    free(y);
    free(half);
    pair_free(&p);
}
