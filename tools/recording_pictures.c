#include "tools/recording_pictures.h"

#include <math.h>
#include <stdlib.h>

#include "tools/plot_lines.h"
#include "tools/plot_sheet.h"
#include "tools/plot_spectrogram.h"
#include "tools/spectrogram.h"

/* Classes of instantaneous power, half a dB each, up to 20 dB over full scale. */
#define N_CLASSES 320
#define STEP_DB   0.5
#define FROM_DB   (-140.0)

struct phw_recording_pictures {
    phw_spectrogram *spectrogram;
    uint64_t n;
    uint64_t count[N_CLASSES];
    double level_db[N_CLASSES];
    double density[N_CLASSES];
};

phw_status phw_recording_pictures_create(phw_recording_pictures **out, double rate_hz)
{
    phw_recording_pictures *p = calloc(1, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for pictures");
    const phw_status s = phw_spectrogram_create(&p->spectrogram, rate_hz);
    if (s) {
        free(p);
        return s;
    }
    *out = p;
    return PHW_OK;
}

void phw_recording_pictures_destroy(phw_recording_pictures *p)
{
    if (p == NULL)
        return;
    phw_spectrogram_destroy(p->spectrogram);
    free(p);
}

void phw_recording_pictures_push(phw_recording_pictures *p, const phw_cf *sample,
                                 size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const double power = phw_cf_power(sample[i]);
        const double at = power > 0 ? (10 * log10(power) - FROM_DB) / STEP_DB : -1;
        if (at >= 0 && at < N_CLASSES)
            ++p->count[(size_t)at];
    }
    p->n += n;
    phw_spectrogram_push(p->spectrogram, sample, n);
}

/* Share of the samples per dB, between the outermost classes that have any. */
static phw_plot_curve make_curve(phw_recording_pictures *p)
{
    size_t from = 0;
    size_t to = N_CLASSES;
    while (from < to && p->count[from] == 0)
        ++from;
    while (to > from && p->count[to - 1] == 0)
        --to;
    for (size_t k = from; k < to; ++k) {
        p->level_db[k] = FROM_DB + STEP_DB * ((double)k + 0.5);
        p->density[k] = (double)p->count[k] / STEP_DB / (double)p->n;
    }
    return (phw_plot_curve){
        .x = p->level_db + from, .y = p->density + from, .n = to - from};
}

phw_status phw_recording_pictures_write(phw_recording_pictures *p, phw_outputs *outputs,
                                        const char *path)
{
    if (!phw_plot_sheet_is_file(path))
        return phw_fail(PHW_EARG,
                        "--plot %s: expected a name that ends in .svg, .png or .pdf",
                        path);
    phw_plot_heat heat;
    phw_spectrogram_heat(&heat, p->spectrogram);
    const phw_plot_curve curve = make_curve(p);
    const phw_plot_sheet_picture picture[] = {
        {"spectrogram", &phw_plot_spectrogram, {.title = "Power", .heat = &heat}},
        {"levels",
         &phw_plot_lines,
         {.title = "Level",
          .x = {.label = "power of a sample, dBFS"},
          .y = {.label = "share of the samples, per dB"},
          .curve = &curve,
          .n_curves = 1}},
    };
    return phw_plot_sheet_write(outputs, path, picture,
                                sizeof picture / sizeof picture[0]);
}
