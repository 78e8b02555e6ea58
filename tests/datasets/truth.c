#include "datasets/truth.h"

#include <stdio.h>

#include <criterion/criterion.h>

#include "tests/datasets/scratch.h"

TestSuite(truth, .init = scratch_start, .fini = scratch_end);

static phw_status read_text(phw_truth *out, const char *text)
{
    return phw_truth_read(out, scratch_text("truth.csv", text));
}

Test(truth, the_nearest_frame_within_the_tolerance_tells_the_sender)
{
    phw_truth t = {0};
    cr_assert_eq(read_text(&t, "file,rate,start_sample,transmitter\n"
                               "some/folder/a.dat,6,100,aa:bb\n"
                               "a.dat,6,110,cc:dd\n"
                               "b.dat,6,100,ee:ff\n"
                               "b.dat,6,500,\n"),
                 PHW_OK, "%s", phw_error_message());
    cr_assert_eq(t.n, 4);
    cr_expect_str_eq(phw_truth_find(&t, "a.dat", 104, 8), "aa:bb");
    cr_expect_str_eq(phw_truth_find(&t, "a.dat", 106, 8), "cc:dd");
    cr_expect_str_eq(phw_truth_find(&t, "a.dat", 118, 8), "cc:dd");
    cr_expect_str_eq(phw_truth_find(&t, "a.dat", 119, 8), "");
    cr_expect_str_eq(phw_truth_find(&t, "b.dat", 100, 0), "ee:ff");
    cr_expect_str_eq(phw_truth_find(&t, "b.dat", 500, 8), "", "nobody knows");
    cr_expect_str_eq(phw_truth_find(&t, "c.dat", 100, 8), "", "not there");
    phw_truth_free(&t);
    cr_expect_eq(t.n, 0);
}

Test(truth, the_table_of_the_recordings_tells_61_senders_over_the_air)
{
    char path[512];
    phw_truth t = {0};
    size_t n_radiated = 0;
    size_t n_known = 0;
    (void)snprintf(path, sizeof path,
                   "%s/datasets/recordings/openofdm/frames_truth.csv",
                   getenv("PHW_SOURCE"));
    if (access(path, R_OK) != 0)
        cr_skip_test("the recordings are not here");
    cr_assert_eq(phw_truth_read(&t, path), PHW_OK, "%s", phw_error_message());
    for (size_t i = 0; i < t.n; ++i) {
        const bool radiated = strncmp(t.row[i].file, "radiated", 8) == 0;
        n_radiated += radiated;
        n_known += radiated && t.row[i].transmitter[0] != '\0';
    }
    cr_expect_eq(n_radiated, 89);
    cr_expect_eq(n_known, 61);
    phw_truth_free(&t);
}

Test(truth, what_is_no_table_of_frames_is_refused)
{
    static const char *const text[][2] = {
        {"file,transmitter\na,b\n", "start_sample"},
        {"start_sample,transmitter\n1,b\n", "'file'"},
        {"file,start_sample\na,1\n", "transmitter"},
        {"file,start_sample,transmitter\n", "no frame"},
        {"file,start_sample,transmitter\na,one,b\n", "line 2"},
        {"file,start_sample,transmitter\na,nan,b\n", "line 2"},
        {"file,start_sample,transmitter\na\n", "line 2"},
        {"file,start_sample,transmitter\n"
         "a,1,0123456789012345678901234567890123456789012345678901234567890123\n",
         "transmitter of 64 bytes"},
    };

    phw_truth t = {0};
    for (size_t i = 0; i < sizeof text / sizeof text[0]; ++i) {
        cr_expect_eq(read_text(&t, text[i][0]), PHW_EINPUT, "%s", text[i][0]);
        cr_expect(strstr(phw_error_message(), text[i][1]) != NULL, "%s: %s", text[i][0],
                  phw_error_message());
    }
    cr_expect_eq(phw_truth_read(&t, "no such file.csv"), PHW_EINPUT);
    cr_expect_null(t.row);
}
