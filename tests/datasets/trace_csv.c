#include "datasets/trace_csv.h"

#include <locale.h>

#include "tests/datasets/scratch.h"

TestSuite(trace_csv, .init = scratch_start, .fini = scratch_end);

Test(trace_csv, the_text_is_what_the_header_says)
{
    phw_trace t = {0};
    double *column = NULL;
    phw_writer *w = NULL;
    uint8_t *bytes = NULL;
    size_t size = 0;
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 2, 2), PHW_OK);
    cr_assert_eq(phw_trace_add_column(&column, &t, "snr_db", "dB"), PHW_OK);
    column[0] = 12.5;
    t.cplx[0] = 1 - 2 * I;
    t.cplx[3] = 0.5F;
    t.coefficient[1] = 312500;
    t.carrier_hz = 2.4e9;
    snprintf(t.party, sizeof t.party, "alice");
    snprintf(t.origin, sizeof t.origin, "two\nlines");
    cr_assert_eq(phw_writer_create(&w, scratch_path("a.csv"), false), PHW_OK);
    cr_assert_eq(phw_trace_csv_write(w, &t), PHW_OK);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    cr_assert_eq(phw_file_read(&bytes, &size, scratch_path("a.csv"), 1 << 20), PHW_OK);
    cr_expect_str_eq((char *)bytes,
                     "# phyward-trace 1\n# kind: cfr\n# party: alice\n"
                     "# origin: two lines\n# carrier_hz: 2400000000\n"
                     "# bandwidth_hz: 0\n# noise_variance: 0\n# n_antennas: 1\n"
                     "# has_time: 0\n# coefficient: 0 312500\n# unit snr_db: dB\n"
                     "sequence,time_s,snr_db,re_0,im_0,re_1,im_1\n"
                     "0,0,12.5,1,-2,0,0\n1,1,nan,0,0,0.5,0\n");
    free(bytes);
    phw_trace_free(&t);
}
