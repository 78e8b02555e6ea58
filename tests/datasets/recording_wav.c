#include "datasets/recording_wav.h"

#include "datasets/recordings.h"

#include "tests/datasets/scratch.h"

TestSuite(recording_wav, .init = scratch_start, .fini = scratch_end);

/* A file being put together. */
typedef struct bytes {
    unsigned char at[512];
    size_t n;
} bytes;

static void put(bytes *b, const void *from, size_t n)
{
    memcpy(b->at + b->n, from, n);
    b->n += n;
}

static void put16(bytes *b, unsigned x)
{
    const unsigned char raw[2] = {(unsigned char)(x & 255), (unsigned char)(x >> 8)};
    put(b, raw, 2);
}

static void put32(bytes *b, unsigned x)
{
    put16(b, x & 0xffff);
    put16(b, x >> 16);
}

static void put_head(bytes *b, const char *riff)
{
    put(b, riff, 4);
    put32(b, 0xffffffff);
    put(b, "WAVE", 4);
}

static void put_format(bytes *b, unsigned format, unsigned channels, unsigned bits)
{
    put(b, "fmt ", 4);
    put32(b, 16);
    put16(b, format);
    put16(b, channels);
    put32(b, 48000);
    put32(b, 48000 * channels * bits / 8);
    put16(b, channels * bits / 8);
    put16(b, bits);
}

static void put_data(bytes *b, const void *data, size_t n)
{
    put(b, "data", 4);
    put32(b, (unsigned)n);
    put(b, data, n);
}

static phw_status open_bytes(phw_recording **out, const bytes *b)
{
    return phw_recording_open(out, scratch_write("a.wav", b->at, b->n), NULL);
}

static void expect_samples(const bytes *b, const char *type, phw_cf first)
{
    phw_recording *r = NULL;
    phw_cf out[4];
    size_t n = 0;
    char name[PHW_SAMPLE_TYPE_NAME_SIZE];
    cr_assert_eq(open_bytes(&r, b), PHW_OK, "%s", phw_error_message());
    phw_sample_type_name(name, phw_recording_info(r)->type);
    cr_expect_str_eq(name, type);
    cr_expect_eq(phw_recording_info(r)->rate_hz, 48000.0);
    cr_assert_eq(phw_recording_read(r, out, 4, &n), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(n, 1);
    cr_expect_eq(crealf(out[0]), crealf(first), "%s", type);
    cr_expect_eq(cimagf(out[0]), cimagf(first), "%s", type);
    phw_recording_close(r);
}

Test(recording_wav, every_sample_format_is_read)
{
    static const struct {
        unsigned format;
        unsigned bits;
        const char *type;
        const char *data;
        float re;
        float im;
    } rows[] = {
        {1, 8, "cu8", "\xff\x00", 1.0F, -1.0F},
        {1, 16, "ci16_le", "\x00\x80\x00\x40", -1.0F, 0.5F},
        {1, 24, "ci24_le", "\x00\x00\x80\x00\x00\x40", -1.0F, 0.5F},
        {1, 32, "ci32_le", "\x00\x00\x00\x80\x00\x00\x00\x40", -1.0F, 0.5F},
        {3, 32, "cf32_le", "\x00\x00\x80\xbf\x00\x00\x00\x3f", -1.0F, 0.5F},
        {3, 64, "cf64_le", "\0\0\0\0\0\0\xf0\xbf\0\0\0\0\0\0\xe0\x3f", -1.0F, 0.5F},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        bytes iq = {0};
        put_head(&iq, "RIFF");
        put_format(&iq, rows[i].format, 2, rows[i].bits);
        put_data(&iq, rows[i].data, rows[i].bits / 4);
        expect_samples(&iq, rows[i].type, rows[i].re + I * rows[i].im);
        bytes real = {0};
        char type[16];
        snprintf(type, sizeof type, "r%s", rows[i].type + 1);
        put_head(&real, "RIFF");
        put_format(&real, rows[i].format, 1, rows[i].bits);
        put_data(&real, rows[i].data, rows[i].bits / 8);
        expect_samples(&real, type, rows[i].re);
    }
}

Test(recording_wav, foreign_chunks_are_passed_and_auxi_tells_the_carrier)
{
    bytes b = {0};
    unsigned char auxi[64] = {0};
    const unsigned char carrier[4] = {0x60, 0x56, 0x6c, 0x00}; /* 7 100 000 */
    memcpy(auxi + 32, carrier, 4);
    put_head(&b, "RIFF");
    put(&b, "LIST\3\0\0\0abc\0", 12);
    put_format(&b, 1, 2, 16);
    put(&b, "auxi\x40\0\0\0", 8);
    put(&b, auxi, sizeof auxi);
    put_data(&b, "1234", 4);
    put(&b, "LIST\xff\xff\xff\x7f", 8);
    phw_recording *r = NULL;
    cr_assert_eq(open_bytes(&r, &b), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(phw_recording_info(r)->carrier_hz, 7.1e6);
    cr_expect_eq(phw_recording_info(r)->n_samples, 1);
    cr_expect_str_eq(phw_recording_info(r)->format, "wav");
    phw_recording_close(r);
}

Test(recording_wav, long_files_take_their_size_from_ds64)
{
    bytes b = {0};
    put_head(&b, "RF64");
    put(&b, "ds64\x1c\0\0\0", 8);
    put(&b, "\0\0\0\0\0\0\0\0\4\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0", 28);
    put_format(&b, 1, 2, 16);
    put(&b, "data\xff\xff\xff\xff", 8);
    put(&b, "\x00\x80\x00\x40", 4);
    expect_samples(&b, "ci16_le", -1.0F + I * 0.5F);
    b.at[12 + 8 + 8 + 7] = 0x80; /* 2^63 bytes */
    phw_recording *r = NULL;
    EXPECT_FAILURE(open_bytes(&r, &b), PHW_EINPUT, "a.wav", "data chunk", "cut short");
}

Test(recording_wav, an_unfinished_header_means_to_the_end_of_the_file)
{
    bytes b = {0};
    put_head(&b, "RIFF");
    put_format(&b, 1, 2, 16);
    put(&b, "data\xff\xff\xff\xff", 8);
    put(&b, "\x00\x80\x00\x40", 4);
    expect_samples(&b, "ci16_le", -1.0F + I * 0.5F);
}

Test(recording_wav, the_extensible_form_is_read)
{
    bytes b = {0};
    put_head(&b, "RIFF");
    put_format(&b, 0xfffe, 2, 32);
    b.at[16] = 40;
    put(&b, "\x16\0\x20\0\3\0\0\0", 8);
    put(&b, "\3\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71", 16);
    put_data(&b, "\x00\x00\x80\xbf\x00\x00\x00\x3f", 8);
    expect_samples(&b, "cf32_le", -1.0F + I * 0.5F);
}

Test(recording_wav, hostile_headers_are_refused_by_name)
{
    static const struct {
        size_t at;
        const char *bytes;
        size_t n;
        const char *word;
    } rows[] = {
        {0, "JUNK", 4, "RIFF or RF64"},
        {8, "AVI ", 4, "WAVE"},
        {12, "gmt ", 4, "before any fmt"},
        {16, "\x0f\0\0\0", 4, "fmt chunk of 15"},
        {16, "\xff\xff\xff\xff", 4, "cut short"},
        {20, "\x55\0", 2, "format 85"},
        {22, "\3\0", 2, "3 channels"},
        {22, "\0\0", 2, "0 channels"},
        {24, "\0\0\0\0", 4, "rate is 0"},
        {32, "\5\0", 2, "5 bytes a frame"},
        {34, "\x0c\0", 2, "12 bits"},
        {40, "\5\0\0\0", 4, "only 4 follow"},
        {40, "\0\0\0\0", 4, "no samples"},
        {40, "\3\0\0\0", 4, "multiple of 4"},
        {36, "atad", 4, "cut short"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; ++i) {
        bytes b = {0};
        phw_recording *r = NULL;
        put_head(&b, "RIFF");
        put_format(&b, 1, 2, 16);
        put_data(&b, "1234", 4);
        memcpy(b.at + rows[i].at, rows[i].bytes, rows[i].n);
        EXPECT_FAILURE(open_bytes(&r, &b), PHW_EINPUT, "a.wav", rows[i].word);
    }
}

Test(recording_wav, every_truncation_is_a_clean_error)
{
    bytes b = {0};
    put_head(&b, "RIFF");
    put(&b, "LIST\4\0\0\0abcd", 12);
    put_format(&b, 1, 2, 16);
    put_data(&b, "12345678", 8);
    for (; b.n > 0; --b.n) {
        phw_recording *r = NULL;
        if (b.n == 12 + 12 + 24 + 8 + 8)
            continue;
        EXPECT_FAILURE(open_bytes(&r, &b), PHW_EINPUT, "a.wav");
    }
}

Test(recording_wav, thousands_of_chunks_are_refused)
{
    const size_t n = 2000;
    unsigned char *all = calloc(n, 8);
    memcpy(all, "RIFF\0\0\0\0WAVE", 12);
    phw_recording *r = NULL;
    EXPECT_FAILURE(phw_recording_open(&r, scratch_write("b.wav", all, 8 * n), NULL),
                   PHW_EINPUT, "b.wav", "first 1000 chunks");
    free(all);
}
