#include "phy/pulse_bursts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

#define ON 2.5 /* times the noise */

/* A tenth of the means of 16 exponentials lies below this share of the true mean. */
#define TENTH 0.697

static int by_size(const void *a, const void *b)
{
    const float x = *(const float *)a;
    const float y = *(const float *)b;
    return x < y ? -1 : x > y;
}

static phw_status noise_of(double *out, const float *power, size_t n)
{
    float *sorted = NULL;
    PHW_TRY(phw_array_alloc(&sorted, n, sizeof *sorted));
    memcpy(sorted, power, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_size);
    *out = (double)sorted[n / 10] / TENTH;
    free(sorted);
    return PHW_OK;
}

static phw_status add(phw_pulse_burst_list *l, const phw_pulse_burst *b)
{
    phw_pulse_burst *grown = realloc(l->burst, (l->n + 1) * sizeof *grown);
    if (grown == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for %zu bursts", l->n + 1);
    l->burst = grown;
    l->burst[l->n++] = *b;
    return PHW_OK;
}

/* Blocks [first, end) are one burst. */
static phw_pulse_burst measure(const float *power, size_t first, size_t end,
                               double noise)
{
    double sum = 0;
    size_t n_on = 0;
    for (size_t i = first; i < end; ++i) {
        if ((double)power[i] > ON * noise) {
            sum += (double)power[i];
            ++n_on;
        }
    }
    return (phw_pulse_burst){
        .from = first * PHW_PULSE_BLOCK,
        .to = end * PHW_PULSE_BLOCK,
        .noise = noise,
        .level = sum / (double)n_on,
    };
}

/* The samples that part noise and signal best: the sum of what powers have beyond half
 * way between the two is greatest, from a block before the first one on, and up to a
 * block behind the last. */
static void trim(phw_pulse_burst *b, const phw_cf *x, size_t n)
{
    const double middle = (b->noise + b->level) / 2;
    const size_t low = b->from > PHW_PULSE_BLOCK ? b->from - PHW_PULSE_BLOCK : 0;
    const size_t high = n - b->to > PHW_PULSE_BLOCK ? b->to + PHW_PULSE_BLOCK : n;
    const size_t reach = (size_t)3 * PHW_PULSE_BLOCK;
    const size_t from = b->from;
    double sum = 0;
    double most = -HUGE_VAL;
    for (size_t i = low + reach < n ? low + reach : n; i-- > low;) {
        sum += phw_cf_power(x[i]) - middle;
        if (sum > most) {
            most = sum;
            b->from = i;
        }
    }
    sum = 0;
    most = -HUGE_VAL;
    for (size_t i = high > reach ? high - reach : 0; i < high; ++i) {
        sum += phw_cf_power(x[i]) - middle;
        if (sum > most && i + 1 > from) {
            most = sum;
            b->to = i + 1;
        }
    }
    if (b->to <= b->from)
        b->to = b->from + 1;
}

static phw_status gather(phw_pulse_burst_list *out, const float *power, size_t n,
                         double noise, size_t gap)
{
    const size_t n_gap = gap / PHW_PULSE_BLOCK + 1;
    for (size_t i = 0; i < n; ++i) {
        if (!((double)power[i] > ON * noise))
            continue;
        const size_t first = i;
        size_t end = i + 1;
        for (; i < n && i < end + n_gap; ++i)
            end = (double)power[i] > ON * noise ? i + 1 : end;
        const phw_pulse_burst b = measure(power, first, end, noise);
        PHW_TRY(add(out, &b));
        i = end;
    }
    return PHW_OK;
}

phw_status phw_pulse_bursts_find(phw_pulse_burst_list *out, const phw_cf *x, size_t n,
                                 size_t gap)
{
    const size_t n_blocks = n / PHW_PULSE_BLOCK;
    phw_pulse_burst_list found = {0};
    float *power = NULL;
    double noise = 0;
    if (n_blocks == 0) {
        *out = found;
        return PHW_OK;
    }
    PHW_TRY(phw_array_alloc(&power, n_blocks, sizeof *power));
    for (size_t b = 0; b < n_blocks; ++b) {
        double sum = 0;
        for (size_t i = 0; i < PHW_PULSE_BLOCK; ++i)
            sum += phw_cf_power(x[b * PHW_PULSE_BLOCK + i]);
        power[b] = (float)(sum / PHW_PULSE_BLOCK);
    }
    phw_status s = noise_of(&noise, power, n_blocks);
    if (!s)
        s = gather(&found, power, n_blocks, noise, gap);
    for (size_t i = 0; !s && i < found.n; ++i)
        trim(&found.burst[i], x, n);
    free(power);
    if (s) {
        phw_pulse_bursts_free(&found);
        return s;
    }
    *out = found;
    return PHW_OK;
}

void phw_pulse_bursts_free(phw_pulse_burst_list *l)
{
    free(l->burst);
    *l = (phw_pulse_burst_list){0};
}
