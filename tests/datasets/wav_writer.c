#include "datasets/wav_writer.h"

#include "core/rng.h"
#include "datasets/recordings.h"

#include "tests/datasets/scratch.h"

TestSuite(wav_writer, .init = scratch_start, .fini = scratch_end);

#define N 9001

static phw_cf x[N];

static const char *write_wav(const phw_wav_config *c, size_t n)
{
    phw_writer *file = NULL;
    phw_wav_writer *w = NULL;
    const char *path = scratch_path("x.wav");
    cr_assert_eq(phw_writer_create(&file, path, false), PHW_OK);
    cr_assert_eq(phw_wav_writer_create(&w, file, c), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_wav_writer_push(w, x, 5), PHW_OK);
    cr_assert_eq(phw_wav_writer_push(w, x + 5, n - 5), PHW_OK);
    cr_assert_eq(phw_wav_writer_finish(w), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(phw_wav_writer_n_clipped(w), 0);
    phw_wav_writer_destroy(w);
    cr_assert_eq(phw_writer_commit(file), PHW_OK);
    return path;
}

static phw_wav_config config(phw_component component, bool is_complex, uint64_t n)
{
    return (phw_wav_config){.type = phw_wav_type((phw_sample_type){
                                component, is_complex, component % 2 == 0}),
                            .rate_hz = 2.4e6,
                            .carrier_hz = 868e6,
                            .n_samples = n};
}

/* Half a step of the coarsest type is 2^-8. */
Test(wav_writer, what_it_writes_is_read_back_in_every_type)
{
    static phw_cf y[N + 1];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x518), 0};
    phw_rng_normal_complex(x, &rng, 0.01, 0, N);
    for (int k = 0; k < 4 * PHW_N_COMPONENTS; ++k) {
        const size_t used = N - (size_t)(k / 2 % 2);
        size_t n = 0;
        const phw_wav_config c = config((phw_component)(k / 4), k % 2 == 0,
                                        k / 2 % 2 == 0 ? used : UINT64_MAX);
        phw_recording *r = NULL;
        cr_assert_eq(phw_recording_open(&r, write_wav(&c, used), NULL), PHW_OK,
                     "%d: %s", k, phw_error_message());
        const phw_recording_meta *meta = phw_recording_info(r);
        cr_expect(phw_sample_type_equal(meta->type, c.type));
        cr_expect_eq(meta->rate_hz, 2.4e6);
        cr_expect_eq(meta->carrier_hz, 868e6);
        cr_assert_eq(phw_recording_read(r, y, N + 1, &n), PHW_OK);
        cr_assert_eq(n, used, "%d: %zu", k, n);
        for (size_t i = 0; i < n; ++i) {
            cr_assert_float_eq(crealf(y[i]), crealf(x[i]), 0x1.1p-8, "%d, %zu", k, i);
            const float q = k % 2 == 0 ? cimagf(x[i]) : 0;
            cr_assert_float_eq(cimagf(y[i]), q, 0x1.1p-8, "%d, %zu", k, i);
        }
        phw_recording_close(r);
    }
}

Test(wav_writer, past_4_gib_the_head_is_rf64s)
{
    uint8_t byte[80];
    const phw_wav_config c = config(PHW_COMPONENT_I16, true, (uint64_t)1 << 30);
    phw_writer *file = NULL;
    phw_wav_writer *w = NULL;
    const char *path = scratch_path("long.wav");
    cr_assert_eq(phw_writer_create(&file, path, false), PHW_OK);
    cr_assert_eq(phw_wav_writer_create(&w, file, &c), PHW_OK);
    phw_wav_writer_destroy(w);
    cr_assert_eq(phw_writer_commit(file), PHW_OK);
    FILE *stream = fopen(path, "rb");
    cr_assert_eq(fread(byte, 1, sizeof byte, stream), sizeof byte);
    (void)fclose(stream);
    cr_expect_eq(memcmp(byte, "RF64\xff\xff\xff\xffWAVEds64\x1c\0\0\0", 20), 0);
    /* Sizes of all but the first 8 bytes, of the samples, and the samples' number. */
    cr_expect_eq(byte[24], 1);
    cr_expect_eq(memcmp(byte + 28, "\0\0\0\0\1\0\0\0\0\0\0\x40\0\0\0", 15), 0);
}

Test(wav_writer, what_wav_cannot_hold_is_refused)
{
    phw_wav_config c[4];
    for (int i = 0; i < 4; ++i)
        c[i] = config(PHW_COMPONENT_I16, true, 10);
    c[0].type.component = PHW_COMPONENT_I8;
    c[1].type.big_endian = true;
    c[2].rate_hz = 0.5;
    c[3].rate_hz = 5e9;
    for (int i = 0; i < 4; ++i) {
        phw_wav_writer *w = NULL;
        cr_expect_eq(phw_wav_writer_create(&w, NULL, &c[i]), PHW_EARG, "%d", i);
        cr_expect_null(w);
    }
}

Test(wav_writer, a_broken_promise_of_length_is_an_error)
{
    const phw_wav_config c = config(PHW_COMPONENT_I16, true, 10);
    phw_writer *file = NULL;
    phw_wav_writer *w = NULL;
    cr_assert_eq(phw_writer_create(&file, scratch_path("s.wav"), false), PHW_OK);
    cr_assert_eq(phw_wav_writer_create(&w, file, &c), PHW_OK);
    EXPECT_FAILURE(phw_wav_writer_finish(w), PHW_EARG, "no samples");
    cr_assert_eq(phw_wav_writer_push(w, x, 9), PHW_OK);
    EXPECT_FAILURE(phw_wav_writer_finish(w), PHW_EARG, "9 samples", "10");
    phw_wav_writer_destroy(w);
    phw_writer_discard(file);
}
