#include "datasets/recordings.h"

#include <math.h>
#include <sys/stat.h>

#include "tests/datasets/scratch.h"

TestSuite(recordings, .init = scratch_start, .fini = scratch_end);

#define LONG 70001 /* more than two buffers of ci16 */

/* ci16 samples whose number can be told from their value. */
static const char *write_long(const char *name)
{
    int16_t *x = malloc(LONG * 2 * sizeof *x);
    for (int i = 0; i < LONG; ++i) {
        x[2 * i] = (int16_t)(i % 32768);
        x[2 * i + 1] = (int16_t)(-(i / 32768));
    }
    const char *path = scratch_write(name, x, LONG * 2 * sizeof *x);
    free(x);
    return path;
}

static phw_cf long_sample(size_t i)
{
    return (float)(i % 32768) / 32768.0F - I * (float)(i / 32768) / 32768.0F;
}

static phw_recording *open_long(void)
{
    const phw_recording_options options = {.rate_hz = 1e6};
    phw_recording *r = NULL;
    cr_assert_eq(phw_recording_open(&r, write_long("a.cs16"), &options), PHW_OK, "%s",
                 phw_error_message());
    return r;
}

Test(recordings, reading_in_any_chunks_equals_reading_at_once)
{
    static const size_t chunks[] = {1, 7, 1000, 16383, 16384, 16385, LONG, LONG + 5};
    phw_recording *r = open_long();
    phw_cf *out = malloc((LONG + 5) * sizeof *out);
    cr_expect_eq(phw_recording_info(r)->n_samples, LONG);
    for (size_t c = 0; c < sizeof chunks / sizeof chunks[0]; ++c) {
        size_t done = 0;
        size_t n = 1;
        cr_assert_eq(phw_recording_seek(r, 0), PHW_OK);
        while (n > 0) {
            const size_t most =
                chunks[c] < LONG + 5 - done ? chunks[c] : LONG + 5 - done;
            cr_assert_eq(phw_recording_read(r, out + done, most, &n), PHW_OK);
            done += n;
        }
        cr_assert_eq(done, LONG);
        size_t wrong = 0;
        for (size_t i = 0; i < LONG; ++i)
            wrong += out[i] != long_sample(i);
        cr_expect_eq(wrong, 0, "chunks of %zu", chunks[c]);
    }
    free(out);
    phw_recording_close(r);
}

Test(recordings, seeking_goes_to_the_sample)
{
    static const uint64_t at[] = {0, 1, 16384, 40000, LONG - 1};
    phw_recording *r = open_long();
    phw_cf x = 0;
    size_t n = 0;
    for (size_t i = 0; i < 5; ++i) {
        cr_assert_eq(phw_recording_seek(r, at[i]), PHW_OK);
        cr_assert_eq(phw_recording_read(r, &x, 1, &n), PHW_OK);
        cr_expect(n == 1 && x == long_sample(at[i]));
    }
    cr_assert_eq(phw_recording_seek(r, LONG), PHW_OK);
    cr_assert_eq(phw_recording_read(r, &x, 1, &n), PHW_OK);
    cr_expect_eq(n, 0);
    EXPECT_FAILURE(phw_recording_seek(r, LONG + 1), PHW_EARG, "70002", "70001");
    phw_recording_close(r);
}

Test(recordings, each_channel_is_read_alone)
{
    scratch_text("a.sigmf-meta",
                 "{\"global\":{\"core:datatype\":\"ri8\",\"core:version\":\"1.0.0\","
                 "\"core:num_channels\":3,\"core:sample_rate\":1},\"captures\":[],"
                 "\"annotations\":[]}");
    scratch_write("a.sigmf-data", "\1\2\3\4\5\6\7\10\11", 9);
    for (unsigned channel = 0; channel < 3; ++channel) {
        const phw_recording_options options = {.channel = channel};
        phw_recording *r = NULL;
        phw_cf out[3];
        size_t n = 0;
        cr_assert_eq(phw_recording_open(&r, scratch_path("a"), &options), PHW_OK);
        cr_assert_eq(phw_recording_read(r, out, 3, &n), PHW_OK);
        cr_assert_eq(n, 3);
        for (size_t i = 0; i < 3; ++i)
            cr_expect_eq(crealf(out[i]) * 128.0F, (float)(3 * i + channel + 1));
        phw_recording_close(r);
    }
    const phw_recording_options options = {.channel = 3};
    phw_recording *r = NULL;
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("a"), &options), PHW_EARG,
                   "channel 3", "0 to 2");
}

Test(recordings, a_raw_file_needs_type_rate_and_whole_samples)
{
    phw_recording *r = NULL;
    const phw_recording_options typed = {.type = "ci16", .rate_hz = 20e6};
    const phw_recording_options wrong = {.type = "sc16", .rate_hz = 20e6};
    scratch_text("a.dat", "123456");
    scratch_text("a.cs16", "12345678");
    scratch_text("e.cs16", "");
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("none.cs16"), NULL), PHW_EINPUT,
                   "none.cs16", "No such file");
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("a.dat"), NULL), PHW_EINPUT,
                   "a.dat", "--type");
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("a.dat"), &typed), PHW_EINPUT,
                   "a.dat", "6 bytes", "multiple of 4", "ci16_le");
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("a.dat"), &wrong), PHW_EINPUT,
                   "sc16", "unknown");
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("a.cs16"), NULL), PHW_EINPUT,
                   "a.cs16", "--rate");
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("e.cs16"), &typed), PHW_EINPUT,
                   "e.cs16", "no samples");
    mkdir(scratch_path("folder.cs16"), 0700);
    EXPECT_FAILURE(phw_recording_open(&r, scratch_path("folder.cs16"), &typed),
                   PHW_EINPUT, "folder.cs16", "regular file");
    cr_expect_null(r);
}

Test(recordings, options_out_of_range_are_refused)
{
    const double bad[] = {-1.0, (double)NAN, (double)INFINITY, 1e308};
    phw_recording *r = NULL;
    scratch_text("a.cs16", "1234");
    for (size_t i = 0; i < 4; ++i) {
        const phw_recording_options rate = {.rate_hz = bad[i]};
        const phw_recording_options carrier = {.rate_hz = 1.0, .carrier_hz = bad[i]};
        EXPECT_FAILURE(phw_recording_open(&r, scratch_path("a.cs16"), &rate), PHW_EARG,
                       "rate");
        EXPECT_FAILURE(phw_recording_open(&r, scratch_path("a.cs16"), &carrier),
                       PHW_EARG, "carrier");
    }
}

Test(recordings, the_users_rate_and_carrier_win_and_a_wrong_type_is_refused)
{
    phw_recording *r = NULL;
    const phw_recording_options options = {.rate_hz = 5.0, .carrier_hz = 6.0};
    scratch_text("g_433.92M_250k.cu8", "12");
    const char *path = scratch_path("g_433.92M_250k.cu8");
    cr_assert_eq(phw_recording_open(&r, path, NULL), PHW_OK);
    cr_expect_float_eq(phw_recording_info(r)->rate_hz, 250e3, 1e-6);
    cr_expect_float_eq(phw_recording_info(r)->carrier_hz, 433.92e6, 1e-6);
    phw_recording_close(r);
    cr_assert_eq(phw_recording_open(&r, path, &options), PHW_OK);
    cr_expect_eq(phw_recording_info(r)->rate_hz, 5.0);
    cr_expect_eq(phw_recording_info(r)->carrier_hz, 6.0);
    phw_recording_close(r);
    const phw_recording_options typed = {.type = "cf32"};
    EXPECT_FAILURE(
        phw_recording_open(
            &r, source_path("datasets/recordings/CC-BY-SA-4.0/sigmf_logo"), &typed),
        PHW_EINPUT, "ri16_le", "cf32");
}

Test(recordings, a_sample_that_is_not_finite_stops_the_read_where_it_began)
{
    static float x[2 * 20000];
    x[2 * 18000 + 1] = NAN;
    const phw_recording_options options = {.rate_hz = 1e6};
    phw_recording *r = NULL;
    phw_cf *out = malloc(20000 * sizeof *out);
    size_t n = 77;
    cr_assert_eq(phw_recording_open(&r, scratch_write("a.cf32", x, sizeof x), &options),
                 PHW_OK);
    EXPECT_FAILURE(phw_recording_read(r, out, 20000, &n), PHW_EINPUT, "a.cf32",
                   "sample 18000 ");
    cr_expect_eq(n, 77);
    cr_assert_eq(phw_recording_read(r, out, 18000, &n), PHW_OK);
    cr_expect_eq(n, 18000);
    free(out);
    phw_recording_close(r);
}

Test(recordings, a_file_that_becomes_shorter_is_noticed)
{
    phw_recording *r = open_long();
    phw_cf out[1000];
    size_t n = 0;
    cr_assert_eq(truncate(scratch_path("a.cs16"), 1000), 0);
    EXPECT_FAILURE(phw_recording_read(r, out, 1000, &n), PHW_EINPUT, "a.cs16",
                   "shorter");
    phw_recording_close(r);
}

Test(recordings, the_sigmf_logo_is_read_and_its_hash_is_right)
{
    phw_recording *r = NULL;
    const char *path = source_path("datasets/recordings/CC-BY-SA-4.0/sigmf_logo");
    cr_assert_eq(phw_recording_open(&r, path, NULL), PHW_OK, "%s", phw_error_message());
    const phw_recording_meta *meta = phw_recording_info(r);
    cr_expect_eq(meta->n_samples, 288000);
    cr_expect_eq(meta->n_channels, 2);
    cr_expect_eq(meta->rate_hz, 48000.0);
    cr_expect_eq(meta->n_annotations, 3);
    cr_expect_str_eq(meta->annotations[1].comment, "logo spinup");
    cr_expect_eq(memcmp(meta->sha512, "69893900f22de266", 16), 0);
    cr_expect_eq(meta->hash, PHW_HASH_UNCHECKED);
    cr_expect_eq(phw_recording_verify(r), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(meta->hash, PHW_HASH_GOOD);
    phw_recording_close(r);
}

Test(recordings, changed_samples_are_told_by_their_hash)
{
    /* SHA-512 of "abc" (FIPS 180-4, example), in capitals. */
    scratch_text("a.sigmf-meta",
                 "{\"global\":{\"core:datatype\":\"ri8\",\"core:version\":\"1.0.0\","
                 "\"core:sample_rate\":1,\"core:sha512\":\""
                 "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A"
                 "2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F"
                 "\"},\"captures\":[],\"annotations\":[]}");
    static const char *const data[] = {"abc", "abd"};
    for (size_t i = 0; i < 2; ++i) {
        phw_recording *r = NULL;
        scratch_text("a.sigmf-data", data[i]);
        cr_assert_eq(phw_recording_open(&r, scratch_path("a"), NULL), PHW_OK);
        if (i == 0)
            cr_expect_eq(phw_recording_verify(r), PHW_OK);
        else
            EXPECT_FAILURE(phw_recording_verify(r), PHW_EINPUT, "a.sigmf-data",
                           "SHA-512", "ddaf35a193617aba");
        cr_expect_eq(phw_recording_info(r)->hash,
                     i == 0 ? PHW_HASH_GOOD : PHW_HASH_BAD);
        phw_recording_close(r);
    }
}

Test(recordings, without_a_hash_there_is_nothing_to_contradict)
{
    phw_recording *r = open_long();
    cr_expect_eq(phw_recording_verify(r), PHW_OK);
    cr_expect_eq(phw_recording_info(r)->hash, PHW_HASH_NONE);
    phw_recording_close(r);
}

Test(recordings, the_shipped_802_11_recordings_open_with_type_and_rate)
{
    const phw_recording_options options = {.type = "ci16", .rate_hz = 20e6};
    phw_recording *r = NULL;
    cr_assert_eq(
        phw_recording_open(
            &r, source_path("datasets/recordings/openofdm/radiated_dot11n_6.5mbps.dat"),
            &options),
        PHW_OK, "%s", phw_error_message());
    cr_expect_eq(phw_recording_info(r)->n_samples, 676160 / 4);
    phw_recording_close(r);
}

Test(recordings, the_formats_are_listed_and_closing_nothing_is_fine)
{
    cr_expect_str_eq(phw_recording_format_at(0)->name, "sigmf-archive");
    cr_expect_str_eq(phw_recording_format_at(1)->name, "sigmf");
    cr_expect_str_eq(phw_recording_format_at(2)->name, "wav");
    cr_expect_str_eq(phw_recording_format_at(3)->name, "text");
    cr_expect_str_eq(phw_recording_format_at(4)->name, "raw");
    cr_expect_null(phw_recording_format_at(5));
    phw_recording_close(NULL);
}
