/** @file
 * What two ends can agree on in secret at most and at least, bits a row, when
 * everything is jointly Gaussian and Eve has observations of her own.
 */
#ifndef PHW_KGEN_SECRET_CAPACITY_H
#define PHW_KGEN_SECRET_CAPACITY_H

#include <stdbool.h>

#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** Bits a row. The capacity lies between the bounds (Maurer, IEEE Trans. IT 39(3),
 * 1993; Ahlswede and Csiszar, IEEE Trans. IT 39(4), 1993): max(I(A;B) - I(A;E), I(A;B)
 * - I(B;E), 0) <= C <= min(I(A;B), I(A;B|E)). */
typedef struct phw_secret_capacity {
    double ab_bits;          /**< I(A;B) */
    double ae_bits;          /**< I(A;E) */
    double be_bits;          /**< I(B;E) */
    double conditional_bits; /**< I(A;B|E) */
    double lower_bits;
    double upper_bits;
    double bias_bits; /**< of I(A;B) for independent parties of this size; 0 of known
                           correlations */
} phw_secret_capacity;

/** Of single values with known correlations, each re + j im; the imaginary parts are 0
 * for real values. With s = 1 for complex and 1/2 for real ones, I(X;Y) =
 * -s log2(1 - |rho_xy|^2) and I(A;B|E) the same of
 *   (rho_ab - rho_ae conj(rho_be)) / sqrt((1 - |rho_ae|^2) (1 - |rho_be|^2)).
 * PHW_EARG when no three values can be correlated so. */
PHW_API PHW_MUST_USE phw_status phw_secret_capacity_of(phw_secret_capacity *out,
                                                       const double ab[2],
                                                       const double ae[2],
                                                       const double be[2],
                                                       bool complex_values);

/** Of three parties' features, rows beside each other, by the determinants of their
 * correlation matrices (phw_covariance_measure()):
 *   I(A;B|E) = 1/2 log2(|R_AE| |R_BE| / (|R_E| |R_ABE|)).
 * Row by row: what a series' own past tells is in none of these figures. Where a
 * series follows from others all correlations are taken less one in a million. PHW_EARG
 * for other numbers of rows; PHW_ESHORT for fewer than 3 or a constant series;
 * PHW_EINPUT, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_secret_capacity_measure(phw_secret_capacity *out,
                                                            const phw_features *alice,
                                                            const phw_features *bob,
                                                            const phw_features *eve);

PHW_END_C

#endif
