#include "tools/sample_source.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

/* A file of ci16 samples 0, 1, 2 ... in the in-phase part. */
static void write_ramp(const char *path, size_t n)
{
    FILE *f = fopen(path, "wb");
    cr_assert_not_null(f);
    for (size_t i = 0; i < n; ++i) {
        const int16_t sample[2] = {(int16_t)i, 0};
        cr_assert_eq(fwrite(sample, sizeof sample, 1, f), 1);
    }
    cr_assert_eq(fclose(f), 0);
}

static size_t read_all(phw_sample_source *s, phw_cf *out, size_t most)
{
    size_t n = 0;
    size_t got = 1;
    while (got > 0 && n < most) {
        cr_assert_eq(phw_sample_source_read(s, out + n, 100, &got), PHW_OK, "%s",
                     phw_error_message());
        n += got;
    }
    return n;
}

Test(sample_source, a_recording_and_a_pipe_of_its_bytes_give_the_same)
{
    enum {
        N = 1234
    };

    write_ramp("ramp.cs16", N);
    const phw_source_options o = {.recording = {.type = "ci16", .rate_hz = 1e6}};
    phw_cf sample[2][N + 100];
    for (int k = 0; k < 2; ++k) {
        phw_sample_source *s = NULL;
        if (k == 1)
            cr_assert_eq(dup2(open("ramp.cs16", O_RDONLY), STDIN_FILENO), STDIN_FILENO);
        cr_assert_eq(phw_sample_source_open(&s, k == 0 ? "ramp.cs16" : "-", &o), 0);
        const phw_recording_meta *info = phw_sample_source_info(s);
        cr_expect_eq(phw_sample_source_is_live(s), k == 1);
        cr_expect_eq(phw_sample_source_recording(s) == NULL, k == 1);
        cr_expect_eq(info->n_samples, k == 0 ? N : UINT64_MAX);
        cr_expect_eq(phw_sample_source_total(s), k == 0 ? N : 0);
        cr_expect_eq(read_all(s, sample[k], N), N);
        size_t more = 1;
        phw_cf rest[1];
        cr_expect_eq(phw_sample_source_read(s, rest, 1, &more), PHW_OK);
        cr_expect_eq(more, 0);
        cr_expect_eq(info->n_samples, N);
        cr_expect_str_eq(info->format, k == 0 ? "raw" : "pipe");
        phw_sample_source_close(s);
    }
    cr_expect_eq(memcmp(sample[0], sample[1], N * sizeof(phw_cf)), 0);
    (void)remove("ramp.cs16");
}

Test(sample_source, a_duration_ends_it_early)
{
    write_ramp("long.cs16", 1000);
    const phw_source_options o = {.recording = {.rate_hz = 1000}, .duration_s = 0.25};
    phw_sample_source *s = NULL;
    cr_assert_eq(phw_sample_source_open(&s, "long.cs16", &o), PHW_OK);
    cr_expect_eq(phw_sample_source_info(s)->n_samples, 250);
    phw_cf sample[1100];
    cr_expect_eq(read_all(s, sample, 1000), 250);
    phw_sample_source_close(s);
    (void)remove("long.cs16");
}

Test(sample_source, says_what_a_pipe_or_a_radio_lacks)
{
    static const struct {
        const char *name;
        phw_source_options options;
        phw_status status;
        const char *says;
    } bad[] = {
        {"-", {.recording = {.rate_hz = 1}}, PHW_EARG, "--type"},
        {"-", {.recording = {.type = "cu8"}}, PHW_EARG, "--rate"},
        {"-",
         {.recording = {.type = "cu8", .rate_hz = 1, .channel = 1}},
         PHW_EARG,
         "one"},
        {"-", {.recording = {.type = "x8", .rate_hz = 1}}, PHW_EINPUT, "x8"},
        {"-",
         {.recording = {.type = "cu8", .any_rate = true}, .duration_s = 1},
         PHW_EARG,
         "--duration"},
        {"soapy:", {.recording = {.rate_hz = 1e6}}, PHW_EARG, "--freq"},
        {"soapy:driver=none_such",
         {.recording = {.type = "cu8", .rate_hz = 1e6, .carrier_hz = 1e9}},
         PHW_EARG,
         "--type"},
        {"soapy:driver=none_such",
         {.recording = {.rate_hz = 1e6, .carrier_hz = 1e9}},
         PHW_EIO,
         "none_such"},
        {"none_such.cu8", {.recording = {.rate_hz = 1}}, PHW_EINPUT, "none_such.cu8"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_sample_source *s = NULL;
        const phw_status status =
            phw_sample_source_open(&s, bad[i].name, &bad[i].options);
        cr_expect_eq(status, bad[i].status, "%zu: %d", i, (int)status);
        cr_expect_null(s);
        cr_expect_not_null(strstr(phw_error_message(), bad[i].says), "%zu: %s", i,
                           phw_error_message());
    }
}
