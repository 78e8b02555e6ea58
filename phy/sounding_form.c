#include "phy/sounding_form.h"

#include <math.h>
#include <stdlib.h>

#include "core/fft.h"
#include "core/signal.h"

/* Of a bin's mean power: what is weaker costs more noise than it tells. */
#define WEAKEST 0.01

void phw_sounding_form_free(phw_sounding_form *form)
{
    free(form->core);
    free(form->bin);
    *form = (phw_sounding_form){0};
}

phw_status phw_sounding_form_alloc(phw_sounding_form *out, size_t n_core,
                                   size_t n_cores)
{
    if (n_core < 2 || n_core > PHW_SOUNDING_CORE_MAX)
        return phw_fail(PHW_EARG, "sounding: a core of %zu samples; expected 2 to %d",
                        n_core, PHW_SOUNDING_CORE_MAX);
    phw_sounding_form form = {.n_core = n_core, .n_cores = n_cores};
    phw_status s = phw_array_alloc(&form.core, n_cores * n_core, sizeof *form.core);
    if (!s)
        s = phw_array_alloc(&form.bin, n_core, sizeof *form.bin);
    if (s) {
        phw_sounding_form_free(&form);
        return s;
    }
    *out = form;
    return PHW_OK;
}

static void normalize(phw_sounding_form *form)
{
    for (size_t c = 0; c < form->n_cores; ++c) {
        phw_cf *core = form->core + c * form->n_core;
        double power = 0;
        for (size_t i = 0; i < form->n_core; ++i)
            power += phw_cf_power(core[i]);
        const float gain = (float)sqrt((double)form->n_core / power);
        for (size_t i = 0; i < form->n_core; ++i)
            core[i] *= gain;
    }
}

/* Adds the powers of the cores' bins up. */
static phw_status add_powers(double *power, const phw_sounding_form *form)
{
    const size_t n = form->n_core;
    phw_fft *fft = NULL;
    phw_cf *spectrum = NULL;
    phw_status s = phw_fft_create(&fft, n, PHW_FFT_FORWARD);
    if (!s)
        s = phw_array_alloc(&spectrum, n, sizeof *spectrum);
    for (size_t c = 0; c < form->n_cores && !s; ++c) {
        phw_fft_execute(fft, spectrum, form->core + c * n);
        for (size_t k = 0; k < n; ++k)
            power[k] += phw_cf_power(spectrum[k]);
    }
    free(spectrum);
    phw_fft_destroy(fft);
    return s;
}

phw_status phw_sounding_form_use(phw_sounding_form *form, bool without_zero)
{
    const size_t n = form->n_core;
    double *power = NULL;
    PHW_TRY(phw_array_alloc(&power, n, sizeof *power));
    const phw_status s = add_powers(power, form);
    /* Parseval: n_cores cores of n samples have n^2 n_cores in all their bins. */
    const double least = WEAKEST * (double)(n * form->n_cores);
    form->n_used = 0;
    for (size_t i = 0; i < n && !s; ++i) {
        const int32_t bin = (int32_t)i - (int32_t)(n / 2);
        const size_t k = (i + n - n / 2) % n;
        if (power[k] >= least && !(without_zero && bin == 0))
            form->bin[form->n_used++] = bin;
    }
    free(power);
    if (!s && form->n_used == 0)
        return phw_fail(PHW_EARG, "sounding: the core uses no bin but 0");
    return s;
}

phw_status phw_sounding_form_fill(phw_sounding_form *form, const phw_cf *value)
{
    const size_t n = form->n_core;
    phw_fft *fft = NULL;
    PHW_TRY(phw_fft_create(&fft, n, PHW_FFT_INVERSE));
    for (size_t k = 0; k < n; ++k)
        form->core[k] = 0;
    for (size_t i = 0; i < form->n_used; ++i)
        form->core[form->bin[i] < 0 ? n - (size_t)-form->bin[i]
                                    : (size_t)form->bin[i]] = value[i];
    phw_fft_execute(fft, form->core, form->core);
    phw_fft_destroy(fft);
    normalize(form);
    return PHW_OK;
}

static void lay(phw_sounding_form *form, size_t repeats, double prefix)
{
    const size_t n = form->n_core;
    size_t at = 0;
    form->guard = (size_t)llround(prefix * (double)n);
    form->n_runs = form->n_cores;
    form->n_blocks = 0;
    for (size_t c = 0; c < form->n_cores; ++c) {
        form->run[c] = (phw_sounding_run){
            .core = c, .from = (n - form->guard) % n, .n = form->guard + repeats * n};
        at += form->guard;
        for (size_t r = 0; r < repeats; ++r) {
            form->block[form->n_blocks++] = (phw_sounding_block){.core = c, .at = at};
            at += n;
        }
    }
}

phw_status phw_sounding_form_finish(phw_sounding_form *out, phw_sounding_form *form,
                                    phw_status s, size_t repeats, double prefix)
{
    if (s) {
        phw_sounding_form_free(form);
        return s;
    }
    lay(form, repeats, prefix);
    *out = *form;
    return PHW_OK;
}
