#include "tools/level_history.h"

#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

/* Rounds until the floor stands; it rises each time. */
#define MOST_ROUNDS 100

/* Windows below the threshold between two parts of one burst. */
#define BRIDGED 2

struct phw_level_history {
    size_t window; /* samples of one */
    size_t n;      /* windows that are full */
    double sum;    /* of the one that is not */
    size_t in_sum; /* samples in it */
    float *power;  /* mean of each */
};

phw_status phw_level_history_create(phw_level_history **out)
{
    phw_level_history *h = calloc(1, sizeof *h);
    if (h == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for the level over time");
    const phw_status s =
        phw_array_alloc(&h->power, PHW_LEVEL_WINDOWS_MAX, sizeof *h->power);
    if (s) {
        free(h);
        return s;
    }
    h->window = PHW_LEVEL_WINDOW;
    *out = h;
    return PHW_OK;
}

void phw_level_history_destroy(phw_level_history *h)
{
    if (h == NULL)
        return;
    free(h->power);
    free(h);
}

static void halve(phw_level_history *h)
{
    for (size_t i = 0; i < h->n / 2; ++i)
        h->power[i] = 0.5F * (h->power[2 * i] + h->power[2 * i + 1]);
    h->n /= 2;
    h->window *= 2;
}

static double power_of(const phw_cf *sample, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += phw_cf_power(sample[i]);
    return sum;
}

void phw_level_history_push(phw_level_history *h, const phw_cf *sample, size_t n)
{
    while (n > 0) {
        const size_t lacking = h->window - h->in_sum;
        const size_t taken = n < lacking ? n : lacking;
        h->sum += power_of(sample, taken);
        h->in_sum += taken;
        sample += taken;
        n -= taken;
        if (h->in_sum < h->window)
            continue;
        h->power[h->n++] = (float)(h->sum / (double)h->window);
        h->sum = 0;
        h->in_sum = 0;
        if (h->n == PHW_LEVEL_WINDOWS_MAX)
            halve(h);
    }
}

static int ascending(const void *a, const void *b)
{
    const float x = *(const float *)a;
    const float y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The floor of `n` powers in rising order. */
static double find_floor(const float *power, size_t n)
{
    double floor = (double)power[n / 50];
    size_t used = 0;
    double sum = 0;
    for (int round = 0; round < MOST_ROUNDS; ++round) {
        const size_t before = used;
        while (used < n && (double)power[used] <= PHW_LEVEL_BURST * floor)
            sum += (double)power[used++];
        if (used == before)
            break;
        floor = sum / (double)used;
    }
    return floor;
}

/* The runs' lengths in windows, into `run`; their number is returned. */
static size_t find_runs(size_t *run, phw_level_facts *f, const phw_level_history *h)
{
    size_t n = 0;
    size_t first = 0;
    size_t quiet = BRIDGED + 1;
    size_t n_above = 0;
    double sum = 0;
    for (size_t i = 0; i < h->n; ++i) {
        if ((double)h->power[i] <= PHW_LEVEL_BURST * f->floor) {
            ++quiet;
            continue;
        }
        if (quiet > BRIDGED) {
            first = i;
            ++n;
        }
        run[n - 1] = i - first + 1;
        quiet = 0;
        sum += (double)h->power[i];
        ++n_above;
    }
    f->burst_power = n_above > 0 ? sum / (double)n_above : 0;
    f->duty = (double)n_above / (double)h->n;
    return n;
}

static int rising(const void *a, const void *b)
{
    const size_t x = *(const size_t *)a;
    const size_t y = *(const size_t *)b;
    return (x > y) - (x < y);
}

phw_status phw_level_history_facts(phw_level_facts *out, const phw_level_history *h)
{
    phw_level_facts f = {.window = h->window};
    float *sorted = NULL;
    size_t *run = NULL;
    if (h->n == 0) {
        f.floor = h->in_sum > 0 ? h->sum / (double)h->in_sum : 0;
        *out = f;
        return PHW_OK;
    }
    phw_status s = phw_array_alloc(&sorted, h->n, sizeof *sorted);
    if (!s)
        s = phw_array_alloc(&run, h->n, sizeof *run);
    if (!s) {
        memcpy(sorted, h->power, h->n * sizeof *sorted);
        qsort(sorted, h->n, sizeof *sorted, ascending);
        f.floor = find_floor(sorted, h->n);
        const size_t n = find_runs(run, &f, h);
        qsort(run, n, sizeof *run, rising);
        const double window = (double)h->window;
        const size_t middle = n > 0 ? (n - 1) / 2 : 0;
        f.n_bursts = n;
        f.shortest = n > 0 ? window * (double)run[0] : 0;
        f.median = n > 0 ? window * (double)run[middle] : 0;
        f.longest = n > 0 ? window * (double)run[n - 1] : 0;
        *out = f;
    }
    free(run);
    free(sorted);
    return s;
}
