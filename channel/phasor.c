#include "channel/phasor.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/vectorised.h"

/* Eight floats that are added and multiplied as one; their order in a sum is fixed by
 * this type and not by the machine's own width. */
#define WIDTH 8
typedef float lanes __attribute__((vector_size(4 * WIDTH), may_alias));
/* The same, anywhere in an array. */
typedef float loose __attribute__((vector_size(4 * WIDTH), may_alias, aligned(4)));

/* Half of them. */
typedef float quad __attribute__((vector_size(2 * WIDTH)));

#define GROUPS (PHW_PHASOR_LANES / WIDTH)

/* Phases reduced at once, on the stack. */
#define CHUNK 512

/* Sinusoids that begin a run together; even. */
#define AT_ONCE 16

/* Added and taken away again, this rounds a double below 2^50 to whole turns. */
static const double whole = 0x1.8p52;

/* Half the angle, at most a quarter turn: sin(pi r) = r S(r^2) and cos(pi r) = C(r^2),
 * |r| <= 1/2, minimax polynomials (fitted here, off by 3e-9 and 5e-8), from the lowest
 * coefficient. */
static const float s0 = 3.141592502593994F;
static const float s1 = -5.1677069664001465F;
static const float s2 = 2.5500314235687256F;
static const float s3 = -0.5980451703071594F;
static const float s4 = 0.0772201269865036F;
static const float c0 = 0.9999999403953552F;
static const float c1 = -4.934792995452881F;
static const float c2 = 4.058412075042725F;
static const float c3 = -1.3318802118301392F;
static const float c4 = 0.2196968048810959F;

/* Ratios of the terms of Taylor's series of sin a / a and cos a, the last one first. */
#define TERMS 7
static const double sine_ratio[TERMS] = {1.0 / 210, 1.0 / 156, 1.0 / 110, 1.0 / 72,
                                         1.0 / 42,  1.0 / 20,  1.0 / 6};
static const double cosine_ratio[TERMS] = {1.0 / 182, 1.0 / 132, 1.0 / 90, 1.0 / 56,
                                           1.0 / 30,  1.0 / 12,  1.0 / 2};

/* What is left of a phase within half a turn. */
static inline float residue(double turn)
{
    return (float)(turn - ((turn + whole) - whole));
}

/* cos(2 pi r) / 2 = 1/2 - sin^2(pi r) and sin(2 pi r) / 2 = sin(pi r) cos(pi r). */
static inline void halves(lanes *re, lanes *im, const loose *residues)
{
    const lanes r = *residues;
    const lanes z = r * r;
    const lanes s = r * (s0 + z * (s1 + z * (s2 + z * (s3 + z * s4))));
    const lanes c = c0 + z * (c1 + z * (c2 + z * (c3 + z * c4)));
    *re = 0.5F - s * s;
    *im = s * c;
}

PHW_VECTORISED
void phw_phasors(float *re, float *im, const double *turn, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const float r = residue(turn[i]);
        const float z = r * r;
        const float s = r * (s0 + z * (s1 + z * (s2 + z * (s3 + z * s4))));
        const float c = c0 + z * (c1 + z * (c2 + z * (c3 + z * c4)));
        re[i] = 1 - 2 * s * s;
        im[i] = 2 * s * c;
    }
}

/* Twice the sums of the lanes of two sums: 0 with 4, 1 with 5 ..., then 0 with 2, 1
 * with 3; re[1] and im[1] behind re[0] and im[0]. */
static inline void fold_two(phw_cf *first, phw_cf *second, const lanes *re,
                            const lanes *im)
{
    const lanes a = __builtin_shufflevector(re[0], re[1], 0, 1, 2, 3, 8, 9, 10, 11) +
                    __builtin_shufflevector(re[0], re[1], 4, 5, 6, 7, 12, 13, 14, 15);
    const lanes b = __builtin_shufflevector(im[0], im[1], 0, 1, 2, 3, 8, 9, 10, 11) +
                    __builtin_shufflevector(im[0], im[1], 4, 5, 6, 7, 12, 13, 14, 15);
    const lanes c = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13) +
                    __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
    const lanes d = 2.0F * (c + __builtin_shufflevector(c, c, 1, 0, 3, 2, 5, 4, 7, 6));
    const quad e = __builtin_shufflevector(d, d, 0, 2, 4, 6);
    *first = CMPLXF(e[0], e[1]);
    *second = CMPLXF(e[2], e[3]);
}

/* The sum of n terms, lane by lane; WIDTH numbers lie behind them. */
static inline void add_terms(lanes *re, lanes *im, const float *residues, size_t n)
{
    static const float some[2 * WIDTH] = {1, 1, 1, 1, 1, 1, 1, 1};
    const size_t even = n / WIDTH * WIDTH;
    lanes c;
    lanes s;
    lanes sum_re = {0};
    lanes sum_im = {0};
    for (size_t k = 0; k < even; k += WIDTH) {
        halves(&c, &s, (const loose *)(residues + k));
        sum_re += c;
        sum_im += s;
    }
    if (even < n) {
        const lanes mask = *(const loose *)(some + WIDTH - (n - even));
        halves(&c, &s, (const loose *)(residues + even));
        sum_re += mask * c;
        sum_im += mask * s;
    }
    *re = sum_re;
    *im = sum_im;
}

/* Of n phases what is left, and zeros behind. */
static inline void reduce(float *out, const double *frequency, const double *phase,
                          size_t n, double x)
{
    for (size_t k = 0; k < n; ++k)
        out[k] = residue(frequency[k] * x + phase[k]);
    memset(out + n, 0, WIDTH * sizeof *out);
}

/* The same in 2^-24 turns and with fewer additions: such a phase plus 1.5 * 2^28 is a
 * double whose last 24 bits are the fraction of a turn. */
static inline void reduce_near(float *out, const double *frequency, const double *phase,
                               size_t n, double x)
{
    for (size_t k = 0; k < n; ++k) {
        const double fixed = (frequency[k] * x + phase[k]) + 0x1.8p28;
        uint64_t bits;
        memcpy(&bits, &fixed, sizeof bits);
        out[k] = (float)(int32_t)((uint32_t)bits << 8) * 0x1p-32F;
    }
    memset(out + n, 0, WIDTH * sizeof *out);
}

/* More terms than a chunk. */
PHW_VECTORISED
static phw_cf sum_many(const double *frequency, const double *phase, size_t n, double x)
{
    float r[CHUNK + WIDTH];
    phw_cf sum = 0;
    for (size_t k = 0; k < n; k += CHUNK) {
        const size_t take = n - k < CHUNK ? n - k : CHUNK;
        lanes re[2] = {{0}, {0}};
        lanes im[2] = {{0}, {0}};
        phw_cf part[2];
        reduce(r, frequency + k, phase + k, take, x);
        add_terms(&re[0], &im[0], r, take);
        fold_two(&part[0], &part[1], re, im);
        sum += part[0];
    }
    return sum;
}

/* Several sums a chunk: the phases of all of them first, so that no sum waits for its
 * own. */
PHW_VECTORISED
static void sum_few(phw_cf *out, const double *frequency, const double *phase,
                    size_t n_sums, size_t n_terms, double x)
{
    float r[CHUNK + WIDTH];
    lanes re[2];
    lanes im[2];
    reduce_near(r, frequency, phase, n_sums * n_terms, x);
    for (size_t i = 0; i < n_sums; i += 2) {
        /* The last of an odd number is folded twice. */
        const size_t second = i + 1 < n_sums ? i + 1 : i;
        add_terms(&re[0], &im[0], r + i * n_terms, n_terms);
        if (second > i)
            add_terms(&re[1], &im[1], r + second * n_terms, n_terms);
        else {
            re[1] = re[0];
            im[1] = im[0];
        }
        fold_two(out + i, out + second, re, im);
    }
}

phw_cf phw_phasor_sum(const double *frequency, const double *phase, size_t n, double x)
{
    return sum_many(frequency, phase, n, x);
}

void phw_phasor_sums(phw_cf *out, const double *frequency, const double *phase,
                     size_t n_sums, size_t n_terms, double x)
{
    const size_t at_once = n_terms > 0 ? CHUNK / n_terms : 0;
    size_t take = 1;
    for (size_t i = 0; i < n_sums; i += take) {
        const size_t from = i * n_terms;
        take = at_once == 0 ? 1 : n_sums - i < at_once ? n_sums - i : at_once;
        if (at_once == 0)
            out[i] = phw_phasor_sum(frequency + from, phase + from, n_terms, x);
        else
            sum_few(out + i, frequency + from, phase + from, take, n_terms, x);
    }
}

/* The phasors that rotate are applied 64 times: they are worth a series in double
 * precision, of half the angle again (off by 1e-10), and rounded once. */
PHW_VECTORISED
static void rotations(float *re, float *im, const double *step, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const double turn = step[i] * PHW_PHASOR_LANES;
        const double a = M_PI * (turn - ((turn + whole) - whole));
        const double z = a * a;
        double s = 1;
        double c = 1;
#pragma GCC unroll 7
        for (int k = 0; k < TERMS; ++k) {
            s = 1 - z * sine_ratio[k] * s;
            c = 1 - z * cosine_ratio[k] * c;
        }
        s *= a;
        re[i] = (float)(1 - 2 * s * s);
        im[i] = (float)(2 * s * c);
    }
}

/* Two sinusoids whose first phasors and rotations are given, one sinusoid's behind the
 * other's: they stay in registers, and the sums are fetched once for both. */
PHW_VECTORISED
static void run_two(float *re, float *im, const float *first_re, const float *first_im,
                    const float *w_re, const float *w_im, size_t n)
{
    lanes z_re[2 * GROUPS];
    lanes z_im[2 * GROUPS];
    for (size_t g = 0; g < 2 * GROUPS; ++g) {
        z_re[g] = *(const loose *)(first_re + g * WIDTH);
        z_im[g] = *(const loose *)(first_im + g * WIDTH);
    }
    for (size_t k = 0; k < n; k += PHW_PHASOR_LANES) {
        for (size_t g = 0; g < GROUPS; ++g) {
            *(loose *)(re + k + g * WIDTH) += z_re[g] + z_re[g + GROUPS];
            *(loose *)(im + k + g * WIDTH) += z_im[g] + z_im[g + GROUPS];
        }
        for (size_t g = 0; g < 2 * GROUPS; ++g) {
            const size_t s = g / GROUPS;
            const lanes turned = z_re[g] * w_re[s] - z_im[g] * w_im[s];
            z_im[g] = z_re[g] * w_im[s] + z_im[g] * w_re[s];
            z_re[g] = turned;
        }
    }
}

/* The first phasors of n sinusoids, and zeros behind for the second of an odd pair. */
static void begin(float *re, float *im, const double *turn, const double *step,
                  size_t n)
{
    double turns[AT_ONCE * PHW_PHASOR_LANES];
    for (size_t s = 0; s < n; ++s)
        for (size_t k = 0; k < PHW_PHASOR_LANES; ++k)
            turns[s * PHW_PHASOR_LANES + k] = turn[s] + step[s] * (double)k;
    phw_phasors(re, im, turns, n * PHW_PHASOR_LANES);
    memset(re + n * PHW_PHASOR_LANES, 0, PHW_PHASOR_LANES * sizeof *re);
    memset(im + n * PHW_PHASOR_LANES, 0, PHW_PHASOR_LANES * sizeof *im);
}

void phw_phasor_run(float *re, float *im, const double *turn, const double *step,
                    size_t n_sinusoids, size_t n)
{
    float first_re[(AT_ONCE + 1) * PHW_PHASOR_LANES];
    float first_im[(AT_ONCE + 1) * PHW_PHASOR_LANES];
    float w_re[AT_ONCE + 1] = {0};
    float w_im[AT_ONCE + 1] = {0};
    for (size_t from = 0; from < n_sinusoids; from += AT_ONCE) {
        const size_t left = n_sinusoids - from;
        const size_t take = left < AT_ONCE ? left : AT_ONCE;
        begin(first_re, first_im, turn + from, step + from, take);
        rotations(w_re, w_im, step + from, take);
        for (size_t s = 0; s < take; s += 2)
            run_two(re, im, first_re + s * PHW_PHASOR_LANES,
                    first_im + s * PHW_PHASOR_LANES, w_re + s, w_im + s, n);
    }
}
