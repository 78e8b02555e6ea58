#include "phy/lora_preamble.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/fft.h"
#include "core/signal.h"
#include "phy/chirp.h"
#include "phy/sinc_resampler.h"

#define PER_CHIP   2
#define SF_MIN     6
#define N_SUMMED   6
#define N_PEAK     4 /* windows behind the first detection that may be better */
#define THRESHOLD  4.0
#define STANDS_OUT 3.0
#define IN_PHASE   0.6
#define N_SEARCH   40 /* quarters of a symbol behind the sum in which down chirps are */
#define N_DOWN     2.25
#define N_SYNC     2
#define UP_MOST    1000

/* A symbol whose bin has less than this share of the others' mean is none of them. */
#define SHARE 0.35

/* The work on one spreading factor and bandwidth. */
typedef struct finder {
    const phw_lora_config *config;
    size_t n;    /* chips, and bins, of a symbol */
    size_t n2;   /* samples of a symbol */
    double flat; /* what noise has in the bins where it is measured */
    double step; /* samples of the recording a sample here */
    phw_cf *y;   /* the recording at two samples a chip */
    size_t n_y;
    phw_cf *down; /* conjugate base chirp */
    phw_cf *mixed;
    phw_cf *bins; /* n2 of them */
    float *power; /* n a window */
    float *sum;   /* n */
    phw_fft *fft;
    phw_lora_preambles found;
} finder;

/* What windows tell of a preamble. */
typedef struct coarse {
    size_t window;
    size_t bin;
    double ratio; /* over the mean */
} coarse;

void phw_lora_free(phw_lora_preambles *p)
{
    free(p->preamble);
    *p = (phw_lora_preambles){0};
}

static phw_status keep(phw_lora_preambles *out, const phw_lora_preamble *p)
{
    phw_lora_preamble *grown = realloc(out->preamble, (out->n + 1) * sizeof *grown);
    if (grown == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu preambles", out->n + 1);
    out->preamble = grown;
    out->preamble[out->n++] = *p;
    return PHW_OK;
}

/* Bins of the symbol that begins at sample `at`, turned back by `cfo` bins, times the
 * conjugate up chirp, or the up chirp when `falling`; added to f->bins. */
static void mix(const finder *f, ptrdiff_t at, double cfo, bool falling)
{
    const double turn = -2 * M_PI * cfo / (double)f->n2;
    const double complex step = CMPLX(cos(turn), sin(turn));
    double complex phasor = CMPLX(cos(turn * (double)at), sin(turn * (double)at));
    for (size_t i = 0; i < f->n2; ++i) {
        const ptrdiff_t k = at + (ptrdiff_t)i;
        const phw_cf y = k >= 0 && (size_t)k < f->n_y ? f->y[k] : 0;
        const phw_cf chirp = falling ? conjf(f->down[i]) : f->down[i];
        f->mixed[i] = y * chirp * (phw_cf)phasor;
        phasor *= step;
    }
    phw_fft_execute(f->fft, f->bins, f->mixed);
}

/* A symbol that is cut by the window has its power in two bins, n apart. */
static void fold(float *power, const finder *f, bool more)
{
    for (size_t k = 0; k < f->n; ++k) {
        const float p =
            (float)(phw_cf_power(f->bins[k]) + phw_cf_power(f->bins[k + f->n]));
        power[k] = more ? power[k] + p : p;
    }
}

static size_t strongest(const float *power, size_t n, double *ratio)
{
    size_t best = 0;
    double sum = 0;
    for (size_t k = 0; k < n; ++k) {
        sum += (double)power[k];
        if (power[k] > power[best])
            best = k;
    }
    const double mean = (sum - (double)power[best]) / (double)(n - 1);
    *ratio = mean > 0 ? (double)power[best] / mean : 0;
    return best;
}

static coarse sum_up(const finder *f, size_t window)
{
    coarse c = {.window = window};
    memcpy(f->sum, f->power + window * f->n, f->n * sizeof *f->sum);
    for (size_t w = window + 1; w < window + N_SUMMED; ++w) {
        for (size_t k = 0; k < f->n; ++k)
            f->sum[k] += f->power[w * f->n + k];
    }
    c.bin = strongest(f->sum, f->n, &c.ratio);
    return c;
}

/* Into -n/2 .. n/2. */
static double wrap(double x, double n)
{
    return x - n * round(x / n);
}

/* The peak's place by the parabola through three powers' logarithms. */
static double between(const float *power, size_t bin, size_t n)
{
    const double before = log((double)power[(bin + n - 1) % n] + 1e-30);
    const double here = log((double)power[bin] + 1e-30);
    const double after = log((double)power[(bin + 1) % n] + 1e-30);
    const double curve = before - 2 * here + after;
    const double shift = curve < 0 ? (before - after) / (2 * curve) : 0;
    return (double)bin + fmax(-0.5, fmin(shift, 0.5));
}

/* The down chirps' bin and the sample at which their window begins: the two symbols in
 * a row that have most in one bin. */
static double find_down(const finder *f, const coarse *c, size_t *window)
{
    double best = 0;
    double bin = 0;
    const size_t from = (c->window + N_SUMMED - 2) * f->n2;
    for (size_t q = 0; q < N_SEARCH; ++q) {
        const size_t at = from + q * f->n2 / 4;
        double ratio = 0;
        mix(f, (ptrdiff_t)at, 0, true);
        fold(f->sum, f, false);
        mix(f, (ptrdiff_t)(at + f->n2), 0, true);
        fold(f->sum, f, true);
        const size_t k = strongest(f->sum, f->n, &ratio);
        if (ratio <= best)
            continue;
        best = ratio;
        bin = between(f->sum, k, f->n);
        *window = at;
    }
    /* Windows are a quarter of a symbol apart: their places count too. */
    const double chips = (double)(*window % f->n2) / PER_CHIP;
    return bin + chips;
}

/* The fraction of the offset, by the turn of the bin from symbol to symbol. */
static double turn_of(const finder *f, const coarse *c)
{
    double complex sum = 0;
    phw_cf before[2] = {0};
    for (size_t w = 0; w < N_SUMMED; ++w) {
        mix(f, (ptrdiff_t)((c->window + w) * f->n2), 0, false);
        for (size_t half = 0; half < 2; ++half) {
            const phw_cf now = f->bins[c->bin + half * f->n];
            if (w > 0)
                sum += (double complex)now * conj((double complex)before[half]);
            before[half] = now;
        }
    }
    return carg(sum) / (2 * M_PI);
}

/* How late the chirps are behind sample `at`, chips, the offset being known: five
 * symbols put together in phase, Jacobsen's interpolation between three bins. */
static double lateness(const finder *f, ptrdiff_t at, double cfo)
{
    double complex bin[3] = {0};
    for (int w = 0; w < N_SUMMED - 1; ++w) {
        mix(f, at + w * (ptrdiff_t)f->n2, cfo, false);
        for (size_t k = 0; k < 3; ++k)
            bin[k] += (double complex)f->bins[(f->n2 + k - 1) % f->n2];
    }
    const double complex curve = 2 * bin[1] - bin[0] - bin[2];
    if (cabs(curve) == 0)
        return 0;
    return -fmax(-1, fmin(creal((bin[0] - bin[2]) / curve), 1));
}

/* Power of the up chirp that begins at sample `at`; `noise` gets that of other bins. */
static double power_at(const finder *f, ptrdiff_t at, double cfo, double *noise)
{
    double sum = 0;
    mix(f, at, cfo, false);
    for (size_t k = f->n / 8; k < f->n / 4; ++k)
        sum += phw_cf_power(f->bins[k]) + phw_cf_power(f->bins[f->n2 - k]);
    *noise = sum / ((double)f->n / 4) / f->flat;
    return phw_cf_power(f->bins[0]);
}

/* Up chirps in one direction from `at` on, until one is missing. */
static unsigned count(const finder *f, ptrdiff_t at, ptrdiff_t step, double cfo,
                      double usual)
{
    unsigned n = 0;
    double noise = 0;
    while (n < UP_MOST && at >= -(ptrdiff_t)f->n2 / 4 && at < (ptrdiff_t)f->n_y) {
        if (power_at(f, at, cfo, &noise) < SHARE * usual)
            break;
        ++n;
        at += step;
    }
    return n;
}

static unsigned nibble_at(const finder *f, ptrdiff_t at, double cfo)
{
    double ratio = 0;
    mix(f, at, cfo, false);
    fold(f->sum, f, false);
    return (unsigned)((strongest(f->sum, f->n, &ratio) + 4) / 8 % 16);
}

/* How much of five symbols' power adds up in phase, the offset being taken off: a fifth
 * of what has phases of its own, all of what is one sender. */
static double coherence(const finder *f, ptrdiff_t at, double cfo, double late)
{
    double complex sum = 0;
    double power = 0;
    for (int w = 0; w < N_SUMMED - 1; ++w) {
        mix(f, at + w * (ptrdiff_t)f->n2, cfo - late, false);
        const double turn = -2 * M_PI * late * w; /* of `late` from symbol to symbol */
        sum += (double complex)f->bins[0] * CMPLX(cos(turn), sin(turn));
        power += phw_cf_power(f->bins[0]);
    }
    const double in_phase = creal(sum) * creal(sum) + cimag(sum) * cimag(sum);
    return power > 0 ? in_phase / (power * (N_SUMMED - 1)) : 0;
}

/* Everything from the chirps' own place on; `first` is where one of them begins. */
static void measure(phw_lora_preamble *p, const finder *f, double first, double cfo)
{
    const ptrdiff_t at = (ptrdiff_t)lround(first);
    const ptrdiff_t symbol = (ptrdiff_t)f->n2;
    /* The chirp's place between samples is a turn, too. */
    const double turn = cfo - (first - (double)at) / PER_CHIP;
    double signal = 0;
    double noise = 0;
    for (int w = 0; w < N_SUMMED - 1; ++w) {
        double beside = 0;
        signal += power_at(f, at + w * symbol, turn, &beside) / (N_SUMMED - 1);
        noise += beside / (N_SUMMED - 1);
    }
    const unsigned back = count(f, at - symbol, -symbol, turn, signal);
    const unsigned on = count(f, at, symbol, turn, signal);
    const ptrdiff_t behind = at + (ptrdiff_t)on * symbol;
    const double whole = (double)f->n2 * (double)f->n2;
    const double clean = fmax(signal - noise, 1e-30);
    const double bin_hz = f->config->bandwidth_hz / (double)f->n;
    *p = (phw_lora_preamble){
        .start = (first - (double)back * (double)f->n2) * f->step,
        .sf = f->config->sf,
        .bandwidth_hz = f->config->bandwidth_hz,
        .cfo_hz = cfo * bin_hz,
        .snr_db = 10 * log10(clean / fmax(noise, 1e-30) / (double)f->n),
        .amplitude = sqrt(clean / whole),
        .n_up = back + on,
        .sync = nibble_at(f, behind, turn) << 4 | nibble_at(f, behind + symbol, turn),
        .end =
            ((double)behind + first - (double)at + (N_SYNC + N_DOWN) * (double)f->n2) *
            f->step,
    };
}

/* The preamble; `in_phase` gets its coherence. */
static phw_lora_preamble refine(double *in_phase, const finder *f, const coarse *c)
{
    const double n = (double)f->n;
    size_t window = 0;
    phw_lora_preamble p;
    (void)sum_up(f, c->window);
    const double up = between(f->sum, c->bin, f->n);
    const double down = find_down(f, c, &window);
    const double about = wrap(up + down, n) / 2;
    const double cfo = about + wrap(turn_of(f, c) - about, 1);
    double late = wrap(cfo - up, n);
    late += late < 0 ? n : 0;
    double first = (double)(c->window * f->n2) + late * PER_CHIP;
    for (int pass = 0; pass < 2; ++pass) {
        const double at = round(first);
        first = at + lateness(f, (ptrdiff_t)at, cfo) * PER_CHIP;
    }
    measure(&p, f, first, cfo);
    const double at = round(first);
    *in_phase = coherence(f, (ptrdiff_t)at, cfo, (first - at) / PER_CHIP);
    return p;
}

/* What passes the threshold without being chirps (pulses, a carrier) falls to pieces
 * once its chirps are looked at where they should be; a preamble at the threshold
 * has 6.6 times the noise in its bin there, give or take 1.6. */
static bool stands_out(const finder *f, const phw_lora_preamble *p)
{
    return pow(10, p->snr_db / 10) * (double)f->n > STANDS_OUT;
}

static phw_status search(finder *f)
{
    const size_t n_windows = f->n_y / f->n2;
    for (size_t w = 0; w < n_windows; ++w) {
        mix(f, (ptrdiff_t)(w * f->n2), 0, false);
        fold(f->power + w * f->n, f, false);
    }
    for (size_t w = 0; w + N_SUMMED <= n_windows; ++w) {
        coarse best = sum_up(f, w);
        if (best.ratio < THRESHOLD)
            continue;
        for (size_t k = 1; k <= N_PEAK && w + k + N_SUMMED <= n_windows; ++k) {
            const coarse later = sum_up(f, w + k);
            best = later.ratio > best.ratio ? later : best;
        }
        double in_phase = 0;
        const phw_lora_preamble p = refine(&in_phase, f, &best);
        if (p.n_up >= N_SUMMED - 1 && in_phase > IN_PHASE && stands_out(f, &p))
            PHW_TRY(keep(&f->found, &p));
        const double end = p.end / f->step / (double)f->n2;
        const size_t next = end > 0 ? (size_t)end : 0;
        w = next > w + N_PEAK ? next : w + N_PEAK;
    }
    return PHW_OK;
}

/* Where the noise ends, in bandwidths. */
static double cutoff_of(const phw_lora_config *c)
{
    return fmin(1, c->rate_hz / (2 * c->bandwidth_hz));
}

static phw_status merge_one(phw_lora_preambles *all, const phw_lora_preamble *p)
{
    for (size_t i = 0; i < all->n; ++i) {
        phw_lora_preamble *old = &all->preamble[i];
        if (p->start >= old->end || old->start >= p->end)
            continue;
        if (p->amplitude > old->amplitude)
            *old = *p;
        return PHW_OK;
    }
    return keep(all, p);
}

static int by_start(const void *a, const void *b)
{
    const phw_lora_preamble *x = a;
    const phw_lora_preamble *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

phw_status phw_lora_merge(phw_lora_preambles *all, phw_lora_preambles *more)
{
    phw_status s = PHW_OK;
    for (size_t i = 0; !s && i < more->n; ++i)
        s = merge_one(all, &more->preamble[i]);
    phw_lora_free(more);
    if (all->n > 1)
        qsort(all->preamble, all->n, sizeof *all->preamble, by_start);
    return s;
}

/* What does not depend on the spreading factor. */
static phw_status resample(finder *f, const phw_cf *x, size_t n,
                           const phw_lora_config *c)
{
    const double cutoff = cutoff_of(c) * c->bandwidth_hz / c->rate_hz;
    f->step = c->rate_hz / (PER_CHIP * c->bandwidth_hz);
    /* The recording's noise ends at half its rate, and moves through the bandwidth: at
     * 3/16 of it, where the measure is taken, this share of a symbol has some. */
    f->flat = fmin(1, cutoff_of(c) + 0.5 - 3.0 / 16);
    f->n_y = (size_t)((double)n / f->step);
    free(f->y);
    f->y = NULL;
    PHW_TRY(phw_array_alloc(&f->y, f->n_y + 1, sizeof *f->y));
    return phw_sinc_resample(f->y, f->n_y, x, n, f->step, cutoff);
}

static phw_status alloc(finder *f)
{
    PHW_TRY(phw_array_alloc(&f->down, f->n2, sizeof *f->down));
    PHW_TRY(phw_array_alloc(&f->mixed, f->n2, sizeof *f->mixed));
    PHW_TRY(phw_array_alloc(&f->bins, f->n2, sizeof *f->bins));
    PHW_TRY(phw_array_alloc(&f->sum, f->n, sizeof *f->sum));
    return phw_array_alloc(&f->power, (f->n_y / f->n2 + 1) * f->n, sizeof *f->power);
}

static void drop(finder *f)
{
    free(f->down);
    free(f->mixed);
    free(f->bins);
    free(f->sum);
    free(f->power);
    phw_fft_destroy(f->fft);
    phw_lora_free(&f->found);
    f->down = f->mixed = f->bins = NULL;
    f->sum = f->power = NULL;
    f->fft = NULL;
}

/* One spreading factor on the samples that f has. */
static phw_status find_one(phw_lora_preambles *out, finder *f)
{
    f->n = (size_t)1 << f->config->sf;
    f->n2 = f->n * PER_CHIP;
    phw_status s = alloc(f);
    if (!s)
        s = phw_fft_create(&f->fft, f->n2, PHW_FFT_FORWARD);
    if (!s)
        s = phw_chirp_write(f->down, f->config->sf, PER_CHIP, 0, true);
    if (!s)
        s = search(f);
    if (!s)
        s = phw_lora_merge(out, &f->found);
    drop(f);
    return s;
}

static phw_status check(const phw_lora_config *c)
{
    if (c->sf < SF_MIN || c->sf > PHW_CHIRP_SF_MAX || !(c->bandwidth_hz > 0) ||
        !(c->rate_hz >= c->bandwidth_hz) || !(c->rate_hz <= 1e6 * c->bandwidth_hz))
        return phw_fail(PHW_EARG,
                        "LoRa: spreading factor %u, %g Hz at %g samples a second; "
                        "expected %d to %d, and no less samples than hertz",
                        c->sf, c->bandwidth_hz, c->rate_hz, SF_MIN, PHW_CHIRP_SF_MAX);
    return PHW_OK;
}

phw_status phw_lora_find(phw_lora_preambles *out, const phw_cf *x, size_t n,
                         const phw_lora_config *config, size_t n_configs)
{
    finder f = {.config = config};
    phw_lora_preambles all = {0};
    phw_status s = PHW_OK;
    for (size_t i = 0; !s && i < n_configs; ++i)
        s = check(&config[i]);
    for (size_t i = 0; !s && i < n_configs; ++i) {
        const phw_lora_config *c = &config[i];
        f.config = c;
        if (i == 0 || c->bandwidth_hz != c[-1].bandwidth_hz ||
            c->rate_hz != c[-1].rate_hz)
            s = resample(&f, x, n, c);
        if (!s)
            s = find_one(&all, &f);
    }
    free(f.y);
    if (s)
        phw_lora_free(&all);
    else
        *out = all;
    return s;
}
