#include "channel/phasor.h"

#include <math.h>

#include "core/vectorised.h"

/* Eight floats that are added and multiplied as one; their order in a sum is fixed by
 * this type and not by the machine's own width. */
#define WIDTH 8
typedef float lanes __attribute__((vector_size(4 * WIDTH), may_alias));

#define GROUPS (PHW_PHASOR_LANES / WIDTH)

/* Phases reduced at once, on the stack. */
#define CHUNK 256

/* Added and taken away again, this rounds a double below 2^50 to whole turns. */
static const double whole = 0x1.8p52;

/* Half the angle, at most a quarter turn: sin(pi r) = r S(r^2) and cos(pi r) = C(r^2),
 * |r| <= 1/2, minimax polynomials (fitted here, off by 3e-9 and 2e-10), from the lowest
 * coefficient. */
static const float s0 = 3.141592502593994F;
static const float s1 = -5.1677069664001465F;
static const float s2 = 2.5500314235687256F;
static const float s3 = -0.5980451703071594F;
static const float s4 = 0.0772201269865036F;
static const float c0 = 1.0F;
static const float c1 = -4.934802055358887F;
static const float c2 = 4.058709144592285F;
static const float c3 = -1.3352121114730835F;
static const float c4 = 0.23493756353855133F;
static const float c5 = -0.024396715685725212F;

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

/* Adds cos(2 pi r) / 2 = 1/2 - sin^2(pi r) and sin(2 pi r) / 2 = sin(pi r) cos(pi r).
 */
static inline void add_halves(lanes *re, lanes *im, const lanes *residues)
{
    const lanes r = *residues;
    const lanes z = r * r;
    const lanes s = r * (s0 + z * (s1 + z * (s2 + z * (s3 + z * s4))));
    const lanes c = c0 + z * (c1 + z * (c2 + z * (c3 + z * (c4 + z * c5))));
    *re += 0.5F - s * s;
    *im += s * c;
}

/* One value of the same arithmetic, for what is left over after whole lanes. */
static inline void add_half(float *re, float *im, float r)
{
    const float z = r * r;
    const float s = r * (s0 + z * (s1 + z * (s2 + z * (s3 + z * s4))));
    const float c = c0 + z * (c1 + z * (c2 + z * (c3 + z * (c4 + z * c5))));
    *re += 0.5F - s * s;
    *im += s * c;
}

PHW_VECTORISED
void phw_phasors(float *re, float *im, const double *turn, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        float c = 0;
        float s = 0;
        add_half(&c, &s, residue(turn[i]));
        re[i] = 2 * c;
        im[i] = 2 * s;
    }
}

/* Halves that add up in pairs: 0 with 4, 1 with 5 ..., then 0 with 2, 1 with 3. */
static inline float total(const float part[WIDTH])
{
    const float a = part[0] + part[4];
    const float b = part[1] + part[5];
    const float c = part[2] + part[6];
    const float d = part[3] + part[7];
    return 2 * ((a + c) + (b + d));
}

PHW_VECTORISED
phw_cf phw_phasor_sum(const double *frequency, const double *phase, size_t n, double x)
{
    _Alignas(lanes) float r[CHUNK];
    _Alignas(lanes) float re[WIDTH] = {0};
    _Alignas(lanes) float im[WIDTH] = {0};
    lanes sum_re = {0};
    lanes sum_im = {0};
    while (n > 0) {
        const size_t take = n < CHUNK ? n : CHUNK;
        const size_t even = take / WIDTH * WIDTH;
        for (size_t k = 0; k < take; ++k)
            r[k] = residue(frequency[k] * x + phase[k]);
        for (size_t k = 0; k < even; k += WIDTH)
            add_halves(&sum_re, &sum_im, (const lanes *)(r + k));
        /* Only the last chunk has some left. */
        for (size_t k = even; k < take; ++k)
            add_half(&re[k - even], &im[k - even], r[k]);
        frequency += take;
        phase += take;
        n -= take;
    }
    *(lanes *)re += sum_re;
    *(lanes *)im += sum_im;
    return CMPLXF(total(re), total(im));
}

/* The phasor that rotates is applied 32 times: it is worth a series in double
 * precision, of half the angle again (off by 1e-10), and rounded once. */
static void rotation(float *re, float *im, double turn)
{
    const double a = M_PI * (turn - ((turn + whole) - whole));
    const double z = a * a;
    double s = 1;
    double c = 1;
    for (int k = 0; k < TERMS; ++k) {
        s = 1 - z * sine_ratio[k] * s;
        c = 1 - z * cosine_ratio[k] * c;
    }
    s *= a;
    *re = (float)(1 - 2 * s * s);
    *im = (float)(2 * s * c);
}

PHW_VECTORISED
void phw_phasor_run(float *re, float *im, double turn, double step, size_t n)
{
    double turns[PHW_PHASOR_LANES];
    _Alignas(lanes) float first_re[PHW_PHASOR_LANES];
    _Alignas(lanes) float first_im[PHW_PHASOR_LANES];
    for (size_t k = 0; k < PHW_PHASOR_LANES; ++k)
        turns[k] = turn + step * (double)k;
    phw_phasors(first_re, first_im, turns, PHW_PHASOR_LANES);
    float w_re = 0;
    float w_im = 0;
    rotation(&w_re, &w_im, step * PHW_PHASOR_LANES);
    lanes z_re[GROUPS];
    lanes z_im[GROUPS];
    for (size_t g = 0; g < GROUPS; ++g) {
        z_re[g] = *(const lanes *)(first_re + g * WIDTH);
        z_im[g] = *(const lanes *)(first_im + g * WIDTH);
    }
    for (size_t k = 0; k < n; k += PHW_PHASOR_LANES) {
        for (size_t g = 0; g < GROUPS; ++g) {
            *(lanes *)(re + k + g * WIDTH) += z_re[g];
            *(lanes *)(im + k + g * WIDTH) += z_im[g];
            const lanes turned = z_re[g] * w_re - z_im[g] * w_im;
            z_im[g] = z_re[g] * w_im + z_im[g] * w_re;
            z_re[g] = turned;
        }
    }
}
