#include "tools/sample_window.h"

#include <complex.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

phw_status phw_sample_window_alloc(phw_sample_window *out, size_t size)
{
    phw_sample_window w = {.size = size};
    PHW_TRY(phw_array_alloc(&w.sample, size, sizeof *w.sample));
    *out = w;
    return PHW_OK;
}

void phw_sample_window_free(phw_sample_window *w)
{
    free(w->sample);
    *w = (phw_sample_window){0};
}

phw_status phw_sample_window_move(phw_sample_window *w, phw_sample_source *source,
                                  size_t n_done)
{
    w->n -= n_done;
    w->from += n_done;
    memmove(w->sample, w->sample + n_done, w->n * sizeof *w->sample);
    while (w->n < w->size && !w->last) {
        size_t n_read = 0;
        PHW_TRY(
            phw_sample_source_read(source, w->sample + w->n, w->size - w->n, &n_read));
        w->n += n_read;
        w->last = n_read == 0;
    }
    return PHW_OK;
}

void phw_sample_window_magnitudes(float *out, const phw_sample_window *w, bool is_real)
{
    for (size_t i = 0; i < w->n; ++i)
        out[i] = is_real ? crealf(w->sample[i]) : cabsf(w->sample[i]);
}
