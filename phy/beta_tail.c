#include "phy/beta_tail.h"

#include <math.h>

double phw_beta_tail(double x, size_t a, size_t b)
{
    const double n = (double)a + (double)b - 1;
    const double failure = log1p(-x);
    const double odds = log(x) - failure;
    double term = n * failure; /* ln of n over j, x^j (1 - x)^(n - j) */
    double sum = 0;
    for (size_t j = 0; j < a; ++j) {
        sum += exp(term);
        term += log((n - (double)j) / (double)(j + 1)) + odds;
    }
    return sum;
}

double phw_beta_threshold(double probability, size_t a, size_t b)
{
    double low = 0;
    double high = 1;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        if (phw_beta_tail(middle, a, b) > probability)
            low = middle;
        else
            high = middle;
    }
    return high;
}
