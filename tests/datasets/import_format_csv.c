#include "datasets/import_format_csv.h"

#include "core/file.h"
#include "datasets/import_formats.h"
#include "datasets/trace_csv.h"

#include "tests/datasets/scratch.h"
#include "tests/datasets/trace_example.h"

TestSuite(import_format_csv, .init = scratch_start, .fini = scratch_end);

Test(import_format_csv, our_own_text_is_known_by_its_first_line)
{
    phw_trace t = trace_example(PHW_TRACE_CFR);
    phw_import in = {0};
    phw_writer *w = NULL;
    cr_assert_eq(phw_writer_create(&w, scratch_path("a.data"), false), PHW_OK);
    cr_assert_eq(phw_trace_csv_write(w, &t), PHW_OK);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    cr_assert_eq(phw_import_read(&in, scratch_path("a.data"), NULL), PHW_OK, "%s",
                 phw_error_message());
    cr_expect_str_eq(in.format, "csv");
    trace_expect_same(&t, in.trace);
    phw_import_free(&in);
    phw_trace_free(&t);
}

Test(import_format_csv, others_are_known_by_their_name_and_take_a_kind)
{
    phw_import in = {0};
    const phw_import_options kind = {.kind = "power_db"};
    const char *path = scratch_text("lab.CSV", "a,b\n-40,-41\n-42,-43\n");
    EXPECT_FAILURE(phw_import_read(&in, path, NULL), PHW_EINPUT, "lab.CSV", "kind");
    cr_assert_eq(phw_import_read(&in, path, &kind), PHW_OK, "%s", phw_error_message());
    cr_expect_str_eq(in.trace->party, "lab");
    cr_expect(in.n_probes == 2 && in.trace->real[3] == -43);
    phw_import_free(&in);
    cr_expect_null(phw_import_matches(scratch_text("lab.bin", "1,2\n3,4\n")));
}
