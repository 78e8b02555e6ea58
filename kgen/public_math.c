#include "kgen/public_math.h"

#include <math.h>

static const double ln2 = 0.69314718055994530942;

/* ln x = e ln 2 + 2 artanh((m - 1) / (m + 1)), m in [3/4, 3/2). */
double phw_public_log(double x)
{
    int e = 0;
    while (x >= 1.5) {
        x *= 0.5;
        ++e;
    }
    while (x < 0.75) {
        x *= 2;
        --e;
    }
    const double t = (x - 1) / (x + 1);
    const double square = t * t;
    double sum = 0;
    for (int k = 23; k >= 1; k -= 2)
        sum = sum * square + 1.0 / k;
    return e * ln2 + 2 * t * sum;
}

double phw_public_normal_quantile(double p)
{
    const double t = sqrt(-2 * phw_public_log(p));
    const double above = 2.515517 + t * (0.802853 + t * 0.010328);
    const double below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
    return t - above / below;
}

double phw_public_entropy(double p)
{
    if (!(p > 0 && p < 1))
        return 0;
    return -(p * phw_public_log(p) + (1 - p) * phw_public_log(1 - p)) / ln2;
}
