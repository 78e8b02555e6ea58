#include "datasets/sigmf_writer.h"

#include <math.h>

#include "core/rng.h"
#include "datasets/recordings.h"

#include "tests/datasets/scratch.h"

TestSuite(sigmf_writer, .init = scratch_start, .fini = scratch_end);

#define N 10000

static const phw_recording_field facts[] = {{"code", "manchester", 0}};
static const phw_recording_field bits[] = {{"n_bits", NULL, 112}};

typedef struct pair {
    char *path[2]; /* metadata, data */
    phw_writer *writer[2];
    phw_sigmf_writer *sigmf;
} pair;

static phw_sigmf_config config(phw_component component, bool is_complex)
{
    return (phw_sigmf_config){
        .type = {component, is_complex, false},
        .rate_hz = 2e6,
        .carrier_hz = 1090e6,
        .description = "d\u00e9j\u00e0",
        .license = "MIT",
        .field = facts,
        .n_fields = 1,
    };
}

static pair start(const char *name, const phw_sigmf_config *c)
{
    pair p = {0};
    cr_assert_eq(phw_sigmf_paths(&p.path[0], &p.path[1], scratch_path(name)), PHW_OK);
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(phw_writer_create(&p.writer[i], p.path[i], false), PHW_OK);
    cr_assert_eq(phw_sigmf_writer_create(&p.sigmf, p.writer[0], p.writer[1], c), PHW_OK,
                 "%s", phw_error_message());
    return p;
}

static void release(pair *p)
{
    phw_sigmf_writer_destroy(p->sigmf);
    free(p->path[0]);
    free(p->path[1]);
}

static void commit(pair *p)
{
    cr_assert_eq(phw_sigmf_writer_finish(p->sigmf), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_writer_commit_all(p->writer, 2), PHW_OK);
    release(p);
}

static void drop(pair *p)
{
    phw_writer_discard(p->writer[0]);
    phw_writer_discard(p->writer[1]);
    release(p);
}

static void noise(phw_cf *x)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x516), 0};
    phw_rng_normal_complex(x, &rng, 0.01, 0, N);
}

static void write_noise(const char *name, const phw_sigmf_config *c, const phw_cf *x)
{
    const phw_sigmf_annotation reply = {.start = 100,
                                        .count = 50,
                                        .label = "reply",
                                        .comment = "a remark",
                                        .field = bits,
                                        .n_fields = 1,
                                        .low_hz = 1089e6,
                                        .high_hz = 1090.5e6};
    pair p = start(name, c);
    cr_assert_eq(phw_sigmf_writer_push(p.sigmf, x, 7), PHW_OK);
    cr_assert_eq(phw_sigmf_writer_push(p.sigmf, x + 7, N - 7), PHW_OK);
    cr_assert_eq(phw_sigmf_writer_annotate(p.sigmf, &reply), PHW_OK);
    cr_expect_eq(phw_sigmf_writer_n_samples(p.sigmf), N);
    commit(&p);
}

Test(sigmf_writer, what_it_writes_is_read_back)
{
    static phw_cf x[N], y[N + 1];
    size_t n = 0;
    noise(x);
    const phw_sigmf_config c = config(PHW_COMPONENT_F32, true);
    write_noise("a", &c, x);
    phw_recording *r = NULL;
    cr_assert_eq(phw_recording_open(&r, scratch_path("a.sigmf-meta"), NULL), PHW_OK,
                 "%s", phw_error_message());
    cr_assert_eq(phw_recording_verify(r), PHW_OK, "%s", phw_error_message());
    const phw_recording_meta *meta = phw_recording_info(r);
    cr_expect_eq(meta->hash, PHW_HASH_GOOD);
    cr_expect_eq(meta->rate_hz, 2e6);
    cr_expect_eq(meta->carrier_hz, 1090e6);
    cr_expect_eq(meta->n_samples, N);
    cr_expect_str_eq(meta->description, "d\u00e9j\u00e0");
    cr_expect_str_eq(meta->license, "MIT");
    cr_expect_str_eq(
        phw_recording_field_find(meta->field, meta->n_fields, "code")->text,
        "manchester");
    cr_assert_eq(meta->n_annotations, 1);
    const phw_recording_annotation *a = meta->annotations;
    cr_expect_eq(a->start, 100);
    cr_expect_eq(a->count, 50);
    cr_expect_str_eq(a->label, "reply");
    cr_expect_str_eq(a->comment, "a remark");
    cr_expect_eq(a->low_hz, 1089e6);
    cr_expect_eq(a->high_hz, 1090.5e6);
    cr_expect_eq(phw_recording_field_find(a->field, a->n_fields, "n_bits")->number,
                 112);
    cr_assert_eq(phw_recording_read(r, y, N + 1, &n), PHW_OK);
    cr_assert_eq(n, N);
    cr_expect_arr_eq(x, y, sizeof x);
    phw_recording_close(r);
}

Test(sigmf_writer, real_samples_keep_their_real_parts)
{
    static phw_cf x[N], y[N];
    size_t n = 0;
    noise(x);
    const phw_sigmf_config c = config(PHW_COMPONENT_F32, false);
    write_noise("r", &c, x);
    phw_recording *r = NULL;
    cr_assert_eq(phw_recording_open(&r, scratch_path("r"), NULL), PHW_OK);
    cr_assert_eq(phw_recording_read(r, y, N, &n), PHW_OK);
    cr_assert_eq(n, N);
    for (size_t i = 0; i < N; ++i)
        cr_assert(crealf(y[i]) == crealf(x[i]) && cimagf(y[i]) == 0, "%zu", i);
    phw_recording_close(r);
}

Test(sigmf_writer, integers_are_rounded_and_their_clipping_counted)
{
    const phw_cf x[] = {CMPLXF(0.5F, -0.5F), CMPLXF(1.5F, -1.0F), CMPLXF(-3, 1e-5F),
                        CMPLXF(1.6F * 0x1p-15F, 0)};
    phw_cf y[4];
    size_t n = 0;
    const phw_sigmf_config c = config(PHW_COMPONENT_I16, true);
    pair p = start("i", &c);
    cr_assert_eq(phw_sigmf_writer_push(p.sigmf, x, 4), PHW_OK);
    cr_expect_eq(phw_sigmf_writer_n_clipped(p.sigmf), 2);
    commit(&p);
    phw_recording *r = NULL;
    cr_assert_eq(phw_recording_open(&r, scratch_path("i"), NULL), PHW_OK);
    cr_assert_eq(phw_recording_read(r, y, 4, &n), PHW_OK);
    cr_expect(y[0] == x[0]);
    cr_expect(y[1] == CMPLXF(32767 * 0x1p-15F, -1));
    cr_expect(y[2] == CMPLXF(-1, 0));
    cr_expect(y[3] == CMPLXF(0x1p-14F, 0));
    phw_recording_close(r);
}

static char *text_of(const char *name, size_t *size)
{
    uint8_t *bytes = NULL;
    cr_assert_eq(phw_file_read(&bytes, size, scratch_path(name), 1 << 20), PHW_OK);
    return (char *)bytes;
}

/* Half a step of the coarsest type is 2^-8. */
Test(sigmf_writer, every_datatype_of_sigmf_is_written_and_read_back)
{
    static phw_cf x[N], y[N];
    noise(x);
    for (int k = 0; k < 4 * PHW_N_COMPONENTS; ++k) {
        size_t n = 0;
        phw_sigmf_config c = config((phw_component)(k / 4), k % 2 == 0);
        c.type.big_endian = k % 4 >= 2;
        if (c.type.component == PHW_COMPONENT_I24)
            continue;
        write_noise("any", &c, x);
        phw_recording *r = NULL;
        cr_assert_eq(phw_recording_open(&r, scratch_path("any"), NULL), PHW_OK);
        cr_expect_eq(phw_recording_verify(r), PHW_OK);
        cr_assert_eq(phw_recording_read(r, y, N, &n), PHW_OK);
        cr_assert_eq(n, N);
        for (size_t i = 0; i < N; ++i)
            cr_assert_float_eq(crealf(y[i]), crealf(x[i]), 0x1.1p-8, "%d, %zu", k, i);
        phw_recording_close(r);
    }
}

Test(sigmf_writer, the_same_input_gives_the_same_bytes)
{
    static phw_cf x[N];
    size_t n[2];
    noise(x);
    const phw_sigmf_config c = config(PHW_COMPONENT_F32, true);
    write_noise("a", &c, x);
    write_noise("b", &c, x);
    char *a = text_of("a.sigmf-meta", &n[0]);
    char *b = text_of("b.sigmf-meta", &n[1]);
    cr_expect_str_eq(a, b);
    cr_expect_null(strstr(a, "datetime"));
    free(a);
    free(b);
}

Test(sigmf_writer, what_is_not_finite_is_refused_before_anything_is_written)
{
    const phw_sigmf_config c = config(PHW_COMPONENT_F32, true);
    const phw_cf x[] = {0, CMPLXF(0, NAN)};
    pair p = start("n", &c);
    EXPECT_FAILURE(phw_sigmf_writer_push(p.sigmf, x, 2), PHW_EARG, "sample 1");
    cr_expect_eq(phw_sigmf_writer_n_samples(p.sigmf), 0);
    EXPECT_FAILURE(phw_sigmf_writer_finish(p.sigmf), PHW_EARG, "no samples");
    drop(&p);
    cr_expect_neq(access(scratch_path("n.sigmf-meta"), F_OK), 0);
}

Test(sigmf_writer, annotations_rise_and_end_within_the_samples)
{
    const phw_sigmf_config c = config(PHW_COMPONENT_F32, true);
    const phw_cf x[10] = {0};
    pair p = start("s", &c);
    cr_assert_eq(phw_sigmf_writer_push(p.sigmf, x, 10), PHW_OK);
    const phw_sigmf_annotation good = {.start = 5, .count = 6};
    const phw_sigmf_annotation before = {.start = 4, .count = 1};
    const phw_sigmf_annotation endless = {.start = 6, .count = UINT64_MAX};
    const phw_sigmf_annotation binary = {.start = 6, .label = "\xff"};
    const phw_sigmf_annotation wordy = {.start = 6, .label = "twenty-one characters"};
    const phw_sigmf_annotation falling = {.start = 6, .low_hz = 2, .high_hz = 1};
    cr_expect_eq(phw_sigmf_writer_annotate(p.sigmf, &good), PHW_OK);
    EXPECT_FAILURE(phw_sigmf_writer_annotate(p.sigmf, &before), PHW_EARG, "4", "5");
    EXPECT_FAILURE(phw_sigmf_writer_annotate(p.sigmf, &endless), PHW_EARG, "too long");
    EXPECT_FAILURE(phw_sigmf_writer_annotate(p.sigmf, &binary), PHW_EARG, "UTF-8");
    EXPECT_FAILURE(phw_sigmf_writer_annotate(p.sigmf, &wordy), PHW_EARG, "20");
    EXPECT_FAILURE(phw_sigmf_writer_annotate(p.sigmf, &falling), PHW_EARG, "edges");
    EXPECT_FAILURE(phw_sigmf_writer_finish(p.sigmf), PHW_EARG, "11", "10");
    drop(&p);
}

Test(sigmf_writer, a_configuration_out_of_range_is_refused)
{
    phw_sigmf_config c[4];
    for (int i = 0; i < 4; ++i)
        c[i] = config(PHW_COMPONENT_F32, true);
    c[0].rate_hz = 0;
    c[1].rate_hz = (double)NAN;
    c[2].carrier_hz = HUGE_VAL;
    c[3].type.component = PHW_COMPONENT_I24;
    for (int i = 0; i < 4; ++i) {
        phw_sigmf_writer *w = NULL;
        cr_expect_eq(phw_sigmf_writer_create(&w, NULL, NULL, &c[i]), PHW_EARG, "%d", i);
        cr_expect_null(w);
    }
}

Test(sigmf_writer, any_of_the_three_names_means_the_pair)
{
    static const char *const name[] = {"x/y", "x/y.sigmf-meta", "x/y.sigmf-data"};
    char *meta = NULL;
    char *data = NULL;
    for (int i = 0; i < 3; ++i) {
        cr_assert_eq(phw_sigmf_paths(&meta, &data, name[i]), PHW_OK);
        cr_expect_str_eq(meta, "x/y.sigmf-meta");
        cr_expect_str_eq(data, "x/y.sigmf-data");
        free(meta);
        free(data);
    }
    cr_expect_eq(phw_sigmf_paths(&meta, &data, ".sigmf-meta"), PHW_EARG);
    cr_expect_eq(phw_sigmf_paths(&meta, &data, "x/"), PHW_EARG);
    cr_expect_eq(phw_sigmf_paths(&meta, &data, ""), PHW_EARG);
}
