/* Shared by the tests of the import formats: files, hashes, truncation and damage. */
#ifndef PHW_TESTS_DATASETS_CAPTURE_H
#define PHW_TESTS_DATASETS_CAPTURE_H

#include <complex.h>
#include <inttypes.h>
#include <math.h>

#include "core/file.h"
#include "datasets/import_formats.h"

#include "tests/datasets/scratch.h"

#define CAPTURES "datasets/recordings/csi/"

typedef struct capture {
    uint8_t *byte;
    size_t n;
} capture;

static inline capture capture_load(const char *name)
{
    char path[128];
    capture c = {0};
    snprintf(path, sizeof path, CAPTURES "%s", name);
    cr_assert_eq(phw_file_read(&c.byte, &c.n, source_path(path), 1 << 24), PHW_OK, "%s",
                 phw_error_message());
    return c;
}

/* Reads byte[n]; the test ends when that fails. */
static inline phw_import capture_read(const uint8_t *byte, size_t n, const char *format)
{
    const phw_import_options o = {.format = format};
    phw_import m = {0};
    cr_assert_eq(phw_import_parse(&m, byte, n, "dir/capture", &o), PHW_OK, "%s",
                 phw_error_message());
    return m;
}

static inline uint64_t capture_hash(const phw_cf *value, size_t n)
{
    uint64_t h = 0xCBF29CE484222325U;
    for (size_t i = 0; i < 2 * n; ++i) {
        const float part = i % 2 == 0 ? crealf(value[i / 2]) : cimagf(value[i / 2]);
        const uint32_t word = (uint32_t)(int32_t)part;
        for (int k = 0; k < 32; k += 8)
            h = (h ^ (word >> k & 0xFF)) * 0x100000001B3U;
    }
    return h;
}

/* The skipped count of that reason, 0 when there is none. */
static inline uint64_t capture_skipped(const phw_import *m, const char *reason)
{
    for (size_t i = 0; i < m->n_reasons; ++i) {
        if (strstr(m->skipped[i].reason, reason) != NULL)
            return m->skipped[i].n;
    }
    return 0;
}

static inline uint64_t capture_event(const phw_import *m, const char *reason)
{
    for (size_t i = 0; i < m->n_events; ++i) {
        if (strstr(m->event[i].reason, reason) != NULL)
            return m->event[i].n;
    }
    return 0;
}

/* What is always true of what was read. */
static inline void capture_check(const phw_import *m)
{
    uint64_t n = 0;
    cr_expect_geq(m->n_traces, 1);
    for (size_t i = 0; i < m->n_traces; ++i) {
        cr_expect_eq(phw_trace_check(&m->trace[i]), PHW_OK, "%s", phw_error_message());
        n += m->trace[i].n_probes;
    }
    cr_expect_eq(n, m->n_probes);
    cr_expect_geq(m->n_records, m->n_probes);
    cr_expect_leq(m->n_records, m->n_probes + phw_import_skipped(m));
}

/* byte[0 .. n) for every n up to the whole: a clear error, or probes that never become
 * fewer, and all of them at last. The bytes are copied so that a sanitizer sees their
 * end. */
static inline void capture_truncate(const uint8_t *byte, size_t n, const char *format)
{
    const phw_import_options o = {.format = format};
    uint64_t before = 0;
    for (size_t cut = 0; cut <= n; ++cut) {
        uint8_t *copy = malloc(cut + (cut == 0));
        cr_assert_not_null(copy);
        memcpy(copy, byte, cut);
        phw_import m = {0};
        const phw_status s = phw_import_parse(&m, copy, cut, "cut", &o);
        if (s) {
            cr_expect(s == PHW_EINPUT, "%zu: %s", cut, phw_error_message());
            cr_expect_not_null(strstr(phw_error_message(), "cut"));
            cr_expect_eq(before, 0, "%zu: %s", cut, phw_error_message());
        } else {
            capture_check(&m);
            cr_expect_geq(m.n_probes, before, "%zu", cut);
            before = m.n_probes;
        }
        phw_import_free(&m);
        free(copy);
    }
    cr_expect_gt(before, 0);
}

/* Each byte in turn changed in several ways: never a crash, never a broken trace. */
static inline void capture_damage(const uint8_t *byte, size_t n, const char *format)
{
    static const uint8_t flip[] = {0x01, 0x80, 0xFF};
    const phw_import_options o = {.format = format};
    uint8_t *copy = malloc(n);
    cr_assert_not_null(copy);
    memcpy(copy, byte, n);
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < sizeof flip; ++k) {
            copy[i] = byte[i] ^ flip[k];
            phw_import m = {0};
            const phw_status s = phw_import_parse(&m, copy, n, "damaged", &o);
            if (s == PHW_OK)
                capture_check(&m);
            else
                cr_expect_eq(s, PHW_EINPUT, "%zu: %s", i, phw_error_message());
            phw_import_free(&m);
        }
        copy[i] = byte[i];
    }
    free(copy);
}

/* Known answers of MATLAB, row `row` of a format in tests/kat/csi.txt. */
typedef struct capture_answer {
    uint64_t hash;
    double scale;
} capture_answer;

static inline size_t capture_answers(capture_answer *out, size_t most, const char *name)
{
    size_t n = 0;
    char format[16];
    size_t row = 0;
    char line[128];
    FILE *stream = fopen(source_path("tests/kat/csi.txt"), "r");
    cr_assert_not_null(stream);
    while (n < most && fgets(line, sizeof line, stream) != NULL) {
        out[n].scale = 0;
        if (sscanf(line, "%15s %zu %" SCNx64 " %lf", format, &row, &out[n].hash,
                   &out[n].scale) >= 3 &&
            strcmp(format, name) == 0)
            ++n;
    }
    fclose(stream);
    return n;
}

#endif
