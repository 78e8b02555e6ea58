#include "core/fft.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
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
    phw_fft_sign sign;
    size_t users;  /* who hold it; those kept by nobody wait for the next */
    uint64_t last; /* when it was last given out, by count */
    bool is_kept;
};

/* FFTW's planner is not thread-safe; executing is. It guards the plans below, too. */
static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

/* Plans of short transforms: to make one takes as long as hundreds of them, and
 * simulations ask for the same ones in every trial. */
#define KEPT_MAX        32
#define KEPT_POINTS_MAX 16384

static struct {
    phw_fft *fft[KEPT_MAX];
    uint64_t count;
} kept;

#define POINTS_MAX (1UL << 26)

/* Points from one array on the boundary to the next. */
static size_t stride(size_t n)
{
    return (n + 7) / 8 * 8;
}

static phw_status plan(phw_fft *fft)
{
    const size_t n = fft->n;
    const int sign = (int)fft->sign;
    fftwf_complex *a = fftwf_alloc_complex(2 * stride(n));
    if (a == NULL)
        return phw_fail(PHW_ENOMEM, "fft: no memory to plan %zu points", n);
    fftwf_complex *b = a + stride(n);
    const unsigned keep = FFTW_ESTIMATE | FFTW_PRESERVE_INPUT;
    fft->in_place = fftwf_plan_dft_1d((int)n, a, a, sign, FFTW_ESTIMATE);
    fft->out_of_place = fftwf_plan_dft_1d((int)n, a, b, sign, keep);
    fft->in_place_anywhere =
        fftwf_plan_dft_1d((int)n, a, a, sign, FFTW_ESTIMATE | FFTW_UNALIGNED);
    fft->out_of_place_anywhere =
        fftwf_plan_dft_1d((int)n, a, b, sign, keep | FFTW_UNALIGNED);
    fftwf_free(a);
    if (fft->in_place == NULL || fft->out_of_place == NULL ||
        fft->in_place_anywhere == NULL || fft->out_of_place_anywhere == NULL)
        return phw_fail(PHW_ENOMEM, "fft: no plan for %zu points", n);
    return PHW_OK;
}

static void destroy_plan(fftwf_plan p)
{
    if (p != NULL)
        fftwf_destroy_plan(p);
}

static void destroy_plans(phw_fft *fft)
{
    destroy_plan(fft->in_place);
    destroy_plan(fft->out_of_place);
    destroy_plan(fft->in_place_anywhere);
    destroy_plan(fft->out_of_place_anywhere);
    free(fft);
}

static phw_status make(phw_fft **out, size_t n, phw_fft_sign sign)
{
    phw_fft *fft = calloc(1, sizeof *fft);
    if (fft == NULL)
        return phw_fail(PHW_ENOMEM, "fft: no memory for a plan");
    fft->n = n;
    fft->sign = sign;
    const phw_status s = plan(fft);
    if (s)
        destroy_plans(fft);
    else
        *out = fft;
    return s;
}

static phw_fft *find(size_t n, phw_fft_sign sign)
{
    for (size_t i = 0; i < KEPT_MAX; ++i) {
        phw_fft *fft = kept.fft[i];
        if (fft != NULL && fft->n == n && fft->sign == sign)
            return fft;
    }
    return NULL;
}

/* In an empty place, or in that of the plan which nobody has held for longest. */
static void keep(phw_fft *fft)
{
    phw_fft **place = NULL;
    for (size_t i = 0; i < KEPT_MAX; ++i) {
        phw_fft *other = kept.fft[i];
        if (other == NULL) {
            place = &kept.fft[i];
            break;
        }
        if (other->users == 0 && (place == NULL || other->last < (*place)->last))
            place = &kept.fft[i];
    }
    if (place == NULL)
        return;
    if (*place != NULL)
        destroy_plans(*place);
    *place = fft;
    fft->is_kept = true;
}

static phw_status take(phw_fft **out, size_t n, phw_fft_sign sign)
{
    phw_fft *fft = find(n, sign);
    if (fft == NULL) {
        PHW_TRY(make(&fft, n, sign));
        if (n <= KEPT_POINTS_MAX)
            keep(fft);
    }
    ++fft->users;
    fft->last = ++kept.count;
    *out = fft;
    return PHW_OK;
}

phw_status phw_fft_create(phw_fft **out, size_t n, phw_fft_sign sign)
{
    if (n == 0 || n > POINTS_MAX)
        return phw_fail(PHW_EARG, "fft: %zu points; expected 1 to %lu", n, POINTS_MAX);
    pthread_mutex_lock(&planner);
    const phw_status s = take(out, n, sign);
    pthread_mutex_unlock(&planner);
    return s;
}

void phw_fft_destroy(phw_fft *fft)
{
    if (fft == NULL)
        return;
    pthread_mutex_lock(&planner);
    --fft->users;
    if (!fft->is_kept)
        destroy_plans(fft);
    pthread_mutex_unlock(&planner);
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
