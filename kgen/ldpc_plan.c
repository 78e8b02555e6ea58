#include "kgen/ldpc_plan.h"

#include <math.h>

#include "kgen/ldpc_base_one.h"
#include "kgen/ldpc_base_two.h"
#include "kgen/ldpc_graph.h"
#include "kgen/reconcile_task.h"

enum {
    /* Checks of a message at most, below what a frame holds. */
    MESSAGE_BITS = 8000000
};

/* Entropies up to which base graph 1 leaks less than 2, whatever the length, and above
 * which 2 leaks less. In between it is 2 as long as one block of it is enough. */
#define ONE_UPTO  0.25
#define TWO_ABOVE 0.5

/* The fewest checks leak the entropy and this share of the excess: a code without much
 * that is added to it, and yet with something to add for most frames. */
#define TAILS_SHARE 0.6

/* All checks together leak so many times the entropy at least. */
#define ROOM 1.2

/* What a block of n bits and entropy h each needs to be decoded, over many blocks: in
 * the mean n h (1 + excess), and by 2.33 spread sqrt(n h) more in one of a hundred.
 * Measured by the sum-product rule at error rates of 1, 2, 3, 5, 8, 11, 15, 20 and 25
 * %, and n of 1000 to 10000. */
typedef struct need {
    double h;
    double excess;
    double spread;
} need;

static const need needs[] = {
    {0.0000, 0.350, 3.4}, {0.0808, 0.250, 3.4}, {0.1414, 0.215, 3.0},
    {0.1944, 0.190, 2.6}, {0.2864, 0.140, 2.2}, {0.4022, 0.095, 1.9},
    {0.4999, 0.070, 1.8}, {0.6098, 0.055, 1.6}, {0.7219, 0.050, 1.5},
    {1.0000, 0.050, 1.5},
};

/* 2 artanh((m - 1) / (m + 1)) over the mantissa, and the exponent. */
static double log2_of(double x)
{
    int exponent = 0;
    const double m = frexp(x, &exponent);
    const double t = (m - 1) / (m + 1);
    double power = t;
    double sum = 0;
    for (int k = 1; k < 60; k += 2) {
        sum += power / k;
        power *= t * t;
    }
    return 2 * sum / 0.69314718055994530942 + exponent;
}

double phw_ldpc_entropy(double p)
{
    return p > 0 && p < 1 ? -p * log2_of(p) - (1 - p) * log2_of(1 - p) : 0;
}

static need need_at(double h)
{
    size_t i = 1;
    while (i + 1 < sizeof needs / sizeof *needs && h > needs[i].h)
        ++i;
    const need a = needs[i - 1];
    const need b = needs[i];
    const double share = (h - a.h) / (b.h - a.h);
    return (need){h, a.excess + share * (b.excess - a.excess),
                  a.spread + share * (b.spread - a.spread)};
}

/* Mean entropy of a bit. */
static double mean_entropy(const phw_reconcile_task *task)
{
    double sum = 0;
    for (size_t i = 0; i < task->n_segments; ++i) {
        const phw_reconcile_segment *s = &task->segment[i];
        const double rate = s->error_rate > PHW_RECONCILE_RATE_MIN
                                ? s->error_rate
                                : PHW_RECONCILE_RATE_MIN;
        sum += (double)(s->to - s->from) * phw_ldpc_entropy(rate);
    }
    return sum / (double)task->n;
}

static unsigned key_columns(const phw_ldpc_plan *p)
{
    return p->base->n_core - PHW_LDPC_PRIVATE + p->n_tails;
}

/* Sets z and the blocks for a number of tails. */
static void cut(phw_ldpc_plan *p, unsigned n_tails)
{
    p->n_tails = n_tails;
    const size_t columns = key_columns(p);
    p->n_blocks = (p->n + columns * PHW_LDPC_Z_MAX - 1) / (columns * PHW_LDPC_Z_MAX);
    const size_t share = (p->n + p->n_blocks - 1) / p->n_blocks;
    p->z = phw_ldpc_lifting((unsigned)((share + columns - 1) / columns));
    p->capacity = columns * p->z;
}

/* Checks without which a tail, or the core, would say nothing. */
static size_t fewest(const phw_ldpc_plan *p)
{
    const unsigned core_rows = p->base->n_rows - (p->base->n_columns - p->base->n_core);
    return (size_t)(core_rows + p->n_tails) * p->z;
}

static double block_bits(const phw_ldpc_plan *p)
{
    return (double)p->n / (double)p->n_blocks;
}

static double rows_leak(const phw_ldpc_plan *p, size_t n_checks)
{
    return (double)n_checks - PHW_LDPC_PRIVATE * (double)p->z;
}

/* Tails so that the fewest checks leak nearly a share `fewest_share` of the bits, and
 * all of them at least `all_share`. */
static void choose_tails(phw_ldpc_plan *p, double fewest_share, double all_share)
{
    const double columns = p->base->n_core - PHW_LDPC_PRIVATE;
    const unsigned most = p->base->n_columns - p->base->n_core;
    const double wanted =
        fewest_share < 1
            ? (fewest_share * columns - PHW_LDPC_PRIVATE) / (1 - fewest_share)
            : most;
    const unsigned to = wanted > 0 ? wanted < most ? (unsigned)wanted : most : 0;
    unsigned best = 0;
    double largest = 0;
    for (unsigned n = 0; n <= to; ++n) {
        cut(p, n);
        const double size = block_bits(p);
        const double leak = rows_leak(p, fewest(p)) / size;
        const double all = rows_leak(p, (size_t)p->base->n_rows * p->z) / size;
        if (leak <= fewest_share && leak > largest && all >= all_share) {
            largest = leak;
            best = n;
        }
    }
    cut(p, best);
    while (fewest(p) * p->n_blocks > MESSAGE_BITS)
        cut(p, p->n_tails - 1);
}

/* Of bits with entropy h_hard by their error rates alone, and h as far as it is to be
 * made good. */
static void choose_code(phw_ldpc_plan *p, double h, double h_hard)
{
    const double share = h * (1 + TAILS_SHARE * need_at(h).excess);
    p->base = &phw_ldpc_base_two;
    if (h > ONE_UPTO)
        choose_tails(p, share, ROOM * h_hard);
    if (h > TWO_ABOVE || (h > ONE_UPTO && p->n_blocks == 1))
        return;
    p->base = &phw_ldpc_base_one;
    choose_tails(p, share, ROOM * h_hard);
}

static size_t at_least(size_t a, double b)
{
    return b > (double)a ? (size_t)b : a;
}

phw_status phw_ldpc_plan_make(phw_ldpc_plan *out, const phw_reconcile_task *task,
                              const phw_ldpc_scheme *scheme)
{
    PHW_TRY(phw_reconcile_task_check(task));
    phw_ldpc_plan p = {.n = task->n, .rounds = scheme->rounds};
    if (p.n == 0) {
        *out = p;
        return PHW_OK;
    }
    const double h_hard = mean_entropy(task);
    const double h = scheme->share * h_hard;
    choose_code(&p, h, h_hard);
    const double size = block_bits(&p);
    const size_t private = PHW_LDPC_PRIVATE * (size_t)p.z;
    const need of = need_at(h);
    const double leak =
        size * h * (1 + of.excess) + scheme->margin * of.spread * sqrt(size * h);
    p.first = at_least(fewest(&p), leak + (double)private + 0.5);
    const size_t rows = (size_t)p.base->n_rows * p.z;
    const size_t whole = (size_t)size;
    const size_t all = private + whole;
    p.most = all < rows ? all : rows;
    const size_t room = (size_t)(MESSAGE_BITS / (double)p.n_blocks);
    p.most = p.most < room ? p.most : room;
    if (p.first > p.most)
        p.first = p.most;
    p.step = at_least(1, scheme->step * h * size);
    if (p.first - private >= whole && p.n <= MESSAGE_BITS)
        p.n_blocks = 0;
    *out = p;
    return PHW_OK;
}

size_t phw_ldpc_plan_checks(const phw_ldpc_plan *p, unsigned round)
{
    size_t checks = p->first;
    for (unsigned r = 0; r < round; ++r)
        checks += p->step + p->step * r * r / 16;
    return checks < p->most ? checks : p->most;
}
