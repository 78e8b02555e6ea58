#include "phy/sounding_waveform.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/signal.h"
#include "phy/soundings.h"

void phw_sounding_waveform_free(phw_sounding_waveform *w)
{
    free(w->sample);
    free(w->core);
    free(w->bin);
    free(w->frequency);
    free(w->known);
    *w = (phw_sounding_waveform){0};
}

size_t phw_sounding_waveform_lag(const phw_sounding_waveform *w)
{
    size_t lag = w->block[1].at - w->block[0].at;
    for (size_t b = 2; b < w->n_blocks; ++b) {
        const size_t next = w->block[b].at - w->block[b - 1].at;
        lag = next < lag ? next : lag;
    }
    return lag;
}

double phw_sounding_waveform_middle(const phw_sounding_waveform *w)
{
    double sum = 0;
    for (size_t b = 0; b < w->n_blocks; ++b)
        sum += (double)w->block[b].at;
    return sum / (double)w->n_blocks + ((double)w->n_core - 1) / 2;
}

/* A core's own bins, as many times as close together. */
static phw_status interpolate(phw_cf *out, const phw_cf *core, size_t n, size_t factor)
{
    phw_fft *forward = NULL;
    phw_fft *inverse = NULL;
    phw_cf *spectrum = NULL;
    phw_status s = phw_fft_create(&forward, n, PHW_FFT_FORWARD);
    if (!s)
        s = phw_fft_create(&inverse, n * factor, PHW_FFT_INVERSE);
    if (!s)
        s = phw_array_alloc(&spectrum, n, sizeof *spectrum);
    if (!s) {
        phw_fft_execute(forward, spectrum, core);
        for (size_t k = 0; k < n * factor; ++k)
            out[k] = 0;
        for (size_t k = 0; k < n; ++k)
            out[k < (n + 1) / 2 ? k : n * factor - n + k] = spectrum[k] / (float)n;
        phw_fft_execute(inverse, out, out);
    }
    free(spectrum);
    phw_fft_destroy(inverse);
    phw_fft_destroy(forward);
    return s;
}

static phw_status write_cores(phw_sounding_waveform *w, const phw_sounding_form *form)
{
    PHW_TRY(phw_array_alloc(&w->core, w->n_cores * w->n_core, sizeof *w->core));
    for (size_t c = 0; c < w->n_cores; ++c) {
        phw_cf *out = w->core + c * w->n_core;
        if (w->entry->write != NULL)
            w->entry->write(out, &w->params, c, w->oversampling);
        else
            PHW_TRY(interpolate(out, form->core + c * form->n_core, form->n_core,
                                w->oversampling));
    }
    return PHW_OK;
}

static phw_status write_bins(phw_sounding_waveform *w, const phw_sounding_form *form)
{
    phw_fft *fft = NULL;
    phw_cf *spectrum = NULL;
    w->n_used = form->n_used;
    PHW_TRY(phw_array_alloc(&w->bin, w->n_used, sizeof *w->bin));
    PHW_TRY(phw_array_alloc(&w->frequency, w->n_used, sizeof *w->frequency));
    PHW_TRY(phw_array_alloc(&w->known, w->n_cores * w->n_used, sizeof *w->known));
    for (size_t i = 0; i < w->n_used; ++i) {
        w->bin[i] = form->bin[i];
        w->frequency[i] = (double)form->bin[i] / (double)w->n_core;
    }
    phw_status s = phw_fft_create(&fft, w->n_core, PHW_FFT_FORWARD);
    if (!s)
        s = phw_array_alloc(&spectrum, w->n_core, sizeof *spectrum);
    for (size_t c = 0; c < w->n_cores && !s; ++c) {
        phw_fft_execute(fft, spectrum, w->core + c * w->n_core);
        for (size_t i = 0; i < w->n_used; ++i) {
            const int64_t n = (int64_t)w->n_core;
            w->known[c * w->n_used + i] = spectrum[(w->bin[i] + n) % n];
        }
    }
    free(spectrum);
    phw_fft_destroy(fft);
    return s;
}

static phw_status write_burst(phw_sounding_waveform *w, const phw_sounding_form *form)
{
    const size_t factor = w->oversampling;
    for (size_t r = 0; r < form->n_runs; ++r)
        w->n_samples += form->run[r].n * factor;
    PHW_TRY(phw_array_alloc(&w->sample, w->n_samples, sizeof *w->sample));
    phw_cf *out = w->sample;
    for (size_t r = 0; r < form->n_runs; ++r) {
        const phw_sounding_run *run = &form->run[r];
        const phw_cf *core = w->core + run->core * w->n_core;
        const phw_cf turn = (phw_cf)cexp(CMPLX(0, 2 * M_PI * run->turn));
        for (size_t i = 0; i < run->n * factor; ++i)
            *out++ = turn * core[(run->from * factor + i) % w->n_core];
    }
    for (size_t b = 0; b < form->n_blocks; ++b)
        w->block[b] = (phw_sounding_block){.core = form->block[b].core,
                                           .at = form->block[b].at * factor};
    w->n_blocks = form->n_blocks;
    return PHW_OK;
}

static phw_status fill(phw_sounding_waveform *w, const phw_sounding_form *form)
{
    const size_t factor = w->oversampling;
    if (form->n_core > PHW_SOUNDING_CORE_MAX / factor)
        return phw_fail(PHW_EARG,
                        "sounding: %zu samples of a core, %zu times; expected at most "
                        "%d in all",
                        form->n_core, factor, PHW_SOUNDING_CORE_MAX);
    w->n_core = form->n_core * factor;
    w->n_cores = form->n_cores;
    w->guard = form->guard * factor;
    PHW_TRY(write_cores(w, form));
    PHW_TRY(write_bins(w, form));
    return write_burst(w, form);
}

phw_status phw_sounding_waveform_make(phw_sounding_waveform *out, const char *text,
                                      size_t oversampling)
{
    phw_sounding_waveform w = {.oversampling = oversampling};
    phw_sounding_form form = {0};
    if (oversampling < 1 || oversampling > PHW_SOUNDING_OVERSAMPLING_MAX)
        return phw_fail(PHW_EARG,
                        "sounding: %zu samples a chip; expected a whole number, 1 to "
                        "%d: the rate is a multiple of the bandwidth",
                        oversampling, PHW_SOUNDING_OVERSAMPLING_MAX);
    PHW_TRY(phw_sounding_choose(&w.entry, &w.params, text));
    PHW_TRY(w.entry->make(&form, &w.params));
    const phw_status s = fill(&w, &form);
    phw_sounding_form_free(&form);
    if (s) {
        phw_sounding_waveform_free(&w);
        return s;
    }
    *out = w;
    return PHW_OK;
}
