#include "core/fft.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <fftw3.h>

/* FFTW's vector code, up to four times faster, wants its arrays on a boundary. Arrays
 * off it are copied there, so that the bits do not depend on where an array lies; the
 * slow plans serve when there is no memory for the copy. */
struct phw_fft {
    size_t n;
    fftwf_plan in_place;
    fftwf_plan out_of_place;
    fftwf_plan in_place_anywhere;
    fftwf_plan out_of_place_anywhere;
};

/* FFTW's planner is not thread-safe; executing is. */
static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

#define POINTS_MAX (1UL << 26)

/* Points from one array on the boundary to the next. */
static size_t stride(size_t n)
{
    return (n + 7) / 8 * 8;
}

static phw_status plan(phw_fft *fft, size_t n, phw_fft_sign sign)
{
    fftwf_complex *a = fftwf_alloc_complex(2 * stride(n));
    if (a == NULL)
        return phw_fail(PHW_ENOMEM, "fft: no memory to plan %zu points", n);
    fftwf_complex *b = a + stride(n);
    const unsigned keep = FFTW_ESTIMATE | FFTW_PRESERVE_INPUT;
    fft->n = n;
    pthread_mutex_lock(&planner);
    fft->in_place = fftwf_plan_dft_1d((int)n, a, a, (int)sign, FFTW_ESTIMATE);
    fft->out_of_place = fftwf_plan_dft_1d((int)n, a, b, (int)sign, keep);
    fft->in_place_anywhere =
        fftwf_plan_dft_1d((int)n, a, a, (int)sign, FFTW_ESTIMATE | FFTW_UNALIGNED);
    fft->out_of_place_anywhere =
        fftwf_plan_dft_1d((int)n, a, b, (int)sign, keep | FFTW_UNALIGNED);
    pthread_mutex_unlock(&planner);
    fftwf_free(a);
    if (fft->in_place == NULL || fft->out_of_place == NULL ||
        fft->in_place_anywhere == NULL || fft->out_of_place_anywhere == NULL)
        return phw_fail(PHW_ENOMEM, "fft: no plan for %zu points", n);
    return PHW_OK;
}

phw_status phw_fft_create(phw_fft **out, size_t n, phw_fft_sign sign)
{
    if (n == 0 || n > POINTS_MAX)
        return phw_fail(PHW_EARG, "fft: %zu points; expected 1 to %lu", n, POINTS_MAX);
    phw_fft *fft = calloc(1, sizeof *fft);
    if (fft == NULL)
        return phw_fail(PHW_ENOMEM, "fft: no memory for a plan");
    const phw_status s = plan(fft, n, sign);
    if (s) {
        phw_fft_destroy(fft);
        return s;
    }
    *out = fft;
    return PHW_OK;
}

static void destroy_plan(fftwf_plan p)
{
    if (p != NULL)
        fftwf_destroy_plan(p);
}

void phw_fft_destroy(phw_fft *fft)
{
    if (fft == NULL)
        return;
    pthread_mutex_lock(&planner);
    destroy_plan(fft->in_place);
    destroy_plan(fft->out_of_place);
    destroy_plan(fft->in_place_anywhere);
    destroy_plan(fft->out_of_place_anywhere);
    pthread_mutex_unlock(&planner);
    free(fft);
}

/* FFTW takes no const, but PRESERVE_INPUT keeps its promise. */
static phw_cf *unprotected(const phw_cf *x)
{
    union {
        const phw_cf *given;
        phw_cf *taken;
    } array = {.given = x};

    return array.taken;
}

static bool on_boundary(const phw_cf *x)
{
    return fftwf_alignment_of((float *)unprotected(x)) == 0;
}

static void execute_copied(const phw_fft *fft, phw_cf *out, const phw_cf *in)
{
    const size_t size = fft->n * sizeof *in;
    phw_cf *a = (phw_cf *)fftwf_alloc_complex(2 * stride(fft->n));
    if (a == NULL && out == in) {
        fftwf_execute_dft(fft->in_place_anywhere, out, out);
    } else if (a == NULL) {
        fftwf_execute_dft(fft->out_of_place_anywhere, unprotected(in), out);
    } else {
        phw_cf *b = out == in ? a : a + stride(fft->n);
        memcpy(a, in, size);
        phw_fft_execute(fft, b, a);
        memcpy(out, b, size);
    }
    fftwf_free(a);
}

void phw_fft_execute(const phw_fft *fft, phw_cf *out, const phw_cf *in)
{
    if (!on_boundary(out) || !on_boundary(in))
        execute_copied(fft, out, in);
    else if (out == in)
        fftwf_execute_dft(fft->in_place, out, out);
    else
        fftwf_execute_dft(fft->out_of_place, unprotected(in), out);
}
