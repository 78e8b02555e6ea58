#include "datasets/import_formats.h"

#include "tests/datasets/capture.h"

TestSuite(import_formats, .init = scratch_start, .fini = scratch_end);

static const struct {
    const char *file;
    const char *format;
    uint64_t n_probes;
} shipped[] = {
    {"intel5300_log.all_csi.6.7.6", "intel5300", 29},
    {"atheros_ath_csi_1.dat", "atheros", 401},
    {"nexmon_43455c0.pcap", "nexmon", 566},
    {"nexmon_4366c0.pcap", "nexmon", 293},
    {"esp32_100hz_pitraffic.csv", "esp32", 833},
    {"picoscenes_iwl5300_example.csi", "picoscenes", 112},
    {"feitcsi_VHT80_5500.csi", "feitcsi", 40},
};

Test(import_formats, each_shipped_capture_is_known_by_its_content)
{
    for (size_t i = 0; i < sizeof shipped / sizeof shipped[0]; ++i) {
        char path[128];
        snprintf(path, sizeof path, CAPTURES "%s", shipped[i].file);
        const phw_import_format *format = phw_import_matches(source_path(path));
        cr_assert_not_null(format, "%s", shipped[i].file);
        cr_expect_str_eq(format->name, shipped[i].format);
        phw_import m = {0};
        cr_assert_eq(phw_import_read(&m, source_path(path), NULL), PHW_OK, "%s",
                     phw_error_message());
        cr_expect_eq(m.n_probes, shipped[i].n_probes, "%s: %llu", shipped[i].file,
                     (unsigned long long)m.n_probes);
        capture_check(&m);
        phw_import_free(&m);
    }
}

/* A capture that two formats claim would be read as the list's first; any text may be a
 * table of numbers. */
Test(import_formats, no_capture_is_claimed_twice)
{
    size_t n = 0;
    const phw_import_format *const *all = phw_import_format_list(&n);
    for (size_t i = 0; i < sizeof shipped / sizeof shipped[0]; ++i) {
        capture c = capture_load(shipped[i].file);
        for (size_t k = 0; k < n; ++k) {
            const bool own = strcmp(all[k]->name, shipped[i].format) == 0;
            if (strcmp(all[k]->name, "csv") == 0)
                continue;
            cr_expect_eq(all[k]->matches(
                             shipped[i].file, c.byte,
                             c.n < PHW_IMPORT_HEAD_BYTES ? c.n : PHW_IMPORT_HEAD_BYTES),
                         own, "%s %s", shipped[i].file, all[k]->name);
        }
        free(c.byte);
    }
}

Test(import_formats, every_entry_is_whole_and_found_by_name)
{
    size_t n = 0;
    const phw_import_format *const *all = phw_import_format_list(&n);
    for (size_t i = 0; i < n; ++i) {
        const phw_import_format *found = NULL;
        cr_expect(all[i]->summary != NULL && all[i]->reference != NULL);
        cr_expect_eq(phw_import_format_find(&found, all[i]->name), PHW_OK);
        cr_expect_eq(found, all[i]);
        cr_expect_not(all[i]->matches("x", (const uint8_t *)"", 0));
    }
    const phw_import_format *none = NULL;
    EXPECT_FAILURE(phw_import_format_find(&none, "none"), PHW_EARG, "intel5300");
}

Test(import_formats, a_file_larger_than_memory_is_refused_by_its_head)
{
    phw_import m = {0};
    const char *path = scratch_text("a.dat", "");
    cr_assert_eq(truncate(path, (off_t)1 << 40), 0);
    EXPECT_FAILURE(phw_import_read(&m, path, NULL), PHW_EINPUT, "a.dat", "first bytes");
}

Test(import_formats, what_is_none_is_refused)
{
    phw_import m = {0};
    const char *text = scratch_write("a.bin", "\1\2\3\4\5\6", 6);
    cr_expect_null(phw_import_matches(text));
    cr_expect_null(phw_import_matches(scratch_path("absent")));
    EXPECT_FAILURE(phw_import_read(&m, text, NULL), PHW_EINPUT, "a.bin", "--format");
    EXPECT_FAILURE(phw_import_read(&m, scratch_path("absent"), NULL), PHW_EINPUT,
                   "absent");
    const phw_import_options wrong = {.format = "zip"};
    EXPECT_FAILURE(phw_import_read(&m, text, &wrong), PHW_EARG, "zip");
    const phw_import_options asked = {.format = "intel5300"};
    EXPECT_FAILURE(phw_import_read(&m, text, &asked), PHW_EINPUT, "a.bin", "intel5300");
    cr_expect_eq(m.n_traces, 0);
}
