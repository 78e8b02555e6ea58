#include "tools/lab_secrecy.h"

#include <math.h>
#include <stdlib.h>

#include "tools/workers.h"

/* Draws that one thread does at a time. */
#define CHUNK 4096

/* The stream of the channels, apart from those of channel/network_spectral.c. */
#define STREAM 0xfa0000

static const double two_sided_95 = 1.959963984540054;

typedef struct part {
    uint64_t positive;
    uint64_t outage[PHW_SECRECY_RATES];
    double sum;
    double squares;
} part;

typedef struct bench {
    const phw_wiretap_model *model;
    const phw_wiretap_setting *setting;
    const double *rate;
    phw_rng rng;
    uint64_t trials;
    part *part; /* one a chunk */
} bench;

size_t phw_secrecy_chunks(uint64_t trials)
{
    return (size_t)(trials / CHUNK + (trials % CHUNK != 0));
}

void phw_secrecy_rates(double rate[PHW_SECRECY_RATES], const phw_wiretap_setting *s,
                       double ergodic_bits)
{
    const double most = fmax(fmax(1, 2 * s->rate), 2.5 * ergodic_bits);
    rate[0] = s->rate;
    for (size_t i = 1; i < PHW_SECRECY_RATES; ++i)
        rate[i] = most * (double)(i - 1) / (PHW_SECRECY_RATES - 2);
}

static phw_status draw_chunk(void *context, size_t item, size_t worker)
{
    const bench *b = context;
    part *p = &b->part[item];
    double bits[CHUNK];
    (void)worker;
    const uint64_t from = (uint64_t)item * CHUNK;
    const size_t n = b->trials - from < CHUNK ? (size_t)(b->trials - from) : CHUNK;
    b->model->draw(bits, b->setting, &b->rng, from, n);
    for (size_t i = 0; i < n; ++i) {
        p->positive += bits[i] > 0;
        p->sum += bits[i];
        p->squares += bits[i] * bits[i];
        for (size_t k = 0; k < PHW_SECRECY_RATES; ++k)
            p->outage[k] += bits[i] < b->rate[k] || bits[i] <= 0;
    }
    return PHW_OK;
}

/* In the order of the chunks, so that sums of floating numbers repeat. */
static void collect(phw_secrecy *out, const bench *b)
{
    const double n = (double)b->trials;
    double sum = 0;
    double squares = 0;
    out->trials = b->trials;
    out->positive = 0;
    for (size_t k = 0; k < PHW_SECRECY_RATES; ++k)
        out->outage[k] = 0;
    for (size_t i = 0; i < phw_secrecy_chunks(b->trials); ++i) {
        const part *p = &b->part[i];
        out->positive += p->positive;
        for (size_t k = 0; k < PHW_SECRECY_RATES; ++k)
            out->outage[k] += p->outage[k];
        sum += p->sum;
        squares += p->squares;
    }
    out->mean_bits = sum / n;
    const double variance = fmax(0, squares / n - out->mean_bits * out->mean_bits);
    const double half = two_sided_95 * sqrt(variance / (n - 1));
    out->mean_interval =
        (phw_interval){fmax(0, out->mean_bits - half), out->mean_bits + half};
}

phw_status phw_secrecy_run(phw_secrecy *inout, const phw_wiretap_model *model,
                           const phw_wiretap_setting *setting, uint64_t seed,
                           uint64_t trials, size_t n_threads, phw_progress *progress)
{
    bench b = {
        .model = model,
        .setting = setting,
        .rate = inout->rate,
        .rng = {seed, PHW_RNG_PURPOSE(PHW_RNG_FADING, STREAM), 0},
        .trials = trials,
        .part = calloc(phw_secrecy_chunks(trials), sizeof *b.part),
    };
    if (b.part == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu parts of the trials",
                        phw_secrecy_chunks(trials));
    const phw_status s = phw_workers_run(n_threads, phw_secrecy_chunks(trials),
                                         draw_chunk, &b, progress);
    if (!s)
        collect(inout, &b);
    free(b.part);
    return s;
}
