#include "core/fft.h"

#include <pthread.h>
#include <stdlib.h>

#include <fftw3.h>

struct phw_fft {
    fftwf_plan in_place;
    fftwf_plan out_of_place;
};

/* FFTW's planner is not thread-safe; executing is. */
static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

#define POINTS_MAX (1UL << 26)

static phw_status plan(phw_fft *fft, size_t n, phw_fft_sign sign)
{
    fftwf_complex *scratch = fftwf_alloc_complex(2 * n);
    if (scratch == NULL)
        return phw_fail(PHW_ENOMEM, "fft: no memory to plan %zu points", n);
    const unsigned flags = FFTW_ESTIMATE | FFTW_UNALIGNED;
    pthread_mutex_lock(&planner);
    fft->in_place = fftwf_plan_dft_1d((int)n, scratch, scratch, (int)sign, flags);
    fft->out_of_place = fftwf_plan_dft_1d((int)n, scratch, scratch + n, (int)sign,
                                          flags | FFTW_PRESERVE_INPUT);
    pthread_mutex_unlock(&planner);
    fftwf_free(scratch);
    if (fft->in_place == NULL || fft->out_of_place == NULL)
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

void phw_fft_destroy(phw_fft *fft)
{
    if (fft == NULL)
        return;
    pthread_mutex_lock(&planner);
    if (fft->in_place != NULL)
        fftwf_destroy_plan(fft->in_place);
    if (fft->out_of_place != NULL)
        fftwf_destroy_plan(fft->out_of_place);
    pthread_mutex_unlock(&planner);
    free(fft);
}

void phw_fft_execute(const phw_fft *fft, phw_cf *out, const phw_cf *in)
{
    if (out == in) {
        fftwf_execute_dft(fft->in_place, out, out);
        return;
    }

    /* FFTW takes no const, but PRESERVE_INPUT keeps its promise. */
    union {
        const phw_cf *given;
        phw_cf *taken;
    } source = {.given = in};

    fftwf_execute_dft(fft->out_of_place, source.taken, out);
}
