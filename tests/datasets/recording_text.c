#include "datasets/recording_text.h"

#include <complex.h>

#include "datasets/recordings.h"

#include "tests/datasets/scratch.h"

TestSuite(recording_text, .init = scratch_start, .fini = scratch_end);

static phw_status parse(phw_text_samples *out, const char *text)
{
    return phw_text_samples_parse(out, text, strlen(text), "a.txt");
}

static float value_at(const phw_text_samples *s, size_t i)
{
    float x = 0;
    memcpy(&x, s->bytes + 4 * i, sizeof x);
    return x;
}

Test(recording_text, a_number_a_line_is_a_real_sample)
{
    phw_text_samples s = {0};
    cr_assert_eq(parse(&s, "   6.1368924e-01\n-2\r\n\n# a remark\n3e2"), PHW_OK);
    cr_expect_eq(s.n_bytes, 12);
    cr_expect_not(s.is_complex);
    cr_expect_float_eq(value_at(&s, 0), 6.1368924e-01F, 0);
    cr_expect_float_eq(value_at(&s, 1), -2, 0);
    cr_expect_float_eq(value_at(&s, 2), 300, 0);
    phw_text_samples_free(&s);
    cr_expect_null(s.bytes);
}

Test(recording_text, two_numbers_are_i_and_q_between_any_of_the_delimiters)
{
    static const char *const text[] = {"1,2\n3,4\n", "I;Q\n1;2\n3;4\n", "1\t2\n3\t4",
                                       " 1  2 \n 3 4\n"};
    for (size_t i = 0; i < sizeof text / sizeof text[0]; ++i) {
        phw_text_samples s = {0};
        cr_assert_eq(parse(&s, text[i]), PHW_OK, "%zu: %s", i, phw_error_message());
        cr_assert_eq(s.n_bytes, 16);
        cr_expect(s.is_complex);
        for (size_t k = 0; k < 4; ++k)
            cr_expect_float_eq(value_at(&s, k), (float)(k + 1), 0);
        phw_text_samples_free(&s);
    }
}

Test(recording_text, what_is_no_sample_is_told_by_its_line)
{
    static const struct {
        const char *text;
        const char *says;
    } bad[] = {{"1\nx\n", "line 2: not a number"},
               {"1\n2 3\n", "line 2: two numbers where"},
               {"1,2\n3\n", "line 2: one number"},
               {"1,2,3\n", "line 1: more than two"},
               {"1\nnan\n", "line 2: a value that"},
               {"1\n-inf\n", "line 2: a value that"},
               {"1\n1e39\n", "line 2: a value that"},
               {"", "holds no samples"},
               {"# only\n", "holds no samples"},
               {"1,\n", "not a number"}};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_text_samples s = {0};
        cr_expect_eq(parse(&s, bad[i].text), PHW_EINPUT, "%zu", i);
        cr_expect(strstr(phw_error_message(), bad[i].says) != NULL, "%zu: %s", i,
                  phw_error_message());
        cr_expect_null(s.bytes);
    }
}

/* Cut anywhere, it is the numbers that are there, or a clear error. */
Test(recording_text, every_cut_ends_in_samples_or_an_error)
{
    static const char text[] = "0.5,-0.25\n1e-3,7\n\n# end\n-1.5,2e0\n";
    for (size_t n = 0; n < sizeof text; ++n) {
        char cut[sizeof text] = {0};
        phw_text_samples s = {0};
        memcpy(cut, text, n);
        const phw_status status = parse(&s, cut);
        cr_expect(status == PHW_OK || status == PHW_EINPUT, "%zu", n);
        if (status == PHW_OK)
            cr_expect_leq(s.n_bytes, 24);
        phw_text_samples_free(&s);
    }
}

Test(recording_text, a_file_of_numbers_is_a_recording_and_others_are_not)
{
    const phw_recording_options options = {.rate_hz = 1e6};
    phw_recording *r = NULL;
    phw_cf x[8];
    size_t n = 0;
    cr_assert_eq(
        phw_recording_open(&r, scratch_write("a.TXT", "1,2\n3,4\n5,6\n", 12), &options),
        PHW_OK, "%s", phw_error_message());
    cr_expect_str_eq(phw_recording_info(r)->format, "text");
    cr_expect_eq(phw_recording_info(r)->n_samples, 3);
    cr_assert_eq(phw_recording_seek(r, 1), PHW_OK);
    cr_assert_eq(phw_recording_read(r, x, 8, &n), PHW_OK);
    cr_expect_eq(n, 2);
    cr_expect(x[0] == CMPLXF(3, 4) && x[1] == CMPLXF(5, 6));
    cr_expect_eq(phw_recording_verify(r), PHW_OK);
    phw_recording_close(r);
    cr_expect_eq(phw_recording_open(&r, scratch_write("b.txt", "hello\n", 6), &options),
                 PHW_EINPUT);
    cr_expect_eq(phw_recording_open(&r, scratch_write("c.txt", "1\n2\n", 4), NULL),
                 PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "rate") != NULL);
}
