#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "core/bits.h"
#include "core/fft.h"
#include "core/file.h"
#include "core/param.h"
#include "core/signal.h"
#include "core/trace.h"

/* Every allocation of core passes here (linked with --wrap): the one that `countdown`
 * reaches fails, and so do all after it; 0 lets all pass. */
static int countdown;

static int fails(void)
{
    if (countdown > 1)
        --countdown;
    else if (countdown == 1)
        return 1;
    return 0;
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return fails() ? NULL : __real_realloc(block, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : __real_aligned_alloc(alignment, size);
}

char *__wrap_strdup(const char *text)
{
    return fails() ? NULL : __real_strdup(text);
}

static char path[] = "out_of_memory_XXXXXX";

static phw_status run_bits(void)
{
    phw_bits b = {0};
    PHW_TRY(phw_bits_alloc(&b, 1000));
    phw_bits copy = {0};
    phw_status s = phw_bits_copy(&copy, &b);
    if (!s) {
        phw_bits_set(&copy, 999, true);
        s = phw_bits_append(&copy, &b);
        cr_expect_eq(copy.n, s ? 1000 : 2000, "a failed append leaves it as it was");
        cr_expect_eq(phw_bits_count(&copy), 1);
    }
    phw_bits_free(&b);
    phw_bits_free(&copy);
    return s;
}

static phw_status run_trace(void)
{
    phw_trace t = {.carrier_hz = 1};
    const phw_status s = phw_trace_alloc(&t, PHW_TRACE_CIR, 10, 3);
    cr_expect_eq(t.carrier_hz, s ? 1 : 0, "out is untouched on failure");
    phw_trace_free(&t);
    return s;
}

static phw_status run_signal(void)
{
    phw_signal x = {.rate_hz = 7};
    const phw_status s = phw_signal_alloc(&x, 100, 1, 0);
    cr_expect_eq(x.rate_hz, s ? 7 : 1, "out is untouched on failure");
    phw_signal_free(&x);
    return s;
}

static phw_status run_params(void)
{
    static const phw_param table[] = {{.name = "a", .unit = "", .max = 9}};
    phw_params p = {{5}};
    const phw_status s = phw_params_read(&p, table, 1, "a=3");
    cr_expect_eq(p.value[0], s ? 5 : 3, "out is untouched on failure");
    return s;
}

static phw_status run_writer(void)
{
    phw_writer *w = NULL;
    PHW_TRY(phw_writer_create(&w, path, false));
    phw_writer_print(w, "%s", "text");
    return phw_writer_commit(w);
}

static phw_status run_reader(void)
{
    uint8_t *byte = NULL;
    size_t size = 77;
    const phw_status s = phw_file_read(&byte, &size, "/dev/zero", 20000);
    cr_expect_null(byte);
    cr_expect_eq(size, 77);
    /* Endless input is refused in the end: that is this run's success. */
    return s == PHW_EINPUT ? PHW_OK : s;
}

static phw_status run_folder(void)
{
    return phw_folder_create(".");
}

static phw_status run_fft(void)
{
    phw_fft *fft = NULL;
    const phw_status s = phw_fft_create(&fft, 8, PHW_FFT_FORWARD);
    cr_expect_eq(fft == NULL, s != PHW_OK);
    phw_fft_destroy(fft);
    return s;
}

static phw_status run_columns(void)
{
    phw_trace t = {0};
    double *value = NULL;
    PHW_TRY(phw_trace_alloc(&t, PHW_TRACE_CIR, 10, 3));
    const phw_status s = phw_trace_add_column(&value, &t, "cfo", "Hz");
    cr_expect_eq(value == NULL, s != PHW_OK, "out is untouched on failure");
    cr_expect_eq(t.n_columns, s ? 0 : 1);
    phw_trace_free(&t);
    return s;
}

Test(out_of_memory, every_allocation_may_fail_and_nothing_is_half_done)
{
    static const struct {
        const char *name;
        phw_status (*run)(void);
        int least; /* allocations that it makes */
    } row[] = {
        {"bits", run_bits, 3},       {"trace", run_trace, 4},
        {"signal", run_signal, 1},   {"params", run_params, 1},
        {"writer", run_writer, 3},   {"reader", run_reader, 3},
        {"folder", run_folder, 1},   {"fft", run_fft, 1},
        {"columns", run_columns, 6},
    };

    const int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    (void)close(fd);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        int n = 0;
        phw_status s = PHW_ENOMEM;
        while (s != PHW_OK && n < 100) {
            countdown = ++n;
            s = row[i].run();
            countdown = 0;
            cr_expect(s == PHW_OK || s == PHW_ENOMEM, "%s %d: %s", row[i].name, n,
                      phw_error_message());
        }
        cr_expect_gt(n, row[i].least, "%s: the failure did not reach it", row[i].name);
    }
    (void)unlink(path);
}
