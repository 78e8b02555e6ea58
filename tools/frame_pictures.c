#include "tools/frame_pictures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/ofdm.h"
#include "tools/plot_constellation.h"
#include "tools/plot_heat.h"
#include "tools/plot_points.h"
#include "tools/plot_sheet.h"
#include "tools/plot_spectrogram.h"

/* Transmitters that have a colour of their own; the others share one. */
#define LANES_MAX 4

/* Most columns of a channel's picture. */
#define COLUMNS_MAX 600

/* Carriers from -26 to 26, 0 being one where nothing is sent. */
#define ROWS   53
#define MIDDLE 26

/* Relative to the mean. */
#define FADED_DB (-30.0)

static const char *const colour[LANES_MAX] = {PHW_COLOUR_ALICE, PHW_COLOUR_BOB,
                                              PHW_COLOUR_KEY, PHW_COLOUR_EVE};

/* Transmitters as they are drawn. */
typedef struct lanes {
    phw_plot_lane lane[LANES_MAX + 1];
    size_t n;
    size_t *of; /* of each party its lane */
    char rest[40];
} lanes;

/* All that the pictures are made of. */
typedef struct pictures {
    const phw_frames *frames;
    const phw_frame_parties *parties;
    lanes lanes;
    phw_plot_heat spectrum;
    phw_plot_span *span;
    size_t *drawn; /* frames in a channel's columns, by party */
    size_t n_drawn;
    phw_plot_span block[LANES_MAX + 1]; /* whose columns are where */
    size_t n_blocks;
    double *amplitude; /* ROWS x n_drawn */
    double *phase;
    phw_plot_heat amplitude_heat;
    phw_plot_heat phase_heat;
    double *time_ms; /* of each frame, lane after lane */
    double *cfo_khz;
    phw_plot_curve offset[LANES_MAX + 1];
    phw_plot_curve cloud[PHW_FRAME_POINTS_KINDS];
    phw_plot_sheet_picture picture[PHW_PLOT_SHEET_MAX];
    size_t n_pictures;
} pictures;

/* The known parties with most frames have lanes, in the order of their frames. */
static bool is_among_most(const phw_frame_parties *all, size_t k)
{
    size_t more = 0;
    for (size_t j = 0; j < all->n; ++j)
        more += all->party[j].known &&
                (all->party[j].n_frames > all->party[k].n_frames ||
                 (all->party[j].n_frames == all->party[k].n_frames && j < k));
    return all->party[k].known && more < LANES_MAX;
}

static phw_status make_lanes(lanes *l, const phw_frame_parties *all)
{
    size_t n_rest = 0;
    PHW_TRY(phw_array_alloc(&l->of, all->n, sizeof *l->of));
    for (size_t k = 0; k < all->n; ++k) {
        l->of[k] = SIZE_MAX;
        if (!is_among_most(all, k)) {
            ++n_rest;
            continue;
        }
        l->of[k] = l->n;
        l->lane[l->n] = (phw_plot_lane){all->party[k].name, colour[l->n]};
        ++l->n;
    }
    for (size_t k = 0; k < all->n; ++k)
        l->of[k] = l->of[k] == SIZE_MAX ? l->n : l->of[k];
    if (n_rest == 0)
        return PHW_OK;
    const bool unknown_only = n_rest == 1 && !all->party[all->n - 1].known;
    (void)snprintf(l->rest, sizeof l->rest, "%s",
                   unknown_only ? "sender not known" : "others");
    l->lane[l->n++] = (phw_plot_lane){l->rest, PHW_COLOUR_LOST};
    return PHW_OK;
}

static size_t lane_of(const pictures *p, size_t frame)
{
    return p->lanes.of[p->parties->of[frame]];
}

static phw_status make_spans(pictures *p)
{
    const phw_frames *f = p->frames;
    PHW_TRY(phw_array_alloc(&p->span, f->n, sizeof *p->span));
    for (size_t i = 0; i < f->n; ++i)
        p->span[i] = (phw_plot_span){f->content[i].turn.start_s,
                                     f->content[i].turn.end_s, lane_of(p, i)};
    return PHW_OK;
}

/* The frames lane after lane, each lane's in time; thinned. */
static phw_status choose_frames(pictures *p)
{
    const size_t step = (p->frames->n + COLUMNS_MAX - 1) / COLUMNS_MAX;
    PHW_TRY(phw_array_alloc(&p->drawn, p->frames->n, sizeof *p->drawn));
    for (size_t l = 0; l < p->lanes.n; ++l) {
        size_t met = 0;
        const size_t first = p->n_drawn;
        for (size_t i = 0; i < p->frames->n; ++i) {
            if (lane_of(p, i) == l && met++ % step == 0)
                p->drawn[p->n_drawn++] = i;
        }
        if (p->n_drawn > first)
            p->block[p->n_blocks++] =
                (phw_plot_span){(double)first - 0.5, (double)p->n_drawn - 0.5, l};
    }
    return PHW_OK;
}

static double mean_power(const phw_wifi_frame *x)
{
    double sum = 0;
    for (size_t k = 0; k < PHW_OFDM_N_USED; ++k)
        sum += phw_cf_power(x->h[k]) / PHW_OFDM_N_USED;
    return sum;
}

/* Phases unwrapped along the carriers, less the line that fits best: what a delay and
 * the oscillators make of them. */
static void straighten(double phase[PHW_OFDM_N_USED], const phw_wifi_frame *x)
{
    double mean = 0;
    double moment = 0;
    double square = 0;
    for (size_t k = 0; k < PHW_OFDM_N_USED; ++k) {
        phase[k] = (double)cargf(x->h[k]);
        if (k > 0)
            phase[k] = phase[k - 1] + remainder(phase[k] - phase[k - 1], 2 * M_PI);
        mean += phase[k] / PHW_OFDM_N_USED;
    }
    for (size_t k = 0; k < PHW_OFDM_N_USED; ++k) {
        const double carrier = phw_ofdm_carrier[k];
        moment += carrier * (phase[k] - mean);
        square += carrier * carrier;
    }
    for (size_t k = 0; k < PHW_OFDM_N_USED; ++k)
        phase[k] -= mean + moment / square * phw_ofdm_carrier[k];
}

static void fill_column(pictures *p, size_t column)
{
    const phw_wifi_frame *x = &p->frames->frame[p->drawn[column]];
    double phase[PHW_OFDM_N_USED];
    const double mean = mean_power(x);
    straighten(phase, x);
    p->amplitude[MIDDLE * p->n_drawn + column] = (double)NAN;
    p->phase[MIDDLE * p->n_drawn + column] = (double)NAN;
    for (size_t k = 0; k < PHW_OFDM_N_USED; ++k) {
        const size_t row = (size_t)(phw_ofdm_carrier[k] + MIDDLE);
        const double power = phw_cf_power(x->h[k]) / mean;
        p->amplitude[row * p->n_drawn + column] =
            power > 0 ? fmax(10 * log10(power), FADED_DB) : FADED_DB;
        p->phase[row * p->n_drawn + column] =
            remainder(phase[k], 2 * M_PI) * 180 / M_PI;
    }
}

static phw_status make_channels(pictures *p, double bandwidth_hz)
{
    const double edge_mhz = bandwidth_hz / PHW_OFDM_N_FFT * MIDDLE / 1e6;
    PHW_TRY(choose_frames(p));
    PHW_TRY(phw_array_alloc(&p->amplitude, ROWS * p->n_drawn, sizeof *p->amplitude));
    PHW_TRY(phw_array_alloc(&p->phase, ROWS * p->n_drawn, sizeof *p->phase));
    for (size_t c = 0; c < p->n_drawn; ++c)
        fill_column(p, c);
    p->amplitude_heat = (phw_plot_heat){.value = p->amplitude,
                                        .n_x = p->n_drawn,
                                        .n_y = ROWS,
                                        .x_to = (double)p->n_drawn - 1,
                                        .y_from = -edge_mhz,
                                        .y_to = edge_mhz,
                                        .label = "|H|^2 of the mean, dB"};
    p->phase_heat = p->amplitude_heat;
    p->phase_heat.value = p->phase;
    p->phase_heat.label = "phase, degrees";
    p->phase_heat.cyclic = true;
    return PHW_OK;
}

static phw_status make_offsets(pictures *p)
{
    size_t n = 0;
    PHW_TRY(phw_array_alloc(&p->time_ms, p->frames->n, sizeof *p->time_ms));
    PHW_TRY(phw_array_alloc(&p->cfo_khz, p->frames->n, sizeof *p->cfo_khz));
    for (size_t l = 0; l < p->lanes.n; ++l) {
        const size_t first = n;
        for (size_t i = 0; i < p->frames->n; ++i) {
            if (lane_of(p, i) != l)
                continue;
            p->time_ms[n] = 1e3 * p->frames->frame[i].time_s;
            p->cfo_khz[n++] = 1e-3 * p->frames->frame[i].cfo_hz;
        }
        p->offset[l] = (phw_plot_curve){.name = p->lanes.lane[l].name,
                                        .x = p->time_ms + first,
                                        .y = p->cfo_khz + first,
                                        .n = n - first,
                                        .colour = p->lanes.lane[l].colour};
    }
    return PHW_OK;
}

static void make_clouds(pictures *p)
{
    for (size_t k = 0; k < PHW_FRAME_POINTS_KINDS && p->frames->points != NULL; ++k) {
        const phw_frame_point_set *s = &p->frames->points->set[k];
        p->cloud[k] =
            (phw_plot_curve){.name = s->n > 0 ? phw_frame_points_name(k) : NULL,
                             .x = s->re,
                             .y = s->im,
                             .n = s->n,
                             .colour = colour[k]};
    }
}

static phw_plot_data *add(pictures *p, const char *name, const phw_plot *plot,
                          const char *title)
{
    phw_plot_sheet_picture *picture = &p->picture[p->n_pictures++];
    *picture = (phw_plot_sheet_picture){name, plot, {.title = title}};
    return &picture->data;
}

static void draw_channel(pictures *p, const char *name, const char *title,
                         const phw_plot_heat *heat)
{
    phw_plot_data *d = add(p, name, &phw_plot_heat_map, title);
    d->heat = heat;
    d->span = p->block;
    d->n_spans = p->n_blocks;
    d->lane = p->lanes.lane;
    d->n_lanes = p->lanes.n;
    d->x.label = "frame, sorted by transmitter";
    d->y.label = "offset, MHz";
}

static void draw(pictures *p)
{
    phw_plot_data *d = add(p, "spectrogram", &phw_plot_spectrogram, "Power");
    d->heat = &p->spectrum;
    d->span = p->span;
    d->n_spans = p->frames->n;
    d->lane = p->lanes.lane;
    d->n_lanes = p->lanes.n;
    d = add(p, "offsets", &phw_plot_points, "Carrier offset");
    d->curve = p->offset;
    d->n_curves = p->lanes.n;
    d->x.label = "time, ms";
    d->y.label = "carrier offset, kHz";
    draw_channel(p, "response", "Channel of each frame", &p->amplitude_heat);
    draw_channel(p, "phase", "Its phase, less a line", &p->phase_heat);
    d = add(p, "constellation", &phw_plot_constellation, "Equalised data");
    d->curve = p->cloud;
    d->n_curves = PHW_FRAME_POINTS_KINDS;
    d->x = (phw_plot_axis){.from = -1.6, .to = 1.6};
    d->y = (phw_plot_axis){.from = -1.6, .to = 1.6};
}

phw_status phw_frame_pictures_write(phw_outputs *outputs, const char *path,
                                    const phw_frames *f,
                                    const phw_frame_parties *parties,
                                    phw_spectrogram *spectrogram, double bandwidth_hz)
{
    pictures *p = calloc(1, sizeof *p);
    if (p == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for pictures");
    p->frames = f;
    p->parties = parties;
    phw_spectrogram_heat(&p->spectrum, spectrogram);
    phw_status s = make_lanes(&p->lanes, parties);
    if (!s)
        s = make_spans(p);
    if (!s)
        s = make_channels(p, bandwidth_hz);
    if (!s)
        s = make_offsets(p);
    if (!s) {
        make_clouds(p);
        draw(p);
        s = phw_plot_sheet_write(outputs, path, p->picture, p->n_pictures);
    }
    free(p->lanes.of);
    free(p->span);
    free(p->drawn);
    free(p->amplitude);
    free(p->phase);
    free(p->time_ms);
    free(p->cfo_khz);
    free(p);
    return s;
}
