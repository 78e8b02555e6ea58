#include "tools/lab_pictures.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/angles.h"
#include "channel/ensemble.h"
#include "channel/spectra.h"
#include "core/fft.h"
#include "core/signal.h"
#include "tools/lab_channel.h"
#include "tools/lab_space.h"
#include "tools/output_folder.h"
#include "tools/plot_heat.h"
#include "tools/plot_lines.h"
#include "tools/plot_sheet.h"
#include "tools/plot_taps.h"

/* The envelope: so many instants over so many periods 1/fd. */
#define INSTANTS 1200
#define PERIODS  24.0

/* Trials that the averages are over. */
#define TRIALS 256

/* Of the autocorrelation, to 3/fd. */
#define LAGS     60
#define LAG_STEP 0.05
#define CURVE    301

/* Of the Doppler spectrum: instants and their rate over fd times the edge. */
#define BINS 256
#define RATE 4.0

/* Of the response. */
#define COLUMNS 128
#define ROWS    48

/* Farthest observer drawn, in wavelengths. */
#define FAR 2.5

/* Of decibels where there is nothing. */
#define LEAST 1e-12

/* All that the pictures are made of. */
typedef struct pictures {
    phw_lab_channel channel;
    phw_cf *x; /* INSTANTS rows of taps */
    size_t strongest;
    double time[INSTANTS];
    double tap_db[INSTANTS];
    double total_db[INSTANTS];
    double lag[LAGS];
    double measured[LAGS];
    double low[LAGS];
    double high[LAGS];
    double curve_x[CURVE];
    double curve_y[CURVE];
    double shift[BINS];
    double spectrum[BINS];
    double density[BINS];
    double delay[PHW_TAPS_MAX];
    double power_db[PHW_TAPS_MAX];
    double profile_db[PHW_TAPS_MAX];
    double response[ROWS * COLUMNS];
    double apart[PHW_LAB_SPACE_POINTS];
    double shared[PHW_LAB_SPACE_POINTS];
    double shared_low[PHW_LAB_SPACE_POINTS];
    double shared_high[PHW_LAB_SPACE_POINTS];
    double space_x[CURVE];
    double space_y[CURVE];
    phw_plot_curve curve[PHW_PLOT_SHEET_MAX][2];
    phw_plot_heat heat;
    phw_plot_sheet_picture picture[PHW_PLOT_SHEET_MAX];
    size_t n_pictures;
} pictures;

static double db(double power)
{
    return 10 * log10(fmax(power, LEAST));
}

static bool moves(const pictures *p)
{
    return p->channel.subject.doppler_hz > 0;
}

/* What stands still is drawn over the scenario's own time. */
static double period_s(const pictures *p)
{
    const double *v = p->channel.scenario->value;
    return moves(p) ? 1 / p->channel.subject.doppler_hz
                    : v[PHW_SCENARIO_PROBES] * v[PHW_SCENARIO_INTERVAL_S] / PERIODS;
}

static phw_status read_run(pictures *p, double step, size_t n, size_t trial)
{
    return phw_ensemble_read(p->x, &p->channel.subject, trial,
                             phw_ensemble_start(trial), step, n);
}

static phw_status envelope(pictures *p)
{
    const size_t n = p->channel.source.n;
    PHW_TRY(read_run(p, PERIODS / INSTANTS, INSTANTS, 0));
    for (size_t t = 0; t < INSTANTS; ++t) {
        double total = 0;
        for (size_t i = 0; i < n; ++i)
            total += p->channel.model[i].power * phw_cf_power(p->x[t * n + i]);
        p->time[t] = (double)t * PERIODS / INSTANTS * period_s(p);
        p->tap_db[t] = db(phw_cf_power(p->x[t * n + p->strongest]) *
                          p->channel.model[p->strongest].power);
        p->total_db[t] = db(total);
    }
    return PHW_OK;
}

/* The real part, all taps together as their powers weigh. */
static double product(const pictures *p, size_t from, size_t lag)
{
    const size_t n = p->channel.source.n;
    double sum = 0;
    for (size_t i = 0; i < n; ++i) {
        const phw_cf a = p->x[from * n + i];
        const phw_cf b = p->x[(from + lag) * n + i];
        sum += p->channel.model[i].power * ((double)crealf(a) * (double)crealf(b) +
                                            (double)cimagf(a) * (double)cimagf(b));
    }
    return sum;
}

static phw_status autocorrelation(pictures *p)
{
    enum {
        SERIES = 4 * LAGS
    };

    phw_trial_mean mean[LAGS] = {{0}};
    for (size_t trial = 0; trial < TRIALS; ++trial) {
        PHW_TRY(read_run(p, LAG_STEP, SERIES, trial));
        for (size_t k = 0; k < LAGS; ++k) {
            double sum = 0;
            for (size_t t = 0; t + k < SERIES; ++t)
                sum += product(p, t, k) / (double)(SERIES - k);
            phw_trial_mean_add(&mean[k], sum);
        }
    }
    for (size_t k = 0; k < LAGS; ++k) {
        const double error = 1.96 * phw_trial_mean_error(&mean[k]);
        p->lag[k] = LAG_STEP * (double)k * period_s(p);
        p->measured[k] = mean[k].mean;
        p->low[k] = mean[k].mean - error;
        p->high[k] = mean[k].mean + error;
    }
    for (size_t k = 0; k < CURVE; ++k) {
        double im = 0;
        p->curve_x[k] = LAG_STEP * (LAGS - 1) * (double)k / (CURVE - 1) * period_s(p);
        phw_lab_channel_correlation(&p->curve_y[k], &im, &p->channel, p->curve_x[k]);
    }
    return PHW_OK;
}

/* Averaged periodograms through a Hann window, in dB over 1/fd. */
static phw_status periodograms(pictures *p, const phw_fft *forward, double rate)
{
    const size_t n = p->channel.source.n;
    phw_cf bin[BINS];
    double sum[BINS] = {0};
    for (size_t trial = 0; trial < TRIALS; ++trial) {
        PHW_TRY(read_run(p, 1 / rate, BINS, trial));
        for (size_t t = 0; t < BINS; ++t)
            bin[t] = p->x[t * n + p->strongest] *
                     (float)(1 - cos(2 * M_PI * ((double)t + 0.5) / BINS));
        phw_fft_execute(forward, bin, bin);
        for (size_t k = 0; k < BINS; ++k)
            sum[k] += phw_cf_power(bin[k]) / TRIALS / BINS / 1.5 / rate;
    }
    for (size_t k = 0; k < BINS; ++k)
        p->spectrum[k] = db(sum[(k + BINS / 2) % BINS]);
    return PHW_OK;
}

/* The same bins of the closed form: the share of the power in each, the line's too. */
static void densities(pictures *p, double rate)
{
    const phw_process_model *m = &p->channel.model[p->strongest];
    const double width = rate / BINS;
    for (size_t k = 0; k < BINS; ++k) {
        const double x = ((double)k - BINS / 2.0) * width;
        const double share = phw_spectrum_cdf(&m->spectrum, x + width / 2) -
                             phw_spectrum_cdf(&m->spectrum, x - width / 2);
        double power = share * phw_process_diffuse(m);
        if (fabs(x - m->steady_shift) <= width / 2)
            power += phw_process_steady(m);
        p->shift[k] = x / period_s(p);
        p->density[k] = power > 1e-5 ? db(power / width) : (double)NAN;
    }
}

static phw_status doppler(pictures *p)
{
    phw_fft *forward = NULL;
    const double edge =
        phw_spectrum_entry(&p->channel.model[p->strongest].spectrum)->edge;
    PHW_TRY(phw_fft_create(&forward, BINS, PHW_FFT_FORWARD));
    const phw_status s = periodograms(p, forward, RATE * edge);
    densities(p, RATE * edge);
    phw_fft_destroy(forward);
    return s;
}

static phw_status delays(pictures *p)
{
    double sum[PHW_TAPS_MAX] = {0};
    const size_t n = p->channel.source.n;
    for (size_t trial = 0; trial < TRIALS; ++trial) {
        PHW_TRY(read_run(p, 4, 4, trial));
        for (size_t k = 0; k < 4 * n; ++k)
            sum[k % n] += phw_cf_power(p->x[k]) / TRIALS / 4;
    }
    for (size_t i = 0; i < n; ++i) {
        p->delay[i] = 1e9 * p->channel.delay_s[i];
        p->profile_db[i] = db(p->channel.model[i].power);
        p->power_db[i] = p->profile_db[i] + db(sum[i]);
    }
    return PHW_OK;
}

static double bandwidth_hz(const pictures *p)
{
    return p->channel.scenario->value[PHW_SCENARIO_BANDWIDTH_HZ];
}

static double complex response_at(const pictures *p, const phw_cf *tap, size_t row)
{
    const double offset_hz = bandwidth_hz(p) * ((double)row / (ROWS - 1) - 0.5);
    double complex sum = 0;
    for (size_t i = 0; i < p->channel.source.n; ++i) {
        const double turns = -offset_hz * p->channel.delay_s[i];
        sum += sqrt(p->channel.model[i].power) * (double complex)tap[i] *
               CMPLX(cos(2 * M_PI * turns), sin(2 * M_PI * turns));
    }
    return sum;
}

static phw_status responses(pictures *p)
{
    const size_t n = p->channel.source.n;
    PHW_TRY(read_run(p, PERIODS / 4 / COLUMNS, COLUMNS, 0));
    for (size_t row = 0; row < ROWS; ++row) {
        for (size_t t = 0; t < COLUMNS; ++t) {
            const double complex h = response_at(p, p->x + t * n, row);
            const double power = creal(h) * creal(h) + cimag(h) * cimag(h);
            p->response[row * COLUMNS + t] = fmax(db(power), -30);
        }
    }
    return PHW_OK;
}

static phw_status distances(pictures *p)
{
    phw_angles_choice angles;
    phw_lab_space_point point[PHW_LAB_SPACE_POINTS];
    PHW_TRY(phw_lab_space_angles(&angles, p->channel.scenario));
    PHW_TRY(phw_lab_space_measure(point, &p->channel, false));
    for (size_t i = 0; i < PHW_LAB_SPACE_POINTS; ++i) {
        const double error = 1.96 * phw_trial_mean_error(&point[i].re);
        const bool is_near = point[i].distance <= FAR;
        p->apart[i] = is_near ? point[i].distance : (double)NAN;
        p->shared[i] = point[i].re.mean;
        p->shared_low[i] = point[i].re.mean - error;
        p->shared_high[i] = point[i].re.mean + error;
    }
    for (size_t k = 0; k < CURVE; ++k) {
        double im = 0;
        const double d[3] = {FAR * (double)k / (CURVE - 1), 0, 0};
        p->space_x[k] = d[0];
        phw_angles_correlation(&p->space_y[k], &im, &angles, d);
    }
    return PHW_OK;
}

static phw_status measure(pictures *p)
{
    PHW_TRY(envelope(p));
    if (moves(p)) {
        PHW_TRY(autocorrelation(p));
        PHW_TRY(doppler(p));
    }
    PHW_TRY(delays(p));
    PHW_TRY(responses(p));
    return distances(p);
}

/* The next picture, of what was measured and its closed form. */
static phw_plot_sheet_picture *add(pictures *p, const char *name, const phw_plot *plot,
                                   const char *title)
{
    phw_plot_curve *curve = p->curve[p->n_pictures];
    phw_plot_sheet_picture *picture = &p->picture[p->n_pictures++];
    curve[0].name = "measured";
    curve[1].name = "closed form";
    curve[1].colour = PHW_COLOUR_BOB;
    curve[1].closed_form = true;
    *picture = (phw_plot_sheet_picture){
        name, plot, {.title = title, .curve = curve, .n_curves = 2}};
    return picture;
}

static void set_curve(phw_plot_curve *c, const double *x, const double *y, size_t n)
{
    c->x = x;
    c->y = y;
    c->n = n;
}

static void draw_time(pictures *p)
{
    phw_plot_curve *c = p->curve[p->n_pictures];
    phw_plot_data *d = &add(p, "envelope", &phw_plot_lines, "Power over time")->data;
    c[0].name = "all taps";
    c[1] = (phw_plot_curve){.name = "strongest tap"};
    set_curve(&c[0], p->time, p->total_db, INSTANTS);
    set_curve(&c[1], p->time, p->tap_db, INSTANTS);
    d->n_curves = p->channel.source.n > 1 ? 2 : 1;
    d->x = (phw_plot_axis){.label = "time, s"};
    d->y = (phw_plot_axis){.label = "power, dB", .from = -40, .to = 10};
}

static void draw_lags(pictures *p)
{
    phw_plot_curve *c = p->curve[p->n_pictures];
    phw_plot_data *d =
        &add(p, "autocorrelation", &phw_plot_lines, "Autocorrelation")->data;
    set_curve(&c[0], p->lag, p->measured, LAGS);
    set_curve(&c[1], p->curve_x, p->curve_y, CURVE);
    c[0].low = p->low;
    c[0].high = p->high;
    d->x = (phw_plot_axis){.label = "apart in time, s"};
    d->y = (phw_plot_axis){.label = "R, real part", .from = -1.05, .to = 1.05};
}

static void draw_shifts(pictures *p)
{
    phw_plot_curve *c = p->curve[p->n_pictures];
    phw_plot_data *d =
        &add(p, "doppler", &phw_plot_lines, "Doppler spectrum of the strongest tap")
             ->data;
    set_curve(&c[0], p->shift, p->spectrum, BINS);
    set_curve(&c[1], p->shift, p->density, BINS);
    d->x = (phw_plot_axis){.label = "Doppler shift, Hz"};
    d->y = (phw_plot_axis){.label = "density times fd, dB", .from = -50, .to = 20};
}

static void draw_delays(pictures *p)
{
    const size_t n = p->channel.source.n;
    phw_plot_curve *c = p->curve[p->n_pictures];
    phw_plot_data *d = &add(p, "delays", &phw_plot_taps, "Power over delay")->data;
    double longest = 1; /* ns */
    for (size_t i = 0; i < n; ++i)
        longest = fmax(longest, p->delay[i]);
    set_curve(&c[0], p->delay, p->power_db, n);
    set_curve(&c[1], p->delay, p->profile_db, n);
    c[1].name = "profile";
    d->x = (phw_plot_axis){
        .label = "delay, ns", .from = -0.03 * longest, .to = 1.03 * longest};
    d->y = (phw_plot_axis){.label = "mean power, dB"};
}

static void draw_response(pictures *p)
{
    phw_plot_data *d =
        &add(p, "response", &phw_plot_heat_map, "Response over time and frequency")
             ->data;
    p->heat = (phw_plot_heat){.value = p->response,
                              .n_x = COLUMNS,
                              .n_y = ROWS,
                              .x_to = PERIODS / 4 * period_s(p),
                              .y_from = -bandwidth_hz(p) / 2e6,
                              .y_to = bandwidth_hz(p) / 2e6,
                              .label = "|H|^2, dB"};
    d->heat = &p->heat;
    d->x = (phw_plot_axis){.label = "time, s"};
    d->y = (phw_plot_axis){.label = "offset, MHz"};
}

static void draw_distances(pictures *p)
{
    phw_plot_curve *c = p->curve[p->n_pictures];
    phw_plot_data *d = &add(p, "distance", &phw_plot_lines,
                            "Correlation with who stands beside the second end")
                            ->data;
    set_curve(&c[0], p->apart, p->shared, PHW_LAB_SPACE_POINTS);
    set_curve(&c[1], p->space_x, p->space_y, CURVE);
    c[0].low = p->shared_low;
    c[0].high = p->shared_high;
    d->x = (phw_plot_axis){.label = "distance, wavelengths", .from = 0, .to = FAR};
    d->y = (phw_plot_axis){.label = "R, real part", .from = -1.05, .to = 1.05};
}

static phw_status draw(phw_outputs *outputs, const char *path, pictures *p)
{
    draw_time(p);
    if (moves(p)) {
        draw_lags(p);
        draw_shifts(p);
    }
    draw_delays(p);
    draw_response(p);
    draw_distances(p);
    return phw_plot_sheet_write(outputs, path, p->picture, p->n_pictures);
}

static size_t strongest(const phw_lab_channel *c)
{
    size_t best = 0;
    for (size_t i = 1; i < c->source.n; ++i) {
        if (c->model[i].power > c->model[best].power)
            best = i;
    }
    return best;
}

phw_status phw_lab_pictures_write(phw_outputs *outputs, const char *path,
                                  const phw_scenario *scenario, uint64_t seed)
{
    pictures *p = calloc(1, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for pictures");
    phw_status s = phw_lab_channel_open(&p->channel, scenario, scenario, seed, 0);
    if (!s)
        s = phw_array_alloc(&p->x, INSTANTS * p->channel.source.n, sizeof *p->x);
    if (!s) {
        p->strongest = strongest(&p->channel);
        s = measure(p);
    }
    if (!s)
        s = draw(outputs, path, p);
    phw_lab_channel_close(&p->channel);
    free(p->x);
    free(p);
    return s;
}

static phw_status publish(const char *path, const phw_scenario *scenario, uint64_t seed)
{
    phw_outputs outputs = {0};
    const phw_status s = phw_lab_pictures_write(&outputs, path, scenario, seed);
    if (!s)
        return phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    return s;
}

phw_status phw_lab_pictures_publish(const char *path, const phw_scenario *scenario,
                                    uint64_t seed)
{
    phw_output_folder made;
    if (phw_plot_sheet_is_file(path))
        return publish(path, scenario, seed);
    PHW_TRY(phw_output_folder_create(&made, path));
    const phw_status s = publish(path, scenario, seed);
    if (s)
        phw_output_folder_undo(&made);
    return s;
}
