#include "kgen/pipeline.h"

#include <math.h>
#include <string.h>

#include "kgen/feature_registry.h"
#include "kgen/filters.h"
#include "kgen/transforms.h"

#include "tests/kgen/pair.h"

/* n probes of four independent taps. */
static phw_trace taps(size_t n)
{
    const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7069), 0};
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CIR, n, 4), PHW_OK);
    phw_rng_normal_complex(t.cplx, &rng, 1, 0, 4 * n);
    return t;
}

static phw_pipeline read_list(const char *text)
{
    phw_pipeline p = {0};
    cr_assert_eq(phw_pipeline_read(&p, text), PHW_OK, "%s", phw_error_message());
    return p;
}

Test(pipeline, names_are_unique_over_the_three_registries)
{
    size_t n[3];
    const phw_feature *const *feature = phw_feature_list(&n[0]);
    const phw_filter *const *filter = phw_filter_list(&n[1]);
    const phw_transform *const *transform = phw_transform_list(&n[2]);
    const char *name[96] = {0};
    size_t n_names = 0;
    cr_assert_leq(n[0] + n[1] + n[2], 96);
    for (size_t i = 0; i < n[0]; ++i)
        name[n_names++] = feature[i]->name;
    for (size_t i = 0; i < n[1]; ++i)
        name[n_names++] = filter[i]->name;
    for (size_t i = 0; i < n[2]; ++i)
        name[n_names++] = transform[i]->name;
    for (size_t i = 0; i < n_names; ++i) {
        for (size_t j = 0; j < i; ++j)
            cr_expect_neq(strcmp(name[i], name[j]), 0, "%s", name[i]);
        phw_pipeline p = {0};
        cr_expect_eq(phw_pipeline_read(&p, name[i]), PHW_OK, "%s", name[i]);
        cr_expect_eq(p.n_extractors, i < n[0]);
        cr_expect_eq(p.n_filters, i >= n[0] && i < n[0] + n[1]);
        cr_expect_eq(p.n_transforms, i >= n[0] + n[1]);
    }
}

Test(pipeline, reads_a_list_in_the_order_of_its_stages)
{
    phw_pipeline p = read_list("parts,amplitude:normalise=0,detrend:window=7,pca,dct");
    cr_expect_eq(p.n_extractors, 2);
    cr_expect_eq(p.n_filters, 1);
    cr_expect_eq(p.n_transforms, 2);
    cr_expect_str_eq(p.extractor[1].entry->name, "amplitude");
    cr_expect_eq(p.extractor[1].params.value[0], 0);
    cr_expect_eq(p.filter[0].params.value[0], 7);
    cr_expect_str_eq(p.transform[1].entry->name, "dct");
    cr_expect_eq(phw_pipeline_check(&p), PHW_OK);
    cr_expect(phw_pipeline_is_fitted(&p));
    /* What is added later stands after what was there. */
    cr_expect_eq(phw_pipeline_read(&p, "none"), PHW_OK);
    cr_expect_eq(p.n_transforms, 3);
}

Test(pipeline, refuses_what_is_no_list)
{
    static const char *const wrong[] = {
        "",
        "amplitude,",
        "power,,dct",
        "dct,power",
        "loudness",
        "amplitude:loud=1",
        "detrend,power",
        "dct,detrend",
        "detrend:window=0",
        "dct,dct,dct,dct,dct",
        "power,power,power,power,power",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; ++i) {
        phw_pipeline p = {0};
        cr_expect_eq(phw_pipeline_read(&p, wrong[i]), PHW_EARG, "%s", wrong[i]);
        cr_expect_eq(p.n_extractors + p.n_filters + p.n_transforms, 0, "%s", wrong[i]);
    }
    phw_pipeline p = {0};
    cr_expect_eq(phw_pipeline_check(&p), PHW_EARG);
    p = read_list("dct");
    cr_expect_eq(phw_pipeline_check(&p), PHW_EARG);
    p = read_list("power,detrend:window=4");
    cr_expect_eq(phw_pipeline_check(&p), PHW_EARG);
    p = read_list("power,dct:drop=16");
    cr_expect_eq(phw_pipeline_check(&p), PHW_EARG);
    p = read_list("power,wavelet:block=12");
    cr_expect_eq(phw_pipeline_check(&p), PHW_EARG);
    p = read_list("power");
    p.n_transforms = 1;
    cr_expect_eq(phw_pipeline_check(&p), PHW_EARG);
}

Test(pipeline, stands_components_side_by_side)
{
    phw_trace t = taps(50);
    const phw_pipeline both = read_list("power,amplitude");
    const phw_pipeline amplitude = read_list("amplitude");
    phw_features x = {0};
    phw_features y = {0};
    cr_assert_eq(phw_pipeline_extract(&x, &t, &both), PHW_OK);
    cr_assert_eq(phw_pipeline_extract(&y, &t, &amplitude), PHW_OK);
    cr_assert_eq(x.n_components, 5);
    cr_expect_arr_eq(phw_features_series(&x, 1), y.value, 4 * 50 * sizeof *y.value);
    for (size_t r = 0; r < 50; ++r) {
        double power = 0;
        for (size_t c = 0; c < 4; ++c)
            power += phw_cf_power(t.cplx[4 * r + c]);
        cr_expect_float_eq(x.value[r], 10 * log10(power), 1e-12);
    }
    phw_features_free(&x);
    phw_features_free(&y);
    phw_trace_free(&t);
}

/* An amplitude follows from its parts, but is not correlated with them. */
Test(pipeline, does_not_sell_the_same_twice)
{
    static const char *const wrong[] = {
        "parts,amplitude", "power,parts",           "amplitude,amplitude",
        "taps,parts",      "amplitude,taps-power",  "power,amplitude:normalise=0",
        "power,crossings", "taps-power,power,taps", "power,column",
    };
    phw_trace t = taps(50);
    double *angle = NULL;
    cr_assert_eq(phw_trace_add_column(&angle, &t, "angle1_deg", "deg"), PHW_OK);
    for (size_t i = 0; i < 50; ++i)
        angle[i] = (double)i;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; ++i) {
        const phw_pipeline p = read_list(wrong[i]);
        phw_features x = {0};
        cr_expect_eq(phw_pipeline_extract(&x, &t, &p), PHW_EARG, "%s", wrong[i]);
    }
    phw_trace_free(&t);
    /* Of one coefficient, the amplitude is the level. */
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, 10, 1), PHW_OK);
    for (size_t i = 0; i < 10; ++i)
        t.real[i] = 1 + (float)i;
    const phw_pipeline p = read_list("power,amplitude");
    phw_features x = {0};
    cr_expect_eq(phw_pipeline_extract(&x, &t, &p), PHW_EARG);
    phw_trace_free(&t);
}

/* One transform's message is its own; of several, each but the last has its length. */
Test(pipeline, sends_the_messages_of_its_transforms)
{
    phw_trace t = taps(400);
    const phw_pipeline one = read_list("parts,pca");
    const phw_pipeline three = read_list("parts,dct:block=2,pca:components=3,none");
    phw_features x = {0};
    phw_blob single = {0};
    phw_blob message = {0};
    phw_features values = {0};
    cr_assert_eq(phw_pipeline_extract(&x, &t, &one), PHW_OK);
    cr_assert_eq(phw_pipeline_fit(&single, &x, &one), PHW_OK);
    cr_expect_eq(single.size, 8 + 4 * 8 * 8);
    cr_assert_eq(phw_pipeline_fit(&message, &x, &three), PHW_OK);
    cr_expect_eq(message.size, 4 + 4 + 8 + 4 * 16 * 3);
    cr_assert_eq(phw_pipeline_apply(&values, &x, message.byte, message.size, &three),
                 PHW_OK);
    cr_expect_eq(values.n_components, 3);
    cr_expect_eq(values.n_rows, 200);
    phw_features_free(&values);
    /* Cut off anywhere, or with a byte too many, it is no message. */
    for (size_t size = 0; size < message.size; ++size)
        cr_expect_eq(phw_pipeline_apply(&values, &x, message.byte, size, &three),
                     PHW_EPEER, "%zu", size);
    phw_blob longer = {0};
    cr_assert_eq(phw_blob_alloc(&longer, message.size + 1), PHW_OK);
    memcpy(longer.byte, message.byte, message.size);
    cr_expect_eq(phw_pipeline_apply(&values, &x, longer.byte, longer.size, &three),
                 PHW_EPEER);
    /* A length that points far out. */
    longer.byte[7] = 0xff;
    cr_expect_eq(phw_pipeline_apply(&values, &x, longer.byte, longer.size, &three),
                 PHW_EPEER);
    phw_blob_free(&longer);
    phw_blob_free(&single);
    phw_blob_free(&message);
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(pipeline, without_transforms_gives_the_series)
{
    phw_trace t = taps(20);
    const phw_pipeline p = read_list("parts");
    phw_features x = {0};
    phw_features y = {0};
    phw_blob message = {0};
    cr_assert_eq(phw_pipeline_extract(&x, &t, &p), PHW_OK);
    cr_assert_eq(phw_pipeline_fit(&message, &x, &p), PHW_OK);
    cr_expect_eq(message.size, 0);
    cr_assert_eq(phw_pipeline_apply(&y, &x, NULL, 0, &p), PHW_OK);
    cr_expect_arr_eq(x.value, y.value, 160 * sizeof *x.value);
    phw_features_free(&y);
    cr_expect_eq(phw_pipeline_apply(&y, &x, (const uint8_t *)"x", 1, &p), PHW_EPEER);
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(pipeline, is_shortened_for_a_short_trace)
{
    phw_trace t = taps(20);
    phw_pipeline p = read_list("parts,detrend:window=101");
    phw_features x = {0};
    cr_expect_eq(phw_pipeline_extract(&x, &t, &p), PHW_ESHORT);
    phw_pipeline_shorten(&p, 20);
    cr_expect_eq(p.filter[0].params.value[0], 19);
    cr_expect_eq(phw_pipeline_extract(&x, &t, &p), PHW_OK);
    phw_features_free(&x);
    phw_trace_free(&t);
}

Test(pipeline, every_entry_enters_the_digest)
{
    static const char *const text[] = {
        "parts",          "parts,amplitude",       "parts,pca",
        "parts,pca,none", "parts,detrend,pca",     "parts,detrend:window=5,pca",
        "amplitude",      "amplitude:normalise=0", "parts,none,pca",
    };

    enum {
        N = sizeof text / sizeof text[0]
    };

    phw_message m[N] = {{0}};
    for (size_t i = 0; i < N; ++i) {
        const phw_pipeline p = read_list(text[i]);
        phw_message_begin(&m[i], 0, 0);
        phw_pipeline_put(&m[i], &p);
        phw_pipeline_put_filters(&m[i], &p);
        for (size_t j = 0; j < i; ++j)
            cr_expect(m[i].size != m[j].size ||
                          memcmp(m[i].byte, m[j].byte, m[i].size) != 0,
                      "%s %s", text[i], text[j]);
    }
    for (size_t i = 0; i < N; ++i)
        phw_message_free(&m[i]);
}
