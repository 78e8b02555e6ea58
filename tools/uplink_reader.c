#include "tools/uplink_reader.h"

#include <stdlib.h>

#include "core/signal.h"
#include "encrypt/cancellation.h"

struct phw_uplink_reader {
    const phw_uplink_plan *plan;
    size_t n_halves;
    phw_line_start start; /* of the data */
    uint8_t *none;        /* data of zeros */
    uint8_t *all;         /* bits with pilots and tail, as decided */
    uint8_t *chip;        /* of them */
    float *level;         /* of them, each sample */
    phw_cf *noise;        /* as estimated */
    phw_cf *clean;        /* what is left of the samples */
    phw_cf *mean;         /* of its half bits */
    float *half;          /* their part along the tag */
    float *soft;          /* bits' */
};

static phw_status make_decisions(phw_uplink_reader *r)
{
    PHW_TRY(phw_array_alloc(&r->none, r->plan->n_bits, 1));
    PHW_TRY(phw_array_alloc(&r->all, r->plan->n_all_bits, 1));
    return phw_array_alloc(&r->chip, r->n_halves, 1);
}

static phw_status make_arrays(phw_uplink_reader *r)
{
    const phw_uplink_plan *p = r->plan;
    PHW_TRY(phw_array_alloc(&r->level, p->n_samples, sizeof(float)));
    PHW_TRY(phw_array_alloc(&r->noise, p->n_samples, sizeof(phw_cf)));
    PHW_TRY(phw_array_alloc(&r->clean, p->n_samples, sizeof(phw_cf)));
    PHW_TRY(make_decisions(r));
    PHW_TRY(phw_array_alloc(&r->mean, r->n_halves, sizeof(phw_cf)));
    PHW_TRY(phw_array_alloc(&r->half, r->n_halves, sizeof(float)));
    return phw_array_alloc(&r->soft, p->n_all_bits, sizeof(float));
}

phw_status phw_uplink_reader_create(phw_uplink_reader **out,
                                    const phw_uplink_plan *plan)
{
    phw_uplink_reader *r = calloc(1, sizeof *r);
    if (r == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the reader");
    r->plan = plan;
    r->n_halves = 2 * plan->n_all_bits;
    r->start = phw_uplink_plan_start(plan);
    const phw_status s = make_arrays(r);
    if (s) {
        phw_uplink_reader_destroy(r);
        return s;
    }
    *out = r;
    return PHW_OK;
}

void phw_uplink_reader_destroy(phw_uplink_reader *r)
{
    if (r == NULL)
        return;
    free(r->none);
    free(r->all);
    free(r->chip);
    free(r->level);
    free(r->noise);
    free(r->clean);
    free(r->mean);
    free(r->half);
    free(r->soft);
    free(r);
}

/* The pilots' levels by least squares: covariance of levels and half bits over the
 * levels' variance, whatever constant is below them. r->chip holds the pilots'. */
static phw_cf tag_of_pilots(const phw_uplink_reader *r)
{
    const size_t n = 2 * PHW_UPLINK_PILOTS;
    double high = 0;
    double complex sum = 0;
    double complex product = 0;
    for (size_t i = 0; i < n; ++i) {
        high += r->chip[i];
        const double complex mean = (double complex)r->mean[i];
        sum += mean;
        product += r->chip[i] ? mean : -mean;
    }
    const double level = 2 * high / (double)n - 1;
    return (phw_cf)((product - level * sum) / ((double)n * (1 - level * level)));
}

/* r->clean becomes half bits along `tag` (the pilots tell it when it is 0) and bits;
 * their levels go to r->chip and r->level. */
static phw_status decide(phw_uplink_reader *r, phw_cf tag)
{
    const phw_uplink_plan *p = r->plan;
    const phw_half_bit_clock whole = {0, p->clock.length};
    PHW_TRY(
        phw_half_bit_means(r->mean, r->n_halves, r->clean, p->n_samples, &whole, 0));
    if (tag == 0)
        tag = tag_of_pilots(r);
    const float size = cabsf(tag);
    const phw_cf along = size > 0 ? conjf(tag) / size : 1;
    for (size_t i = 0; i < r->n_halves; ++i)
        r->half[i] = crealf(along * r->mean[i]);
    p->code->decode(r->soft, r->half + (size_t)2 * PHW_UPLINK_PILOTS, p->n_bits + 1,
                    r->start);
    uint8_t *bit = r->all + PHW_UPLINK_PILOTS;
    for (size_t i = 0; i < p->n_bits; ++i)
        bit[i] = r->soft[i] > 0;
    p->code->encode(r->chip, r->all, p->n_all_bits, PHW_LINE_LOW);
    return phw_half_bit_waveform(r->level, p->n_samples, r->chip, r->n_halves, &whole);
}

phw_status phw_uplink_reader_run(phw_uplink_reader *r, phw_uplink_reading *out,
                                 const phw_cf *sample, const phw_cf *known)
{
    const phw_uplink_plan *p = r->plan;
    const phw_known_noise noise = {known, 0};
    phw_cancellation first;
    phw_cancellation second;
    /* Pilots and tail are known, whatever data lie between. */
    phw_uplink_plan_frame(r->all, p, r->none);
    p->code->encode(r->chip, r->all, p->n_all_bits, PHW_LINE_LOW);

    PHW_TRY(phw_cancellation_estimate(&first, sample, p->n_samples, &noise, NULL,
                                      p->n_reader_taps));
    phw_cancellation_subtract(r->clean, sample, p->n_samples, &noise, &first);
    PHW_TRY(decide(r, 0));
    PHW_TRY(phw_cancellation_estimate(&second, sample, p->n_samples, &noise, r->level,
                                      p->n_reader_taps));
    phw_cancellation_subtract(r->clean, sample, p->n_samples, &noise, &second);
    PHW_TRY(decide(r, second.tag));
    phw_cancellation_noise(r->noise, p->n_samples, &noise, &second);
    *out = (phw_uplink_reading){r->all + PHW_UPLINK_PILOTS, r->noise, second.tag};
    return PHW_OK;
}
