/** @file
 * Antenna arrays: where the elements are, and what beams do with them.
 *
 * Positions and spacings are in wavelengths, around the node's place. The elements'
 * answer to a plane wave from direction u is a_i = e^{j 2 pi u.p_i} (steering vector);
 * a beam is a vector w of weights with |w| = 1 and receives w^H h of the channel h.
 * Transmitting with w* gives the same number: the array is reciprocal as the air is.
 */
#ifndef PHW_CHANNEL_ANTENNA_ARRAY_H
#define PHW_CHANNEL_ANTENNA_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

#include "channel/angle_spread.h"
#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most elements of one array. */
#define PHW_ARRAY_ELEMENTS_MAX 1024

/** The forms there are. */
typedef enum phw_array_form {
    PHW_ARRAY_SINGLE = 0, /**< one antenna at the node's place */
    PHW_ARRAY_ULA,        /**< a line of columns */
    PHW_ARRAY_UPA,        /**< columns x rows, the rows above each other along z;
                               element (column c, row r) is r * columns + c */
    PHW_ARRAY_UCA,        /**< a circle in the plane */
    PHW_ARRAY_N_FORMS
} phw_array_form;

/** An array; a plain value. A zeroed one is a single antenna. */
typedef struct phw_array {
    phw_array_form form;
    size_t columns; /**< elements along the line, or on the circle, >= 1 */
    size_t rows;    /**< of a UPA, >= 1; else not read */
    double spacing; /**< of neighbours, wavelengths, > 0; on a circle the chord */
    double
        axis_deg;  /**< azimuth of the line from the x axis; of a circle's element 0 */
    bool modelled; /**< of a line: the elements' correlation is not from the angles but
                        alpha^((i - k) / (N - 1))^2 (TR 36.101 B.2.3) */
    double alpha;  /**< of that, 0..1: low 0 (base) and 0 (mobile), medium 0.3 and
                        0.9, high 0.9 and 0.9 */
} phw_array;

/** A form as users choose it. Static and constant. */
typedef struct phw_array_entry {
    const char *name;
    const char *summary;
    const char *reference;
    const phw_param *params;
    size_t n_params;
} phw_array_entry;

/** The form with that number; NULL from PHW_ARRAY_N_FORMS on. */
PHW_API const phw_array_entry *phw_array_entry_at(size_t form);

/** Reads "single", "ula:n=8:spacing=0.5:axis_deg=90", "upa:n=8:rows=4", "uca:n=6";
 * a line with alpha=0.3 when the correlation is modelled. PHW_EARG says what is wrong.
 */
PHW_API PHW_MUST_USE phw_status phw_array_choose(phw_array *out, const char *text);

/** PHW_EARG names the field that is out of range: none or more than
 * PHW_ARRAY_ELEMENTS_MAX elements, a spacing that is not positive, an alpha of
 * what is no line. */
PHW_API PHW_MUST_USE phw_status phw_array_check(const phw_array *array);

/** Its elements; of a checked array, as below. */
PHW_API size_t phw_array_size(const phw_array *array);

/** Where element i is, wavelengths from the node's place; the elements' mean is 0. */
PHW_API void phw_array_element(double out[3], const phw_array *array, size_t i);

/** The answer a[size] to a wave from the direction u (a unit vector). */
PHW_API void phw_array_steer(phw_cf *out, const phw_array *array, const double u[3]);

/** Beam `k` of the codebook of `size` beams, out[size]: the columns of the discrete
 * Fourier transform over the line or circle, of a UPA over its columns and rows
 * (beam row * columns + column). All are orthogonal; of a line with half a wavelength
 * between elements they point at cos(azimuth - axis) = 2 k / N, wrapped to +-1. */
PHW_API void phw_array_beam(phw_cf *out, const phw_array *array, size_t k);

/** w^H h over n elements, summed in double. */
PHW_API phw_cf phw_array_combine(const phw_cf *w, const phw_cf *h, size_t n);

/** |w^H a|^2 / |w|^2 in the direction u: the array's gain over one element, N at most
 * and with the weights a. `w`[size]. */
PHW_API double phw_array_gain(const phw_array *array, const phw_cf *w,
                              const double u[3]);

/** The beam of the codebook that receives most of h[size]; `gain`, when not NULL, gets
 * |w^H h|^2. The first of equals. */
PHW_API size_t phw_array_best_beam(double *gain, const phw_array *array,
                                   const phw_cf *h);

/** R = E a_i a_k* of elements i and k: from the angles of the waves
 * (channel/angles.h), or by the model. */
PHW_API void phw_array_correlation(double *re, double *im, const phw_array *array,
                                   size_t i, size_t k, const phw_angles_choice *angles);

PHW_END_C

#endif
