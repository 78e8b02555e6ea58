#include "phy/miller_preamble.h"

#include <math.h>
#include <stdint.h>

#define CHIPS_MAX (PHW_MILLER_PREAMBLE * PHW_LINE_CHIPS_MAX)
#define N_BITS    (PHW_MILLER_PREAMBLE - PHW_MILLER_PILOT)

/* Squared correlations of the subcarrier over four bits and of the preamble with its
 * template: in n samples of noise they are about 1 / n, and where the chips have many
 * samples, a reply is found below the noise of one. */
#define SUBCARRIER      0.3
#define SUBCARRIER_OF_N 40
#define PREAMBLE        0.35
#define PREAMBLE_OF_N   60
#define PREAMBLE_LEAST  0.12

/* Bits that the preamble may begin before the place where the subcarrier shows best,
 * and behind it: twelve when the subcarrier comes first for sixteen bits. How many bits
 * are passed when there was none. */
#define BEFORE 5
#define BEHIND 14
#define SKIP   8

/* Starts tried lie this share of a chip apart, lengths so that the ends of the preamble
 * are at most this share off. */
#define STEP 0.25

static const uint8_t bits[N_BITS] = {0, 1, 0, 1, 1, 1};

/* What to look for. */
typedef struct search {
    const phw_epc_sums *s;
    size_t per_bit; /* chips */
    size_t n_chips; /* of the preamble */
    double sign[CHIPS_MAX];
} search;

static void prepare(search *x, const phw_epc_sums *s, const phw_line_code *code)
{
    uint8_t chip[N_BITS * PHW_LINE_CHIPS_MAX];
    x->s = s;
    x->per_bit = code->chips_per_bit;
    x->n_chips = PHW_MILLER_PREAMBLE * x->per_bit;
    code->encode(chip, bits, N_BITS, PHW_LINE_HIGH);
    const size_t n_pilot = PHW_MILLER_PILOT * x->per_bit;
    for (size_t k = 0; k < x->n_chips; ++k) {
        const bool high = k < n_pilot ? k % 2 == 0 : chip[k - n_pilot];
        x->sign[k] = high ? 1 : -1;
    }
}

static double sum_of(const phw_epc_sums *s, double from, double to)
{
    return phw_epc_sums_mean(s, from, to) * (to - from);
}

static bool fits(const phw_epc_sums *s, double from, double to)
{
    return from >= -0.5 && to <= (double)s->n - 0.5;
}

/* Energy about the mean. Samples at the edges count whole: one in a hundred. */
static double energy(const phw_epc_sums *s, double from, double to)
{
    const size_t first = (size_t)fmax(0, ceil(from));
    const size_t end = (size_t)fmin((double)s->n, floor(to) + 1);
    if (end <= first)
        return 0;
    const double n = (double)(end - first);
    const double sum = s->sum[end] - s->sum[first];
    return fmax(0, s->square[end] - s->square[first] - sum * sum / n) * (to - from) / n;
}

/* A square wave of any phase: what its correlation with one loses, the one a quarter of
 * a period later gains. */
static double subcarrier(const search *x, double from, double length)
{
    const size_t n_chips = PHW_MILLER_PILOT * x->per_bit;
    const double to = from + ((double)n_chips + 0.5) * length;
    double in_phase = 0;
    double later = 0;
    if (!fits(x->s, from, to))
        return 0;
    for (size_t k = 0; k < n_chips; ++k) {
        const double edge = from + (double)k * length;
        const double half = sum_of(x->s, edge + length / 2, edge + length);
        const double one = sum_of(x->s, edge, edge + length / 2) + half;
        const double two = half + sum_of(x->s, edge + length, edge + 1.5 * length);
        in_phase += k % 2 ? -one : one;
        later += k % 2 ? -two : two;
    }
    const double all = fabs(in_phase) + fabs(later);
    const double power = energy(x->s, from, to);
    const double n = (double)n_chips * length;
    return power > 1e-12 * fabs(sum_of(x->s, from, to)) ? all * all / (n * power) : 0;
}

/* The plain subcarrier's polarity is left open. */
static void keep_best(phw_epc_preamble *best, const search *x, double first,
                      double length)
{
    const double last = first + (double)x->n_chips * length;
    if (!fits(x->s, first, last))
        return;
    double part[2] = {0};
    for (size_t k = 0; k < x->n_chips; ++k) {
        const double edge = first + (double)k * length;
        part[k >= PHW_MILLER_PILOT * x->per_bit] +=
            x->sign[k] * sum_of(x->s, edge, edge + length);
    }
    const double product = fabs(part[0]) + fabs(part[1]);
    const double power = energy(x->s, first, last);
    const double n = last - first;
    const double correlation = power > 1e-12 * fabs(sum_of(x->s, first, last))
                                   ? product * product / (n * power)
                                   : 0;
    if (correlation <= best->correlation)
        return;
    *best = (phw_epc_preamble){
        .first = first,
        .length = length,
        .correlation = correlation,
        .middle = phw_epc_sums_mean(x->s, first, last),
        .half_step = product / n,
        .inverted = part[1] < 0,
    };
}

/* A finer grid of 9 by 9 about the best so far, twice. */
static void refine(phw_epc_preamble *best, const search *x)
{
    for (int round = 0; round < 2; ++round) {
        const phw_epc_preamble centre = *best;
        const double step = (round == 0 ? STEP / 4 : STEP / 16) * centre.length;
        const double stretch = step / (double)x->n_chips;
        for (int i = 0; i < 81; ++i) {
            const int row = i / 9 - 4;
            keep_best(best, x, centre.first + row * step,
                      centre.length + (i % 9 - 4) * stretch);
        }
    }
}

/* The best preamble about `from`, where chips are about `length` long, off by half a
 * step of the subcarrier's search at most. */
static phw_epc_preamble best_about(const search *x, double from, double length)
{
    phw_epc_preamble best = {0};
    const double bit = length * (double)x->per_bit;
    const double turn = 2 * STEP / (double)x->n_chips;
    const int n_turns =
        (int)ceil(1 / (2.0 * PHW_MILLER_PILOT * (double)x->per_bit) / turn);
    const size_t n_starts = (size_t)((BEFORE + BEHIND) * (double)x->per_bit / STEP);
    for (int k = -n_turns; k <= n_turns; ++k) {
        const double tried = length * (1 + k * turn);
        for (size_t i = 0; i < n_starts; ++i)
            keep_best(&best, x, from - BEFORE * bit + (double)i * STEP * length, tried);
    }
    if (best.correlation > 0)
        refine(&best, x);
    return best;
}

/* The strongest subcarrier at `from` of all lengths whose turn it is: long chips need
 * not be tried at every place. */
static double strongest(double *length, const search *x, size_t place, double hop,
                        double shortest, double longest)
{
    /* Half a chip of error at both ends of four bits. */
    const double step = 1 + 1 / (PHW_MILLER_PILOT * (double)x->per_bit);
    double most = 0;
    double tried = shortest;
    while (tried <= longest * 1.01) {
        const size_t stride = (size_t)(tried / shortest);
        const double found =
            place % stride == 0 ? subcarrier(x, (double)place * hop - 0.5, tried) : 0;
        if (found > most) {
            most = found;
            *length = tried;
        }
        tried *= step;
    }
    return most;
}

static bool shows(const search *x, double found, double length)
{
    const double n = PHW_MILLER_PILOT * (double)x->per_bit * length;
    return found > fmin(SUBCARRIER, SUBCARRIER_OF_N / n);
}

static bool is_preamble(const search *x, const phw_epc_preamble *p)
{
    const double n = (double)x->n_chips * p->length;
    const double enough = fmax(PREAMBLE_LEAST, PREAMBLE_OF_N / n);
    return p->correlation > fmin(PREAMBLE, enough);
}

/* A window that the subcarrier fills in part tells its length badly: the place of the
 * five bits from `place` on where it shows best, and the length there. */
static size_t peak(double *length, const search *x, size_t place, double hop,
                   double shortest, double longest)
{
    const size_t n = (size_t)(5 * *length / shortest) + 1;
    size_t best = 0;
    double most = 0;
    for (size_t i = 0; i <= n; ++i) {
        double here = 0;
        const double found = strongest(&here, x, place + i, hop, shortest, longest);
        if (found <= most)
            continue;
        most = found;
        best = i;
        *length = here;
    }
    return best;
}

bool phw_miller_preamble_find(phw_epc_preamble *out, const phw_epc_sums *s, size_t from,
                              double shortest, double longest,
                              const phw_line_code *code)
{
    search x;
    prepare(&x, s, code);
    const double hop = shortest * (double)x.per_bit; /* a bit of the shortest */
    size_t place = (size_t)((double)from / hop);
    for (; (double)place * hop < (double)s->n; ++place) {
        double length = shortest;
        const double found = strongest(&length, &x, place, hop, shortest, longest);
        if (!shows(&x, found, length))
            continue;
        const size_t behind = peak(&length, &x, place, hop, shortest, longest);
        const phw_epc_preamble p =
            best_about(&x, (double)(place + behind) * hop, length);
        if (is_preamble(&x, &p) && p.first >= (double)from - 0.5) {
            *out = p;
            return true;
        }
        /* None begins before those that were tried end. */
        place += behind + (size_t)(SKIP * length / shortest);
    }
    return false;
}

bool phw_miller_preamble_returns(const phw_line_code *code)
{
    uint8_t chip[N_BITS * PHW_LINE_CHIPS_MAX];
    code->encode(chip, bits, N_BITS, PHW_LINE_HIGH);
    /* The last half bit begins high when its level is. */
    return chip[N_BITS * code->chips_per_bit - code->chips_per_bit / 2] != 0;
}
