#include "tools/lab_sensing.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "core/entropy.h"
#include "core/rng.h"
#include "core/signal.h"
#include "encrypt/reference_sequence.h"
#include "encrypt/sensing_leak.h"
#include "tools/workers.h"

/* Streams of geometry and noise, apart from those of the links and the other labs. */
#define STREAM 0xfa0010

/* Of a trial's frame of the reference; the two-path one has the second. */
enum {
    FRAME_RANGING = 0,
    FRAME_LEAK,
    N_FRAMES
};

/* A trial's sources of noise. */
enum {
    NOISE_RANGING = 0,
    NOISE_ALONE,
    NOISE_ONE,
    NOISE_TWO,
    NOISE_REFERENCE
};

static const double two_pi = 6.28318530717958647692;

/* A path, in cycles over the grid's subcarriers and symbols. */
typedef struct path {
    double delay, doppler;
} path;

typedef struct trial {
    double delay_error, doppler_error; /* in those cycles */
    double key_nmse, wrong_nmse, wrong_peak;
    bool detected, false_alarm, wrong_detected, wrong_found;
    bool powers_found, product_found;
} trial;

/* One thread's things, made when it first needs them. */
typedef struct place {
    phw_range_doppler *coarse; /* independent points, for detection */
    phw_range_doppler *fine;   /* for estimates */
    phw_cf *symbols, *wrong_symbols, *y, *h, *other, *noise;
} place;

typedef struct bench {
    const phw_sensing_lab *lab;
    size_t n; /* elements of a frame */
    double threshold;
    phw_key key, wrong_key;
    place place[PHW_WORKERS_MAX];
    trial *trial;
} bench;

static phw_status make_key(phw_key *out, uint64_t seed, const char *role)
{
    phw_entropy entropy = {0};
    phw_key master = {0};
    phw_status s = phw_entropy_seeded(&entropy, seed, role);
    if (!s)
        s = phw_key_alloc(&master, PHW_KEYSTREAM_KEY_SIZE);
    if (!s) {
        phw_entropy_bytes(&entropy, master.byte, master.size);
        s = phw_keystream_derive(out, &master, PHW_REFERENCE_USE);
    }
    phw_key_free(&master);
    phw_entropy_wipe(&entropy);
    return s;
}

static phw_status set_up(bench *b, const phw_sensing_lab *lab)
{
    b->lab = lab;
    b->n = lab->grid.n_subcarriers * lab->grid.n_symbols;
    b->threshold = phw_range_doppler_threshold(lab->false_alarm, b->n);
    PHW_TRY(phw_array_alloc(&b->trial, lab->n_trials, sizeof *b->trial));
    PHW_TRY(make_key(&b->key, lab->seed, "sensing"));
    return make_key(&b->wrong_key, lab->seed, "sensing, another");
}

static void tear_down(bench *b)
{
    for (size_t i = 0; i < PHW_WORKERS_MAX; ++i) {
        place *p = &b->place[i];
        phw_range_doppler_destroy(p->coarse);
        phw_range_doppler_destroy(p->fine);
        free(p->symbols);
        free(p->wrong_symbols);
        free(p->y);
        free(p->h);
        free(p->other);
        free(p->noise);
    }
    phw_key_free(&b->key);
    phw_key_free(&b->wrong_key);
    free(b->trial);
    free(b);
}

static phw_status prepare(place *p, const bench *b)
{
    phw_cf **const array[] = {&p->symbols, &p->wrong_symbols, &p->y,
                              &p->h,       &p->other,         &p->noise};
    if (p->coarse == NULL)
        PHW_TRY(phw_range_doppler_create(&p->coarse, &b->lab->grid, 1));
    if (p->fine == NULL)
        PHW_TRY(phw_range_doppler_create(&p->fine, &b->lab->grid, 2));
    for (size_t i = 0; i < sizeof array / sizeof array[0]; ++i) {
        if (*array[i] == NULL)
            PHW_TRY(phw_array_alloc(array[i], b->n, sizeof(phw_cf)));
    }
    return PHW_OK;
}

static phw_rng stream(const bench *b, uint32_t kind, uint32_t which, size_t item)
{
    return (phw_rng){b->lab->seed, PHW_RNG_PURPOSE(kind, STREAM + which),
                     (uint32_t)item};
}

/* The two paths that differ in the second frame; the ranging path is one alone. */
static path draw_path(const bench *b, size_t item)
{
    const phw_rng rng = stream(b, PHW_RNG_FADING, 0, item);
    float u[2];
    phw_rng_uniform(u, &rng, 0, 2);
    return (path){(0.1 + 0.8 * (double)u[0]) * (double)b->lab->grid.n_subcarriers,
                  0.8 * ((double)u[1] - 0.5) * (double)b->lab->grid.n_symbols};
}

static void draw_pair(path *direct, path *echo, const bench *b, size_t item)
{
    const double cells = (double)b->lab->grid.n_subcarriers;
    const phw_rng rng = stream(b, PHW_RNG_FADING, 1, item);
    float u[3];
    phw_rng_uniform(u, &rng, 0, 3);
    *direct = (path){0.2 * (double)u[0] * cells, 0};
    *echo = (path){direct->delay + 3 + (double)u[1] * (0.4 * cells - 3),
                   0.6 * ((double)u[2] - 0.5) * (double)b->lab->grid.n_symbols};
}

/* Adds the path's response, turned on from element to element. */
static void add_path(phw_cf *h, const bench *b, path p, double amplitude)
{
    const size_t n = b->lab->grid.n_subcarriers;
    const size_t m = b->lab->grid.n_symbols;
    const double a = -two_pi * p.delay / (double)n;
    const double complex step = CMPLX(cos(a), sin(a));
    for (size_t l = 0; l < m; ++l) {
        const double start = two_pi * p.doppler * (double)l / (double)m;
        double complex phase = amplitude * CMPLX(cos(start), sin(start));
        for (size_t k = 0; k < n; ++k) {
            h[l * n + k] += (phw_cf)phase;
            phase *= step;
        }
    }
}

/* y = symbols x h + noise. */
static void receive(phw_cf *y, place *p, const bench *b, uint32_t noise, size_t item)
{
    const phw_rng rng = stream(b, PHW_RNG_NOISE, noise, item);
    phw_rng_normal_complex(p->noise, &rng, 1 / b->lab->snr, 0, b->n);
    for (size_t i = 0; i < b->n; ++i)
        y[i] = p->symbols[i] * p->h[i] + p->noise[i];
}

static phw_status symbols(phw_cf *out, const bench *b, const phw_key *key, size_t item,
                          uint64_t frame)
{
    const phw_keystream keystream = {key, 0, N_FRAMES * (uint64_t)item + frame};
    return phw_reference_symbols(out, &keystream, 0, b->n);
}

static double mean_power(const phw_cf *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += phw_cf_power(x[i]);
    return sum / (double)n;
}

static double error_power(const phw_cf *x, const phw_cf *h, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += phw_cf_power(x[i] - h[i]);
    return sum / (double)n;
}

static double around(double x, double period)
{
    return x - period * round(x / period);
}

/* The estimate less the truth, in cycles over the grid. */
static path error_of(const phw_range_doppler_peak *peak, path truth, const bench *b)
{
    const phw_range_doppler_grid *g = &b->lab->grid;
    const double n = (double)g->n_subcarriers;
    const double m = (double)g->n_symbols;
    return (path){around(peak->delay_s * n * g->spacing_hz - truth.delay, n),
                  around(peak->doppler_hz * m * g->interval_s - truth.doppler, m)};
}

static bool is_at(const phw_range_doppler_peak *peak, path truth, const bench *b)
{
    const path e = error_of(peak, truth, b);
    return fabs(e.delay) < 0.5 && fabs(e.doppler) < 0.5;
}

/* The highest of the independent points over their mean. */
static double highest(phw_range_doppler_peak *peak, place *p, const bench *b,
                      const phw_cf *h)
{
    phw_range_doppler_estimate(peak, p->coarse, h);
    return peak->power / mean_power(h, b->n);
}

static void send_ranging(place *p, const bench *b, size_t item)
{
    for (size_t i = 0; i < b->n; ++i)
        p->h[i] = 0;
    add_path(p->h, b, draw_path(b, item), 1);
    receive(p->y, p, b, NOISE_RANGING, item);
}

static phw_status range(trial *t, place *p, const bench *b, size_t item)
{
    phw_range_doppler_peak peak;
    PHW_TRY(symbols(p->symbols, b, &b->key, item, FRAME_RANGING));
    PHW_TRY(symbols(p->wrong_symbols, b, &b->wrong_key, item, FRAME_RANGING));
    const path truth = draw_path(b, item);
    send_ranging(p, b, item);
    phw_reference_divide(p->other, p->y, p->symbols, b->n);
    t->key_nmse = error_power(p->other, p->h, b->n);
    t->detected = highest(&peak, p, b, p->other) > b->threshold;
    phw_range_doppler_estimate(&peak, p->fine, p->other);
    const path e = error_of(&peak, truth, b);
    t->delay_error = e.delay;
    t->doppler_error = e.doppler;

    phw_reference_divide(p->other, p->y, p->wrong_symbols, b->n);
    t->wrong_nmse = error_power(p->other, p->h, b->n);
    t->wrong_peak = highest(&peak, p, b, p->other);
    t->wrong_detected = t->wrong_peak > b->threshold;
    t->wrong_found = t->wrong_detected && is_at(&peak, truth, b);

    for (size_t i = 0; i < b->n; ++i)
        p->h[i] = 0;
    receive(p->other, p, b, NOISE_ALONE, item);
    phw_reference_divide(p->other, p->other, p->symbols, b->n);
    t->false_alarm = highest(&peak, p, b, p->other) > b->threshold;
    return PHW_OK;
}

/* One antenna of an eavesdropper hears both paths; then one each. */
static phw_status leak(trial *t, place *p, const bench *b, size_t item)
{
    phw_range_doppler_peak peak;
    path direct;
    path echo;
    PHW_TRY(symbols(p->symbols, b, &b->key, item, FRAME_LEAK));
    draw_pair(&direct, &echo, b, item);
    const path difference = {echo.delay - direct.delay, echo.doppler - direct.doppler};
    for (size_t i = 0; i < b->n; ++i)
        p->h[i] = 0;
    add_path(p->h, b, direct, 1);
    receive(p->y, p, b, NOISE_REFERENCE, item);
    add_path(p->h, b, echo, b->lab->echo);
    receive(p->other, p, b, NOISE_ONE, item);
    phw_sensing_leak_powers(p->other, p->other, b->n);
    phw_range_doppler_estimate(&peak, p->fine, p->other);
    phw_sensing_leak_fold(&peak, &b->lab->grid);
    t->powers_found = is_at(&peak, difference, b);

    for (size_t i = 0; i < b->n; ++i)
        p->h[i] = 0;
    add_path(p->h, b, echo, b->lab->echo);
    receive(p->other, p, b, NOISE_TWO, item);
    phw_sensing_leak_product(p->other, p->other, p->y, b->n);
    phw_range_doppler_estimate(&peak, p->fine, p->other);
    t->product_found = is_at(&peak, difference, b);
    return PHW_OK;
}

static phw_status run_trial(void *context, size_t item, size_t worker)
{
    bench *b = context;
    place *p = &b->place[worker];
    PHW_TRY(prepare(p, b));
    PHW_TRY(range(&b->trial[item], p, b, item));
    return leak(&b->trial[item], p, b, item);
}

static void collect(phw_sensing *out, const bench *b)
{
    const phw_sensing_lab *lab = b->lab;
    const double n = (double)lab->n_trials;
    phw_sensing s = {.n_trials = lab->n_trials};
    for (size_t i = 0; i < lab->n_trials; ++i) {
        const trial *t = &b->trial[i];
        s.delay_rmse_s += t->delay_error * t->delay_error / n;
        s.doppler_rmse_hz += t->doppler_error * t->doppler_error / n;
        s.key_nmse += t->key_nmse / n;
        s.wrong_nmse += t->wrong_nmse / n;
        s.wrong_peak += t->wrong_peak / n;
        s.detected += t->detected;
        s.false_alarms += t->false_alarm;
        s.wrong_detected += t->wrong_detected;
        s.wrong_found += t->wrong_found;
        s.powers_found += t->powers_found;
        s.product_found += t->product_found;
    }
    s.delay_rmse_s =
        sqrt(s.delay_rmse_s) / ((double)lab->grid.n_subcarriers * lab->grid.spacing_hz);
    s.doppler_rmse_hz =
        sqrt(s.doppler_rmse_hz) / ((double)lab->grid.n_symbols * lab->grid.interval_s);
    phw_range_doppler_bound(&s.delay_bound_s, &s.doppler_bound_hz, &lab->grid,
                            lab->snr);
    *out = s;
}

static phw_status create(bench **out, const phw_sensing_lab *lab)
{
    bench *b = calloc(1, sizeof *b);
    if (b == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the lab");
    const phw_status s = set_up(b, lab);
    if (s)
        tear_down(b);
    else
        *out = b;
    return s;
}

phw_status phw_sensing_run(phw_sensing *out, const phw_sensing_lab *lab,
                           size_t n_threads, phw_progress *progress)
{
    bench *b = NULL;
    PHW_TRY(create(&b, lab));
    const phw_status s =
        phw_workers_run(n_threads, lab->n_trials, run_trial, b, progress);
    if (!s)
        collect(out, b);
    tear_down(b);
    return s;
}

static void profile(double *db, place *p, const bench *b)
{
    const size_t n = 2 * b->lab->grid.n_subcarriers;
    const size_t m = 2 * b->lab->grid.n_symbols;
    const float *image = phw_range_doppler_image(p->fine, p->other);
    const double mean = mean_power(p->other, b->n);
    for (size_t i = 0; i < n; ++i) {
        double most = 0;
        for (size_t d = 0; d < m; ++d)
            most = fmax(most, (double)image[d * n + i]);
        db[i] = 10 * log10(most / mean);
    }
}

static phw_status make_profile(phw_sensing_profile *out, bench *b)
{
    const phw_range_doppler_grid *g = &b->lab->grid;
    place *p = &b->place[0];
    PHW_TRY(prepare(p, b));
    PHW_TRY(symbols(p->symbols, b, &b->key, 0, FRAME_RANGING));
    PHW_TRY(symbols(p->wrong_symbols, b, &b->wrong_key, 0, FRAME_RANGING));
    send_ranging(p, b, 0);
    phw_reference_divide(p->other, p->y, p->symbols, b->n);
    profile(out->key_db, p, b);
    phw_reference_divide(p->other, p->y, p->wrong_symbols, b->n);
    profile(out->wrong_db, p, b);
    out->n = 2 * g->n_subcarriers;
    for (size_t i = 0; i < out->n; ++i)
        out->delay_us[i] = 1e6 * (double)i / ((double)out->n * g->spacing_hz);
    out->true_delay_us =
        1e6 * draw_path(b, 0).delay / ((double)g->n_subcarriers * g->spacing_hz);
    return PHW_OK;
}

phw_status phw_sensing_profile_make(phw_sensing_profile *out,
                                    const phw_sensing_lab *lab)
{
    bench *b = NULL;
    PHW_TRY(create(&b, lab));
    const phw_status s = make_profile(out, b);
    tear_down(b);
    return s;
}
