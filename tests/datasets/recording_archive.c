#include <sodium.h>

#include "datasets/recordings.h"

#include "tests/datasets/scratch.h"
#include "tests/datasets/tar_bytes.h"

TestSuite(recording_archive, .init = scratch_start, .fini = scratch_end);

static const int16_t samples[] = {16384, -16384, 8192, 0, 4096, 1, 2, 3};

static tar_bytes archive;

/* Metadata with the hash of the samples, so that the check covers the right bytes. */
static void add_recording(const char *folder, const char *name, double rate_hz)
{
    unsigned char digest[crypto_hash_sha512_BYTES];
    char hex[129];
    char text[600];
    char path[100];
    (void)crypto_hash_sha512(digest, (const unsigned char *)samples, sizeof samples);
    (void)sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    (void)snprintf(text, sizeof text,
                   "{\"global\": {\"core:datatype\": \"ci16_le\", \"core:version\": "
                   "\"1.2.5\", \"core:sample_rate\": %g, \"core:sha512\": \"%s\"}, "
                   "\"captures\": [], \"annotations\": []}",
                   rate_hz, hex);
    (void)snprintf(path, sizeof path, "%s%s.sigmf-data", folder, name);
    (void)tar_add(&archive, '0', path, samples, sizeof samples);
    (void)snprintf(path, sizeof path, "%s%s.sigmf-meta", folder, name);
    (void)tar_add(&archive, '0', path, text, strlen(text));
}

static const char *write_archive(void)
{
    tar_end(&archive);
    return scratch_write("a.sigmf", archive.byte, archive.n);
}

static void expect_samples(const char *path, double rate_hz)
{
    phw_recording *r = NULL;
    phw_cf x[5];
    size_t n = 0;
    cr_assert_eq(phw_recording_open(&r, path, NULL), PHW_OK, "%s", phw_error_message());
    const phw_recording_meta *meta = phw_recording_info(r);
    cr_expect_str_eq(meta->format, "sigmf-archive");
    cr_expect_eq(meta->rate_hz, rate_hz);
    cr_expect_eq(meta->n_samples, 4);
    cr_expect_eq(phw_recording_verify(r), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(meta->hash, PHW_HASH_GOOD);
    cr_assert_eq(phw_recording_read(r, x, 5, &n), PHW_OK);
    cr_expect_eq(n, 4);
    cr_expect(x[0] == CMPLXF(0.5F, -0.5F) && x[3] == CMPLXF(0x1p-14F, 0x1.8p-14F));
    phw_recording_close(r);
}

Test(recording_archive, one_recording_is_read_in_place)
{
    add_recording("", "one", 1e6);
    expect_samples(write_archive(), 1e6);
}

Test(recording_archive, one_of_several_is_chosen_by_name)
{
    char path[600];
    phw_recording *r = NULL;
    add_recording("set/", "one", 1e6);
    add_recording("set/", "two", 2e6);
    const char *file = write_archive();
    (void)snprintf(path, sizeof path, "%s:two", file);
    expect_samples(path, 2e6);
    (void)snprintf(path, sizeof path, "%s:set/one", file);
    expect_samples(path, 1e6);
    EXPECT_FAILURE(phw_recording_open(&r, file, NULL), PHW_EINPUT, "2 recordings",
                   "set/one, set/two");
    (void)snprintf(path, sizeof path, "%s:wo", file);
    EXPECT_FAILURE(phw_recording_open(&r, path, NULL), PHW_EINPUT, "'wo'", "set/one");
}

Test(recording_archive, what_lacks_in_it_is_named)
{
    phw_recording *r = NULL;
    (void)tar_add(&archive, '0', "a.txt", "x", 1);
    EXPECT_FAILURE(phw_recording_open(&r, write_archive(), NULL), PHW_EINPUT,
                   "no recording");
    archive.n = 0;
    add_recording("", "one", 1e6);
    memcpy(archive.byte, "other", 5);
    tar_seal(archive.byte);
    EXPECT_FAILURE(phw_recording_open(&r, write_archive(), NULL), PHW_EINPUT,
                   "one.sigmf-meta", "one.sigmf-data");
    archive.n = 0;
    (void)tar_add(&archive, '0', "one.sigmf-meta", "{", 1);
    EXPECT_FAILURE(phw_recording_open(&r, write_archive(), NULL), PHW_EINPUT,
                   "one.sigmf-meta", "line 1");
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("none.sigmf"), NULL), PHW_EINPUT,
                   "none.sigmf");
    EXPECT_FAILURE(phw_recording_open(&r, scratch_text("t.sigmf", "text"), NULL),
                   PHW_EINPUT, "t.sigmf", "cut short");
}

Test(recording_archive, cut_at_any_byte_it_is_an_error_or_whole)
{
    add_recording("", "one", 1e6);
    const size_t whole = archive.n;
    for (size_t n = 0; n < whole; n += 3) {
        phw_recording *r = NULL;
        const char *path = scratch_write("cut.sigmf", archive.byte, n);
        const phw_status s = phw_recording_open(&r, path, NULL);
        cr_assert(s == PHW_EINPUT || s == PHW_OK, "%zu", n);
        if (s == PHW_OK)
            cr_assert_eq(phw_recording_info(r)->n_samples, 4);
        phw_recording_close(r);
    }
}
