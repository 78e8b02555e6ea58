#include "tools/reconcile_picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

static phw_reconcile_row row_of(const char *scheme, size_t n, double rate, bool one_way)
{
    phw_reconcile_row r = {
        .n = n,
        .error_rate = rate,
        .frame_error_target = 0.01,
        .n_frames = 100,
        .n_failed = one_way ? 3 : 0,
        .frame_error_rate = one_way ? 0.03 : 0,
        .frame_error_interval = {one_way ? 0.006 : 0, one_way ? 0.085 : 0.036},
        .efficiency = 1.2 - rate,
        .one_way = one_way,
        .one_way_limit = one_way ? 1.1 - rate : (double)NAN,
    };
    (void)snprintf(r.scheme, sizeof r.scheme, "%s", scheme);
    return r;
}

/* Draws into a folder and gives back its two files' texts; "" for one that is not
 * there.
 */
static phw_status draw(char *text[2], const phw_reconcile_row *row, size_t n_rows)
{
    static const char *const names[2] = {"efficiency", "frame_errors"};
    char folder[] = "picture-XXXXXX";
    char path[64];
    phw_outputs *outputs = calloc(1, sizeof *outputs);
    cr_assert_not_null(outputs);
    cr_assert_not_null(mkdtemp(folder));
    phw_status s = phw_reconcile_picture_write(outputs, folder, row, n_rows);
    if (!s)
        s = phw_outputs_commit(outputs);
    else
        phw_outputs_discard(outputs);
    for (unsigned i = 0; i < 2; ++i) {
        (void)snprintf(path, sizeof path, "%s/%s.svg", folder, names[i]);
        text[i] = calloc(1 << 18, 1);
        cr_assert_not_null(text[i]);
        FILE *f = fopen(path, "r");
        if (f == NULL)
            continue;
        (void)fread(text[i], 1, (1 << 18) - 1, f);
        (void)fclose(f);
        (void)unlink(path);
    }
    cr_expect_eq(rmdir(folder), 0);
    free(outputs);
    return s;
}

static void discard(char *text[2])
{
    free(text[0]);
    free(text[1]);
}

Test(reconcile_picture, shows_every_scheme_and_the_limit_of_one_way_codes)
{
    phw_reconcile_row row[7];
    for (size_t i = 0; i < 3; ++i) {
        row[2 * i] = row_of("brave", 1000, 0.1 - 0.03 * (double)i, true);
        row[2 * i + 1] = row_of("timid", 1000, 0.1 - 0.03 * (double)i, false);
    }
    row[6] = row_of("refused", 1000, 0.1, false);
    (void)snprintf(row[6].reason, sizeof row[6].reason, "above the limit");
    char *text[2];
    cr_assert_eq(draw(text, row, 7), PHW_OK, "%s", phw_error_message());
    cr_expect_not_null(strstr(text[0], "brave"));
    cr_expect_not_null(strstr(text[0], "timid"));
    cr_expect_not_null(strstr(text[0], "one way, FER 0.01"));
    cr_expect_null(strstr(text[0], "n = 1000"), "there is one n");
    cr_expect_null(strstr(text[0], "refused"));
    cr_expect_not_null(strstr(text[1], "brave"));
    cr_expect_null(strstr(text[1], "timid"), "no frame of it failed");
    discard(text);
}

Test(reconcile_picture, lengths_are_the_axis_when_there_is_one_rate)
{
    const phw_reconcile_row row[] = {
        row_of("brave", 10000, 0.05, true),
        row_of("brave", 1000, 0.05, true),
        row_of("brave", 100, 0.05, true),
    };
    char *text[2];
    cr_assert_eq(draw(text, row, 3), PHW_OK, "%s", phw_error_message());
    cr_expect_not_null(strstr(text[0], "n, bits"));
    cr_expect_not_null(strstr(text[1], "frame error rate"));
    discard(text);
}

Test(reconcile_picture, several_lengths_are_told_apart_and_many_are_cut)
{
    phw_reconcile_row row[40];
    for (size_t i = 0; i < 40; ++i)
        row[i] = row_of("brave", 100 + i / 2, i % 2 > 0 ? 0.1 : 0.05, true);
    char *text[2];
    cr_assert_eq(draw(text, row, 40), PHW_OK, "%s", phw_error_message());
    cr_expect_not_null(strstr(text[0], "n = 100"));
    /* Of 20 limits and 20 curves of a scheme, 16 are there. */
    cr_expect_not_null(strstr(text[0], "rows have no room)"),
                       "nothing goes in silence");
    discard(text);
    cr_assert_eq(draw(text, row, 4), PHW_OK, "%s", phw_error_message());
    cr_expect_null(strstr(text[0], "no room"));
    discard(text);
}

Test(reconcile_picture, nothing_measured_is_an_error)
{
    phw_reconcile_row row = row_of("refused", 1000, 0.1, false);
    (void)snprintf(row.reason, sizeof row.reason, "above the limit");
    char *text[2];
    cr_expect_eq(draw(text, &row, 1), PHW_EARG);
    discard(text);
}
