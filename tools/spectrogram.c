#include "tools/spectrogram.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/fft.h"
#include "core/signal.h"

#define BINS    PHW_SPECTROGRAM_BINS
#define COLUMNS PHW_SPECTROGRAM_COLUMNS_MAX

/* Decibels below the median that are still shown, and what stands for nothing. */
#define BELOW_DB 10.0
#define LEAST    1e-20

struct phw_spectrogram {
    phw_fft *forward;
    double rate_hz;
    float window[BINS];
    phw_cf *block;  /* BINS samples, n_waiting of them there */
    double *power;  /* COLUMNS x BINS sums, a column behind the other */
    double *value;  /* the same in dB, a row behind the other */
    double *sorted; /* room to find the median */
    size_t n_waiting;
    size_t n_columns; /* begun */
    size_t n_last;    /* stretches in the last one */
    size_t n_each;    /* stretches of a whole one */
};

phw_status phw_spectrogram_create(phw_spectrogram **out, double rate_hz)
{
    phw_spectrogram *s = calloc(1, sizeof *s);
    if (s == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a spectrogram");
    const size_t n = (size_t)COLUMNS * BINS;
    s->rate_hz = rate_hz;
    s->n_each = 1;
    for (size_t i = 0; i < BINS; ++i)
        s->window[i] = (float)(1 - cos(2 * M_PI * ((double)i + 0.5) / BINS)) / BINS;
    phw_status e = phw_fft_create(&s->forward, BINS, PHW_FFT_FORWARD);
    if (!e)
        e = phw_array_alloc(&s->block, BINS, sizeof *s->block);
    if (!e)
        e = phw_array_alloc(&s->power, n, sizeof *s->power);
    if (!e)
        e = phw_array_alloc(&s->value, n, sizeof *s->value);
    if (!e)
        e = phw_array_alloc(&s->sorted, n, sizeof *s->sorted);
    if (e) {
        phw_spectrogram_destroy(s);
        return e;
    }
    *out = s;
    return PHW_OK;
}

void phw_spectrogram_destroy(phw_spectrogram *s)
{
    if (s == NULL)
        return;
    phw_fft_destroy(s->forward);
    free(s->block);
    free(s->power);
    free(s->value);
    free(s->sorted);
    free(s);
}

/* Two columns become one. */
static void halve(phw_spectrogram *s)
{
    for (size_t c = 0; c < COLUMNS / 2; ++c) {
        for (size_t k = 0; k < BINS; ++k)
            s->power[c * BINS + k] =
                s->power[2 * c * BINS + k] + s->power[(2 * c + 1) * BINS + k];
    }
    memset(s->power + (size_t)COLUMNS / 2 * BINS, 0,
           (size_t)COLUMNS / 2 * BINS * sizeof *s->power);
    s->n_columns = COLUMNS / 2;
    s->n_each *= 2;
    s->n_last = s->n_each;
}

static void take_block(phw_spectrogram *s)
{
    if (s->n_columns == 0 || s->n_last == s->n_each) {
        if (s->n_columns == COLUMNS)
            halve(s);
        ++s->n_columns;
        s->n_last = 0;
    }
    double *column = s->power + (s->n_columns - 1) * BINS;
    for (size_t i = 0; i < BINS; ++i)
        s->block[i] *= s->window[i];
    phw_fft_execute(s->forward, s->block, s->block);
    for (size_t k = 0; k < BINS; ++k)
        column[k] += phw_cf_power(s->block[(k + BINS / 2) % BINS]);
    ++s->n_last;
}

void phw_spectrogram_push(phw_spectrogram *s, const phw_cf *sample, size_t n)
{
    for (size_t at = 0; at < n;) {
        const size_t room = BINS - s->n_waiting;
        const size_t count = n - at < room ? n - at : room;
        memcpy(s->block + s->n_waiting, sample + at, count * sizeof *sample);
        s->n_waiting += count;
        at += count;
        if (s->n_waiting == BINS) {
            take_block(s);
            s->n_waiting = 0;
        }
    }
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void lift(phw_spectrogram *s, size_t n)
{
    memcpy(s->sorted, s->value, n * sizeof *s->value);
    qsort(s->sorted, n, sizeof *s->sorted, compare);
    const double least = s->sorted[n / 2] - BELOW_DB;
    for (size_t i = 0; i < n; ++i)
        s->value[i] = fmax(s->value[i], least);
}

void phw_spectrogram_heat(phw_plot_heat *out, phw_spectrogram *s)
{
    const double step_s = (double)s->n_each * BINS / s->rate_hz;
    const size_t n = s->n_columns;
    for (size_t c = 0; c < n; ++c) {
        const double stretches = (double)(c + 1 < n ? s->n_each : s->n_last);
        for (size_t k = 0; k < BINS; ++k)
            s->value[k * n + c] =
                10 * log10(fmax(s->power[c * BINS + k] / stretches, LEAST));
    }
    if (n > 0)
        lift(s, n * BINS);
    *out = (phw_plot_heat){.value = s->value,
                           .n_x = n,
                           .n_y = BINS,
                           .x_from = step_s / 2,
                           .x_to = ((double)n - 0.5) * step_s,
                           .y_from = -s->rate_hz / 2,
                           .y_to = s->rate_hz / 2 - s->rate_hz / BINS,
                           .label = "power, dB of full scale"};
}
