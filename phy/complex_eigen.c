#include "phy/complex_eigen.h"

#include <float.h>
#include <math.h>

/* Steps for one eigenvalue; every tenth shift is an odd one, against cycles. */
#define STEPS_MAX 200
#define ODD_SHIFT 10

static double size_of(double complex x)
{
    return fabs(creal(x)) + fabs(cimag(x));
}

static void swap(double complex *a, double complex *b)
{
    const double complex x = *a;
    *a = *b;
    *b = x;
}

/* Rows and columns i and j change places. */
static void exchange(double complex *m, size_t n, size_t i, size_t j)
{
    for (size_t k = 0; k < n; ++k)
        swap(&m[i * n + k], &m[j * n + k]);
    for (size_t k = 0; k < n; ++k)
        swap(&m[k * n + i], &m[k * n + j]);
}

/* Row i less c times row `from`, column `from` plus c times column i: a similarity. */
static void eliminate(double complex *m, size_t n, size_t i, size_t from,
                      double complex c)
{
    for (size_t k = 0; k < n; ++k)
        m[i * n + k] -= c * m[from * n + k];
    for (size_t k = 0; k < n; ++k)
        m[k * n + from] += c * m[k * n + i];
}

static void make_hessenberg(double complex *m, size_t n)
{
    for (size_t column = 0; column + 2 < n; ++column) {
        size_t pivot = column + 1;
        for (size_t i = column + 2; i < n; ++i)
            if (size_of(m[i * n + column]) > size_of(m[pivot * n + column]))
                pivot = i;
        if (size_of(m[pivot * n + column]) == 0)
            continue;
        if (pivot != column + 1)
            exchange(m, n, pivot, column + 1);
        for (size_t i = column + 2; i < n; ++i)
            eliminate(m, n, i, column + 1,
                      m[i * n + column] / m[(column + 1) * n + column]);
    }
}

/* Wilkinson's: the eigenvalue of the last two rows that is nearer to the last entry. */
static double complex shift_of(const double complex *m, size_t n, size_t last)
{
    const double complex a = m[(last - 1) * n + last - 1];
    const double complex d = m[last * n + last];
    const double complex product = m[(last - 1) * n + last] * m[last * n + last - 1];
    const double complex half = (a - d) / 2;
    const double complex root = csqrt(half * half + product);
    const double complex plus = half + root;
    const double complex minus = half - root;
    const double complex far = size_of(plus) > size_of(minus) ? plus : minus;
    return size_of(far) > 0 ? d - product / far : d;
}

/* One QR step of the rows [from, last] by Givens rotations; c[] and s[] are scratch. */
static void step(double complex *m, size_t n, size_t from, size_t last, double *c,
                 double complex *s)
{
    for (size_t i = from; i < last; ++i) {
        const double complex a = m[i * n + i];
        const double complex b = m[(i + 1) * n + i];
        const double length = hypot(cabs(a), cabs(b));
        const double complex turn = cabs(a) > 0 ? a / cabs(a) : 1;
        c[i] = length > 0 ? cabs(a) / length : 1;
        s[i] = length > 0 ? turn * conj(b) / length : 0;
        for (size_t k = i; k <= last; ++k) {
            const double complex upper = m[i * n + k];
            const double complex lower = m[(i + 1) * n + k];
            m[i * n + k] = c[i] * upper + s[i] * lower;
            m[(i + 1) * n + k] = c[i] * lower - conj(s[i]) * upper;
        }
    }
    for (size_t i = from; i < last; ++i) {
        for (size_t k = from; k <= i + 1; ++k) {
            const double complex left = m[k * n + i];
            const double complex right = m[k * n + i + 1];
            m[k * n + i] = c[i] * left + conj(s[i]) * right;
            m[k * n + i + 1] = c[i] * right - s[i] * left;
        }
    }
}

/* The first row of the block that ends with `last` and hangs together. */
static size_t block_of(double complex *m, size_t n, size_t last)
{
    size_t from = last;
    while (from > 0) {
        const double near =
            size_of(m[from * n + from]) + size_of(m[(from - 1) * n + from - 1]);
        if (size_of(m[from * n + from - 1]) <= DBL_EPSILON * near)
            break;
        --from;
    }
    return from;
}

static phw_status find_last(double complex *m, size_t n, size_t last, double *c,
                            double complex *s)
{
    for (int i = 1; i <= STEPS_MAX; ++i) {
        const size_t from = block_of(m, n, last);
        if (from == last)
            return PHW_OK;
        const double complex shift =
            i % ODD_SHIFT == 0 ? m[last * n + last] + size_of(m[last * n + last - 1])
                               : shift_of(m, n, last);
        for (size_t k = from; k <= last; ++k)
            m[k * n + k] -= shift;
        step(m, n, from, last, c, s);
        for (size_t k = from; k <= last; ++k)
            m[k * n + k] += shift;
    }
    return phw_fail(PHW_ENOCONV, "the eigenvalues of %zu rows did not converge", n);
}

phw_status phw_complex_eigenvalues(double complex *value, double complex *matrix,
                                   size_t n)
{
    double c[PHW_COMPLEX_EIGEN_MAX];
    double complex s[PHW_COMPLEX_EIGEN_MAX];
    if (n > PHW_COMPLEX_EIGEN_MAX)
        return phw_fail(PHW_EARG, "%zu eigenvalues; at most %d", n,
                        PHW_COMPLEX_EIGEN_MAX);
    make_hessenberg(matrix, n);
    for (size_t last = n; last-- > 0;) {
        PHW_TRY(find_last(matrix, n, last, c, s));
        value[last] = matrix[last * n + last];
    }
    return PHW_OK;
}
