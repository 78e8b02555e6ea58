#include "kgen/secret_capacity.h"

#include <math.h>

#include "kgen/covariance.h"
#include "kgen/information_rows.h"

/* Taken off all correlations where a series follows from others. */
#define SINGULAR 1e-6

/* Bits that are none. */
#define ROUNDING 1e-9

static void bound(phw_secret_capacity *c)
{
    const double ahead = c->ab_bits - fmin(c->ae_bits, c->be_bits);
    c->lower_bits = ahead > ROUNDING ? ahead : 0;
    c->upper_bits = fmin(c->ab_bits, c->conditional_bits);
}

static double square(const double rho[2])
{
    return rho[0] * rho[0] + rho[1] * rho[1];
}

phw_status phw_secret_capacity_of(phw_secret_capacity *out, const double ab[2],
                                  const double ae[2], const double be[2],
                                  bool complex_values)
{
    const double s = complex_values ? 1 : 0.5;
    /* rho_ae conj(rho_be) */
    const double via[2] = {ae[0] * be[0] + ae[1] * be[1],
                           ae[1] * be[0] - ae[0] * be[1]};
    const double rest[2] = {ab[0] - via[0], ab[1] - via[1]};
    const double open = (1 - square(ae)) * (1 - square(be));
    const double partial = square(rest) / open;
    if (!(square(ab) < 1 && square(ae) < 1 && square(be) < 1 && partial < 1))
        return phw_fail(PHW_EARG,
                        "secret capacity: no values have correlations of %g, %g and %g "
                        "with each other",
                        sqrt(square(ab)), sqrt(square(ae)), sqrt(square(be)));
    phw_secret_capacity c = {
        .ab_bits = -s * log2(1 - square(ab)),
        .ae_bits = -s * log2(1 - square(ae)),
        .be_bits = -s * log2(1 - square(be)),
        .conditional_bits = -s * log2(1 - partial),
    };
    bound(&c);
    *out = c;
    return PHW_OK;
}

/* log2 determinants of the parties and of them together. */
typedef struct determinants {
    double a, b, e, ab, ae, be, abe;
} determinants;

static phw_status find_determinants(determinants *d, const phw_covariance *c,
                                    size_t n_a, size_t n_b)
{
    const size_t b = n_a;
    const size_t e = n_a + n_b;

    const struct {
        double *out;
        size_t from, to, also_from, also_to;
    } each[] = {
        {&d->a, 0, b, 0, 0},      {&d->b, b, e, 0, 0},     {&d->e, e, c->n, 0, 0},
        {&d->ab, 0, e, 0, 0},     {&d->ae, 0, b, e, c->n}, {&d->be, b, c->n, 0, 0},
        {&d->abe, 0, c->n, 0, 0},
    };

    for (size_t i = 0; i < sizeof each / sizeof each[0]; ++i)
        PHW_TRY(phw_covariance_log2_det(each[i].out, c, each[i].from, each[i].to,
                                        each[i].also_from, each[i].also_to));
    return PHW_OK;
}

static phw_status measure(determinants *d, const phw_features *const party[3],
                          double shrinkage)
{
    phw_covariance c = {0};
    PHW_TRY(phw_covariance_measure(&c, party, 3, shrinkage));
    const phw_status s =
        find_determinants(d, &c, party[0]->n_components, party[1]->n_components);
    phw_covariance_free(&c);
    return s;
}

phw_status phw_secret_capacity_measure(phw_secret_capacity *out,
                                       const phw_features *alice,
                                       const phw_features *bob, const phw_features *eve)
{
    const phw_features *const party[] = {alice, bob, eve};
    determinants d = {0};
    PHW_TRY(phw_information_check(alice, bob, false, 3, "secret capacity"));
    PHW_TRY(phw_information_check(alice, eve, false, 3, "secret capacity of Eve"));
    phw_status s = measure(&d, party, -1);
    if (s == PHW_ESHORT)
        s = measure(&d, party, SINGULAR);
    if (s)
        return s;
    const double n = (double)alice->n_components * (double)bob->n_components;
    phw_secret_capacity r = {
        .ab_bits = 0.5 * (d.a + d.b - d.ab),
        .ae_bits = 0.5 * (d.a + d.e - d.ae),
        .be_bits = 0.5 * (d.b + d.e - d.be),
        .conditional_bits = 0.5 * (d.ae + d.be - d.e - d.abe),
        .bias_bits = n / (2 * (double)alice->n_rows * M_LN2),
    };
    bound(&r);
    *out = r;
    return PHW_OK;
}
