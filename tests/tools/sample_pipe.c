#include "tools/sample_pipe.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "tools/cancel.h"

static const phw_sample_type ci16 = {.component = PHW_COMPONENT_I16,
                                     .is_complex = true};

/* A pipe's reading end, into which a child writes `size` bytes in pieces. */
static int pipe_of(const unsigned char *bytes, size_t size, size_t piece)
{
    int end[2];
    cr_assert_eq(pipe(end), 0);
    if (fork() == 0) {
        (void)close(end[0]);
        for (size_t at = 0; at < size;) {
            const size_t n = size - at < piece ? size - at : piece;
            const ssize_t put = write(end[1], bytes + at, n);
            if (put < 0)
                break;
            at += (size_t)put;
        }
        _exit(0);
    }
    (void)close(end[1]);
    return end[0];
}

Test(sample_pipe, gives_the_same_samples_in_pieces_of_any_length)
{
    enum {
        N = 999
    };

    unsigned char bytes[4 * N];
    phw_cf expected[N];
    for (size_t i = 0; i < sizeof bytes; ++i)
        bytes[i] = (unsigned char)(i * 37 + i / 251);
    cr_assert_eq(phw_sample_type_convert(expected, bytes, N, ci16, 0), PHW_OK);
    static const size_t piece[] = {1, 3, 4, 5, 1000, sizeof bytes};
    static const size_t asked[] = {1, 7, 64, N, 2 * N, 13};
    for (size_t k = 0; k < sizeof piece / sizeof piece[0]; ++k) {
        const int from = pipe_of(bytes, sizeof bytes, piece[k]);
        phw_sample_pipe *p = NULL;
        cr_assert_eq(phw_sample_pipe_create(&p, from, ci16), PHW_OK);
        phw_cf got[2 * N];
        size_t n = 0;
        size_t one = 0;
        bool stopped = false;
        do {
            const size_t most = asked[k] < 2 * N - n ? asked[k] : 2 * N - n;
            cr_assert_eq(phw_sample_pipe_read(p, got + n, most, &one, &stopped), 0);
            n += one;
            cr_assert_not(stopped);
        } while (one > 0);
        cr_expect_eq(n, N, "pieces of %zu: %zu", piece[k], n);
        cr_expect_eq(memcmp(got, expected, sizeof expected), 0);
        cr_expect_eq(phw_sample_pipe_trailing(p), 0);
        phw_sample_pipe_destroy(p);
        (void)close(from);
    }
}

Test(sample_pipe, counts_the_bytes_of_a_broken_last_sample)
{
    const unsigned char bytes[11] = {0};
    for (size_t size = 0; size <= sizeof bytes; ++size) {
        const int from = pipe_of(bytes, size, 2);
        phw_sample_pipe *p = NULL;
        cr_assert_eq(phw_sample_pipe_create(&p, from, ci16), PHW_OK);
        phw_cf got[8];
        size_t n = 0;
        bool stopped = false;
        cr_assert_eq(phw_sample_pipe_read(p, got, 8, &n, &stopped), PHW_OK);
        cr_expect_eq(n, size / 4);
        cr_expect_eq(phw_sample_pipe_trailing(p), size % 4, "%zu bytes", size);
        phw_sample_pipe_destroy(p);
        (void)close(from);
    }
}

Test(sample_pipe, names_the_sample_that_is_no_number)
{
    float bytes[2000] = {0};
    bytes[1501] = (float)NAN;
    const int from = pipe_of((const unsigned char *)bytes, sizeof bytes, 100);
    const phw_sample_type cf32 = {.component = PHW_COMPONENT_F32, .is_complex = true};
    phw_sample_pipe *p = NULL;
    cr_assert_eq(phw_sample_pipe_create(&p, from, cf32), PHW_OK);
    phw_cf got[1000];
    size_t n = 0;
    bool stopped = false;
    cr_expect_eq(phw_sample_pipe_read(p, got, 1000, &n, &stopped), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "sample 750 "), "%s",
                       phw_error_message());
    phw_sample_pipe_destroy(p);
    (void)close(from);
}

Test(sample_pipe, ends_when_the_user_asks_and_forgets_the_wish)
{
    int end[2];
    cr_assert_eq(pipe(end), 0);
    const unsigned char bytes[8] = {0};
    cr_assert_eq(write(end[1], bytes, sizeof bytes), sizeof bytes);
    phw_sample_pipe *p = NULL;
    cr_assert_eq(phw_sample_pipe_create(&p, end[0], ci16), PHW_OK);
    phw_cancel_install();
    phw_cf got[8];
    size_t n = 0;
    bool stopped = false;
    for (int round = 0; round < 2; ++round) {
        cr_assert_eq(raise(SIGINT), 0);
        cr_assert_eq(phw_sample_pipe_read(p, got, 8, &n, &stopped), PHW_OK);
        cr_expect(stopped);
        cr_expect_not(phw_cancel_asked());
    }
    phw_sample_pipe_destroy(p);
    (void)close(end[0]);
    (void)close(end[1]);
}
